//! What is drawn from the documents in `fixtures` is what it claims to be.

// Helpers outside `#[test]` functions fail like the tests they serve.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};

use proptest::strategy::{BoxedStrategy, Strategy, ValueTree};
use proptest::test_runner::{Config, TestError, TestRunner};
use serde_json::{Value, json};
use specwright_contract::equal::same;
use specwright_contract::fidelity::written;
use specwright_contract::oracle::{Direction, Oracle, Toleration};
use specwright_contract::pointer;
use specwright_contract::strategy::{DriftKind, Expect, Values};

const FIXTURES: [&str; 2] = [
    include_str!("fixtures/library-3.0.yaml"),
    include_str!("fixtures/modern-3.1.yaml"),
];

fn fixture(text: &str) -> Value {
    serde_yaml::from_str(text).unwrap()
}

fn library() -> Values {
    Values::new(&fixture(FIXTURES[0]))
}

fn component(name: &str) -> String {
    format!("/components/schemas/{name}")
}

fn draw<T: std::fmt::Debug>(strategy: &BoxedStrategy<T>, count: usize) -> Vec<T> {
    let mut runner = TestRunner::deterministic();
    (0..count)
        .map(|_| strategy.new_tree(&mut runner).unwrap().current())
        .collect()
}

/// Texts of 200 values of a component.
fn drawn(values: &Values, name: &str) -> BTreeSet<String> {
    draw(&values.valid(&component(name)).unwrap(), 200)
        .iter()
        .map(Value::to_string)
        .collect()
}

#[test]
fn every_fixture_compiles() {
    for text in FIXTURES {
        assert_eq!(Oracle::new(&fixture(text)).uncompiled(), []);
    }
}

#[test]
fn valid_values_are_accepted_in_every_direction() {
    for text in FIXTURES {
        let oracle = Oracle::new(&fixture(text));
        for direction in [Direction::Any, Direction::Request, Direction::Response] {
            let values = Values::of(&oracle, direction);
            for at in oracle.root_pointers() {
                let random = draw(&values.valid(at).unwrap(), 60);
                let plain = [values.minimal(at).unwrap(), values.full(at).unwrap()];
                for value in random.iter().chain(&plain) {
                    let judged = oracle.check_in(direction, at, value);
                    assert_eq!(judged, Ok(()), "{at}: {value}");
                    let read: Value = serde_json::from_str(&value.to_string()).unwrap();
                    assert_eq!(same(&read, value), Ok(()), "{at}: {value}");
                }
            }
        }
    }
}

#[test]
fn invalid_values_are_refused_for_the_named_keyword() {
    let mut keywords: BTreeMap<String, usize> = BTreeMap::new();
    for text in FIXTURES {
        let values = Values::new(&fixture(text));
        let oracle = values.oracle();
        for at in oracle.root_pointers() {
            let Ok(strategy) = values.invalid(at) else {
                assert_eq!(*at, component("Anything"));
                continue;
            };
            for invalid in draw(&strategy, 40) {
                let refused = oracle.check(at, &invalid.value);
                assert!(refused.is_err(), "{at}: {invalid:?}");
                *keywords.entry(invalid.keyword).or_default() += 1;
            }
        }
    }
    let broken: Vec<&str> = keywords.keys().map(String::as_str).collect();
    assert_eq!(
        broken,
        [
            "additionalProperties",
            "const",
            "enum",
            "exclusiveMaximum",
            "exclusiveMinimum",
            "format",
            "maxItems",
            "maxLength",
            "maxProperties",
            "maximum",
            "minItems",
            "minLength",
            "minProperties",
            "minimum",
            "multipleOf",
            "pattern",
            "prefixItems",
            "propertyNames",
            "required",
            "type",
            "uniqueItems",
        ]
    );
}

