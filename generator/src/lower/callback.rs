//! Callbacks: what the API sends to an address that a call has given it.

use openapiv3::Operation;

use super::{Lowering, request_body};
use crate::ir::Callback;
use crate::pointer::Pointer;

/// Lowers the callbacks of an operation; no code but types comes from them.
pub(super) fn lower_all(
    lowering: &mut Lowering<'_, '_>,
    operation: &Operation,
    at: &Pointer,
    owner: &str,
) -> Vec<Callback> {
    let mut found = Vec::new();
    for (name, callback) in &operation.callbacks {
        let at = at.join("callbacks").join(name);
        for (url, item) in callback {
            for (method, sent) in item.iter() {
                let own_name = match &sent.operation_id {
                    Some(id) => id.clone(),
                    None => format!("{owner} {name}"),
                };
                let at = at.join(url).join(method);
                let body = request_body::lower(lowering, sent, &at, &own_name);
                found.push(Callback {
                    name: name.clone(),
                    method: method.to_uppercase(),
                    url: url.clone(),
                    body: body.and_then(|body| body.content.into_value()),
                });
            }
        }
    }
    found
}
