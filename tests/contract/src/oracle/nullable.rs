//! Null: `nullable`, enums with and without a `null` member, 3.1's type lists.
//!
//! Decides only whether a schema admits null in the project's reading, and how
//! that is said in JSON Schema: in the `type` and `enum` of a plain schema, or
//! around the whole of a composed one.

use serde_json::{Map, Value};

use super::members;
use super::notes::Toleration;

/// How null is admitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Null {
    /// The schema says nothing special about null.
    Unsaid,
    /// Null joins the schema's own `type` and `enum`.
    Joins,
    /// The schema is composed of others, so the whole is "null, or it".
    Wraps,
}

/// Keywords whose schemas would refuse null by themselves.
const COMPOSING: [&str; 7] = ["$ref", "allOf", "anyOf", "oneOf", "not", "if", "const"];

/// How `schema` admits null.
pub(super) fn of(schema: &Map<String, Value>) -> Null {
    if is_null_beside_composition(schema) {
        Null::Wraps
    } else if !(announced(schema) || enum_has_null(schema) || enum_lacks_typed_null(schema)) {
        Null::Unsaid
    } else if COMPOSING
        .iter()
        .any(|keyword| schema.contains_key(*keyword))
    {
        Null::Wraps
    } else {
        Null::Joins
    }
}

/// Whether `type` is "null" beside what gives the values: a 3.0 `nullable`
/// that was turned into 3.1 word by word.
pub(super) fn is_null_beside_composition(schema: &Map<String, Value>) -> bool {
    schema.get("type").is_some_and(|kind| kind == "null")
        && ["$ref", "allOf", "anyOf", "oneOf"]
            .iter()
            .any(|keyword| schema.contains_key(*keyword))
}

/// Whether several members of a `oneOf` state that null is one of their values.
pub(super) fn is_in_several(document: &Value, schema: &Map<String, Value>) -> bool {
    let members = schema.get("oneOf").and_then(Value::as_array);
    let states = |member: &&Value| {
        let target = members::target(document, member).map(|(_, target)| target);
        let schema = target.unwrap_or(member).as_object();
        schema.is_some_and(|schema| announced(schema) || lists_null(schema))
    };
    members.is_some_and(|members| members.iter().filter(states).count() > 1)
}

fn lists_null(schema: &Map<String, Value>) -> bool {
    let types = schema.get("type").and_then(Value::as_array);
    types.is_some_and(|types| types.contains(&Value::from("null")))
}

/// The translated keyword that keeps a `nullable` beside neither `type` nor
/// `enum`: null is announced where every other kind of value is allowed, too.
pub(crate) const ANNOUNCED: &str = "x-nullable";

/// Adds null to a translated schema's own `type` and `enum`.
pub(super) fn join(schema: &mut Map<String, Value>) {
    if !schema.contains_key("type") && !schema.contains_key("enum") {
        schema.insert(ANNOUNCED.to_owned(), Value::Bool(true));
    }
    let null = || Value::from("null");
    match schema.get_mut("type") {
        Some(Value::Array(types)) if !types.contains(&null()) => types.push(null()),
        Some(single @ Value::String(_)) if *single != null() => {
            *single = Value::Array(vec![single.clone(), null()]);
        }
        _ => {}
    }
    if let Some(Value::Array(values)) = schema.get_mut("enum")
        && !values.contains(&Value::Null)
    {
        values.push(Value::Null);
    }
}

/// Reads a member of a union that says no more than `nullable` as null, which is how many tools
/// write it; taken at its word it would admit everything.
pub(super) fn state_null_members(source: &Value, translated: &mut Value) {
    let members = source.as_array().into_iter().flatten();
    let translated = translated.as_array_mut().into_iter().flatten();
    for (member, translated) in members.zip(translated) {
        if member.as_object().is_some_and(says_only_null) {
            *translated = serde_json::json!({"type": "null"});
        }
    }
}

fn says_only_null(schema: &Map<String, Value>) -> bool {
    let annotates = |key: &String| {
        let annotations = [
            "nullable",
            "title",
            "description",
            "example",
            "examples",
            "default",
            "deprecated",
        ];
        annotations.contains(&key.as_str()) || key.starts_with("x-")
    };
    announced(schema) && schema.keys().all(annotates)
}

/// The schema that admits null and whatever `inner` admits. Violations inside
/// it stay visible one by one, which `anyOf` would fold into a single one.
pub(super) fn wrap(inner: Value) -> Value {
    serde_json::json!({"if": {"type": "null"}, "else": inner})
}

/// The mistakes about null in `schema`.
pub(super) fn mistakes(schema: &Map<String, Value>, modern: bool) -> Vec<(Toleration, String)> {
    let mut found = Vec::new();
    let announced = announced(schema);
    if is_null_beside_composition(schema) {
        found.push((
            Toleration::NullBesideComposition,
            "`type: \"null\"` stands beside what gives the values; null is allowed".to_owned(),
        ));
    }
    if announced && modern {
        found.push((
            Toleration::NullableInModern,
            "`nullable` does not exist in OpenAPI 3.1; null is allowed".to_owned(),
        ));
    }
    if announced && !modern && schema.contains_key("$ref") {
        found.push((
            Toleration::NullableReference,
            "`nullable` beside `$ref` has no effect in OpenAPI 3.0; null is allowed".to_owned(),
        ));
    } else if announced && !schema.contains_key("type") {
        found.push((
            Toleration::NullableWithoutType,
            "`nullable` stands without `type`; null is allowed".to_owned(),
        ));
    }
    if enum_lacks_typed_null(schema)
        || announced && schema.contains_key("enum") && !enum_has_null(schema)
    {
        found.push((
            Toleration::EnumNullMissing,
            "`nullable` stands beside an enum without `null`; null is allowed".to_owned(),
        ));
    }
    if !announced && enum_has_null(schema) && type_excludes_null(schema) {
        found.push((
            Toleration::EnumNullUnannounced,
            "the enum holds `null` and the type does not; null is allowed".to_owned(),
        ));
    }
    found
}

fn announced(schema: &Map<String, Value>) -> bool {
    schema.get("nullable") == Some(&Value::Bool(true))
}

fn enum_has_null(schema: &Map<String, Value>) -> bool {
    schema
        .get("enum")
        .and_then(Value::as_array)
        .is_some_and(|values| values.contains(&Value::Null))
}

/// Whether the type allows null beside others and the enum does not list it.
fn enum_lacks_typed_null(schema: &Map<String, Value>) -> bool {
    let types = schema.get("type").and_then(Value::as_array);
    types.is_some_and(|types| types.len() > 1 && types.contains(&Value::from("null")))
        && schema.contains_key("enum")
        && !enum_has_null(schema)
}

fn type_excludes_null(schema: &Map<String, Value>) -> bool {
    match schema.get("type") {
        Some(Value::String(single)) => single != "null",
        Some(Value::Array(types)) => !types.contains(&Value::from("null")),
        _ => false,
    }
}

/// Whether a translated schema admits null and nothing else.
pub(super) fn is_only_null(schema: &Value) -> bool {
    let listed = schema.get("enum").and_then(Value::as_array);
    schema.get("type").is_some_and(|kind| kind == "null")
        || schema.get("const").is_some_and(Value::is_null)
        || listed.is_some_and(|values| !values.is_empty() && values.iter().all(Value::is_null))
}
