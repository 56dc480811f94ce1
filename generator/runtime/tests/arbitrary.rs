//! Drawing JSON from shapes: every limit is kept, what contains itself comes to an end, and what
//! has no value says so.

#![cfg(feature = "proptest")]
#![allow(clippy::unwrap_used, reason = "helpers of tests are tests, too")]

use std::collections::BTreeSet;

use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};
use specwright_runtime::runtime::arbitrary::{Shapes, values};
use specwright_runtime::runtime::validate::Pattern;
use specwright_runtime::runtime::{Base64, Rule};

fn is_code(text: &str) -> bool {
    text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn has_digit(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit())
}

static PATTERNS: &[Rule] = &[
    Rule::Pattern(Pattern::new(r"^\d{6}$", is_code)),
    Rule::Pattern(Pattern::new(r"(?=.*[0-9])", has_digit)),
];

/// Shapes that are kept for as long as the program runs.
fn shapes(schemas: &Value) -> &'static Shapes {
    let group: &str = schemas.to_string().leak();
    let groups: &[&str] = vec![group].leak();
    Box::leak(Box::new(Shapes::new(groups, PATTERNS)))
}

fn draw(schema: Value) -> Vec<Value> {
    drawn(shapes(&json!({ "Name": schema })), "Name")
}

fn drawn(shapes: &'static Shapes, name: &str) -> Vec<Value> {
    let strategy = values(shapes, name);
    let mut runner = TestRunner::deterministic();
    (0..200)
        .map(|_| strategy.new_tree(&mut runner).unwrap().current())
        .collect()
}

/// Draws a text that keeps limits.
fn texts(schema: Value) -> Vec<String> {
    let texts = draw(schema).into_iter();
    texts.map(|it| it.as_str().unwrap().to_owned()).collect()
}

#[test]
fn texts_keep_lengths_and_patterns() {
    let lengths = texts(json!({ "type": "string", "minLength": 3, "maxLength": 5 }));
    let lengths = lengths.into_iter().map(|it| it.chars().count());
    assert!(lengths.clone().all(|it| (3..=5).contains(&it)));
    assert!(lengths.clone().any(|it| it == 3) && lengths.clone().any(|it| it == 5));

    let codes = texts(json!({ "type": "string", "pattern": r"^\d{6}$" }));
    assert!(codes.iter().all(|it| is_code(it)));

    // What cannot be generated from is guessed.
    let ahead = texts(json!({ "type": "string", "pattern": r"(?=.*[0-9])" }));
    assert!(ahead.iter().all(|it| has_digit(it)));

    let both = texts(json!({
        "type": "string",
        "pattern": r"^\d{6}$",
        "allOf": [{ "pattern": r"(?=.*[0-9])" }, { "maxLength": 6 }],
    }));
    assert!(both.iter().all(|it| is_code(it)));
}

#[test]
fn numbers_keep_their_limits() {
    let whole = json!({
        "type": "integer",
        "format": "int64",
        "exclusiveMinimum": -7,
        "maximum": 100,
        "multipleOf": 3,
    });
    for value in draw(whole) {
        let value = value.as_i64().unwrap();
        assert!(value > -7 && value <= 100 && value % 3 == 0, "{value}");
    }
    let cents = draw(json!({ "type": "number", "minimum": 0, "multipleOf": 0.01 }));
    assert!(cents.iter().all(|it| {
        it.to_string()
            .split('.')
            .nth(1)
            .is_none_or(|it| it.len() <= 2)
    }));
    for value in draw(json!({ "type": "number", "format": "float" })) {
        let value = value.as_f64().unwrap();
        assert_eq!((value as f32).to_string().parse(), Ok(value));
    }
    for value in draw(json!({ "type": "number", "format": "double" })) {
        assert_eq!(serde_json::from_str(&value.to_string()).ok(), Some(value));
    }
    let unsigned = draw(json!({ "type": "integer", "format": "uint64" }));
    assert!(unsigned.iter().all(Value::is_u64));
}

