//! The formats that are asserted, and how.
//!
//! `jsonschema` checks date-time, date, uuid, ipv4 and ipv6 itself. Base64 and
//! the integer ranges of OpenAPI are added here. Any other format is a remark
//! to the reader and refuses nothing.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jsonschema::paths::Location;
use jsonschema::{Keyword, ValidationError, ValidationOptions};
use serde_json::{Map, Number, Value};

/// The translated keyword that carries an integer format: `format` itself
/// looks at texts only.
pub(crate) const INTEGER_FORMAT: &str = "x-integer-format";

/// The translated keyword that keeps a format which is not asserted.
pub(crate) const REMARK: &str = "x-format";

/// The translated keyword that a `format` is carried by.
pub(super) fn keyword(format: &str) -> &'static str {
    match format {
        "date-time" | "date" | "uuid" | "ipv4" | "ipv6" | "byte" => "format",
        _ if integer_range(format).is_some() => INTEGER_FORMAT,
        _ => REMARK,
    }
}

/// Whether the lengths that a schema allows leave no text of its format.
pub(super) fn is_excluded(schema: &Map<String, Value>) -> bool {
    let lengths = match schema.get("format").and_then(Value::as_str) {
        Some("uuid") => 36..=36,
        Some("date") => 10..=10,
        Some("date-time") => 20..=u64::MAX,
        Some("ipv4") => 7..=15,
        Some("ipv6") => 2..=45,
        _ => return false,
    };
    let limit = |keyword: &str| schema.get(keyword).and_then(Value::as_u64);
    limit("maxLength").is_some_and(|most| most < *lengths.start())
        || limit("minLength").is_some_and(|least| least > *lengths.end())
}

/// The least and the greatest integer of an integer format.
pub(crate) fn integer_range(format: &str) -> Option<(i128, i128)> {
    Some(match format {
        // The types for the smaller ones are no narrower than 32 bits.
        "int32" | "int16" | "int8" => (i32::MIN.into(), i32::MAX.into()),
        "int64" => (i64::MIN.into(), i64::MAX.into()),
        "uint32" | "uint16" | "uint8" => (0, u32::MAX.into()),
        "uint64" | "uint" => (0, u64::MAX.into()),
        _ => return None,
    })
}

/// Teaches the validator the formats that it does not bring.
pub(super) fn install(options: ValidationOptions<'_>) -> ValidationOptions<'_> {
    options
        .should_validate_formats(true)
        .with_format("byte", |text: &str| STANDARD.decode(text).is_ok())
        .with_keyword(INTEGER_FORMAT, integer_format)
}

fn integer_format<'a>(
    _schema: &'a Map<String, Value>,
    value: &'a Value,
    _path: Location,
) -> Result<Box<dyn for<'i> Keyword<'i>>, ValidationError<'a>> {
    match value.as_str().and_then(integer_range) {
        Some((least, greatest)) => Ok(Box::new(IntegerFormat { least, greatest })),
        None => Err(ValidationError::custom("not an integer format")),
    }
}

struct IntegerFormat {
    least: i128,
    greatest: i128,
}

impl<'i> Keyword<'i> for IntegerFormat {
    fn validate(&self, instance: &'i Value) -> Result<(), ValidationError<'i>> {
        if self.is_valid(instance) {
            Ok(())
        } else {
            Err(ValidationError::custom(format!(
                "{instance} is not an integer from {} to {}",
                self.least, self.greatest
            )))
        }
    }

    fn is_valid(&self, instance: &'i Value) -> bool {
        match instance {
            Value::Number(number) => {
                integral(number).is_some_and(|value| (self.least..=self.greatest).contains(&value))
            }
            _ => true,
        }
    }
}

/// The number as an integer, if it is one; a double beyond any format's range
/// is clamped by the conversion and so stays beyond it.
fn integral(number: &Number) -> Option<i128> {
    if let Some(value) = number.as_i64() {
        return Some(value.into());
    }
    if let Some(value) = number.as_u64() {
        return Some(value.into());
    }
    let value = number.as_f64()?;
    (value.fract() == 0.0).then_some(value as i128)
}
