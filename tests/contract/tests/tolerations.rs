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
            "3.1.0",
            json!({"$recursiveAnchor": true, "items": {"$recursiveRef": "#"}}),
            vec![T::DynamicReference],
        ),
    ] {
        assert_eq!(tolerated(version, schema.clone()), expected, "{schema}");
    }
}
