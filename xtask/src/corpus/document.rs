//! Which documents there are, and what is expected of each.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use specwright::diagnostic::Report;
use specwright::load;
use specwright::source::{Source, Sources};

use crate::failure::Failure;
use crate::input;

/// The file that lists a set.
const INDEX: &str = "INDEX.tsv";

/// Folders of documents that were made to be refused.
const NEGATIVE: &[&str] = &["fail", "ogen-negative"];

/// The longest name of a crate; files are named after it.
const PACKAGE_LIMIT: usize = 60;

/// A document of the corpus.
#[derive(Debug)]
pub(super) struct Document {
    /// Its path below the folder of the corpus, with `/`.
    pub(super) id: String,
    pub(super) path: PathBuf,
    pub(super) set: Set,
    /// The name of its crate.
    pub(super) package: String,
    /// Whether it was made to be refused.
    pub(super) negative: bool,
}

/// Where a document comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Set {
    Real,
    Edge,
    /// A folder without lists.
    Plain,
}

impl Set {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Real => "real",
            Self::Edge => "edge",
            Self::Plain => "plain",
        }
    }
}

/// All documents of a folder, by its lists or, where it has none, by looking at its files.
pub(super) fn find(folder: &Path) -> Result<Vec<Document>, Failure> {
    let mut ids = Vec::new();
    for set in [Set::Real, Set::Edge] {
        let index = folder.join(set.as_str()).join(INDEX);
        if index.is_file() {
            let text = input::read_text(&index)?;
            let listed = listed(&text).ok_or_else(|| {
                Failure::new(format!("`{}` has no column `file`", index.display()))
            })?;
            ids.extend(listed.map(|file| (format!("{}/{file}", set.as_str()), set)));
        }
    }
    if ids.is_empty() {
        search(folder, "", &mut ids)?;
    }
    let mut packages = BTreeSet::new();
    let documents = ids.into_iter().map(|(id, set)| Document {
        path: folder.join(&id),
        package: package(&id, set, &mut packages),
        negative: id.split('/').any(|part| NEGATIVE.contains(&part)),
        id,
        set,
    });
    Ok(documents.collect())
}

/// The files that a list names as documents.
fn listed(index: &str) -> Option<impl Iterator<Item = &str>> {
    let mut lines = index.lines();
    let header: Vec<&str> = lines.next()?.split('\t').collect();
    let column = |name: &str| header.iter().position(|it| *it == name);
    let file = column("file")?;
    let root = column("openapi_root");
    Some(lines.filter_map(move |line| {
        let cells: Vec<&str> = line.split('\t').collect();
        let is_root = root.is_none_or(|root| cells.get(root) != Some(&"no"));
        cells
            .get(file)
            .copied()
            .filter(|it| is_root && !it.is_empty())
    }))
}

/// Adds the documents below a folder, sorted by path.
fn search(folder: &Path, prefix: &str, ids: &mut Vec<(String, Set)>) -> Result<(), Failure> {
    let failed = |error| Failure::io("list", folder, &error);
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        names.extend(entry.map_err(failed)?.file_name().into_string());
    }
    names.sort();
    for name in names.into_iter().filter(|name| !name.starts_with('.')) {
        let path = folder.join(&name);
        let id = format!("{prefix}{name}");
        let kind =
            fs::symlink_metadata(&path).map_err(|error| Failure::io("read", &path, &error))?;
        if kind.is_dir() {
            search(&path, &format!("{id}/"), ids)?;
        } else if kind.is_file() && is_document(&path) {
            ids.push((id, Set::Plain));
        }
    }
    Ok(())
}

fn is_document(path: &Path) -> bool {
    let ending = path.extension().unwrap_or_default();
    if !["yaml", "yml", "json"].iter().any(|it| ending == *it) {
        return false;
    }
    let Ok(text) = input::read_text(path) else {
        return false;
    };
    if !text.contains("openapi") {
        return false;
    }
    let mut sources = Sources::new();
    let id = sources.add(Source::new(path.display().to_string(), text));
    let tree = load::parse(&sources, id, &mut Report::new());
    tree.is_some_and(|tree| tree.get("openapi").is_some())
}

/// A name for the crate of a document that no other has yet.
fn package(id: &str, set: Set, taken: &mut BTreeSet<String>) -> String {
    let stem = id.strip_prefix(set.as_str()).unwrap_or(id);
    let stem = ["yaml", "yml", "json"]
        .iter()
        .find_map(|ending| stem.strip_suffix(ending)?.strip_suffix('.'))
        .unwrap_or(stem);
    let words = stem.split(|c: char| !c.is_ascii_alphanumeric());
    let mut name = set.as_str().to_owned();
    for word in words.filter(|word| !word.is_empty()) {
        name.push('-');
        name.push_str(&word.to_ascii_lowercase());
    }
    name.truncate(PACKAGE_LIMIT);
    let name = name.trim_end_matches('-');
    let mut free = name.to_owned();
    let mut number = 1;
    while !taken.insert(free.clone()) {
        number += 1;
        free = format!("{name}-{number}");
    }
    free
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Set, listed, package};

    #[test]
    fn lists_tell_documents_from_their_parts() {
        let index =
            "set\tfile\topenapi_root\na\tone.yaml\tyes\na\tpart.yaml\tno\na\ttwo.json\tyes\n";
        assert_eq!(
            listed(index).unwrap().collect::<Vec<_>>(),
            ["one.yaml", "two.json"]
        );
        let index = "name\tfile\nx\tx.yml\n";
        assert_eq!(listed(index).unwrap().collect::<Vec<_>>(), ["x.yml"]);
        assert!(listed("name\nx\n").is_none());
    }

    #[test]
    fn crates_have_names_of_their_own() {
        let mut taken = BTreeSet::new();
        let mut name = |id: &str, set| package(id, set, &mut taken);
        assert_eq!(name("real/plaid.yml", Set::Real), "real-plaid");
        assert_eq!(name("edge/a b/3.0/x_y.json", Set::Edge), "edge-a-b-3-0-x-y");
        assert_eq!(
            name("edge/a b/3.0/x-y.yaml", Set::Edge),
            "edge-a-b-3-0-x-y-2"
        );
        assert_eq!(name("1.yaml", Set::Plain), "plain-1");
        let long = format!("edge/{}.yaml", "word/".repeat(40));
        assert_eq!(name(&long, Set::Edge).len(), 59);
        assert_ne!(name(&long, Set::Edge), name(&long, Set::Edge));
    }
}
