//! `pattern`: an expression that was written with the delimiters of a literal.
//!
//! `/^[a-z]+$/i` matches nothing as it stands, since a slash comes before the
//! beginning of the text. What is meant is the expression between the slashes.

use serde_json::Value;

use super::notes::Toleration;
use super::schema::{Place, Translator};

impl Translator<'_> {
    /// A pattern, without the delimiters of a literal.
    pub(super) fn pattern(&mut self, value: &Value, place: &Place) -> Value {
        match value.as_str().and_then(undelimited) {
            Some(inner) => {
                let message =
                    format!("the pattern {value} stands within slashes; `{inner}` is meant");
                self.note(place, Toleration::PatternDelimited, message);
                Value::from(inner)
            }
            None => value
                .as_str()
                .map_or_else(|| value.clone(), |pattern| strict_dots(pattern).into()),
        }
    }
}

/// The pattern with each `.` spelled out: in ECMA-262 it stands for no line terminator, and in the
/// expressions of Rust for everything but a line feed.
fn strict_dots(pattern: &str) -> String {
    let mut spelled = String::with_capacity(pattern.len());
    let mut in_class = false;
    let mut letters = pattern.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => {
                spelled.push(letter);
                spelled.extend(letters.next());
                continue;
            }
            '[' => in_class = true,
            ']' => in_class = false,
            '.' if !in_class => {
                spelled.push_str(r"[^\n\r\u2028\u2029]");
                continue;
            }
            _ => {}
        }
        spelled.push(letter);
    }
    spelled
}

/// The expression within `/^…$/flags`; `None` where it is no such literal.
fn undelimited(pattern: &str) -> Option<String> {
    let (body, flags) = pattern.strip_prefix('/')?.rsplit_once('/')?;
    let anchored = body.starts_with('^') && body.ends_with('$');
    if !anchored || !flags.chars().all(|flag| "dgimsuy".contains(flag)) {
        return None;
    }
    Some(if flags.contains('i') {
        format!("(?i:{body})")
    } else {
        body.to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::{strict_dots, undelimited};

    #[test]
    fn a_dot_stands_for_no_line_terminator() {
        let any = r"[^\n\r\u2028\u2029]";
        assert_eq!(strict_dots("^a.$"), format!("^a{any}$"));
        assert_eq!(strict_dots(r"\.[.]\\."), format!(r"\.[.]\\{any}"));
    }

    #[test]
    fn only_literals_are_unwrapped() {
        for (pattern, expected) in [
            ("/^[a-z]+$/i", Some("(?i:^[a-z]+$)")),
            ("/^a\\/b$/", Some("^a\\/b$")),
            ("/a/", None),
            ("^/a/b$", None),
            ("/^a$/b", None),
        ] {
            assert_eq!(undelimited(pattern).as_deref(), expected, "{pattern}");
        }
    }
}
