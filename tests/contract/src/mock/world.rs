//! A document with everything that was prepared for answering.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use bytes::Bytes;
use http::{HeaderName, HeaderValue};
use serde_json::Value;

use super::config::{Behaviour, Config};
use super::mark::{Mark, Marks};
use super::role::Role;
use super::site::Finder;
use super::{synthesis, written};
use crate::api::{Answer, Api, Encoded, HeaderField, Media, Operation};
use crate::document::Document;
use crate::oracle::Direction;
use crate::redact::Redactor;
use crate::strategy::Values;

/// Headers that are the business of the connection.
const OF_THE_WIRE: [&str; 6] = [
    "content-length",
    "content-encoding",
    "transfer-encoding",
    "connection",
    "date",
    "trailer",
];

/// A document, ready to be answered for.
#[derive(Debug)]
pub(super) struct World {
    pub(super) api: Api,
    pub(super) responses: Values,
    pub(super) marks: Marks,
    pub(super) roles: Vec<Role>,
    pub(super) behaviours: Vec<Behaviour>,
    /// How many requests each operation has had.
    counts: Vec<AtomicU64>,
    /// By the place of the media type and the name of the example.
    templates: Kept<Template>,
    /// By the place of the answer.
    heads: Kept<Head>,
    /// What the journal does not show.
    /// The right credentials by security scheme.
    pub(super) credentials: BTreeMap<String, String>,
    redactor: OnceLock<Redactor>,
    /// The answer that most operations have for errors that they say nothing else of.
    pub(super) usual: Option<(usize, usize)>,
}

type Kept<T> = RwLock<HashMap<String, Arc<T>>>;

/// The headers of an answer.
pub(super) type Head = Vec<(HeaderName, HeaderValue)>;

/// An answer's body, as it is where nothing is known that should stand in it.
#[derive(Debug)]
pub(super) struct Template {
    /// Its value.
    pub(super) value: Value,
    /// The value as it is sent.
    pub(super) body: Bytes,
    /// What may be put in.
    pub(super) slots: Vec<Slot>,
}

/// A property in a template.
#[derive(Debug)]
pub(super) struct Slot {
    pub(super) pointer: String,
    pub(super) mark: Mark,
    /// Whether no other property of the template has its label.
    pub(super) is_only: bool,
}

impl World {
    pub(super) fn new(document: Document, config: &Config) -> Result<Self, String> {
        let api = Api::new(document);
        let operations = &api.operations;
        Ok(Self {
            responses: api.response_values(),
            marks: Marks::default(),
            roles: operations
                .iter()
                .map(|operation| Role::of(operation, operations))
                .collect(),
            behaviours: config.of(&api)?,
            credentials: config.credentials.clone(),
            counts: operations.iter().map(|_| AtomicU64::new(0)).collect(),
            templates: Kept::default(),
            heads: Kept::default(),
            redactor: OnceLock::new(),
            usual: usual(api.document.tree(), operations),
            api,
        })
    }

    /// The number of a request among those for its operation, from 1.
    pub(super) fn count(&self, operation: usize) -> u64 {
        let count = self.counts.get(operation);
        count.map_or(1, |count| count.fetch_add(1, Ordering::Relaxed) + 1)
    }

    pub(super) fn redactor(&self) -> &Redactor {
        self.redactor.get_or_init(|| Redactor::new(&self.api))
    }

