//! Texts of a known format, in the spelling that its common types write.
//!
//! A UUID is lower case and an IPv6 address is in its shortest form: the
//! formats allow other spellings, which no typed value could give back.

use std::net::{Ipv4Addr, Ipv6Addr};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::dice::Dice;

const DATES: [&str; 8] = [
    "2024-02-29",
    "1970-01-01",
    "1969-12-31",
    "1999-12-31",
    "2000-02-29",
    "0001-01-01",
    "9999-12-31",
    "2038-01-19",
];
const TIMES: [&str; 5] = ["00:00:00", "23:59:59", "12:34:56", "03:14:07", "09:00:00"];
const FRACTIONS: [&str; 5] = ["", ".5", ".123", ".123456", ".123456789"];
const OFFSETS: [&str; 7] = [
    "Z", "+00:00", "+01:00", "-08:00", "+05:30", "+14:00", "-12:00",
];
const PLAUSIBLE: [(&str, &[&str]); 7] = [
    (
        "email",
        &["a@example.com", "first.last+tag@sub.example.org"],
    ),
    (
        "uri",
        &[
            "https://example.com/",
            "https://example.com:8443/a%20b/?q=1&r=%C3%A9#f",
            "urn:x:y",
        ],
    ),
    (
        "url",
        &["https://example.com", "http://localhost:8080/callback?x=1"],
    ),
    ("uri-reference", &["/a/b", "?q=1", "https://example.com/"]),
    ("hostname", &["example.com", "localhost", "a-b.example.org"]),
    ("time", &["12:34:56Z", "00:00:00.5+01:00"]),
    ("duration", &["P1D", "PT0S", "P1Y2M3DT4H5M6S"]),
];

/// A text of the format; `None` for a format that is unknown here.
pub(super) fn text(format: &str, dice: &mut Dice<'_>, plain: bool) -> Option<String> {
    Some(match format {
        "date-time" => date_time(dice, plain),
        "date" => date(dice, plain),
        "uuid" => uuid(dice),
        "ipv4" => match dice.below(4) {
            0 => "0.0.0.0".to_owned(),
            1 => "255.255.255.255".to_owned(),
            _ => Ipv4Addr::from_bits(dice.bits() as u32).to_string(),
        },
        "ipv6" => match dice.below(4) {
            0 => "::".to_owned(),
            1 => "::1".to_owned(),
            _ => {
                let bits = (u128::from(dice.bits()) << 64) | u128::from(dice.bits());
                Ipv6Addr::from_bits(bits).to_string()
            }
        },
        "byte" => {
            let bytes: Vec<u8> = (0..dice.below(20)).map(|_| dice.bits() as u8).collect();
            STANDARD.encode(bytes)
        }
        other => {
            let (_, texts) = PLAUSIBLE.iter().find(|(name, _)| *name == other)?;
            dice.pick(texts).map(|text| (*text).to_owned())?
        }
    })
}

fn date(dice: &mut Dice<'_>, plain: bool) -> String {
    if plain {
        return DATES[0].to_owned();
    }
    if dice.once_in(2) {
        return DATES[dice.below(DATES.len())].to_owned();
    }
    let (year, month, day) = (
        dice.between(1900, 2100),
        dice.between(1, 12),
        dice.between(1, 28),
    );
    format!("{year:04}-{month:02}-{day:02}")
}

fn date_time(dice: &mut Dice<'_>, plain: bool) -> String {
    if plain {
        return format!("{}T{}Z", DATES[0], TIMES[2]);
    }
    let date = date(dice, false);
    let time = TIMES[dice.below(TIMES.len())];
    let fraction = FRACTIONS[dice.below(FRACTIONS.len())];
    // At the ends of the calendar only UTC, so that the instant stays in it.
    let offset = if date.starts_with("0001") || date.starts_with("9999") {
        "Z"
    } else {
        OFFSETS[dice.below(OFFSETS.len())]
    };
    format!("{date}T{time}{fraction}{offset}")
}

fn uuid(dice: &mut Dice<'_>) -> String {
    if dice.once_in(8) {
        return "00000000-0000-0000-0000-000000000000".to_owned();
    }
    let (high, low) = (dice.bits(), dice.bits());
    format!(
        "{:08x}-{:04x}-4{:03x}-8{:03x}-{:012x}",
        high >> 32,
        (high >> 16) & 0xffff,
        high & 0xfff,
        low >> 52,
        low & 0xffff_ffff_ffff
    )
}
