//! Matching a text against a pattern, where that takes no time to speak of.
//!
//! A backtracking engine can be made to run for ages, and a document may hold any pattern. What
//! could do so is not tried.

use regress::Regex;

/// The most steps that a match may be expected to take.
const STEPS: f64 = 2_000_000.0;

/// Whether a text does not match a pattern, as far as that can be told quickly.
pub(super) fn certainly_differs(pattern: &str, text: &str) -> bool {
    if !is_quick(pattern, text.chars().count()) {
        return false;
    }
    // An engine that knows Unicode and one that does not have to agree.
    let differs = |flags: &str| match Regex::with_flags(pattern, flags) {
        Ok(regex) => regex.find(text).is_none(),
        Err(_) => true,
    };
    let is_valid = super::super::pattern::is_valid(pattern);
    is_valid && differs("u") && differs("")
}

/// Whether a match cannot take long: no repeated group repeats or chooses something itself, and
/// the ways to share the text between the repetitions are few.
fn is_quick(pattern: &str, length: usize) -> bool {
    let mut ways = length as f64 + 1.0;
    let mut repetitions = 0_u32;
    // For each open group, whether something in it is repeated or chosen.
    let mut groups = vec![false];
    let mut chars = pattern.chars().peekable();
    let mut closed = false;
    while let Some(c) = chars.next() {
        let was_loose = std::mem::take(&mut closed);
        match c {
            '\\' => _ = chars.next(),
            '[' => {
                while let Some(c) = chars.next() {
                    match c {
                        '\\' => _ = chars.next(),
                        ']' => break,
                        _ => {}
                    }
                }
            }
            '(' => {
                // `(?:`, `(?=`, `(?<name>`: the mark is no quantifier.
                _ = chars.next_if_eq(&'?');
                groups.push(false);
            }
            ')' => {
                let loose = groups.pop().unwrap_or_default();
                if let Some(outer) = groups.last_mut() {
                    *outer |= loose;
                }
                closed = loose;
            }
            '|' => mark(&mut groups),
            '?' => mark(&mut groups),
            '*' | '+' | '{' => {
                if was_loose {
                    return false;
                }
                mark(&mut groups);
                repetitions += 1;
                ways *= length as f64 / f64::from(repetitions);
            }
            _ => {}
        }
    }
    ways <= STEPS
}

fn mark(groups: &mut [bool]) {
    if let Some(group) = groups.last_mut() {
        *group = true;
    }
}

#[cfg(test)]
mod tests {
    use super::{certainly_differs, is_quick};

    #[test]
    fn what_could_run_for_ages_is_not_tried() {
        for slow in [
            "(a+)+$",
            "(a|a)*b",
            "(?:a?){30}b",
            "((a*))*",
            "a*a*a*a*a*a*b",
        ] {
            assert!(!is_quick(slow, 60), "{slow}");
        }
        for quick in [
            "^[a-z]{3}-[0-9]+$",
            "^(foo|bar)$",
            r"^\(\+\d+\)\*$",
            "[(+]*",
        ] {
            assert!(is_quick(quick, 60), "{quick}");
        }
    }

    #[test]
    fn differences_are_found() {
        assert!(certainly_differs("^[a-z]{3}$", "ab1"));
        assert!(!certainly_differs("^[a-z]{3}$", "abc"));
        assert!(!certainly_differs("^\\p{L}+$", "ß"));
        assert!(!certainly_differs("(", "x"));
    }
}
