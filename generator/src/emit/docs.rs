//! Prose of the document as documentation comments that `rustdoc` accepts without a warning.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Constraints, Docs};

/// Documentation attributes for an item; `fallback` stands where the document says nothing.
pub(super) fn item(docs: &Docs, fallback: &str) -> TokenStream {
    paragraphs(&[text(docs, fallback)])
}

/// Documentation attributes for a member, with what its type does not show.
pub(super) fn member(docs: &Docs, fallback: &str, notes: &[String]) -> TokenStream {
    let mut all = vec![text(docs, fallback)];
    all.extend(notes.iter().cloned());
    paragraphs(&all)
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
            format!(" {line}")
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
pub(super) fn limits(constraints: &Constraints) -> Option<String> {
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
    let bound = |bound: Option<crate::ir::Bound>, inclusive: &str, exclusive: &str| {
        bound.map(|bound| {
            let word = if bound.exclusive {
                exclusive
            } else {
                inclusive
            };
            format!("{word} {}", bound.value)
        })
    };
    let parts: Vec<String> = [
        count(constraints.min_length, constraints.max_length, "character"),
        constraints
            .pattern
            .as_ref()
            .map(|pattern| format!("matches `{pattern}`")),
        bound(constraints.minimum, "at least", "more than"),
        bound(constraints.maximum, "at most", "less than"),
        constraints
            .multiple_of
            .map(|step| format!("a multiple of {step}")),
        count(constraints.min_items, constraints.max_items, "element"),
        constraints
            .unique_items
            .then(|| "no element twice".to_owned()),
        count(
            constraints.min_properties,
            constraints.max_properties,
            "member",
        ),
    ]
    .into_iter()
    .flatten()
    .collect();
    (!parts.is_empty()).then(|| format!("Limits: {}.", parts.join(", ")))
}

/// Makes Markdown from elsewhere safe: no bare links, no HTML, no accidental links or code blocks.
pub(super) fn clean(markdown: &str) -> String {
    let mut cleaned = String::new();
    let mut fenced = false;
    for line in markdown.trim().lines() {
        let line = line.trim_end();
        let trimmed = line.trim_start();
        if trimmed.starts_with("```") {
            fenced = !fenced;
            // Without a language, rustdoc would compile the block.
            cleaned.push_str(if fenced { "```text" } else { "```" });
        } else if fenced {
            cleaned.push_str(line);
        } else {
            // Four spaces would make a code block.
            let indent = (line.len() - trimmed.len()).min(2);
            cleaned.push_str(&"  "[..indent]);
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
            ("```\nlet x;\n```", "```text\nlet x;\n```"),
            ("```json\n{}", "```text\n{}\n```"),
        ];
        for (markdown, expected) in cases {
            assert_eq!(clean(markdown), expected, "{markdown}");
        }
    }
}
