//! `pattern`: which regular expressions can be checked, and how each is read.

use regress::Regex;

use super::Lowering;
use crate::diagnostic::Code;
use crate::ir::PatternReading;
use crate::pointer::Pointer;

/// Notes how a pattern is read, or reports that it cannot be checked.
pub(super) fn read(lowering: &mut Lowering<'_, '_>, text: &str, at: &Pointer) {
    if lowering.patterns.contains_key(text) {
        return;
    }
    match reading(text) {
        Ok(reading) => {
            lowering.patterns.insert(text.to_owned(), reading);
        }
        Err(why) => lowering.find(
            Code::PatternNotChecked,
            &at.join("pattern"),
            why,
            "it is stated in the documentation, and `validate` does not check it",
        ),
    }
}

/// How a pattern is read, or why it is not.
fn reading(text: &str) -> Result<PatternReading, String> {
    if is_delimited(text) {
        return Err("a pattern between slashes matches only texts with these slashes".to_owned());
    }
    // Other languages write at the beginning what is a flag in ECMA-262.
    let (expression, ignore_case) = match text.strip_prefix("(?i)") {
        Some(rest) => (rest, "i"),
        None => (text, ""),
    };
    let strict = format!("u{ignore_case}");
    let compiled = |flags: &str| Regex::with_flags(expression, flags);
    let flags = match compiled(&strict) {
        Ok(_) => strict,
        // Without `u` a needless backslash stands for nothing, and may not stand before a letter
        // here: other languages mean something by `\A` or `\Z`.
        Err(_) if !has_foreign_escape(expression) && compiled(ignore_case).is_ok() => {
            ignore_case.to_owned()
        }
        Err(error) => return Err(format!("the pattern is not one of ECMA-262: {error}")),
    };
    Ok(PatternReading {
        expression: expression.to_owned(),
        flags,
    })
}

/// Whether a pattern is written as a literal of JavaScript or PHP, `/^a$/i`, where nothing can
/// stand before the beginning.
fn is_delimited(text: &str) -> bool {
    let without_flags = text.trim_end_matches(|c: char| c.is_ascii_lowercase());
    text.starts_with("/^") && without_flags.len() > 2 && without_flags.ends_with("$/")
}

/// Whether a letter is escaped that has no meaning in ECMA-262.
fn has_foreign_escape(text: &str) -> bool {
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        if letter == '\\'
            && let Some(escaped) = letters.next()
            && escaped.is_ascii_alphabetic()
            && !"bBcdDfnkpPrsStuvwWx".contains(escaped)
        {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::reading;

    #[test]
    fn patterns_of_ecma_262_are_read() {
        let cases = [
            ("^[a-z]+$", "^[a-z]+$", "u"),
            (r"^(?!api/)\p{L}+(?<!-)$", r"^(?!api/)\p{L}+(?<!-)$", "u"),
            (r"^a\-b$", r"^a\-b$", ""),
            ("(?i)^(all|none)$", "^(all|none)$", "ui"),
            ("^/v1/.*", "^/v1/.*", "u"),
            ("", "", "u"),
        ];
        for (text, expression, flags) in cases {
            let reading = reading(text).unwrap();
            assert_eq!((&*reading.expression, &*reading.flags), (expression, flags));
        }
    }

    #[test]
    fn what_is_written_for_another_language_is_not() {
        for text in ["[a-z", r"\A[a-z]+\Z", "/^[a-z]+$/i", "(?P<name>a)", "^a++$"] {
            assert!(reading(text).is_err(), "{text}");
        }
    }
}
