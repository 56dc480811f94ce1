//! The first walk: which references have to change, and what they lead to.

use std::collections::{HashMap, HashSet, VecDeque};
use std::rc::Rc;

use serde_json::{Map, Value};

use super::files::{Files, ROOT, Spot};
use super::places::{Item, SCHEMA, What};
use super::similar::most_similar;
use super::{Problem, Reach};
use crate::diagnostic::{Code, Diagnostic, Place, Report, Severity};
use crate::load::Origins;
use crate::normalize::Kind;
use crate::pointer::Pointer;
use crate::source::Part;

/// How many levels a document may be nested, with what is put in place of references: as many as
/// can be read again.
pub(super) const DEPTH_LIMIT: usize = 124;

/// What a reference becomes.
#[derive(Clone, Debug)]
pub(super) enum Outcome {
    /// A reference to that wish.
    Wish(usize),
    /// A reference to that place of the root document.
    Root(Pointer),
    /// What stands at that place.
    Inline(Spot),
    /// Nothing: it leads nowhere, and no code comes from it.
    Removed,
}

/// Something that references lead to, and that is a component or has to become one.
#[derive(Clone, Debug)]
pub(super) struct Wish {
    pub(super) spot: Spot,
    pub(super) item: Item,
}

/// The state of the walk, and what it finds.
#[derive(Debug)]
pub(super) struct Survey<'s> {
    pub(super) files: Files<'s>,
    pub(super) report: &'s mut Report,
    pub(super) reach: Reach,
    pub(super) outcomes: HashMap<(Spot, What), Outcome>,
    pub(super) wishes: Vec<Wish>,
    pub(super) wish_of: HashMap<(Spot, Item), usize>,
    /// Where in the root document the contents of other places will stand.
    pub(super) homes: HashMap<Spot, Pointer>,
    /// The components that the root document has, with what they will hold.
    pub(super) taken: HashMap<(&'static str, String), Spot>,
    pub(super) settled: HashMap<(Spot, What), Result<Spot, Problem>>,
    origins: &'s Origins,
    waiting: VecDeque<usize>,
    inlining: Vec<(Spot, What)>,
    inlined: HashSet<(Spot, What, bool)>,
    complained: HashSet<Spot>,
    depth: usize,
}

/// Where a walk is.
#[derive(Clone, Debug)]
pub(super) struct At {
    pub(super) spot: Spot,
    /// Where this will stand in the root document, as far as that is known.
    pub(super) out: Option<Pointer>,
}

impl At {
    pub(super) fn below<R>(&mut self, token: &str, step: impl FnOnce(&mut Self) -> R) -> R {
        self.spot.pointer.push(token);
        if let Some(out) = &mut self.out {
            out.push(token);
        }
        let result = step(self);
        self.spot.pointer.pop();
        if let Some(out) = &mut self.out {
            out.pop();
        }
        result
    }
}

impl<'s> Survey<'s> {
    /// Walks the root document and everything that has to come into it.
    pub(super) fn run(
        files: Files<'s>,
        reach: Reach,
        origins: &'s Origins,
        report: &'s mut Report,
    ) -> Self {
        let mut survey = Self {
            files,
            report,
            reach,
            outcomes: HashMap::new(),
            wishes: Vec::new(),
            wish_of: HashMap::new(),
            homes: HashMap::new(),
            taken: HashMap::new(),
            settled: HashMap::new(),
            origins,
            waiting: VecDeque::new(),
            inlining: Vec::new(),
            inlined: HashSet::new(),
            complained: HashSet::new(),
            depth: 0,
        };
        let root = Spot {
            file: ROOT,
            pointer: Pointer::root(),
        };
        let document = What::One(Item::Node(Kind::Document));
        survey.enter(&root, document, Some(Pointer::root()));
        while let Some(number) = survey.waiting.pop_front() {
            let Wish { spot, item } = survey.wishes[number].clone();
            // Below `components` and its section.
            survey.depth = 3;
            survey.enter(&spot, What::One(item), None);
        }
        survey
    }

    fn enter(&mut self, spot: &Spot, what: What, out: Option<Pointer>) {
        let tree = Rc::clone(&self.files.get(spot.file).tree);
        if let Some(value) = tree.pointer(spot.pointer.as_str()) {
            let spot = spot.clone();
            self.walk(value, &mut At { spot, out }, what);
        }
    }

    fn walk(&mut self, value: &Value, at: &mut At, what: What) {
        match (value, what) {
            (Value::Object(mapping), What::Mapping) => self.mapping(mapping, at),
            (Value::Object(object), _) => {
                self.slot(at, what);
                let reference = what.reference(object);
                if let Some((keyword, target)) = reference {
                    self.meet(object, at, what, keyword, target);
                }
                for (key, value) in object {
                    if let (Value::Object(_) | Value::Array(_), Some(what)) =
                        (value, what.below(key))
                    {
                        self.step(value, at, key, what);
                    }
                }
            }
            (Value::Array(elements), What::List(_) | What::One(SCHEMA)) => {
                for (index, value) in elements.iter().enumerate() {
                    let token = index.to_string();
                    if let (Value::Object(_) | Value::Array(_), Some(what)) =
                        (value, what.below(&token))
                    {
                        self.step(value, at, &token, what);
                    }
                }
            }
            _ => {}
        }
    }

