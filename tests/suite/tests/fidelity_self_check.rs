//! The fidelity suite can fail: types that are wrong in one way each are caught by the functions
//! that judge the generated types, and the right type is not.

use std::collections::BTreeMap;

use plaid_link::runtime::decode::{self, Mismatch};
use plaid_link::runtime::{Rule, Validate, Validator};
use plaid_link::types;
use serde::de::{DeserializeOwned, Deserializer};
use serde::ser::{SerializeMap as _, Serializer};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use specwright_contract::fidelity::Entry;
use specwright_contract::fidelity::judge::Promise;
use specwright_contract::fidelity::report::{self, Report, Tally};
use specwright_contract::fidelity::run::{self, Draws};
use specwright_contract::strategy::Values;
use specwright_suite::adapter;

macro_rules! entry {
    ($place:expr, $type:ty) => {
        specwright_contract::entry!(adapter, $place, $type)
    };
}

fn values() -> Values {
    Values::new(&json!({"openapi": "3.0.3", "components": {"schemas": {
        "Kind": {"type": "string", "enum": ["new", "used"]},
        "Thing": {"type": "object", "required": ["id", "kind"], "properties": {
            "id": {"type": "string", "maxLength": 8},
            "kind": {"$ref": "#/components/schemas/Kind"},
            "note": {"type": "string"},
            "until": {"type": "string", "nullable": true},
        }},
    }}}))
}

const KIND: &str = "/components/schemas/Kind";
const THING: &str = "/components/schemas/Thing";

/// What is found in a type by all runs.
fn judge(entry: Entry) -> Report {
    let draws = Draws { cases: 32, seed: 0 };
    Report {
        document: "self-check".to_owned(),
        draws,
        schemas: vec![run::all(&entry, &values(), draws)],
    }
}

#[track_caller]
fn caught(entry: Entry, by: &str) {
    let found = judge(entry);
    let told = report::text(&found);
    assert!(found.findings() > 0);
    assert!(told.contains(by), "{told}");
    assert!(
        told.contains(entry.pointer) && told.contains("value: "),
        "{told}"
    );
}

/// A member that may be absent, null or a value.
fn nullable<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Option<String>>, D::Error> {
    Option::deserialize(from).map(Some)
}

/// A type that reads an object by the last of the members of one name; serde's derive refuses them.
#[derive(Debug, Serialize)]
#[serde(transparent)]
struct ByLast<T>(T);

impl<'de, T: DeserializeOwned> Deserialize<'de> for ByLast<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let read = decode::from_value(&Value::deserialize(from)?);
        read.map(Self).map_err(Mismatch::into_error)
    }
}

impl<T: Validate> Validate for ByLast<T> {
    fn check(&self, validator: &mut Validator) {
        self.0.check(validator);
    }
}

/// A type that reads an object by the first of the members of one name.
#[derive(Debug, Serialize)]
#[serde(transparent)]
struct ByFirst(Right);

impl<'de> Deserialize<'de> for ByFirst {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct First;

        impl<'de> serde::de::Visitor<'de> for First {
            type Value = Map<String, Value>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(
                self,
                mut members: A,
            ) -> Result<Self::Value, A::Error> {
                let mut first = Map::new();
                while let Some((name, value)) = members.next_entry::<String, Value>()? {
                    first.entry(name).or_insert(value);
                }
                Ok(first)
            }
        }

        let first = from.deserialize_map(First)?;
        let read = decode::from_value(&Value::Object(first));
        read.map(Self).map_err(Mismatch::into_error)
    }
}

impl Validate for ByFirst {
    fn check(&self, validator: &mut Validator) {
        self.0.check(validator);
    }
}

/// A type that writes a member twice.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
struct WritesTwice(ByLast<Right>);

impl Serialize for WritesTwice {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let Self(ByLast(right)) = self;
        let mut members = to.serialize_map(None)?;
        members.serialize_entry("id", &right.id)?;
        members.serialize_entry("kind", &right.kind)?;
        for (name, value) in &right.extra {
            members.serialize_entry(name, value)?;
        }
        members.serialize_entry("id", &right.id)?;
        members.end()
    }
}

impl Validate for WritesTwice {
    fn check(&self, validator: &mut Validator) {
        self.0.check(validator);
    }
}

