//! Which types stand in requests, and which in responses.

use crate::ir::{Api, Holds, Schema, Type, TypeId, TypeKind, Usage};

/// Marks every type that a request or a response reaches.
pub(super) fn mark(api: &mut Api) {
    let mut request = Vec::new();
    let mut response = Vec::new();
    for operation in &api.operations {
        for schema in operation.inputs() {
            roots(schema, &mut request);
        }
        for body in api.bodies(&operation.responses) {
            roots(&body.schema, &mut response);
        }
        for callback in &operation.callbacks {
            if let Some(body) = &callback.body {
                roots(body, &mut response);
            }
        }
    }
    response.extend(api.webhooks.messages.iter().map(|message| message.body));
    for body in &api.webhooks.others {
        roots(body, &mut response);
    }
    spread(api, request, |usage| &mut usage.request);
    spread(api, response, |usage| &mut usage.response);
}

fn spread(api: &mut Api, mut next: Vec<TypeId>, flag: fn(&mut Usage) -> &mut bool) {
    while let Some(id) = next.pop() {
        let seen = flag(&mut api.types[id.index()].usage);
        if !std::mem::replace(seen, true) {
            reached(api, id, &mut next);
        }
    }
}

/// The types that a type names, directly or in arrays, tuples and maps.
pub(super) fn reached(api: &Api, id: TypeId, found: &mut Vec<TypeId>) {
    match &api.get(id).kind {
        TypeKind::Object(object) => {
            for schema in object.schemas() {
                roots(schema, found);
            }
        }
        TypeKind::Union(union) => {
            for member in &union.members {
                if let Holds::Value(schema) = &member.holds {
                    roots(schema, found);
                }
            }
        }
        TypeKind::Alias(schema) => roots(schema, found),
        TypeKind::Newtype(newtype) => roots(&newtype.inner, found),
        TypeKind::Enum(_) => {}
    }
}

/// The types that a schema names, directly or in arrays, tuples and maps.
pub(super) fn roots(schema: &Schema, found: &mut Vec<TypeId>) {
    match &schema.ty {
        Type::Named(id) | Type::Boxed(id) => found.push(*id),
        Type::Array(inner) | Type::Map(inner) => roots(inner, found),
        Type::Tuple(elements) => {
            for element in elements {
                roots(element, found);
            }
        }
        Type::Bool | Type::Scalar(_) | Type::Any => {}
    }
}
