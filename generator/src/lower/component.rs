//! Component schemas: each is a type of its own under its own name.

use super::schema::{self, Shape};
use super::{Lowering, union};
use crate::ir::{Newtype, Schema, TypeId, TypeKind};
use crate::pointer::Pointer;

use openapiv3::ReferenceOr;

/// Lowers every component schema.
///
/// Places are reserved first, so that a reference to a component that comes later, or to the
/// component itself, has an id to name.
pub(super) fn lower_all<'d>(lowering: &mut Lowering<'d, '_>) {
    let document = lowering.document;
    let Some(components) = &document.api.components else {
        return;
    };
    let own: Vec<_> = components
        .schemas
        .iter()
        .filter_map(|(name, schema)| match schema {
            ReferenceOr::Item(schema) => Some((name.as_str(), schema)),
            ReferenceOr::Reference { .. } => None,
        })
        .collect();
    for (index, (name, _)) in own.iter().enumerate() {
        lowering.components.insert(name, TypeId::new(index));
    }
    lowering.types.resize_with(own.len(), || None);
    let root = Pointer::components("schemas");
    for (index, (name, item)) in own.into_iter().enumerate() {
        let pointer = root.join(name);
        let children = lowering.children.get(name).cloned();
        let shaped = children
            .and_then(|children| union::of_children(lowering, item, &children, &pointer, name))
            .unwrap_or_else(|| schema::shape(lowering, item, &pointer, name));
        let kind = match shaped.shape {
            Shape::Object(object) => {
                schema::mark_without_effect(lowering, shaped.sensitivity, &pointer);
                TypeKind::Object(object)
            }
            Shape::Enum(values) => TypeKind::Enum(values),
            Shape::Union(union) => TypeKind::Union(union),
            Shape::Type(ty) => {
                let schema = schema::sensitive_below(Schema {
                    ty,
                    nullable: false,
                    constraints: shaped.constraints,
                    sensitivity: shaped.sensitivity,
                });
                if schema::is_scalar(&schema.ty) {
                    TypeKind::Newtype(Newtype { inner: schema })
                } else {
                    TypeKind::Alias(schema)
                }
            }
        };
        let def = schema::def(item, &pointer, name, shaped.format, kind);
        lowering.types[index] = Some(def);
    }
}
