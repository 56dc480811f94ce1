//! One schema: what it is, whether it may be `null`, and its limits.

use openapiv3::{ReferenceOr, Schema as Item};

use super::all_of::{self, Joined};
use super::view::View;
use super::{Inline, Lowering, array, docs, enumeration, object, scalar, union};
use crate::diagnostic::Code;
use crate::ir::{
    Constraints, Enum, Name, Object, Schema, Sensitivity, Type, TypeDef, TypeKind, Union, Usage,
};
use crate::pointer::Pointer;
use crate::resolve::AsSchema;

/// The extension that marks secret and personal values.
const SENSITIVE: &str = "x-specwright-sensitive";

/// What a schema is, before it is decided whether it gets a name.
#[derive(Debug)]
pub(super) enum Shape {
    Object(Object),
    Enum(Enum),
    Union(Union),
    Type(Type),
}

/// A schema that has been looked at, without the name that it may get.
#[derive(Debug)]
pub(super) struct Shaped {
    pub(super) shape: Shape,
    pub(super) nullable: bool,
    pub(super) constraints: Constraints,
    pub(super) sensitivity: Option<Sensitivity>,
    /// `format`, where the type does not show it.
    pub(super) format: Option<String>,
}

impl Shaped {
    pub(super) const fn plain(ty: Type) -> Self {
        Self {
            shape: Shape::Type(ty),
            nullable: false,
            constraints: Constraints::NONE,
            sensitivity: None,
            format: None,
        }
    }
}

/// Lowers a schema that stands inside another one, or a reference.
///
/// `name` is the name that an object or enumeration gets which has none of its own.
pub(super) fn lower<S: AsSchema>(
    lowering: &mut Lowering<'_, '_>,
    item: &ReferenceOr<S>,
    at: &Pointer,
    name: &str,
) -> Schema {
    match item {
        ReferenceOr::Reference { .. } => reference(lowering, item, at),
        ReferenceOr::Item(schema) => once(lowering, schema.as_schema(), at, name),
    }
}

/// Lowers a schema inside another one, unless the same one has been met before.
fn once(lowering: &mut Lowering<'_, '_>, schema: &Item, at: &Pointer, name: &str) -> Schema {
    match lowering.inline.get(at) {
        Some(Inline::Done(schema)) => return Schema::clone(schema),
        Some(Inline::Open(reserved)) => {
            // The schema contains itself, which only `allOf` can bring about without a name.
            let id = reserved.unwrap_or_else(|| lowering.reserve());
            lowering.inline.insert(at.clone(), Inline::Open(Some(id)));
            return Schema {
                nullable: all_of::is_nullable(lowering.document, schema),
                ..Schema::plain(Type::Named(id))
            };
        }
        None => {}
    }
    lowering.inline.insert(at.clone(), Inline::Open(None));
    let mut lowered = inline(lowering, schema, at, name);
    if let Some(Inline::Open(Some(id))) = lowering.inline.get(at)
        && lowering.types[id.index()].is_none()
    {
        // What contains itself is no object but an array or map, which needs a name to do so.
        let id = *id;
        let aliased = std::mem::replace(&mut lowered, Schema::plain(Type::Named(id)));
        lowered.nullable = aliased.nullable;
        let kind = TypeKind::Alias(Schema {
            nullable: false,
            ..aliased
        });
        lowering.types[id.index()] = Some(def(schema, at, name, None, kind));
    }
    lowering
        .inline
        .insert(at.clone(), Inline::Done(Box::new(lowered.clone())));
    lowered
}

/// Lowers a schema that stands inside another one; an object or enumeration gets a name.
pub(super) fn inline(
    lowering: &mut Lowering<'_, '_>,
    schema: &Item,
    at: &Pointer,
    name: &str,
) -> Schema {
    let shaped = shape(lowering, schema, at, name);
    named(lowering, schema, shaped, at, name)
}

/// Gives an object, an enumeration or a union a name of its own.
pub(super) fn named(
    lowering: &mut Lowering<'_, '_>,
    schema: &Item,
    shaped: Shaped,
    at: &Pointer,
    name: &str,
) -> Schema {
    let kind = match shaped.shape {
        Shape::Type(ty) => {
            return sensitive_below(Schema {
                ty,
                nullable: shaped.nullable,
                constraints: shaped.constraints,
                sensitivity: shaped.sensitivity,
            });
        }
        Shape::Object(object) => {
            mark_without_effect(lowering, shaped.sensitivity, at);
            TypeKind::Object(object)
        }
        Shape::Enum(values) => TypeKind::Enum(values),
        Shape::Union(union) => TypeKind::Union(union),
    };
    let id = lowering.add(def(schema, at, name, shaped.format, kind));
    Schema {
        nullable: shaped.nullable,
        sensitivity: shaped.sensitivity,
        ..Schema::plain(Type::Named(id))
    }
}

/// The definition of a type, as far as lowering knows it.
pub(super) fn def(
    schema: &Item,
    pointer: &Pointer,
    name: &str,
    format: Option<String>,
    kind: TypeKind,
) -> TypeDef {
    TypeDef {
        name: Name::new(name),
        pointer: pointer.clone(),
        docs: docs::of_schema(schema, format),
        kind,
        usage: Usage::default(),
        group: String::new(),
        limited: false,
    }
}

/// A mark on an object hides nothing; it belongs on the members that hold the values.
pub(super) fn mark_without_effect(
    lowering: &mut Lowering<'_, '_>,
    sensitivity: Option<Sensitivity>,
    at: &Pointer,
) {
    if sensitivity.is_some() {
        lowering.find(
            Code::Unsupported,
            &at.join(SENSITIVE),
            format!("`{SENSITIVE}` on an object"),
            "nothing is hidden; mark the members that hold secret or personal values",
        );
    }
}

