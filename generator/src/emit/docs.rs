//! Prose of the document as documentation comments that `rustdoc` accepts without a warning.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

use crate::ir::{Api, Constraints, Docs};

/// Documentation attributes for an item; `fallback` stands where the document says nothing.
pub(super) fn item(docs: &Docs, fallback: &str) -> TokenStream {
    paragraphs(&[text(docs, fallback)])
}

/// Documentation attributes for a member, with what its type does not show.
pub(super) fn member(docs: &Docs, fallback: &str, notes: &[String]) -> TokenStream {
    let mut all = vec![text(docs, fallback)];
    all.retain(|text| !text.is_empty());
    all.extend(notes.iter().cloned());
    paragraphs(&all)
}

/// A listed value, for a reader.
pub(super) fn value(value: &Value) -> String {
    let text = match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    match text.as_str() {
        "" => "The empty text.".to_owned(),
        text => code(text),
    }
}

fn text(docs: &Docs, fallback: &str) -> String {
    let parts: Vec<String> = [docs.title.as_deref(), docs.description.as_deref()]
        .into_iter()
        .flatten()
        .map(clean)
        .filter(|part| !part.is_empty())
        .collect();
    match parts.as_slice() {
        [] => fallback.to_owned(),
        [title, description] if description.starts_with(title.as_str()) => description.clone(),
        _ => parts.join("\n\n"),
    }
}

/// Attributes for paragraphs of finished Markdown.
pub(super) fn paragraphs(paragraphs: &[String]) -> TokenStream {
    lines(&paragraphs.join("\n\n"))
}

/// Attributes for finished Markdown, with prose in lines of a readable length.
pub(super) fn lines(markdown: &str) -> TokenStream {
    let wrapped = wrap(&visible(markdown));
    let lines = wrapped.lines().map(|line| {
        if line.is_empty() {
            String::new()
        } else {
            format!(" {}", line.replace('\t', "    "))
        }
    });
    quote!(#(#[doc = #lines])*)
}

/// A text without characters that Rust refuses in a comment: a lone carriage return, other
/// control characters, and those that change the direction of the text after them.
fn visible(text: &str) -> std::borrow::Cow<'_, str> {
    let refused = |c: char| {
        (c.is_control() && !matches!(c, '\n' | '\t'))
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if !text.contains(refused) {
        return text.into();
    }
    text.replace("\r\n", "\n").replace(refused, " ").into()
}

/// Breaks paragraphs into lines; lists, tables, headings and code stay as they are.
fn wrap(markdown: &str) -> String {
    const WIDTH: usize = 92;
    let mut wrapped = String::with_capacity(markdown.len() + markdown.len() / 40);
    let mut fenced = false;
    for line in markdown.lines() {
        fenced ^= line.starts_with("```");
        let is_prose = line.starts_with(|c: char| c.is_alphanumeric() || c == '`')
            && !line.starts_with("```")
            && !line.starts_with(|c: char| c.is_ascii_digit());
        if fenced || !is_prose || line.len() <= WIDTH {
            wrapped.push_str(line);
            wrapped.push('\n');
            continue;
        }
        let mut width = 0;
        for word in line.split(' ') {
            // A line must not begin with what Markdown reads as a list, quote or heading.
            let opens_block = word.starts_with(['-', '+', '*', '#', '>', '=', '|'])
                || word.starts_with(|c: char| c.is_ascii_digit());
            if width > 0 {
                if width + 1 + word.chars().count() > WIDTH && !opens_block {
                    wrapped.push('\n');
                    width = 0;
                } else {
                    wrapped.push(' ');
                    width += 1;
                }
            }
            wrapped.push_str(word);
            width += word.chars().count();
        }
        wrapped.push('\n');
    }
    wrapped
}

/// What a constraint says, for a reader.
pub(super) fn limits(api: &Api, constraints: &Constraints) -> Option<String> {
    let count = |least: Option<usize>, most: Option<usize>, what: &str| {
        let one = |count: usize| if count == 1 { "" } else { "s" };
        match (least, most) {
            (Some(n), Some(m)) if n == m => Some(format!("exactly {n} {what}{}", one(n))),
            (Some(least), Some(most)) => Some(format!("{least} to {most} {what}{}", one(most))),
            (Some(least), None) => Some(format!("at least {least} {what}{}", one(least))),
            (None, Some(most)) => Some(format!("at most {most} {what}{}", one(most))),
            (None, None) => None,
        }
    };
    let bound = |bound: &Option<crate::ir::Bound>, inclusive: &str, exclusive: &str| {
        bound.as_ref().map(|bound| {
            let word = if bound.exclusive {
                exclusive
            } else {
                inclusive
            };
            format!("{word} {}", plain(&bound.value))
        })
    };
    let pattern = |pattern: &String| {
        let unchecked = if api.patterns.contains_key(pattern) {
            ""
        } else {
            " (not checked)"
        };
        Some(format!("matches {}{unchecked}", code(pattern)))
    };
    let step = |step: &serde_json::Number| Some(format!("a multiple of {}", plain(step)));
    let length = count(constraints.min_length, constraints.max_length, "character");
    let numbers = [
        bound(&constraints.minimum, "at least", "more than"),
        bound(&constraints.maximum, "at most", "less than"),
    ];
    let counts = [
        count(constraints.min_items, constraints.max_items, "element"),
        constraints
            .unique_items
            .then(|| "no element twice".to_owned()),
        count(
            constraints.min_properties,
            constraints.max_properties,
            "member",
        ),
    ];
    let names = constraints.property_names.iter().map(|limits| {
        let values = limits.values.as_ref().map(|values| {
            let values: Vec<String> = values.iter().map(|value| code(value)).collect();
            format!("from {}", values.join(", "))
        });
        let length = count(limits.min_length, limits.max_length, "character");
        let length = length.map(|length| format!("of {length}"));
        let patterns = limits.patterns.iter();
        let patterns = patterns.map(|pattern| Some(format!("that match {}", code(pattern))));
        let parts = [values, length].into_iter().chain(patterns);
        let parts: Vec<String> = parts.flatten().collect();
        Some(format!("names {}", parts.join(" ")))
    });
    let only = constraints.only.map(|only| format!("always `{only}`"));
    let parts: Vec<String> = [only, length]
        .into_iter()
        .chain(constraints.patterns.iter().map(pattern))
        .chain(numbers)
        .chain(constraints.multiple_of.iter().map(step))
        .chain(counts)
        .chain(names)
        .flatten()
        .collect();
    (!parts.is_empty()).then(|| format!("Limits: {}.", parts.join(", ")))
}

/// A number without an exponent where it is whole.
fn plain(number: &serde_json::Number) -> String {
    match number.as_f64() {
        Some(float) if number.is_f64() && float.fract() == 0.0 => format!("{float:.0}"),
        _ => number.to_string(),
    }
}

/// A text as a code span, whatever backticks it holds itself.
pub(super) fn code(text: &str) -> String {
    let text: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    if text.is_empty() {
        "the empty text".to_owned()
    } else if text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']) {
        format!("{fence} {text} {fence}")
    } else {
        format!("{fence}{text}{fence}")
    }
}

