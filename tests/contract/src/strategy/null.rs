//! Whether a schema admits null, read off it without compiling anything.

use serde_json::Value;

use crate::oracle::translate::Translation;
use crate::pointer;

/// Whether null satisfies the schema, as far as can be told without compiling;
/// drawn nulls of unclear cases go before the oracle in any case.
pub(super) fn admitted(translation: &Translation, place: &str, depth: u32) -> bool {
    if translation.is_wrapped(place) || depth > 32 {
        return true;
    }
    let schema = match translation.tree.pointer(place) {
        Some(Value::Object(schema)) => schema,
        Some(Value::Bool(allowed)) => return *allowed,
        _ => return false,
    };
    let by_type = match schema.get("type") {
        Some(Value::String(name)) => name == "null",
        Some(Value::Array(names)) => names.contains(&Value::from("null")),
        _ => true,
    };
    let by_enum = match schema.get("enum") {
        Some(Value::Array(values)) => values.contains(&Value::Null),
        _ => true,
    };
    let by_const = schema.get("const").is_none_or(Value::is_null);
    if !(by_type && by_enum && by_const) {
        return false;
    }
    let target = schema
        .get("$ref")
        .and_then(Value::as_str)
        .and_then(pointer::from_reference);
    if target.is_some_and(|target| !admitted(translation, &target, depth + 1)) {
        return false;
    }
    let admitting = |keyword: &str| {
        let members = schema.get(keyword).and_then(Value::as_array)?;
        let count = (0..members.len())
            .filter(|index| {
                admitted(
                    translation,
                    &format!("{place}/{keyword}/{index}"),
                    depth + 1,
                )
            })
            .count();
        Some((count, members.len()))
    };
    admitting("allOf").is_none_or(|(count, all)| count == all)
        && admitting("anyOf").is_none_or(|(count, _)| count > 0)
        && admitting("oneOf").is_none_or(|(count, _)| count == 1)
}