/// A format, and whether a text is of it.
type Format = (&'static str, fn(&str) -> bool);

#[test]
fn formats_are_kept() {
    let formats: [Format; 6] = [
        ("date-time", |text| {
            chrono::DateTime::parse_from_rfc3339(text).is_ok()
        }),
        ("date", |text| text.parse::<chrono::NaiveDate>().is_ok()),
        ("uuid", |text| {
            let parts: Vec<usize> = text.split('-').map(str::len).collect();
            parts == [8, 4, 4, 4, 12]
        }),
        ("byte", |text| {
            serde_json::from_value::<Base64>(text.into()).is_ok()
        }),
        ("ipv4", |text| text.parse::<std::net::Ipv4Addr>().is_ok()),
        ("ipv6", |text| text.parse::<std::net::Ipv6Addr>().is_ok()),
    ];
    for (format, is_read) in formats {
        let drawn = texts(json!({ "type": "string", "format": format }));
        assert!(drawn.iter().all(|text| is_read(text)), "{format}");
        let different: BTreeSet<&String> = drawn.iter().collect();
        assert!(different.len() > 100, "{format}");
    }
    let anything = draw(json!(true));
    assert!(anything.iter().any(Value::is_null) && anything.iter().any(Value::is_string));
    assert!(anything.iter().any(Value::is_boolean) && anything.iter().any(Value::is_i64));
}

#[test]
fn collections_keep_their_limits() {
    let set = json!({
        "type": "array",
        "items": { "type": "boolean" },
        "minItems": 2,
        "uniqueItems": true,
    });
    for value in draw(set) {
        assert_eq!(value.as_array().unwrap().len(), 2, "{value}");
    }
    let object = json!({
        "type": "object",
        "required": ["a"],
        "properties": {
            "a": { "type": "string", "format": "date" },
            "b": { "type": "string", "format": "uuid", "nullable": true },
        },
        "additionalProperties": { "const": true },
        "minProperties": 3,
        "maxProperties": 4,
        "propertyNames": { "maxLength": 3 },
    });
    for value in draw(object) {
        let members = value.as_object().unwrap();
        assert!((3..=4).contains(&members.len()), "{value}");
        assert!(value["a"].is_string(), "{value}");
        let others = members
            .iter()
            .filter(|(name, _)| !["a", "b"].contains(&name.as_str()));
        assert!(
            others
                .into_iter()
                .all(|(name, other)| name.chars().count() <= 3 && *other == json!(true)),
            "{value}"
        );
    }
}

#[test]
fn what_contains_itself_comes_to_an_end() {
    let shapes = shapes(&json!({
        "Tree": {
            "oneOf": [{ "type": "object" }, {
                "type": "object",
                "required": ["below"],
                "properties": {
                    "below": { "type": "array", "items": { "$ref": "Tree" }, "minItems": 1 },
                },
            }],
            "discriminator": {
                "propertyName": "kind",
                "mapping": { "leaf": 0, "branch": 1 },
            },
        },
        "Endless": { "type": "array", "items": { "$ref": "Endless" }, "minItems": 1 },
    }));
    let trees = drawn(shapes, "Tree");
    assert!(trees.iter().any(|it| it["kind"] == "leaf"));
    assert!(trees.iter().any(|it| it["below"][0]["kind"] == "branch"));
    assert!(trees.iter().all(|it| it.to_string().len() < 2_000));
    let mut runner = TestRunner::deterministic();
    assert!(values(shapes, "Endless").new_tree(&mut runner).is_err());
}

#[test]
fn a_union_in_a_union_keeps_the_tag_of_its_member() {
    let shapes = shapes(&json!({
        "Outer": {
            "oneOf": [{ "$ref": "Inner" }, { "type": "object" }],
            "discriminator": {
                "propertyName": "kind",
                "mapping": { "a": 0, "b": 0, "c": 1 },
            },
        },
        "Inner": {
            "oneOf": [
                { "type": "object", "required": ["a"], "properties": { "a": true } },
                { "type": "object", "required": ["b"], "properties": { "b": true } },
            ],
            "discriminator": { "propertyName": "kind", "mapping": { "a": 0, "b": 1 } },
        },
    }));
    for value in drawn(shapes, "Outer") {
        let kind = value["kind"].as_str().unwrap();
        assert!(kind == "c" || value.get(kind).is_some(), "{value}");
    }
}
