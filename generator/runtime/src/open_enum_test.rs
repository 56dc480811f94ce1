//! What the macro `string_enum!` makes of an enumeration.

#![allow(clippy::unwrap_used, reason = "helpers of tests are tests, too")]
#![allow(unreachable_pub, reason = "the macro is for types that a crate offers")]

use std::collections::HashSet;

use crate::runtime::decode;
use crate::runtime::open_enum::{self, string_enum};

/// As it is generated.
#[derive(Clone)]
pub enum Color {
    Red,
    SkyBlue,
    Unlisted(String),
}

string_enum!(Color {
    Red = "red",
    SkyBlue = "sky blue",
});

#[test]
fn a_value_is_shown_by_its_variant() {
    let shown: Vec<String> = ["red", "sky blue", "teal \"2\""]
        .iter()
        .map(|text| format!("{:?}", Color::from(*text)))
        .collect();
    assert_eq!(shown, ["Red", "SkyBlue", r#"Unlisted("teal \"2\"")"#]);
    assert_eq!(format!("{:>9}|", Color::SkyBlue), " sky blue|");
}

#[test]
fn values_are_equal_where_their_texts_are() {
    let red = Color::Unlisted("red".to_owned());
    assert_eq!(red, Color::Red);
    assert_eq!(red.clone(), red);
    assert_ne!(Color::Red, Color::SkyBlue);
    assert_ne!(Color::from("Red"), Color::Red);
    let colors = HashSet::from([Color::Red, red, Color::from("teal"), Color::from("teal")]);
    assert_eq!(colors.len(), 2);
}

#[test]
fn what_is_no_text_is_refused_by_name() {
    let read = |text: &str| decode::from_slice::<Color>(text.as_bytes());
    assert_eq!(read("\"sky blue\"").unwrap(), Color::SkyBlue);
    let refused = read("1").unwrap_err().to_string();
    assert!(refused.contains("string Color"), "{refused}");
}
