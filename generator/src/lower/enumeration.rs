//! `enum`: one of several listed values.

use std::collections::HashSet;

use openapiv3::Schema as Item;
use serde_json::Value;

use super::Lowering;
use super::all_of::Merged;
use super::scalar;
use super::schema::{Shape, Shaped};
use super::view::View;
use crate::ir::{Docs, Enum, EnumBase, Name, Type, Variant};
use crate::pointer::Pointer;

/// An enumeration of values of one kind or of several; of truth values the type `bool`.
pub(super) fn lower(lowering: &mut Lowering<'_, '_>, merged: &Merged<'_>, at: &Pointer) -> Shaped {
    let mut seen = HashSet::new();
    let values: Vec<Value> = merged
        .values
        .iter()
        .filter(|value| !value.is_null())
        .map(whole)
        .filter(|value| seen.insert(value.to_string()))
        .collect();
    if values.is_empty() {
        let plain = match merged.ty {
            Some("string" | "number" | "integer" | "boolean") => {
                scalar::lower(lowering, merged, at)
            }
            _ => Shaped::plain(Type::Any),
        };
        return Shaped {
            nullable: merged.values.iter().any(Value::is_null),
            ..plain
        };
    }
    if values.iter().all(Value::is_boolean) {
        // Where only one is allowed, the limits say so.
        return Shaped::plain(Type::Bool);
    }
    let base = base(merged, &values);
    let variants = values.into_iter().map(variant).collect();
    Shaped {
        shape: Shape::Enum(Enum { variants, base }),
        ..Shaped::plain(Type::Any)
    }
}

/// The extensions that say what each listed value means.
const DESCRIPTIONS: [&str; 2] = ["x-enum-descriptions", "x-enumDescriptions"];

/// Gives the values the words that the schema has for each of them: an object with a member for
/// each value, or a list in the order of the values.
pub(super) fn describe(schema: &Item, values: &mut Enum) {
    let extensions = &schema.schema_data.extensions;
    let said = DESCRIPTIONS.iter().find_map(|name| extensions.get(*name));
    let Some(said) = said else {
        return;
    };
    let listed = &View::new(schema).values;
    for variant in &mut values.variants {
        let words = match said {
            Value::Object(members) => members.get(&text(&variant.value)),
            Value::Array(items) => {
                let place = listed
                    .iter()
                    .position(|value| whole(value) == variant.value);
                place.and_then(|place| items.get(place))
            }
            _ => None,
        };
        let words = words.and_then(Value::as_str).map(ToOwned::to_owned);
        variant.docs.description = words.or(variant.docs.description.take());
    }
}

fn base(merged: &Merged<'_>, values: &[Value]) -> EnumBase {
    if values.iter().all(Value::is_string) {
        EnumBase::String
    } else if values.iter().all(Value::is_i64) && merged.ty != Some("number") {
        EnumBase::Integer
    } else if values.iter().all(is_float) {
        EnumBase::Number
    } else {
        EnumBase::Mixed
    }
}

/// Whether a value is a number that a float holds exactly.
fn is_float(value: &Value) -> bool {
    // From here on not every whole number is a float.
    const EXACT: u64 = 1 << 53;
    let whole = value.as_u64().or(value.as_i64().map(i64::unsigned_abs));
    value.is_number() && whole.is_none_or(|whole| whole <= EXACT)
}

/// `1.0` is the same number as `1`.
fn whole(value: &Value) -> Value {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match value.as_f64() {
        Some(number) if value.is_f64() && number.fract() == 0.0 && number.abs() <= EXACT => {
            Value::from(number as i64)
        }
        _ => value.clone(),
    }
}

/// A listed value of which nothing more is known.
pub(super) fn variant(value: Value) -> Variant {
    Variant {
        name: Name::new(text(&value)),
        value,
        docs: Docs::default(),
    }
}

/// A value as text, a string without its quotes.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
