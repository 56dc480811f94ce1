//! OpenAPI's own meaning of its keywords, case by case, from the text of the
//! specification: what a schema admits and what it refuses.

use serde_json::{Value, json};
use specwright_contract::oracle::{Direction, Oracle, Violation};

/// The schema under test is the component `T`.
fn document(version: &str, schemas: Value) -> Value {
    json!({"openapi": version, "info": {"title": "t", "version": "1"}, "paths": {},
           "components": {"schemas": schemas}})
}

const T: &str = "/components/schemas/T";

struct Case {
    name: &'static str,
    version: &'static str,
    schemas: Value,
    accepted: Vec<Value>,
    refused: Vec<Value>,
}

fn cases() -> Vec<Case> {
    let case = |name, version, schemas, accepted: Value, refused: Value| Case {
        name,
        version,
        schemas,
        accepted: accepted.as_array().cloned().unwrap_or_default(),
        refused: refused.as_array().cloned().unwrap_or_default(),
    };
    vec![
        case(
            "nullable with a type",
            "3.0.3",
            json!({"T": {"type": "string", "nullable": true}}),
            json!(["a", null]),
            json!([1]),
        ),
        case(
            "type null beside what gives the values",
            "3.1.0",
            json!({"T": {"type": "null", "oneOf": [{"type": "string"}, {"type": "boolean"}]}}),
            json!(["a", true, null]),
            json!([1]),
        ),
        case(
            "an enum that lists nothing",
            "3.0.3",
            json!({"T": {"type": "string", "enum": []}}),
            json!(["a"]),
            json!([1]),
        ),
        case(
            "a pattern written as a literal",
            "3.0.3",
            json!({"T": {"type": "string", "pattern": "/^[a-z]+$/i"}}),
            json!(["a", "B"]),
            json!(["/a/i", "1"]),
        ),
        case(
            "a reference to the nearest schema with the anchor",
            "3.1.0",
            json!({"T": {"$recursiveAnchor": true, "type": "object", "properties": {
                "below": {"type": "array", "items": {"$recursiveRef": "#"}},
            }}}),
            json!([{"below": [{"below": []}]}]),
            json!([{"below": [{"below": 7}]}]),
        ),
        case(
            "the same with a named anchor",
            "3.1.0",
            json!({"T": {"$dynamicAnchor": "node", "type": "object", "properties": {
                "next": {"$dynamicRef": "#node"},
            }}}),
            json!([{"next": {"next": {}}}]),
            json!([{"next": {"next": 7}}]),
        ),
        case(
            "properties that a referenced schema has looked at",
            "3.1.0",
            json!({
                "T": {"$ref": "#/components/schemas/Base", "unevaluatedProperties": false},
                "Base": {"properties": {"a": {"$ref": "#/components/schemas/Text"}}},
                "Text": {"type": "string"},
            }),
            json!([{"a": "x"}, {}]),
            json!([{"b": 1}, {"a": 1}]),
        ),
        case(
            "not nullable by default",
            "3.0.3",
            json!({"T": {"type": "string"}}),
            json!(["a"]),
            json!([null]),
        ),
        case(
            "nullable with an enum that lacks null",
            "3.0.3",
            json!({"T": {"type": "string", "nullable": true, "enum": ["a"]}}),
            json!(["a", null]),
            json!(["b"]),
        ),
        case(
            "an enum with null that the type does not announce",
            "3.0.3",
            json!({"T": {"type": "string", "enum": ["a", null]}}),
            json!(["a", null]),
            json!(["b", 1]),
        ),
        case(
            "nullable around allOf of a reference",
            "3.0.3",
            json!({"T": {"nullable": true, "allOf": [{"$ref": "#/components/schemas/A"}]},
                   "A": {"type": "object", "required": ["x"], "properties": {"x": {}}}}),
            json!([null, {"x": 1}]),
            json!([{}, 1]),
        ),
        case(
            "nullable with a type around allOf",
            "3.0.3",
            json!({"T": {"type": "object", "nullable": true, "allOf": [{"$ref": "#/components/schemas/A"}]},
                   "A": {"type": "object"}}),
            json!([null, {}]),
            json!([1]),
        ),
        case(
            "nullable around oneOf and anyOf",
            "3.0.3",
            json!({"T": {"nullable": true, "oneOf": [{"type": "string"}, {"$ref": "#/components/schemas/U"}]},
                   "U": {"nullable": true, "anyOf": [{"type": "integer"}, {"type": "boolean"}]}}),
            json!([null, "a", 1, true]),
            json!([1.5, {}]),
        ),
        case(
            "a reference to a nullable schema is nullable",
            "3.0.3",
            json!({"T": {"type": "object", "properties": {"p": {"$ref": "#/components/schemas/N"}}},
                   "N": {"type": "integer", "nullable": true}}),
            json!([{"p": null}, {"p": 1}, {}]),
            json!([{"p": "a"}]),
        ),
        case(
            "a reference into a schema that was wrapped for null",
            "3.0.3",
            json!({"T": {"$ref": "#/components/schemas/A/properties/x/allOf/0"},
                   "A": {"type": "object", "properties": {
                       "x": {"nullable": true, "allOf": [{"type": "integer"}]}}}}),
            json!([1]),
            json!([null, "a"]),
        ),
        case(
            "boolean exclusive bounds",
            "3.0.3",
            json!({"T": {"type": "number", "minimum": 0, "exclusiveMinimum": true,
                         "maximum": 10, "exclusiveMaximum": false}}),
            json!([0.001, 10]),
            json!([0, -1, 10.001]),
        ),
        case(
            "an exclusive flag without a bound says nothing",
            "3.0.3",
            json!({"T": {"type": "number", "exclusiveMinimum": true}}),
            json!([-1, 0]),
            json!(["a"]),
        ),
        case(
            "numeric exclusive bounds in 3.0",
            "3.0.3",
            json!({"T": {"type": "integer", "exclusiveMinimum": 0, "exclusiveMaximum": 10}}),
            json!([1, 9]),
            json!([0, 10]),
        ),
        case(
            "numeric exclusive bounds in 3.1",
            "3.1.0",
            json!({"T": {"type": "integer", "minimum": -5, "exclusiveMinimum": 0}}),
            json!([1]),
            json!([0, -5]),
        ),
        case(
            "siblings of a reference are ignored in 3.0",
            "3.0.3",
            json!({"T": {"$ref": "#/components/schemas/A", "maxLength": 1},
                   "A": {"type": "string"}}),
            json!(["abc"]),
            json!([null, 1]),
        ),
        case(
            "nullable beside a reference cannot be meant otherwise",
            "3.0.3",
            json!({"T": {"$ref": "#/components/schemas/A", "nullable": true},
                   "A": {"type": "string"}}),
            json!(["abc", null]),
            json!([1]),
        ),
        case(
            "siblings of a reference count in 3.1",
            "3.1.0",
            json!({"T": {"$ref": "#/components/schemas/A", "maxLength": 1},
                   "A": {"type": "string"}}),
            json!(["a"]),
            json!(["abc", 1]),
        ),
        case(
            "type lists and const in 3.1",
            "3.1.0",
            json!({"T": {"properties": {"a": {"type": ["string", "null"]}, "b": {"const": 3}}}}),
            json!([{"a": null}, {"a": "x", "b": 3.0}]),
            json!([{"a": 1}, {"b": 4}]),
        ),
        case(
            "properties named like keywords",
            "3.0.3",
            json!({"T": {"type": "object", "required": ["$ref", "type", "enum"], "properties": {
                "$ref": {"type": "string"},
                "type": {"type": "integer"},
                "enum": {"type": "array", "items": {"type": "string"}},
                "nullable": {"type": "boolean"},
                "example": {"type": "integer"},
                "x-thing": {"type": "integer"},
                "required": {"type": "object", "properties": {"properties": {"type": "string"}}}}}}),
            json!([{"$ref": "a", "type": 1, "enum": ["a"], "nullable": true},
                   {"$ref": "a", "type": 1, "enum": [], "required": {"properties": "a"}}]),
            json!([{}, {"$ref": "a", "type": "a", "enum": []},
                   {"$ref": "a", "type": 1, "enum": [], "example": "a"},
                   {"$ref": "a", "type": 1, "enum": [], "x-thing": "a"},
                   {"$ref": "a", "type": 1, "enum": [], "required": {"properties": 1}}]),
        ),
        case(
            "a string that carries properties is a string",
            "3.0.3",
            json!({"T": {"type": "string", "properties": {"a": {"type": "string"}}}}),
            json!(["a"]),
            json!([{"a": "b"}]),
        ),
        case(
            "unquoted members of a string enum",
            "3.0.3",
            json!({"T": {"type": "string", "enum": [1, true, "a", 1.5]}}),
            json!(["1", "true", "a", "1.5"]),
            json!([1, true, "b"]),
        ),
        case(
            "required names that no property bears",
            "3.0.3",
            json!({"T": {"type": "object", "required": ["a", "ghost"],
                         "properties": {"a": {"type": "string"}}}}),
            json!([{"a": "x"}]),
            json!([{"ghost": 1}]),
        ),
        case(
            "required names borne by another part of allOf",
            "3.0.3",
            json!({"T": {"allOf": [{"$ref": "#/components/schemas/A"}, {"required": ["a"]},
                                   {"$ref": "#/components/schemas/R"}]},
                   "A": {"properties": {"a": {}, "b": {}}},
                   "R": {"required": ["b"]}}),
            json!([{"a": 1, "b": 1}]),
            json!([{}, {"a": 1}, {"b": 1}]),
        ),
        case(
            "required in anyOf speaks of the properties around it",
            "3.0.3",
            json!({"T": {"properties": {"a": {}, "b": {}},
                         "anyOf": [{"required": ["a"]}, {"required": ["b"]}]}}),
            json!([{"a": 1}, {"b": 1}]),
            json!([{}]),
        ),
        case(
            "required under not keeps its sense",
            "3.0.3",
            json!({"T": {"type": "object", "not": {"required": ["ghost"]}}}),
            json!([{}]),
            json!([{"ghost": 1}]),
        ),
        case(
            "formats of texts",
            "3.0.3",
            json!({"T": {"type": "object", "properties": {
                "date-time": {"type": "string", "format": "date-time"},
                "date": {"type": "string", "format": "date"},
                "uuid": {"type": "string", "format": "uuid"},
                "ipv4": {"type": "string", "format": "ipv4"},
                "ipv6": {"type": "string", "format": "ipv6"},
                "byte": {"type": "string", "format": "byte"},
                "url": {"type": "string", "format": "url"},
                "uri": {"type": "string", "format": "uri"},
                "email": {"type": "string", "format": "email"}}}}),
            json!([{"date-time": "2024-02-29T23:59:59.123456789+05:30"}, {"date-time": "2024-02-29T00:00:00Z"},
                   {"date": "2024-02-29"}, {"uuid": "2eb8aa08-aa98-11ea-b4aa-73b441d16380"},
                   {"ipv4": "127.0.0.1"}, {"ipv6": "::1"}, {"byte": "aGk="}, {"byte": ""},
                   {"url": "not a url"}, {"uri": "not a uri"}, {"email": "nobody"}]),
            json!([{"date-time": "2024-02-29"}, {"date-time": "2024-02-29T00:00:00"}, {"date": "2023-02-29"},
                   {"uuid": "2eb8aa08"}, {"ipv4": "256.0.0.1"}, {"ipv6": ":::"},
                   {"byte": "aGk"}, {"byte": "a_k="}]),
        ),
        case(
            "formats of integers",
            "3.0.3",
            json!({"T": {"type": "object", "properties": {
                "int32": {"type": "integer", "format": "int32"},
                "int64": {"type": "integer", "format": "int64"},
                "uint32": {"type": "integer", "format": "uint32"},
                "uint64": {"type": "integer", "format": "uint64"},
                "loose": {"type": "number", "format": "int32"},
                "plain": {"type": "integer"}}}}),
            json!([{"int32": 2147483647}, {"int32": -2147483648_i64}, {"int64": i64::MIN}, {"int64": i64::MAX},
                   {"uint32": 4294967295_u64}, {"uint64": u64::MAX}, {"int32": 1.0}, {"plain": 1.0},
                   {"plain": 1e300}, {"loose": 3}]),
            json!([{"int32": 2147483648_i64}, {"int64": 9223372036854775808_u64}, {"int64": 1e19},
                   {"uint32": -1}, {"uint32": 4294967296_u64}, {"uint64": -1}, {"int32": 1.5},
                   {"plain": 1.5}, {"loose": 3.5}]),
        ),
        case(
            "base64 in 3.1",
            "3.1.0",
            json!({"T": {"type": "string", "contentEncoding": "base64"}}),
            json!(["aGk="]),
            json!(["%"]),
        ),
        case(
            "a discriminator refuses nothing by itself",
            "3.0.3",
            json!({"T": {"oneOf": [{"$ref": "#/components/schemas/A"}],
                         "discriminator": {"propertyName": "kind", "mapping": {"a": "#/components/schemas/A"}}},
                   "A": {"type": "object", "properties": {"kind": {"type": "string"}}}}),
            json!([{"kind": "unknown"}, {}]),
            json!([1]),
        ),
        case(
            "recursion",
            "3.0.3",
            json!({"T": {"type": "object", "required": ["v"], "properties": {
                "v": {"type": "integer"}, "next": {"$ref": "#/components/schemas/T"}}}}),
            json!([{"v": 1, "next": {"v": 2, "next": {"v": 3}}}]),
            json!([{"v": 1, "next": {"v": 2, "next": {}}}]),
        ),
        case(
            "references with escapes",
            "3.0.3",
            json!({"T": {"$ref": "#/components/schemas/a%20b~1c%7Bd%7D"}, "a b/c{d}": {"type": "integer"}}),
            json!([1]),
            json!(["a"]),
        ),
        case(
            "a reference outside the known places",
            "3.0.3",
            json!({"T": {"$ref": "#/info/x-schemas/A"}}),
            json!([]),
            json!([1]),
        ),
    ]
}

