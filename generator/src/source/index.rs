//! Where each node of a document stands in its text.
//!
//! Sits between the event readers ([`yaml`], [`json`]) and [`Source`](super::Source). The nodes
//! are kept as a compact tree that shares the text's own keys, because documents of several
//! megabytes hold hundreds of thousands of nodes and only a few are ever asked for. The index
//! knows nothing of the values: the load stage reads those itself.

mod arena;
mod container;
mod json;
mod padded;
mod yaml;

use std::ops::Range;

use super::{Format, Part};
use crate::pointer::Pointer;
use arena::{Arena, Kind, NodeId};
pub(super) use container::{Child, Container};

/// How many aliases a lookup follows before it gives up.
const ALIAS_HOPS: usize = 32;

/// The places of all nodes of one text.
#[derive(Debug)]
pub(super) struct Index {
    arena: Arena,
    first_token: Range<usize>,
}

/// The node that a lookup ended at, and how many tokens of the pointer are left.
struct Found {
    node: NodeId,
    missing: usize,
}

impl Index {
    /// Reads the text as far as it can be read; an unreadable rest has no nodes.
    pub(super) fn build(text: &str, format: Format) -> Self {
        let arena = match format {
            Format::Yaml => yaml::read(text),
            // A flow mapping of YAML begins like an object of JSON.
            Format::Json => json::read(text).unwrap_or_else(|| yaml::read(text)),
        };
        Self {
            arena,
            first_token: first_token(text),
        }
    }

    /// The bytes of the node at `pointer`; `None` where the text has no such node or no such part.
    pub(super) fn exact(&self, text: &str, pointer: &Pointer, part: Part) -> Option<Range<usize>> {
        let found = self.find(text, pointer)?;
        if found.missing > 0 {
            return None;
        }
        match part {
            Part::Key => self.arena.key(found.node),
            Part::Value => Some(self.arena.value(found.node)),
        }
    }

    /// The bytes of the node at `pointer` or, where the text does not have it, of the key of its
    /// nearest container.
    ///
    /// A key that does not exist (an element, the root) gives way to the value, and a value
    /// without any text (`key:`) to the key.
    pub(super) fn nearest(&self, text: &str, pointer: &Pointer, part: Part) -> Range<usize> {
        let Some(found) = self.find(text, pointer) else {
            return self.first_token.clone();
        };
        let key = self.arena.key(found.node);
        let value = self.arena.value(found.node);
        let wants_key = part == Part::Key || found.missing > 0 || value.is_empty();
        match key {
            Some(key) if wants_key => key,
            _ if value.is_empty() => self.first_token.clone(),
            _ => value,
        }
    }

    /// The bytes between the quotes of the scalar at `pointer`.
    pub(super) fn scalar(&self, text: &str, pointer: &Pointer) -> Option<Range<usize>> {
        let mut found = self.find(text, pointer)?;
        for _ in 0..ALIAS_HOPS {
            match self.arena.kind(found.node) {
                Kind::Alias(target) => found.node = target,
                Kind::Scalar => break,
                Kind::Mapping | Kind::Sequence => return None,
            }
        }
        (found.missing == 0).then(|| unquote(text, self.arena.value(found.node)))
    }

    /// The bytes of the key that the key at `pointer` repeats.
    pub(super) fn repeated_key(&self, text: &str, pointer: &Pointer) -> Option<Range<usize>> {
        let parent = self.find(text, &pointer.parent()?)?;
        if parent.missing > 0 {
            return None;
        }
        let (earlier, _) = self.arena.members(text, parent.node, &pointer.last()?);
        self.arena.key(earlier?)
    }

    /// Walks from the root along the pointer, through aliases and merge keys.
    fn find(&self, text: &str, pointer: &Pointer) -> Option<Found> {
        let tokens: Vec<String> = pointer.tokens().collect();
        let mut node = self.arena.root()?;
        for (depth, token) in tokens.iter().enumerate() {
            match self.child(text, node, token) {
                Some(child) => node = child,
                None => {
                    return Some(Found {
                        node,
                        missing: tokens.len() - depth,
                    });
                }
            }
        }
        Some(Found { node, missing: 0 })
    }