/// Makes Markdown from elsewhere safe: no bare links, no HTML, no accidental links or code blocks.
pub(super) fn clean(markdown: &str) -> String {
    let mut cleaned = String::new();
    let mut fenced = false;
    // How far the text of the list item at hand is indented.
    let mut item = None;
    for line in markdown.trim().lines() {
        let line = line.trim_end();
        let trimmed = line.trim_start();
        let marker = list_marker(trimmed);
        if trimmed.is_empty() || trimmed.starts_with(['#', '>', '|', '`']) {
            item = None;
        }
        if trimmed.starts_with("```") {
            fenced = !fenced;
            // Without a language, rustdoc would compile the block.
            cleaned.push_str(if fenced { "```text" } else { "```" });
        } else if fenced {
            cleaned.push_str(line);
        } else {
            // Four spaces would make a code block.
            let indent = (line.len() - trimmed.len()).min(2);
            cleaned.push_str(&match (marker, item) {
                // What belongs to an item is written below its text.
                (None, Some(width)) => " ".repeat(width),
                _ => " ".repeat(indent),
            });
            item = marker.map(|width| indent + width).or(item);
            cleaned.push_str(&clean_line(&trimmed.replace('\t', " ")));
        }
        cleaned.push('\n');
    }
    if fenced {
        cleaned.push_str("```\n");
    }
    cleaned.truncate(cleaned.trim_end().len());
    cleaned
}

/// The width of the mark that begins a list item.
fn list_marker(line: &str) -> Option<usize> {
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let rest = match digits {
        0 => line.strip_prefix(['-', '*', '+']),
        1..=9 => line[digits..].strip_prefix(['.', ')']),
        _ => None,
    }?;
    rest.starts_with(' ').then_some(digits + 2)
}

