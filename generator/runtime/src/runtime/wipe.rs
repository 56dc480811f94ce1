//! Overwriting secrets in memory.

use std::any::Any;
use std::net::{Ipv4Addr, Ipv6Addr};

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde_json::Value;
use zeroize::Zeroize as _;

use super::Base64;

/// Overwrites a value of a kind that can hold secrets: texts, bytes, JSON, numbers, dates, addresses.
/// Others stay as they are.
///
/// The kind is found at run time: a trait would have to be implemented for, and compiled with,
/// every generated type, only to reach the few that are hidden.
pub(crate) fn any(value: &mut dyn Any) {
    if let Some(text) = value.downcast_mut::<String>() {
        text.zeroize();
    } else if let Some(value) = value.downcast_mut::<Value>() {
        json(value);
    } else if let Some(bytes) = value.downcast_mut::<Base64>() {
        bytes.wipe();
    } else {
        plain(value);
    }
}

/// Overwrites every text in a JSON value.
fn json(value: &mut Value) {
    match value {
        Value::String(text) => text.zeroize(),
        Value::Array(elements) => elements.iter_mut().for_each(json),
        Value::Object(members) => members.values_mut().for_each(json),
        Value::Number(number) => *number = 0.into(),
        Value::Bool(value) => value.zeroize(),
        Value::Null => {}
    }
}

/// Overwrites a value without memory of its own.
fn plain(value: &mut dyn Any) {
    macro_rules! one_of {
        ($($kind:ty)+) => {
            $(if let Some(value) = value.downcast_mut::<$kind>() {
                value.zeroize();
                return;
            })+
        };
    }
    one_of!(bool i32 i64 i128 u32 u64 f32 f64);
    macro_rules! set {
        ($($kind:ty = $nothing:expr;)+) => {
            $(if let Some(value) = value.downcast_mut::<$kind>() {
                *value = $nothing;
                // Looked at, so that the compiler cannot leave the write out.
                std::hint::black_box(value);
                return;
            })+
        };
    }
    set! {
        NaiveDate = NaiveDate::default();
        DateTime<FixedOffset> = DateTime::default();
        Ipv4Addr = Ipv4Addr::UNSPECIFIED;
        Ipv6Addr = Ipv6Addr::UNSPECIFIED;
    }
}