    fn child(&self, text: &str, node: NodeId, token: &str) -> Option<NodeId> {
        let mut node = node;
        for _ in 0..ALIAS_HOPS {
            match self.arena.kind(node) {
                Kind::Alias(target) => node = target,
                Kind::Scalar => return None,
                Kind::Sequence => return self.arena.element(node, token.parse().ok()?),
                Kind::Mapping => {
                    let (_, own) = self.arena.members(text, node, token);
                    return own.or_else(|| self.merged(text, node, token));
                }
            }
        }
        None
    }

    /// The member that a mapping has from the mappings under its merge key.
    fn merged(&self, text: &str, node: NodeId, token: &str) -> Option<NodeId> {
        let (_, merge) = self.arena.members(text, node, "<<");
        let merge = merge?;
        if self.arena.kind(merge) != Kind::Sequence {
            return self.plain_member(text, merge, token);
        }
        (0..)
            .map_while(|at| self.arena.element(merge, at))
            .find_map(|mapping| self.plain_member(text, mapping, token))
    }

    /// A member of the mapping at `node`, or of the mapping that it is an alias of.
    fn plain_member(&self, text: &str, node: NodeId, token: &str) -> Option<NodeId> {
        let target = match self.arena.kind(node) {
            Kind::Alias(target) => target,
            Kind::Scalar | Kind::Mapping | Kind::Sequence => node,
        };
        self.arena.members(text, target, token).1
    }
}

/// Byte offsets of the characters of a text, found from a sample of every 64th.
struct CharOffsets<'t> {
    text: &'t str,
    samples: Option<Vec<usize>>,
}

impl<'t> CharOffsets<'t> {
    const STEP: usize = 64;

    fn new(text: &'t str) -> Self {
        let samples = (!text.is_ascii()).then(|| {
            text.char_indices()
                .step_by(Self::STEP)
                .map(|(byte, _)| byte)
                .collect()
        });
        Self { text, samples }
    }

    /// The byte offset of the character with that number; the end of the text past the last one.
    fn byte(&self, character: usize) -> usize {
        let Some(samples) = &self.samples else {
            return character.min(self.text.len());
        };
        let Some(&start) = samples.get(character / Self::STEP) else {
            return self.text.len();
        };
        self.text[start..]
            .char_indices()
            .nth(character % Self::STEP)
            .map_or(self.text.len(), |(byte, _)| start + byte)
    }
}

/// Line ends, remembered for the line that was asked for last: a document may be a single line
/// of several megabytes with a hundred thousand nodes in it.
struct Lines<'t> {
    text: &'t str,
    known: Range<usize>,
}

impl<'t> Lines<'t> {
    fn new(text: &'t str) -> Self {
        Self { text, known: 0..0 }
    }

    /// The bytes from `start` to the end of its line.
    fn rest(&mut self, start: usize) -> Range<usize> {
        if !self.known.contains(&start) {
            self.known = start..end_of_line(self.text, start);
        }
        start..self.known.end
    }
}

/// The bytes of a scalar without the quotes around it.
fn unquote(text: &str, span: Range<usize>) -> Range<usize> {
    let bytes = &text.as_bytes()[span.clone()];
    match bytes {
        [b'"', .., b'"'] | [b'\'', .., b'\''] => span.start + 1..span.end - 1,
        _ => span,
    }
}

/// The first line that says something.
fn first_token(text: &str) -> Range<usize> {
    let start = text
        .find(|c: char| !c.is_whitespace() && c != '\u{feff}')
        .unwrap_or(0);
    start..end_of_line(text, start)
}

/// The end of the line in which `start` stands, without white space before it.
fn end_of_line(text: &str, start: usize) -> usize {
    let rest = &text[start..];
    let line = rest.find('\n').map_or(rest, |end| &rest[..end]);
    start + line.trim_end().len()
}

#[cfg(test)]
mod tests;
