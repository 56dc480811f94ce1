//! Which limits concern a value of their kind, and which types have some on or below them.

use crate::ir::{Api, Body, BodyContent, Constraints, Holds, Schema, Type, TypeId, TypeKind};

/// Drops limits that no value of the type could break, such as `minLength` on a number.
pub(super) fn prune(api: &mut Api) {
    let mut types = std::mem::take(&mut api.types);
    let kinds: Vec<Type> = types
        .iter()
        .map(|def| match &def.kind {
            TypeKind::Newtype(newtype) => newtype.inner.ty.clone(),
            TypeKind::Alias(schema) => schema.ty.clone(),
            TypeKind::Object(_) | TypeKind::Enum(_) | TypeKind::Union(_) => Type::Any,
        })
        .collect();
    for def in &mut types {
        match &mut def.kind {
            TypeKind::Object(object) => {
                for schema in object.schemas_mut() {
                    prune_schema(schema, &kinds);
                }
            }
            TypeKind::Union(union) => {
                for member in &mut union.members {
                    if let Holds::Value(schema) = &mut member.holds {
                        prune_schema(schema, &kinds);
                    }
                }
            }
            TypeKind::Newtype(newtype) => prune_schema(&mut newtype.inner, &kinds),
            TypeKind::Alias(schema) => prune_schema(schema, &kinds),
            TypeKind::Enum(_) => {}
        }
    }
    api.types = types;
    let parameters = api.operations.iter_mut();
    for parameter in parameters.flat_map(|operation| &mut operation.parameters) {
        prune_schema(&mut parameter.schema, &kinds);
    }
    let bodies = api
        .operations
        .iter_mut()
        .flat_map(|operation| &mut operation.body);
    for schema in bodies
        .flat_map(Body::contents_mut)
        .flat_map(BodyContent::values_mut)
    {
        prune_schema(schema, &kinds);
    }
}

fn prune_schema(schema: &mut Schema, kinds: &[Type]) {
    let mut kind = &schema.ty;
    // Aliases do not lead in circles once `cycles` has run.
    while let Type::Named(id) | Type::Boxed(id) = kind {
        kind = &kinds[id.index()];
    }
    schema.constraints = of_kind(std::mem::take(&mut schema.constraints), kind);
    match &mut schema.ty {
        Type::Array(inner) | Type::Map(inner) => prune_schema(inner, kinds),
        Type::Tuple(elements) => {
            for element in elements {
                prune_schema(element, kinds);
            }
        }
        Type::Named(_) | Type::Boxed(_) | Type::Bool | Type::Scalar(_) | Type::Any => {}
    }
}

fn of_kind(limits: Constraints, kind: &Type) -> Constraints {
    match kind {
        Type::Scalar(scalar) if scalar.is_number() => Constraints {
            minimum: limits.minimum,
            maximum: limits.maximum,
            multiple_of: limits.multiple_of,
            ..Constraints::NONE
        },
        // Whatever its format, it is a text on the wire.
        Type::Scalar(_) => Constraints {
            min_length: limits.min_length.filter(|limit| *limit > 0),
            max_length: limits.max_length,
            patterns: limits.patterns,
            ..Constraints::NONE
        },
        Type::Array(_) => Constraints {
            min_items: limits.min_items.filter(|limit| *limit > 0),
            max_items: limits.max_items,
            unique_items: limits.unique_items,
            ..Constraints::NONE
        },
        Type::Map(_) => Constraints {
            min_properties: limits.min_properties.filter(|limit| *limit > 0),
            max_properties: limits.max_properties,
            property_names: limits.property_names,
            ..Constraints::NONE
        },
        Type::Bool => Constraints {
            only: limits.only,
            ..Constraints::NONE
        },
        Type::Any | Type::Tuple(_) | Type::Named(_) | Type::Boxed(_) => Constraints::NONE,
    }
}

/// Marks every type that `validate` has something to say about.
pub(super) fn mark(api: &mut Api) {
    // A type is limited when one that it holds is, so the marks spread until nothing changes.
    loop {
        let found: Vec<TypeId> = api
            .ids()
            .filter(|(_, def)| !def.limited)
            .filter(|(id, _)| limited(api, *id))
            .map(|(id, _)| id)
            .collect();
        if found.is_empty() {
            return;
        }
        for id in found {
            api.types[id.index()].limited = true;
        }
    }
}

fn limited(api: &Api, id: TypeId) -> bool {
    match &api.get(id).kind {
        TypeKind::Object(object) => {
            object.min_properties.or(object.max_properties).is_some()
                || !object.property_names.is_empty()
                || object.schemas().any(|value| schema(api, value))
        }
        TypeKind::Union(union) => union.members.iter().any(|member| match &member.holds {
            Holds::Value(value) => schema(api, value),
            Holds::Constant(_) => false,
        }),
        TypeKind::Alias(aliased) => schema(api, aliased),
        TypeKind::Newtype(newtype) => schema(api, &newtype.inner),
        TypeKind::Enum(_) => false,
    }
}

fn schema(api: &Api, value: &Schema) -> bool {
    let mut checked = value.constraints.clone();
    // A pattern that cannot be read is stated in the documentation and not checked.
    checked
        .patterns
        .retain(|pattern| api.patterns.contains_key(pattern));
    if !checked.is_empty() {
        return true;
    }
    match &value.ty {
        Type::Named(id) | Type::Boxed(id) => api.get(*id).limited,
        Type::Array(inner) | Type::Map(inner) => schema(api, inner),
        Type::Tuple(elements) => elements.iter().any(|element| schema(api, element)),
        Type::Bool | Type::Scalar(_) | Type::Any => false,
    }
}
