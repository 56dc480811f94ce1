//! What the JSON values of a schema look like, as far as that can tell them from others.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use openapiv3::{AdditionalProperties, ReferenceOr, Schema, SchemaKind};
use serde_json::Value;

use crate::ir::Kinds;
use crate::lower::Lowering;
use crate::lower::view::View;
use crate::resolve::AsSchema;

/// How far down from a member of a union one looks for what tells it from others.
pub(in crate::lower) const DEPTH: u8 = 2;

/// What is known of the JSON values of a schema.
#[derive(Clone, Debug)]
pub(in crate::lower) struct Facts {
    pub(in crate::lower) kinds: Kinds,
    /// The only values that there are.
    pub(in crate::lower) values: Option<Vec<Value>>,
    /// The values that are listed anywhere, whether or not others are admitted.
    pub(in crate::lower) listed: Vec<Value>,
    /// The declared members of an object.
    pub(in crate::lower) members: IndexMap<String, Facts>,
    /// The members that are always there, in requests as in responses.
    pub(in crate::lower) required: BTreeSet<String>,
    /// Whether an object has no members but the declared ones.
    pub(in crate::lower) closed: bool,
    /// The elements of an array.
    pub(in crate::lower) items: Option<Box<Facts>>,
    /// `format`.
    pub(in crate::lower) format: Option<String>,
}

impl Facts {
    /// Nothing is known.
    fn nothing() -> Self {
        Self {
            kinds: Kinds::ALL,
            values: None,
            listed: Vec::new(),
            members: IndexMap::new(),
            required: BTreeSet::new(),
            closed: false,
            items: None,
            format: None,
        }
    }

    /// What is known of a value of which two things are known.
    fn and(mut self, other: Self) -> Self {
        self.kinds = self.kinds.and(other.kinds);
        self.values = match (self.values, other.values) {
            (Some(a), Some(b)) => Some(a.into_iter().filter(|value| b.contains(value)).collect()),
            (a, b) => a.or(b),
        };
        self.listed.extend(other.listed);
        for (name, facts) in other.members {
            let both = match self.members.shift_remove(&name) {
                Some(known) => known.and(facts),
                None => facts,
            };
            self.members.insert(name, both);
        }
        self.required.extend(other.required);
        self.closed |= other.closed;
        self.items = match (self.items, other.items) {
            (Some(a), Some(b)) => Some(Box::new(a.and(*b))),
            (a, b) => a.or(b),
        };
        self.format = self.format.or(other.format);
        self
    }

    /// What is known of a value of which one of two things is known.
    fn or(mut self, other: Self) -> Self {
        let mut members = IndexMap::new();
        // Of what one side says about objects, nothing is taken away by a side without objects.
        let objects = (
            self.kinds.contains(Kinds::OBJECT),
            other.kinds.contains(Kinds::OBJECT),
        );
        match objects {
            (true, true) => {
                let mut others = other.members;
                for (name, facts) in self.members {
                    if let Some(known) = others.shift_remove(&name) {
                        members.insert(name, facts.or(known));
                    }
                }
                self.required.retain(|name| other.required.contains(name));
                self.closed = false;
            }
            (true, false) => members = self.members,
            (false, _) => {
                members = other.members;
                self.required = other.required;
                self.closed = other.closed;
            }
        }
        self.members = members;
        self.items = match (self.items, other.items) {
            (Some(a), Some(b)) => Some(Box::new(a.or(*b))),
            (Some(items), None) if !other.kinds.contains(Kinds::ARRAY) => Some(items),
            (None, Some(items)) if !self.kinds.contains(Kinds::ARRAY) => Some(items),
            _ => None,
        };
        self.values = match (self.values, other.values) {
            (Some(mut a), Some(b)) => {
                a.extend(b);
                Some(a)
            }
            _ => None,
        };
        self.listed.extend(other.listed);
        self.kinds = self.kinds.or(other.kinds);
        self.format = self
            .format
            .filter(|format| Some(format) == other.format.as_ref());
        self
    }

    /// The texts that are the only values.
    pub(in crate::lower) fn texts(&self) -> Option<Vec<&str>> {
        self.values.as_ref()?.iter().map(Value::as_str).collect()
    }

    /// The integers that are the only values.
    pub(in crate::lower) fn integers(&self) -> Option<Vec<i64>> {
        self.values.as_ref()?.iter().map(Value::as_i64).collect()
    }
}

/// What is known of a component, or is being found out.
#[derive(Debug)]
pub(in crate::lower) struct Known {
    facts: Facts,
    /// Whether it is not finished yet; what it says itself is there already.
    open: bool,
}

/// What is known of the values of a schema, `depth` levels down.
pub(in crate::lower) fn of<S: AsSchema>(
    lowering: &mut Lowering<'_, '_>,
    item: &ReferenceOr<S>,
    depth: u8,
) -> Facts {
    within(lowering, item, depth, false)
}

