//! What the API sends on its own.

use openapiv3::Operation;
use serde_json::Value;

use super::{Lowering, request_body, told_apart};
use crate::diagnostic::Code;
use crate::ir::{Docs, Name, Schema, Type, TypeId, Webhook, Webhooks};
use crate::pointer::Pointer;

/// The extension that says which members, of which value, tell a message from the others.
const MATCH: &str = "x-webhook-match";

/// A message that has been lowered, before it is known what tells it from others.
#[derive(Debug)]
pub(super) struct Message<'d> {
    name: String,
    pointer: Pointer,
    docs: Docs,
    pub(super) body: TypeId,
    /// What the document says about telling it apart.
    matches: Option<&'d serde_json::Map<String, Value>>,
}

/// Lowers the bodies of all webhooks; those that can be told apart become kinds of messages.
pub(super) fn lower_all(lowering: &mut Lowering<'_, '_>) -> Webhooks {
    let document = lowering.document;
    let root = Pointer::root().join("x-webhooks");
    let mut messages = Vec::new();
    let mut webhooks = Webhooks::default();
    for (name, item) in &document.webhooks {
        for (method, operation) in item.iter() {
            let at = root.join(name).join(method);
            match body(lowering, operation, &at, name) {
                Some(Schema {
                    ty: Type::Named(body),
                    ..
                }) => messages.push(message(lowering, operation, name, at, body)),
                other => {
                    if operation.extensions.contains_key(MATCH) {
                        let message = format!("the webhook `{name}` has no object as its body");
                        lowering.find(Code::Unsupported, &at, message, "it was left out");
                    }
                    webhooks.others.extend(other);
                }
            }
        }
    }
    let (said, unsaid): (Vec<_>, Vec<_>) = messages
        .into_iter()
        .partition(|message| message.matches.is_some());
    let mut kinds: Vec<(Message<'_>, Vec<(String, Value)>)> = Vec::new();
    for message in said {
        let matches = message.matches.into_iter().flatten();
        let matches = matches.map(|(key, value)| (key.clone(), value.clone()));
        kinds.push((message, matches.collect()));
    }
    if kinds.is_empty() && unsaid.len() > 1 {
        let bodies: Vec<TypeId> = unsaid.iter().map(|message| message.body).collect();
        let found = told_apart::by_constants(lowering, &bodies);
        for (message, matches) in unsaid.into_iter().zip(found) {
            match matches {
                Some(matches) => kinds.push((message, matches)),
                None => leave_out(lowering, &mut webhooks, &message),
            }
        }
    } else {
        // A single message needs nothing to tell it apart.
        let is_alone = kinds.is_empty();
        for message in unsaid {
            if is_alone {
                webhooks
                    .others
                    .push(Schema::plain(Type::Named(message.body)));
            } else {
                leave_out(lowering, &mut webhooks, &message);
            }
        }
    }
    for (key, _) in kinds.iter().flat_map(|(_, matches)| matches) {
        if !webhooks.keys.contains(key) {
            webhooks.keys.push(key.clone());
        }
    }
    let keys = &webhooks.keys;
    let value = |matches: &[(String, Value)], key: &String| {
        let found = matches.iter().find(|(name, _)| name == key);
        found.map(|(_, value)| value.clone()).unwrap_or_default()
    };
    webhooks.messages = kinds
        .into_iter()
        .map(|(message, matches)| Webhook {
            name: Name::new(message.name),
            pointer: message.pointer,
            docs: message.docs,
            body: message.body,
            matches: keys.iter().map(|key| value(&matches, key)).collect(),
        })
        .collect();
    webhooks
}

/// The body of a message, where it has one.
fn body(
    lowering: &mut Lowering<'_, '_>,
    operation: &Operation,
    at: &Pointer,
    name: &str,
) -> Option<Schema> {
    let own_name = operation.operation_id.as_deref().unwrap_or(name);
    let body = request_body::lower(lowering, operation, at, own_name)?;
    body.content.into_value()
}

fn message<'d>(
    lowering: &mut Lowering<'_, '_>,
    operation: &'d Operation,
    name: &str,
    at: Pointer,
    body: TypeId,
) -> Message<'d> {
    let said = operation.extensions.get(MATCH).and_then(Value::as_object);
    let matches = said.filter(|matches| matches.values().all(Value::is_string));
    if operation.extensions.contains_key(MATCH) && matches.is_none() {
        let message = "a webhook is told from others by strings only";
        let help = "the extension was ignored";
        lowering.find(Code::Unsupported, &at.join(MATCH), message, help);
    }
    Message {
        name: operation.operation_id.as_deref().unwrap_or(name).to_owned(),
        pointer: at,
        docs: Docs {
            title: operation.summary.clone(),
            description: operation.description.clone(),
            deprecated: operation.deprecated,
            ..Docs::default()
        },
        body,
        matches,
    }
}

/// A message that nothing tells from others is a type, and no more.
fn leave_out(lowering: &mut Lowering<'_, '_>, webhooks: &mut Webhooks, message: &Message<'_>) {
    lowering.find(
        Code::WebhookNotToldApart,
        &message.pointer,
        format!(
            "nothing says how the webhook `{}` is told from others",
            message.name
        ),
        "its body is a type, but no variant of the webhook enum; add `x-webhook-match`",
    );
    webhooks
        .others
        .push(Schema::plain(Type::Named(message.body)));
}
