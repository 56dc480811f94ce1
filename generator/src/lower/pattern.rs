//! `pattern`: which regular expressions can be checked, and how each is read.
//!
//! One that is no regular expression at all has been reported by `validate`.

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
        Err(Unread::Foreign(why)) => lowering.find(
            Code::PatternNotChecked,
            &at.join("pattern"),
            why,
            "it is stated in the documentation, and `validate` does not check it",
        ),
        Err(Unread::Invalid) => {}
    }
}

/// Why a pattern is not read.
#[derive(Debug)]
enum Unread {
    /// It is no regular expression of ECMA-262.
    Invalid,
    /// It is one, and was meant for another language.
    Foreign(&'static str),
}

/// How a pattern is read, or why it is not.
fn reading(text: &str) -> Result<PatternReading, Unread> {
    // Other languages write at the beginning what is a flag in ECMA-262.
    let (expression, ignore_case) = match (undelimited(text), text.strip_prefix("(?i)")) {
        (Some((inner, "")), _) => (inner, ""),
        (Some((inner, "i")), _) => (inner, "i"),
        (Some(_), _) => {
            let why = "a pattern between slashes matches only texts with these slashes";
            return Err(Unread::Foreign(why));
        }
        (None, Some(rest)) => (rest, "i"),
        (None, None) => (text, ""),
    };
    let strict = format!("u{ignore_case}");
    let compiled = |flags: &str| Regex::with_flags(expression, flags);
    let flags = match compiled(&strict) {
        Ok(_) => strict,
        // Without `u` a needless backslash stands for nothing, and may not stand before a letter
        // here: other languages mean something by `\A` or `\Z`.
        Err(_) if compiled(ignore_case).is_err() => return Err(Unread::Invalid),
        Err(_) if has_foreign_escape(expression) => {
            let why = "a letter that ECMA-262 gives no meaning stands behind a backslash";
            return Err(Unread::Foreign(why));
        }
        Err(_) => ignore_case.to_owned(),
    };
    Ok(PatternReading {
        expression: expression.to_owned(),
        flags,
    })
}

/// The expression and the flags of a pattern that is written as a literal of JavaScript or PHP,
/// `/^a$/i`. As it stands it would match nothing, since nothing can stand before the beginning.
fn undelimited(text: &str) -> Option<(&str, &str)> {
    let (body, flags) = text.strip_prefix('/')?.rsplit_once('/')?;
    let is_literal = body.starts_with('^')
        && body.ends_with('$')
        && flags.bytes().all(|flag| flag.is_ascii_lowercase());
    is_literal.then_some((body, flags))
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
            ("/^[a-z]+$/", "^[a-z]+$", "u"),
            ("/^[a-z]+$/i", "^[a-z]+$", "ui"),
            ("", "", "u"),
        ];
        for (text, expression, flags) in cases {
            let reading = reading(text).unwrap();
            assert_eq!((&*reading.expression, &*reading.flags), (expression, flags));
        }
    }

    #[test]
    fn what_is_written_for_another_language_is_not() {
        for text in [
            "[a-z",
            r"\A[a-z]+\Z",
            "/^[a-z]+$/xm",
            "(?P<name>a)",
            "^a++$",
        ] {
            assert!(reading(text).is_err(), "{text}");
        }
    }
}
