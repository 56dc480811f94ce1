//! Making a `pattern` into something that texts can be generated from.
//!
//! Patterns are ECMA-262 and match anywhere in a text; the generator takes the
//! Rust dialect, matches whole texts and knows no anchors. What comes out is
//! only a good guess: the oracle decides whether a generated text matches.

/// The pattern without its anchors, and with the ASCII meaning that ECMA-262
/// gives to `\d`, `\w` and `\s`.
pub(super) fn generable(pattern: &str) -> String {
    let mut rewritten = String::with_capacity(pattern.len() + 16);
    let mut characters = pattern.chars().peekable();
    let mut in_class = false;
    while let Some(character) = characters.next() {
        match character {
            '\\' => match characters.next() {
                Some(class @ ('d' | 'w' | 's')) => {
                    let members = match class {
                        'd' => "0-9",
                        'w' => "A-Za-z0-9_",
                        _ => " \\t\\n\\r",
                    };
                    if in_class {
                        rewritten.push_str(members);
                    } else {
                        rewritten.extend(["[", members, "]"]);
                    }
                }
                Some('/') => rewritten.push('/'),
                Some('u') => rewritten.push_str("\\u"),
                Some(other) => rewritten.extend(['\\', other]),
                None => {}
            },
            '[' if !in_class => {
                in_class = true;
                rewritten.push('[');
                if let Some(negation) = characters.next_if_eq(&'^') {
                    rewritten.push(negation);
                }
            }
            // Literal in an ECMA class, a nested class in Rust.
            '[' | '&' | '~' if in_class => rewritten.extend(['\\', character]),
            ']' if in_class => {
                in_class = false;
                rewritten.push(']');
            }
            '^' | '$' if !in_class => {}
            other => rewritten.push(other),
        }
    }
    rewritten
}

#[cfg(test)]
mod tests {
    use super::generable;

    #[test]
    fn patterns_are_brought_to_the_generators_dialect() {
        for (pattern, expected) in [
            (r"^\d{4}-\d\d$", r"[0-9]{4}-[0-9][0-9]"),
            (r"^[\w.-]+$", r"[A-Za-z0-9_.-]+"),
            (r"^[^\s/]+\/x$", r"[^ \t\n\r/]+/x"),
            (r"^a$|^b$", "a|b"),
            (r"[$^&]\$", r"[$^\&]\$"),
        ] {
            assert_eq!(generable(pattern), expected);
        }
    }
}
