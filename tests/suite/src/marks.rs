//! Values that must not be shown: where the document marks them, and canaries in their place.
//!
//! A canary is a value of the kind that was there before, which occurs nowhere else. If its text
//! turns up anywhere, the value has been shown.

use std::collections::BTreeSet;

use serde_json::Value;
use specwright_contract::pointer;

use crate::schema::{self, Facet};

/// The extension that marks a secret or personal value.
pub const MARK: &str = "x-specwright-sensitive";

/// A value with canaries.
#[derive(Clone, Debug)]
pub struct Planted {
    /// The value.
    pub value: Value,
    /// The texts to look for.
    pub canaries: Vec<String>,
    /// The places in the document of the marks that were met.
    pub marks: BTreeSet<String>,
}

impl Planted {
    /// The canaries that a text shows.
    #[must_use]
    pub fn shown_in(&self, text: &str) -> Vec<&str> {
        let canaries = self.canaries.iter().map(String::as_str);
        canaries.filter(|canary| text.contains(canary)).collect()
    }
}

/// The places of all marked schemas and security schemes of the document.
#[must_use]
pub fn marked(document: &Value) -> BTreeSet<String> {
    let mut marked = BTreeSet::new();
    schema::walk(document, "", &mut |at, node| {
        if node.get(MARK).is_some() {
            marked.insert(at.to_owned());
        }
    });
    marked
}

/// Puts a canary in every marked value, and in an undeclared member of every object that may have
/// some.
#[must_use]
pub fn plant(document: &Value, place: &str, value: &Value) -> Planted {
    plant_with(document, place, value, Whom::Marked)
}

/// Puts a canary in every text that is not marked and that is free to be any text.
#[must_use]
pub fn plant_unmarked(document: &Value, place: &str, value: &Value) -> Planted {
    plant_with(document, place, value, Whom::Unmarked)
}

fn plant_with(document: &Value, place: &str, value: &Value, whom: Whom) -> Planted {
    let mut planter = Planter {
        document,
        whom,
        planted: Planted {
            value: value.clone(),
            canaries: Vec::new(),
            marks: BTreeSet::new(),
        },
    };
    let mut value = value.clone();
    planter.visit(&mut value, &schema::facets(document, place), false);
    planter.planted.value = value;
    planter.planted
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Whom {
    Marked,
    Unmarked,
}

struct Planter<'d> {
    document: &'d Value,
    whom: Whom,
    planted: Planted,
}

impl<'d> Planter<'d> {
    fn visit(&mut self, value: &mut Value, facets: &[Facet<'d>], marked_above: bool) {
        let marks = facets
            .iter()
            .filter(|facet| facet.schema.get(MARK).is_some());
        let marks: Vec<String> = marks.map(|facet| facet.pointer.clone()).collect();
        let marked = marked_above || !marks.is_empty();
        if !value.is_null() {
            self.planted.marks.extend(marks);
        }
        match value {
            Value::Object(members) => {
                for (name, value) in members.iter_mut() {
                    let below = schema::member(self.document, facets, name);
                    self.visit(value, &below, marked);
                }
                let open = |facet: &Facet<'_>| match facet.schema.get("additionalProperties") {
                    None => true,
                    Some(additional) => additional == true,
                };
                if self.whom == Whom::Marked && facets.iter().all(open) {
                    let canary = self.text();
                    members.insert("undeclared".to_owned(), canary.into());
                }
            }
            Value::Array(items) => {
                let below = schema::items(self.document, facets);
                for value in items {
                    self.visit(value, &below, marked);
                }
            }
            Value::String(text) if marked == (self.whom == Whom::Marked) => {
                let annotated = |name: &str| facets.iter().find_map(|facet| facet.schema.get(name));
                let format = annotated("format").and_then(Value::as_str);
                if marked || (format.is_none() && annotated("enum").is_none()) {
                    *text = self.canary(format);
                }
            }
            Value::Number(_) if marked && self.whom == Whom::Marked => {
                let number = 1_870_000_000 + self.planted.canaries.len();
                self.planted.canaries.push(number.to_string());
                *value = number.into();
            }
            _ => {}
        }
    }

    /// A text that a reader of this format accepts.
    fn canary(&mut self, format: Option<&str>) -> String {
        let index = self.planted.canaries.len();
        let date = format!("{:04}-07-19", 3000 + index);
        match format {
            Some("date") => self.planted.canaries.push(date.clone()),
            Some("date-time") => {
                self.planted.canaries.push(date.clone());
                return format!("{date}T03:04:05Z");
            }
            _ => return self.text(),
        }
        date
    }

    fn text(&mut self) -> String {
        let canary = format!("canary-{:05}-", self.planted.canaries.len());
        self.planted.canaries.push(canary.clone());
        canary
    }
}

/// The same value, save that at one place there is a value of another kind.
#[must_use]
pub fn with_wrong_type(value: &Value, at: &str, canary: &str) -> Value {
    let mut value = value.clone();
    if let Some(slot) = value.pointer_mut(at) {
        *slot = match slot {
            Value::Object(_) | Value::Array(_) | Value::Bool(_) | Value::Number(_) => canary.into(),
            Value::String(text) => serde_json::json!([text, canary]),
            Value::Null => serde_json::json!([[canary]]),
        };
    }
    value
}

/// The places of a value that may be of a wrong type: at most `limit` of them, evenly spread.
#[must_use]
pub fn places(value: &Value, limit: usize) -> Vec<String> {
    let mut places = Vec::new();
    schema::walk(value, "", &mut |at, _| {
        if pointer::split_last(at).is_none_or(|(_, name)| name != "undeclared") {
            places.push(at.to_owned());
        }
    });
    let step = places.len().div_ceil(limit).max(1);
    places.into_iter().step_by(step).collect()
}
