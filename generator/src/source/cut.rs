//! Cutting nodes out of a text, so that what stays is as it was written.
//!
//! Between brackets a node goes with one of the commas beside it; elsewhere it goes with its lines.
//! This file knows nothing of values: whoever cuts reads the result again.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use super::index::{Child, Container, Index};
use crate::pointer::Pointer;

/// What takes the place of a range of bytes.
type Cut = (Range<usize>, &'static str);

/// The text without the nodes; `None` where lines and brackets do not tell them apart.
pub(super) fn without(text: &str, index: &Index, removed: &[Pointer]) -> Option<String> {
    let mut by_container: BTreeMap<Pointer, HashSet<String>> = BTreeMap::new();
    for node in removed {
        let tokens = by_container.entry(node.parent()?).or_default();
        tokens.insert(node.last()?);
    }
    let mut cuts = Vec::new();
    for (pointer, tokens) in by_container {
        let container = index.container(text, &pointer)?;
        let goes: Vec<bool> = container
            .children
            .iter()
            .map(|child| tokens.contains(&child.token))
            .collect();
        // A key may be written twice, but each has to be written.
        let found: HashSet<&str> = container.children.iter().map(|it| &*it.token).collect();
        if !tokens.iter().all(|token| found.contains(&**token)) {
            return None;
        }
        if container.bracketed {
            between_brackets(&container, &goes, &mut cuts);
        } else {
            by_lines(text, &container, &goes, &mut cuts)?;
        }
    }
    apply(text, cuts)
}

fn apply(text: &str, mut cuts: Vec<Cut>) -> Option<String> {
    cuts.sort_by_key(|(range, _)| range.start);
    let mut rest = String::with_capacity(text.len());
    let mut from = 0;
    for (range, instead) in cuts {
        rest.push_str(text.get(from..range.start)?);
        rest.push_str(instead);
        from = range.end;
    }
    rest.push_str(text.get(from..)?);
    Some(rest)
}

/// A run of nodes goes with the comma behind it, or with the one before it where none is behind.
fn between_brackets(container: &Container, goes: &[bool], cuts: &mut Vec<Cut>) {
    let children = &container.children;
    let mut at = 0;
    while at < children.len() {
        let run = goes[at..].iter().take_while(|goes| **goes).count();
        let (first, behind) = (at, at + run);
        at = behind + 1;
        if run == 0 {
            continue;
        }
        let range = match (first.checked_sub(1), children.get(behind)) {
            (_, Some(next)) => children[first].start..next.start,
            (Some(before), None) => children[before].end..children[behind - 1].end,
            (None, None) => container.span.start + 1..container.span.end.saturating_sub(1),
        };
        cuts.push((range, ""));
    }
}

/// Each node goes with its lines, the comment above it and the blank lines below it.
fn by_lines(text: &str, container: &Container, goes: &[bool], cuts: &mut Vec<Cut>) -> Option<()> {
    let children = &container.children;
    for (at, child) in children.iter().enumerate().filter(|(at, _)| goes[*at]) {
        let next = children.get(at + 1).map(|next| next.start);
        let bound = next
            .or(container.next)
            .map_or(text.len(), |next| line_start(text, next));
        cuts.push((lines_of(text, child, bound)?, ""));
    }
    if goes.iter().all(|goes| *goes) {
        let colon = container.key_end? + text.get(container.key_end?..)?.find(':')?;
        cuts.push((colon + 1..colon + 1, " {}"));
    }
    Some(())
}

/// The lines of a node, up to `bound` at most, where the next one begins.
fn lines_of(text: &str, child: &Child, bound: usize) -> Option<Range<usize>> {
    let start = line_start(text, child.start);
    let indent = own_indent(text.get(start..child.start)?)?;
    let mut end = bound;
    while end > start {
        let line = line_before(text, end);
        if !is_between(&text[line..end], indent) {
            break;
        }
        end = line;
    }
    while end < bound {
        let line_end = text[end..].find('\n').map_or(text.len(), |at| end + at + 1);
        if !text[end..line_end].trim().is_empty() {
            break;
        }
        end = line_end;
    }
    let mut top = start;
    while top > 0 {
        let line = line_before(text, top);
        let comment = text[line..top].trim_start_matches(' ');
        if !comment.starts_with('#') || text[line..top].len() - comment.len() != indent {
            break;
        }
        top = line;
    }
    (start < end).then_some(top..end)
}

/// How far a member or the dash of an element is indented; `None` where something else stands
/// before it on its line.
fn own_indent(before: &str) -> Option<usize> {
    let indent = before.len() - before.trim_start_matches(' ').len();
    let rest = &before[indent..];
    let is_dash = rest.starts_with("- ") && rest[1..].trim_start_matches(' ').is_empty();
    (rest.is_empty() || is_dash).then_some(indent)
}

/// Whether a line is blank, or a comment that does not belong to what is indented deeper.
fn is_between(line: &str, indent: usize) -> bool {
    let content = line.trim_start_matches(' ');
    content.trim().is_empty() || (content.starts_with('#') && line.len() - content.len() <= indent)
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |end| end + 1)
}

/// The start of the line that ends before `at`, where a line begins or the text ends.
fn line_before(text: &str, at: usize) -> usize {
    let ended = text[..at].strip_suffix('\n').unwrap_or(&text[..at]);
    ended.rfind('\n').map_or(0, |end| end + 1)
}