#[test]
fn schemas_admit_what_the_specification_says() {
    for case in cases() {
        let oracle = Oracle::new(&document(case.version, case.schemas));
        for value in &case.accepted {
            let judged = oracle.check(T, value);
            assert_eq!(judged, Ok(()), "{}: {value} should be accepted", case.name);
        }
        for value in &case.refused {
            let judged = oracle.check(T, value);
            assert!(judged.is_err(), "{}: {value} should be refused", case.name);
        }
    }
}

#[test]
fn a_direction_excuses_members_that_cannot_travel_in_it() {
    let oracle = Oracle::new(&document(
        "3.0.3",
        json!({
            "T": {"type": "object", "required": ["id", "secret", "name"], "properties": {
                "id": {"type": "string", "readOnly": true},
                "secret": {"$ref": "#/components/schemas/Secret"},
                "name": {"type": "string"},
                "child": {"$ref": "#/components/schemas/T"}}},
            "Secret": {"type": "string", "writeOnly": true},
        }),
    ));
    let request = json!({"secret": "s", "name": "n", "child": {"secret": "s", "name": "n"}});
    let response = json!({"id": "i", "name": "n"});
    assert_eq!(oracle.check_in(Direction::Request, T, &request), Ok(()));
    assert_eq!(oracle.check_in(Direction::Response, T, &response), Ok(()));
    assert!(oracle.check_in(Direction::Request, T, &response).is_err());
    assert!(oracle.check_in(Direction::Response, T, &request).is_err());
    assert!(oracle.check(T, &request).is_err());
    assert!(oracle.check(T, &response).is_err());
}

