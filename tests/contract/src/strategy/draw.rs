//! Drawing a value from a shape.
//!
//! Depth is bounded by what the shape needs, size by a budget; both only cut
//! what is optional. Whatever a shape cannot promise is put before the oracle
//! and drawn again where it is refused.

use serde_json::Value;

use proptest::test_runner::TestRunner;

use super::anything;
use super::dice::Dice;
use super::number;
use super::plan::{DEEPEST, Plan};
use super::shape::{Alternative, Shape, ShapeId, Slot, Types};
use super::text;

/// Which value of a schema is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// Only what is required, plainly.
    Minimal,
    /// Every declared property, plainly.
    Full,
    /// Anything that is valid, the unusual preferred.
    Random,
}

/// How often a whole value is drawn again before giving up.
const WHOLE_ATTEMPTS: usize = 24;

/// How often a part that the oracle must see is drawn again.
const PART_ATTEMPTS: usize = 12;

/// How many parts may be drawn for one value, the failed ones included.
const EFFORT: usize = 20_000;

/// A value that the oracle accepts; `None` where none was found.
pub(super) fn value(
    plan: &Plan,
    shape: &Shape,
    mode: Mode,
    runner: &mut TestRunner,
) -> Option<Value> {
    let height = plan.height(shape)?;
    let (levels, parts) = match mode {
        Mode::Minimal => (DEEPEST, 0),
        Mode::Full => (DEEPEST, 3000),
        Mode::Random => ((height + 5).max(9), 300),
    };
    for _ in 0..WHOLE_ATTEMPTS {
        let mut drawer = Drawer {
            plan,
            dice: Dice { runner },
            mode,
            parts,
            effort: EFFORT,
            path: Vec::new(),
        };
        if let Some(value) = drawer.shape(shape, levels)
            && plan.accepts(shape, &value)
        {
            return Some(value);
        }
    }
    None
}

/// One drawing in progress.
pub(super) struct Drawer<'p, 'r> {
    pub(super) plan: &'p Plan,
    pub(super) dice: Dice<'r>,
    pub(super) mode: Mode,
    /// How many more parts are welcome; beyond it only what is required.
    pub(super) parts: usize,
    effort: usize,
    /// The shapes around the one being drawn.
    pub(super) path: Vec<ShapeId>,
}

impl Drawer<'_, '_> {
    pub(super) fn is_plain(&self) -> bool {
        self.mode != Mode::Random
    }

    /// Draws from a slot if so many levels suffice.
    pub(super) fn slot(&mut self, slot: &Slot, levels: u32) -> Option<Value> {
        let shape = self.plan.shape(slot);
        if self.plan.height(&shape)? > levels {
            return None;
        }
        self.shape(&shape, levels)
    }

    fn shape(&mut self, shape: &Shape, levels: u32) -> Option<Value> {
        self.parts = self.parts.saturating_sub(1);
        let attempts = if shape.checked { PART_ATTEMPTS } else { 1 };
        for _ in 0..attempts {
            self.effort = self.effort.checked_sub(1)?;
            self.path.push(shape.id);
            let drawn = self.once(shape, levels);
            self.path.pop();
            if let Some(value) = drawn
                && (!shape.checked || self.plan.accepts(shape, &value))
            {
                return Some(value);
            }
        }
        None
    }

    fn once(&mut self, shape: &Shape, levels: u32) -> Option<Value> {
        if !self.is_plain() && !shape.samples.is_empty() && self.dice.once_in(10) {
            let samples = self.plan.samples(shape);
            if let Some(sample) = self.dice.pick(&samples) {
                return Some(sample.clone());
            }
        }
        let others = shape.types.without(Types::NULL);
        let starved = shape.choices.as_ref().is_some_and(Vec::is_empty);
        if shape.types.has(Types::NULL)
            && (others.is_empty()
                || starved
                || match self.mode {
                    Mode::Minimal => self.path.len() > 1,
                    Mode::Full => false,
                    Mode::Random => self.dice.once_in(6),
                })
        {
            return Some(Value::Null);
        }
        if let Some(choices) = &shape.choices {
            let known = if self.is_plain() {
                choices.iter().find(|choice| !choice.is_null())
            } else {
                self.dice.pick(choices)
            };
            return known.or(choices.first()).cloned();
        }
        if !shape.alternatives.is_empty() {
            return self.alternative(shape, levels);
        }
        if shape.types == Types::ALL {
            let types = if self.is_plain() {
                Types::STRING
            } else {
                Types::ALL
            };
            return anything::value(self.plan, types, &mut self.dice, 2);
        }
        let mut kinds = others.each();
        if self.mode == Mode::Minimal {
            // Scalars come last in the list and are the least.
            kinds.reverse();
        }
        let kind = match self.mode {
            Mode::Random => self.dice.pick(&kinds),
            Mode::Minimal | Mode::Full => kinds.first(),
        };
        self.kind(shape, *kind?, levels)
    }

    fn kind(&mut self, shape: &Shape, kind: Types, levels: u32) -> Option<Value> {
        let plain = self.is_plain();
        match kind {
            Types::BOOLEAN => Some(Value::from(plain || self.dice.once_in(2))),
            Types::INTEGER => number::integer(&shape.number, &mut self.dice, plain),
            Types::NUMBER => number::number(&shape.number, &mut self.dice, plain),
            Types::STRING => {
                text::text(self.plan, &shape.text, &mut self.dice, plain).map(Value::from)
            }
            Types::ARRAY => self.array(&shape.array, levels),
            Types::OBJECT => self.object(&shape.object, levels),
            _ => None,
        }
    }

    /// A value of one member of a union: of any that has one, trying the
    /// others where the first fails.
    fn alternative(&mut self, shape: &Shape, levels: u32) -> Option<Value> {
        let below = levels.checked_sub(1)?;
        let mut members: Vec<&Alternative> = shape.alternatives.iter().collect();
        let repeated = self.path.iter().filter(|id| **id == shape.id).count() > 1;
        if self.parts == 0 || repeated && self.is_plain() {
            // The shallowest first, so that recursion comes to its end.
            let height = |member: &&Alternative| self.plan.height(&self.plan.shape(&member.slot));
            members.sort_by_cached_key(|member| height(member).unwrap_or(u32::MAX));
        } else if !self.is_plain() {
            let first = self.dice.below(members.len());
            members.rotate_left(first);
        }
        members.into_iter().find_map(|alternative| {
            let value = self.slot(&alternative.slot, below)?;
            let value = self.tagged(alternative, value);
            self.plan.accepts(shape, &value).then_some(value)
        })
    }

    /// The value with its discriminator naming the member that it is of.
    fn tagged(&self, alternative: &Alternative, value: Value) -> Value {
        if let Some((property, tag)) = &alternative.tag
            && value.get(property).is_some_and(Value::is_string)
        {
            let mut tagged = value.clone();
            tagged[property.as_str()] = Value::from(tag.as_str());
            if self
                .plan
                .accepts(&self.plan.shape(&alternative.slot), &tagged)
            {
                return tagged;
            }
        }
        value
    }
}
