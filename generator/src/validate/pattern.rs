//! A pattern is a regular expression of ECMA-262.

use std::collections::HashMap;

use regress::Regex;
use serde_json::Value;

use super::Rule;
use super::document::Document;
use super::finding::{Finding, Findings};
use crate::diagnostic::Code;

pub(super) const RULE: Rule = Rule {
    codes: &[Code::InvalidPattern],
    check,
};

fn check(document: &Document<'_>, findings: &mut Findings) {
    let mut known: HashMap<&str, Option<String>> = HashMap::new();
    let mut judge = |pattern| -> Option<String> {
        known
            .entry(pattern)
            .or_insert_with(|| error(pattern))
            .clone()
    };
    for (site, schema) in document.schemas() {
        let pattern = schema.get("pattern").and_then(Value::as_str);
        let at = || site.at().join("pattern");
        if let Some(error) = pattern.and_then(&mut judge) {
            findings.push(
                Finding::of_value(Code::InvalidPattern, at(), message(&error))
                    .help("write it as JavaScript would; nothing is checked against it"),
            );
        }
        let by_pattern = schema.get("patternProperties").and_then(Value::as_object);
        for pattern in by_pattern.into_iter().flat_map(serde_json::Map::keys) {
            if let Some(error) = judge(pattern) {
                let at = site.at().join("patternProperties").join(pattern);
                findings.push(Finding::of_key(Code::InvalidPattern, at, message(&error)));
            }
        }
    }
}

fn message(error: &str) -> String {
    format!("the pattern is no regular expression: {error}")
}

/// Whether an engine takes the pattern, with or without Unicode.
pub(super) fn is_valid(pattern: &str) -> bool {
    error(pattern).is_none()
}

fn error(pattern: &str) -> Option<String> {
    // What other languages write for the flag `i` is understood.
    let pattern = pattern.strip_prefix("(?i)").unwrap_or(pattern);
    let without = Regex::with_flags(pattern, "").err()?;
    Regex::with_flags(pattern, "u").err()?;
    let text = without.to_string();
    Some(text.trim().trim_end_matches('.').to_owned())
}

#[cfg(test)]
mod tests {
    use super::is_valid;

    #[test]
    fn expressions_of_other_languages_are_not_valid() {
        for good in [
            "^a+$",
            r"\p{L}",
            r"[\w\-]+",
            "(?<year>\\d{4})",
            "(?<=a)b(?!c)",
            r"\_",
        ] {
            assert!(is_valid(good), "{good}");
        }
        for bad in ["(", "a++", "(?P<year>a)", "[z-a]", "*"] {
            assert!(!is_valid(bad), "{bad}");
        }
    }
}
