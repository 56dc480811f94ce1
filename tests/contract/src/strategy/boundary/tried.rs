//! What is tried at a place; what it is worth is not said here.

use serde_json::{Number, Value, json};

use crate::oracle::formats::integer_range;

use super::super::draw::{self, Mode};
use super::super::number::{from_wide, json_number};
use super::super::place::Place;
use super::super::plan::Plan;
use super::super::shape::{Additional, Shape, Types};

/// The longest text or array that is made to meet a limit.
const LONGEST: usize = 20_000;

/// The length of texts that test what no limit forbids.
const LONG: usize = 10_000;

/// The change of one place.
pub(super) struct Change {
    pub(super) kind: &'static str,
    pub(super) what: String,
    pub(super) with: Option<Value>,
    pub(super) is_doubtful: bool,
}

/// All that is tried at a place, whose value in its base this is.
pub(super) fn all(plan: &Plan, place: &Place, here: &Value) -> Vec<Change> {
    let shape = &*place.shape;
    let mut list = List::default();
    list.valid("present", "it", here.clone());
    types(shape, here, &mut list);
    listed(shape, here, &mut list);
    match here {
        Value::String(text) => texts(plan, shape, text, &mut list),
        Value::Number(number) => numbers(shape, number, &mut list),
        Value::Array(items) => arrays(shape, items, &mut list),
        Value::Object(members) => {
            let mut more = members.clone();
            if let Some(name) = plan.odd_names.first() {
                more.insert((*name).to_owned(), json!("x"));
                let closed = matches!(shape.object.additional, Additional::Closed);
                let what = if closed {
                    "an undeclared member, and it is closed"
                } else {
                    "an undeclared member"
                };
                list.valid("additionalProperties", what, Value::Object(more));
            }
            if !shape
                .object
                .properties
                .iter()
                .any(|property| property.required)
            {
                list.valid("object", "an object without members", json!({}));
            }
        }
        Value::Bool(_) => {
            list.valid("boolean", "true", json!(true));
            list.valid("boolean", "false", json!(false));
        }
        Value::Null => {}
    }
    if !place.instance.is_empty() && (place.is_optional || place.base.is_object()) {
        list.changes.push(Change {
            kind: "absent",
            what: "nothing at all".to_owned(),
            with: None,
            is_doubtful: false,
        });
    }
    list.changes
}

/// What is tried so far.
#[derive(Default)]
struct List {
    changes: Vec<Change>,
}

impl List {
    /// Adds a value; what it is worth is found out later.
    fn valid(&mut self, kind: &'static str, what: impl Into<String>, with: Value) {
        self.add(kind, what, with, false);
    }

    fn doubtful(&mut self, kind: &'static str, what: impl Into<String>, with: Value) {
        self.add(kind, what, with, true);
    }

    fn add(&mut self, kind: &'static str, what: impl Into<String>, with: Value, doubtful: bool) {
        self.changes.push(Change {
            kind,
            what: what.into(),
            with: Some(with),
            is_doubtful: doubtful,
        });
    }
}

/// One value of each type; those that another may be taken for by a careless reader apart.
fn types(shape: &Shape, here: &Value, list: &mut List) {
    let mut add = |kind: &'static str, what: &str, with: Value| {
        list.valid(kind, format!("{what} instead of {}", name(here)), with);
    };
    let is_text = shape.types.has(Types::STRING);
    match here {
        Value::Object(_) => add("any type", "a text", json!("text")),
        _ => add("any type", "an object", json!({})),
    }
    match here {
        Value::Array(items) => {
            add("type text", "a text", json!("text"));
            if let Some(first) = items.first().filter(|item| !item.is_array()) {
                add("coercion", "its only item", first.clone());
            }
        }
        _ => add("type array", "an array", json!([])),
    }
    add("null", "null", json!(null));
    match here {
        Value::Number(number) => {
            add("type text", "a text", json!("text"));
            add("coercion", "a text with digits", json!(number.to_string()));
            add("type boolean", "true", json!(true));
            if !shape.types.has(Types::NUMBER) {
                add("type fraction", "a number with a fraction", json!(1.5));
            }
        }
        Value::Bool(flag) => {
            add("coercion", "a text", json!(flag.to_string()));
            add("coercion", "a number", json!(u8::from(*flag)));
            add("type text", "a text", json!("text"));
        }
        Value::String(_) => {
            add("coercion", "a number", json!(7));
            add("coercion", "true", json!(true));
        }
        Value::Object(_) | Value::Array(_) if !is_text => {
            add("type number", "a number", json!(7));
            add("type boolean", "true", json!(true));
        }
        Value::Object(_) | Value::Array(_) | Value::Null => {}
    }
}

