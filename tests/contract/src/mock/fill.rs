//! Finding the places of an error's value that say what is wrong, and saying it there.
//!
//! Errors have no common shape, but a common language: what is called `message` or `detail` is
//! read by people, what is called `code` or `type` by programs.

use serde_json::Value;

use super::refusal::Refusal;
use crate::pointer;
use crate::words::squeezed;

const MESSAGES: [&str; 22] = [
    "message",
    "errormessage",
    "detail",
    "details",
    "description",
    "errordescription",
    "reason",
    "msg",
    "displaymessage",
    "usermessage",
    "developermessage",
    "summary",
    "text",
    "info",
    "fault",
    "explanation",
    "errormsg",
    "errors",
    "messages",
    "problem",
    "cause",
    "error",
];
const TITLES: [&str; 1] = ["title"];
const CODES: [&str; 9] = [
    "code",
    "errorcode",
    "error",
    "errortype",
    "type",
    "kind",
    "category",
    "statuscode",
    "status",
];
const NUMBERS: [&str; 6] = [
    "status",
    "code",
    "statuscode",
    "errorcode",
    "httpstatus",
    "httpstatuscode",
];
const FIELDS: [&str; 12] = [
    "field",
    "fields",
    "param",
    "parameter",
    "path",
    "pointer",
    "property",
    "loc",
    "location",
    "source",
    "target",
    "instancepath",
];

/// What a member of an error is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A sentence.
    Message,
    /// The name of the status.
    Title,
    /// A word that programs know.
    Code,
    /// The status as a number.
    Status,
    /// What is at fault.
    Field,
}

/// What a member is there for, by its name and its value.
pub(super) fn meaning(name: &str, value: &Value) -> Option<Meaning> {
    let name = squeezed(name);
    let is = |names: &[&str]| names.contains(&name.as_str());
    match value {
        Value::Number(_) if is(&NUMBERS) => Some(Meaning::Status),
        Value::String(_) | Value::Null if is(&TITLES) => Some(Meaning::Title),
        Value::String(_) | Value::Null if is(&FIELDS) => Some(Meaning::Field),
        // An `error` beside a message is a code; see `said`.
        Value::String(_) | Value::Null if is(&MESSAGES) => Some(Meaning::Message),
        Value::String(_) if is(&CODES) => Some(Meaning::Code),
        Value::Array(items) if items.iter().all(Value::is_string) => {
            let first = items.first();
            first.filter(|_| is(&MESSAGES) || is(&FIELDS))?;
            Some(if is(&FIELDS) {
                Meaning::Field
            } else {
                Meaning::Message
            })
        }
        _ => None,
    }
}

/// Whether anything in a value says what is wrong.
pub(super) fn says_something(name: &str, value: &Value) -> bool {
    meaning(name, value).is_some()
        || match value {
            Value::Object(members) => members
                .iter()
                .any(|(name, value)| says_something(name, value)),
            Value::Array(items) => items.iter().any(|item| says_something("", item)),
            _ => false,
        }
}

/// The value with everything said that can be said in it; `accepts` decides about each change.
pub(super) fn said(value: Value, refusal: &Refusal<'_>, accepts: impl Fn(&Value) -> bool) -> Value {
    let mut value = value;
    if value.is_string() {
        let whole = Value::from(refusal.message());
        return if accepts(&whole) { whole } else { value };
    }
    let mut places = Vec::new();
    collect("", &value, 0, &mut places);
    let mut is_told = false;
    for (at, meaning) in &places {
        let is_list = value.pointer(at).is_some_and(Value::is_array);
        for text in texts(refusal, *meaning) {
            let text = if is_list {
                Value::Array(vec![text])
            } else {
                text
            };
            let Some(place) = value.pointer_mut(at) else {
                break;
            };
            let before = std::mem::replace(place, text);
            if accepts(&value) {
                is_told |= *meaning == Meaning::Message;
                break;
            }
            if let Some(place) = value.pointer_mut(at) {
                *place = before;
            }
        }
    }
    // Better an undeclared member, where those are allowed, than no reason.
    if !is_told && let Value::Object(members) = &value {
        let mut more = members.clone();
        more.insert("message".to_owned(), Value::from(refusal.message()));
        let more = Value::Object(more);
        if accepts(&more) {
            value = more;
        }
    }
    value
}

/// What may be said in a place, the best first.
fn texts(refusal: &Refusal<'_>, meaning: Meaning) -> Vec<Value> {
    let words = || {
        let words = refusal.words().iter();
        words.flat_map(|word| {
            let dashed = word.to_lowercase().replace('_', "-");
            [(*word).to_owned(), word.to_lowercase(), dashed]
        })
    };
    match meaning {
        Meaning::Message => {
            let message = refusal.message();
            let short: String = message.chars().take(100).collect();
            let shorter: String = message.chars().take(40).collect();
            let texts = [message, short, shorter].map(Value::from);
            // A list of values leaves no room for a sentence.
            texts.into_iter().chain(words().map(Value::from)).collect()
        }
        Meaning::Title => vec![Value::from(refusal.title())],
        Meaning::Code => words()
            .chain([refusal.status.to_string()])
            .map(Value::from)
            .collect(),
        Meaning::Status => vec![Value::from(refusal.status)],
        Meaning::Field => refusal.field().into_iter().map(Value::from).collect(),
    }
}

fn collect(at: &str, value: &Value, depth: usize, places: &mut Vec<(String, Meaning)>) {
    if depth > 5 {
        return;
    }
    match value {
        Value::Object(members) => {
            let messages = members
                .iter()
                .filter(|(name, value)| meaning(name, value) == Some(Meaning::Message));
            let several = messages.count() > 1;
            for (name, value) in members {
                let at = pointer::join(at, name);
                match meaning(name, value) {
                    Some(Meaning::Message) if several && name == "error" => {
                        places.push((at, Meaning::Code));
                    }
                    Some(meaning) => places.push((at, meaning)),
                    None => collect(&at, value, depth + 1, places),
                }
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                collect(&format!("{at}/{index}"), item, depth + 1, places);
            }
        }
        _ => {}
    }
}
