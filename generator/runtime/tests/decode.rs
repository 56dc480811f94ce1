//! Reading JSON with an exact account of what does not fit.

use std::collections::BTreeMap;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};
use specwright_runtime::runtime::Base64;
use specwright_runtime::runtime::decode::{Mismatch, ReadError, from_slice, from_value};

fn parts(mismatch: &Mismatch) -> (&str, &str, &str) {
    (&mismatch.path, &mismatch.expected, mismatch.found)
}

#[test]
fn values_of_every_kind_are_read() {
    #[derive(Debug, Deserialize, PartialEq)]
    enum Shape {
        Dot,
        Circle(f64),
        Rect { width: u8 },
    }

    #[derive(Debug, Deserialize, PartialEq)]
    struct Wrapped(Vec<Option<Shape>>);

    let value = json!(["Dot", null, {"Circle": 1.5}, {"Rect": {"width": 2}}]);
    let expected = Wrapped(vec![
        Some(Shape::Dot),
        None,
        Some(Shape::Circle(1.5)),
        Some(Shape::Rect { width: 2 }),
    ]);
    assert_eq!(from_value::<Wrapped>(&value), Ok(expected));
    let every = json!({"a": [1, -1, 0.5, true, null, "ü"], "n": u64::MAX});
    assert_eq!(from_value::<Value>(&every), Ok(every.clone()));
}

#[test]
fn integers_may_be_written_as_fractions() {
    let read = |text: &str| from_slice::<Vec<Option<i64>>>(text.as_bytes());
    let expected = vec![Some(82), None, Some(-1_000)];
    assert_eq!(read("[82.0, null, -1e3]").unwrap(), expected);
    let maps = from_value::<BTreeMap<String, u64>>(&json!({"a": 1e19})).unwrap();
    assert_eq!(maps["a"], 10_000_000_000_000_000_000);
    for text in ["[1.5]", "[1e19]", r#"["1"]"#] {
        let Err(ReadError::Mismatch(error)) = read(text) else {
            panic!("{text}");
        };
        assert_eq!(error.path, "/0");
    }
    assert!(from_value::<Vec<u32>>(&json!([-1.0])).is_err());
}

#[test]
fn the_whole_value_may_be_at_fault() {
    let error = from_value::<bool>(&json!("canary")).unwrap_err();
    assert_eq!(parts(&error), ("", "a boolean", "string"));
    assert_eq!(
        error.to_string(),
        "the whole body: expected a boolean, found string"
    );
}

#[test]
fn a_refused_text_is_not_quoted() {
    let value = json!({"when": ["canary"]});
    let error = from_value::<BTreeMap<String, Vec<Base64>>>(&json!({"a": ["?canary"]}));
    assert_eq!(
        parts(&error.unwrap_err()),
        ("/a/0", "a Base64 string", "string")
    );
    let error = from_value::<BTreeMap<String, Vec<chrono::NaiveDate>>>(&value).unwrap_err();
    assert_eq!((error.path.as_str(), error.found), ("/when/0", "string"));
    assert!(!format!("{error} {error:?}").contains("canary"));
}

#[test]
fn text_that_is_not_json_is_told_apart() {
    let error = from_slice::<Vec<u8>>(b"[1,\n x]").unwrap_err();
    assert_eq!(error, ReadError::NotJson { line: 2, column: 2 });
    let late = from_slice::<Vec<u8>>(b"[\"no number\", ").unwrap_err();
    assert!(matches!(late, ReadError::NotJson { line: 1, .. }));
    let trailing = from_slice::<u8>(b"1 2").unwrap_err();
    assert!(matches!(trailing, ReadError::NotJson { .. }));
    let mismatch = from_slice::<Vec<u8>>(b"[300]").unwrap_err();
    let ReadError::Mismatch(mismatch) = mismatch else {
        panic!("{mismatch}")
    };
    assert_eq!(parts(&mismatch), ("/0", "u8", "number"));
}

/// Reads a value first and decides afterwards, as unions do.
#[derive(Debug)]
struct Late;

impl<'de> Deserialize<'de> for Late {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        from_value::<BTreeMap<String, Vec<u8>>>(&value).map_err(Mismatch::into_error)?;
        Ok(Self)
    }
}

#[test]
fn a_mismatch_goes_on_through_another_deserializer() {
    let text = br#"[{"x/y": [1, "canary"]}]"#;
    let ReadError::Mismatch(error) = from_slice::<Vec<Late>>(text).unwrap_err() else {
        panic!("not a mismatch")
    };
    assert_eq!(parts(&error), ("/0/x~1y/1", "u8", "string"));
    let plain = serde_json::from_slice::<Vec<Late>>(text).unwrap_err();
    assert_eq!(
        plain.to_string(),
        "invalid value: string, expected u8 at /x~1y/1 at line 1 column 24"
    );
}

#[test]
fn a_custom_message_is_dropped() {
    #[derive(Debug)]
    struct Picky;

    impl<'de> Deserialize<'de> for Picky {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let text = String::deserialize(deserializer)?;
            Err(D::Error::custom(format!("do not like {text}")))
        }
    }

    let error = from_value::<Vec<Picky>>(&json!(["canary"])).unwrap_err();
    assert_eq!((error.path.as_str(), error.found), ("/0", "string"));
    assert!(!format!("{error:?}").contains("canary"));
}
