//! The places of schemas that hold identifiers and tokens, and the names by which they are matched.

use heck::ToSnakeCase as _;

use crate::document::{Document, Node};
use crate::pointer;

/// Schemas in schemas are looked at this deep.
const MAX_DEPTH: usize = 8;

/// Names of members that say nothing about what is in them.
const WRAPPERS: [&str; 10] = [
    "data", "item", "items", "result", "results", "response", "payload", "content", "value",
    "values",
];

/// A place that holds an identifier or a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Field {
    /// Where it stands in the value; the first item stands for all of an array.
    pub(super) instance: String,
    /// The place of its schema in the document.
    pub(super) pointer: String,
    /// By what it is matched, the surest first: `#Name` for a named schema, or a name.
    pub(super) keys: Vec<String>,
    /// Whether a value without it breaks the schema.
    pub(super) is_required: bool,
}

/// The fields of the schema at a place, of an operation with that path.
pub(super) fn fields(document: &Document, schema: &str, path: &str) -> Vec<Field> {
    let mut found = Vec::new();
    if let Some(node) = node_at(document, schema) {
        let mut look = Look {
            context: resource(path),
            found: &mut found,
        };
        look.descend(&node, "", true, MAX_DEPTH);
    }
    found
}

/// The places of members with one of these names that are texts, in objects in objects.
pub(super) fn named_members(
    document: &Document,
    schema: &str,
    names: &std::collections::BTreeSet<String>,
) -> Vec<String> {
    let mut found = Vec::new();
    let mut waiting: Vec<_> = node_at(document, schema)
        .map(|node| (node, String::new(), MAX_DEPTH / 2))
        .into_iter()
        .collect();
    while let Some((node, instance, depth)) = waiting.pop() {
        let Some(depth) = depth.checked_sub(1) else {
            continue;
        };
        for member in node.get("allOf").iter().flat_map(Node::items) {
            waiting.push((member, instance.clone(), depth));
        }
        for (name, member) in node.get("properties").iter().flat_map(Node::members) {
            let place = pointer::join(&instance, name);
            if names.contains(name) && is_scalar(&member) {
                found.push(place);
            } else {
                waiting.push((member, place, depth));
            }
        }
    }
    found
}

/// The keys of a parameter.
pub(super) fn parameter_keys(
    document: &Document,
    name: &str,
    schema: Option<&str>,
    path: &str,
) -> Vec<String> {
    let node = schema.and_then(|schema| node_at(document, schema));
    let before = before(path, name);
    keys(name, &before, node.as_ref())
}

struct Look<'f> {
    context: String,
    found: &'f mut Vec<Field>,
}

impl Look<'_> {
    fn descend(&mut self, node: &Node<'_>, instance: &str, is_required: bool, depth: usize) {
        let Some(depth) = depth.checked_sub(1) else {
            return;
        };
        for combined in ["allOf", "oneOf", "anyOf"] {
            for member in node.get(combined).iter().flat_map(Node::items) {
                let is_required = is_required && combined == "allOf";
                self.descend(&member, instance, is_required, depth);
            }
        }
        if let Some(items) = node.get("items") {
            let place = pointer::join(instance, "0");
            let name = instance.rsplit('/').next().unwrap_or_default();
            let name = singular(&name.to_snake_case());
            self.field(&name, &items, &place, is_required);
            let outer = self.enter(&name);
            self.descend(&items, &place, is_required, depth);
            self.context = outer;
        }
        let required = node.value.get("required").and_then(|list| list.as_array());
        let properties = node.get("properties");
        for (name, member) in properties.iter().flat_map(Node::members) {
            let place = pointer::join(instance, name);
            let listed = required.is_some_and(|list| list.iter().any(|one| one == name));
            self.field(name, &member, &place, is_required && listed);
            let outer = self.enter(&name.to_snake_case());
            self.descend(&member, &place, is_required && listed, depth);
            self.context = outer;
        }
    }

    /// Below a member of that name; gives what was before.
    fn enter(&mut self, name: &str) -> String {
        let own = if WRAPPERS.contains(&name) || name.is_empty() {
            self.context.clone()
        } else {
            singular(name)
        };
        std::mem::replace(&mut self.context, own)
    }

    fn field(&mut self, name: &str, node: &Node<'_>, instance: &str, is_required: bool) {
        let keys = keys(name, &self.context, Some(node));
        if keys.is_empty() || self.found.iter().any(|field| field.instance == instance) {
            return;
        }
        self.found.push(Field {
            instance: instance.to_owned(),
            pointer: node.pointer.clone(),
            keys,
            is_required,
        });
    }
}

