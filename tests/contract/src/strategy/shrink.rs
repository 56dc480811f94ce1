//! Strategies over drawn values, and their shrinking.
//!
//! Simplification works on the plain JSON value: members and items are taken
//! out, texts shortened, numbers brought to zero. Every candidate is put
//! before the judge that accepted the original, so a simpler value is as valid
//! (or as broken in the one intended way) as the first.

use std::fmt;
use std::sync::Arc;

use proptest::strategy::{NewTree, Strategy, ValueTree};
use proptest::test_runner::{Reason, TestRunner};
use serde_json::Value;

use crate::pointer;

/// The output for another base; `None` where that base will not do.
type Remake<T> = Arc<dyn Fn(&Value) -> Option<T>>;

/// What was drawn, with the way to draw it again from a simpler base.
pub(super) struct Drawn<T> {
    /// The valid value that the output is made from.
    pub(super) base: Value,
    /// A place of the base that must stay where it is.
    pub(super) keep: Option<String>,
    pub(super) output: T,
    pub(super) remake: Remake<T>,
}

/// What a strategy draws with.
type Draw<T> = Arc<dyn Fn(&mut TestRunner) -> Option<Drawn<T>>>;

/// A strategy that draws with a function.
pub(super) struct Drawing<T> {
    pub(super) pointer: String,
    pub(super) draw: Draw<T>,
}

impl<T> fmt::Debug for Drawing<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Drawing({})", self.pointer)
    }
}

impl<T: Clone + fmt::Debug> Strategy for Drawing<T> {
    type Tree = Tree<T>;
    type Value = T;

    fn new_tree(&self, runner: &mut TestRunner) -> NewTree<Self> {
        let drawn = (self.draw)(runner)
            .ok_or_else(|| Reason::from(format!("no value was found for {}", self.pointer)))?;
        Ok(Tree {
            edits: edits(&drawn.base, drawn.keep.as_deref()),
            drawn,
            next: 0,
            before: None,
            progress: false,
        })
    }
}

/// A drawn value on its way to a simpler one.
pub(super) struct Tree<T> {
    drawn: Drawn<T>,
    /// What may be tried on the base, and what is tried next.
    edits: Vec<Edit>,
    next: usize,
    /// What the last edit was made to.
    before: Option<(Value, T)>,
    /// Whether this round over the edits has made anything simpler.
    progress: bool,
}

impl<T: Clone + fmt::Debug> ValueTree for Tree<T> {
    type Value = T;

    fn current(&self) -> T {
        self.drawn.output.clone()
    }

    fn simplify(&mut self) -> bool {
        if self.before.take().is_some() {
            // The last edit is here to stay; what follows it has moved up.
            self.progress = true;
            self.next = self.next.saturating_sub(1);
            self.edits = edits(&self.drawn.base, self.drawn.keep.as_deref());
        }
        self.advance()
    }

    fn complicate(&mut self) -> bool {
        match self.before.take() {
            Some((base, output)) => {
                self.drawn.base = base;
                self.drawn.output = output;
                self.advance()
            }
            None => false,
        }
    }
}

impl<T: Clone> Tree<T> {
    /// Makes the next edit that the judge agrees with.
    fn advance(&mut self) -> bool {
        loop {
            while let Some(edit) = self.edits.get(self.next) {
                self.next += 1;
                if let Some(base) = edit.apply(&self.drawn.base)
                    && let Some(output) = (self.drawn.remake)(&base)
                {
                    let base = std::mem::replace(&mut self.drawn.base, base);
                    let output = std::mem::replace(&mut self.drawn.output, output);
                    self.before = Some((base, output));
                    return true;
                }
            }
            if !std::mem::take(&mut self.progress) {
                return false;
            }
            self.next = 0;
        }
    }
}

impl<T: fmt::Debug> fmt::Debug for Tree<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_tuple("Tree")
            .field(&self.drawn.output)
            .finish()
    }
}

/// The values that are one step simpler, the largest steps first.
pub(super) fn simpler<'v>(
    value: &'v Value,
    keep: Option<&str>,
) -> impl Iterator<Item = Value> + use<'v> {
    let edits = edits(value, keep).into_iter();
    edits.filter_map(|edit| edit.apply(value))
}

/// One step towards a simpler value.
enum Edit {
    Remove { parent: String, segment: String },
    Replace { place: String, with: Value },
}

impl Edit {
    fn apply(&self, base: &Value) -> Option<Value> {
        let mut value = base.clone();
        match self {
            Edit::Remove { parent, segment } => match value.pointer_mut(parent)? {
                Value::Object(members) => {
                    members.shift_remove(segment)?;
                }
                Value::Array(items) => {
                    let index: usize = segment.parse().ok()?;
                    if index >= items.len() {
                        return None;
                    }
                    items.remove(index);
                }
                _ => return None,
            },
            Edit::Replace { place, with } => *value.pointer_mut(place)? = with.clone(),
        }
        Some(value)
    }
}

/// All single steps, the largest first.
fn edits(base: &Value, keep: Option<&str>) -> Vec<Edit> {
    let mut edits = Vec::new();
    collect(base, String::new(), keep, &mut edits);
    edits
}

fn collect(value: &Value, at: String, keep: Option<&str>, edits: &mut Vec<Edit>) {
    let holds = |place: &str| keep.is_some_and(|keep| pointer::is_within(keep, place));
    let replace = |edits: &mut Vec<Edit>, with: Value| {
        edits.push(Edit::Replace {
            place: at.clone(),
            with,
        });
    };
    match value {
        Value::Object(members) => {
            for name in members.keys() {
                if !holds(&pointer::join(&at, name)) {
                    edits.push(Edit::Remove {
                        parent: at.clone(),
                        segment: name.clone(),
                    });
                }
            }
            for (name, member) in members {
                collect(member, pointer::join(&at, name), keep, edits);
            }
        }
        Value::Array(items) => {
            // Taking an item out moves those behind it.
            let fixed = keep != Some(at.as_str()) && holds(&at);
            if !fixed && items.len() > 1 {
                replace(edits, Value::Array(Vec::new()));
            }
            for index in (0..items.len()).rev().filter(|_| !fixed) {
                edits.push(Edit::Remove {
                    parent: at.clone(),
                    segment: index.to_string(),
                });
            }
            for (index, item) in items.iter().enumerate() {
                collect(item, format!("{at}/{index}"), keep, edits);
            }
        }
        Value::String(text) => {
            let length = text.chars().count();
            let plain = "a".repeat(length);
            for shorter in [0, length / 2, length.saturating_sub(1)] {
                if shorter < length {
                    replace(edits, text.chars().take(shorter).collect::<String>().into());
                }
            }
            if *text != plain {
                replace(edits, plain.into());
            }
        }
        Value::Number(number) => {
            if let Some(whole) = number.as_i64() {
                for smaller in [0, whole / 2, whole - whole.signum()] {
                    if smaller.unsigned_abs() < whole.unsigned_abs() {
                        replace(edits, smaller.into());
                    }
                }
            } else {
                replace(edits, 0.into());
                if let Some(whole) = number.as_f64().map(f64::trunc)
                    && whole.abs() < 1e15
                {
                    replace(edits, Value::from(whole as i64));
                }
            }
        }
        Value::Bool(true) => replace(edits, false.into()),
        _ => {}
    }
}
