//! What the API sends on its own.

use serde_json::Value;

use super::{Lowering, request_body};
use crate::diagnostic::Code;
use crate::ir::{Docs, Name, Type, Webhook, Webhooks};
use crate::pointer::Pointer;

/// The extension that says which members, of which value, tell a message from the others.
const MATCH: &str = "x-webhook-match";

/// Lowers every webhook whose body is a named type and that says what tells it from the others.
pub(super) fn lower_all(lowering: &mut Lowering<'_, '_>) -> Webhooks {
    let document = lowering.document;
    let root = Pointer::root().join("x-webhooks");
    let mut found = Vec::new();
    let mut keys: Vec<String> = Vec::new();
    for (name, item) in &document.webhooks {
        for (method, operation) in item.iter() {
            let at = root.join(name).join(method);
            let Some(Value::Object(matches)) = operation.extensions.get(MATCH) else {
                lowering.find(
                    Code::Unsupported,
                    &at,
                    format!("nothing says how the webhook `{name}` is told from others"),
                    "its body is a type, but no variant of the webhook enum; add `x-webhook-match`",
                );
                continue;
            };
            if !matches.values().all(Value::is_string) {
                let message = "a webhook is told from others by strings only";
                lowering.find(
                    Code::Unsupported,
                    &at.join(MATCH),
                    message,
                    "it was left out",
                );
                continue;
            }
            let own_name = operation.operation_id.as_deref().unwrap_or(name);
            let body = request_body::lower(lowering, operation, &at, own_name);
            let Some(Type::Named(body)) = body.and_then(|body| body.content.into_value()) else {
                let message = format!("the webhook `{name}` has no object as its body");
                lowering.find(Code::Unsupported, &at, message, "it was left out");
                continue;
            };
            for key in matches.keys() {
                if !keys.contains(key) {
                    keys.push(key.clone());
                }
            }
            let docs = Docs {
                title: operation.summary.clone(),
                description: operation.description.clone(),
                deprecated: operation.deprecated,
                ..Docs::default()
            };
            found.push((Name::new(own_name), at, docs, body, matches));
        }
    }
    let messages = found
        .into_iter()
        .map(|(name, pointer, docs, body, matches)| Webhook {
            name,
            pointer,
            docs,
            body,
            matches: keys
                .iter()
                .map(|key| matches.get(key).cloned().unwrap_or_default())
                .collect(),
        })
        .collect();
    Webhooks { messages, keys }
}