#[test]
fn drift_is_what_it_says_and_nothing_more() {
    let mut kinds = BTreeSet::new();
    let mut differing = 0;
    for text in FIXTURES {
        let values = Values::new(&fixture(text));
        let oracle = values.oracle();
        for at in oracle.root_pointers() {
            let Ok(strategy) = values.drift(at) else {
                continue;
            };
            for drift in draw(&strategy, 40) {
                kinds.insert(drift.kind);
                let refused = oracle.check(at, &drift.value).is_err();
                match (drift.kind, &drift.expect) {
                    (DriftKind::RepeatedMember, Expect::Same) => {
                        assert!(!refused, "{at}: {drift:?}");
                        let repeated = drift.repeated.as_ref().unwrap();
                        let read: Value = serde_json::from_str(&repeated.text).unwrap();
                        assert_eq!(read, drift.value);
                        assert!(written(&repeated.text).is_err(), "{at}: {drift:?}");
                        // Nothing but that member is another by the first of the two.
                        let mut first = repeated.first.clone();
                        let member = drift.value.pointer(&drift.pointer).unwrap();
                        *first.pointer_mut(&drift.pointer).unwrap() = member.clone();
                        assert_eq!(first, drift.value);
                        differing += usize::from(repeated.first != drift.value);
                    }
                    (DriftKind::RepeatedItem, Expect::Same) => {
                        let items = drift.value.pointer(&drift.pointer).unwrap();
                        let (last, others) = items.as_array().unwrap().split_last().unwrap();
                        assert!(others.contains(last), "{at}: {drift:?}");
                    }
                    (DriftKind::MemberOrder | DriftKind::IntegralFloat, expect) => {
                        assert_eq!(*expect, Expect::Same);
                        assert!(!refused, "{at}: {drift:?}");
                    }
                    (DriftKind::NullForOptional, Expect::WithoutNulls { pointer }) => {
                        assert!(refused, "{at}: {drift:?}");
                        assert_eq!(drift.value.pointer(pointer), Some(&Value::Null));
                        let (parent, name) = pointer::split_last(pointer).unwrap();
                        let mut absent = drift.value.clone();
                        let parent = absent.pointer_mut(parent).unwrap();
                        parent.as_object_mut().unwrap().remove(&name);
                        // Other members may need its presence; nothing else is wrong.
                        let still = oracle.check(at, &absent).err().unwrap_or_default();
                        assert!(
                            still.iter().all(|violation| matches!(
                                violation.keyword.as_str(),
                                "minProperties" | "anyOf" | "if" | "required"
                            )),
                            "{at}: {drift:?}: {still:?}"
                        );
                    }
                    (
                        DriftKind::UnknownEnumValue | DriftKind::UnknownDiscriminator,
                        Expect::Same,
                    ) => {}
                    (DriftKind::UnknownUnionMember, Expect::Same) => {
                        assert!(refused, "{at}: {drift:?}");
                    }
                    (DriftKind::UndeclaredMember, Expect::Same) => {
                        assert!(drift.value.pointer(&drift.pointer).is_some());
                    }
                    (DriftKind::UndeclaredMember, Expect::WithoutMember { pointer }) => {
                        assert!(refused, "{at}: {drift:?}");
                        assert_eq!(*pointer, drift.pointer);
                    }
                    other => panic!("{at}: {other:?}"),
                }
            }
        }
    }
    assert_eq!(kinds.len(), 9, "{kinds:?}");
    assert!(differing > 50, "{differing}");
}

