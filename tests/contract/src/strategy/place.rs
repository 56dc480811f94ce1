//! Every place of the values of a schema, each in the smallest valid value that has it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use proptest::test_runner::TestRunner;
use serde_json::Value;

use crate::pointer;

use super::draw::{self, Mode};
use super::plan::Plan;
use super::shape::{Shape, Slot};
use super::site::{self, Site};

/// So many values are looked at, at most, to find the members of unions.
const MOST_VALUES: usize = 400;

/// A place of a schema's values.
#[derive(Debug, Clone)]
pub struct Place {
    /// The place in the value, as a JSON Pointer.
    pub instance: String,
    /// The place of its schema in the document: of a property, where its parent declares it.
    pub pointer: String,
    /// The places in the document of all that it lies in, outermost first.
    pub within: Vec<String>,
    /// A valid value that has this place, and little else.
    pub base: Value,
    /// Whether a value without it may be valid too.
    pub is_optional: bool,
    pub(super) shape: Arc<Shape>,
}

/// All places, in the order of the document; each member of a union is entered once.
pub(super) fn all(plan: &Plan, root: &Arc<Shape>, pointer: &str, full: Value) -> Vec<Place> {
    let mut finder = Finder {
        plan,
        root,
        pointer,
        seen: BTreeSet::new(),
        entered: BTreeSet::new(),
        found: Vec::new(),
        values: vec![full],
    };
    let mut next = 0;
    while next < finder.values.len() && next < MOST_VALUES {
        finder.look(next);
        next += 1;
    }
    finder.found
}

/// The place in the document of the schema of a place in a valid value; the nearest one that is
/// known above it.
pub(super) fn pointer_of(
    plan: &Plan,
    root: &Arc<Shape>,
    pointer: &str,
    value: &Value,
    instance: &str,
) -> String {
    let sites = by_instance(site::all(plan, root, value));
    let mut at = instance;
    loop {
        if let Some((found, _)) = origin(plan, pointer, &sites, at) {
            return found;
        }
        match at.rsplit_once('/') {
            Some((parent, _)) => at = parent,
            None => return pointer.to_owned(),
        }
    }
}

struct Finder<'p> {
    plan: &'p Plan,
    root: &'p Arc<Shape>,
    pointer: &'p str,
    seen: BTreeSet<(String, String)>,
    entered: BTreeSet<usize>,
    found: Vec<Place>,
    values: Vec<Value>,
}

impl Finder<'_> {
    fn look(&mut self, number: usize) {
        let value = self.values[number].clone();
        let all = site::all(self.plan, self.root, &value);
        for site in &all {
            if let Some(choice) = &site.choice
                && self.entered.insert(choice.id)
            {
                self.enter(&value, &site.pointer, choice);
            }
        }
        let sites = by_instance(all);
        for (instance, site) in &sites {
            let Some((pointer, is_optional)) = origin(self.plan, self.pointer, &sites, instance)
            else {
                continue;
            };
            // Items of one array are the same place.
            if !self.seen.insert((plain(instance), pointer.clone())) {
                continue;
            }
            let within = ancestors(instance)
                .filter_map(|above| origin(self.plan, self.pointer, &sites, above))
                .map(|(pointer, _)| pointer)
                .collect();
            self.found.push(Place {
                instance: instance.clone(),
                pointer,
                within,
                base: self.smallest(&value, &sites, instance),
                is_optional,
                shape: Arc::clone(&site.shape),
            });
        }
    }

    /// Adds a value for each other member of a union.
    fn enter(&mut self, value: &Value, at: &str, choice: &Shape) {
        for alternative in &choice.alternatives {
            let member = self.plan.shape(&alternative.slot);
            let mut runner = TestRunner::deterministic();
            let Some(drawn) = draw::value(self.plan, &member, Mode::Full, &mut runner) else {
                continue;
            };
            let mut other = value.clone();
            if let Some(place) = other.pointer_mut(at) {
                *place = drawn;
            }
            if other != *value && self.plan.accepts(self.root, &other) {
                self.values.push(other);
            }
        }
    }

    /// A valid value with this place and little else.
    fn smallest(&self, value: &Value, sites: &BTreeMap<String, Site>, keep: &str) -> Value {
        let mut small = value.clone();
        prune(&mut small, String::new(), sites, keep, false);
        if self.plan.accepts(self.root, &small) {
            return small;
        }
        let mut small = value.clone();
        prune(&mut small, String::new(), sites, keep, true);
        if self.plan.accepts(self.root, &small) {
            return small;
        }
        value.clone()
    }
}

