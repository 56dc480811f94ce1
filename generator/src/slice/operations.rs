//! The operations of a document, each with the place where it is written.

use serde_json::{Map, Value};

use crate::grammar::methods;
use crate::pointer::{Pointer, percent_decoded};

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

/// Adds the operations under a path. Each needs all path items that the reference of the first
/// leads to, since what stands beside the operations there is shared.
fn add<'t>(
    tree: &'t Value,
    path: &'t str,
    item: &'t Value,
    pointer: Pointer,
    webhook: bool,
    found: &mut Vec<Operation<'t>>,
) {
    let first = found.len();
    let mut items = vec![pointer];
    follow(tree, path, item, &mut items, webhook, found);
    for operation in &mut found[first..] {
        operation.items.clone_from(&items);
    }
}

fn follow<'t>(
    tree: &'t Value,
    path: &'t str,
    item: &'t Value,
    items: &mut Vec<Pointer>,
    webhook: bool,
    found: &mut Vec<Operation<'t>>,
) {
    let mut node = item;
    for _ in 0..HOPS {
        let at = items.last().cloned().unwrap_or_default();
        let Some(fields) = node.as_object() else {
            return;
        };
        for method in methods() {
            if let Some(operation) = fields.get(method).and_then(Value::as_object) {
                found.push(Operation {
                    path,
                    method: Some(method),
                    webhook,
                    id: operation.get("operationId").and_then(Value::as_str),
                    tags: tags(operation),
                    pointer: at.join(method),
                    items: Vec::new(),
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
                    items: Vec::new(),
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
