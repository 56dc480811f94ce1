//! Strings, numbers and truth values, by `type` and `format`.

use super::all_of::Merged;
use super::schema::Shaped;
use super::{Lowering, pattern};
use crate::config::Config;
use crate::diagnostic::Code;
use crate::ir::{Bound, Constraints, ScalarType, Type};
use crate::pointer::Pointer;

/// A scalar without a name.
pub(super) fn lower(lowering: &mut Lowering<'_, '_>, merged: &Merged<'_>, at: &Pointer) -> Shaped {
    for text in &merged.constraints.patterns {
        pattern::read(lowering, text, at);
    }
    if merged.ty == Some("boolean") {
        return Shaped::plain(Type::Bool);
    }
    let format = merged.format.as_deref();
    let limits = &merged.constraints;
    let (scalar, unshown) = by_format(lowering.config, merged.ty, format, limits);
    if let Some(format) = format
        && let Some(limit) = excluding(chosen(lowering.config, merged.ty, format), limits)
    {
        lowering.find(
            Code::ImpossibleFormat,
            at,
            format!("no text of the format `{format}` is {limit}"),
            "the value is read as a text of any form; correct the format or the limits of length",
        );
    }
    Shaped {
        format: unshown,
        ..Shaped::plain(Type::Scalar(scalar))
    }
}

/// The Rust type of a string or number, and its format where the type does not show it.
pub(super) fn by_format(
    config: &Config,
    ty: Option<&str>,
    format: Option<&str>,
    limits: &Constraints,
) -> (ScalarType, Option<String>) {
    let chosen = format.and_then(|format| config.formats.get(format).copied());
    let (scalar, shown) = match chosen {
        Some(scalar) if excluding(scalar, limits).is_none() => (scalar, true),
        Some(_) => (ScalarType::String, false),
        None => match usual(ty.unwrap_or("string"), format) {
            (scalar, _) if excluding(scalar, limits).is_some() => (ScalarType::String, false),
            (scalar, shown) if scalar.is_integer() => {
                let wide = wide_enough(scalar, limits);
                (wide, shown && wide == scalar)
            }
            (ScalarType::F32, _) if !is_single(limits) => (ScalarType::F64, false),
            usual => usual,
        },
    };
    (scalar, format.filter(|_| !shown).map(ToOwned::to_owned))
}

/// An integer type that holds all numbers within the limits, where these name larger ones.
///
/// They are compared as floats: documents often hold the limits of 64 bits in a rounded form.
fn wide_enough(scalar: ScalarType, limits: &Constraints) -> ScalarType {
    let value = |bound: &Option<Bound>| bound.as_ref().and_then(|bound| bound.value.as_f64());
    let (least, most) = (value(&limits.minimum), value(&limits.maximum));
    let holds = |scalar: &ScalarType| {
        let (from, to) = match scalar {
            ScalarType::I32 => (i32::MIN as f64, i32::MAX as f64),
            ScalarType::I64 => (i64::MIN as f64, i64::MAX as f64),
            ScalarType::U32 => (0.0, u32::MAX as f64),
            ScalarType::U64 => (0.0, u64::MAX as f64),
            _ => return true,
        };
        least.is_none_or(|least| from <= least) && most.is_none_or(|most| most <= to)
    };
    // Without a lower limit, negative numbers are meant as well.
    let is_negative = least.is_none_or(|least| least < 0.0);
    let wider = [
        scalar,
        ScalarType::I64,
        if is_negative {
            ScalarType::I128
        } else {
            ScalarType::U64
        },
    ];
    wider.into_iter().find(holds).unwrap_or(ScalarType::I128)
}

/// The scalar that a format stands for, whatever the limits beside it.
fn chosen(config: &Config, ty: Option<&str>, format: &str) -> ScalarType {
    let chosen = config.formats.get(format).copied();
    chosen.unwrap_or_else(|| usual(ty.unwrap_or("string"), Some(format)).0)
}

/// The limit of length that no text of a scalar's format keeps, in words.
fn excluding(scalar: ScalarType, limits: &Constraints) -> Option<String> {
    let (shortest, longest) = match scalar {
        ScalarType::Uuid => (36, 36),
        ScalarType::Date => (10, 10),
        ScalarType::DateTime => (20, usize::MAX),
        ScalarType::Ipv4 => (7, 15),
        ScalarType::Ipv6 => (2, 45),
        ScalarType::String
        | ScalarType::Base64
        | ScalarType::I32
        | ScalarType::I64
        | ScalarType::U32
        | ScalarType::U64
        | ScalarType::I128
        | ScalarType::F32
        | ScalarType::F64 => return None,
    };
    let too_short = limits.max_length.filter(|most| *most < shortest);
    let too_long = limits.min_length.filter(|least| *least > longest);
    too_short
        .map(|most| format!("at most {most} characters long"))
        .or_else(|| too_long.map(|least| format!("at least {least} characters long")))
}

/// Whether a float of 32 bits holds the limits as they are written; values near others would be
/// rounded to the wrong side of them.
fn is_single(limits: &Constraints) -> bool {
    let bounds = limits.minimum.iter().chain(&limits.maximum);
    let holds = |limit: f64| (limit as f32).to_string().parse() == Ok(limit);
    bounds.filter_map(|bound| bound.value.as_f64()).all(holds)
}

/// The Rust type that a format usually gets, and whether the type shows the format.
fn usual(ty: &str, format: Option<&str>) -> (ScalarType, bool) {
    match (ty, format) {
        ("integer", Some("int32")) => (ScalarType::I32, true),
        ("integer", Some("int8" | "int16")) => (ScalarType::I32, false),
        ("integer", Some("uint32")) => (ScalarType::U32, true),
        ("integer", Some("uint16" | "uint8")) => (ScalarType::U32, false),
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