    pub(super) fn finder(&self) -> Finder<'_> {
        Finder {
            tree: self.api.document.tree(),
            marks: &self.marks,
        }
    }

    /// Whether a value may be the body of an answer.
    pub(super) fn accepts(&self, media: &Media, value: &Value) -> bool {
        let Some(schema) = &media.schema else {
            return true;
        };
        let oracle = &self.api.oracle;
        oracle.check_in(Direction::Response, schema, value).is_ok()
    }

    /// The template of a media type, from the example of that name if one is named.
    ///
    /// # Errors
    /// Says why there is none.
    pub(super) fn template(
        &self,
        media: &Media,
        example: Option<&str>,
    ) -> Result<Arc<Template>, String> {
        let key = format!("{}\n{}", media.pointer, example.unwrap_or_default());
        kept(&self.templates, key, || {
            let value = synthesis::value(self, media, example)?;
            Ok(self.template_of(media, value))
        })
    }

    /// A template for a refusal, which `make` makes the value of.
    pub(super) fn refusal(
        &self,
        media: &Media,
        make: impl FnOnce() -> Result<Value, String>,
    ) -> Result<Arc<Template>, String> {
        kept(&self.templates, format!("{}\n!", media.pointer), || {
            Ok(self.template_of(media, make()?))
        })
    }

    fn template_of(&self, media: &Media, value: Value) -> Template {
        let body = written::body(media, &value);
        let schema = media.schema.as_deref().unwrap_or_default();
        let sites = self.finder().all(schema, &value);
        let slots = sites.iter().filter(|site| site.is_first).map(|site| Slot {
            pointer: site.pointer.clone(),
            mark: site.mark,
            is_only: sites
                .iter()
                .filter(|other| other.mark.label == site.mark.label)
                .count()
                == 1,
        });
        let slots = slots.collect();
        Template { value, body, slots }
    }

    /// The headers of an answer: those that it must have, and those that have an example.
    pub(super) fn head(&self, answer: &Answer) -> Arc<Head> {
        let make = || -> Result<Head, String> {
            let headers = answer.headers.iter();
            Ok(headers.filter_map(|field| self.header(field)).collect())
        };
        kept(&self.heads, answer.pointer.clone(), make).unwrap_or_default()
    }

    fn header(&self, field: &HeaderField) -> Option<(HeaderName, HeaderValue)> {
        let parameter = &field.parameter;
        let name = parameter.header_name()?;
        if OF_THE_WIRE.contains(&name.as_str()) && !parameter.required {
            return None;
        }
        let text = |value: &Value| match parameter.encode(value) {
            Encoded::Text(text) => HeaderValue::from_str(&text).ok(),
            Encoded::Pairs(_) => None,
        };
        let oracle = &self.api.oracle;
        let is_valid = |value: &Value| {
            let schema = parameter.schema.as_ref();
            schema.is_none_or(|schema| oracle.check_in(Direction::Response, schema, value).is_ok())
        };
        let examples = parameter.examples.iter().map(|example| &example.value);
        let example = examples.filter(|value| is_valid(value)).find_map(text);
        if example.is_some() || !parameter.required {
            return Some((name, example?));
        }
        let drawn = match &parameter.schema {
            Some(schema) => text(&self.responses.minimal(schema).ok()?),
            None => text(&Value::from("text")),
        };
        Some((name, drawn?))
    }
}

fn kept<T>(
    all: &Kept<T>,
    key: String,
    make: impl FnOnce() -> Result<T, String>,
) -> Result<Arc<T>, String> {
    let known = all.read().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = known.get(&key) {
        return Ok(Arc::clone(known));
    }
    drop(known);
    let made = Arc::new(make()?);
    let mut all = all.write().unwrap_or_else(PoisonError::into_inner);
    Ok(Arc::clone(all.entry(key).or_insert(made)))
}

/// The answer for errors that is the same for most operations.
fn usual(tree: &Value, operations: &[Operation]) -> Option<(usize, usize)> {
    let mut counts: HashMap<&str, (usize, (usize, usize))> = HashMap::new();
    for (index, operation) in operations.iter().enumerate() {
        for status in [404, 400] {
            let answer = operation.answer(status);
            let Some(media) = answer.and_then(|answer| answer.media.first()) else {
                continue;
            };
            let number = operation
                .answers
                .iter()
                .position(|other| answer.is_some_and(|answer| answer.answers == other.answers));
            let place = media.schema.as_deref().unwrap_or(&media.pointer);
            let reference = tree.pointer(place).and_then(|schema| schema.get("$ref"));
            let schema = reference.and_then(Value::as_str).unwrap_or(place);
            if let Some(number) = number {
                counts.entry(schema).or_insert((0, (index, number))).0 += 1;
            }
        }
    }
    let most = counts
        .into_values()
        .max_by_key(|(count, (index, _))| (*count, std::cmp::Reverse(*index)));
    most.map(|(_, found)| found)
}