#[test]
fn limits_lists_and_absences_are_all_met() {
    let values = library();
    let genres = drawn(&values, "Genre");
    let expected = ["\"1984\"", "\"novel\"", "\"poem\"", "\"true\""];
    assert_eq!(genres, expected.map(str::to_owned).into());
    let moods = drawn(&values, "Mood");
    assert_eq!(
        moods,
        ["\"glad\"", "\"sad\"", "null"].map(str::to_owned).into()
    );

    let lengths: BTreeSet<usize> = draw(&values.valid(&component("Title")).unwrap(), 200)
        .iter()
        .map(|title| title.as_str().unwrap().chars().count())
        .collect();
    assert_eq!(lengths.first(), Some(&2));
    assert_eq!(lengths.last(), Some(&12));

    for (name, limits) in [
        ("Small", ["2147483647", "-2147483648"]),
        ("Big", ["9223372036854775807", "-9223372036854775808"]),
        ("Huge", ["18446744073709551615", "0"]),
        ("Dozens", ["12", "144"]),
    ] {
        let seen = drawn(&values, name);
        assert!(
            limits.iter().all(|limit| seen.contains(*limit)),
            "{name}: {seen:?}"
        );
    }

    let books = draw(&values.valid(&component("Book")).unwrap(), 300);
    let count = |test: &dyn Fn(&Value) -> bool| books.iter().filter(|book| test(book)).count();
    for name in ["editor", "mood", "pages", "scores", "sequel", "language"] {
        assert!(
            count(&|book| book.get(name).is_none()) > 10,
            "{name} is never absent"
        );
        assert!(
            count(&|book| book.get(name).is_some()) > 10,
            "{name} is never present"
        );
    }
    assert!(count(&|book| book.get("editor") == Some(&Value::Null)) > 5);
    assert!(count(&|book| book.get("pages") == Some(&Value::Null)) == 0);
    assert!(count(&|book| book["scores"].as_array().is_some_and(Vec::is_empty)) > 5);
    assert!(count(&|book| book["scores"].as_array().is_some_and(|all| all.len() > 1)) > 5);
    assert!(count(&|book| book.pointer("/sequel/sequel").is_some()) > 0);
    assert!(
        count(&|book| book.get("pages") == Some(&json!(200))) > 0,
        "no example"
    );
    let declared = [
        "isbn", "title", "author", "editor", "genre", "mood", "pages", "scores", "sequel",
        "language",
    ];
    let odd = |book: &Value| {
        let members = book.as_object().unwrap();
        members
            .keys()
            .any(|name| !declared.contains(&name.as_str()))
    };
    assert!(count(&odd) > 5, "undeclared members are never drawn");

    let pets = drawn(&values, "Pet");
    assert!(
        pets.iter()
            .any(|pet| pet.contains("\"feline\"") && pet.contains("purrs"))
    );
    assert!(
        pets.iter()
            .any(|pet| pet.contains("\"Dog\"") && pet.contains("barks"))
    );

    let moments = drawn(&values, "Moment");
    for end in ["Z\"", "+00:00\"", "+05:30\"", "-08:00\""] {
        assert!(moments.iter().any(|moment| moment.ends_with(end)), "{end}");
    }
    assert!(moments.iter().any(|moment| moment.contains(".123456789")));
}

#[test]
fn the_least_and_the_most_of_a_schema() {
    let values = library();
    let book = component("Book");
    let least = values.minimal(&book).unwrap();
    let names: Vec<&String> = least.as_object().unwrap().keys().collect();
    assert_eq!(names, ["isbn", "title", "author", "genre"]);
    let most = values.full(&book).unwrap();
    let names: Vec<&String> = most.as_object().unwrap().keys().collect();
    // The sequel is a book again, and recursion is entered once.
    assert_eq!(
        names,
        [
            "isbn", "title", "author", "editor", "genre", "mood", "pages", "scores", "language"
        ]
    );
    assert!(most["editor"].is_object());
    assert_eq!(values.minimal(&component("Sum")).unwrap(), json!(1));
    let tree = values.minimal(&component("Tree")).unwrap();
    assert_eq!(tree, json!({"value": 1, "children": []}));
}

