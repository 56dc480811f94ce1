//! Which types stand in requests, and which in responses.

use crate::ir::{Api, Content, Schema, Type, TypeId, TypeKind, Usage};

/// Marks every type that a request or a response reaches.
pub(super) fn mark(api: &mut Api) {
    let mut request = Vec::new();
    let mut response = Vec::new();
    for operation in &api.operations {
        for schema in operation.inputs() {
            roots(schema, &mut request);
        }
        let outcomes = [Some(&operation.success), operation.failure.as_ref()];
        for outcome in outcomes.into_iter().flatten() {
            if let Some(Content { schema, .. }) = &outcome.content {
                roots(schema, &mut response);
            }
        }
    }
    response.extend(api.webhooks.messages.iter().map(|message| message.body));
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

/// The types that a type names, directly or in arrays and maps.
pub(super) fn reached(api: &Api, id: TypeId, found: &mut Vec<TypeId>) {
    match &api.get(id).kind {
        TypeKind::Object(object) => {
            for field in &object.fields {
                roots(&field.schema, found);
            }
        }
        TypeKind::Alias(schema) => roots(schema, found),
        TypeKind::Newtype(newtype) => roots(&newtype.inner, found),
        TypeKind::Enum(_) => {}
    }
}

/// The types that a schema names, directly or in arrays and maps.
pub(super) fn roots(schema: &Schema, found: &mut Vec<TypeId>) {
    match &schema.ty {
        Type::Named(id) | Type::Boxed(id) => found.push(*id),
        Type::Array(inner) | Type::Map(inner) => roots(inner, found),
        Type::Bool | Type::Scalar(_) | Type::Any => {}
    }
}
