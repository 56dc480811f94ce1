//! `pattern`: an expression of ECMA-262, perhaps written with the delimiters of a literal.
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
                .map_or_else(|| value.clone(), |pattern| rewritten(pattern).into()),
        }
    }
}

/// The pattern with what the expressions of Rust mean otherwise spelled out: in ECMA-262 a `.` stands
/// for no line terminator, in Rust for everything but a line feed; and a `{` that no number follows
/// stands for itself.
fn rewritten(pattern: &str) -> String {
    let mut spelled = String::with_capacity(pattern.len());
    let mut in_class = false;
    let mut letters = pattern.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => {
                spelled.push(letter);
                let escaped = letters.next();
                spelled.extend(escaped);
                // The braces of `\p{…}` belong to the escape.
                if matches!(escaped, Some('p' | 'P' | 'u' | 'x'))
                    && letters.as_str().starts_with('{')
                {
                    spelled.extend(letters.next());
                }
                continue;
            }
            '{' if !in_class && !is_count(letters.as_str()) => spelled.push('\\'),
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

/// Whether what follows a `{` says how often something is repeated: `2}`, `2,}` or `2,3}`.
fn is_count(rest: &str) -> bool {
    let Some((inside, _)) = rest.split_once('}') else {
        return false;
    };
    let (least, most) = inside.split_once(',').unwrap_or((inside, ""));
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    !least.is_empty() && is_number(least) && is_number(most)
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
    use super::{rewritten, undelimited};

    #[test]
    fn a_dot_stands_for_no_line_terminator() {
        let any = r"[^\n\r\u2028\u2029]";
        assert_eq!(rewritten("^a.$"), format!("^a{any}$"));
        assert_eq!(rewritten(r"\.[.]\\."), format!(r"\.[.]\\{any}"));
    }

    #[test]
    fn a_brace_that_counts_nothing_stands_for_itself() {
        for (pattern, expected) in [
            (
                "^(?:{[a-f]{4}}|x{2,}y{1,3})$",
                r"^(?:\{[a-f]{4}}|x{2,}y{1,3})$",
            ),
            (r"^\p{Lu}\u{61}\{$", r"^\p{Lu}\u{61}\{$"),
            ("{,2}[{]{", r"\{,2}[{]\{"),
        ] {
            assert_eq!(rewritten(pattern), expected, "{pattern}");
        }
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
