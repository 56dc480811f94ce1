//! The places of a YAML text, from the events of `saphyr-parser`.

use std::collections::HashMap;
use std::ops::Range;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle};

use super::arena::{Arena, Kind, NodeId};
use super::padded::Padded;
use super::{CharOffsets, Lines, unquote};

/// Reads the first document, as far as it can be read.
pub(super) fn read(text: &str) -> Arena {
    let body = text.trim_start_matches('\u{feff}');
    read_events(text, &Padded::none(body))
        .or_else(|_| read_events(text, &Padded::brackets(body)))
        .unwrap_or_else(|readable| readable)
}

/// Reads the events up to the end of the first document, or to the first mistake (`Err`).
fn read_events(text: &str, body: &Padded<'_>) -> Result<Arena, Arena> {
    let base = text.len() - text.trim_start_matches('\u{feff}').len();
    let offsets = CharOffsets::new(&body.text);
    let mut lines = Lines::new(text);
    let mut arena = Arena::default();
    let mut anchors: HashMap<usize, NodeId> = HashMap::new();
    // Above zero inside a key that is itself a collection; no pointer leads there.
    let mut inside_key = 0_usize;
    let mut parser = Parser::new_from_str(&body.text);
    while let Some(event) = parser.next_event() {
        let Ok((event, marks)) = event else {
            return Err(arena);
        };
        let byte = |mark: Marker| base + body.original(offsets.byte(mark.index()));
        let start = byte(marks.start);
        let end = byte(marks.end).max(start);
        let is_key = arena.expects_key();
        let opens = matches!(event, Event::MappingStart(..) | Event::SequenceStart(..));
        if inside_key > 0 || (is_key && opens) {
            let closes = matches!(event, Event::MappingEnd | Event::SequenceEnd);
            inside_key = inside_key + usize::from(opens) - usize::from(closes);
            if inside_key == 0 {
                arena.add_key(&(start..end), Some(Box::default()));
            }
            continue;
        }
        let (node, anchor) = match event {
            Event::Scalar(value, style, anchor, _) => {
                let span = match style {
                    ScalarStyle::Literal | ScalarStyle::Folded => lines.rest(start),
                    _ => flow_scalar(text, start..end),
                };
                if is_key {
                    let escaped =
                        (text[unquote(text, span.clone())] != *value).then(|| Box::from(&*value));
                    arena.add_key(&span, escaped);
                    continue;
                }
                (arena.add_leaf(Kind::Scalar, &span), anchor)
            }
            Event::MappingStart(anchor, _) => {
                (arena.open(Kind::Mapping, &lines.rest(start)), anchor)
            }
            Event::SequenceStart(anchor, _) => {
                (arena.open(Kind::Sequence, &lines.rest(start)), anchor)
            }
            Event::MappingEnd | Event::SequenceEnd => {
                arena.close(end);
                continue;
            }
            Event::Alias(anchor) => {
                let target = anchors.get(&anchor).copied();
                if is_key {
                    let name = target.map(|node| unquote(text, arena.value(node)));
                    arena.add_key(&(start..end), name.map(|span| Box::from(&text[span])));
                } else {
                    arena.add_leaf(target.map_or(Kind::Scalar, Kind::Alias), &(start..end));
                }
                continue;
            }
            Event::DocumentEnd => break,
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) => {
                continue;
            }
        };
        if anchor > 0 {
            anchors.insert(anchor, node);
        }
    }
    Ok(arena)
}

/// The bytes of a plain or quoted scalar alone: its marks may begin at an anchor or a tag, and
/// end behind a comment.
fn flow_scalar(text: &str, marks: Range<usize>) -> Range<usize> {
    let mut scalar = text[marks.clone()].trim_end();
    while scalar.starts_with(['&', '!']) {
        let rest = scalar.find(char::is_whitespace).unwrap_or(scalar.len());
        scalar = scalar[rest..].trim_start();
    }
    let start = marks.start + text[marks].trim_end().len() - scalar.len();
    start..start + quoted_len(scalar).unwrap_or(scalar.len())
}

/// The length of the quoted text that `scalar` begins with, quotes included.
fn quoted_len(scalar: &str) -> Option<usize> {
    let quote = *scalar
        .as_bytes()
        .first()
        .filter(|byte| b"\"'".contains(byte))?;
    let mut bytes = scalar.bytes().enumerate().skip(1).peekable();
    while let Some((at, byte)) = bytes.next() {
        if byte == b'\\' && quote == b'"' {
            bytes.next();
        } else if byte == quote {
            let doubled = quote == b'\'' && bytes.next_if(|(_, next)| *next == quote).is_some();
            if !doubled {
                return Some(at + 1);
            }
        }
    }
    None
}
