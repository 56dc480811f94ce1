//! `patternProperties` and `unevaluatedProperties`: what undeclared members of an object are.

use serde_json::{Map, Value};

use super::{Walker, stands_at};

/// Says by `additionalProperties` alone what all undeclared members are, as far as that can say it.
pub(super) fn normalize(walker: &mut Walker<'_>, schema: &mut Map<String, Value>) {
    unevaluated(walker, schema);
    let Some(patterns) = schema.shift_remove("patternProperties") else {
        return;
    };
    let Value::Object(patterns) = patterns else {
        return;
    };
    let others = schema.get("additionalProperties");
    let mut values = patterns.iter();
    let Some((pattern, value)) = values.next() else {
        return;
    };
    // Every undeclared member is of this one kind, where no other is allowed beside it.
    let alone = others == Some(&Value::Bool(false)) || is_any_name(pattern);
    let all_alike =
        patterns.values().all(|other| other == value) && (alone || others == Some(value));
    if all_alike {
        let at = walker.pointer.join("patternProperties").join(pattern);
        let moved = walker.pointer.join("additionalProperties");
        stands_at(walker.loaded, moved, &at);
        schema.insert("additionalProperties".to_owned(), value.clone());
    } else {
        // What a pattern allows must not be taken for a member that is forbidden.
        schema.insert("additionalProperties".to_owned(), Value::Bool(true));
    }
}

/// `unevaluatedProperties` is read like `additionalProperties` of everything that is joined here,
/// unless something that decides about members by their values stands beside it.
fn unevaluated(walker: &mut Walker<'_>, schema: &mut Map<String, Value>) {
    const DECIDE: &[&str] = &[
        "if",
        "then",
        "else",
        "dependentSchemas",
        "patternProperties",
        "$dynamicRef",
        "oneOf",
        "anyOf",
    ];
    let Some(value) = schema.shift_remove("unevaluatedProperties") else {
        return;
    };
    let decided = DECIDE.iter().any(|keyword| schema.contains_key(*keyword));
    if !schema.contains_key("additionalProperties") && !decided {
        let moved = walker.pointer.join("additionalProperties");
        stands_at(
            walker.loaded,
            moved,
            &walker.pointer.join("unevaluatedProperties"),
        );
        schema.insert("additionalProperties".to_owned(), value);
    }
}

/// Whether a pattern is one of the usual ways to write that every name matches.
fn is_any_name(pattern: &str) -> bool {
    matches!(
        pattern,
        "" | "." | ".*" | "^.*$" | "^.*" | ".*$" | ".+" | "^.+$" | "^.+" | "^"
    )
}
