//! Drawing JSON from shapes: every limit is kept, what contains itself comes to an end, and what
//! has no value says so.

#![cfg(feature = "proptest")]
#![allow(clippy::unwrap_used, reason = "helpers of tests are tests, too")]

use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};
use specwright_runtime::runtime::Rule;
use specwright_runtime::runtime::arbitrary::{Member, Others, Part, Presence, Shape, values};
use specwright_runtime::runtime::validate::{Number, Pattern};

fn draw(shape: &'static Shape) -> Vec<Value> {
    let strategy = values(shape);
    let mut runner = TestRunner::deterministic();
    (0..200)
        .map(|_| strategy.new_tree(&mut runner).unwrap().current())
        .collect()
}

/// Draws a text that keeps one rule.
fn texts(rules: &'static [Rule]) -> Vec<String> {
    let shape: &'static Shape = Box::leak(Box::new(Shape::Text(rules)));
    let texts = draw(shape).into_iter();
    texts.map(|it| it.as_str().unwrap().to_owned()).collect()
}

#[test]
fn texts_keep_lengths_and_patterns() {
    static LENGTH: &[Rule] = &[Rule::MinLength(3), Rule::MaxLength(5)];
    let lengths = texts(LENGTH).into_iter().map(|it| it.chars().count());
    assert!(lengths.clone().all(|it| (3..=5).contains(&it)));
    assert!(lengths.clone().any(|it| it == 3) && lengths.clone().any(|it| it == 5));

    fn is_code(text: &str) -> bool {
        text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit())
    }
    static CODE: &[Rule] = &[Rule::Pattern(Pattern::new(r"^\d{6}$", is_code))];
    assert!(texts(CODE).iter().all(|it| is_code(it)));

    // What cannot be generated from is guessed.
    fn has_digit(text: &str) -> bool {
        text.contains(|c: char| c.is_ascii_digit())
    }
    static AHEAD: &[Rule] = &[Rule::Pattern(Pattern::new(r"(?=.*[0-9])", has_digit))];
    assert!(texts(AHEAD).iter().all(|it| has_digit(it)));
}

#[test]
fn numbers_keep_their_limits() {
    static WHOLE: Shape = Shape::I64(&[
        Rule::ExclusiveMinimum(Number::Int(-7)),
        Rule::Maximum(Number::Int(100)),
        Rule::MultipleOf(Number::Int(3)),
    ]);
    for value in draw(&WHOLE) {
        let value = value.as_i64().unwrap();
        assert!(value > -7 && value <= 100 && value % 3 == 0, "{value}");
    }
    static STEPS: Shape = Shape::F64(&[
        Rule::Minimum(Number::Int(0)),
        Rule::MultipleOf(Number::Float(0.01)),
    ]);
    let cents = draw(&STEPS);
    assert!(cents.iter().all(|it| {
        it.to_string()
            .split('.')
            .nth(1)
            .is_none_or(|it| it.len() <= 2)
    }));
    static SINGLE: Shape = Shape::F32(&[]);
    for value in draw(&SINGLE) {
        let value = value.as_f64().unwrap();
        assert_eq!((value as f32).to_string().parse(), Ok(value));
    }
    static UNSIGNED: Shape = Shape::U64(&[]);
    assert!(draw(&UNSIGNED).iter().all(Value::is_u64));
}

#[test]
fn collections_keep_their_limits() {
    static SET: Shape = Shape::Array(&Shape::Bool(&[]), &[Rule::MinItems(2), Rule::UniqueItems]);
    for value in draw(&SET) {
        assert_eq!(value.as_array().unwrap().len(), 2, "{value}");
    }
    static OBJECT: Shape = Shape::Object {
        members: &[
            Member {
                name: "a",
                presence: Presence::Required,
                shape: Shape::Date,
            },
            Member {
                name: "b",
                presence: Presence::Optional,
                shape: Shape::OrNull(&Shape::Uuid),
            },
        ],
        others: Others::Like(&Shape::Bool(&[Rule::Only(true)])),
        counted: &[Rule::MinProperties(3), Rule::MaxProperties(4)],
    };
    for value in draw(&OBJECT) {
        let members = value.as_object().unwrap();
        assert!((3..=4).contains(&members.len()), "{value}");
        assert!(value["a"].is_string(), "{value}");
        let others = members
            .iter()
            .filter(|(name, _)| !["a", "b"].contains(&name.as_str()));
        assert!(
            others.into_iter().all(|(_, other)| *other == json!(true)),
            "{value}"
        );
    }
}

fn tree() -> &'static Shape {
    static TREE: Shape = Shape::OneOf {
        parts: &[
            Part {
                tags: &["leaf"],
                shape: Shape::Object {
                    members: &[],
                    others: Others::Free,
                    counted: &[],
                },
            },
            Part {
                tags: &["branch"],
                shape: Shape::Object {
                    members: &[Member {
                        name: "below",
                        presence: Presence::Required,
                        shape: Shape::Array(&Shape::Of(tree), &[Rule::MinItems(1)]),
                    }],
                    others: Others::Free,
                    counted: &[],
                },
            },
        ],
        tag: Some("kind"),
        is_known: |value| value["kind"] == "leaf" || value["below"].is_array(),
    };
    &TREE
}

fn endless() -> &'static Shape {
    static ENDLESS: Shape = Shape::Array(&Shape::Of(endless), &[Rule::MinItems(1)]);
    &ENDLESS
}

#[test]
fn what_contains_itself_comes_to_an_end() {
    let drawn = draw(tree());
    assert!(drawn.iter().any(|it| it["kind"] == "leaf"));
    assert!(drawn.iter().any(|it| it["below"][0]["kind"] == "branch"));
    assert!(drawn.iter().all(|it| it.to_string().len() < 2_000));
    let mut runner = TestRunner::deterministic();
    assert!(values(endless()).new_tree(&mut runner).is_err());
}
