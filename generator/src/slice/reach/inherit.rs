//! Inheritance: component schemas that a discriminator of their base may name.

use std::collections::HashMap;

use serde_json::Value;

use crate::pointer::Pointer;
use crate::slice::operations::look_up;

/// From a component schema to those that join it by `allOf`; names are escaped as in pointers.
pub(super) struct Children(HashMap<String, Vec<String>>);

impl Children {
    /// Reads `allOf` of all component schemas.
    pub(super) fn of(tree: &Value) -> Self {
        let root = Pointer::components("schemas");
        let schemas = tree.pointer(root.as_str()).and_then(Value::as_object);
        let mut children: HashMap<String, Vec<String>> = HashMap::new();
        for (name, schema) in schemas.into_iter().flatten() {
            let joined = schema.get("allOf").and_then(Value::as_array);
            for base in joined.into_iter().flatten() {
                let Some(reference) = base.get("$ref").and_then(Value::as_str) else {
                    continue;
                };
                let base = look_up(tree, reference)
                    .and_then(|(pointer, _)| pointer.strip_prefix(&root))
                    .map(|tail| tail.as_str().trim_start_matches('/').to_owned());
                if let Some(base) = base {
                    let own = root.join(name);
                    let own = own.as_str().rsplit('/').next().unwrap_or_default();
                    children.entry(base).or_default().push(own.to_owned());
                }
            }
        }
        Self(children)
    }

    /// All that inherit from the schema of that name, near and far, where it has a discriminator
    /// and does not list its variants itself.
    pub(super) fn below(&self, name: &str, schema: &Value) -> Vec<Pointer> {
        let lists_variants = ["oneOf", "anyOf"].iter().any(|it| schema.get(it).is_some());
        if schema.get("discriminator").is_none() || lists_variants {
            return Vec::new();
        }
        let mut names: Vec<&str> = Vec::new();
        let mut waiting = vec![name];
        while let Some(base) = waiting.pop() {
            for child in self.0.get(base).into_iter().flatten() {
                if !names.contains(&child.as_str()) {
                    names.push(child);
                    waiting.push(child);
                }
            }
        }
        let pointer = |name| Pointer::parse(&format!("/components/schemas/{name}"));
        names.into_iter().filter_map(pointer).collect()
    }
}
