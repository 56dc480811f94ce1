//! Constraints are held against values without rounding, and patterns as ECMA-262 reads them.

use std::collections::BTreeMap;

use specwright_runtime::runtime::validate::{Measure, Number, Pattern, pattern};
use specwright_runtime::runtime::{Extra, Rule, Validate, Validator};

fn keeps(value: &dyn Measure, rule: Rule) -> bool {
    value.keeps(&rule)
}

#[test]
fn whole_numbers_are_compared_beyond_what_a_float_holds() {
    const LIMIT: i64 = 9_007_199_254_740_993;
    let most = Rule::Maximum(Number::Int(LIMIT.into()));
    assert!(keeps(&LIMIT, most));
    assert!(!keeps(&(LIMIT + 1), most));
    let less = Rule::ExclusiveMaximum(Number::Int(LIMIT.into()));
    assert!(!keeps(&LIMIT, less));
    assert!(keeps(&(LIMIT - 1), less));
    assert!(keeps(
        &u64::MAX,
        Rule::Maximum(Number::Int(u64::MAX.into()))
    ));
    assert!(!keeps(
        &i128::MAX,
        Rule::Maximum(Number::Int(u64::MAX.into()))
    ));
}

#[test]
fn names_of_members_are_found_at_their_place() {
    const NAMES: &[Rule] = &[Rule::MaxLength(3), Rule::Listed(&["ab", "a/b", "long"])];
    let rules = [Rule::PropertyNames(NAMES), Rule::MinProperties(1)];
    let found = |value: &dyn Fn(&mut Validator)| match Validator::run(value) {
        Ok(()) => Vec::new(),
        Err(found) => found.iter().map(ToString::to_string).collect(),
    };
    let of = |names: &[&str]| BTreeMap::from_iter(names.iter().map(|name| ((*name).to_owned(), 1)));
    let kept = Some(of(&["ab", "a/b"]));
    assert!(found(&|validator| validator.member("m", &kept, &rules)).is_empty());
    let broken = of(&["ab", "~", "long"]);
    let demand = "propertyNames demands a name of at most 3 characters, one of ab, a/b, long";
    assert_eq!(
        found(&|validator| validator.member("m", &broken, &rules)),
        [format!("/m/long: {demand}"), format!("/m/~0: {demand}")]
    );
    let mut extra = Extra::new();
    extra.insert("c", true);
    assert_eq!(
        found(&|validator| validator.keeps(&extra, &rules)),
        [format!("/c: {demand}")]
    );
}

#[test]
fn whole_numbers_and_fractions_are_compared() {
    for (value, limit, is_more) in [
        (3_i64, 2.5, true),
        (3, 3.5, false),
        (-3, -3.5, true),
        (-3, -2.5, false),
        (3, 3.0, false),
    ] {
        let more = Rule::ExclusiveMinimum(Number::Float(limit));
        assert_eq!(keeps(&value, more), is_more, "{value} {limit}");
        let less = Rule::ExclusiveMaximum(Number::Float(limit));
        assert_eq!(keeps(&value, less), !is_more && value as f64 != limit);
    }
    assert!(keeps(&1_i64, Rule::Maximum(Number::Float(1e300))));
    assert!(!keeps(&1_i64, Rule::Minimum(Number::Float(1e300))));
    assert!(keeps(&0.1_f32, Rule::Maximum(Number::Float(0.1))));
    assert!(!keeps(&f64::NAN, Rule::Maximum(Number::Int(1))));
}

#[test]
fn steps_are_decimals() {
    let cases = [
        (19.99, 0.01, true),
        (0.3, 0.1, true),
        (4.35, 0.01, true),
        (1_000_000_000.07, 0.01, true),
        (0.075, 0.01, false),
        (1e-7, 0.01, false),
        (1e22, 0.5, true),
        (0.0, 0.01, true),
        (-0.25, 0.05, true),
        (7.5, 2.5, true),
        (7.0, 2.5, false),
    ];
    for (value, step, expected) in cases {
        let rule = Rule::MultipleOf(Number::Float(step));
        assert_eq!(keeps(&value, rule), expected, "{value} {step}");
    }
    assert!(keeps(&12_i64, Rule::MultipleOf(Number::Int(4))));
    assert!(!keeps(&13_i64, Rule::MultipleOf(Number::Int(4))));
    assert!(keeps(&12.0_f64, Rule::MultipleOf(Number::Int(4))));
    assert!(!keeps(
        &9_007_199_254_740_993_i64,
        Rule::MultipleOf(Number::Int(2))
    ));
    assert!(keeps(&5_i64, Rule::MultipleOf(Number::Float(2.5))));
    assert!(keeps(&0.7_f32, Rule::MultipleOf(Number::Float(0.1))));
}

