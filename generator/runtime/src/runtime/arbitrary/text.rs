//! Texts: of a length, by a pattern.

use std::ops::RangeInclusive;

use proptest::arbitrary::any;
use proptest::collection::vec;
use proptest::sample::select;
use proptest::strategy::{BoxedStrategy, Strategy as _, Union};
use proptest::string::string_regex;
use serde_json::Value;

use super::shape::Member;
use crate::runtime::Rule;
use crate::runtime::validate::Measure;

/// How many characters more than demanded a text has.
const MORE: usize = 16;

/// Texts that keep their rules.
pub(super) fn text(rules: &'static [Rule]) -> BoxedStrategy<Value> {
    kept(rules).prop_map(Value::from).boxed()
}

fn kept(rules: &'static [Rule]) -> BoxedStrategy<String> {
    let (mut least, mut most, mut pattern, mut listed) = (0, usize::MAX, None, None);
    for rule in rules {
        match rule {
            Rule::MinLength(limit) => least = least.max(*limit),
            Rule::MaxLength(limit) => most = most.min(*limit),
            Rule::Pattern(rule) => {
                pattern.get_or_insert(rule.text());
            }
            Rule::Listed(texts) => listed = listed.or((!texts.is_empty()).then_some(*texts)),
            _ => {}
        }
    }
    let text = match (listed, pattern) {
        (Some(texts), _) => select(texts).prop_map(str::to_owned).boxed(),
        (None, None) => joined(character(), least..=most.min(least + MORE).max(least)),
        (None, Some(pattern)) => patterned(pattern, least, most),
    };
    text.prop_filter("out of its limits", move |text: &String| {
        text.keeps_all(rules)
    })
    .boxed()
}

/// The usual characters.
const USUAL: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ";

/// Mostly letters, digits and spaces.
fn character() -> BoxedStrategy<char> {
    let usual = of_these(USUAL);
    Union::new_weighted(vec![(15, usual), (1, any::<char>().boxed())]).boxed()
}

fn of_these(characters: &str) -> BoxedStrategy<char> {
    select(characters.chars().collect::<Vec<_>>()).boxed()
}

/// Texts of so many characters.
fn joined(characters: BoxedStrategy<char>, length: RangeInclusive<usize>) -> BoxedStrategy<String> {
    vec(characters, length)
        .prop_map(|characters| characters.into_iter().collect())
        .boxed()
}

/// Texts that the pattern probably matches, brought to a length.
fn patterned(pattern: &str, least: usize, most: usize) -> BoxedStrategy<String> {
    let Ok(text) = string_regex(&generable(pattern)) else {
        return select(GUESSES).prop_map(str::to_owned).boxed();
    };
    // A pattern of one repeated class can be lengthened and cut.
    vec(text, 1..=least.div_ceil(4).clamp(1, 64))
        .prop_map(move |texts| {
            let mut joined = String::new();
            for text in texts {
                joined.push_str(&text);
                if joined.chars().count() >= least {
                    break;
                }
            }
            if let Some((end, _)) = joined.char_indices().nth(most) {
                joined.truncate(end);
            }
            joined
        })
        .boxed()
}

/// Texts to try where a pattern cannot be generated from.
const GUESSES: &[&str] = &[
    "a",
    "0",
    "A1",
    "12345678",
    "aA1!aA1!",
    "2024-01-01",
    "https://example.com/a",
    "a@example.com",
];

/// A pattern of ECMA-262 in the dialect that texts are generated from: without anchors, since whole
/// texts are generated, and with the ASCII meaning of `\d`, `\w` and `\s`.
fn generable(pattern: &str) -> String {
    let mut rewritten = String::new();
    let mut characters = pattern.chars().peekable();
    let mut in_class = false;
    while let Some(character) = characters.next() {
        match character {
            '\\' => {
                let Some(escaped) = characters.next() else {
                    break;
                };
                let members = match escaped {
                    'd' => Some("0-9"),
                    'w' => Some("A-Za-z0-9_"),
                    's' => Some(" \\t"),
                    _ => None,
                };
                match members {
                    Some(members) if in_class => rewritten.push_str(members),
                    Some(members) => rewritten.extend(["[", members, "]"]),
                    None if escaped == '/' => rewritten.push('/'),
                    None => rewritten.extend(['\\', escaped]),
                }
            }
            '^' | '$' if !in_class => {}
            '[' if !in_class => {
                in_class = true;
                rewritten.push('[');
                rewritten.extend(characters.next_if_eq(&'^'));
            }
            // These have a meaning of their own within a class of the other dialect.
            '[' | '&' | '~' if in_class => rewritten.extend(['\\', character]),
            other => {
                in_class &= other != ']';
                rewritten.push(other);
            }
        }
    }
    rewritten
}

/// Names for members that an object does not declare, by the first rule for names.
pub(super) fn name(declared: &'static [Member], rules: &'static [Rule]) -> BoxedStrategy<String> {
    let of_names = rules.iter().find_map(|rule| match rule {
        Rule::PropertyNames(rules) => Some(*rules),
        _ => None,
    });
    let name = match of_names {
        Some(rules) => kept(rules),
        None => joined(of_these(&USUAL[..26]), 1..=8),
    };
    name.prop_filter("declared", |name| {
        declared.iter().all(|it| it.name != *name)
    })
    .boxed()
}
