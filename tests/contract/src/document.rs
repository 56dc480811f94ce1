//! The document that everything is held to: one tree, and where its nodes were written.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::Value;
use specwright::diagnostic::render::{self, Style};
use specwright::source::{Fetch, Part, Source, Sources};
use specwright::{Config, Job, Loaded, Observer, Pointer, Report};

use crate::file::read_text;
use crate::pointer;

/// References that lead to references are followed this far.
const MAX_REFERENCES: usize = 64;

/// An OpenAPI 3.0 or 3.1 document, its overlays applied and its further files joined. Cheap to
/// clone.
#[derive(Clone)]
pub struct Document {
    shared: Arc<Shared>,
}

struct Shared {
    sources: Sources,
    /// How many of the texts are overlays; they come behind the document.
    overlays: usize,
    loaded: Loaded,
}

/// Where a node of the document was written.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Place {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// Why a document cannot be used: all that is wrong with it, with code, file, line and column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// The findings, rendered without colours.
    pub text: String,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text.trim_end())
    }
}

impl std::error::Error for Unreadable {}

impl Document {
    /// Reads a document and applies overlays to it, in their order.
    ///
    /// # Errors
    /// Files that cannot be read, and what is wrong with their texts: all of it.
    pub fn read(path: &Path, overlays: &[PathBuf]) -> Result<Self, Unreadable> {
        let mut sources = Sources::with_fetch(Box::new(Disk));
        let mut unreadable = String::new();
        let mut ids = Vec::new();
        for path in std::iter::once(path).chain(overlays.iter().map(PathBuf::as_path)) {
            match read_text(path) {
                Ok(text) => ids.push(sources.add(Source::new(path.display().to_string(), text))),
                Err(why) => unreadable.push_str(&format!("error: {why}\n")),
            }
        }
        match ids.split_first() {
            Some((document, overlays)) if unreadable.is_empty() => {
                let job = Job {
                    document: *document,
                    overlays: overlays.to_vec(),
                    config: Config::default(),
                };
                Self::load(sources, &job)
            }
            _ => Err(Unreadable { text: unreadable }),
        }
    }

    /// Reads a document from its text, which messages call `name`.
    ///
    /// # Errors
    /// What is wrong with the text: all of it. It refers to other files in vain.
    pub fn parse(name: &str, text: &str) -> Result<Self, Unreadable> {
        let mut sources = Sources::new();
        let document = sources.add(Source::new(name, text));
        let job = Job {
            document,
            overlays: Vec::new(),
            config: Config::default(),
        };
        Self::load(sources, &job)
    }

    fn load(mut sources: Sources, job: &Job) -> Result<Self, Unreadable> {
        let (report, loaded) = specwright::document(&mut sources, job);
        match loaded {
            Some(loaded) => Ok(Self {
                shared: Arc::new(Shared {
                    sources,
                    overlays: job.overlays.len(),
                    loaded,
                }),
            }),
            None => Err(Unreadable {
                text: render::terminal(&report, &sources, Style::default()),
            }),
        }
    }

    /// The whole document as one tree.
    #[must_use]
    pub fn tree(&self) -> &Value {
        &self.shared.loaded.tree
    }

    /// The names of all files that the document was made of.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.shared.sources.iter().map(Source::name)
    }

    /// The title and the version that the document gives itself.
    #[must_use]
    pub fn title(&self) -> (&str, &str) {
        let text = |pointer| self.tree().pointer(pointer).and_then(Value::as_str);
        (
            text("/info/title").unwrap_or("API"),
            text("/info/version").unwrap_or(""),
        )
    }

    /// The operations and types of the crate that is generated from the document; `None` where none
    /// can be.
    pub(crate) fn lowered(&self) -> Option<specwright::ir::Api> {
        let (mut sources, job) = self.texts()?;
        specwright::lower(&mut sources, &job, &mut Unobserved, &mut Report::new())
    }

    /// What every rule has to say about the document.
    #[must_use]
    pub fn findings(&self) -> Report {
        match self.texts() {
            Some((mut sources, job)) => specwright::lint(&mut sources, &job, &mut Unobserved),
            None => Report::new(),
        }
    }

    /// The texts once more, to be read by the generator.
    fn texts(&self) -> Option<(Sources, Job)> {
        let texts = self.shared.sources.iter();
        let texts = texts.map(|source| (source.name().to_owned(), source.text().to_owned()));
        let mut sources = Sources::with_fetch(Box::new(Memory(texts.clone().collect())));
        let mut ids = texts
            .take(1 + self.shared.overlays)
            .map(|(name, text)| sources.add(Source::new(name, text)));
        let job = Job {
            document: ids.next()?,
            overlays: ids.collect(),
            config: Config::default(),
        };
        Some((sources, job))
    }

    /// Where a node was written.
    #[must_use]
    pub fn place(&self, pointer: &str) -> Option<Place> {
        let pointer = Pointer::parse(pointer)?;
        let shared = &*self.shared;
        let place = shared.loaded.origins.place(&pointer, Part::Key);
        let specwright::diagnostic::Place::Node {
            source,
            pointer,
            part,
        } = place
        else {
            return None;
        };
        let source = shared.sources.get(source);
        let position = source.position(source.span(&pointer, part).start);
        Some(Place {
            file: source.name().to_owned(),
            line: position.line,
            column: position.column,
        })
    }

    /// The root of the tree.
    #[must_use]
    pub fn root(&self) -> Node<'_> {
        Node {
            tree: self.tree(),
            pointer: String::new(),
            value: self.tree(),
        }
    }
}

impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Document")
            .field("files", &self.files().collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

/// A node of the document with the place where it stands; references are followed on the way.
#[derive(Clone, Debug)]
pub struct Node<'d> {
    tree: &'d Value,
    /// The place in the tree.
    pub pointer: String,
    /// What stands there.
    pub value: &'d Value,
}

impl<'d> Node<'d> {
    /// The member of that name, where a reference leads to if it is one.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Self> {
        Some(self.child(name, self.value.get(name)?).followed())
    }

    /// The place of the member of that name, which is not looked into.
    #[must_use]
    pub fn place_of(&self, name: &str) -> Option<String> {
        self.value.get(name)?;
        Some(pointer::join(&self.pointer, name))
    }

    /// The members of an object that are no extensions, references followed.
    pub fn members(&self) -> impl Iterator<Item = (&'d str, Self)> + use<'d, '_> {
        let members = self.value.as_object().into_iter().flatten();
        members
            .filter(|(name, _)| !name.starts_with("x-"))
            .map(|(name, value)| (name.as_str(), self.child(name, value).followed()))
    }

    /// The items of an array, references followed.
    pub fn items(&self) -> impl Iterator<Item = Self> + use<'d, '_> {
        let items = self.value.as_array().into_iter().flatten();
        items
            .enumerate()
            .map(|(index, value)| self.child(&index.to_string(), value).followed())
    }

    /// The text of a member.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&'d str> {
        self.value.get(name)?.as_str()
    }

    /// A member that is true or false.
    #[must_use]
    pub fn flag(&self, name: &str) -> Option<bool> {
        self.value.get(name)?.as_bool()
    }

    fn child(&self, name: &str, value: &'d Value) -> Self {
        Self {
            tree: self.tree,
            pointer: pointer::join(&self.pointer, name),
            value,
        }
    }

    /// The node that a chain of references leads to; the last that exists where it breaks.
    fn followed(mut self) -> Self {
        for _ in 0..MAX_REFERENCES {
            let reference = self.value.get("$ref").and_then(Value::as_str);
            let Some(target) = reference.and_then(pointer::from_reference) else {
                break;
            };
            let Some(value) = self.tree.pointer(&target) else {
                break;
            };
            self.pointer = target;
            self.value = value;
        }
        self
    }
}

/// The files that a document refers to.
#[derive(Debug)]
struct Disk;

impl Fetch for Disk {
    fn fetch(&mut self, path: &str) -> Result<String, String> {
        read_text(Path::new(path))
    }
}

/// The files that were read already.
#[derive(Debug)]
struct Memory(BTreeMap<String, String>);

impl Fetch for Memory {
    fn fetch(&mut self, path: &str) -> Result<String, String> {
        let text = self.0.get(path).cloned();
        text.ok_or_else(|| format!("`{path}` was not read before"))
    }
}

struct Unobserved;

impl Observer for Unobserved {
    fn stage(&mut self, _: &'static str, _: String) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths:\n  /a:\n    get:\n      parameters: [{$ref: '#/components/parameters/P'}]\ncomponents:\n  parameters:\n    P: {name: p, in: query}\n";

    #[test]
    fn references_are_followed_and_places_found() {
        let document = Document::parse("t.yaml", TEXT).unwrap();
        let parameters = document.root().get("paths").and_then(|paths| {
            let get = paths.get("/a")?.get("get")?;
            get.get("parameters")
        });
        let parameter = parameters.unwrap().items().next().unwrap();
        assert_eq!(parameter.pointer, "/components/parameters/P");
        assert_eq!(parameter.text("name"), Some("p"));
        let place = document.place(&parameter.pointer).unwrap();
        assert_eq!(place.to_string(), "t.yaml:9:5");
    }

    #[test]
    fn what_is_wrong_is_said_with_its_place() {
        let unreadable = Document::parse("t.yaml", "openapi: 2.0\n").unwrap_err();
        assert!(unreadable.text.contains("t.yaml:1"), "{unreadable}");
        let missing = Document::read(Path::new("/nowhere.yaml"), &[]).unwrap_err();
        assert!(missing.text.contains("/nowhere.yaml"), "{missing}");
    }
}
