//! What operations need: everything that references, names and inheritance lead to.
//!
//! A need is met in whole units: a component, an operation, the part of a path item that its
//! operations share. The walk is generous: a reference in a place where none belongs counts as well,
//! since its target would be missed otherwise.

mod inherit;
mod unit;

use std::collections::{BTreeSet, HashSet};

use serde_json::{Map, Value};

use super::operations::{Operation, Operations, look_up};
use crate::grammar::{holds_names, is_method};
use crate::pointer::Pointer;
use inherit::Children;
use unit::Unit;

/// What is kept.
#[derive(Debug, Default)]
pub(super) struct Reached {
    /// Components, operations and path items (without their operations).
    pub(super) units: HashSet<Pointer>,
    /// Names of tags.
    pub(super) tags: HashSet<String>,
    /// References to other files.
    pub(super) external: BTreeSet<String>,
    /// Links to operations that are not kept.
    pub(super) dead_links: Vec<Pointer>,
}

/// Fields that hold data, not parts of a document.
const DATA: &[&str] = &["const", "default", "enum", "example", "value"];

/// Walks from the chosen operations, and from the root of the document, as far as it goes.
pub(super) fn from(tree: &Value, all: &Operations<'_>, chosen: &[&Operation<'_>]) -> Reached {
    let mut walk = Walk {
        tree,
        all,
        children: Children::of(tree),
        reached: Reached::default(),
        waiting: Vec::new(),
        links: Vec::new(),
        here: Pointer::root(),
    };
    for operation in chosen {
        for item in &operation.items {
            walk.need(item.clone());
        }
        walk.need(operation.pointer.clone());
    }
    walk.root();
    walk.run();
    walk.reached
}

struct Walk<'w> {
    tree: &'w Value,
    all: &'w Operations<'w>,
    children: Children,
    reached: Reached,
    waiting: Vec<Pointer>,
    /// Links that lead to operations, which may yet turn out to be kept.
    links: Vec<Pointer>,
    here: Pointer,
}

/// What the keys of an object are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keys {
    Fields,
    Names,
}

impl<'w> Walk<'w> {
    /// Keeps a unit; what it needs is found later.
    fn need(&mut self, unit: Pointer) {
        if self.reached.units.insert(unit.clone()) {
            self.waiting.push(unit);
        }
    }

    /// What every slice keeps: the fields of the root, extensions included.
    fn root(&mut self) {
        let tree = self.tree;
        for (key, value) in tree.as_object().into_iter().flatten() {
            match key.as_str() {
                "paths" | "webhooks" | "x-webhooks" | "tags" => {}
                "components" => {
                    let sections = value.as_object().into_iter().flatten();
                    for (section, value) in sections.filter(|(name, _)| name.starts_with("x-")) {
                        self.at(Pointer::root().join(key).join(section), value, Keys::Fields);
                    }
                }
                "security" => self.security(value),
                _ => self.at(Pointer::root().join(key), value, Keys::Fields),
            }
        }
        // A tag counts as used where an operation bears it, not where an extension lists it.
        self.reached.tags.clear();
    }

    fn run(&mut self) {
        loop {
            while let Some(unit) = self.waiting.pop() {
                self.unit(&unit);
            }
            let links = std::mem::take(&mut self.links);
            let (live, dead): (Vec<_>, Vec<_>) =
                links.into_iter().partition(|link| self.is_live(link));
            self.links = dead;
            if live.is_empty() {
                break;
            }
            for link in live {
                let node = self.tree.pointer(link.as_str());
                if let Some(node) = node {
                    self.at(link, node, Keys::Fields);
                }
            }
        }
        self.reached.dead_links = std::mem::take(&mut self.links);
    }

    fn unit(&mut self, pointer: &Pointer) {
        let Some(node) = self.tree.pointer(pointer.as_str()) else {
            return;
        };
        match Unit::at(pointer) {
            Unit::Item => {
                for (key, value) in node.as_object().into_iter().flatten() {
                    // Where a reference of a path item leads, its operations have been chosen apart.
                    let local =
                        key == "$ref" && value.as_str().is_some_and(|it| it.starts_with('#'));
                    if !is_method(key) && !local {
                        self.at(pointer.clone(), value, Keys::Fields);
                        if key == "$ref" {
                            self.refer(value.as_str().unwrap_or_default());
                        }
                    }
                }
            }
            Unit::Schema(name) => {
                for child in self.children.below(name, node) {
                    self.need(child);
                }
                self.at(pointer.clone(), node, Keys::Fields);
            }
            Unit::Callback => self.at(pointer.clone(), node, Keys::Names),
            Unit::Operation | Unit::Component | Unit::Outside => {
                self.at(pointer.clone(), node, Keys::Fields);
            }
        }
    }