    fn step(&mut self, value: &Value, at: &mut At, token: &str, what: What) {
        // What is nested too deeply is reported when it is written.
        if self.depth >= DEPTH_LIMIT && !self.inlining.is_empty() {
            return;
        }
        self.depth += 1;
        at.below(token, |at| self.walk(value, at, what));
        self.depth -= 1;
    }

    /// Notes a component of the root document.
    fn slot(&mut self, at: &At, what: What) {
        if let Some(out) = &at.out
            && let Some(section) = what.item().and_then(Item::section)
            && out.component_in(section).is_some()
            && let Some(name) = out.last()
        {
            self.taken
                .entry((section, name))
                .or_insert_with(|| at.spot.clone());
        }
    }

    fn mapping(&mut self, mapping: &Map<String, Value>, at: &mut At) {
        for (value, target) in mapping {
            let Value::String(target) = target else {
                continue;
            };
            at.below(value, |at| {
                let is_path = target.contains(['/', '#'])
                    || [".yaml", ".yml", ".json"]
                        .iter()
                        .any(|ending| target.ends_with(ending));
                // A plain name is that of a component of the same file.
                let target = if is_path {
                    target.clone()
                } else {
                    Pointer::components("schemas").join(target).as_reference()
                };
                let is_known = self.natural(&at.spot).is_some() || is_path;
                if is_known && !(at.spot.file == ROOT && !is_path) {
                    self.refer(&at.spot.clone(), What::Mapping, SCHEMA, "$ref", &target);
                }
            });
        }
    }

    fn meet(
        &mut self,
        object: &Map<String, Value>,
        at: &At,
        what: What,
        keyword: &'static str,
        target: &str,
    ) {
        match what.item().filter(|item| item.section().is_some()) {
            Some(item) => {
                let alone = object.len() == 1;
                if let Some(home) = at.out.as_ref().filter(|_| alone)
                    && item
                        .section()
                        .is_some_and(|section| home.component_in(section).is_some())
                    && self.move_in(at, home, item, keyword, target)
                {
                    return;
                }
                self.refer(&at.spot, what, item, keyword, target);
            }
            None => self.inline(at, what, keyword, target),
        }
    }

    /// A component that is only a reference becomes what it leads to, where that has no place in
    /// the document yet.
    fn move_in(
        &mut self,
        at: &At,
        home: &Pointer,
        item: Item,
        keyword: &'static str,
        target: &str,
    ) -> bool {
        let what = What::One(item);
        if self.stays(&at.spot, item, target) {
            return false;
        }
        let found = self.locate(&at.spot, target);
        let Ok(spot) = found.and_then(|spot| self.settle(spot, what)) else {
            return false;
        };
        let is_free = !self.homes.contains_key(&spot);
        if !is_free || !self.becomes_component(&spot, item) || keyword != "$ref" {
            return false;
        }
        self.homes.insert(spot.clone(), home.clone());
        self.wish(&spot, item);
        self.put_in(at, what, spot);
        true
    }

    /// A reference where a component of the kind may be referred to.
    fn refer(&mut self, from: &Spot, what: What, item: Item, keyword: &'static str, target: &str) {
        let is_plain = keyword == "$ref" || self.reach == Reach::Files;
        if is_plain && self.stays(from, item, target) {
            return;
        }
        let found = self.locate(from, target);
        let spot = match found.and_then(|spot| self.settle(spot, What::One(item))) {
            Ok(spot) => spot,
            Err(problem) => {
                self.complain(from, keyword, target, What::One(item), &problem);
                let is_local = from.file == ROOT && matches!(problem, Problem::Missing(_));
                let is_lost = self.reach == Reach::Places || !is_local;
                if is_lost && (item.is_annotation() || keyword == "$dynamicRef") {
                    let key = (from.clone(), what);
                    self.outcomes.insert(key, Outcome::Removed);
                }
                return;
            }
        };
        let outcome = if !self.becomes_component(&spot, item) && spot.file == ROOT {
            Outcome::Root(spot.pointer)
        } else if what != What::Mapping && self.is_plain(&spot, item) {
            Outcome::Inline(spot)
        } else if self.becomes_component(&spot, item) {
            Outcome::Wish(self.wish(&spot, item))
        } else {
            let natural = self.natural(&spot).and_then(What::item).map(Item::name);
            let message = format!(
                "`{target}` is {}, where {} belongs",
                natural.unwrap_or("something else"),
                item.name()
            );
            self.find(from, keyword, Code::ReferenceKind, message, None, None);
            return;
        };
        self.outcomes.insert((from.clone(), what), outcome);
    }