#[test]
fn a_direction_leaves_out_what_cannot_travel() {
    let oracle = Oracle::new(&fixture(FIXTURES[0]));
    let author = component("Author");
    for (direction, wanted) in [(Direction::Request, false), (Direction::Response, true)] {
        let values = Values::of(&oracle, direction);
        let authors = draw(&values.valid(&author).unwrap(), 100);
        assert_eq!(
            authors.iter().any(|author| author.get("id").is_some()),
            wanted
        );
    }
}

#[test]
fn the_same_seed_gives_the_same_values() {
    let book = component("Book");
    let first = draw(&library().valid(&book).unwrap(), 20);
    let second = draw(&library().valid(&book).unwrap(), 20);
    assert_eq!(first, second);
}

#[test]
fn a_failing_value_shrinks_to_what_fails() {
    let values = library();
    let book = component("Book");
    let shrunk = |fails: fn(&Value) -> bool| {
        let config = Config {
            failure_persistence: None,
            ..Config::default()
        };
        let mut runner = TestRunner::new_with_rng(
            config,
            proptest::test_runner::TestRng::deterministic_rng(
                proptest::test_runner::RngAlgorithm::ChaCha,
            ),
        );
        let result = runner.run(&values.valid(&book).unwrap(), |value| {
            if fails(&value) {
                return Err(proptest::test_runner::TestCaseError::fail("found"));
            }
            Ok(())
        });
        match result {
            Err(TestError::Fail(_, value)) => value,
            other => panic!("no failure was found: {other:?}"),
        }
    };
    let value = shrunk(|book| book.get("editor") == Some(&Value::Null));
    let names: Vec<&String> = value.as_object().unwrap().keys().collect();
    assert_eq!(names, ["isbn", "title", "author", "editor", "genre"]);
    assert_eq!(value["title"], json!("aa"));
    let value = shrunk(|book| book["pages"].as_i64() > Some(1000));
    assert_eq!(value["pages"], json!(1001));
    assert_eq!(values.oracle().check(&book, &value), Ok(()));
}

#[test]
fn what_has_no_values_says_so() {
    let values = Values::new(&json!({"openapi": "3.0.3", "components": {"schemas": {
        "Endless": {"type": "object", "required": ["next"],
                    "properties": {"next": {"$ref": "#/components/schemas/Endless"}}},
        "Never": {"type": "string", "enum": ["a"], "minLength": 2},
        "Broken": {"type": "string", "pattern": "("},
        "Anything": {},
    }}}));
    for (name, reason) in [
        ("Endless", "no finite value"),
        ("Never", "no value was found"),
        ("Broken", "cannot be compiled"),
        ("Missing", "no schema there"),
    ] {
        let refused = values.valid(&component(name)).unwrap_err();
        assert!(refused.reason.contains(reason), "{refused}");
        assert!(values.minimal(&component(name)).is_err(), "{name}");
    }
    assert!(values.invalid(&component("Anything")).is_err());
}

#[test]
fn a_union_of_members_that_overlap_is_read_as_any_of_them() {
    let document = json!({"openapi": "3.1.0", "components": {"schemas": {
        "Cat": {"type": "object", "properties": {"kind": {"type": "string"}}},
        "Dog": {"type": "object", "properties": {"kind": {"type": "string"}}},
        "Pet": {"oneOf": [
            {"$ref": "#/components/schemas/Cat"},
            {"$ref": "#/components/schemas/Dog"},
        ]},
        "Owner": {"oneOf": [
            {"required": ["pet"], "properties": {"pet": {"$ref": "#/components/schemas/Pet"}}},
            {"type": "integer"},
        ]},
    }}});
    let strict = Oracle::new(&document);
    assert!(
        strict
            .check(&component("Pet"), &json!({"kind": "cat"}))
            .is_err()
    );

    let values = Values::new(&document);
    let oracle = values.oracle();
    for name in ["Pet", "Owner"] {
        assert!(values.valid(&component(name)).is_ok(), "{name}");
    }
    let notes: Vec<&str> = oracle
        .notes()
        .iter()
        .filter(|note| note.toleration == Toleration::OneOfOverlaps)
        .map(|note| note.pointer.as_str())
        .collect();
    // The outer union can be kept as it stands.
    assert_eq!(notes, [component("Pet")]);
    let wrong = oracle.check(&component("Pet"), &json!(7)).unwrap_err();
    assert_eq!(wrong[0].schema_pointer, "/components/schemas/Pet/oneOf");
    assert!(values.valid("/components/schemas/Pet/oneOf/1").is_ok());
}

