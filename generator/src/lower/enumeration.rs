//! `enum`: one of several listed values.

use std::collections::HashSet;

use serde_json::Value;

use super::Lowering;
use super::all_of::Merged;
use super::scalar;
use super::schema::{Shape, Shaped};
use crate::diagnostic::Code;
use crate::ir::{Docs, Enum, EnumBase, Name, Type, Variant};
use crate::pointer::Pointer;

/// An enumeration of strings or of integers; other values stay what their `type` says.
pub(super) fn lower(lowering: &mut Lowering<'_, '_>, merged: &Merged<'_>, at: &Pointer) -> Shaped {
    let mut seen = HashSet::new();
    let values: Vec<&Value> = merged
        .values
        .iter()
        .filter(|value| !value.is_null() && seen.insert(value.to_string()))
        .collect();
    let base = if values.is_empty() {
        None
    } else if values.iter().all(|value| value.is_string()) {
        Some(EnumBase::String)
    } else if values.iter().all(|value| value.is_i64()) {
        Some(EnumBase::Integer)
    } else {
        None
    };
    if let Some(base) = base {
        let variants = values.into_iter().map(variant).collect();
        return Shaped {
            shape: Shape::Enum(Enum { variants, base }),
            ..Shaped::plain(Type::Any)
        };
    }
    let nullable = merged.values.iter().any(Value::is_null);
    if !values.is_empty() {
        lowering.find(
            Code::Unsupported,
            &at.join("enum"),
            "an enum of values that are neither all strings nor all integers",
            "the type does not list the values",
        );
    }
    let plain = match merged.ty {
        Some("string" | "number" | "integer" | "boolean") => scalar::lower(lowering, merged, at),
        _ => Shaped::plain(Type::Any),
    };
    Shaped { nullable, ..plain }
}

/// A listed value of which nothing more is known.
pub(super) fn variant(value: &Value) -> Variant {
    let text = value
        .as_str()
        .map_or_else(|| value.to_string(), ToOwned::to_owned);
    Variant {
        name: Name::new(text),
        value: value.clone(),
        docs: Docs::default(),
    }
}