#[test]
fn violations_name_the_place_in_value_and_document() {
    let oracle = Oracle::new(&document(
        "3.0.3",
        json!({
            "T": {"type": "object", "properties": {"list": {"nullable": true, "allOf": [
                {"type": "array", "items": {"$ref": "#/components/schemas/Count"}}]}}},
            "Count": {"type": "integer", "format": "int32", "minimum": 0},
        }),
    ));
    let found = oracle
        .check(T, &json!({"list": [1, -1, 3_000_000_000_i64]}))
        .unwrap_err();
    let places: Vec<_> = found
        .iter()
        .map(|violation| {
            (
                violation.instance_pointer.as_str(),
                violation.schema_pointer.as_str(),
                violation.keyword.as_str(),
            )
        })
        .collect();
    assert_eq!(
        places,
        [
            ("/list/1", "/components/schemas/Count/minimum", "minimum"),
            ("/list/2", "/components/schemas/Count/format", "format"),
        ]
    );
    let found = oracle
        .check("/components/schemas/T/properties/list/allOf/0", &json!(1))
        .unwrap_err();
    assert_eq!(
        found[0].schema_pointer,
        "/components/schemas/T/properties/list/allOf/0/type"
    );
}

#[test]
fn a_place_is_found_through_the_references_on_the_way() {
    let oracle = Oracle::new(&json!({
        "openapi": "3.0.3",
        "paths": {"/a": {"get": {"responses": {"200": {"$ref": "#/components/responses/Ok"}}}}},
        "components": {"responses": {"Ok": {"content": {"application/json": {
            "schema": {"type": "object", "properties": {"a": {"type": "string"}}},
        }}}}},
    }));
    let at = "/paths/~1a/get/responses/200/content/application~1json/schema";
    assert_eq!(
        oracle.place(at),
        "/components/responses/Ok/content/application~1json/schema"
    );
    assert_eq!(oracle.check(at, &json!({})), Ok(()));
    let broken = oracle.check(&format!("{at}/properties/a"), &json!(1));
    assert_eq!(
        broken.unwrap_err()[0].schema_pointer,
        "/components/responses/Ok/content/application~1json/schema/properties/a/type"
    );
}