fn name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

fn listed(shape: &Shape, here: &Value, list: &mut List) {
    let Some(choices) = &shape.choices else {
        return;
    };
    for choice in choices {
        list.valid("enum", format!("the listed value {choice}"), choice.clone());
    }
    match here {
        Value::String(text) => {
            list.valid(
                "enum",
                "a text that is not listed",
                json!(format!("{text}-x")),
            );
            let turned = if text.to_uppercase() == *text {
                text.to_lowercase()
            } else {
                text.to_uppercase()
            };
            list.valid("enum", "a listed value in other case", json!(turned));
            list.valid("enum", "an empty text", json!(""));
        }
        Value::Number(_) => {
            list.valid("enum", "a number that is not listed", json!(987_654_321));
        }
        _ => {}
    }
}

fn texts(plan: &Plan, shape: &Shape, text: &str, list: &mut List) {
    if shape.choices.is_some() {
        return;
    }
    let limits = &shape.text;
    let of_length = |length: usize, with: char| -> String {
        let own = text.chars().take(length);
        let missing = length.saturating_sub(text.chars().count());
        own.chain(std::iter::repeat_n(with, missing)).collect()
    };
    let fill = text
        .chars()
        .last()
        .filter(|c| c.is_alphanumeric())
        .unwrap_or('a');
    if limits.least > 0 {
        let (least, one_less) = (limits.least, limits.least - 1);
        list.valid(
            "minLength",
            "the shortest text",
            json!(of_length(least, fill)),
        );
        list.valid(
            "minLength",
            "a text one too short",
            json!(of_length(one_less, fill)),
        );
    }
    if let Some(most) = limits.most.filter(|most| *most < LONGEST) {
        list.valid(
            "maxLength",
            "the longest text",
            json!(of_length(most, fill)),
        );
        list.valid(
            "maxLength",
            "a text one too long",
            json!(of_length(most + 1, fill)),
        );
        list.valid(
            "text",
            "the longest text, not ASCII",
            json!("é".repeat(most)),
        );
        list.valid(
            "text",
            "a text one too long, not ASCII",
            json!("é".repeat(most + 1)),
        );
    } else {
        list.doubtful("maxLength", "a very long text", json!("a".repeat(LONG)));
    }
    if !limits.patterns.is_empty() {
        for other in ["", "!", "~~~", "a b", "0", "ÿ"] {
            list.valid("pattern", format!("the text {other:?}"), json!(other));
        }
        list.valid(
            "pattern",
            "a line break behind it",
            json!(format!("{text}\n")),
        );
        list.valid("pattern", "a sign before it", json!(format!("!{text}")));
    }
    if let Some(format) = limits.format.as_deref() {
        let near = match format {
            "date" => vec!["2024-02-30", "2024-1-1", "20240101", "2024-01-01T00:00:00Z"],
            "date-time" => vec![
                "2024-02-30T00:00:00Z",
                "2024-01-01",
                "2024-01-01T00:00:00",
                "1704067200",
            ],
            "uuid" => vec![
                "123e4567-e89b-12d3-a456-42661417400",
                "123e4567-e89b-12d3-a456-42661417400g",
            ],
            "ipv4" => vec!["256.1.1.1", "1.2.3"],
            "ipv6" => vec!["1.2.3.4", ":::"],
            "byte" => vec!["a", "!!!!"],
            _ => vec![],
        };
        for other in near {
            list.valid("format", format!("the text {other:?}"), json!(other));
        }
        list.valid("format", "another text", json!(format!("no {format}")));
        let mut runner = proptest::test_runner::TestRunner::deterministic();
        if let Some(drawn) = draw::value(plan, shape, Mode::Random, &mut runner) {
            list.valid("format", "another text of the format", drawn);
        }
    } else {
        list.valid("text", "an empty text", json!(""));
        list.valid("text", "a space", json!(" "));
        list.valid(
            "text",
            "letters that are not ASCII",
            json!("Žluťoučký 日本 🐎"),
        );
        list.valid("text", "quotes and a backslash", json!("a\"b'c\\d"));
        list.valid("text", "a line break and a tabulator", json!("a\nb\tc"));
        list.valid(
            "text",
            "signs of markup",
            json!("<b>&amp;</b> %s {0} ${x} ;--"),
        );
        list.valid("text", "digits", json!("12345"));
        list.doubtful("text", "a null character", json!("a\u{0}b"));
    }
}

