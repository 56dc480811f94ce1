//! One Schema object: rewriting 3.1 to 3.0, and mending tolerated mistakes.

use serde_json::{Map, Value, json};

use super::{Walker, members, text, tuple};
use crate::diagnostic::Code;
use crate::grammar::Version;

/// Where the schema of `propertyNames` is kept.
pub(crate) const PROPERTY_NAMES: &str = "x-specwright-property-names";

/// Brings one schema into normal form; what lies below it is walked afterwards.
pub(super) fn normalize(walker: &mut Walker<'_>, value: &mut Value) {
    if value.is_null() {
        let message = "there is nothing where a schema belongs";
        walker.find(Code::AssumedField, message, "any value was assumed");
        *value = json!({});
    }
    if let Value::Bool(anything) = value {
        *value = if *anything {
            json!({})
        } else {
            json!({ "not": {} })
        };
    }
    let Value::Object(schema) = value else { return };
    if schema.contains_key("$ref") {
        reference(walker, schema);
        // In 3.1 what stands beside the reference is a schema like any other.
        if walker.version == Version::V3_0 || schema.contains_key("$ref") {
            return;
        }
    }
    of_3_0(walker, schema);
    unquoted_null(walker, schema);
    constant(schema);
    types(walker, schema);
    exclusive_bounds(walker, schema);
    exact_limits(schema);
    encoded(schema);
    tuple::normalize(walker, schema);
    members::normalize(walker, schema);
    property_names(walker, schema);
    scalar_with_properties(walker, schema);
    text_enum(walker, schema);
    nullability(walker, schema);
}

/// `propertyNames`, for which the model has no place.
fn property_names(walker: &mut Walker<'_>, schema: &mut Map<String, Value>) {
    const KEYWORD: &str = "propertyNames";
    let Some(names) = schema.shift_remove(KEYWORD) else {
        return;
    };
    if walker.version == Version::V3_0 {
        let message = "`propertyNames` belongs to OpenAPI 3.1";
        let help = "it was read with its meaning there";
        walker.find_at(KEYWORD, Code::KeywordOfOtherVersion, message, help);
    }
    let moved = walker.pointer.join(PROPERTY_NAMES);
    super::stands_at(walker.loaded, moved, &walker.pointer.join(KEYWORD));
    schema.insert(PROPERTY_NAMES.to_owned(), names);
}

/// Something beside `$ref`: annotations move onto an `allOf` that wraps the reference.
fn reference(walker: &mut Walker<'_>, schema: &mut Map<String, Value>) {
    if schema.len() == 1 {
        return;
    }
    let structural = |name: &str| {
        !name.starts_with("x-")
            && !matches!(
                name,
                "$ref"
                    | "title"
                    | "description"
                    | "deprecated"
                    | "default"
                    | "example"
                    | "examples"
                    | "nullable"
                    | "readOnly"
                    | "writeOnly"
                    | "summary"
                    | "externalDocs"
            )
    };
    if walker.version == Version::V3_0 {
        let ignored: Vec<&str> = schema
            .keys()
            .map(String::as_str)
            .filter(|name| structural(name))
            .collect();
        let (message, help) = if ignored.is_empty() {
            (
                "annotations stand beside `$ref`, where OpenAPI 3.0 ignores them".to_owned(),
                "they were kept; write `allOf: [{ $ref: … }]` beside them to say so",
            )
        } else {
            let names = ignored.join("`, `");
            (
                format!("`{names}` beside `$ref` is ignored by OpenAPI 3.0"),
                "it was ignored; use `allOf` to add to a referenced schema",
            )
        };
        walker.find(Code::RefSiblings, message, help);
        schema.retain(|name, _| !structural(name));
    }
    if let Some(target) = schema.shift_remove("$ref") {
        let wrapped = json!({ "$ref": target });
        let members = schema.entry("allOf").or_insert_with(|| json!([]));
        if let Some(members) = members.as_array_mut() {
            let moved = walker.pointer.join("allOf").join(members.len());
            members.push(wrapped);
            super::stands_at(walker.loaded, moved, &walker.pointer);
        }
    }
}

