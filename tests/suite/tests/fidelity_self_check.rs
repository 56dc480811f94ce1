//! The fidelity suite can fail: types that are wrong in one way each are caught by the functions
//! that judge the generated types, and the right type is not.

use std::collections::BTreeMap;

use plaid_link::runtime::{Rule, Validate, Validator};
use plaid_link::types;
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
    for entry in [entry!(THING, Right), entry!(KIND, types::CountryCode)] {
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
    caught(entry!(THING, ClosedEnum), "UnknownEnumValue");
    caught(
        entry!(THING, LosesMembers),
        "(drift, UndeclaredMember): at `/undeclaré ☃`: false comes back as nothing",
    );
    caught(
        entry!(THING, NullIsAbsent),
        "at `/until`: null comes back as nothing",
    );
    caught(
        entry!(THING, KeepsNull),
        "a value of another type is accepted",
    );
    caught(
        entry!(THING, NothingRequired),
        "a required member may be missing",
    );
    caught(
        entry!(THING, OtherLimit),
        "does not see the broken maxLength",
    );
    caught(entry!(THING, OnlyText), "a good value is refused");
    caught(entry!(KIND, Value), "a value of another type is accepted");
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
    let found = judge(entry!(THING, ClosedEnum));
    let smallest = found.schemas[0].counterexamples.iter();
    let values: Vec<&Value> = smallest.map(|found| &found.value).collect();
    assert!(
        values.contains(&&json!({"id": "", "kind": "new_UNLISTED"})),
        "{values:?}"
    );
}

#[test]
fn reports_for_machines_hold_what_was_found() {
    let found = judge(entry!(THING, OtherLimit));
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
