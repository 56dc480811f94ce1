//! From what is kept to what has to go, and the tree without it.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::operations::CONTAINERS;
use super::reach::Reached;
use crate::grammar::methods;
use crate::pointer::Pointer;

/// The nodes to remove; none lies in another.
///
/// `paths` stays, be it empty: documents of 3.0 must have it.
pub(super) fn removed(tree: &Value, reached: &Reached) -> Vec<Pointer> {
    let mut removal = Removal {
        reached,
        nodes: BTreeSet::new(),
    };
    let root = Pointer::root();
    for (container, _) in CONTAINERS {
        let Some(Value::Object(items)) = tree.get(container) else {
            continue;
        };
        let at = root.join(container);
        let all = removal.members(&at, items, |name| !name.starts_with("x-"));
        if all && *container != "paths" {
            removal.nodes.insert(at);
        }
    }
    if let Some(Value::Object(sections)) = tree.get("components") {
        removal.sections(sections);
    }
    removal.tags(tree);
    removal.links(tree);
    let nodes = removal.nodes;
    nodes
        .iter()
        .filter(|node| !lies_in_another(node, &nodes))
        .cloned()
        .collect()
}

/// The tree without the nodes.
pub(super) fn without(tree: &Value, removed: &[Pointer]) -> Value {
    let mut tree = tree.clone();
    // From behind, the numbers of elements that are yet to be removed hold.
    let mut removed: Vec<&Pointer> = removed.iter().collect();
    removed.sort_by_cached_key(|node| {
        let number = node.last().and_then(|token| token.parse::<usize>().ok());
        std::cmp::Reverse((node.parent(), number))
    });
    for node in removed {
        let (Some(parent), Some(token)) = (node.parent(), node.last()) else {
            continue;
        };
        match tree.pointer_mut(parent.as_str()) {
            Some(Value::Object(members)) => {
                members.shift_remove(&token);
            }
            Some(Value::Array(elements)) => {
                if let Ok(at) = token.parse::<usize>()
                    && at < elements.len()
                {
                    elements.remove(at);
                }
            }
            _ => {}
        }
    }
    tree
}

/// The number of components, extensions aside.
pub(super) fn count_components(tree: &Value) -> usize {
    let sections = tree.get("components").and_then(Value::as_object);
    sections
        .into_iter()
        .flatten()
        .filter(|(name, _)| !name.starts_with("x-"))
        .filter_map(|(_, section)| section.as_object())
        .map(Map::len)
        .sum()
}

struct Removal<'r> {
    reached: &'r Reached,
    nodes: BTreeSet<Pointer>,
}

impl Removal<'_> {
    /// Removes the members that nobody needs, and from the others the operations that nobody needs;
    /// whether no member is left.
    fn members(
        &mut self,
        at: &Pointer,
        members: &Map<String, Value>,
        is_unit: impl Fn(&str) -> bool,
    ) -> bool {
        let mut all = true;
        for (name, member) in members {
            let pointer = at.join(name);
            if !is_unit(name) {
                all = false;
            } else if !self.reached.units.contains(&pointer) {
                self.nodes.insert(pointer);
            } else {
                all = false;
                self.operations(&pointer, member);
            }
        }
        all
    }

    fn operations(&mut self, item: &Pointer, fields: &Value) {
        let section = Pointer::components("pathItems");
        let below_root = item.parent().and_then(|container| container.parent());
        let is_item = item.parent() == Some(section) || below_root == Some(Pointer::root());
        for method in methods() {
            let operation = item.join(method);
            if is_item && fields.get(method).is_some() && !self.reached.units.contains(&operation) {
                self.nodes.insert(operation);
            }
        }
    }

    fn sections(&mut self, sections: &Map<String, Value>) {
        let at = Pointer::root().join("components");
        let mut all = true;
        for (name, section) in sections {
            let pointer = at.join(name);
            match section {
                Value::Object(members) if !name.starts_with("x-") => {
                    if self.members(&pointer, members, |_| true) {
                        self.nodes.insert(pointer);
                    } else {
                        all = false;
                    }
                }
                _ => all = false,
            }
        }
        if all {
            self.nodes.insert(at);
        }
    }

    fn tags(&mut self, tree: &Value) {
        let Some(Value::Array(tags)) = tree.get("tags") else {
            return;
        };
        let at = Pointer::root().join("tags");
        let is_unused = |tag: &Value| {
            let name = tag.get("name").and_then(Value::as_str);
            name.is_some_and(|name| !self.reached.tags.contains(name))
        };
        let unused: Vec<usize> = (0..tags.len()).filter(|at| is_unused(&tags[*at])).collect();
        if unused.len() == tags.len() {
            self.nodes.insert(at);
        } else {
            self.nodes
                .extend(unused.into_iter().map(|tag| at.join(tag)));
        }
    }

    fn links(&mut self, tree: &Value) {
        self.nodes.extend(self.reached.dead_links.iter().cloned());
        let maps: BTreeSet<Pointer> = self
            .reached
            .dead_links
            .iter()
            .filter_map(Pointer::parent)
            .collect();
        for map in maps {
            let links = tree.pointer(map.as_str()).and_then(Value::as_object);
            let mut names = links.into_iter().flat_map(Map::keys);
            if names.all(|name| self.nodes.contains(&map.join(name))) {
                self.nodes.insert(map);
            }
        }
    }
}

fn lies_in_another(node: &Pointer, nodes: &BTreeSet<Pointer>) -> bool {
    let mut above = node.parent();
    while let Some(at) = above {
        if nodes.contains(&at) {
            return true;
        }
        above = at.parent();
    }
    false
}