/// A mark on an array or map concerns what is in it.
pub(super) fn sensitive_below(mut schema: Schema) -> Schema {
    let Some(sensitivity) = schema.sensitivity else {
        return schema;
    };
    match &mut schema.ty {
        Type::Array(inner) | Type::Map(inner) => {
            inner.sensitivity.get_or_insert(sensitivity);
            schema.sensitivity = None;
        }
        Type::Tuple(elements) => {
            for element in elements {
                element.sensitivity.get_or_insert(sensitivity);
            }
            schema.sensitivity = None;
        }
        Type::Named(_) | Type::Boxed(_) | Type::Bool | Type::Scalar(_) | Type::Any => {}
    }
    schema
}

/// A reference to a component: its type, its nullability, and the limits of a scalar.
fn reference<S: AsSchema>(
    lowering: &mut Lowering<'_, '_>,
    item: &ReferenceOr<S>,
    at: &Pointer,
) -> Schema {
    let target = lowering.document.schema(item);
    let Some(id) = target
        .component
        .and_then(|name| lowering.components.get(name))
    else {
        lowering.find(
            Code::UntypedSchema,
            at,
            "this reference leads to no schema",
            "any value is accepted",
        );
        return Schema::plain(Type::Any);
    };
    let constraints = all_of::own_constraints(lowering.document, target.schema);
    Schema {
        nullable: all_of::is_nullable(lowering.document, target.schema),
        constraints,
        // A named enumeration does not hide itself.
        sensitivity: sensitivity(target.schema),
        ..Schema::plain(Type::Named(*id))
    }
}

/// Looks at a schema that is no reference.
pub(super) fn shape(
    lowering: &mut Lowering<'_, '_>,
    schema: &Item,
    at: &Pointer,
    name: &str,
) -> Shaped {
    let nullable = all_of::is_nullable(lowering.document, schema);
    let mut shaped = if has_several_types(schema) {
        union::of_types(lowering, schema, at, name)
    } else {
        merged_shape(lowering, schema, at, name)
    };
    if let Shape::Enum(values) = &mut shaped.shape {
        enumeration::describe(schema, values);
    }
    // What is joined is null only where all of it is, whatever a choice in it allows.
    let is_joined = !View::new(schema).all_of.is_empty();
    shaped.nullable = nullable || shaped.nullable && !is_joined;
    shaped.sensitivity = sensitivity(schema).or(shaped.sensitivity);
    shaped
}

/// Looks at a schema of one type, joined with its `allOf`.
pub(super) fn merged_shape(
    lowering: &mut Lowering<'_, '_>,
    schema: &Item,
    at: &Pointer,
    name: &str,
) -> Shaped {
    match all_of::join(lowering, schema, at) {
        Joined::Reference(reference, constraints) => {
            let target = self::reference(lowering, reference, at);
            Shaped {
                constraints: target.constraints.and(*constraints),
                sensitivity: target.sensitivity,
                ..Shaped::plain(target.ty)
            }
        }
        Joined::Merged(merged) => {
            let constraints = merged.constraints.clone();
            let mut shaped = of_kind(lowering, *merged, at, name);
            shaped.constraints = constraints.and(shaped.constraints);
            shaped
        }
    }
}

/// Looks at the keywords of a schema and of all that it is joined with.
pub(super) fn of_kind(
    lowering: &mut Lowering<'_, '_>,
    merged: all_of::Merged<'_>,
    at: &Pointer,
    name: &str,
) -> Shaped {
    if !merged.values.is_empty() {
        return enumeration::lower(lowering, &merged, at);
    }
    if !merged.choices.is_empty() {
        return union::lower(lowering, merged, at, name);
    }
    match merged.ty {
        Some("string" | "number" | "integer" | "boolean") => scalar::lower(lowering, &merged, at),
        Some("array") => array::lower(lowering, &merged, at, name),
        Some("object") => object::lower(lowering, merged, at, name),
        // `validate` has said that this is no type.
        Some(_) => Shaped::plain(Type::Any),
        None if !merged.properties.is_empty() || merged.additional.is_some() => {
            object::lower(lowering, merged, at, name)
        }
        None if merged.items.is_some() => array::lower(lowering, &merged, at, name),
        None => Shaped::plain(Type::Any),
    }
}

/// Whether `normalize` has found more types than one, and nothing else decides.
fn has_several_types(schema: &Item) -> bool {
    let view = View::new(schema);
    schema.schema_data.extensions.contains_key(union::TYPES)
        && view.values.is_empty()
        && view.all_of.is_empty()
        && view.one_of.is_empty()
        && view.any_of.is_empty()
}

/// What the extension says about a schema; without it, passwords are secret.
pub(super) fn sensitivity(schema: &Item) -> Option<Sensitivity> {
    let Some(said) = schema.schema_data.extensions.get(SENSITIVE) else {
        let view = View::new(schema);
        let is_password = view.ty == Some("string") && view.format.as_deref() == Some("password");
        return is_password.then_some(Sensitivity::Secret);
    };
    match said.as_str()? {
        "secret" => Some(Sensitivity::Secret),
        "personal" => Some(Sensitivity::Personal),
        _ => None,
    }
}

/// Whether a type is a scalar without a name.
pub(super) const fn is_scalar(ty: &Type) -> bool {
    match ty {
        Type::Bool | Type::Scalar(_) => true,
        Type::Named(_)
        | Type::Boxed(_)
        | Type::Array(_)
        | Type::Tuple(_)
        | Type::Map(_)
        | Type::Any => false,
    }
}
