//! The files of a document: reading them, and finding one from the path that another one writes.

use std::collections::HashMap;
use std::rc::Rc;

use serde_json::Value;

use super::Problem;
use crate::diagnostic::Report;
use crate::load;
use crate::pointer::{Pointer, percent_decoded};
use crate::source::{SourceId, Sources};

/// The number of the root document among the [`Files`].
pub(super) const ROOT: usize = 0;

/// How many files a document may consist of. The largest known have some hundreds.
const FILE_LIMIT: usize = 5_000;
/// How many bytes the files may have in all.
const TEXT_LIMIT: usize = 100 * 1024 * 1024;
/// The endings of files that are prose and nothing to be parsed.
const PROSE: &[&str] = &[".md", ".markdown", ".txt", ".html", ".htm"];

/// A place in one of the files.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Spot {
    pub(super) file: usize,
    pub(super) pointer: Pointer,
}

/// One file.
#[derive(Debug)]
pub(super) struct File {
    pub(super) source: SourceId,
    pub(super) tree: Rc<Value>,
    marks: Option<Rc<Marks>>,
}

/// The names that schemas of a file give themselves.
#[derive(Debug, Default)]
pub(super) struct Marks {
    /// `$anchor` and `$dynamicAnchor`.
    pub(super) anchors: HashMap<String, Pointer>,
    /// `$id` as it is written.
    pub(super) ids: HashMap<String, Pointer>,
}

/// All files that have been read.
#[derive(Debug)]
pub(super) struct Files<'s> {
    sources: &'s mut Sources,
    files: Vec<File>,
    by_path: HashMap<String, Result<usize, Problem>>,
    bytes: usize,
    opened: bool,
}

impl<'s> Files<'s> {
    /// The root document, already read.
    pub(super) fn new(sources: &'s mut Sources, source: SourceId, tree: Value) -> Self {
        let path = normal_path("", sources.get(source).name());
        let bytes = sources.get(source).text().len();
        let root = File {
            source,
            tree: Rc::new(tree),
            marks: None,
        };
        Self {
            sources,
            files: vec![root],
            by_path: HashMap::from([(path, Ok(ROOT))]),
            bytes,
            opened: false,
        }
    }

    /// Whether a path was followed, be it to the root document.
    pub(super) fn opened(&self) -> bool {
        self.opened
    }

    pub(super) fn get(&self, file: usize) -> &File {
        &self.files[file]
    }

    /// The bytes of all files.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    /// The tree of the root document, changed or not.
    pub(super) fn into_root(mut self) -> Value {
        let root = self.files.swap_remove(ROOT);
        Rc::try_unwrap(root.tree).unwrap_or_else(|shared| (*shared).clone())
    }

    /// The path by which the sources know a file.
    pub(super) fn path(&self, file: usize) -> String {
        normal_path("", self.sources.get(self.files[file].source).name())
    }

    /// The file that the path `written` leads to from a folder; read where that is new.
    pub(super) fn open(
        &mut self,
        folder: &str,
        written: &str,
        report: &mut Report,
    ) -> Result<usize, Problem> {
        let path = normal_path(
            folder,
            &percent_decoded(written).unwrap_or(written.to_owned()),
        );
        self.opened = true;
        if let Some(known) = self.by_path.get(&path) {
            return known.clone();
        }
        let read = self.read(&path, report);
        self.by_path.insert(path, read.clone());
        read
    }

    fn read(&mut self, path: &str, report: &mut Report) -> Result<usize, Problem> {
        if self.files.len() >= FILE_LIMIT {
            return Err(Problem::Unread(format!(
                "the document consists of more than {FILE_LIMIT} files"
            )));
        }
        let source = self.sources.fetch(path).map_err(Problem::Unread)?;
        self.bytes += self.sources.get(source).text().len();
        if self.bytes > TEXT_LIMIT {
            return Err(Problem::Unread(format!(
                "the files of the document have more than {} MB in all",
                TEXT_LIMIT / (1024 * 1024)
            )));
        }
        let lower = path.to_ascii_lowercase();
        let tree = if PROSE.iter().any(|ending| lower.ends_with(ending)) {
            Value::String(self.sources.get(source).text().to_owned())
        } else {
            load::parse(self.sources, source, report).ok_or(Problem::Reported)?
        };
        self.files.push(File {
            source,
            tree: Rc::new(tree),
            marks: None,
        });
        Ok(self.files.len() - 1)
    }

