//! Where the members or elements of one container stand.

use std::ops::Range;

use super::arena::Kind;
use super::{Index, NodeId};
use crate::pointer::Pointer;

/// A mapping or a sequence of a text.
#[derive(Debug)]
pub(in crate::source) struct Container {
    /// With brackets, as in JSON; else told by its lines.
    pub(in crate::source) bracketed: bool,
    /// The bytes from bracket to bracket, both included; of no meaning without.
    pub(in crate::source) span: Range<usize>,
    /// The end of the key that holds the container.
    pub(in crate::source) key_end: Option<usize>,
    /// Where the next node begins that is not in the container.
    pub(in crate::source) next: Option<usize>,
    /// The members or elements.
    pub(in crate::source) children: Vec<Child>,
}

/// A member or an element of a container.
#[derive(Debug)]
pub(in crate::source) struct Child {
    /// The last token of its pointer.
    pub(in crate::source) token: String,
    /// Where its key begins, or its value where it has no key.
    pub(in crate::source) start: usize,
    /// Where its value ends; of no meaning unless the container has brackets.
    pub(in crate::source) end: usize,
}

impl Index {
    /// The container at `pointer`; `None` where the text has none exactly there.
    pub(in crate::source) fn container(&self, text: &str, pointer: &Pointer) -> Option<Container> {
        let found = self.find(text, pointer)?;
        let kind = self.arena.kind(found.node);
        if found.missing > 0 || !matches!(kind, Kind::Mapping | Kind::Sequence) {
            return None;
        }
        let start = self.arena.value(found.node).start;
        let bracketed = text.get(start..)?.starts_with(['{', '[']);
        let children = self.arena.children(found.node).enumerate();
        let children = children.map(|(number, node)| self.child_of(text, number, node));
        Some(Container {
            bracketed,
            span: start..self.arena.end(found.node),
            key_end: self.arena.key(found.node).map(|key| key.end),
            next: self.arena.next_start(found.node),
            children: children.collect(),
        })
    }

    fn child_of(&self, text: &str, number: usize, node: NodeId) -> Child {
        let key = self.arena.key_text(text, node);
        Child {
            token: key.map_or_else(|| number.to_string(), str::to_owned),
            start: self.arena.start(node),
            end: self.arena.end(node),
        }
    }
}
