//! Texts: of a length, by a pattern.

use super::shape::Member;
use super::strategy::{Drawing, kept, listed, matching, one_of};
use crate::runtime::Rule;
use crate::runtime::validate::Measure;

/// How many characters more than demanded a text has.
const MORE: usize = 16;

/// Texts that keep their rules.
pub(super) fn text(rules: &'static [Rule]) -> Drawing {
    let (mut least, mut most, mut pattern, mut texts) = (0, usize::MAX, None, None);
    for rule in rules {
        match rule {
            Rule::MinLength(limit) => least = least.max(*limit),
            Rule::MaxLength(limit) => most = most.min(*limit),
            Rule::Pattern(rule) => {
                pattern.get_or_insert(rule.text());
            }
            Rule::Listed(listed) => texts = texts.or((!listed.is_empty()).then_some(*listed)),
            _ => {}
        }
    }
    let drawn = match (texts, pattern) {
        (Some(texts), _) => Some(listed(texts)),
        (None, None) => of_length(least, most.min(least + MORE).max(least)),
        // A pattern of one repeated class can be lengthened and cut.
        (None, Some(pattern)) => {
            let times = least.div_ceil(4).clamp(1, 64);
            matching(&format!("(?:{}){{1,{times}}}", generable(pattern)))
        }
    };
    let drawn = drawn.unwrap_or_else(|| listed(GUESSES));
    kept(
        drawn,
        "out of its limits",
        Box::new(move |text| {
            let text = text.as_str()?;
            let end = text.char_indices().nth(most).map(|(end, _)| end);
            let text = text.get(..end.unwrap_or(text.len()))?;
            text.keeps_all(rules).then(|| text.into())
        }),
    )
}

/// Texts of so many characters, mostly of letters, digits and spaces; they shrink to small letters.
fn of_length(least: usize, most: usize) -> Option<Drawing> {
    let of = |class| matching(&format!("{class}{{{least},{most}}}"));
    Some(one_of(vec![
        (1, of("[a-z]")?),
        (14, of("[a-zA-Z0-9 ]")?),
        (1, of("(?s:.)")?),
    ]))
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
pub(super) fn name(declared: &'static [Member], rules: &'static [Rule]) -> Drawing {
    let of_names = rules.iter().find_map(|rule| match rule {
        Rule::PropertyNames(rules) => Some(*rules),
        _ => None,
    });
    let name = match of_names {
        Some(rules) => text(rules),
        None => matching("[a-z]{1,8}").unwrap_or_else(|| listed(GUESSES)),
    };
    kept(
        name,
        "declared",
        Box::new(|name| {
            let is_declared = declared.iter().any(|it| name == *it.name);
            (!is_declared).then_some(name)
        }),
    )
}
