//! What counts as a union though it is not written as one, and what a member of one means.

use std::collections::BTreeSet;

use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};
use specwright_contract::oracle::Oracle;
use specwright_contract::strategy::{Invalid, Values};

fn document(version: &str, schemas: Value) -> Value {
    json!({"openapi": version, "components": {"schemas": schemas}})
}

fn broken(values: &Values, name: &str) -> Vec<Invalid> {
    let at = format!("/components/schemas/{name}");
    let mut runner = TestRunner::deterministic();
    let Ok(strategy) = values.invalid(&at) else {
        return Vec::new();
    };
    let trees = (0..60).filter_map(|_| strategy.new_tree(&mut runner).ok());
    trees.map(|tree| tree.current()).collect()
}

fn unions(values: &Values, name: &str) -> BTreeSet<Option<String>> {
    let all = broken(values, name).into_iter();
    all.map(|invalid| invalid.union).collect()
}

#[test]
fn what_others_inherit_from_is_one_of_them() {
    let base = json!({
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"type": "string"}, "size": {"type": "integer", "minimum": 1}},
        "discriminator": {"propertyName": "kind"},
    });
    let values = Values::new(&document(
        "3.0.3",
        json!({
            "Base": base,
            "Heir": {"allOf": [
                {"$ref": "#/components/schemas/Base"},
                {"type": "object", "properties": {"wide": {"type": "boolean"}}},
            ]},
            "Alone": base,
            "Holder": {"type": "object", "required": ["it"], "properties": {
                "it": {"$ref": "#/components/schemas/Base"},
            }},
        }),
    ));
    assert_eq!(
        unions(&values, "Base"),
        BTreeSet::from([Some(String::new())])
    );
    assert_eq!(unions(&values, "Heir"), BTreeSet::from([None]));
    assert_eq!(unions(&values, "Alone"), BTreeSet::from([None]));
    let inside = Some("/it".to_owned());
    assert_eq!(unions(&values, "Holder"), BTreeSet::from([None, inside]));
}

#[test]
fn a_list_of_types_is_a_union() {
    let values = Values::new(&document(
        "3.1.0",
        json!({
            "Either": {"type": ["string", "integer", "null"]},
            "Maybe": {"type": ["string", "null"]},
            "Number": {"type": ["integer", "number"]},
        }),
    ));
    let here = Some(String::new());
    assert_eq!(unions(&values, "Either"), BTreeSet::from([here]));
    assert_eq!(unions(&values, "Maybe"), BTreeSet::from([None]));
    assert_eq!(unions(&values, "Number"), BTreeSet::from([None]));
}

#[test]
fn a_tuple_of_another_length_breaks_the_tuple() {
    let values = Values::new(&document(
        "3.1.0",
        json!({
            "Pair": {
                "type": "array", "prefixItems": [{"type": "string"}, {"type": "boolean"}],
                "minItems": 2, "maxItems": 2,
            },
            "List": {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": 2},
        }),
    ));
    let keywords = |name| {
        let all = broken(&values, name).into_iter();
        all.map(|invalid| invalid.keyword).collect::<BTreeSet<_>>()
    };
    assert!(keywords("Pair").contains("prefixItems"));
    assert!(!keywords("Pair").contains("minItems"));
    assert!(keywords("List").contains("minItems"));
    for invalid in broken(&values, "List") {
        let texts = invalid.value.as_array().into_iter().flatten();
        if invalid.keyword == "maxItems" {
            assert!(texts.clone().all(Value::is_string), "{invalid:?}");
        }
    }
}

#[test]
fn a_member_that_is_only_nullable_is_null() {
    let oracle = Oracle::new(&document(
        "3.0.3",
        json!({
            "Name": {"type": "string"},
            "Maybe": {"anyOf": [{"$ref": "#/components/schemas/Name"}, {"nullable": true}]},
            "Typed": {"anyOf": [
                {"$ref": "#/components/schemas/Name"},
                {"type": "integer", "nullable": true},
            ]},
        }),
    ));
    let fits = |name: &str, value: Value| {
        let at = format!("/components/schemas/{name}");
        oracle.check(&at, &value).is_ok()
    };
    assert!(fits("Maybe", json!("a")) && fits("Maybe", json!(null)));
    assert!(!fits("Maybe", json!(1)) && !fits("Maybe", json!([])));
    assert!(fits("Typed", json!(1)) && fits("Typed", json!(null)));
}

#[test]
fn what_has_no_type_is_not_null_in_a_union_either() {
    let values = Values::new(&document(
        "3.0.3",
        json!({
            "Details": {"type": "array", "minItems": 1, "items": {"anyOf": [
                {"properties": {"issue": {"type": "string"}}},
            ]}},
            "Announced": {"type": "array", "minItems": 1, "items": {"anyOf": [
                {"properties": {"issue": {"type": "string"}}}, {"nullable": true},
            ]}},
        }),
    ));
    let has_null = |name: &str| {
        let strategy = values
            .valid(&format!("/components/schemas/{name}"))
            .unwrap();
        let mut runner = TestRunner::deterministic();
        (0..100).any(|_| {
            let drawn = strategy.new_tree(&mut runner).unwrap().current();
            drawn.as_array().unwrap().contains(&Value::Null)
        })
    };
    assert!(!has_null("Details"));
    assert!(has_null("Announced"));
}

#[test]
fn what_takes_the_place_of_null_in_a_union_may_be_kept() {
    let values = Values::new(&document(
        "3.0.3",
        json!({"T": {"type": "object", "nullable": true, "oneOf": [
            {"required": ["a"], "properties": {"a": {"type": "string"}}},
            {"required": ["b"], "properties": {"b": {"type": "string"}}},
        ]}}),
    ));
    for invalid in broken(&values, "T") {
        assert!(invalid.union.is_some(), "{invalid:?}");
    }
}

#[test]
fn small_integers_fit_into_the_integer_that_holds_them() {
    let oracle = Oracle::new(&document(
        "3.0.3",
        json!({"Status": {"type": "integer", "format": "int16"}}),
    ));
    let fits = |value: i64| {
        oracle
            .check("/components/schemas/Status", &json!(value))
            .is_ok()
    };
    assert!(fits(-32_768) && fits(2_147_483_647));
    assert!(!fits(2_147_483_648));
}
