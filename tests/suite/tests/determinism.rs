//! The same document gives the same bytes, whatever folder it lies in; and the committed crate is
//! what the generator writes today.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests are tests, too"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use specwright::config::Module;
use specwright::{Config, Job, Observer, Source, SourceId, Sources};
use toml::Table;

struct Silent;

impl Observer for Silent {
    fn stage(&mut self, _name: &'static str, _counts: String) {}
}

/// Text files by their path inside a crate.
type Files = BTreeMap<String, String>;

/// Two folders that a checkout could lie in. They need not exist: the generator reads no file.
const FOLDERS: [&str; 2] = ["/absolute/first/specs", "C:\\absolute\\second\\specs"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Generates `plaid-link` from documents that are named as if they lay in a folder.
fn generate(folder: &str, overlays_first: bool) -> Files {
    let specs = root().join("specs");
    let read = |name: &str| fs::read_to_string(specs.join(name)).unwrap();
    let mut table: Table = read("plaid-link.toml").parse().unwrap();
    let document: String = table.remove("document").unwrap().try_into().unwrap();
    let overlays: Vec<String> = table.remove("overlays").unwrap().try_into().unwrap();
    table.remove("output");

    let mut sources = Sources::new();
    let mut add = |name: &str| sources.add(Source::new(format!("{folder}/{name}"), read(name)));
    let names = std::iter::once(&document).chain(&overlays);
    let mut ids: Vec<SourceId> = if overlays_first {
        let mut ids: Vec<SourceId> = names.rev().map(|name| add(name)).collect();
        ids.reverse();
        ids
    } else {
        names.map(|name| add(name)).collect()
    };
    let mut config: Config = table.try_into().unwrap();
    for file in config.modules.values_mut().flat_map(Module::files_mut) {
        file.text = read(&file.path);
        file.path = format!("{folder}/{}", file.path);
    }
    let job = Job {
        document: ids.remove(0),
        overlays: ids,
        config,
    };
    let (report, files) = specwright::generate(&mut sources, &job, &mut Silent);
    files
        .unwrap_or_else(|| panic!("nothing is generated: {report:?}"))
        .0
}

/// The files below a folder, without what cargo puts into that of a package.
fn committed(folder: &Path, prefix: &str, found: &mut Files) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        let inside = format!("{prefix}{name}");
        if matches!(inside.as_str(), "target" | "Cargo.lock") {
            continue;
        }
        if path.is_dir() {
            committed(&path, &format!("{inside}/"), found);
        } else {
            found.insert(inside, fs::read_to_string(&path).unwrap());
        }
    }
}

/// The names of the files that differ, with the way they do.
fn differences(expected: &Files, found: &Files) -> Vec<String> {
    let changed = expected
        .iter()
        .filter_map(|(name, text)| match found.get(name) {
            None => Some(format!("missing      {name}")),
            Some(other) if other != text => Some(format!("differs      {name}")),
            Some(_) => None,
        });
    let superfluous = found.keys().filter(|name| !expected.contains_key(*name));
    let superfluous = superfluous.map(|name| format!("superfluous  {name}"));
    changed.chain(superfluous).collect()
}

/// Places where a text names a folder of some machine.
fn absolute_paths(files: &Files, folders: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for (name, text) in files {
        for (line, text) in (1..).zip(text.lines()) {
            let folders = folders.iter().filter(|folder| text.contains(**folder));
            found.extend(folders.map(|folder| format!("{name}:{line}: {folder}")));
        }
    }
    found
}

#[test]
fn the_folder_makes_no_difference() {
    let first = generate(FOLDERS[0], false);
    // Another thread seeds its hash maps anew.
    let second = std::thread::spawn(|| generate(FOLDERS[1], true))
        .join()
        .unwrap();
    assert!(first.contains_key("src/lib.rs"), "{:?}", first.keys());
    let different = differences(&first, &second);
    assert!(different.is_empty(), "{}", different.join("\n"));
}

#[test]
fn the_committed_crate_is_up_to_date() {
    let mut found = Files::new();
    committed(&root().join("generated"), "", &mut found);
    let stale = differences(&generate("specs", false), &found);
    assert!(
        stale.is_empty(),
        "generated/ is stale: run `cargo xtask generate`\n{}",
        stale.join("\n")
    );
}

#[test]
fn no_file_names_a_folder_of_this_machine() {
    let here = root().canonicalize().unwrap();
    let home = std::env::home_dir().unwrap_or_default();
    let mut folders = vec![
        "/absolute/",
        "\\absolute\\",
        "/home/",
        "/Users/",
        "C:\\Users",
    ];
    folders.push(env!("CARGO_MANIFEST_DIR"));
    folders.extend([&here, &home].into_iter().filter_map(|path| path.to_str()));
    // `/` alone is in every URL.
    folders.retain(|folder| folder.len() > 1);
    for folder in FOLDERS {
        let found = absolute_paths(&generate(folder, false), &folders);
        assert!(found.is_empty(), "{}", found.join("\n"));
    }
}

#[test]
fn the_checks_find_what_they_are_for() {
    let files = |pairs: &[(&str, &str)]| -> Files {
        let pairs = pairs
            .iter()
            .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
        pairs.collect()
    };
    let expected = files(&[("a", "1"), ("b", "2"), ("c", "3")]);
    let found = files(&[("a", "1"), ("b", "other"), ("d", "4")]);
    assert_eq!(
        differences(&expected, &found),
        ["differs      b", "missing      c", "superfluous  d"]
    );
    let text = files(&[(
        "src/lib.rs",
        "// from a file\n// from /absolute/first/a.yml",
    )]);
    let found = absolute_paths(&text, &["/absolute/", "/home/"]);
    assert_eq!(found, ["src/lib.rs:2: /absolute/"]);
}
