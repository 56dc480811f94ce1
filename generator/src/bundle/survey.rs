//! The first walk: which references have to change, and what they lead to.

use std::collections::{HashMap, HashSet, VecDeque};
use std::rc::Rc;

use serde_json::{Map, Value};

use super::files::{Files, ROOT, Spot};
use super::places::{self, What};
use super::{Problem, Reach};
use crate::diagnostic::Report;
use crate::grammar::Kind;
use crate::load::Origins;
use crate::pointer::Pointer;

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
    pub(super) kind: Kind,
}

/// The state of the walk, and what it finds.
#[derive(Debug)]
pub(super) struct Survey<'s> {
    pub(super) files: Files<'s>,
    pub(super) report: &'s mut Report,
    pub(super) reach: Reach,
    pub(super) outcomes: HashMap<(Spot, What), Outcome>,
    pub(super) wishes: Vec<Wish>,
    pub(super) wish_of: HashMap<(Spot, Kind), usize>,
    /// Where in the root document the contents of other places will stand.
    pub(super) homes: HashMap<Spot, Pointer>,
    /// The components that the root document has, with what they will hold.
    pub(super) taken: HashMap<(&'static str, String), Spot>,
    pub(super) settled: HashMap<(Spot, What), Result<Spot, Problem>>,
    pub(super) origins: &'s Origins,
    pub(super) waiting: VecDeque<usize>,
    pub(super) inlining: Vec<(Spot, What)>,
    pub(super) inlined: HashSet<(Spot, What, bool)>,
    pub(super) complained: HashSet<Spot>,
    pub(super) depth: usize,
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
        let document = What::One(Kind::Document);
        survey.enter(&root, document, Some(Pointer::root()));
        while let Some(number) = survey.waiting.pop_front() {
            let Wish { spot, kind } = survey.wishes[number].clone();
            // Below `components` and its section.
            survey.depth = 3;
            survey.enter(&spot, What::One(kind), None);
        }
        survey
    }

    pub(super) fn enter(&mut self, spot: &Spot, what: What, out: Option<Pointer>) {
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
            (Value::Array(elements), What::List(_) | What::One(Kind::Schema)) => {
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
            && let Some(section) = what.kind().and_then(places::section)
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
                if is_path {
                    self.refer(&at.spot, What::Mapping, Kind::Schema, "$ref", target);
                } else if at.spot.file != ROOT && self.natural(&at.spot).is_some() {
                    // A plain name is that of a component of the same file.
                    let component = Pointer::components("schemas").join(target);
                    let target = component.as_reference();
                    self.refer(&at.spot, What::Mapping, Kind::Schema, "$ref", &target);
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
        match what.kind().filter(|kind| places::section(*kind).is_some()) {
            Some(kind) => {
                let alone = object.len() == 1;
                if let Some(home) = at.out.as_ref().filter(|_| alone)
                    && places::section(kind)
                        .is_some_and(|section| home.component_in(section).is_some())
                    && self.move_in(at, home, kind, keyword, target)
                {
                    return;
                }
                self.refer(&at.spot, what, kind, keyword, target);
            }
            None => self.inline(at, what, keyword, target),
        }
    }
}
