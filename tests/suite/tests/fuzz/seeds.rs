//! The documents that are damaged.

use std::fs;
use std::path::{Path, PathBuf};

/// Larger documents make cases slow without making them more telling.
const LARGEST: u64 = 400_000;

/// The fixtures of this repository, and on request what lies in the corpus.
pub(crate) fn documents(with_corpus: bool) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut paths = Vec::new();
    gather(&root.join("specs/features"), &mut paths);
    gather(&root.join("specs/invalid"), &mut paths);
    if with_corpus {
        let corpus = std::env::var_os("SPECWRIGHT_CORPUS")
            .map_or_else(|| root.join("../shared/corpus"), PathBuf::from);
        let before = paths.len();
        if corpus.exists() {
            gather(&corpus, &mut paths);
            eprintln!("{} documents of the corpus", paths.len() - before);
        } else {
            eprintln!("skipped the corpus: there is no {}", corpus.display());
        }
    }
    paths.sort();
    let texts = paths
        .iter()
        .filter_map(|path| fs::read_to_string(path).ok());
    let documents: Vec<String> = texts.filter(|text| text.contains("openapi")).collect();
    assert!(documents.len() > 100, "only {} documents", documents.len());
    documents
}

fn gather(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let ending = path.extension().and_then(|ending| ending.to_str());
        if path.is_dir() {
            gather(&path, found);
        } else if matches!(ending, Some("yaml" | "yml" | "json"))
            && fs::metadata(&path).is_ok_and(|data| data.len() <= LARGEST)
        {
            found.push(path);
        }
    }
}