    /// The names that the schemas of a file give themselves.
    pub(super) fn marks(&mut self, file: usize) -> Rc<Marks> {
        let File { tree, marks, .. } = &mut self.files[file];
        let marks = marks.get_or_insert_with(|| {
            let mut found = Marks::default();
            mark(tree, &mut Pointer::root(), &mut found);
            Rc::new(found)
        });
        Rc::clone(marks)
    }
}

fn mark(value: &Value, at: &mut Pointer, found: &mut Marks) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                match (key.as_str(), value) {
                    ("$anchor" | "$dynamicAnchor", Value::String(name)) => {
                        let name = name.clone();
                        found.anchors.entry(name).or_insert_with(|| at.clone());
                    }
                    ("$id", Value::String(id)) => {
                        let id = id.trim_end_matches('#').to_owned();
                        found.ids.entry(id).or_insert_with(|| at.clone());
                    }
                    (_, Value::Object(_) | Value::Array(_)) => {
                        at.push(key);
                        mark(value, at, found);
                        at.pop();
                    }
                    _ => {}
                }
            }
        }
        Value::Array(elements) => {
            for (index, value) in elements.iter().enumerate() {
                at.push(index);
                mark(value, at, found);
                at.pop();
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Whether an address names a place in a network, or anything else that is no path.
pub(super) fn is_remote(address: &str) -> bool {
    address.starts_with("//")
        || address.split_once(':').is_some_and(|(scheme, _)| {
            // A single letter is a drive.
            scheme.len() > 1
                && scheme
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
        })
}

/// The folder in which a file lies; empty for the current one.
pub(super) fn folder_of(path: &str) -> &str {
    path.rfind('/').map_or("", |end| &path[..=end])
}

/// A path with `.` and `..` worked out, so that each file has one spelling.
pub(super) fn normal_path(folder: &str, path: &str) -> String {
    let path = path.replace('\\', "/");
    let is_drive = path.as_bytes().get(1) == Some(&b':');
    let whole = if path.starts_with('/') || is_drive || folder.is_empty() {
        path
    } else {
        format!("{}/{path}", folder.trim_end_matches('/'))
    };
    let is_absolute = whole.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in whole.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            ".." if is_absolute => {}
            part => parts.push(part),
        }
    }
    let joined = parts.join("/");
    if is_absolute {
        format!("/{joined}")
    } else {
        joined
    }
}

#[cfg(test)]
mod tests {
    use super::{folder_of, is_remote, normal_path};

    #[test]
    fn each_file_has_one_spelling() {
        let cases = [
            ("", "api.yaml", "api.yaml"),
            ("", "./a/../api.yaml", "api.yaml"),
            ("specs/", "./pet.yaml", "specs/pet.yaml"),
            ("specs/", "../common.yaml", "common.yaml"),
            ("specs", "../../up.yaml", "../up.yaml"),
            ("../specs/", "../specs/pet.yaml", "../specs/pet.yaml"),
            ("specs/", "/abs/./pet.yaml", "/abs/pet.yaml"),
            ("/", "../pet.yaml", "/pet.yaml"),
            ("/specs/", "b\\pet.yaml", "/specs/b/pet.yaml"),
        ];
        for (folder, path, expected) in cases {
            assert_eq!(normal_path(folder, path), expected, "{folder} {path}");
        }
        assert_eq!(folder_of("a/b/c.yaml"), "a/b/");
        assert_eq!(folder_of("c.yaml"), "");
    }

    #[test]
    fn an_address_is_no_path() {
        for address in [
            "https://a.example/b",
            "//a.example/b",
            "urn:a:b",
            "file:///b",
        ] {
            assert!(is_remote(address), "{address}");
        }
        for path in ["a.yaml", "./a:b.yaml", "C:/a.yaml", "/a.yaml"] {
            assert!(!is_remote(path), "{path}");
        }
    }
}
