//! Operations: a method on a path, and all that belongs to it.

use openapiv3::{Operation as Item, PathItem};

use super::{Lowering, callback, parameter, repeatable, request_body, response, security, server};
use crate::ir::{Docs, Name, Operation, Server};
use crate::pointer::Pointer;

/// Lowers every operation, in the order of the document.
pub(super) fn lower_all(lowering: &mut Lowering<'_, '_>) -> Vec<Operation> {
    let document = lowering.document;
    let root = Pointer::root().join("paths");
    let servers = server::lower_all(&document.api.servers);
    let mut operations = Vec::new();
    for (path, item) in document.api.paths.iter() {
        // What a path item refers to has been put in its place.
        let Some(item) = item.as_item() else { continue };
        for (method, operation) in item.iter() {
            let at = root.join(path).join(method);
            operations.push(lower(
                lowering,
                (path, method),
                item,
                operation,
                &servers,
                &at,
            ));
        }
    }
    operations
}

fn lower<'d>(
    lowering: &mut Lowering<'d, '_>,
    (path, method): (&str, &str),
    item: &PathItem,
    operation: &'d Item,
    servers: &[Server],
    at: &Pointer,
) -> Operation {
    let id = operation
        .operation_id
        .clone()
        .unwrap_or_else(|| format!("{method} {path}"));
    // What follows a hash tells operations on one path apart, and is never sent.
    let path = path.split('#').next().unwrap_or_default();
    let owner = parameter::Owner {
        name: &id,
        path,
        of_path: &item.parameters,
        of_operation: &operation.parameters,
    };
    let parameters = parameter::lower_all(lowering, &owner, at);
    let body = request_body::lower(lowering, operation, at, &id);
    let own_servers = if operation.servers.is_empty() {
        &item.servers
    } else {
        &operation.servers
    };
    let responses = response::lower_all(lowering, &operation.responses, method, at, &id);
    let callbacks = callback::lower_all(lowering, operation, at, &id);
    let repeatable = repeatable::lower(lowering, operation, at);
    let global = lowering.document.api.security.as_deref();
    let security = match (&operation.security, global) {
        (Some(own), _) => security::lower_requirements(lowering, own, &at.join("security")),
        (None, Some(global)) => {
            security::lower_requirements(lowering, global, &Pointer::root().join("security"))
        }
        (None, None) => Vec::new(),
    };
    Operation {
        name: Name::new(&id),
        type_name: Name::new(id),
        pointer: at.clone(),
        docs: Docs {
            title: operation.summary.clone().or_else(|| item.summary.clone()),
            description: operation
                .description
                .clone()
                .or_else(|| item.description.clone()),
            deprecated: operation.deprecated,
            ..Docs::default()
        },
        method: method.to_uppercase(),
        path: path.to_owned(),
        server: server::of_operation(own_servers, servers),
        tag: operation.tags.first().cloned(),
        group: String::new(),
        parameters,
        body,
        responses,
        callbacks,
        repeatable,
        security,
    }
}