    fn at(&mut self, pointer: Pointer, node: &'w Value, keys: Keys) {
        self.here = pointer;
        self.node(node, keys);
    }

    fn node(&mut self, node: &'w Value, keys: Keys) {
        match node {
            Value::Object(members) => {
                for (key, value) in members {
                    self.here.push(key);
                    match keys {
                        Keys::Names => self.node(value, Keys::Fields),
                        Keys::Fields => self.field(key, value),
                    }
                    self.here.pop();
                }
            }
            Value::Array(elements) => {
                for (at, element) in elements.iter().enumerate() {
                    self.here.push(at);
                    self.node(element, Keys::Fields);
                    self.here.pop();
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    fn field(&mut self, key: &str, value: &'w Value) {
        match (key, value) {
            ("$ref" | "$dynamicRef" | "operationRef", Value::String(target)) => self.refer(target),
            ("discriminator", Value::Object(fields)) => self.mapping(fields),
            ("security", Value::Array(_)) => self.security(value),
            ("tags", Value::Array(tags)) => {
                let names = tags.iter().filter_map(Value::as_str).map(str::to_owned);
                self.reached.tags.extend(names);
            }
            ("links", Value::Object(links)) => {
                self.links
                    .extend(links.keys().map(|name| self.here.join(name)));
            }
            ("examples", Value::Array(_)) => {}
            _ if DATA.contains(&key) => {
                // Many documents refer to an example where the example itself belongs.
                if let Some(Value::String(target)) = value.get("$ref") {
                    self.refer(target);
                }
            }
            _ if holds_names(key) => self.node(value, Keys::Names),
            _ => self.node(value, Keys::Fields),
        }
    }

    fn refer(&mut self, target: &str) {
        if !target.starts_with('#') {
            self.reached.external.insert(target.to_owned());
            return;
        }
        let Some((pointer, _)) = look_up(self.tree, target) else {
            if let Some(component) = unit::with_anchor(self.tree, target) {
                self.need(component);
            }
            return;
        };
        for unit in unit::around(self.tree, &pointer) {
            self.need(unit);
        }
    }

    fn mapping(&mut self, discriminator: &Map<String, Value>) {
        let mapping = discriminator.get("mapping").and_then(Value::as_object);
        for target in mapping.into_iter().flat_map(Map::values) {
            let Some(target) = target.as_str() else {
                continue;
            };
            let named = Pointer::components("schemas").join(target);
            if self.tree.pointer(named.as_str()).is_some() {
                self.need(named);
            } else if target.contains(['#', '/', '.']) {
                self.refer(target);
            }
        }
    }

    fn security(&mut self, requirements: &Value) {
        let requirements = requirements.as_array().into_iter().flatten();
        for scheme in requirements
            .filter_map(Value::as_object)
            .flat_map(Map::keys)
        {
            let scheme = Pointer::components("securitySchemes").join(scheme);
            if self.tree.pointer(scheme.as_str()).is_some() {
                self.need(scheme);
            }
        }
    }

    /// Whether a link leads to an operation that is kept, or to none that is known.
    fn is_live(&self, link: &Pointer) -> bool {
        let mut node = self.tree.pointer(link.as_str());
        let mut passed = HashSet::new();
        while let Some(target) = node.and_then(|node| node.get("$ref")?.as_str())
            && passed.insert(target)
        {
            node = look_up(self.tree, target).map(|(_, node)| node);
        }
        let Some(link) = node else {
            return true;
        };
        if let Some(id) = link.get("operationId").and_then(Value::as_str) {
            let mut named = self.all.0.iter().filter(|it| it.id == Some(id)).peekable();
            return named.peek().is_none() || named.any(|it| self.keeps(&it.pointer));
        }
        let target = link.get("operationRef").and_then(Value::as_str);
        match target.and_then(|target| look_up(self.tree, target)) {
            Some((operation, _)) if Unit::at(&operation) == Unit::Operation => {
                self.keeps(&operation)
            }
            _ => true,
        }
    }

    fn keeps(&self, operation: &Pointer) -> bool {
        self.reached.units.contains(operation)
    }
}