/// A struct for `Thing`, right but for the given types and attributes.
macro_rules! thing {
    ($name:ident $limit:tt {
        id: $id:ty, kind: $kind:ty, note: $note:ty,
        $(#[$until:meta])* until: $nullable:ty, $(#[$extra:meta])* extra: $rest:ty,
    }) => {
        #[derive(Debug, Serialize, Deserialize)]
        #[allow(dead_code, reason = "one type does not write all that it reads")]
        struct $name {
            id: $id,
            kind: $kind,
            #[serde(default, skip_serializing_if = "Option::is_none")]
            note: $note,
            $(#[$until])*
            until: $nullable,
            $(#[$extra])*
            extra: $rest,
        }

        impl Validate for $name {
            fn check(&self, validator: &mut Validator) {
                validator.member("id", &self.id, &[Rule::MaxLength($limit)]);
            }
        }
    };
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Closed {
    New,
    Used,
}

thing!(Right 8 {
    id: String, kind: String, note: Option<String>,
    #[serde(default, deserialize_with = "nullable", skip_serializing_if = "Option::is_none")]
    until: Option<Option<String>>,
    #[serde(flatten)]
    extra: Map<String, Value>,
});
thing!(ClosedEnum 8 {
    id: String, kind: Closed, note: Option<String>,
    #[serde(default, deserialize_with = "nullable", skip_serializing_if = "Option::is_none")]
    until: Option<Option<String>>,
    #[serde(flatten)]
    extra: Map<String, Value>,
});
thing!(LosesMembers 8 {
    id: String, kind: String, note: Option<String>,
    #[serde(default, deserialize_with = "nullable", skip_serializing_if = "Option::is_none")]
    until: Option<Option<String>>,
    #[serde(skip)]
    extra: Map<String, Value>,
});
thing!(NullIsAbsent 8 {
    id: String, kind: String, note: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
    #[serde(flatten)]
    extra: Map<String, Value>,
});
thing!(KeepsNull 8 {
    id: String, kind: String, note: Option<Value>,
    #[serde(default, deserialize_with = "nullable", skip_serializing_if = "Option::is_none")]
    until: Option<Option<String>>,
    #[serde(flatten)]
    extra: Map<String, Value>,
});
thing!(NothingRequired 8 {
    id: Option<String>, kind: String, note: Option<String>,
    #[serde(default, deserialize_with = "nullable", skip_serializing_if = "Option::is_none")]
    until: Option<Option<String>>,
    #[serde(flatten)]
    extra: Map<String, Value>,
});
thing!(OtherLimit 9 {
    id: String, kind: String, note: Option<String>,
    #[serde(default, deserialize_with = "nullable", skip_serializing_if = "Option::is_none")]
    until: Option<Option<String>>,
    #[serde(flatten)]
    extra: Map<String, Value>,
});
thing!(OnlyText 8 {
    id: String, kind: String, note: Option<String>,
    #[serde(default, deserialize_with = "nullable", skip_serializing_if = "Option::is_none")]
    until: Option<Option<String>>,
    #[serde(flatten)]
    extra: BTreeMap<String, String>,
});

#[test]
fn right_types_pass() {
    for entry in [
        entry!(THING, ByLast<Right>),
        entry!(KIND, types::CountryCode),
    ] {
        let found = judge(entry);
        assert_eq!(found.findings(), 0, "{}", report::text(&found));
        for promise in Promise::ALL {
            let Tally { kept, judged } = found.tally(promise);
            assert!(kept == judged && judged >= 32, "{}", promise.as_str());
        }
    }
}

#[test]
fn wrong_types_are_caught() {
    caught(entry!(KIND, Closed), "UnknownEnumValue");
    caught(entry!(THING, ByLast<ClosedEnum>), "UnknownEnumValue");
    caught(
        entry!(THING, ByLast<LosesMembers>),
        "(drift, UndeclaredMember): at `/undeclaré ☃`: null comes back as nothing",
    );
    caught(
        entry!(THING, ByLast<NullIsAbsent>),
        "at `/until`: null comes back as nothing",
    );
    caught(
        entry!(THING, ByLast<KeepsNull>),
        "a value of another type is accepted",
    );
    caught(
        entry!(THING, ByLast<NothingRequired>),
        "a required member may be missing",
    );
    caught(
        entry!(THING, ByLast<OtherLimit>),
        "does not see the broken maxLength",
    );
    caught(entry!(THING, ByLast<OnlyText>), "a good value is refused");
    caught(entry!(KIND, Value), "a value of another type is accepted");
}

#[test]
fn members_that_stand_twice_are_caught() {
    caught(
        entry!(THING, Right),
        "with the member twice, refused: duplicate field `",
    );
    caught(
        entry!(THING, ByFirst),
        "not lossless (drift, RepeatedMember)",
    );
    caught(
        entry!(THING, WritesTwice),
        "what is written is no good: `id` stands twice",
    );
    // What is shown is the text, since the value alone would not show it.
    let found = judge(entry!(THING, ByFirst));
    let counterexample = &found.schemas[0].counterexamples[0];
    let shown = counterexample.text.as_deref().unwrap();
    assert!(shown.matches("\"kind\":").count() == 2, "{shown}");
    assert_eq!(
        report::json(&found)["schemas"][0]["counterexamples"][0]["text"],
        shown
    );
}

#[test]
fn a_schema_without_values_is_not_passed_over() {
    let found = judge(entry!("/components/schemas/Missing", Value));
    assert_eq!(found.findings(), 1);
    let told = report::text(&found);
    assert!(
        told.contains("not judged: the document has no schema there"),
        "{told}"
    );
}

#[test]
fn what_fails_is_as_small_as_possible() {
    let found = judge(entry!(THING, ByLast<ClosedEnum>));
    let smallest = found.schemas[0].counterexamples.iter();
    let values: Vec<&Value> = smallest.map(|found| &found.value).collect();
    assert!(
        values.contains(&&json!({"id": "", "kind": "new_UNLISTED"})),
        "{values:?}"
    );
}

#[test]
fn reports_for_machines_hold_what_was_found() {
    let found = judge(entry!(THING, ByLast<OtherLimit>));
    let json = report::json(&found);
    assert_eq!(json["findings"], 1);
    let counterexample = &json["schemas"][0]["counterexamples"][0];
    assert_eq!(counterexample["kind"], "invalid, maxLength");
    assert_eq!(counterexample["pointer"], "/id");
    assert_eq!(
        counterexample["value"]["id"].as_str().map(str::len),
        Some(9)
    );
    let junit = report::junit(&found).unwrap();
    assert!(
        junit.contains(r#"tests="1" failures="1" errors="0""#),
        "{junit}"
    );
    assert!(junit.contains("maxLength"), "{junit}");
}
