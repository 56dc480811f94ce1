//! The shapes of one document in one direction, built once each on demand.
//!
//! A plan joins the translated schemas, the oracle that judges by them and the
//! shapes made of them so far. It also knows how deep the smallest value of a
//! shape is, so that drawing from a recursive schema always ends.

use std::collections::{BTreeSet, HashMap};
use std::net::Ipv6Addr;
use std::sync::{Arc, Mutex, PoisonError};

use proptest::string::{RegexGeneratorStrategy, string_regex};
use serde_json::Value;

use crate::oracle::translate::Translation;
use crate::oracle::{Direction, Oracle};

use super::flatten;
use super::merge;
use super::number;
use super::pattern;
use super::shape::{Additional, Conjunct, Shape, ShapeId, Slot};
use super::site;

/// No value is deeper than this many levels of objects, arrays and unions.
pub(super) const DEEPEST: u32 = 48;

/// Names for undeclared members; those that the document uses are left out.
const ODD_NAMES: [&str; 8] = [
    "zz_undeclared",
    "x-undeclared",
    "Not Declared",
    "undeclaré ☃",
    "un/declared~name",
    "9undeclared",
    "undeclared\"quoted\"",
    "type_undeclared",
];

/// Everything that values are drawn from.
pub(super) struct Plan {
    pub(super) oracle: Oracle,
    pub(super) direction: Direction,
    pub(super) translation: Arc<Translation>,
    /// Names that no property of the document has.
    pub(super) odd_names: Vec<&'static str>,
    shapes: Mutex<Shapes>,
    patterns: Mutex<HashMap<String, Option<Arc<RegexGeneratorStrategy<String>>>>>,
    samples: Mutex<HashMap<ShapeId, Arc<Vec<Value>>>>,
}

#[derive(Default)]
struct Shapes {
    all: Vec<Arc<Shape>>,
    by_conjuncts: HashMap<String, ShapeId>,
    fits: HashMap<(ShapeId, u32), bool>,
    heights: HashMap<ShapeId, Option<u32>>,
}

impl Plan {
    pub(super) fn new(oracle: &Oracle, direction: Direction) -> Self {
        let translation = Arc::clone(oracle.translation(direction));
        let mut declared = BTreeSet::new();
        collect_names(&translation.tree, &mut declared);
        let odd_names = ODD_NAMES
            .into_iter()
            .filter(|name| !declared.contains(*name))
            .collect();
        Plan {
            oracle: oracle.clone(),
            direction,
            translation,
            odd_names,
            shapes: Mutex::default(),
            patterns: Mutex::default(),
            samples: Mutex::default(),
        }
    }

    /// The shape of a slot.
    pub(super) fn shape(&self, slot: &Slot) -> Arc<Shape> {
        let known = slot.built.get().copied();
        let id = known.unwrap_or_else(|| {
            let id = self.build(&slot.conjuncts);
            *slot.built.get_or_init(|| id)
        });
        let shapes = self.lock();
        Arc::clone(&shapes.all[id])
    }

    /// The shape of the schema at a place of the translation.
    pub(super) fn root(&self, place: &str) -> Arc<Shape> {
        let id = self.build(&[Conjunct::whole(place)]);
        Arc::clone(&self.lock().all[id])
    }

    /// How many levels the smallest value of the shape has; `None` where it has
    /// no finite one.
    pub(super) fn height(&self, shape: &Shape) -> Option<u32> {
        if let Some(known) = self.lock().heights.get(&shape.id) {
            return *known;
        }
        let height = (0..=DEEPEST).find(|levels| self.fits(shape, *levels));
        self.lock().heights.insert(shape.id, height);
        height
    }

    /// Whether the oracle accepts the value for all that a shape is made of.
    pub(super) fn accepts(&self, shape: &Shape, value: &Value) -> bool {
        shape
            .conjuncts
            .iter()
            .all(|conjunct| self.oracle.accepts(self.direction, &conjunct.place, value))
    }

    /// The generator for a pattern; `None` where the pattern is beyond it.
    pub(super) fn pattern(&self, text: &str) -> Option<Arc<RegexGeneratorStrategy<String>>> {
        let mut patterns = self.patterns.lock().unwrap_or_else(PoisonError::into_inner);
        patterns
            .entry(text.to_owned())
            .or_insert_with(|| string_regex(&pattern::generable(text)).ok().map(Arc::new))
            .clone()
    }