#[test]
fn patterns_are_matched_with_look_around_and_flags() {
    let matches = |pattern: &str, flags: &str, text: &str| {
        pattern::matches(&pattern::Compiled::new(), pattern, flags, text)
    };
    assert!(matches("^(?!api/).*$", "u", "feed/x"));
    assert!(!matches("^(?!api/).*$", "u", "api/x"));
    assert!(matches("b", "u", "abc"), "a match anywhere is enough");
    assert!(matches("^all$", "ui", "ALL"));
    assert!(matches(r"^\p{L}$", "u", "ß"));
    assert!(
        matches("[", "u", "anything"),
        "what cannot be read is not checked"
    );
}

#[test]
fn a_rule_shows_its_pattern_and_not_the_value() {
    let rule = Rule::Pattern(Pattern::new("^a$", |text| text == "a"));
    assert!(keeps(&"a".to_owned(), rule));
    assert!(!keeps(&"b".to_owned(), rule));
    assert_eq!(rule.to_string(), "a match of ^a$");
    assert_eq!(format!("{rule:?}"), "Pattern(Pattern(\"^a$\"))");
}

#[test]
fn the_one_allowed_truth_value_is_demanded() {
    assert!(keeps(&true, Rule::Only(true)));
    assert!(!keeps(&false, Rule::Only(true)));
}

/// Elements of elements, as the generator writes it out.
struct Grid {
    rows: Vec<BTreeMap<String, Option<i64>>>,
}

impl Validate for Grid {
    fn check(&self, validator: &mut Validator) {
        validator.below("rows", |validator| {
            validator.elements(&self.rows, |validator, value| {
                validator.keeps(value, &[Rule::MaxProperties(1)]);
                validator.elements(value, |validator, value| {
                    validator.keeps(value, &[Rule::Minimum(Number::Int(1))]);
                });
            });
        });
        validator.counts(1, &[Rule::MinProperties(2)]);
    }
}

#[test]
fn every_violation_has_its_place() {
    let row = |cells: &[(&str, Option<i64>)]| {
        let cells = cells.iter().map(|(name, cell)| ((*name).to_owned(), *cell));
        cells.collect()
    };
    let rows = vec![
        row(&[("a/b", Some(0))]),
        row(&[("x", None), ("y", Some(1))]),
    ];
    let found = Grid { rows }.validate().unwrap_err();
    assert_eq!(
        found.to_string(),
        "/rows/0/a~1b: minimum demands 1 or more; \
         /rows/1: maxProperties demands at most 1 members; \
         : minProperties demands at least 2 members"
    );
}

#[test]
fn arrays_that_are_no_member_are_checked_where_they_are_borrowed() {
    let texts = ["long".to_owned(), "a".to_owned(), "a".to_owned()];
    let found = Validator::run(|validator| {
        let value = texts.as_slice();
        validator.keeps(value, &[Rule::MaxItems(2), Rule::UniqueItems]);
        validator.elements(value, |validator, text| {
            validator.keeps(text, &[Rule::MaxLength(3)]);
        });
    });
    let found: Vec<(String, &str)> = found
        .unwrap_err()
        .iter()
        .map(|violation| (violation.pointer.clone(), violation.rule.keyword()))
        .collect();
    let root = String::new;
    assert_eq!(
        found,
        [
            (root(), "maxItems"),
            (root(), "uniqueItems"),
            ("/0".to_owned(), "maxLength"),
        ]
    );
    assert!(Validator::run(|validator| validator.keeps(&1_i64, &[])).is_ok());
}
