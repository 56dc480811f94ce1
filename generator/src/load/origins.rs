//! Where each node of the loaded tree was written.
//!
//! Most nodes stand in the document under their own pointer; only what overlays wrote or moved
//! is noted.

use std::collections::BTreeMap;

use crate::diagnostic::Place;
use crate::pointer::Pointer;
use crate::source::{Part, SourceId};

/// Maps nodes of the tree to their places in the source texts.
#[derive(Clone, Debug)]
pub struct Origins {
    document: SourceId,
    /// The nodes that stand elsewhere, each with everything below it unless that is noted too.
    entries: BTreeMap<Pointer, (SourceId, Pointer)>,
}

impl Origins {
    /// All nodes stand in the document, under their own pointers.
    #[must_use]
    pub fn new(document: SourceId) -> Self {
        Self {
            document,
            entries: BTreeMap::new(),
        }
    }

    /// The document that was loaded.
    #[must_use]
    pub fn document(&self) -> SourceId {
        self.document
    }

    /// Notes that the node at `prefix`, with all that is below it, was written in `source` at
    /// `pointer`.
    pub fn add(&mut self, prefix: Pointer, source: SourceId, pointer: Pointer) {
        self.forget(&prefix);
        self.entries.insert(prefix, (source, pointer));
    }

    /// Notes in `other` that what stands at `from` here, with all that is below it, stands at `to`.
    pub(crate) fn carry(&self, from: &Pointer, to: &Pointer, other: &mut Self) {
        for (tail, (source, pointer)) in self.noted(from) {
            other.add(to.concat(&tail), source, pointer);
        }
    }

    /// Notes that what stood at `from`, with all that is below it, stands at `to` now.
    pub(crate) fn moved(&mut self, from: &Pointer, to: &Pointer) {
        for (tail, (source, pointer)) in self.noted(from) {
            self.add(to.concat(&tail), source, pointer);
        }
    }

    /// Where a node is written, and whatever below it is noted apart, by the way from the node.
    fn noted(&self, from: &Pointer) -> Vec<(Pointer, (SourceId, Pointer))> {
        let below = self.entries.range(from.join("")..);
        let below =
            below.map_while(|(at, written)| Some((at.strip_prefix(from)?, written.clone())));
        std::iter::once((Pointer::root(), self.written(from)))
            .chain(below)
            .collect()
    }

    /// The place of a node of the tree.
    #[must_use]
    pub fn place(&self, pointer: &Pointer, part: Part) -> Place {
        let (source, pointer) = self.written(pointer);
        Place::Node {
            source,
            pointer,
            part,
        }
    }

    /// Forgets what was noted about a node and all below it.
    pub(super) fn forget(&mut self, prefix: &Pointer) {
        self.take(prefix);
    }

    /// Notes that the element `at` of an array of `len` elements was removed: those behind it
    /// have moved up by one.
    pub(super) fn remove_element(&mut self, array: &Pointer, at: usize, len: usize) {
        self.forget(&array.join(at));
        for from in at + 1..len {
            let (old, new) = (array.join(from), array.join(from - 1));
            let (source, pointer) = self.written(&old);
            let below = self.take(&old);
            self.entries.insert(new.clone(), (source, pointer));
            for (moved, written) in below {
                if let Some(tail) = moved.strip_prefix(&old) {
                    self.entries.insert(new.concat(&tail), written);
                }
            }
        }
    }

    /// Finds the file and the pointer in it from the longest prefix that is noted.
    fn written(&self, pointer: &Pointer) -> (SourceId, Pointer) {
        let mut prefix = Some(pointer.clone());
        while let Some(at) = prefix {
            if let Some((source, written)) = self.entries.get(&at)
                && let Some(tail) = pointer.strip_prefix(&at)
            {
                return (*source, written.concat(&tail));
            }
            prefix = at.parent();
        }
        (self.document, pointer.clone())
    }

    /// Removes and gives the entries of a node and all below it.
    fn take(&mut self, prefix: &Pointer) -> Vec<(Pointer, (SourceId, Pointer))> {
        // In the order of texts, all that is below stands together from `prefix/` on.
        let below = self
            .entries
            .range(prefix.join("")..)
            .map_while(|(at, _)| at.strip_prefix(prefix).map(|_| at.clone()));
        let taken: Vec<_> = std::iter::once(prefix.clone()).chain(below).collect();
        taken
            .into_iter()
            .filter_map(|at| self.entries.remove_entry(&at))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Origins;
    use crate::diagnostic::Place;
    use crate::pointer::Pointer;
    use crate::source::{Part, Source, SourceId, Sources};

    fn pointer(text: &str) -> Pointer {
        Pointer::parse(text).unwrap()
    }

    fn written(origins: &Origins, at: &str) -> (SourceId, String) {
        match origins.place(&pointer(at), Part::Value) {
            Place::Node {
                source, pointer, ..
            } => (source, pointer.as_str().to_owned()),
            place => panic!("{place:?}"),
        }
    }

    #[test]
    fn the_longest_prefix_counts_and_elements_move_up() {
        let mut sources = Sources::new();
        let document = sources.add(Source::new("d", ""));
        let overlay = sources.add(Source::new("o", ""));
        let mut origins = Origins::new(document);
        origins.add(pointer("/a"), overlay, pointer("/actions/0/update/a"));
        origins.add(pointer("/a/b"), overlay, pointer("/actions/1/update/b"));
        origins.add(pointer("/l/2/x"), overlay, pointer("/actions/2/update/x"));
        let cases = [
            ("/a/c", overlay, "/actions/0/update/a/c"),
            ("/a/b/d", overlay, "/actions/1/update/b/d"),
            ("/ab", document, "/ab"),
            ("/l/2", document, "/l/2"),
        ];
        for (at, source, expected) in cases {
            assert_eq!(written(&origins, at), (source, expected.to_owned()));
        }

        origins.remove_element(&pointer("/l"), 0, 4);
        let cases = [
            ("/l/0/y", document, "/l/1/y"),
            ("/l/1", document, "/l/2"),
            ("/l/1/x/z", overlay, "/actions/2/update/x/z"),
            ("/l/2/x", document, "/l/3/x"),
        ];
        for (at, source, expected) in cases {
            assert_eq!(written(&origins, at), (source, expected.to_owned()));
        }

        origins.add(pointer("/a"), overlay, pointer("/new"));
        assert_eq!(written(&origins, "/a/b"), (overlay, "/new/b".to_owned()));
    }
}