fn numbers(shape: &Shape, number: &Number, list: &mut List) {
    let limits = &shape.number;
    let whole = !shape.types.has(Types::NUMBER);
    let mut add = |kind, what: String, value: Option<Value>, doubtful: bool| {
        if let Some(value) = value {
            list.add(kind, what, value, doubtful);
        }
    };
    let near = |bound: &Number, step: i64| match bound.as_i64() {
        Some(bound) => bound.checked_add(step).map(Value::from),
        None => json_number(bound.as_f64()? + step as f64),
    };
    let ends = limits
        .lower
        .iter()
        .map(|bound| (bound, "minimum", "exclusiveMinimum"));
    let ends = ends.chain(
        limits
            .upper
            .iter()
            .map(|bound| (bound, "maximum", "exclusiveMaximum")),
    );
    for (bound, open, closed) in ends {
        let kind = if bound.exclusive { closed } else { open };
        for (step, what) in [(-1, "one less than"), (0, "exactly"), (1, "one more than")] {
            let what = format!("{what} {}", bound.value);
            add(kind, what, near(&bound.value, step), false);
        }
    }
    for step in &limits.multiple_of {
        let off = match (number.as_i64(), step.as_i64()) {
            (Some(value), Some(step)) if step > 1 => value.checked_add(1).map(Value::from),
            _ => number
                .as_f64()
                .zip(step.as_f64())
                .and_then(|(value, step)| json_number(value + step / 4.0)),
        };
        add("multipleOf", format!("no multiple of {step}"), off, false);
    }
    if let Some((least, most)) = limits.format.as_deref().and_then(integer_range) {
        let value = |wide: i128| from_wide(wide);
        add("format", format!("{least}"), value(least), false);
        add("format", format!("{most}"), value(most), false);
        add("format", format!("{}", least - 1), value(least - 1), false);
        add("format", format!("{}", most + 1), value(most + 1), false);
    } else if whole {
        add(
            "number",
            "a number beyond 32 bits".to_owned(),
            Some(json!(2_147_483_648_i64)),
            true,
        );
        add(
            "number",
            "a number beyond 64 bits".to_owned(),
            json_number(1e20),
            true,
        );
    } else {
        add("number", "a fraction".to_owned(), Some(json!(0.5)), false);
        add(
            "number",
            "a very large number".to_owned(),
            json_number(1e300),
            true,
        );
    }
    add("number", "zero".to_owned(), Some(json!(0)), false);
    add(
        "number",
        "a negative number".to_owned(),
        Some(json!(-1)),
        false,
    );
}

fn arrays(shape: &Shape, items: &[Value], list: &mut List) {
    let limits = &shape.array;
    list.valid("minItems", "an array without items", json!([]));
    let Some(last) = items.last() else {
        return;
    };
    let of_length = |length: usize| {
        let mut items = items.to_vec();
        items.resize(length, last.clone());
        Value::Array(items)
    };
    if limits.least > 0 {
        list.valid("minItems", "the fewest items", of_length(limits.least));
        list.valid("minItems", "an item too few", of_length(limits.least - 1));
    }
    if let Some(most) = limits.most.filter(|most| *most < LONGEST) {
        list.valid("maxItems", "the most items", of_length(most));
        list.valid("maxItems", "an item too many", of_length(most + 1));
    }
    let kind = if limits.unique {
        "uniqueItems"
    } else {
        "items"
    };
    list.valid(kind, "an item twice", of_length(items.len() + 1));
}
