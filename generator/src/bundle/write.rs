//! The second walk: the root document with everything that was found for it.

use serde_json::{Map, Value};

use super::files::{ROOT, Spot};
use super::names::{Final, root};
use super::places::{self, What};
use super::survey::{At, DEPTH_LIMIT, Outcome, Survey};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::grammar::Kind;
use crate::load::Origins;
use crate::pointer::Pointer;
use crate::source::Part;

/// The names that a schema gives itself in its own file, where nothing asks for them any more.
const OWN_NAMES: &[&str] = &["$id", "$anchor", "$dynamicAnchor"];

/// What a list or an object costs by itself, in bytes of text.
const NODE_WEIGHT: usize = 32;

/// The state of the walk.
pub(super) struct Writer<'w, 's> {
    survey: &'w Survey<'s>,
    finals: &'w [Final],
    before: &'w Origins,
    origins: Origins,
    budget: usize,
    depth: usize,
    failure: Option<(Code, &'static str, Spot)>,
}

impl<'w, 's> Writer<'w, 's> {
    /// Writes the root document; the error says why that cannot be done.
    pub(super) fn run(
        survey: &'w Survey<'s>,
        finals: &'w [Final],
        before: &'w Origins,
    ) -> Result<(Value, Origins), Box<Diagnostic>> {
        let bytes = survey.files.bytes();
        let mut writer = Self {
            survey,
            finals,
            before,
            origins: before.clone(),
            budget: bytes.saturating_mul(8).saturating_add(4_000_000),
            depth: 0,
            failure: None,
        };
        let document = What::One(Kind::Document);
        let mut tree = writer.place(&root(Pointer::root()), &Pointer::root(), document);
        for (number, wish) in survey.wishes.iter().enumerate() {
            let Final { pointer, is_new } = &finals[number];
            if *is_new {
                writer.note(&wish.spot, pointer);
                writer.depth = 3;
                let value = writer.place(&wish.spot, pointer, What::One(wish.kind));
                let section = places::section(wish.kind).unwrap_or_default();
                insert(&mut tree, section, pointer, value);
            }
        }
        match writer.failure.take() {
            None => Ok((tree, writer.origins)),
            Some((code, message, spot)) => {
                let place = writer.written(&spot);
                Err(Box::new(
                    Diagnostic::new(code, spot.pointer, message).at(place),
                ))
            }
        }
    }

    /// Writes what stands at one place to another.
    fn place(&mut self, spot: &Spot, out: &Pointer, what: What) -> Value {
        let survey = self.survey;
        let tree = &survey.files.get(spot.file).tree;
        let value = tree.pointer(spot.pointer.as_str());
        let mut at = At {
            spot: spot.clone(),
            out: Some(out.clone()),
        };
        value.map_or(Value::Null, |value| self.value(value, &mut at, what))
    }

    fn value(&mut self, value: &Value, at: &mut At, what: What) -> Value {
        if self.failure.is_some() || !self.spend(NODE_WEIGHT, at) {
            return Value::Null;
        }
        if self.depth > DEPTH_LIMIT + 8 {
            let message =
                "with what its references stand for the document is nested too deeply here";
            self.failure = Some((Code::NestedTooDeep, message, at.spot.clone()));
            return Value::Null;
        }
        self.depth += 1;
        let written = match (value, what) {
            (Value::Object(mapping), What::Mapping) => self.mapping(mapping, at),
            (Value::Object(object), _) => self.object(object, at, what),
            (Value::Array(elements), What::List(_) | What::One(Kind::Schema)) => elements
                .iter()
                .enumerate()
                .map(|(index, value)| self.child(value, at, &index.to_string(), what))
                .collect(),
            _ => self.copy(value, at),
        };
        self.depth -= 1;
        written
    }

    /// Copies a value in which no reference can stand.
    fn copy(&mut self, value: &Value, at: &At) -> Value {
        if self.spend(weight(value), at) {
            value.clone()
        } else {
            Value::Null
        }
    }

    /// Whether there is room for so much more.
    fn spend(&mut self, weight: usize, at: &At) -> bool {
        if let Some(rest) = self.budget.checked_sub(weight) {
            self.budget = rest;
            return true;
        }
        let message = "references repeat so much of the files that it would fill the memory";
        self.failure = Some((Code::DocumentTooLarge, message, at.spot.clone()));
        false
    }

    fn child(&mut self, value: &Value, at: &mut At, token: &str, what: What) -> Value {
        match what.below(token) {
            Some(what) => at.below(token, |at| self.value(value, at, what)),
            None => self.copy(value, at),
        }
    }

