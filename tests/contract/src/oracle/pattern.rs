//! `pattern`: an expression that was written with the delimiters of a literal.
//!
//! `/^[a-z]+$/i` matches nothing as it stands, since a slash comes before the
//! beginning of the text. What is meant is the expression between the slashes.

/// The expression within `/^…$/flags`; `None` where it is no such literal.
pub(super) fn undelimited(pattern: &str) -> Option<String> {
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
    use super::undelimited;

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
