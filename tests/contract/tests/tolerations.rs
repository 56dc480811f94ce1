//! Mistakes of documents: each is read in its one evident meaning, and never silently.

use serde_json::{Value, json};
use specwright_contract::oracle::{Oracle, Toleration};

fn document(version: &str, schemas: Value) -> Value {
    json!({"openapi": version, "components": {"schemas": schemas}})
}

#[test]
fn mistakes_are_tolerated_with_a_note() {
    let tolerated = |version: &str, schema: Value| -> Vec<Toleration> {
        Oracle::new(&document(version, json!({"T": schema, "A": {}})))
            .notes()
            .iter()
            .map(|note| note.toleration)
            .collect()
    };
    use Toleration as T;
    for (version, schema, expected) in [
        ("3.0.3", json!({"type": "string", "nullable": true}), vec![]),
        (
            "3.0.3",
            json!({"type": "object", "required": ["x"]}),
            vec![T::RequiredUndeclared],
        ),
        (
            "3.0.3",
            json!({"required": true}),
            vec![T::RequiredMalformed],
        ),
        (
            "3.0.3",
            json!({"properties": {"a": {}}, "required": ["a", "a"]}),
            vec![T::RequiredMalformed],
        ),
        (
            "3.0.3",
            json!({"type": "string", "properties": {}}),
            vec![T::PropertiesOfString],
        ),
        (
            "3.0.3",
            json!({"type": "string", "enum": [1]}),
            vec![T::EnumNotText],
        ),
        (
            "3.0.3",
            json!({"type": "string", "enum": [null]}),
            vec![T::EnumNullUnannounced],
        ),
        (
            "3.0.3",
            json!({"type": "string", "nullable": true, "enum": ["a"]}),
            vec![T::EnumNullMissing],
        ),
        (
            "3.1.0",
            json!({"type": ["string", "null"], "enum": ["a"]}),
            vec![T::EnumNullMissing],
        ),
        (
            "3.0.3",
            json!({"nullable": true}),
            vec![T::NullableWithoutType],
        ),
        (
            "3.1.0",
            json!({"type": "string", "nullable": true}),
            vec![T::NullableInModern],
        ),
        (
            "3.0.3",
            json!({"$ref": "#/components/schemas/A", "maxLength": 1, "description": "d"}),
            vec![T::ReferenceSiblings],
        ),
        (
            "3.0.3",
            json!({"$ref": "#/components/schemas/A", "nullable": true}),
            vec![T::NullableReference],
        ),
        (
            "3.0.3",
            json!({"exclusiveMinimum": 1}),
            vec![T::ExclusiveForm],
        ),
        (
            "3.1.0",
            json!({"minimum": 1, "exclusiveMinimum": true}),
            vec![T::ExclusiveForm],
        ),
        ("3.1.0", json!({"$id": "x"}), vec![T::EmbeddedIdentifier]),
        (
            "3.1.0",
            json!({"type": "null", "oneOf": [{"type": "string"}, {"type": "boolean"}]}),
            vec![T::NullBesideComposition],
        ),
        (
            "3.0.3",
            json!({"type": "string", "enum": []}),
            vec![T::EnumEmpty],
        ),
        (
            "3.0.3",
            json!({"type": "string", "pattern": "/^a+$/i"}),
            vec![T::PatternDelimited],
        ),
        (
            "3.0.3",
            json!({"oneOf": [
                {"type": "string", "nullable": true}, {"type": "integer", "nullable": true},
            ]}),
            vec![T::NullInSeveral],
        ),
        (
            "3.0.3",
            json!({"type": "string", "format": "uuid", "maxLength": 24}),
            vec![T::FormatExcluded],
        ),
        (
            "3.0.3",
            json!({"type": "string", "format": "uuid", "maxLength": 36}),
            vec![],
        ),
        (
            "3.1.0",
            json!({"$recursiveAnchor": true, "items": {"$recursiveRef": "#"}}),
            vec![T::DynamicReference],
        ),
    ] {
        assert_eq!(tolerated(version, schema.clone()), expected, "{schema}");
    }
}

#[test]
fn what_is_tolerated_admits_what_is_meant() {
    for (name, schema, accepted, refused) in [
        (
            "null in several members of a choice",
            json!({"oneOf": [
                {"type": "string", "nullable": true}, {"type": "integer", "nullable": true},
            ]}),
            json!(["a", 1, null]),
            json!([true]),
        ),
        (
            "a format that no text of the length has",
            json!({"type": "string", "format": "uuid", "minLength": 24, "maxLength": 24}),
            json!(["536e564f316c83104c000020"]),
            json!(["536e564f", "c1b0a1de-8e7e-4a4e-9d53-cb9f1a2f1f6e"]),
        ),
        (
            "a required name that only another member of the choice bears",
            json!({"anyOf": [
                {"type": "object", "required": ["a", "b"], "properties": {"a": {}}},
                {"type": "object", "required": ["c"], "properties": {"b": {}, "c": {}}},
            ]}),
            json!([{"a": 1}, {"c": 1}]),
            json!([{"b": 1}]),
        ),
    ] {
        let oracle = Oracle::new(&document("3.0.3", json!({"T": schema})));
        let check = |value: &Value| oracle.check("/components/schemas/T", value).is_ok();
        for value in accepted.as_array().into_iter().flatten() {
            assert!(check(value), "{name}: {value}");
        }
        for value in refused.as_array().into_iter().flatten() {
            assert!(!check(value), "{name}: {value}");
        }
    }
}