/// By what a place is matched; nothing where it is no identifier.
fn keys(name: &str, context: &str, node: Option<&Node<'_>>) -> Vec<String> {
    if node.is_some_and(|node| !is_scalar(node)) {
        return Vec::new();
    }
    let name = name.to_snake_case();
    let schema = node.and_then(named);
    let is_told = |name: &str| identifies(&name.to_snake_case());
    if !identifies(&name) && !schema.as_deref().is_some_and(is_told) {
        return Vec::new();
    }
    let mut keys: Vec<_> = schema.iter().map(|schema| format!("#{schema}")).collect();
    if matches!(
        name.as_str(),
        "id" | "token" | "uuid" | "key" | "slug" | "guid"
    ) {
        keys.extend((!context.is_empty()).then(|| format!("{context}_{name}")));
    } else {
        keys.push(name);
    }
    keys
}

/// The name of the schema that a place refers to.
fn named(node: &Node<'_>) -> Option<String> {
    let name = |pointer: &str| {
        let name = pointer.strip_prefix("/components/schemas/")?;
        (!name.contains('/')).then(|| pointer::unescape(name))
    };
    let direct = name(&node.pointer);
    direct.or_else(|| {
        let all = node.get("allOf")?;
        all.items().find_map(|member| name(&member.pointer))
    })
}

fn is_scalar(node: &Node<'_>) -> bool {
    let kinds = |node: &Node<'_>| -> Option<bool> {
        if node.value.get("enum").is_some() || node.value.get("const").is_some() {
            return Some(false);
        }
        let scalar = |kind: &str| matches!(kind, "string" | "integer" | "null");
        match node.value.get("type")? {
            serde_json::Value::String(kind) => Some(scalar(kind) && kind != "null"),
            serde_json::Value::Array(kinds) => {
                Some(kinds.iter().filter_map(|kind| kind.as_str()).all(scalar))
            }
            _ => None,
        }
    };
    kinds(node).unwrap_or_else(|| {
        let all = node.get("allOf");
        let mut members = all.iter().flat_map(Node::items);
        members.any(|member| kinds(&member) == Some(true))
    })
}

/// Whether a name is that of an identifier or a token.
fn identifies(name: &str) -> bool {
    let last = name.rsplit('_').next().unwrap_or(name);
    matches!(last, "id" | "token" | "uuid" | "guid" | "slug" | "key")
}

/// What the operations of a path are about: `pet` for `/pets`, `/pets/{id}`.
fn resource(path: &str) -> String {
    let literal = path.rsplit('/').find(|segment| !segment.contains('{'));
    literal
        .map(|name| singular(&name.to_snake_case()))
        .unwrap_or_default()
}

/// What stands before a parameter in a path: `pet` for `id` in `/pets/{id}`.
fn before(path: &str, name: &str) -> String {
    let end = path.find(&format!("{{{name}}}")).unwrap_or(path.len());
    resource(path[..end].trim_end_matches('/'))
}

fn singular(name: &str) -> String {
    if let Some(stem) = name.strip_suffix("ies") {
        return format!("{stem}y");
    }
    let keeps = name.ends_with("ss") || name.ends_with("us") || name.ends_with("is");
    let stem = name.strip_suffix('s').filter(|_| !keeps);
    stem.unwrap_or(name).to_owned()
}

/// The node at a place of the document, references followed on the way.
fn node_at<'d>(document: &'d Document, place: &str) -> Option<Node<'d>> {
    let mut node = document.root();
    for segment in pointer::raw_segments(place) {
        let name = pointer::unescape(segment);
        node = match node.value {
            serde_json::Value::Array(_) => node.items().nth(name.parse().ok()?)?,
            _ => node.get(&name)?,
        };
    }
    Some(node)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_singular() {
        for (many, one) in [
            ("pets", "pet"),
            ("item_ids", "item_id"),
            ("status", "status"),
        ] {
            assert_eq!(singular(many), one);
        }
        assert_eq!(singular("companies"), "company");
    }

    #[test]
    fn what_a_path_is_about_is_before_its_parameter() {
        assert_eq!(before("/owners/{id}/pets/{pet}", "id"), "owner");
        assert_eq!(before("/owners/{id}/pets/{pet}", "pet"), "pet");
        assert_eq!(resource("/owners/{id}/pets"), "pet");
    }
}
