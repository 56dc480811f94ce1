//! Source texts, and where a node of the parsed document stands in them.
//!
//! A text is indexed only when the first finding asks for a place in it.

mod cut;
mod index;
mod text;

use std::fmt;
use std::ops::Range;
use std::sync::OnceLock;

use crate::pointer::Pointer;
use index::Index;

pub use text::{NotText, text_of};

/// The number of a file among the [`Sources`] of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(usize);

/// Which half of a member a place names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// The key of a member.
    Key,
    /// The value of a member, an element or the whole document.
    Value,
}

/// The notation of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// YAML 1.1 or 1.2.
    Yaml,
    /// JSON (RFC 8259).
    Json,
}

/// A line and a column, both counted from 1; columns count characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// One text with the name that messages give it.
#[derive(Debug)]
pub struct Source {
    name: String,
    text: String,
    index: OnceLock<Index>,
    line_starts: OnceLock<Vec<usize>>,
}

impl Source {
    /// A text under the name that messages give it, usually a relative path.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            text: text.into(),
            index: OnceLock::new(),
            line_starts: OnceLock::new(),
        }
    }

    /// The name that messages give this text.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// JSON where the first character that counts opens an object or an array, else YAML.
    #[must_use]
    pub fn format(&self) -> Format {
        match self
            .text
            .trim_start_matches('\u{feff}')
            .trim_start()
            .chars()
            .next()
        {
            Some('{' | '[') => Format::Json,
            _ => Format::Yaml,
        }
    }

    /// The bytes of the node at `pointer`, or of the key of its nearest container that exists.
    ///
    /// Of a container no more than the first line. A key that does not exist gives way to the
    /// value, and a value without text to its key.
    #[must_use]
    pub fn span(&self, pointer: &Pointer, part: Part) -> Range<usize> {
        self.index().nearest(&self.text, pointer, part)
    }

    /// The bytes of the node at `pointer`, where the text has exactly this node and part.
    #[must_use]
    pub fn exact_span(&self, pointer: &Pointer, part: Part) -> Option<Range<usize>> {
        self.index().exact(&self.text, pointer, part)
    }

    /// The bytes of the earlier key that the key at `pointer` repeats.
    #[must_use]
    pub fn repeated_key(&self, pointer: &Pointer) -> Option<Range<usize>> {
        self.index().repeated_key(&self.text, pointer)
    }

    /// The text of the scalar at `pointer` as it is written, without quotes; `None` where there
    /// is no such node or it is a container.
    ///
    /// Escapes stay as they are; of a block scalar (`|`, `>`) only the header is given.
    #[must_use]
    pub fn scalar_text(&self, pointer: &Pointer) -> Option<&str> {
        self.text.get(self.scalar_span(pointer)?)
    }

    /// The bytes that [`scalar_text`](Self::scalar_text) gives.
    #[must_use]
    pub fn scalar_span(&self, pointer: &Pointer) -> Option<Range<usize>> {
        self.index().scalar(&self.text, pointer)
    }

    /// The text without the nodes at `removed`, none of which may lie in another.
    ///
    /// All else stays as it is written. A comment goes with the member below it, unless a blank line
    /// is between the two. `None` where the layout of the text does not allow it, as where an
    /// alias stands for a node; what is given should be read again and compared.
    #[must_use]
    pub fn without(&self, removed: &[Pointer]) -> Option<String> {
        cut::without(&self.text, self.index(), removed)
    }

    /// Line and column of a byte.
    #[must_use]
    pub fn position(&self, byte: usize) -> Position {
        let byte = floor_char_boundary(&self.text, byte);
        let line = self.line_starts().partition_point(|start| *start <= byte);
        let line_start = self.line_starts()[line - 1];
        Position {
            line,
            column: self.text[line_start..byte]
                .trim_start_matches('\u{feff}')
                .chars()
                .count()
                + 1,
        }
    }

    /// The bytes of the line in which a byte stands, without its line break.
    #[must_use]
    pub fn line_at(&self, byte: usize) -> Range<usize> {
        let starts = self.line_starts();
        let line = starts.partition_point(|start| *start <= byte);
        let start = starts[line - 1];
        let end = starts.get(line).map_or(self.text.len(), |next| next - 1);
        start..start + self.text[start..end].trim_end_matches('\r').len()
    }

    /// The range cut to the text and to whole characters.
    #[must_use]
    pub fn clamp(&self, span: Range<usize>) -> Range<usize> {
        let start = floor_char_boundary(&self.text, span.start);
        start..floor_char_boundary(&self.text, span.end).max(start)
    }

    fn index(&self) -> &Index {
        self.index
            .get_or_init(|| Index::build(&self.text, self.format()))
    }

    fn line_starts(&self) -> &[usize] {
        self.line_starts.get_or_init(|| {
            let breaks = self.text.match_indices('\n').map(|(at, _)| at + 1);
            std::iter::once(0).chain(breaks).collect()
        })
    }
}

/// The byte offset of a character of `text`, counted from 0; the end past the last one.
pub(crate) fn byte_of_char(text: &str, character: usize) -> usize {
    text.char_indices()
        .nth(character)
        .map_or(text.len(), |(byte, _)| byte)
}

fn floor_char_boundary(text: &str, byte: usize) -> usize {
    let mut byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    byte
}

/// Gives the texts of files that a document refers to.
///
/// The one way by which the pipeline gets at anything that was not handed to it at first; what a
/// path means is the caller's business.
pub trait Fetch: fmt::Debug + Send + Sync {
    /// The text of the file at `path`, which is relative to what the names of [`Sources`] are
    /// relative to.
    ///
    /// # Errors
    /// Says in a sentence why there is no such text.
    fn fetch(&mut self, path: &str) -> Result<String, String>;
}

/// All texts of a run.
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<Source>,
    fetch: Option<Box<dyn Fetch>>,
}

impl Sources {
    /// No texts yet, and no way to more than will be added.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// No texts yet; files that a document refers to come from `fetch`.
    #[must_use]
    pub fn with_fetch(fetch: Box<dyn Fetch>) -> Self {
        Self {
            files: Vec::new(),
            fetch: Some(fetch),
        }
    }

    /// Adds a text and gives its number.
    pub fn add(&mut self, source: Source) -> SourceId {
        self.files.push(source);
        SourceId(self.files.len() - 1)
    }

    /// The text with that number.
    #[must_use]
    pub fn get(&self, id: SourceId) -> &Source {
        &self.files[id.0]
    }

    /// All texts, in the order in which they were added.
    pub fn iter(&self) -> std::slice::Iter<'_, Source> {
        self.files.iter()
    }

    /// The numbers of all texts, in the order in which they were added.
    pub(crate) fn ids(&self) -> impl Iterator<Item = SourceId> + use<> {
        (0..self.files.len()).map(SourceId)
    }

    /// Adds the text of the file at `path`; the error says why there is none.
    pub(crate) fn fetch(&mut self, path: &str) -> Result<SourceId, String> {
        let Some(fetch) = &mut self.fetch else {
            return Err(format!("`{path}` is not among the texts at hand"));
        };
        let text = fetch.fetch(path)?;
        Ok(self.add(Source::new(path, text)))
    }
}
