//! The fidelity suite can fail: types that are wrong in one way each are caught by the functions
//! that judge the generated types, and the right type is not.

use std::collections::BTreeMap;

use plaid_link::runtime::{Rule, Validate, Validator};
use plaid_link::types;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use specwright_contract::strategy::Values;
use specwright_suite::run::{self, Outcome};
use specwright_suite::{Entry, entry};

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
fn judge(entry: Entry) -> Vec<String> {
    let values = values();
    let mut outcome = Outcome::default();
    for run in [run::valid, run::drift, run::invalid] {
        outcome.add(run(&entry, &values));
    }
    outcome.failures
}

#[track_caller]
fn caught(entry: Entry, by: &str) {
    let failures = judge(entry);
    let told = failures.join("\n");
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
    let none: [String; 0] = [];
    assert_eq!(judge(entry!(THING, Right)), none);
    assert_eq!(judge(entry!(KIND, types::CountryCode)), none);
}

#[test]
fn wrong_types_are_caught() {
    caught(entry!(KIND, Closed), "UnknownEnumValue");
    caught(entry!(THING, ClosedEnum), "UnknownEnumValue");
    caught(
        entry!(THING, LosesMembers),
        "undeclared`: false comes back as nothing",
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
fn a_schema_without_values_fails() {
    let entry = entry!("/components/schemas/Missing", Value);
    let failures = judge(entry);
    assert_eq!(failures.len(), 5, "{failures:?}");
}

#[test]
fn what_fails_is_as_small_as_possible() {
    let failures = judge(entry!(THING, ClosedEnum));
    let shrunk = r#"value: {"id":"","kind":"new_UNLISTED"}"#;
    assert!(
        failures.iter().any(|told| told.contains(shrunk)),
        "{failures:?}"
    );
}