    /// Whether a reference from the root document is already as it should be.
    fn stays(&self, from: &Spot, item: Item, target: &str) -> bool {
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
        exists && (self.is_component(&spot, Some(item)) || !self.becomes_component(&spot, item))
    }

    /// Whether the place, to which a reference of that kind leads, has to become a component.
    fn becomes_component(&self, spot: &Spot, item: Item) -> bool {
        if self.is_component(spot, Some(item)) {
            return false;
        }
        match self.natural(spot) {
            None => true,
            Some(what) if what != What::One(item) => false,
            Some(_) => self.reach == Reach::Places || spot.file != ROOT,
        }
    }

    /// Whether the place is a member or an element that is no more than a text, a number or a
    /// boolean: that is worth no name, and is repeated.
    fn is_plain(&self, spot: &Spot, item: Item) -> bool {
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
        item == SCHEMA
            && is_part
            && schema.and_then(Value::as_object).is_some_and(|schema| {
                let name = schema.get("type").and_then(Value::as_str);
                name.is_some_and(|name| SCALARS.contains(&name))
                    && !MORE.iter().any(|keyword| schema.contains_key(*keyword))
            })
    }

    fn wish(&mut self, spot: &Spot, item: Item) -> usize {
        if let Some(number) = self.wish_of.get(&(spot.clone(), item)) {
            return *number;
        }
        let number = self.wishes.len();
        self.wish_of.insert((spot.clone(), item), number);
        self.wishes.push(Wish {
            spot: spot.clone(),
            item,
        });
        // What lies in the root document where the specification knows it is walked anyway.
        if spot.file != ROOT || self.natural(spot).is_none() {
            self.waiting.push_back(number);
        }
        number
    }

    /// A reference where only the thing itself can stand.
    fn inline(&mut self, at: &At, what: What, keyword: &'static str, target: &str) {
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

    /// Reports a reference that cannot be followed.
    ///
    /// What is wrong within the root document is found later with all other references there.
    pub(super) fn complain(
        &mut self,
        from: &Spot,
        keyword: &str,
        target: &str,
        what: What,
        problem: &Problem,
    ) {
        let is_later = |what: What| {
            let kinds = what.item().is_some_and(|item| match item {
                Item::Node(kind) => kind.section().is_some(),
                Item::Callback | Item::Encoding | Item::Example | Item::Link => false,
            });
            (kinds && keyword == "$ref") || self.reach == Reach::Files
        };
        let is_here = |spot: &Spot| from.file == ROOT && spot.file == ROOT;
        let (code, message, help) = match problem {
            Problem::Reported => return,
            Problem::Missing(spot) if is_here(spot) && is_later(what) => return,
            Problem::Remote => (
                Code::ExternalReference,
                format!("`{target}` leads to an address, and nothing is read from a network"),
                Some("put the file beside the document, and refer to it by its path".to_owned()),
            ),
            Problem::Unread(why) => (
                Code::ExternalReference,
                format!("`{target}` cannot be read: {why}"),
                Some("a relative path begins at the folder of the file that names it".to_owned()),
            ),
            Problem::Missing(missing) => {
                let tree = &self.files.get(missing.file).tree;
                let similar = most_similar(tree, &missing.pointer);
                (
                    Code::UnresolvedReference,
                    format!("`{target}` does not exist"),
                    similar.map(|similar| format!("did you mean `{similar}`?")),
                )
            }
            Problem::Loop => (
                Code::ReferenceLoop,
                format!("`{target}` leads in a circle of references"),
                Some("let one of the places in the circle say something of its own".to_owned()),
            ),
        };
        let severity =
            (what.is_annotation() || keyword == "$dynamicRef").then_some(Severity::Warning);
        self.find(from, keyword, code, message, help, severity);
    }

    fn find(
        &mut self,
        from: &Spot,
        keyword: &str,
        code: Code,
        message: String,
        help: Option<String>,
        severity: Option<Severity>,
    ) {
        if !self.complained.insert(from.clone()) {
            return;
        }
        let tree = &self.files.get(from.file).tree;
        let of_object = from.pointer.join(keyword);
        let is_object = tree.pointer(of_object.as_str()).is_some();
        let pointer = if is_object {
            of_object
        } else {
            from.pointer.clone()
        };
        let place = if from.file == ROOT {
            self.origins.place(&pointer, Part::Key)
        } else {
            Place::Node {
                source: self.files.get(from.file).source,
                pointer: pointer.clone(),
                part: Part::Key,
            }
        };
        let mut diagnostic = Diagnostic::new(code, pointer, message).at(place);
        diagnostic.help = help;
        if let Some(severity) = severity {
            diagnostic.severity = severity;
        }
        self.report.push(diagnostic);
    }
}

/// Whether the one place is the other or lies around it.
fn encloses(outer: &Spot, inner: &Spot) -> bool {
    outer.file == inner.file && inner.pointer.strip_prefix(&outer.pointer).is_some()
}
