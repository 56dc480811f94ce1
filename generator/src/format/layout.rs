//! Macro calls whose input is no Rust syntax of its own, and blank lines between items.

use std::fmt::Write as _;

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

use super::MacroCall;

/// Lays a call out, one entry to a line.
pub(super) fn call(call: &MacroCall) -> String {
    let (open, close) = if call.head.is_empty() {
        (" {".to_owned(), "}\n")
    } else {
        (format!("({} {{", inline(&call.head)), "});\n")
    };
    let mut text = format!("{}!{open}\n", call.name);
    for entry in &call.entries {
        // Writing to a `String` cannot fail.
        let _ = writeln!(text, "    {},", inline(entry));
    }
    text.push_str(close);
    text
}

/// Puts a laid-out call at the end of the block that a text ends with.
pub(super) fn inside(block: &str, call: &str) -> String {
    let mut text = block.strip_suffix("}\n").unwrap_or(block).to_owned();
    text.push('\n');
    for line in call.lines() {
        text.push_str("    ");
        text.push_str(line);
        text.push('\n');
    }
    text.push_str("}\n");
    text
}

/// Puts a blank line before every item that has more than one line, or follows one.
pub(super) fn spaced(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len() + text.len() / 20);
    let mut before = "";
    for line in text.lines() {
        let same_level = indent(line) == indent(before);
        let opens = ["///", "#[", "pub ", "impl ", "impl<", "fn ", "mod ", "use "]
            .iter()
            .any(|start| line.trim_start().starts_with(start));
        let ends_item = matches!(before.trim(), "}" | "};")
            || (before.trim().ends_with(';') && !is_comment(before) && !is_list(line))
            || before.starts_with("//!")
            || before.starts_with("#![");
        if opens && ends_item && same_level {
            spaced.push('\n');
        }
        spaced.push_str(line);
        spaced.push('\n');
        before = line;
    }
    spaced
}

fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with("//")
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// Whether a line is one of those that stand in lists without blank lines between them.
fn is_list(line: &str) -> bool {
    let line = line.trim_start();
    let line = line.strip_prefix("pub ").unwrap_or(line);
    line.ends_with(';')
        && ["use ", "mod ", "const ", "type "]
            .iter()
            .any(|word| line.starts_with(word))
        || line.starts_with("use ")
        || line.starts_with("#[cfg(")
}

/// Lays tokens out on one line, with spaces where a person would put them.
pub(super) fn inline(tokens: &TokenStream) -> String {
    let mut text = String::new();
    let mut glued = true;
    // Whether the parameters of a closure have begun.
    let mut in_bars = false;
    for token in tokens.clone() {
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Brace => ("{ ", " }"),
                    Delimiter::None => ("", ""),
                };
                // `Rule(…)` is one thing, `name [Rule(…)]` and `name: (A, B)` are two.
                let apart = group.delimiter() != Delimiter::Parenthesis
                    || text.ends_with([':', ',', '|', '=']);
                let apart = apart && !text.ends_with('!');
                if !glued && apart {
                    text.push(' ');
                }
                text.push_str(open);
                text.push_str(&inline(&group.stream()));
                text.push_str(close);
                glued = false;
            }
            TokenTree::Punct(punct) => {
                let sign = punct.as_char();
                let tight_before = matches!(sign, ',' | ':' | ';' | '<' | '>' | '?' | '.' | '!')
                    || sign == '|' && in_bars;
                in_bars ^= sign == '|';
                if !glued && !tight_before {
                    text.push(' ');
                }
                text.push(sign);
                let joined = punct.spacing() == Spacing::Joint;
                glued = joined
                    || matches!(sign, '<' | '&' | '-' | '.')
                    || in_bars && sign == '|'
                    || text.ends_with("::")
                    || text.ends_with("..=");
            }
            TokenTree::Ident(ident) => {
                push_word(&mut text, glued, &ident.to_string());
                glued = false;
            }
            TokenTree::Literal(literal) => {
                push_word(&mut text, glued, &literal.to_string());
                glued = false;
            }
        }
    }
    text
}

fn push_word(text: &mut String, glued: bool, word: &str) {
    if !glued {
        text.push(' ');
    }
    text.push_str(word);
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::inline;

    #[test]
    fn spaces_stand_where_a_person_puts_them() {
        let cases = [
            (
                quote!(with(all: impl Of<A = (A, B)>) = Some(all.map(|(a, b)| (a.into(), b)))),
                "with(all: impl Of<A = (A, B)>) = Some(all.map(|(a, b)| (a.into(), b)))",
            ),
            (
                quote!(optional<Int> limit = "limit"),
                "optional<Int> limit = \"limit\"",
            ),
            (
                quote!(required r#type = "type"),
                "required r#type = \"type\"",
            ),
            (
                quote!(name "na-me" [MinLength(1), Minimum(-1.5)]),
                "name \"na-me\" [MinLength(1), Minimum(-1.5)]",
            ),
            (
                quote!(Refused(Json) = 400..=499),
                "Refused(Json) = 400..=499",
            ),
            (
                quote!(Text(rules![MinLength(1)])),
                "Text(rules![MinLength(1)])",
            ),
            (
                quote!(optional<Vec<(Int, (A, B))>> pair, other: (A, B)),
                "optional<Vec<(Int, (A, B))>> pair, other: (A, B)",
            ),
            (
                quote!(with_a(a: std::collections::BTreeMap<String, Vec<i64>>)),
                "with_a(a: std::collections::BTreeMap<String, Vec<i64>>)",
            ),
        ];
        for (tokens, expected) in cases {
            assert_eq!(inline(&tokens), expected);
        }
    }
}
