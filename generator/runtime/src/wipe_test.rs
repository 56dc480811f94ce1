//! Secrets are overwritten, whatever kind of value they are.

#![allow(clippy::unwrap_used, reason = "helpers of tests are tests, too")]
#![allow(unreachable_pub, reason = "the macro is for types that a crate offers")]

use std::any::Any;
use std::fmt::Debug;
use std::mem;

use serde_json::{Value, json};

use crate::runtime::named_text::{NamedSecret, text_kinds};
use crate::runtime::{Base64, Sensitive, wipe};

fn wiped<T: Any>(mut value: T) -> T {
    wipe::any(&mut value);
    value
}

#[test]
fn texts_bytes_and_json_are_overwritten() {
    assert_eq!(wiped("secret".to_owned()), "");
    assert_eq!(wiped(Base64::from(vec![1, 2, 3])).as_bytes(), b"");
    let value = json!({"a": "secret", "b": ["secret", 7, true, null]});
    assert_eq!(wiped(value), json!({"a": "", "b": ["", 0, false, null]}));
    assert_eq!(wiped(Value::from("secret")), "");
}

#[test]
fn values_without_memory_of_their_own_are_overwritten() {
    fn is_wiped<T: Any + Clone + Debug + PartialEq>(value: T) {
        assert_ne!(wiped(value.clone()), value);
    }
    is_wiped(true);
    is_wiped(7_i32);
    is_wiped(7_i64);
    is_wiped(7_i128);
    is_wiped(7_u32);
    is_wiped(7_u64);
    is_wiped(7.5_f32);
    is_wiped(7.5_f64);
    is_wiped(chrono::NaiveDate::from_ymd_opt(2024, 2, 29).unwrap());
    let instant = chrono::DateTime::parse_from_rfc3339("2024-02-29T01:02:03+01:00");
    is_wiped(instant.unwrap());
    is_wiped(std::net::Ipv4Addr::LOCALHOST);
    is_wiped(std::net::Ipv6Addr::LOCALHOST);
}

mod kinds {
    super::text_kinds!(Token);
}

type Token = NamedSecret<kinds::Token>;

#[test]
fn hidden_values_are_overwritten_when_they_are_dropped() {
    assert!(mem::needs_drop::<Sensitive<i64>>());
    assert!(mem::needs_drop::<Token>());
    let token = Token::from("secret");
    assert_eq!(format!("{token:?}"), "Token([redacted])");
    assert_eq!(token.expose(), "secret");
    assert_eq!(token.clone().into_exposed(), "secret");
    assert_eq!(Sensitive::new(7).into_exposed(), 7);
}
