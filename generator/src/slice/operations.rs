//! The operations of a document, each with the place where it is written.

use serde_json::{Map, Value};

use crate::pointer::Pointer;

/// The fields of a path item that are operations.
pub(super) const METHODS: &[&str] = &[
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// The fields of a document that map names to path items, and whether these are webhooks.
pub(super) const CONTAINERS: &[(&str, bool)] =
    &[("paths", false), ("webhooks", true), ("x-webhooks", true)];

/// How many references in a row are followed before they are taken for a circle.
const HOPS: usize = 32;

/// One operation under one path.
#[derive(Clone, Debug)]
pub(super) struct Operation<'t> {
    /// The path or the name of the webhook.
    pub(super) path: &'t str,
    /// `None` where the path item stands in another file, so that nobody knows.
    pub(super) method: Option<&'static str>,
    /// Whether the API calls it.
    pub(super) webhook: bool,
    pub(super) id: Option<&'t str>,
    pub(super) tags: Vec<&'t str>,
    /// Where it is written.
    pub(super) pointer: Pointer,
    /// The path item and, where that is a reference, those that it leads to.
    pub(super) items: Vec<Pointer>,
}

/// All operations of a document, in its order.
#[derive(Clone, Debug)]
pub(super) struct Operations<'t>(pub(super) Vec<Operation<'t>>);

impl<'t> Operations<'t> {
    /// Lists the operations under paths and webhooks.
    pub(super) fn of(tree: &'t Value) -> Self {
        let mut found = Vec::new();
        for (container, webhook) in CONTAINERS {
            let root = Pointer::root().join(container);
            let items = tree.get(container).and_then(Value::as_object);
            for (path, item) in items.into_iter().flatten() {
                if !path.starts_with("x-") {
                    add(tree, path, item, root.join(path), *webhook, &mut found);
                }
            }
        }
        Self(found)
    }

    /// How many operations are of a kind.
    pub(super) fn count(&self, is_counted: impl Fn(&Operation<'_>) -> bool) -> usize {
        self.0.iter().filter(|it| is_counted(it)).count()
    }
}

/// The node that a local reference leads to, and its pointer; `None` where there is none.
pub(super) fn look_up<'t>(tree: &'t Value, reference: &str) -> Option<(Pointer, &'t Value)> {
    let pointer = Pointer::parse(reference.strip_prefix('#')?)?;
    if let Some(node) = tree.pointer(pointer.as_str()) {
        return Some((pointer, node));
    }
    let decoded = Pointer::parse(&percent_decoded(pointer.as_str())?)?;
    let node = tree.pointer(decoded.as_str())?;
    Some((decoded, node))
}

fn add<'t>(
    tree: &'t Value,
    path: &'t str,
    item: &'t Value,
    pointer: Pointer,
    webhook: bool,
    found: &mut Vec<Operation<'t>>,
) {
    let mut items = vec![pointer];
    let mut node = item;
    for _ in 0..HOPS {
        let at = items.last().cloned().unwrap_or_default();
        let Some(fields) = node.as_object() else {
            return;
        };
        for method in METHODS {
            if let Some(operation) = fields.get(*method).and_then(Value::as_object) {
                found.push(Operation {
                    path,
                    method: Some(method),
                    webhook,
                    id: operation.get("operationId").and_then(Value::as_str),
                    tags: tags(operation),
                    pointer: at.join(method),
                    items: items.clone(),
                });
            }
        }
        let Some(reference) = fields.get("$ref").and_then(Value::as_str) else {
            return;
        };
        let Some((next, target)) = look_up(tree, reference) else {
            if !reference.starts_with('#') {
                found.push(Operation {
                    path,
                    method: None,
                    webhook,
                    id: None,
                    tags: Vec::new(),
                    pointer: at,
                    items,
                });
            }
            return;
        };
        items.push(next);
        node = target;
    }
}

fn tags(operation: &Map<String, Value>) -> Vec<&str> {
    let tags = operation.get("tags").and_then(Value::as_array);
    tags.into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect()
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        rest = tail;
        let code = (first == b'%')
            .then(|| tail.get(..2))
            .flatten()
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match code {
            Some(code) => {
                bytes.push(code);
                rest = &tail[2..];
            }
            None => bytes.push(first),
        }
    }
    String::from_utf8(bytes).ok()
}
