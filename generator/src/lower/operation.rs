//! Operations: a method on a path, and all that belongs to it.

use openapiv3::{Operation as Item, PathItem};

use super::{Lowering, callback, parameter, request_body, response, security};
use crate::diagnostic::Code;
use crate::ir::{Docs, Name, Operation};
use crate::pointer::Pointer;

/// Lowers every operation that is supported, in the order of the document.
pub(super) fn lower_all(lowering: &mut Lowering<'_, '_>) -> Vec<Operation> {
    let document = lowering.document;
    let root = Pointer::root().join("paths");
    let mut operations = Vec::new();
    for (path, item) in document.api.paths.iter() {
        let Some(item) = item.as_item() else {
            lowering.find(
                Code::Unsupported,
                &root.join(path),
                "a path item that is a reference",
                "its operations were left out",
            );
            continue;
        };
        for (method, operation) in item.iter() {
            let at = root.join(path).join(method);
            operations.extend(lower(lowering, path, method, item, operation, &at));
        }
    }
    operations
}

/// Lowers one operation; `None` where something that it needs is not supported.
fn lower<'d>(
    lowering: &mut Lowering<'d, '_>,
    path: &str,
    method: &str,
    item: &PathItem,
    operation: &'d Item,
    at: &Pointer,
) -> Option<Operation> {
    let id = operation
        .operation_id
        .clone()
        .unwrap_or_else(|| format!("{method} {path}"));
    let parameters =
        parameter::lower_all(lowering, &item.parameters, &operation.parameters, at, &id)?;
    let body = if operation.request_body.is_some() {
        Some(request_body::lower(lowering, operation, at, &id)?)
    } else {
        None
    };
    let responses = response::lower_all(lowering, &operation.responses, method, at, &id);
    let callbacks = callback::lower_all(lowering, operation, at, &id);
    let global = lowering.document.api.security.as_deref();
    let security = match (&operation.security, global) {
        (Some(own), _) => security::lower_requirements(lowering, own, &at.join("security")),
        (None, Some(global)) => {
            security::lower_requirements(lowering, global, &Pointer::root().join("security"))
        }
        (None, None) => Vec::new(),
    };
    Some(Operation {
        name: Name::new(&id),
        type_name: Name::new(id),
        pointer: at.clone(),
        docs: Docs {
            title: operation.summary.clone(),
            description: operation.description.clone(),
            deprecated: operation.deprecated,
            ..Docs::default()
        },
        method: method.to_uppercase(),
        path: path.to_owned(),
        tag: operation.tags.first().cloned(),
        group: String::new(),
        parameters,
        body,
        responses,
        callbacks,
        security,
    })
}
