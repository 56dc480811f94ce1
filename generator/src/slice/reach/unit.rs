//! The parts of a document that are kept or removed as a whole.

use serde_json::Value;

use crate::grammar::{is_method, methods};
use crate::pointer::Pointer;
use crate::slice::operations::CONTAINERS;

/// What a pointer of a unit names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit<'p> {
    /// A path item, its operations aside.
    Item,
    /// An operation of a path item.
    Operation,
    /// A component schema of that name, escaped as in the pointer.
    Schema(&'p str),
    /// A component whose keys are expressions.
    Callback,
    /// Any other component.
    Component,
    /// Nothing that is ever removed.
    Outside,
}

impl<'p> Unit<'p> {
    /// What stands at a pointer, as far as its form tells.
    pub(super) fn at(pointer: &'p Pointer) -> Self {
        let mut tokens = pointer.as_str().split('/').skip(1);
        let parts = [(); 4].map(|()| tokens.next());
        let [first, second, third, fourth] = parts;
        let is_container =
            |token: &str| CONTAINERS.iter().any(|(container, _)| *container == token);
        match (first, second, third, fourth, tokens.next()) {
            (Some("components"), Some("pathItems"), Some(_), None, None) => Self::Item,
            (Some("components"), Some("pathItems"), Some(_), Some(method), None)
                if is_method(method) =>
            {
                Self::Operation
            }
            (Some("components"), Some("schemas"), Some(name), None, None) => Self::Schema(name),
            (Some("components"), Some("callbacks"), Some(_), None, None) => Self::Callback,
            (Some("components"), Some(_), Some(_), None, None) => Self::Component,
            (Some(container), Some(_), None, None, None) if is_container(container) => Self::Item,
            (Some(container), Some(_), Some(method), None, None)
                if is_container(container) && is_method(method) =>
            {
                Self::Operation
            }
            _ => Self::Outside,
        }
    }
}

/// The units that have to be kept for a reference that leads to `target`: those around it, and
/// all operations of a path item that is referred to as a whole.
pub(super) fn around(tree: &Value, target: &Pointer) -> Vec<Pointer> {
    let mut units = Vec::new();
    let mut at = Some(target.clone());
    while let Some(pointer) = at {
        if Unit::at(&pointer) != Unit::Outside {
            units.push(pointer.clone());
        }
        at = pointer.parent();
    }
    match (Unit::at(target), tree.pointer(target.as_str())) {
        (Unit::Item, Some(Value::Object(fields))) => {
            let methods = methods().filter(|it| fields.contains_key(*it));
            units.extend(methods.map(|method| target.join(method)));
        }
        // A reference to a whole section, or to all components.
        (Unit::Outside, Some(Value::Object(members)))
            if target.tokens().next().as_deref() == Some("components") && units.is_empty() =>
        {
            for key in members.keys() {
                let member = target.join(key);
                if Unit::at(&member) == Unit::Outside {
                    units.extend(around(tree, &member));
                } else {
                    units.push(member);
                }
            }
        }
        _ => {}
    }
    units
}

/// The component schema in which a schema bears the anchor of a reference such as `#item`.
pub(super) fn with_anchor(tree: &Value, reference: &str) -> Option<Pointer> {
    let anchor = reference.strip_prefix('#')?;
    let root = Pointer::components("schemas");
    let schemas = tree.pointer(root.as_str())?.as_object()?;
    schemas
        .iter()
        .find(|(_, schema)| bears(schema, anchor))
        .map(|(name, _)| root.join(name))
}

fn bears(node: &Value, anchor: &str) -> bool {
    match node {
        Value::Object(members) => members.iter().any(|(key, value)| {
            let names = matches!(key.as_str(), "$anchor" | "$dynamicAnchor");
            (names && value.as_str() == Some(anchor)) || bears(value, anchor)
        }),
        Value::Array(elements) => elements.iter().any(|element| bears(element, anchor)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}
