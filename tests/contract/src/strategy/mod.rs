//! Test values, drawn at run time from the document's own schemas.
//!
//! - [`Values::valid`]: values that satisfy a schema, the unusual preferred;
//! - [`Values::minimal`] and [`Values::full`]: the least and the most of one;
//! - [`Values::drift`]: values as servers really send them;
//! - [`Values::invalid`]: values that break one keyword at one place;
//! - [`Values::places`] and [`Values::boundaries`]: for every place the values at the borders of
//!   what it may be, on both sides.
//!
//! Whatever is drawn has been before the oracle. Nothing here knows generated
//! types, so a value may well be one that they fail on: that is the point.

mod anything;
mod base;
mod boundary;
mod breaks;
mod containers;
mod dice;
mod draw;
mod drift;
mod flatten;
mod format;
mod invalid;
mod merge;
mod merge_object;
mod merge_union;
mod mutate;
mod null;
mod number;
mod overlap;
mod pattern;
mod place;
mod plan;
mod repeat;
mod shape;
mod shrink;
mod site;
mod text;

use std::fmt;
use std::sync::Arc;

use proptest::strategy::{BoxedStrategy, Strategy as _};
use proptest::test_runner::TestRunner;
use serde_json::Value;

use crate::oracle::{Direction, Oracle};

use draw::Mode;
use plan::Plan;
use shape::{Conjunct, Shape};
use shrink::{Drawing, Drawn};

pub use boundary::{Boundary, Standing};
pub use drift::{Drift, DriftKind, Expect};
pub use invalid::Invalid;
pub use place::Place;
#[cfg(feature = "kit")]
pub(crate) use place::plain;
pub use repeat::Repeated;

/// How often a valid value is drawn in search of one that can be changed as
/// wanted.
const ATTEMPTS: usize = 64;

/// The values of one document's schemas. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Values {
    plan: Arc<Plan>,
}

/// There are no values of the wanted kind, or none were found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoValues {
    /// The schema's place in the document.
    pub pointer: String,
    /// Why there are none.
    pub reason: String,
}

impl fmt::Display for NoValues {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "no values of {}: {}", self.pointer, self.reason)
    }
}

impl std::error::Error for NoValues {}

impl Values {
    /// The values of an OpenAPI 3.0 or 3.1 document, in neither direction. A
    /// `oneOf` that no value can satisfy since its members overlap is read as
    /// `anyOf`, by the oracle too.
    pub fn new(document: &Value) -> Self {
        Values::of(&overlap::settle(document), Direction::Any)
    }

    /// The values that an oracle accepts in a direction. In requests optional
    /// `readOnly` members are left out, in responses `writeOnly` ones.
    pub fn of(oracle: &Oracle, direction: Direction) -> Self {
        Values {
            plan: Arc::new(Plan::new(oracle, direction)),
        }
    }

    /// The oracle that judges the values.
    pub fn oracle(&self) -> &Oracle {
        &self.plan.oracle
    }

    /// Values that satisfy the schema at `pointer`: the limits of every
    /// constraint, every listed value, properties absent, present and null,
    /// every union member, and texts that break careless code.
    ///
    /// # Errors
    ///
    /// The schema does not exist, cannot be compiled, or no value of it was
    /// found.
    pub fn valid(&self, pointer: &str) -> Result<BoxedStrategy<Value>, NoValues> {
        let root = self.root(pointer)?;
        let plan = Arc::clone(&self.plan);
        self.strategy(
            pointer,
            "no value was found that the oracle accepts",
            move |runner| {
                let value = draw::value(&plan, &root, Mode::Random, runner)?;
                let (plan, root) = (Arc::clone(&plan), Arc::clone(&root));
                Some(Drawn {
                    base: value.clone(),
                    keep: None,
                    output: value,
                    remake: Arc::new(move |base| plan.accepts(&root, base).then(|| base.clone())),
                })
            },
        )
    }

    /// The value with only what is required, as plain as possible.
    ///
    /// # Errors
    ///
    /// As [`Values::valid`].
    pub fn minimal(&self, pointer: &str) -> Result<Value, NoValues> {
        self.plain(pointer, Mode::Minimal)
    }

    /// The value with every declared property, recursion entered once.
    ///
    /// # Errors
    ///
    /// As [`Values::valid`].
    pub fn full(&self, pointer: &str) -> Result<Value, NoValues> {
        self.plain(pointer, Mode::Full)
    }

    /// Values that depart from the schema in one tolerable way.
    ///
    /// # Errors
    ///
    /// As [`Values::valid`], and where the schema leaves nothing to depart from.
    pub fn drift(&self, pointer: &str) -> Result<BoxedStrategy<Drift>, NoValues> {
        let root = self.root(pointer)?;
        let plan = Arc::clone(&self.plan);
        self.strategy(pointer, "nothing in it can drift", move |runner| {
            (0..ATTEMPTS).find_map(|_| {
                let base = draw::value(&plan, &root, Mode::Random, runner)?;
                let sites = site::all(&plan, &root, &base);
                let (kind, mutation, expect) = drift::choose(&plan, &sites, &base, runner)?;
                let (plan, root) = (Arc::clone(&plan), Arc::clone(&root));
                let keep = mutation.keeps();
                let remake = move |base: &Value| {
                    let value = mutation.apply(base)?;
                    // What one member of a union does not declare, another may.
                    let is_new = matches!(
                        kind,
                        DriftKind::UndeclaredMember | DriftKind::RepeatedMember
                    );
                    let is_kept =
                        plan.accepts(&root, base) && (!is_new || plan.is_canonical(&root, &value));
                    is_kept.then(|| Drift {
                        kind,
                        pointer: mutation.touched(),
                        repeated: mutation.repeated(&value),
                        value,
                        expect: expect.clone(),
                    })
                };
                Some(Drawn {
                    output: remake(&base)?,
                    keep: Some(keep),
                    base,
                    remake: Arc::new(remake),
                })
            })
        })
    }

