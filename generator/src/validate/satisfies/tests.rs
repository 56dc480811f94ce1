use super::super::document::Document;
use super::breach;
use serde_json::{Value, json};

/// Why a value breaks a schema of a document with some components.
fn judge(version: &str, schema: &Value, value: &Value) -> Option<String> {
    let tree = json!({
        "openapi": version,
        "components": { "schemas": {
            "Name": { "type": "string", "minLength": 2 },
            "Node": {
                "type": "object",
                "required": ["id", "made"],
                "properties": {
                    "id": { "type": "integer" },
                    "made": { "type": "string", "readOnly": true },
                    "next": { "$ref": "#/components/schemas/Node" },
                },
            },
            "Loop": { "$ref": "#/components/schemas/Loop" },
        }},
    });
    let document = Document::new(&tree);
    breach(&document, schema, value).map(|found| format!("{}: {}", found.at, found.message))
}

#[test]
fn what_certainly_breaks_is_found() {
    let node = json!({ "$ref": "#/components/schemas/Node" });
    let cases = [
        (
            json!({ "type": "integer" }),
            json!("1"),
            "#: expected an integer, found a string",
        ),
        (
            json!({ "type": "integer" }),
            json!(3.5),
            "#: expected an integer, found 3.5",
        ),
        (
            json!({ "type": "string" }),
            json!(null),
            "#: expected a string, found null",
        ),
        (
            json!({ "enum": ["a", "b"] }),
            json!("c"),
            "#: \"c\" is not among the 2 values of the enum",
        ),
        (json!({ "const": 1 }), json!(2), "#: expected 1, found 2"),
        (
            node.clone(),
            json!({ "next": {} }),
            "#: the required property `id` is missing",
        ),
        (
            node.clone(),
            json!({ "id": 1, "next": { "id": "x" } }),
            "#/next/id: expected an integer, found a string",
        ),
        (
            json!({ "$ref": "#/components/schemas/Name" }),
            json!("x"),
            "#: \"x\" has 1 characters, expected 2 or more",
        ),
        (
            json!({ "minimum": 2 }),
            json!(1),
            "#: 1 is below the minimum of 2",
        ),
        (
            json!({ "maximum": 2, "exclusiveMaximum": true }),
            json!(2),
            "#: 2 is the maximum, which is excluded",
        ),
        (
            json!({ "exclusiveMinimum": 2 }),
            json!(2),
            "#: 2 breaks `exclusiveMinimum: 2`",
        ),
        (
            json!({ "multipleOf": 5 }),
            json!(7),
            "#: 7 is no multiple of 5",
        ),
        (
            json!({ "items": { "type": "boolean" } }),
            json!([true, 0]),
            "#/1: expected a boolean, found 0",
        ),
        (
            json!({ "uniqueItems": true }),
            json!([1, 1.0]),
            "#: the array holds 1.0 twice",
        ),
        (
            json!({ "maxItems": 1 }),
            json!([1, 2]),
            "#: the array has 2 items, expected 1 or less",
        ),
        (
            json!({ "additionalProperties": false }),
            json!({ "x": 1 }),
            "#/x: the property `x` is not declared, and no others are allowed",
        ),
        (
            json!({ "additionalProperties": { "type": "string" } }),
            json!({ "x": 1 }),
            "#/x: expected a string, found 1",
        ),
        (
            json!({ "pattern": "^a" }),
            json!("b"),
            "#: \"b\" does not match the pattern `^a`",
        ),
        (
            json!({ "format": "date" }),
            json!("today"),
            "#: \"today\" is no date such as 2030-01-31",
        ),
        (
            json!({ "allOf": [{}, { "type": "string" }] }),
            json!(1),
            "#: expected a string, found 1",
        ),
        (
            json!({ "oneOf": [{ "type": "string" }, { "type": "array" }] }),
            json!(1),
            "#: 1 satisfies none of the 2 members of `oneOf`",
        ),
    ];
    for (schema, value, expected) in cases {
        assert_eq!(
            judge("3.0.3", &schema, &value).as_deref(),
            Some(expected),
            "{schema} {value}"
        );
    }
}

#[test]
fn what_is_right_or_not_sure_passes() {
    let cases = [
        (json!({ "type": "number" }), json!(1)),
        (json!({ "type": "integer" }), json!(1.0)),
        (json!({ "type": "string", "nullable": true }), json!(null)),
        (
            json!({ "type": "string", "enum": ["a", null] }),
            json!(null),
        ),
        (
            json!({ "type": "string", "enum": [1, true] }),
            json!("true"),
        ),
        (json!({ "enum": [1] }), json!(1.0)),
        (
            json!({ "$ref": "#/components/schemas/Node" }),
            json!({ "id": 1 }),
        ),
        (json!({ "$ref": "#/components/schemas/Loop" }), json!(1)),
        (json!({ "$ref": "#/nowhere" }), json!(1)),
        (
            json!({ "$ref": "#/components/schemas/Name", "type": "integer" }),
            json!("xy"),
        ),
        (
            json!({ "nullable": true, "allOf": [{ "type": "string" }] }),
            json!(null),
        ),
        (json!({ "anyOf": [{ "type": "string" }, {}] }), json!(1)),
        (
            json!({ "patternProperties": {}, "additionalProperties": false }),
            json!({ "x": 1 }),
        ),
        (json!({ "not": {} }), json!(1)),
    ];
    for (schema, value) in cases {
        assert_eq!(judge("3.0.3", &schema, &value), None, "{schema} {value}");
    }
    let both = json!({ "$ref": "#/components/schemas/Name", "maxLength": 3 });
    assert!(judge("3.1.0", &both, &json!("long")).is_some());
    let types = json!({ "type": ["string", "null"] });
    assert_eq!(judge("3.1.0", &types, &json!(null)), None);
}