/// What 3.1 no longer has, and real documents still write.
fn of_3_0(walker: &mut Walker<'_>, schema: &Map<String, Value>) {
    if walker.version == Version::V3_0 {
        return;
    }
    for keyword in ["nullable", "exclusiveMinimum", "exclusiveMaximum"] {
        if schema.get(keyword).is_some_and(Value::is_boolean) {
            let message = format!("a boolean as `{keyword}` belongs to OpenAPI 3.0");
            let help = "it was read with its meaning there";
            walker.find_at(keyword, Code::KeywordOfOtherVersion, message, help);
        }
    }
}

/// `null` as the name of a type, which YAML takes for no value where it stands without quotes.
fn unquoted_null(walker: &mut Walker<'_>, schema: &mut Map<String, Value>) {
    let found = match schema.get_mut("type") {
        Some(Value::Array(names)) => names.iter_mut().find(|name| name.is_null()),
        Some(name) if name.is_null() => Some(name),
        _ => None,
    };
    if let Some(name) = found {
        *name = json!("null");
        let message = "the name of the type `null` stands without quotes";
        walker.find_at("type", Code::IgnoredField, message, "write \"null\"");
    }
}

/// `const` is an enum of one value.
fn constant(schema: &mut Map<String, Value>) {
    if let Some(value) = schema.shift_remove("const") {
        schema.insert("enum".to_owned(), Value::Array(vec![value]));
    }
}

/// A list of types: `null` in it means nullable; several others leave the value untyped.
fn types(walker: &mut Walker<'_>, schema: &mut Map<String, Value>) {
    if let Some(Value::Array(types)) = schema.get("type") {
        let mut names: Vec<Value> = types.clone();
        let before = names.len();
        names.retain(|name| name != "null");
        if names.len() < before {
            schema.insert("nullable".to_owned(), Value::Bool(true));
        }
        if walker.version == Version::V3_0 {
            walker.find_at(
                "type",
                Code::KeywordOfOtherVersion,
                "a list of types belongs to OpenAPI 3.1",
                "it was read with its meaning there",
            );
        }
        match <[Value; 1]>::try_from(names) {
            Ok([name]) => {
                schema.insert("type".to_owned(), name);
            }
            Err(names) => {
                schema.shift_remove("type");
                if !names.is_empty() {
                    schema.insert("x-specwright-types".to_owned(), Value::Array(names));
                }
            }
        }
    } else if schema.get("type").is_some_and(|name| name == "null") {
        schema.shift_remove("type");
        schema.insert("enum".to_owned(), json!([null]));
        schema.insert("nullable".to_owned(), Value::Bool(true));
    }
}

/// A number as an exclusive bound is a bound with a flag.
fn exclusive_bounds(walker: &mut Walker<'_>, schema: &mut Map<String, Value>) {
    for (exclusive, bound) in [
        ("exclusiveMinimum", "minimum"),
        ("exclusiveMaximum", "maximum"),
    ] {
        let Some(limit) = schema
            .get(exclusive)
            .filter(|limit| limit.is_number())
            .cloned()
        else {
            continue;
        };
        if walker.version == Version::V3_0 {
            walker.find_at(
                exclusive,
                Code::KeywordOfOtherVersion,
                format!("a number as `{exclusive}` belongs to OpenAPI 3.1"),
                "it was read with its meaning there",
            );
        }
        let value = |limit: &Value| limit.as_f64();
        let other = schema.get(bound).and_then(value);
        let narrower = match (other, value(&limit)) {
            (Some(other), Some(limit)) if bound == "minimum" => other > limit,
            (Some(other), Some(limit)) => other < limit,
            _ => false,
        };
        if narrower {
            // The bound that includes its number is the one that counts.
            schema.shift_remove(exclusive);
            continue;
        }
        schema.insert(bound.to_owned(), limit);
        schema.insert(exclusive.to_owned(), Value::Bool(true));
    }
}

/// How 3.1 says that a string stands for bytes is a format in 3.0.
fn encoded(schema: &mut Map<String, Value>) {
    let is = |keyword: &str, text: &str| {
        let value = schema.get(keyword).and_then(Value::as_str);
        value.is_some_and(|value| value.eq_ignore_ascii_case(text))
    };
    let format = if is("contentEncoding", "base64") {
        "byte"
    } else if is("contentMediaType", "application/octet-stream")
        && !schema.contains_key("contentEncoding")
    {
        "binary"
    } else {
        return;
    };
    if schema.get("type").is_some_and(|ty| ty == "string") && !schema.contains_key("format") {
        schema.insert("format".to_owned(), json!(format));
    }
}