    /// The examples and the default of a shape that are valid.
    pub(super) fn samples(&self, shape: &Shape) -> Arc<Vec<Value>> {
        if shape.samples.is_empty() {
            return Arc::default();
        }
        let mut samples = self.samples.lock().unwrap_or_else(PoisonError::into_inner);
        let valid = samples.entry(shape.id).or_insert_with(|| {
            let valid = shape
                .samples
                .iter()
                .filter(|sample| self.accepts(shape, sample) && self.is_canonical(shape, sample))
                .cloned()
                .collect();
            Arc::new(valid)
        });
        Arc::clone(valid)
    }

    /// Whether every number that is read into an `f32` has only the digits that one holds, and every
    /// address is written in the one form that is written again.
    pub(super) fn is_canonical(&self, shape: &Shape, value: &Value) -> bool {
        let shape = Arc::clone(&self.lock().all[shape.id]);
        let sites = site::all(self, &shape, value);
        sites.iter().all(|site| match value.pointer(&site.pointer) {
            Some(here @ Value::Number(_)) => {
                let format = site.shape.number.format.as_deref();
                format != Some("float") || number::survives_as_single(here)
            }
            Some(Value::String(text)) if site.shape.text.format.as_deref() == Some("ipv6") => {
                let address = text.parse::<Ipv6Addr>();
                address.is_ok_and(|address| address.to_string() == *text)
            }
            _ => true,
        })
    }

    fn build(&self, conjuncts: &[Conjunct]) -> ShapeId {
        let alone = match conjuncts {
            [only] => Some(flatten::canonical(&self.translation, only)),
            _ => None,
        };
        let conjuncts = alone.as_ref().map_or(conjuncts, std::slice::from_ref);
        let key = key(conjuncts);
        if let Some(known) = self.lock().by_conjuncts.get(&key) {
            return *known;
        }
        let mut shape = merge::shape(&self.translation, self.direction, conjuncts);
        let mut shapes = self.lock();
        shape.id = shapes.all.len();
        let id = shape.id;
        shapes.all.push(Arc::new(shape));
        *shapes.by_conjuncts.entry(key).or_insert(id)
    }

    /// Whether the shape has a value of at most so many levels.
    fn fits(&self, shape: &Shape, levels: u32) -> bool {
        if let Some(known) = self.lock().fits.get(&(shape.id, levels)) {
            return *known;
        }
        let fits = self.fits_anew(shape, levels);
        self.lock().fits.insert((shape.id, levels), fits);
        fits
    }

    fn fits_anew(&self, shape: &Shape, levels: u32) -> bool {
        use super::shape::Types;
        if let Some(choices) = &shape.choices {
            return !choices.is_empty() || shape.types.has(Types::NULL);
        }
        let scalars = shape.types.without(Types::OBJECT).without(Types::ARRAY);
        if !shape.alternatives.is_empty() {
            if shape.types.has(Types::NULL) {
                return true;
            }
            return levels > 0
                && shape
                    .alternatives
                    .iter()
                    .any(|alternative| self.fits(&self.shape(&alternative.slot), levels - 1));
        }
        if !scalars.is_empty() {
            return true;
        }
        let below = |slot: &Slot| levels > 0 && self.fits(&self.shape(slot), levels - 1);
        if shape.types.has(Types::ARRAY) {
            let array = &shape.array;
            let prefix = array.prefix.iter().take(array.least).all(below);
            let rest = array.least <= array.prefix.len() || array.items.as_ref().is_none_or(below);
            if prefix && rest && array.contains.as_ref().is_none_or(below) {
                return true;
            }
        }
        if shape.types.has(Types::OBJECT) {
            let object = &shape.object;
            let mut required = object
                .properties
                .iter()
                .filter(|property| property.required);
            let more = match &object.additional {
                Additional::Typed(slot) if object.least > object.properties.len() => below(slot),
                _ => true,
            };
            return required.all(|property| below(&property.slot)) && more;
        }
        false
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Shapes> {
        self.shapes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for Plan {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Plan")
            .field("oracle", &self.oracle)
            .field("direction", &self.direction)
            .finish_non_exhaustive()
    }
}

fn key(conjuncts: &[Conjunct]) -> String {
    let mut key = String::new();
    for conjunct in conjuncts {
        key.push_str(&conjunct.place);
        for picked in &conjunct.picked {
            key.push('!');
            key.push_str(picked);
        }
        key.push('\n');
    }
    key
}

/// Every name that some object of the document uses: a superset of all
/// property names.
fn collect_names<'v>(value: &'v Value, names: &mut BTreeSet<&'v str>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                names.insert(name);
                collect_names(member, names);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect_names(item, names)),
        _ => {}
    }
}