    /// Values that break exactly one keyword at one place, as the oracle
    /// confirms.
    ///
    /// # Errors
    ///
    /// As [`Values::valid`], and where nothing in the schema can be broken.
    pub fn invalid(&self, pointer: &str) -> Result<BoxedStrategy<Invalid>, NoValues> {
        let root = self.root(pointer)?;
        let plan = Arc::clone(&self.plan);
        let place: Arc<str> = pointer.into();
        self.strategy(pointer, "nothing in it can be broken", move |runner| {
            (0..ATTEMPTS).find_map(|_| {
                let base = draw::value(&plan, &root, Mode::Random, runner)?;
                let sites = site::all(&plan, &root, &base);
                let chosen = invalid::choose(&plan, &sites, &base, runner)?;
                let (plan, root) = (Arc::clone(&plan), Arc::clone(&root));
                let place = Arc::clone(&place);
                let keep = chosen.mutation.pointer.clone();
                let remake = move |base: &Value| {
                    let broken = invalid::confirm(&plan, &place, &chosen, base)?;
                    plan.accepts(&root, base).then_some(broken)
                };
                Some(Drawn {
                    output: remake(&base)?,
                    keep: Some(keep),
                    base,
                    remake: Arc::new(remake),
                })
            })
        })
    }

    /// Every place that values of the schema at `pointer` have, each with a small valid value that
    /// has it: every member of every union, every property, the items of arrays.
    ///
    /// # Errors
    ///
    /// As [`Values::valid`].
    pub fn places(&self, pointer: &str) -> Result<Vec<Place>, NoValues> {
        let root = self.root(pointer)?;
        let full = self.full(pointer)?;
        Ok(place::all(&self.plan, &root, pointer, full))
    }

    /// The values at the borders of a place that [`Values::places`] gave for the schema at
    /// `pointer`, in the base of the place; each one once.
    pub fn boundaries(&self, pointer: &str, place: &Place) -> Vec<Boundary> {
        boundary::all(&self.plan, pointer, place)
    }

    /// The place in the document of the schema of a place of a valid value: of a property, where
    /// its parent declares it.
    pub fn pointer_of(&self, pointer: &str, value: &Value, instance: &str) -> String {
        match self.root(pointer) {
            Ok(root) => place::pointer_of(&self.plan, &root, pointer, value, instance),
            Err(_) => pointer.to_owned(),
        }
    }

    /// The values that are one step simpler, the largest steps first; nothing is asked of them. What
    /// stands at `keep` stays.
    pub fn simpler<'v>(
        value: &'v Value,
        keep: Option<&str>,
    ) -> impl Iterator<Item = Value> + use<'v> {
        shrink::simpler(value, keep)
    }

    /// The place of the schema that the one at `pointer` is but another name
    /// for: it refers to it, and says nothing itself.
    pub fn other_name_of(&self, pointer: &str) -> Option<String> {
        let translation = &self.plan.translation;
        let place = translation.locate(pointer)?;
        let found = flatten::canonical(translation, &Conjunct::whole(place.as_str()));
        (found.place != place).then(|| translation.origin(&found.place))
    }

    fn root(&self, pointer: &str) -> Result<Arc<Shape>, NoValues> {
        let place = self
            .plan
            .translation
            .locate(pointer)
            .or_else(|| {
                self.plan
                    .translation
                    .locate(&self.plan.oracle.place(pointer))
            })
            .ok_or_else(|| none(pointer, "the document has no schema there"))?;
        if let Some(reason) = self.plan.oracle.fault(&place) {
            return Err(none(pointer, &format!("it cannot be compiled: {reason}")));
        }
        let shape = self.plan.root(&place);
        match self.plan.height(&shape) {
            Some(_) => Ok(shape),
            None => Err(none(pointer, "it has no finite value")),
        }
    }

    fn plain(&self, pointer: &str, mode: Mode) -> Result<Value, NoValues> {
        let root = self.root(pointer)?;
        let mut runner = TestRunner::deterministic();
        let mut draw = |mode| draw::value(&self.plan, &root, mode, &mut runner);
        if let Some(value) = draw(mode) {
            return Ok(value);
        }
        // A union may refuse the plainest value of each of its members.
        let others = (0..ATTEMPTS).map_while(|_| draw(Mode::Random));
        let size = |value: &Value| value.to_string().len();
        let found = match mode {
            Mode::Minimal => others.min_by_key(size),
            Mode::Full | Mode::Random => others.max_by_key(size),
        };
        found.ok_or_else(|| none(pointer, "no value was found that the oracle accepts"))
    }

    /// The strategy, once it has shown that it can draw anything.
    fn strategy<T: Clone + fmt::Debug + 'static>(
        &self,
        pointer: &str,
        otherwise: &str,
        draw: impl Fn(&mut TestRunner) -> Option<Drawn<T>> + 'static,
    ) -> Result<BoxedStrategy<T>, NoValues> {
        if draw(&mut TestRunner::deterministic()).is_none() {
            return Err(none(pointer, otherwise));
        }
        let drawing = Drawing {
            pointer: pointer.to_owned(),
            draw: Arc::new(draw),
        };
        Ok(drawing.boxed())
    }
}

fn none(pointer: &str, reason: &str) -> NoValues {
    NoValues {
        pointer: pointer.to_owned(),
        reason: reason.to_owned(),
    }
}
