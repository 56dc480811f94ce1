//! Strings, numbers and truth values, by `type` and `format`.

use super::all_of::Merged;
use super::schema::Shaped;
use super::{Lowering, pattern};
use crate::config::Config;
use crate::ir::{ScalarType, Type};
use crate::pointer::Pointer;

/// A scalar without a name.
pub(super) fn lower(lowering: &mut Lowering<'_, '_>, merged: &Merged<'_>, at: &Pointer) -> Shaped {
    for text in &merged.constraints.patterns {
        pattern::read(lowering, text, at);
    }
    if merged.ty == Some("boolean") {
        return Shaped::plain(Type::Bool);
    }
    let (scalar, format) = by_format(lowering.config, merged.ty, merged.format.as_deref());
    Shaped {
        format,
        ..Shaped::plain(Type::Scalar(scalar))
    }
}

/// The Rust type of a string or number, and its format where the type does not show it.
pub(super) fn by_format(
    config: &Config,
    ty: Option<&str>,
    format: Option<&str>,
) -> (ScalarType, Option<String>) {
    let chosen = format.and_then(|format| config.formats.get(format).copied());
    let (scalar, shown) = match chosen {
        Some(scalar) => (scalar, true),
        None => usual(ty.unwrap_or("string"), format),
    };
    (scalar, format.filter(|_| !shown).map(ToOwned::to_owned))
}

/// The Rust type that a format usually gets, and whether the type shows the format.
fn usual(ty: &str, format: Option<&str>) -> (ScalarType, bool) {
    match (ty, format) {
        ("integer", Some("int32")) => (ScalarType::I32, true),
        ("integer", Some("uint32" | "uint16" | "uint8")) => (ScalarType::U32, true),
        ("integer", Some("uint64" | "uint")) => (ScalarType::U64, true),
        ("integer", _) => (ScalarType::I64, matches!(format, Some("int64"))),
        ("number", Some("float")) => (ScalarType::F32, true),
        ("number", _) => (ScalarType::F64, matches!(format, Some("double"))),
        (_, Some("date-time")) => (ScalarType::DateTime, true),
        (_, Some("date")) => (ScalarType::Date, true),
        (_, Some("uuid")) => (ScalarType::Uuid, true),
        (_, Some("byte")) => (ScalarType::Base64, true),
        (_, Some("ipv4")) => (ScalarType::Ipv4, true),
        (_, Some("ipv6")) => (ScalarType::Ipv6, true),
        (_, _) => (ScalarType::String, false),
    }
}