#[test]
fn what_cannot_be_compiled_is_reported_and_refuses_everything() {
    let oracle = Oracle::new(&document(
        "3.1.0",
        json!({
            "Good": {"type": "string"},
            "BadPattern": {"type": "string", "pattern": "("},
            "BadKeyword": {"type": "string", "maxLength": "many"},
            "Missing": {"$ref": "#/components/schemas/Nowhere"},
            "Outside": {"$ref": "other.yaml#/X"},
            "Endless": {"anyOf": [{"type": "string"}, {"$ref": "#/components/schemas/Endless"}]},
            "User": {"properties": {"a": {"items": {"$ref": "#/components/schemas/BadPattern"}}}},
            "UserOfUser": {"properties": {"a": {"$ref": "#/components/schemas/User"}}},
            "Empty": null,
        }),
    ));
    let reported: Vec<&str> = oracle
        .uncompiled()
        .iter()
        .map(|uncompiled| uncompiled.pointer.rsplit('/').next().unwrap_or_default())
        .collect();
    assert_eq!(
        reported,
        [
            "BadPattern",
            "BadKeyword",
            "Missing",
            "Outside",
            "Endless",
            "User",
            "UserOfUser",
            "Empty"
        ]
    );
    for uncompiled in oracle.uncompiled() {
        let refused = oracle.check(&uncompiled.pointer, &json!({})).unwrap_err();
        assert_eq!(refused[0].keyword, Violation::UNCOMPILED);
    }
    let refused = oracle
        .check("/components/schemas/None", &json!(1))
        .unwrap_err();
    assert_eq!(refused[0].keyword, Violation::UNCOMPILED);
    assert_eq!(
        oracle.check("/components/schemas/Good", &json!("a")),
        Ok(())
    );
}
