//! A member that stands twice in its object, which JSON does not forbid: the last one counts.
//!
//! A [`Value`] cannot hold that, so such a value comes as text.

use serde::ser::{Serialize, SerializeMap as _, Serializer};
use serde_json::{Map, Value};

use crate::pointer;

use super::anything;
use super::dice::Dice;
use super::draw::{self, Mode};
use super::drift::tag;
use super::mutate::{Change, Mutation};
use super::plan::Plan;
use super::shape::Types;
use super::site::{self, Site};

/// The longest JSON of what stands first, which shrinking does not make smaller.
const LONGEST: usize = 200;

/// A value one of whose members stands twice.
#[derive(Debug, Clone, PartialEq)]
pub struct Repeated {
    /// The text. Read by the last of the two members, it is the value.
    pub text: String,
    /// What it would be by the first of them.
    pub first: Value,
}

/// Whether there is a member that could stand twice.
pub(super) fn is_possible(value: &Value) -> bool {
    match value {
        Value::Object(members) => !members.is_empty(),
        Value::Array(items) => items.iter().any(is_possible),
        _ => false,
    }
}

/// The repetition of any member of a valid value, at any depth.
pub(super) fn choose(
    plan: &Plan,
    sites: &[Site],
    value: &Value,
    dice: &mut Dice<'_>,
) -> Option<Mutation> {
    let mut objects = Vec::new();
    collect(value, String::new(), &mut objects);
    let at = dice.pick(&objects)?;
    let members = value.pointer(at)?.as_object()?;
    let names: Vec<&String> = members.keys().collect();
    let name = *dice.pick(&names)?;
    let site = sites.iter().find(|site| site.pointer == *at);
    let first = match dice.below(3) {
        0 => None,
        _ => other(plan, site, name, members, dice),
    };
    let first = first.filter(|first| first.to_string().len() <= LONGEST);
    let first = first.unwrap_or_else(|| members[name.as_str()].clone());
    Some(Mutation {
        pointer: at.clone(),
        change: Change::Repeat(name.clone(), first),
    })
}

/// The text in which `name` of the object at `at` stands a first time before all other members.
pub(super) fn text(value: &Value, at: &str, name: &str, first: &Value) -> Option<Repeated> {
    let mut instead = value.clone();
    let object = instead.pointer_mut(at)?.as_object_mut()?;
    *object.get_mut(name)? = first.clone();
    let written = Written {
        value,
        here: String::new(),
        at,
        first: (name, first),
    };
    Some(Repeated {
        text: serde_json::to_string(&written).ok()?,
        first: instead,
    })
}

/// The places of all objects that have members.
fn collect(value: &Value, at: String, objects: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                collect(member, pointer::join(&at, name), objects);
            }
            if !members.is_empty() {
                objects.push(at);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                collect(item, format!("{at}/{index}"), objects);
            }
        }
        _ => {}
    }
}

/// Another value of a member: one that announces another member of the union, one of the member's
/// schema, or anything where the document says nothing of the member.
fn other(
    plan: &Plan,
    site: Option<&Site>,
    name: &str,
    members: &Map<String, Value>,
    dice: &mut Dice<'_>,
) -> Option<Value> {
    if let Some(union) = site.and_then(|site| site.choice.as_deref())
        && let Some((_, tags)) = tag(union, members).filter(|(property, _)| *property == name)
    {
        return dice.pick(&tags).cloned();
    }
    match site.and_then(|site| site::slot_of(&site.shape.object, name)) {
        Some(slot) => draw::value(plan, &plan.shape(slot), Mode::Random, dice.runner),
        None => anything::value(plan, Types::ALL, dice, 2),
    }
}

/// A value as JSON, with one more member in one place.
struct Written<'v> {
    value: &'v Value,
    /// Where the value stands.
    here: String,
    /// Where the object with one more member stands.
    at: &'v str,
    first: (&'v str, &'v Value),
}

impl Written<'_> {
    fn below<'v>(&'v self, value: &'v Value, segment: &str) -> Written<'v> {
        Written {
            value,
            here: pointer::join(&self.here, segment),
            ..*self
        }
    }
}

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.value {
            Value::Object(members) => {
                let mut map = serializer.serialize_map(None)?;
                if self.here == self.at {
                    let (name, first) = self.first;
                    map.serialize_entry(name, first)?;
                }
                for (name, member) in members {
                    map.serialize_entry(name, &self.below(member, name))?;
                }
                map.end()
            }
            Value::Array(items) => {
                let items = items.iter().enumerate();
                serializer
                    .collect_seq(items.map(|(index, item)| self.below(item, &index.to_string())))
            }
            scalar => scalar.serialize(serializer),
        }
    }
}