/// Takes away what is neither required nor on the way to a place.
fn prune(
    value: &mut Value,
    at: String,
    sites: &BTreeMap<String, Site>,
    keep: &str,
    below_too: bool,
) {
    if below_too && pointer::is_within(&at, keep) {
        return;
    }
    let Some(site) = sites.get(&at) else {
        return;
    };
    match value {
        Value::Object(members) => {
            let required = |name: &str| {
                let mut properties = site.shape.object.properties.iter();
                properties.any(|property| property.required && property.name == name)
            };
            let names: Vec<String> = members.keys().cloned().collect();
            for name in names {
                let here = pointer::join(&at, &name);
                if !required(&name) && !pointer::is_within(keep, &here) {
                    members.shift_remove(&name);
                } else if let Some(member) = members.get_mut(&name) {
                    prune(member, here, sites, keep, below_too);
                }
            }
        }
        Value::Array(items) => {
            let on_way = (0..items.len())
                .rev()
                .find(|index| pointer::is_within(keep, &format!("{at}/{index}")));
            let wanted = on_way.map_or(site.shape.array.least, |index| {
                site.shape.array.least.max(index + 1)
            });
            items.truncate(wanted.max(usize::from(at == keep)));
            for (index, item) in items.iter_mut().enumerate() {
                let here = format!("{at}/{index}");
                prune(item, here, sites, keep, below_too);
            }
        }
        _ => {}
    }
}

/// Where in the document the schema of a place stands, and whether a value may go without it.
fn origin(
    plan: &Plan,
    root: &str,
    sites: &BTreeMap<String, Site>,
    instance: &str,
) -> Option<(String, bool)> {
    let Some((parent, name)) = pointer::split_last(instance) else {
        return Some((root.to_owned(), false));
    };
    let above = sites.get(parent)?;
    let object = &above.shape.object;
    let declared = object
        .properties
        .iter()
        .find(|property| property.name == name);
    let (slot, is_optional): (Option<&Slot>, bool) = match declared {
        Some(property) => (Some(&property.slot), !property.required),
        None => {
            let index = name.parse::<usize>().ok();
            let prefix = index.and_then(|index| above.shape.array.prefix.get(index));
            (prefix.or(above.shape.array.items.as_ref()), false)
        }
    };
    let conjunct = slot.and_then(|slot| slot.conjuncts.first());
    match conjunct {
        Some(conjunct) => Some((plan.translation.origin(&conjunct.place), is_optional)),
        // A member that only a schema for further ones describes.
        None => {
            let place = &above.shape.conjuncts.first()?.place;
            let of = pointer::join(&plan.translation.origin(place), "additionalProperties");
            Some((of, true))
        }
    }
}

fn by_instance(sites: Vec<Site>) -> BTreeMap<String, Site> {
    sites
        .into_iter()
        .map(|site| (site.pointer.clone(), site))
        .collect()
}

/// The places above one, outermost first.
fn ancestors(instance: &str) -> impl Iterator<Item = &str> {
    instance.match_indices('/').map(|(at, _)| &instance[..at])
}

/// A place with all items of an array taken for one.
pub(crate) fn plain(instance: &str) -> String {
    let segments = pointer::raw_segments(instance).map(|segment| {
        let is_index = !segment.is_empty() && segment.bytes().all(|byte| byte.is_ascii_digit());
        if is_index { "*" } else { segment }
    });
    segments.fold(String::new(), |mut plain, segment| {
        plain.push('/');
        plain.push_str(segment);
        plain
    })
}