    fn mapping(&mut self, mapping: &Map<String, Value>, at: &mut At) -> Value {
        let survey = self.survey;
        let mut written = Map::new();
        for (name, value) in mapping {
            let key = (at.below(name, |at| at.spot.clone()), What::Mapping);
            let target = survey.outcomes.get(&key).and_then(|it| self.target(it));
            let value = target.map_or_else(|| value.clone(), Value::String);
            written.insert(name.clone(), value);
        }
        Value::Object(written)
    }

    fn object(&mut self, object: &Map<String, Value>, at: &mut At, what: What) -> Value {
        let survey = self.survey;
        // What has become a component is referred to where it stood.
        if let Some(kind) = what.kind()
            && let Some(number) = survey.wish_of.get(&(at.spot.clone(), kind))
            && at.out.as_ref() != Some(&self.finals[*number].pointer)
        {
            let reference = self.finals[*number].pointer.as_reference();
            return Value::Object(Map::from_iter([("$ref".to_owned(), reference.into())]));
        }
        let reference = what.reference(object);
        let outcome = reference.and_then(|_| survey.outcomes.get(&(at.spot.clone(), what)));
        if let (Some((keyword, _)), Some(Outcome::Inline(spot))) = (reference, outcome) {
            return self.inline(object, at, what, keyword, spot);
        }
        let target = outcome.and_then(|outcome| self.target(outcome));
        let mut written = Map::new();
        for (key, value) in object {
            let is_reference = reference.is_some_and(|(keyword, _)| keyword == key);
            if is_reference && outcome.is_some() {
                if let Some(target) = &target {
                    written.insert("$ref".to_owned(), target.clone().into());
                }
                continue;
            }
            let is_own_name = what == What::One(Kind::Schema) && OWN_NAMES.contains(&key.as_str());
            if is_own_name && at.spot.file != ROOT {
                continue;
            }
            let value = self.child(value, at, key, what);
            written.insert(key.clone(), value);
        }
        Value::Object(written)
    }

    /// Writes what a reference stands for in its place, joined with what stands beside it.
    fn inline(
        &mut self,
        object: &Map<String, Value>,
        at: &mut At,
        what: What,
        keyword: &str,
        spot: &Spot,
    ) -> Value {
        let out = at.out.clone().unwrap_or_default();
        self.note(spot, &out);
        let mut written = self.place(spot, &out, what);
        if let Value::Object(written) = &mut written {
            for (key, value) in object.iter().filter(|(key, _)| *key != keyword) {
                self.note(&at.below(key, |at| at.spot.clone()), &out.join(key));
                let value = self.child(value, at, key, what);
                written.insert(key.clone(), value);
            }
        }
        written
    }

    /// What a reference says instead; nothing where it is removed.
    fn target(&self, outcome: &Outcome) -> Option<String> {
        match outcome {
            Outcome::Wish(number) => Some(self.finals[*number].pointer.as_reference()),
            Outcome::Root(pointer) => Some(pointer.as_reference()),
            Outcome::Inline(_) | Outcome::Removed => None,
        }
    }

    /// Notes where something was written that now stands elsewhere.
    fn note(&mut self, spot: &Spot, out: &Pointer) {
        if spot.file == ROOT {
            self.before.carry(&spot.pointer, out, &mut self.origins);
        } else {
            let source = self.survey.files.get(spot.file).source;
            self.origins.add(out.clone(), source, spot.pointer.clone());
        }
    }

    fn written(&self, spot: &Spot) -> Place {
        if spot.file == ROOT {
            return self.before.place(&spot.pointer, Part::Key);
        }
        Place::Node {
            source: self.survey.files.get(spot.file).source,
            pointer: spot.pointer.clone(),
            part: Part::Key,
        }
    }
}

/// Adds a component at the end of its section.
fn insert(tree: &mut Value, section: &str, pointer: &Pointer, value: Value) {
    let mut holder = tree;
    for key in ["components", section] {
        let Value::Object(object) = holder else {
            return;
        };
        holder = object.entry(key).or_insert(Value::Null);
        // A section that nothing has been written below is a null in YAML.
        if holder.is_null() {
            *holder = Value::Object(Map::new());
        }
    }
    if let (Value::Object(holder), Some(name)) = (holder, pointer.last()) {
        holder.insert(name, value);
    }
}

/// About the number of bytes that a value takes as text.
fn weight(value: &Value) -> usize {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => 4,
        Value::String(text) => text.len() + 4,
        Value::Array(elements) => elements.iter().map(weight).sum::<usize>() + 4,
        Value::Object(object) => {
            let members = object
                .iter()
                .map(|(key, value)| key.len() + 4 + weight(value));
            members.sum::<usize>() + 4
        }
    }
}
