//! `prefixItems`, and the older form of it: a list as `items`.

use serde_json::{Map, Value, json};

use super::{Walker, stands_at};
use crate::diagnostic::Code;
use crate::grammar::Version;

/// The longest array that becomes a tuple.
const LONGEST: usize = 8;

/// Brings an array whose first places have schemas of their own into a form that the model holds.
///
/// Where the array has exactly these places, they become the properties of one schema for the
/// elements, which bears a mark; else the elements may be any values, unless all are the same.
pub(super) fn normalize(walker: &mut Walker<'_>, schema: &mut Map<String, Value>) {
    let (keyword, rest) = if schema.get("items").is_some_and(Value::is_array) {
        ("items", "additionalItems")
    } else if schema.get("prefixItems").is_some_and(Value::is_array) {
        ("prefixItems", "items")
    } else {
        return;
    };
    if keyword == "items" || walker.version == Version::V3_0 {
        let message = if keyword == "items" {
            "a list as `items` belongs to older versions of JSON Schema"
        } else {
            "`prefixItems` belongs to OpenAPI 3.1"
        };
        let help = "it was read with its meaning there";
        walker.find_at(keyword, Code::KeywordOfOtherVersion, message, help);
    }
    let Some(Value::Array(places)) = schema.shift_remove(keyword) else {
        return;
    };
    let rest = schema.shift_remove(rest);
    if places.is_empty() {
        if let Some(rest) = rest {
            schema.insert("items".to_owned(), rest);
        }
        return;
    }
    let count = |keyword: &str| schema.get(keyword).and_then(Value::as_u64);
    let length = places.len() as u64;
    let all_there = count("minItems").is_some_and(|least| least >= length);
    let none_more =
        rest == Some(Value::Bool(false)) || count("maxItems").is_some_and(|most| most <= length);
    let items = walker.pointer.join("items");
    let same = places.iter().all(|place| *place == places[0]);
    if all_there && none_more && places.len() <= LONGEST {
        let mut members = Map::new();
        for (index, place) in places.into_iter().enumerate() {
            let moved = items.join("properties").join(index + 1);
            let before = walker.pointer.join(keyword).join(index);
            stands_at(walker.loaded, moved, &before);
            members.insert((index + 1).to_string(), place);
        }
        for counted in ["minItems", "maxItems"] {
            schema.shift_remove(counted);
        }
        let tuple = json!({"type": "object", "properties": members, "x-specwright-tuple": true});
        schema.insert("items".to_owned(), tuple);
    } else if same && (none_more || rest.as_ref() == places.first()) {
        stands_at(walker.loaded, items, &walker.pointer.join(keyword).join(0));
        let only = places.into_iter().next();
        schema.extend(only.map(|only| ("items".to_owned(), only)));
        if none_more && count_of(schema, "maxItems").is_none() {
            schema.insert("maxItems".to_owned(), json!(length));
        }
    } else {
        walker.find_at(
            keyword,
            Code::OpenTuple,
            "the number of elements of this tuple is not fixed, or large",
            "its elements may be any values; say `minItems` and `maxItems`",
        );
        schema.insert("items".to_owned(), json!({}));
        if none_more && count_of(schema, "maxItems").is_none() {
            schema.insert("maxItems".to_owned(), json!(length));
        }
    }
}

fn count_of(schema: &Map<String, Value>, keyword: &str) -> Option<u64> {
    schema.get(keyword).and_then(Value::as_u64)
}
