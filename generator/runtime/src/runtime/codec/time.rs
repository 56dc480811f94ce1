//! Instants.

use chrono::{DateTime, FixedOffset, SecondsFormat};
use serde::de::{Deserialize, Deserializer};
use serde::ser::Serializer;

use super::Codec;

/// An instant in the notation of RFC 3339, as serde's own way has it; it is written as a whole
/// instead of character by character.
#[derive(Debug)]
pub struct Rfc3339;

impl Codec<DateTime<FixedOffset>> for Rfc3339 {
    fn decode<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<DateTime<FixedOffset>, D::Error> {
        DateTime::deserialize(deserializer)
    }

    fn encode<S: Serializer>(
        value: &DateTime<FixedOffset>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&value.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}
