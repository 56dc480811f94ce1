//! `type: object`: declared members, and what happens to others.

use openapiv3::AdditionalProperties;

use super::all_of::{Merged, Property};
use super::schema::{self, Shape, Shaped};
use super::view::View;
use super::{Lowering, docs, scalar};
use crate::diagnostic::Code;
use crate::ir::{self, Additional, Docs, Field, Name, Object, Type};
use crate::pointer::Pointer;
use crate::resolve::Target;

/// An object with declared members, or a map.
pub(super) fn lower(
    lowering: &mut Lowering<'_, '_>,
    merged: Merged<'_>,
    at: &Pointer,
    name: &str,
) -> Shaped {
    if merged.properties.is_empty()
        && let Some((AdditionalProperties::Schema(value), pointer)) = &merged.additional
    {
        let value = schema::lower(lowering, value, pointer, &format!("{name} value"));
        return Shaped::plain(Type::Map(Box::new(value)));
    }
    // An object that declares nothing gets a type of its own only where it has a name.
    if merged.properties.is_empty() && !at.is_component_schema() {
        return Shaped::plain(Type::Map(Box::new(ir::Schema::plain(Type::Any))));
    }
    required_without_property(lowering, &merged);
    let additional = additional(lowering, &merged, name);
    let constraints = &merged.constraints;
    let min_properties = constraints.min_properties.filter(|least| *least > 0);
    let max_properties = constraints.max_properties;
    // Where there are no undeclared members, none has a wrong name.
    let property_names = match additional {
        Additional::Skip => Vec::new(),
        Additional::Keep | Additional::Typed(_) => constraints.property_names.clone(),
    };
    let fields = merged
        .properties
        .iter()
        .map(|property| {
            let required = merged
                .required
                .iter()
                .any(|(name, _)| *name == property.name);
            field(lowering, property, required, name)
        })
        .collect();
    let object = Object {
        fields,
        additional,
        min_properties,
        max_properties,
        property_names,
    };
    Shaped {
        shape: Shape::Object(object),
        ..Shaped::plain(Type::Any)
    }
}

fn field(
    lowering: &mut Lowering<'_, '_>,
    property: &Property<'_>,
    required: bool,
    owner: &str,
) -> Field {
    let name = format!("{owner} {}", property.name);
    let schema = property.value.lower(lowering, &name);
    // The last declaration is the most specific one; what it says of itself counts.
    let said = property.value.said();
    let target = lowering.document.schema(said);
    let data = &target.schema.schema_data;
    // A member that one direction never carries cannot be asked for in both.
    let one_way = data.read_only || data.write_only;
    Field {
        name: Name::new(property.name),
        docs: Docs {
            format: unshown_format(lowering, &target, &schema),
            ..docs::of_property(lowering.document, said)
        },
        schema,
        required: required && !one_way,
        default: data.default.clone(),
    }
}

/// The format of a scalar that stands in the object itself, where the type does not show it.
fn unshown_format(
    lowering: &Lowering<'_, '_>,
    target: &Target<'_>,
    schema: &ir::Schema,
) -> Option<String> {
    if target.component.is_some() || !schema::is_scalar(&schema.ty) {
        return None;
    }
    let view = View::new(target.schema);
    scalar::by_format(
        lowering.config,
        view.ty,
        view.format.as_deref(),
        &view.constraints,
    )
    .1
}

fn additional(lowering: &mut Lowering<'_, '_>, merged: &Merged<'_>, name: &str) -> Additional {
    match &merged.additional {
        Some((AdditionalProperties::Any(false), _)) => Additional::Skip,
        Some((AdditionalProperties::Schema(value), pointer)) => {
            let value = schema::lower(lowering, value, pointer, &format!("{name} value"));
            match value.ty {
                Type::Any => Additional::Keep,
                _ => Additional::Typed(Box::new(value)),
            }
        }
        Some((AdditionalProperties::Any(true), _)) | None => Additional::Keep,
    }
}

/// A name in `required` that no property bears cannot be asked for.
fn required_without_property(lowering: &mut Lowering<'_, '_>, merged: &Merged<'_>) {
    for (name, pointer) in &merged.required {
        if !merged
            .properties
            .iter()
            .any(|property| property.name == *name)
        {
            lowering.find(
                Code::RequiredWithoutProperty,
                pointer,
                format!("`required` names `{name}`, which is no property"),
                "the name was ignored; declare the property or take the name out",
            );
        }
    }
}
