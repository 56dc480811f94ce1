//! The tree of places: one small record per node, linked by numbers.

use std::collections::HashMap;
use std::ops::Range;

/// The number of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct NodeId(u32);

/// Stands for "none" in links, and for "no key" in spans.
const NONE: u32 = u32::MAX;

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Text, number, boolean or null.
    Scalar,
    /// Keys and values.
    Mapping,
    /// Elements.
    Sequence,
    /// Another name for that node.
    Alias(NodeId),
}

#[derive(Clone, Copy, Debug)]
struct Span {
    start: u32,
    end: u32,
}

impl Span {
    const ABSENT: Self = Self {
        start: NONE,
        end: NONE,
    };

    fn new(range: &Range<usize>) -> Self {
        Self {
            start: number(range.start),
            end: number(range.end.max(range.start)),
        }
    }

    fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// Offsets and node numbers take half the room as `u32`; no text of 4 GB is ever read.
fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(NONE - 1)
}

#[derive(Debug)]
struct Node {
    key: Span,
    value: Span,
    /// Where the whole text of the value ends.
    end: u32,
    kind: Kind,
    first_child: u32,
    next: u32,
}

/// A container that is still open.
#[derive(Debug)]
struct Open {
    node: NodeId,
    last_child: u32,
    key: Option<(Span, Option<Box<str>>)>,
}

/// All nodes of a text, in the order in which they begin.
///
/// A reader fills it with [`add_key`](Self::add_key), [`add_leaf`](Self::add_leaf),
/// [`open`](Self::open) and [`close`](Self::close); in a mapping each key comes before its value.
#[derive(Debug, Default)]
pub(super) struct Arena {
    nodes: Vec<Node>,
    /// Keys whose text is not what stands in the source, because of escapes or line folding.
    escaped_keys: HashMap<u32, Box<str>>,
    open: Vec<Open>,
}

impl Arena {
    /// Whether the next node is the key of a mapping.
    pub(super) fn expects_key(&self) -> bool {
        self.open
            .last()
            .is_some_and(|open| self.kind(open.node) == Kind::Mapping && open.key.is_none())
    }

    /// Gives the next value its key; `escaped` is its text where the source has it differently.
    pub(super) fn add_key(&mut self, span: &Range<usize>, escaped: Option<Box<str>>) {
        if let Some(open) = self.open.last_mut() {
            open.key = Some((Span::new(span), escaped));
        }
    }

    /// Adds a scalar or an alias.
    pub(super) fn add_leaf(&mut self, kind: Kind, span: &Range<usize>) -> NodeId {
        let id = NodeId(number(self.nodes.len()));
        let mut key = Span::ABSENT;
        if let Some(open) = self.open.last_mut() {
            if let Some((span, escaped)) = open.key.take() {
                key = span;
                if let Some(text) = escaped {
                    self.escaped_keys.insert(id.0, text);
                }
            }
            if open.last_child == NONE {
                self.nodes[open.node.0 as usize].first_child = id.0;
            } else {
                self.nodes[open.last_child as usize].next = id.0;
            }
            open.last_child = id.0;
        }
        self.nodes.push(Node {
            key,
            value: Span::new(span),
            end: number(span.end),
            kind,
            first_child: NONE,
            next: NONE,
        });
        id
    }

    /// Begins a mapping or a sequence, whose nodes follow.
    pub(super) fn open(&mut self, kind: Kind, span: &Range<usize>) -> NodeId {
        let node = self.add_leaf(kind, span);
        self.open.push(Open {
            node,
            last_child: NONE,
            key: None,
        });
        node
    }

    /// Ends the innermost container; its text is cut to `end` where that comes first.
    pub(super) fn close(&mut self, end: usize) {
        if let Some(open) = self.open.pop() {
            let node = &mut self.nodes[open.node.0 as usize];
            if number(end) > node.value.start {
                node.value.end = node.value.end.min(number(end));
                node.end = number(end);
            }
        }
    }

    /// The node of the whole document; `None` where the text has none.
    pub(super) fn root(&self) -> Option<NodeId> {
        (!self.nodes.is_empty()).then_some(NodeId(0))
    }

    /// What the node is.
    pub(super) fn kind(&self, node: NodeId) -> Kind {
        self.nodes[node.0 as usize].kind
    }

    /// The bytes of the node's key; `None` for elements and the root.
    pub(super) fn key(&self, node: NodeId) -> Option<Range<usize>> {
        let key = self.nodes[node.0 as usize].key;
        (key.start != NONE).then(|| key.range())
    }

    /// The bytes of the node's value; of a container no more than its first line.
    pub(super) fn value(&self, node: NodeId) -> Range<usize> {
        self.nodes[node.0 as usize].value.range()
    }

    /// Where the text of the node's value ends: behind the bracket of a container that has some.
    ///
    /// A container that is told by its lines ends anywhere before what comes next, and a block
    /// scalar is cut to its header.
    pub(super) fn end(&self, node: NodeId) -> usize {
        self.nodes[node.0 as usize].end as usize
    }

    /// Where the key of the node begins, or its value where it has no key.
    pub(super) fn start(&self, node: NodeId) -> usize {
        let record = &self.nodes[node.0 as usize];
        let start = if record.key.start == NONE {
            record.value.start
        } else {
            record.key.start
        };
        start as usize
    }

    /// Where the first node begins that comes behind a node and all that it holds.
    pub(super) fn next_start(&self, node: NodeId) -> Option<usize> {
        let mut last = node;
        while let Some(child) = self.children(last).last() {
            last = child;
        }
        let next = last.0 + 1;
        ((next as usize) < self.nodes.len()).then(|| self.start(NodeId(next)))
    }

    /// The text of the node's key; `None` for elements and the root.
    pub(super) fn key_text<'k>(&'k self, text: &'k str, node: NodeId) -> Option<&'k str> {
        let span = self.key(node)?;
        match self.escaped_keys.get(&node.0) {
            Some(escaped) => Some(escaped),
            None => text.get(super::unquote(text, span)),
        }
    }

    /// The element with that number.
    pub(super) fn element(&self, sequence: NodeId, at: usize) -> Option<NodeId> {
        self.children(sequence).nth(at)
    }

    /// The last member with that key, and the one before it where the key is repeated:
    /// `(earlier, last)`.
    pub(super) fn members(
        &self,
        text: &str,
        mapping: NodeId,
        key: &str,
    ) -> (Option<NodeId>, Option<NodeId>) {
        let mut found = (None, None);
        for child in self.children(mapping) {
            if self.has_key(text, child, key) {
                found = (found.1, Some(child));
            }
        }
        found
    }

    /// The members or elements of a container, in their order.
    pub(super) fn children(&self, node: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let link = |at: u32| (at != NONE).then_some(NodeId(at));
        let first = link(self.nodes[node.0 as usize].first_child);
        std::iter::successors(first, move |child| link(self.nodes[child.0 as usize].next))
    }

    fn has_key(&self, text: &str, node: NodeId, key: &str) -> bool {
        self.key_text(text, node) == Some(key)
    }
}
