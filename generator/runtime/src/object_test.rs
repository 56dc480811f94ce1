//! What the macro `object!` makes of structs with every kind of member, and with none.

#![allow(clippy::unwrap_used, reason = "helpers of tests are tests, too")]
#![allow(
    irrefutable_let_patterns,
    unused_mut,
    unused_parens,
    unused_variables,
    clippy::never_loop,
    reason = "an object may have no members"
)]
#![allow(unreachable_pub, reason = "the macro is for types that a crate offers")]

use std::io;

use serde_json::json;

use crate::runtime::codec::Int;
use crate::runtime::object::{self, object};
use crate::runtime::{Extra, Nullable};

/// A closed object without members.
struct Nothing {}

object!(Nothing "" skip {
});

/// One member of each kind.
struct All {
    id: String,
    count: Option<i64>,
    state: Nullable<String>,
    rest: Extra,
}

object!(All "1" keep rest {
    0 None => optional_via<Int> [_] count = "count",
    1 None => required (id) = "id",
    2 Nullable::Absent => nullable [_] state = "the state",
});

#[test]
fn an_object_without_members_leaves_out_what_comes() {
    let nothing: Nothing = serde_json::from_value(json!({"a": 1})).unwrap();
    assert_eq!(nothing, nothing.clone());
    assert_eq!(serde_json::to_string(&nothing).unwrap(), "{}");
    assert_eq!(format!("{nothing:?}"), "Nothing");
}

#[test]
fn an_object_is_read_compared_shown_and_written_member_by_member() {
    let text = r#"{"count":2,"id":"a","the state":null,"other":[1]}"#;
    let all: All = serde_json::from_str(text).unwrap();
    assert_eq!(all.state, Nullable::Null);
    assert_eq!(serde_json::to_string(&all).unwrap(), text);
    let shown = format!("{all:?}");
    let members = r#"All { count: Some(2), id: "a", the state: Null, rest: "#;
    assert!(shown.starts_with(members), "{shown}");

    let mut others = vec![all.clone(); 4];
    others[0].count = None;
    others[1].id = "b".to_owned();
    others[2].state = Nullable::Absent;
    others[3].rest = Extra::new();
    assert_eq!(all, all.clone());
    for other in others {
        assert_ne!(all, other);
    }
    let error = serde_json::from_str::<All>(r#"{"count":2}"#).unwrap_err();
    assert!(
        error.to_string().starts_with("missing field `id`"),
        "{error}"
    );
}

/// A writer of which one write fails, and those after it do not.
struct FailsOnce {
    writes_before: usize,
    has_failed: bool,
}

impl io::Write for FailsOnce {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.writes_before == 0 && !self.has_failed {
            self.has_failed = true;
            return Err(io::Error::other("failed once"));
        }
        self.writes_before = self.writes_before.saturating_sub(1);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn the_first_failure_of_writing_is_kept_wherever_it_is() {
    let text = r#"{"count":2,"id":"a","the state":"b","other":[1],"more":null}"#;
    let all: All = serde_json::from_str(text).unwrap();
    let mut failures = 0;
    loop {
        let mut writer = FailsOnce {
            writes_before: failures,
            has_failed: false,
        };
        let written = serde_json::to_writer(&mut writer, &all);
        assert_eq!(written.is_err(), writer.has_failed, "write {failures}");
        if !writer.has_failed {
            break;
        }
        failures += 1;
    }
    // At least the name and the value of each member, and what stands between them.
    assert!(failures > 5 * 3, "{failures}");
}
