//! Reading unions: which member a value is, and what happens to a value that is none.

#![allow(clippy::unwrap_used, reason = "helpers of tests are tests, too")]

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Value, json};
use specwright_runtime::runtime::codec::{Codec, Int};
use specwright_runtime::runtime::decode::{ReadError, from_slice, from_value, through};
use specwright_runtime::runtime::union::{
    ARRAY, Check, FRACTION, INTEGER, KnownMember, Member, NUMBER, OBJECT, STRING, Tag, Union,
    deserialize, serialize_tagged,
};

macro_rules! union {
    ($name:ident { $($variant:ident($ty:ty)),* }, $tag:expr, $members:expr) => {
        #[derive(Clone, Debug, PartialEq, Serialize)]
        #[serde(untagged)]
        enum $name {
            $($variant($ty),)*
            Unlisted(Value),
        }

        impl Union for $name {
            const TAG: Option<Tag> = $tag;
            const MEMBERS: &'static [Member<Self>] = $members;

            fn unlisted(value: Value) -> Self {
                Self::Unlisted(value)
            }

            fn is_unlisted(&self) -> bool {
                matches!(self, Self::Unlisted(_))
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserialize(deserializer)
            }
        }
    };
}

const fn member<T>(
    checks: &'static [Check],
    read: fn(&Value) -> Result<T, specwright_runtime::runtime::decode::Mismatch>,
) -> Member<T> {
    Member {
        tags: &[],
        untagged: true,
        checks,
        read,
    }
}

const fn tagged<T>(
    tags: &'static [&'static str],
    untagged: bool,
    read: fn(&Value) -> Result<T, specwright_runtime::runtime::decode::Mismatch>,
) -> Member<T> {
    Member {
        tags,
        untagged,
        checks: &[],
        read,
    }
}

#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
struct Book {
    pages: Vec<i64>,
}

#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
struct Loose {
    #[serde(flatten)]
    all: serde_json::Map<String, Value>,
}

union!(
    Kinds { Integer(i64), Number(f64), Text(String), Words(Vec<String>), Numbers(Vec<f64>), Book(Book) },
    None,
    &[
        member(&[Check::Kind(INTEGER)], |value| through::<Int, i64>(value)
            .map(Self::Integer)),
        member(&[Check::Kind(FRACTION)], |value| from_value(value)
            .map(Self::Number)),
        member(&[Check::Kind(STRING)], |value| from_value(value)
            .map(Self::Text)),
        member(
            &[Check::Kind(ARRAY), Check::Items(STRING)],
            |value| from_value(value).map(Self::Words)
        ),
        member(
            &[Check::Kind(ARRAY), Check::Items(NUMBER)],
            |value| from_value(value).map(Self::Numbers)
        ),
        member(&[Check::Kind(OBJECT)], |value| from_value(value)
            .map(Self::Book)),
    ]
);

fn back<T: Serialize>(value: &T) -> Value {
    serde_json::to_value(value).unwrap()
}

#[test]
fn the_kind_of_value_decides() {
    let cases = [
        (json!(1), Kinds::Integer(1)),
        (json!(1.0), Kinds::Integer(1)),
        (json!(1.5), Kinds::Number(1.5)),
        (json!("a"), Kinds::Text("a".to_owned())),
        (json!([]), Kinds::Words(vec![])),
        (json!(["a"]), Kinds::Words(vec!["a".to_owned()])),
        (json!([1, 2.5]), Kinds::Numbers(vec![1.0, 2.5])),
        (json!({"pages": [1]}), Kinds::Book(Book { pages: vec![1] })),
    ];
    for (value, expected) in cases {
        assert_eq!(from_value::<Kinds>(&value), Ok(expected), "{value}");
    }
}

#[test]
fn what_is_no_member_is_kept() {
    let cases = [
        json!(true),
        json!(null),
        json!(u64::MAX),
        json!(1e300),
        json!(["a", 1]),
        json!({"pages": "many", "more": [null]}),
    ];
    for value in cases {
        let read = from_value::<Kinds>(&value).unwrap();
        assert_eq!(read, Kinds::Unlisted(value.clone()));
        assert_eq!(back(&read), value);
    }
}

union!(
    Objects { Number(Loose), Reader(Loose), Closed(Loose), First(Loose), Second(Loose) },
    None,
    &[
        member(
            &[
                Check::Kind(OBJECT),
                Check::IntegerAt("level", &[1, 2]),
                Check::Has("level")
            ],
            |value| from_value(value).map(Self::Number)
        ),
        member(
            &[
                Check::TextAt("type", &["reader"]),
                Check::BoolAt("active", true),
                Check::Has("name"),
                Check::NotNull(&["age"])
            ],
            |value| from_value(value).map(Self::Reader)
        ),
        member(&[Check::Only(&["name", "age"]), Check::Has("name")], |value| {
            from_value(value).map(Self::Closed)
        }),
        member(&[Check::Closest(&["a", "b"])], |value| from_value(value)
            .map(Self::First)),
        member(&[Check::Closest(&["a", "c"])], |value| from_value(value)
            .map(Self::Second)),
    ]
);

