//! Values that are made from random bits: of a format, and of any kind.

use std::net::{Ipv4Addr, Ipv6Addr};

use serde_json::Value;

use super::strategy::{Drawing, made};
use crate::runtime::Base64;

/// The seconds of an instant: from 1970 to 2100.
const SECONDS: u128 = 4_102_444_800;

/// Values that are made from so many bits.
fn of_bits(count: u32, value: fn(u128) -> Option<Value>) -> Drawing {
    let most = u128::MAX >> (u128::BITS - count);
    made("not a value of the format", most, Box::new(value))
}

/// `true` and `false`.
pub(super) fn truth() -> Drawing {
    of_bits(1, |bits| Some((bits == 1).into()))
}

/// Instants, each with an offset of whole hours.
pub(super) fn date_time() -> Drawing {
    of_bits(56, |bits| {
        let milliseconds = u32::try_from((bits >> 32) % 1_000).ok()?;
        let hours = i32::try_from((bits >> 48) % 27).ok()?;
        let hours = if hours > 14 { hours - 27 } else { hours };
        let instant = chrono::DateTime::from_timestamp(seconds(bits)?, milliseconds * 1_000_000)?;
        let offset = chrono::FixedOffset::east_opt(hours * 3_600)?;
        Some(instant.with_timezone(&offset).to_rfc3339().into())
    })
}

/// Calendar dates.
pub(super) fn date() -> Drawing {
    of_bits(32, |bits| {
        let instant = chrono::DateTime::from_timestamp(seconds(bits)?, 0)?;
        Some(instant.date_naive().to_string().into())
    })
}

fn seconds(bits: u128) -> Option<i64> {
    i64::try_from((bits & u128::from(u32::MAX)) % SECONDS).ok()
}

/// UUIDs of random bits.
pub(super) fn uuid() -> Drawing {
    of_bits(128, |bits| {
        let digits = format!("{bits:032x}");
        let (a, rest) = digits.split_at(8);
        let (b, rest) = rest.split_at(4);
        let (c, rest) = rest.split_at(4);
        let (d, e) = rest.split_at(4);
        Some(format!("{a}-{b}-{c}-{d}-{e}").into())
    })
}

/// IPv4 addresses.
pub(super) fn ipv4() -> Drawing {
    of_bits(32, |bits| {
        let [a, b, c, d, ..] = bits.to_le_bytes();
        Some(Ipv4Addr::new(a, b, c, d).to_string().into())
    })
}

/// IPv6 addresses.
pub(super) fn ipv6() -> Drawing {
    of_bits(128, |bits| Some(Ipv6Addr::from(bits).to_string().into()))
}

/// Up to 15 bytes as Base64.
pub(super) fn bytes() -> Drawing {
    of_bits(128, |bits| {
        serde_json::to_value(Base64::from(some_bytes(bits))).ok()
    })
}

/// A small value of any kind.
pub(super) fn anything() -> Drawing {
    of_bits(128, |bits| {
        Some(match bits & 3 {
            0 => Value::Null,
            1 => (bits & 4 != 0).into(),
            2 => i32::from_le_bytes(*(bits >> 2).to_le_bytes().first_chunk()?).into(),
            _ => {
                let letters = some_bytes(bits).into_iter();
                let letters = letters.map(|byte| char::from(b'a' + byte % 26));
                letters.collect::<String>().into()
            }
        })
    })
}

/// As many of the lower bytes as the uppermost bits say.
fn some_bytes(bits: u128) -> Vec<u8> {
    let many = usize::try_from(bits >> 124).unwrap_or_default();
    let mut bytes = bits.to_le_bytes().to_vec();
    bytes.truncate(many);
    bytes
}