#[test]
fn one_schema_beside_null_is_no_choice() {
    let values = Values::new(&json!({"openapi": "3.1.0", "components": {"schemas": {
        "Name": {"type": "object", "required": ["text"], "properties": {
            "text": {"type": "string", "maxLength": 3},
        }},
        "Maybe": {"anyOf": [{"$ref": "#/components/schemas/Name"}, {"type": "null"}]},
    }}}));
    let mut keywords = BTreeSet::new();
    for invalid in draw(&values.invalid(&component("Maybe")).unwrap(), 60) {
        assert_eq!(invalid.union, None, "{invalid:?}");
        keywords.insert(invalid.keyword);
    }
    let keywords: Vec<&str> = keywords.iter().map(String::as_str).collect();
    assert_eq!(keywords, ["maxLength", "required", "type"]);
}

#[test]
fn what_has_no_type_is_what_its_keywords_are_for() {
    let values = Values::new(&json!({"openapi": "3.0.3", "components": {"schemas": {
        "List": {"items": {"type": "integer"}},
        "Maybe": {"items": {"type": "integer"}, "nullable": true},
        "Holder": {"type": "object", "properties": {
            "list": {"$ref": "#/components/schemas/List"},
        }},
    }}}));
    let nulls = |name| drawn(&values, name).contains("null");
    assert!(!nulls("List"));
    assert!(nulls("Maybe"));
    // Nothing says that null is not a list, so nothing says what must become of it.
    for drift in draw(&values.drift(&component("Holder")).unwrap(), 60) {
        assert_ne!(drift.kind, DriftKind::NullForOptional, "{drift:?}");
    }
}

#[test]
fn examples_with_more_digits_than_a_float_holds_are_not_drawn() {
    let values = Values::new(&json!({"openapi": "3.0.3", "components": {"schemas": {
        "Vector": {
            "type": "array",
            "items": {"type": "number", "format": "float"},
            "example": [0.8975000381469727],
        },
        "Exact": {
            "type": "array", "items": {"type": "number"}, "example": [0.8975000381469727],
        },
    }}}));
    let example = json!([0.8975000381469727]);
    let drawn = |name| {
        let values = draw(&values.valid(&component(name)).unwrap(), 200);
        values.contains(&example)
    };
    assert!(!drawn("Vector"));
    assert!(drawn("Exact"));
}

#[test]
fn what_is_undeclared_in_one_member_of_a_union_is_a_float_in_another() {
    let values = Values::new(&json!({"openapi": "3.0.3", "components": {"schemas": {
        "Vectors": {"anyOf": [
            {"type": "object", "additionalProperties": {"type": "number", "format": "float"}},
            {"type": "object", "properties": {"text": {"type": "number", "format": "float"}}},
        ]},
    }}}));
    let (mut exact, mut rounded) = (0, Vec::new());
    for drift in draw(&values.drift(&component("Vectors")).unwrap(), 2_000) {
        let members = drift.value.as_object().unwrap().values();
        let numbers: Option<Vec<f64>> = members.map(Value::as_f64).collect();
        for number in numbers.into_iter().flatten() {
            if (number as f32).to_string().parse() == Ok(number) {
                exact += 1;
            } else {
                rounded.push((drift.kind, number));
            }
        }
    }
    assert!(exact > 100, "{exact}");
    assert!(rounded.is_empty(), "{rounded:?}");
}
