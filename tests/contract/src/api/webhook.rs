//! Messages that the server sends by itself.

use serde_json::{Map, Value};

use super::media::Media;
use super::operation::METHODS;
use crate::document::Node;

/// A message that a server sends to a URL that it was given.
#[derive(Clone, Debug)]
pub struct Webhook {
    /// Its name: the key under `webhooks`, or that of the callback.
    pub name: String,
    /// The method, in lower case.
    pub method: String,
    /// Its place in the document.
    pub pointer: String,
    /// Members of the body with fixed values that tell it from others (`x-webhook-match`).
    pub told_by: Map<String, Value>,
    /// The runtime expression of the URL, and the operation, where it is a callback.
    pub callback: Option<Callback>,
    /// The media types of the body.
    pub media: Vec<Media>,
}

/// What a callback has beyond a webhook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Callback {
    /// The `operationId` of the operation that makes it happen.
    pub operation: String,
    /// Where its URL comes from, as a runtime expression such as `{$request.body#/url}`.
    pub expression: String,
}

/// Those of the document, apart from callbacks.
pub(super) fn all(root: &Node<'_>) -> Vec<Webhook> {
    let lists = ["webhooks", "x-webhooks"].map(|key| root.get(key));
    let items = lists.iter().flatten().flat_map(Node::members);
    items
        .flat_map(|(name, item)| of_item(name, &item, None))
        .collect()
}

/// Those that an operation makes happen.
pub(super) fn callbacks(operation: &str, node: &Node<'_>) -> Vec<Webhook> {
    let mut found = Vec::new();
    for (name, callback) in node.get("callbacks").iter().flat_map(Node::members) {
        for (expression, item) in callback.members() {
            let callback = Callback {
                operation: operation.to_owned(),
                expression: expression.to_owned(),
            };
            found.extend(of_item(name, &item, Some(&callback)));
        }
    }
    found
}

fn of_item(name: &str, item: &Node<'_>, callback: Option<&Callback>) -> Vec<Webhook> {
    let operations = item
        .members()
        .filter(|(method, _)| METHODS.contains(method));
    operations
        .map(|(method, node)| {
            let told_by = node
                .value
                .get("x-webhook-match")
                .or(item.value.get("x-webhook-match"));
            let body = node.get("requestBody");
            Webhook {
                name: name.to_owned(),
                method: method.to_owned(),
                told_by: told_by
                    .and_then(Value::as_object)
                    .cloned()
                    .unwrap_or_default(),
                callback: callback.cloned(),
                media: Media::all(body.and_then(|body| body.get("content")).as_ref()),
                pointer: node.pointer,
            }
        })
        .collect()
}