union!(
    ScanOrMap {
        Scan(BTreeMap<String, Value>),
        Map(BTreeMap<String, Value>)
    },
    None,
    &[
        member(
            &[Check::Has("image"), Check::Closest(&["image"])],
            |value| from_value(value).map(Self::Scan)
        ),
        member(&[Check::Closest(&[])], |value| from_value(value).map(Self::Map)),
    ]
);

#[test]
fn a_map_waits_for_what_is_told_by_what_it_requires() {
    let is_scan = |value: &Value| matches!(from_value(value), Ok(ScanOrMap::Scan(_)));
    assert!(is_scan(&json!({"image": "a"})));
    assert!(is_scan(&json!({"image": "a", "new": 1})));
    assert!(!is_scan(&json!({"new": 1})));
    assert!(!is_scan(&json!({})));
}

fn which(value: &Value) -> &'static str {
    match from_value::<Objects>(value).unwrap() {
        Objects::Number(_) => "number",
        Objects::Reader(_) => "reader",
        Objects::Closed(_) => "closed",
        Objects::First(_) => "first",
        Objects::Second(_) => "second",
        Objects::Unlisted(_) => "unlisted",
    }
}

#[test]
fn members_of_objects_decide() {
    let cases = [
        (json!({"level": 2.0, "name": "x"}), "number"),
        (json!({"level": 3, "name": "x"}), "reader"),
        (json!({"name": "x"}), "reader"),
        (json!({"name": "x", "type": "reader", "z": 1}), "reader"),
        (json!({"name": "x", "active": false}), "first"),
        (json!({"name": "x", "age": null}), "closed"),
        (json!({"name": "x", "age": null, "b": 1}), "first"),
        (json!({"a": 1}), "first"),
        (json!({"a": 1, "c": 1}), "second"),
        (json!({"a": 1, "d": 1}), "first"),
        (json!([]), "unlisted"),
    ];
    for (value, expected) in cases {
        assert_eq!(which(&value), expected, "{value}");
        assert_eq!(back(&from_value::<Objects>(&value).unwrap()), value);
    }
}

union!(
    Media { Book(Book), Loose(Loose), Kinds(Kinds) },
    Some(Tag {
        name: "type",
        strict: true
    }),
    &[
        tagged(&["book", "volume"], false, |value| from_value(value)
            .map(Self::Book)),
        tagged(&["loose"], true, |value| from_value(value)
            .map(Self::Loose)),
        tagged(&["other"], false, |value| through::<KnownMember, Kinds>(
            value
        )
        .map(Self::Kinds)),
    ]
);

#[test]
fn a_tag_decides_and_what_it_does_not_name_is_kept() {
    let book = json!({"type": "volume", "pages": [1]});
    assert!(matches!(from_value::<Media>(&book), Ok(Media::Book(_))));
    let without = json!({"pages": [1]});
    assert!(matches!(from_value::<Media>(&without), Ok(Media::Loose(_))));
    for value in [
        json!({"type": "film", "pages": [1]}),
        json!({"type": 3}),
        json!({"type": null}),
        json!("book"),
    ] {
        // What is no object has no tag, and the member without one does not fit.
        assert_eq!(
            from_value::<Media>(&value),
            Ok(Media::Unlisted(value.clone()))
        );
    }
}

#[test]
fn what_a_tag_names_has_to_fit() {
    let text = br#"{"list": [{"type": "book", "pages": [1, "canary"]}]}"#;
    let error = from_slice::<std::collections::BTreeMap<String, Vec<Media>>>(text).unwrap_err();
    let ReadError::Mismatch(mismatch) = error else {
        panic!("{error}")
    };
    assert_eq!(mismatch.path, "/list/0/pages/1");
    assert_eq!(
        (mismatch.expected.as_str(), mismatch.found),
        ("i64", "string")
    );
    let error = from_value::<Media>(&json!({"type": "book"})).unwrap_err();
    assert_eq!((error.path.as_str(), error.found), ("/pages", "nothing"));
    // A union as a member has to know the value.
    assert!(from_value::<Media>(&json!({"type": "other"})).is_err());
    assert!(from_value::<Media>(&json!({"type": "other", "pages": [2]})).is_ok());
}

union!(
    Child { Book(Book) },
    Some(Tag {
        name: "type",
        strict: false
    }),
    &[tagged(&["book"], false, |value| from_value(value)
        .map(Self::Book))]
);

#[test]
fn a_child_need_not_be_what_its_tag_says() {
    let value = json!({"type": "book", "pages": "many"});
    assert_eq!(
        from_value::<Child>(&value),
        Ok(Child::Unlisted(value.clone()))
    );
}

#[test]
fn a_tag_is_added_where_it_is_not_there() {
    struct Put(Value);

    impl Serialize for Put {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serialize_tagged(&self.0, "type", "book", serializer)
        }
    }

    assert_eq!(
        back(&Put(json!({"pages": []}))),
        json!({"type": "book", "pages": []})
    );
    let there = json!({"type": "volume"});
    assert_eq!(back(&Put(there.clone())), there);
}

#[test]
fn a_known_member_is_written_as_it_is() {
    struct Put(Kinds);

    impl Serialize for Put {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            KnownMember::encode(&self.0, serializer)
        }
    }

    assert_eq!(back(&Put(Kinds::Integer(3))), json!(3));
}
