//! `pattern`: regular expressions of ECMA-262, compiled when they are first used.

use std::sync::OnceLock;

use regress::Regex;

/// An expression, once it is compiled; `None` where it cannot be, which is then not held against
/// any text.
pub type Compiled = OnceLock<Option<Regex>>;

/// Whether an expression matches somewhere in a text.
pub fn matches(compiled: &Compiled, pattern: &str, flags: &str, text: &str) -> bool {
    compiled
        .get_or_init(|| Regex::with_flags(pattern, flags).ok())
        .as_ref()
        .is_none_or(|regex| regex.find(text).is_some())
}

/// The pattern of a rule: `pattern!("^[a-z]+$")`, with other flags than `u` and with an expression
/// that differs from what the document writes where they are named.
#[allow(unused_macros)]
macro_rules! pattern {
    ($text:literal) => {
        $crate::runtime::validate::pattern::pattern!($text, "u", $text)
    };
    ($text:literal, $flags:literal) => {
        $crate::runtime::validate::pattern::pattern!($text, $flags, $text)
    };
    ($text:literal, $flags:literal, $expression:literal) => {{
        static COMPILED: $crate::runtime::validate::pattern::Compiled = std::sync::OnceLock::new();
        $crate::runtime::validate::Pattern::new($text, |text| {
            $crate::runtime::validate::pattern::matches(&COMPILED, $expression, $flags, text)
        })
    }};
}
#[allow(unused_imports)]
pub(crate) use pattern;
