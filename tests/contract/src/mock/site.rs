//! The properties in a value, each with the schema that the document has for it.

use serde_json::Value;

use super::mark::{Mark, Marks};
use crate::pointer;

/// References and unions are followed this far.
const MAX_STEPS: usize = 16;

/// Values are looked into this deep.
const MAX_DEPTH: usize = 8;

/// So many items of an array are looked at.
const MAX_ITEMS: usize = 16;

/// A property of an object in a value.
#[derive(Debug)]
pub(super) struct Site<'v> {
    /// Its place in the value.
    pub(super) pointer: String,
    /// Its value.
    pub(super) value: &'v Value,
    /// Its schema, as it is written there.
    pub(super) schema: &'v Value,
    /// What it is known by.
    pub(super) mark: Mark,
    /// Whether it stands in no array, or in first items only.
    pub(super) is_first: bool,
}

/// Everything that sites are found with.
#[derive(Clone, Copy, Debug)]
pub(super) struct Finder<'v> {
    pub(super) tree: &'v Value,
    pub(super) marks: &'v Marks,
}

impl<'v> Finder<'v> {
    /// The properties of a value whose schema stands at a place of the tree; those of outer objects
    /// come first.
    pub(super) fn all(self, schema: &str, value: &'v Value) -> Vec<Site<'v>> {
        let mut found = Vec::new();
        if let Some(schema) = self.tree.pointer(schema) {
            self.visit(schema, value, "", true, MAX_DEPTH, &mut found);
        }
        found
    }

    fn visit(
        self,
        schema: &'v Value,
        value: &'v Value,
        at: &str,
        is_first: bool,
        depth: usize,
        found: &mut Vec<Site<'v>>,
    ) {
        let Some(depth) = depth.checked_sub(1) else {
            return;
        };
        match value {
            Value::Object(members) => {
                let from = found.len();
                for (name, value) in members {
                    let Some(schema) = property(self.tree, schema, name, MAX_STEPS) else {
                        continue;
                    };
                    found.push(Site {
                        pointer: pointer::join(at, name),
                        value,
                        schema,
                        mark: self.marks.of(self.tree, name, schema),
                        is_first,
                    });
                }
                for index in from..found.len() {
                    let (schema, value) = (found[index].schema, found[index].value);
                    if value.is_object() || value.is_array() {
                        let at = found[index].pointer.clone();
                        self.visit(schema, value, &at, is_first, depth, found);
                    }
                }
            }
            Value::Array(items) => {
                let Some(schema) = items_of(self.tree, schema, MAX_STEPS) else {
                    return;
                };
                for (index, item) in items.iter().enumerate().take(MAX_ITEMS) {
                    let at = format!("{at}/{index}");
                    self.visit(schema, item, &at, is_first && index == 0, depth, found);
                }
            }
            _ => {}
        }
    }
}

/// The schema that references lead to.
pub(super) fn resolved<'d>(tree: &'d Value, schema: &'d Value) -> &'d Value {
    let mut schema = schema;
    for _ in 0..MAX_STEPS {
        let reference = schema.get("$ref").and_then(Value::as_str);
        let target = reference.and_then(pointer::from_reference);
        match target.and_then(|target| tree.pointer(&target)) {
            Some(target) => schema = target,
            None => break,
        }
    }
    schema
}

/// The schema of a property, wherever the keywords of the object's own schema have it.
pub(super) fn property<'d>(
    tree: &'d Value,
    schema: &'d Value,
    name: &str,
    steps: usize,
) -> Option<&'d Value> {
    let steps = steps.checked_sub(1)?;
    let own = |schema: &'d Value| schema.get("properties").and_then(|all| all.get(name));
    own(schema).or_else(|| {
        let schema = resolved(tree, schema);
        own(schema).or_else(|| parts(schema).find_map(|part| property(tree, part, name, steps)))
    })
}

fn items_of<'d>(tree: &'d Value, schema: &'d Value, steps: usize) -> Option<&'d Value> {
    let steps = steps.checked_sub(1)?;
    let schema = resolved(tree, schema);
    schema
        .get("items")
        .or_else(|| parts(schema).find_map(|part| items_of(tree, part, steps)))
}

/// The schemas that a schema is put together from.
fn parts(schema: &Value) -> impl Iterator<Item = &Value> {
    let lists = ["allOf", "oneOf", "anyOf"].map(|keyword| schema.get(keyword));
    lists
        .into_iter()
        .flatten()
        .filter_map(Value::as_array)
        .flatten()
}