/// Escapes one line outside of code spans.
fn clean_line(line: &str) -> String {
    let spans: Vec<&str> = line.split('`').collect();
    // An odd number of backticks leaves the last one open.
    let closed = spans.len() % 2 == 1;
    let mut cleaned = String::with_capacity(line.len());
    for (index, span) in spans.iter().enumerate() {
        let last = index + 1 == spans.len();
        let is_code = index % 2 == 1 && (closed || !last);
        if index > 0 {
            let opens_nothing = last && !closed;
            cleaned.push_str(if opens_nothing { "\\`" } else { "`" });
        }
        if is_code {
            cleaned.push_str(span);
        } else {
            clean_prose(span, &mut cleaned);
        }
    }
    cleaned
}

/// Escapes prose: links with an absolute target stay, bare ones get angle brackets.
fn clean_prose(prose: &str, cleaned: &mut String) {
    let mut rest = prose;
    while let Some(at) = rest.find(['[', ']', '<', '>', '\\', 'h', '|']) {
        cleaned.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some((link, length)) = markdown_link(rest) {
            cleaned.push_str(&link);
            rest = &rest[length..];
        } else if let Some(length) = angle_link(rest) {
            cleaned.push_str(&rest[..length]);
            rest = &rest[length..];
        } else if let Some(length) = bare_link(rest) {
            cleaned.push('<');
            cleaned.push_str(&rest[..length]);
            cleaned.push('>');
            rest = &rest[length..];
        } else {
            let sign = rest.chars().next().unwrap_or_default();
            if matches!(sign, '[' | ']' | '<' | '>') {
                cleaned.push('\\');
            }
            cleaned.push(sign);
            rest = &rest[sign.len_utf8()..];
        }
    }
    cleaned.push_str(rest);
}

/// `[text](https://…)` at the start, ready to be written, and its length; a link to elsewhere
/// keeps only its text.
fn markdown_link(text: &str) -> Option<(String, usize)> {
    let inner = text.strip_prefix('[')?;
    let end = inner.find("](")?;
    let label = &inner[..end];
    let target = inner[end + 2..].split(')').next()?;
    let length = 1 + end + 2 + target.len() + 1;
    if label.contains(['[', ']']) || text.len() < length {
        return None;
    }
    let mut shown = String::new();
    clean_prose(label, &mut shown);
    let is_absolute = target.starts_with("https://") || target.starts_with("http://");
    let is_plain = !target.contains(char::is_whitespace) && !target.contains(['<', '>']);
    if is_absolute && is_plain && !label.contains("://") {
        Some((format!("[{shown}]({target})"), length))
    } else {
        Some((shown, length))
    }
}

/// The length of a link in angle brackets at the start.
fn angle_link(text: &str) -> Option<usize> {
    let link = text.strip_prefix('<')?;
    let length = bare_link(link)?;
    link[length..].starts_with('>').then_some(length + 2)
}

/// The length of a bare link at the start.
fn bare_link(text: &str) -> Option<usize> {
    if !(text.starts_with("https://") || text.starts_with("http://")) {
        return None;
    }
    let end = text
        .find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '`' | ')' | ']' | '|'))
        .unwrap_or(text.len());
    let link = text[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_']);
    (link.len() > "https://".len()).then_some(link.len())
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn rustdoc_has_nothing_to_complain_about() {
        let cases = [
            ("see https://a.example/b.", "see <https://a.example/b>."),
            ("see <https://a.example/b>.", "see <https://a.example/b>."),
            ("[x](https://a.example)", "[x](https://a.example)"),
            ("[x](/relative)", "x"),
            ("a <b>c</b>", "a \\<b\\>c\\</b\\>"),
            ("items[0] of `a[0] <b>`", "items\\[0\\] of `a[0] <b>`"),
            ("one ` alone", "one \\` alone"),
            ("    indented", "indented"),
            ("- a\nb\n\nc", "- a\n  b\n\nc"),
            ("1. a\n b\n  - c\nd", "1. a\n   b\n  - c\n    d"),
            ("```\nlet x;\n```", "```text\nlet x;\n```"),
            ("```json\n{}", "```text\n{}\n```"),
        ];
        for (markdown, expected) in cases {
            assert_eq!(clean(markdown), expected, "{markdown}");
        }
    }
}