/// Numbers that the model would round are kept apart.
fn exact_limits(schema: &mut Map<String, Value>) {
    // From here on not every whole number is a float.
    const EXACT: u64 = 1 << 53;
    let mut exact = Map::new();
    for (keyword, flag) in [
        ("minimum", Some("exclusiveMinimum")),
        ("maximum", Some("exclusiveMaximum")),
        ("multipleOf", None),
    ] {
        let rounded = match schema.get(keyword) {
            Some(Value::Number(number)) => {
                let whole = number.as_u64().or(number.as_i64().map(i64::unsigned_abs));
                whole.is_some_and(|whole| whole > EXACT)
            }
            _ => false,
        };
        if rounded {
            for name in std::iter::once(keyword).chain(flag) {
                if let Some(value) = schema.shift_remove(name) {
                    exact.insert(name.to_owned(), value);
                }
            }
        }
    }
    if !exact.is_empty() {
        let exact = Value::Object(exact);
        schema.insert("x-specwright-exact-limits".to_owned(), exact);
    }
}

/// A scalar cannot have properties.
fn scalar_with_properties(walker: &mut Walker<'_>, schema: &mut Map<String, Value>) {
    let Some(scalar @ ("string" | "integer" | "number" | "boolean")) =
        schema.get("type").and_then(Value::as_str)
    else {
        return;
    };
    if !schema.contains_key("properties") {
        return;
    }
    let message = format!("a schema of type `{scalar}` also has `properties`");
    let help = "the properties were ignored; if the value is an object, say `type: object`";
    walker.find_at("properties", Code::PropertiesOnScalar, message, help);
    for keyword in ["properties", "required", "additionalProperties"] {
        schema.shift_remove(keyword);
    }
}

/// Numbers and booleans in an enum of strings are the text that the document writes.
fn text_enum(walker: &mut Walker<'_>, schema: &mut Map<String, Value>) {
    if schema.get("type").is_none_or(|name| name != "string") {
        return;
    }
    let Some(values) = schema.get_mut("enum").and_then(Value::as_array_mut) else {
        return;
    };
    for (index, value) in values.iter_mut().enumerate() {
        if !(value.is_number() || value.is_boolean()) {
            continue;
        }
        let pointer = walker.pointer.join("enum").join(index);
        let text = text::as_written(walker, &pointer).unwrap_or_else(|| value.to_string());
        let message = format!("an enum of strings holds the unquoted value {text}");
        let help = format!("it was read as \"{text}\"; put it in quotes");
        *value = Value::String(text);
        walker.below("enum", |walker| {
            walker.find_at(&index.to_string(), Code::EnumValueNotText, message, help);
        });
    }
}

/// `nullable` without a type, and enums that disagree with it.
fn nullability(walker: &mut Walker<'_>, schema: &mut Map<String, Value>) {
    let nullable = schema.get("nullable").is_some_and(|flag| flag == true);
    if let Some(values) = schema.get_mut("enum").and_then(Value::as_array_mut) {
        let listed = values.iter().any(Value::is_null);
        // An enum of null alone stays: it is how 3.0 writes the type `null`.
        if listed && values.len() > 1 {
            values.retain(|value| !value.is_null());
        }
        if listed != nullable && walker.version == Version::V3_0 {
            let (message, name) = if listed {
                (
                    "the enum holds null, but the schema is not nullable",
                    "enum",
                )
            } else {
                (
                    "the schema is nullable, but its enum does not hold null",
                    "nullable",
                )
            };
            walker.find_at(name, Code::EnumNullMismatch, message, "null was allowed");
        }
        if listed {
            schema.insert("nullable".to_owned(), Value::Bool(true));
        }
    } else if nullable && !schema.contains_key("type") && walker.version == Version::V3_0 {
        walker.find_at(
            "nullable",
            Code::NullableWithoutType,
            "`nullable` has no meaning in OpenAPI 3.0 without a `type` beside it",
            "null was allowed",
        );
    }
}
