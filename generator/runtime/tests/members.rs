//! Undeclared members of one type, tuples, wide integers and instants: what is read is written again, and
//! what does not fit is refused at its place.

#![allow(clippy::unwrap_used, reason = "helpers of tests are tests, too")]

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};
use serde::de::MapAccess;
use serde_json::json;
use specwright_runtime::runtime::codec::{Codec, Int, Plain, Rfc3339, Wide};
use specwright_runtime::runtime::decode;
use specwright_runtime::runtime::object::{self, Object, Reader, Shape, Visit};

#[derive(Debug)]
struct Pair((i64, String));

impl<'de> serde::Deserialize<'de> for Pair {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <(Int, Plain) as Codec<(i64, String)>>::decode(deserializer).map(Pair)
    }
}

impl serde::Serialize for Pair {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        <(Int, Plain) as Codec<(i64, String)>>::encode(&self.0, serializer)
    }
}

#[derive(Debug, PartialEq)]
struct Large(i128);

impl<'de> serde::Deserialize<'de> for Large {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Wide::decode(deserializer).map(Large)
    }
}

fn refused<T: serde::de::DeserializeOwned + std::fmt::Debug>(text: &str) -> String {
    decode::from_slice::<T>(text.as_bytes())
        .unwrap_err()
        .to_string()
}

#[test]
fn a_tuple_has_exactly_its_elements() {
    let pair: Pair = serde_json::from_str("[1.0, \"a\"]").unwrap();
    assert_eq!(serde_json::to_value(&pair).unwrap(), json!([1, "a"]));
    let whole = "the whole body: expected an array of 2 elements, found";
    assert_eq!(refused::<Pair>("[1]"), format!("{whole} array"));
    assert_eq!(refused::<Pair>("[1, \"a\", 2]"), format!("{whole} array"));
    assert_eq!(refused::<Pair>("{}"), format!("{whole} object"));
    assert_eq!(
        refused::<Pair>("[1, 2]"),
        "/1: expected a string, found number"
    );
    // Nor does a tuple that is read in serde's own way lose any.
    let found = refused::<(i64, String)>("[1, \"a\", 2]");
    assert!(
        found.starts_with("the whole body: expected a tuple"),
        "{found}"
    );
    assert_eq!(refused::<Pair>("[1, \"a\""), "not JSON at line 1 column 7");
}

#[test]
fn whole_numbers_beyond_64_bits_are_exact() {
    let read = |text: &str| serde_json::from_str::<Large>(text);
    let largest = "170141183460469231731687303715884105727";
    assert_eq!(read(largest).unwrap(), Large(i128::MAX));
    assert_eq!(read("-5").unwrap(), Large(-5));
    assert_eq!(decode::from_slice::<Large>(b"5.0").unwrap(), Large(5));
    assert!(read("5.5").is_err());
    let mut written = serde_json::Serializer::new(Vec::new());
    Wide::encode(&i128::MAX, &mut written).unwrap();
    assert_eq!(written.into_inner(), largest.as_bytes());
}

#[test]
fn instants_are_written_as_serde_writes_them() {
    for text in [
        "2024-02-29T01:02:03Z",
        "2024-02-29T01:02:03.5+05:30",
        "2024-02-29T01:02:03.000250-00:30",
        "2024-02-29T01:02:03.123456789-12:00",
        "2016-12-31T23:59:60Z",
        "0000-01-01T00:00:00Z",
        "-0044-03-15T12:00:00Z",
        "+12024-02-29T01:02:03.1Z",
    ] {
        let instant: DateTime<FixedOffset> = text.parse().unwrap();
        let written = Rfc3339::encode(&instant, serde_json::value::Serializer).unwrap();
        assert_eq!(written, json!(instant));
        assert_eq!(Rfc3339::decode(&written).unwrap(), instant);
    }
}

/// What the generator writes for undeclared members of one type.
#[derive(Debug)]
struct Scores {
    others: BTreeMap<String, i64>,
}

impl Object for Scores {
    fn read<'de, A: MapAccess<'de>>(reader: &mut Reader<'_, 'de, A>) -> Result<Self, A::Error> {
        while reader.next_declared() == 0 {}
        let others = reader.map::<Int, i64>();
        others
            .map(|others| Self { others })
            .ok_or_else(|| reader.failure())
    }

    fn visit<'v, V: Visit<'v>>(&'v self, visit: &mut V) {
        visit.map::<Int, i64>(&self.others);
    }
}

impl<'de> serde::Deserialize<'de> for Scores {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        object::deserialize(
            deserializer,
            &Shape {
                name: "Scores",
                undeclared: "others",
                names: &["name"],
                required: "",
            },
        )
    }
}

impl serde::Serialize for Scores {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        object::serialize(self, serializer)
    }
}

#[test]
fn undeclared_members_of_one_type_are_kept_and_refused_at_their_place() {
    let scores: Scores = serde_json::from_value(json!({"a": 1, "b": 2.0})).unwrap();
    assert_eq!(
        serde_json::to_value(&scores).unwrap(),
        json!({"a": 1, "b": 2})
    );
    assert!(object::same(&scores, &scores));
    let others = BTreeMap::from([("a".to_owned(), 1)]);
    assert!(!object::same(&scores, &Scores { others }));
    let found = decode::from_slice::<Vec<Scores>>(br#"[{}, {"a": 1, "b~/c": "no"}]"#);
    assert_eq!(
        found.unwrap_err().to_string(),
        "/1/b~0~1c: expected an integer (i64), found string"
    );
}

#[test]
fn of_members_that_come_twice_the_last_counts() {
    let text = br#"{"a": 1, "b": "no", "a": 3, "b": 2}"#;
    // What is undeclared is read once all of it is there.
    let scores = decode::from_slice::<Scores>(text).unwrap();
    assert_eq!(
        serde_json::to_value(&scores).unwrap(),
        json!({"a": 3, "b": 2})
    );
}

/// More members than the reader has bits for.
#[derive(Debug)]
struct Many;

const MANY: [&str; 70] = {
    let mut names = ["m"; 70];
    names[3] = "low";
    names[63] = "last bit";
    names[64] = "first other";
    names[69] = "high";
    names
};

impl Object for Many {
    fn read<'de, A: MapAccess<'de>>(reader: &mut Reader<'_, 'de, A>) -> Result<Self, A::Error> {
        while reader.next_declared() < MANY.len() {
            reader.required(&mut None::<i64>);
        }
        Err(reader.failure())
    }

    fn visit<'v, V: Visit<'v>>(&'v self, _: &mut V) {}
}

impl<'de> serde::Deserialize<'de> for Many {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        object::deserialize(
            deserializer,
            &Shape {
                name: "Many",
                undeclared: "",
                names: &MANY,
                required: "3 63 64 69",
            },
        )
    }
}

#[test]
fn the_first_required_member_that_did_not_come_is_named() {
    let all = ["low", "last bit", "first other", "high"];
    for missing in all {
        let there = all.iter().filter(|name| **name != missing);
        let value: serde_json::Value = there.map(|name| ((*name).to_owned(), 1)).collect();
        let error = serde_json::from_value::<Many>(value).unwrap_err();
        assert_eq!(error.to_string(), format!("missing field `{missing}`"));
    }
    // What does not fit is told before what is missing.
    let error = serde_json::from_value::<Many>(json!({"low": "text"})).unwrap_err();
    assert!(error.to_string().starts_with("invalid type"), "{error}");
}