/// The same; `inherited` says that another schema is joined with this one.
fn within<S: AsSchema>(
    lowering: &mut Lowering<'_, '_>,
    item: &ReferenceOr<S>,
    depth: u8,
    inherited: bool,
) -> Facts {
    let document = lowering.document;
    let target = document.schema(item);
    let view = View::new(target.schema);
    let Some(component) = target.component else {
        let facts = stated(lowering, target.schema, &view, depth);
        return completed(lowering, facts, target.schema, &view, depth);
    };
    let key = (component.to_owned(), depth);
    if let Some(known) = lowering.facts.get(&key) {
        return known.facts.clone();
    }
    let own = stated(lowering, target.schema, &view, depth);
    // A choice between those that inherit from it is decided for one of them.
    let is_open = |member: &ReferenceOr<Schema>| {
        let name = document.schema(member).component;
        name.is_some_and(|name| is_open(lowering, name, depth))
    };
    if inherited && view.one_of.iter().chain(view.any_of).any(is_open) {
        let view = View {
            one_of: &[],
            any_of: &[],
            ..view
        };
        return completed(lowering, own, target.schema, &view, depth);
    }
    let open = Known {
        facts: own.clone(),
        open: true,
    };
    lowering.facts.insert(key.clone(), open);
    let facts = completed(lowering, own, target.schema, &view, depth);
    let known = Known {
        facts: facts.clone(),
        open: false,
    };
    lowering.facts.insert(key, known);
    facts
}

/// Whether a component is being looked at.
fn is_open(lowering: &Lowering<'_, '_>, component: &str, depth: u8) -> bool {
    let key = (component.to_owned(), depth);
    lowering.facts.get(&key).is_some_and(|known| known.open)
}

/// What a schema says itself, with what it is joined with and chooses from.
fn completed(
    lowering: &mut Lowering<'_, '_>,
    mut facts: Facts,
    schema: &Schema,
    view: &View<'_>,
    depth: u8,
) -> Facts {
    for member in view.all_of {
        facts = facts.and(within(lowering, member, depth, true));
    }
    for choice in [view.one_of, view.any_of] {
        let mut any: Option<Facts> = None;
        for member in choice {
            let name = lowering.document.schema(member).component;
            // A choice that leads back to itself has no more members for it.
            if name.is_some_and(|name| is_open(lowering, name, depth)) {
                continue;
            }
            let member = of(lowering, member, depth);
            any = Some(match any {
                Some(any) => any.or(member),
                None => member,
            });
        }
        if let Some(any) = any {
            facts = facts.and(any);
        }
    }
    if schema.schema_data.nullable {
        facts.kinds = facts.kinds.or(Kinds::NULL);
    }
    facts
}

/// What a schema says itself.
fn stated(lowering: &mut Lowering<'_, '_>, schema: &Schema, view: &View<'_>, depth: u8) -> Facts {
    let mut facts = Facts::nothing();
    facts.format.clone_from(&view.format);
    facts.kinds = kinds(schema, view);
    if !view.values.is_empty() {
        facts.values = Some(view.values.clone());
        facts.listed.clone_from(&view.values);
    }
    facts.closed = matches!(view.additional, Some(AdditionalProperties::Any(false)));
    let one_way = |item: &ReferenceOr<Box<Schema>>| {
        let data = &lowering.document.schema(item).schema.schema_data;
        data.read_only || data.write_only
    };
    facts.required = view
        .required
        .iter()
        .filter(|name| {
            let properties = view.properties.into_iter();
            let mut declared = properties.filter_map(|of| of.get(name.as_str()));
            !declared.any(one_way)
        })
        .cloned()
        .collect();
    if let Some(below) = depth.checked_sub(1) {
        for (name, item) in view.properties.into_iter().flatten() {
            let member = of(lowering, item, below);
            facts.members.insert(name.clone(), member);
        }
        if let Some(items) = view.items {
            facts.items = Some(Box::new(of(lowering, items, below)));
        }
    }
    facts
}

/// The kinds of values that a schema itself admits.
fn kinds(schema: &Schema, view: &View<'_>) -> Kinds {
    if matches!(schema.schema_kind, SchemaKind::Not { .. }) {
        return Kinds::ALL;
    }
    if !view.values.is_empty() {
        let kinds = view.values.iter().map(Kinds::of);
        return kinds.fold(Kinds::NONE, Kinds::or);
    }
    if let Some(ty) = view.ty {
        return of_type(ty);
    }
    if let Some(Value::Array(types)) = schema.schema_data.extensions.get(super::TYPES) {
        let names = types.iter().filter_map(Value::as_str);
        return names.map(of_type).fold(Kinds::NONE, Kinds::or);
    }
    if view.properties.is_some() || view.additional.is_some() || !view.required.is_empty() {
        Kinds::OBJECT
    } else if view.items.is_some() {
        Kinds::ARRAY
    } else {
        Kinds::ALL
    }
}

fn of_type(name: &str) -> Kinds {
    match name {
        "string" => Kinds::STRING,
        "integer" => Kinds::INTEGER,
        "number" => Kinds::NUMBER,
        "boolean" => Kinds::BOOLEAN,
        "array" => Kinds::ARRAY,
        "object" => Kinds::OBJECT,
        _ => Kinds::ALL,
    }
}
