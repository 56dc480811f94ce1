//! What becomes of one reference, by what it leads to.

use serde_json::Value;

use super::files::{ROOT, Spot};
use super::places::{self, What};
use super::survey::{At, Outcome, Survey, Wish};
use super::{Problem, Reach};
use crate::diagnostic::Code;
use crate::grammar::Kind;
use crate::pointer::Pointer;

impl Survey<'_> {
    /// A component that is only a reference becomes what it leads to, where that has no place in
    /// the document yet.
    pub(super) fn move_in(
        &mut self,
        at: &At,
        home: &Pointer,
        kind: Kind,
        keyword: &'static str,
        target: &str,
    ) -> bool {
        let what = What::One(kind);
        if self.stays(&at.spot, kind, target) {
            return false;
        }
        let found = self.locate(&at.spot, target);
        let Ok(spot) = found.and_then(|spot| self.settle(spot, what)) else {
            return false;
        };
        let is_free = !self.homes.contains_key(&spot);
        if !is_free || !self.becomes_component(&spot, kind) || keyword != "$ref" {
            return false;
        }
        self.homes.insert(spot.clone(), home.clone());
        self.wish(&spot, kind);
        self.put_in(at, what, spot);
        true
    }

    /// A reference where a component of the kind may be referred to.
    pub(super) fn refer(
        &mut self,
        from: &Spot,
        what: What,
        kind: Kind,
        keyword: &'static str,
        target: &str,
    ) {
        let is_plain = keyword == "$ref" || self.reach == Reach::Files;
        if is_plain && self.stays(from, kind, target) {
            return;
        }
        let found = self.locate(from, target);
        let spot = match found.and_then(|spot| self.settle(spot, What::One(kind))) {
            Ok(spot) => spot,
            Err(problem) => {
                self.complain(from, keyword, target, What::One(kind), &problem);
                let is_local = from.file == ROOT && matches!(problem, Problem::Missing(_));
                let is_lost = self.reach == Reach::Places || !is_local;
                if is_lost && (places::is_annotation(kind) || keyword == "$dynamicRef") {
                    let key = (from.clone(), what);
                    self.outcomes.insert(key, Outcome::Removed);
                }
                return;
            }
        };
        let outcome = if !self.becomes_component(&spot, kind) && spot.file == ROOT {
            Outcome::Root(spot.pointer)
        } else if what != What::Mapping && self.is_plain(&spot, kind) {
            Outcome::Inline(spot)
        } else if self.becomes_component(&spot, kind) {
            Outcome::Wish(self.wish(&spot, kind))
        } else {
            let natural = self.natural(&spot).and_then(What::kind).map(Kind::name);
            let natural = natural.unwrap_or("something else");
            self.other_kind(from, keyword, target, natural, kind.name());
            return;
        };
        self.outcomes.insert((from.clone(), what), outcome);
    }

    /// Whether a reference from the root document is already as it should be.
    fn stays(&self, from: &Spot, kind: Kind, target: &str) -> bool {
        let Some(pointer) = target.strip_prefix('#').filter(|_| from.file == ROOT) else {
            return false;
        };
        let Some(pointer) = Pointer::from_fragment(pointer) else {
            return self.reach == Reach::Files;
        };
        // `#` alone may mean a schema around it.
        if pointer == Pointer::root() {
            return self.reach == Reach::Files;
        }
        let spot = Spot {
            file: ROOT,
            pointer,
        };
        let tree = &self.files.get(ROOT).tree;
        let exists = tree.pointer(spot.pointer.as_str()).is_some();
        exists && (self.is_component(&spot, Some(kind)) || !self.becomes_component(&spot, kind))
    }

    /// Whether the place, to which a reference of that kind leads, has to become a component.
    fn becomes_component(&self, spot: &Spot, kind: Kind) -> bool {
        if self.is_component(spot, Some(kind)) {
            return false;
        }
        match self.natural(spot) {
            None => true,
            Some(what) if what != What::One(kind) => false,
            Some(_) => self.reach == Reach::Places || spot.file != ROOT,
        }
    }

    /// Whether the place is a member or an element that is no more than a text, a number or a
    /// boolean: that is worth no name, and is repeated.
    fn is_plain(&self, spot: &Spot, kind: Kind) -> bool {
        const SCALARS: &[&str] = &["string", "integer", "number", "boolean"];
        const MORE: &[&str] = &["enum", "const", "allOf", "anyOf", "oneOf", "not", "$ref"];
        let tokens: Vec<String> = spot.pointer.tokens().collect();
        let is_member = match tokens.as_slice() {
            [.., holder, _] => holder == "properties",
            _ => false,
        };
        let is_part = is_member || tokens.last().is_some_and(|last| last == "items");
        let tree = &self.files.get(spot.file).tree;
        let schema = tree.pointer(spot.pointer.as_str());
        kind == Kind::Schema
            && is_part
            && schema.and_then(Value::as_object).is_some_and(|schema| {
                let name = schema.get("type").and_then(Value::as_str);
                name.is_some_and(|name| SCALARS.contains(&name))
                    && !MORE.iter().any(|keyword| schema.contains_key(*keyword))
            })
    }

    fn wish(&mut self, spot: &Spot, kind: Kind) -> usize {
        if let Some(number) = self.wish_of.get(&(spot.clone(), kind)) {
            return *number;
        }
        let number = self.wishes.len();
        self.wish_of.insert((spot.clone(), kind), number);
        self.wishes.push(Wish {
            spot: spot.clone(),
            kind,
        });
        // What lies in the root document where the specification knows it is walked anyway.
        if spot.file != ROOT || self.natural(spot).is_none() {
            self.waiting.push_back(number);
        }
        number
    }

    /// A reference where only the thing itself can stand.
    pub(super) fn inline(&mut self, at: &At, what: What, keyword: &'static str, target: &str) {
        let from = &at.spot;
        let found = self.locate(from, target);
        let spot = match found.and_then(|spot| self.settle(spot, what)) {
            Ok(spot) => spot,
            Err(problem) => {
                if !what.is_annotation() {
                    self.complain(from, keyword, target, what, &problem);
                }
                return;
            }
        };
        // What no specification knows may be meant for anything.
        let natural = self.natural(&spot).and_then(What::kind).map(Kind::name);
        if let (Some(natural), Some(belongs)) = (natural, what.kind().map(Kind::name))
            && natural != belongs
        {
            self.other_kind(from, keyword, target, natural, belongs);
            // Nothing more is to be said about it.
            let key = (from.clone(), what);
            self.outcomes.insert(key, Outcome::Removed);
            return;
        }
        if self.reach == Reach::Files && spot.file == ROOT && self.natural(&spot).is_some() {
            if from.file != ROOT {
                let key = (from.clone(), what);
                self.outcomes.insert(key, Outcome::Root(spot.pointer));
            }
            return;
        }
        if self.inlining.contains(&(spot.clone(), what)) || encloses(&spot, from) {
            self.complain(from, keyword, target, what, &Problem::Loop);
            return;
        }
        if let Some(out) = &at.out
            && (spot.file != ROOT || self.natural(&spot).is_none())
        {
            self.homes
                .entry(spot.clone())
                .or_insert_with(|| out.clone());
        }
        self.put_in(at, what, spot);
    }

    /// Reports a reference that leads to an object of another kind.
    fn other_kind(
        &mut self,
        from: &Spot,
        keyword: &str,
        target: &str,
        natural: &str,
        belongs: &str,
    ) {
        let message = format!("`{target}` is {natural}, where {belongs} belongs");
        self.find(from, keyword, Code::ReferenceKind, message, None, None);
    }

    /// Puts what stands at a place where a reference to it stands.
    fn put_in(&mut self, at: &At, what: What, spot: Spot) {
        let key = (at.spot.clone(), what);
        self.outcomes.insert(key, Outcome::Inline(spot.clone()));
        let visit = (spot.clone(), what, at.out.is_some());
        if what == What::Text || what == What::Data || !self.inlined.insert(visit) {
            return;
        }
        self.inlining.push((spot.clone(), what));
        self.enter(&spot, what, at.out.clone());
        self.inlining.pop();
    }
}

/// Whether the one place is the other or lies around it.
fn encloses(outer: &Spot, inner: &Spot) -> bool {
    outer.file == inner.file && inner.pointer.strip_prefix(&outer.pointer).is_some()
}
