//! The documents below a folder of `specs/`, and what the generator makes of each.
//!
//! Shared by the suites `features` and `diagnostics`. It does not know what a fixture shows.

use std::collections::BTreeSet;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use specwright::config::{Config, Module, Package};
use specwright::{Fetch, Files, Job, Observer, Report, Source, SourceId, Sources};

/// How the overlay of a fixture is named, which stands beside it.
const OVERLAY: &str = ".overlay.yaml";

/// The root of a document that consists of several files, which are a folder of their own.
const ROOT_FILE: &str = "openapi.yaml";

/// The configuration of a fixture that is a folder, where it has one.
const CONFIG: &str = "specwright.toml";

/// One document and its overlay.
#[derive(Debug)]
pub(crate) struct Fixture {
    /// The folder below the root: a keyword or a stage.
    pub(crate) folder: String,
    /// The name of the file without its ending, or that of the folder with all its files.
    pub(crate) stem: String,
    /// The path from the root of the repository, as messages show it.
    path: String,
}

/// What the generator has made of a fixture.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) sources: Sources,
    pub(crate) document: SourceId,
    pub(crate) report: Report,
    pub(crate) files: Option<Files>,
}

/// All fixtures below `specs/<root>`, sorted.
pub(crate) fn all(root: &str) -> Vec<Fixture> {
    let root = format!("specs/{root}");
    let mut fixtures = Vec::new();
    for folder in names_in(&repository().join(&root)) {
        for file in names_in(&repository().join(&root).join(&folder)) {
            if file.ends_with(OVERLAY) {
                continue;
            }
            if repository().join(&root).join(&folder).join(&file).is_dir() {
                fixtures.push(Fixture {
                    path: format!("{root}/{folder}/{file}/{ROOT_FILE}"),
                    stem: file,
                    folder: folder.clone(),
                });
                continue;
            }
            let (stem, ending) = file.rsplit_once('.').unwrap();
            assert!(matches!(ending, "yaml" | "json"), "{root}/{folder}/{file}");
            fixtures.push(Fixture {
                stem: stem.to_owned(),
                path: format!("{root}/{folder}/{file}"),
                folder: folder.clone(),
            });
        }
    }
    assert!(!fixtures.is_empty(), "no fixtures in {root}");
    fixtures
}

/// Checks every fixture, and fails with the paths of all that did not pass.
pub(crate) fn each(fixtures: &[Fixture], check: impl Fn(&Fixture)) {
    let failed: Vec<&str> = fixtures
        .iter()
        .filter(|fixture| catch_unwind(AssertUnwindSafe(|| check(fixture))).is_err())
        .map(|fixture| fixture.path.as_str())
        .collect();
    let count = failed.len();
    assert!(failed.is_empty(), "{count} failed:\n{}", failed.join("\n"));
}

/// The snapshots of a suite that belong to no fixture, overlays that belong to no document, and
/// files of a document in several files that it does not refer to.
pub(crate) fn left_over(suite: &str, root: &str) -> Vec<String> {
    let fixtures = all(root);
    let wanted: BTreeSet<String> = fixtures
        .iter()
        .map(|fixture| format!("{}.snap", fixture.name()))
        .collect();
    let snapshots = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/{suite}/snapshots"));
    let mut found: Vec<String> = names_in(&snapshots)
        .into_iter()
        .filter(|name| name.ends_with(".snap") && !wanted.contains(name))
        .collect();
    for fixture in fixtures.iter().filter(|fixture| fixture.has_folder()) {
        let asked = Repository::default();
        let read = Arc::clone(&asked.read);
        fixture.run_with(asked);
        let mut read = read.lock().unwrap().clone();
        read.insert(fixture.path.clone());
        let overlay = fixture.overlay();
        let overlay = overlay.strip_prefix(repository()).unwrap();
        read.insert(overlay.to_str().unwrap().replace('\\', "/"));
        let folder = fixture.path.strip_suffix(ROOT_FILE).unwrap();
        found.extend(
            files_in(folder)
                .into_iter()
                .filter(|file| !read.contains(file)),
        );
    }
    let overlays: BTreeSet<PathBuf> = fixtures.iter().map(Fixture::overlay).collect();
    for folder in names_in(&repository().join("specs").join(root)) {
        let folder = repository().join("specs").join(root).join(folder);
        for file in names_in(&folder) {
            if file.ends_with(OVERLAY) && !overlays.contains(&folder.join(&file)) {
                found.push(file);
            }
        }
    }
    found
}

impl Fixture {
    /// The name of its snapshot.
    pub(crate) fn name(&self) -> String {
        format!("{}__{}", self.folder, self.stem)
    }

    /// What stands at the head of its snapshot.
    pub(crate) fn settings(&self) -> insta::Settings {
        let mut settings = insta::Settings::clone_current();
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.set_input_file(repository().join(&self.path));
        let text = self.text();
        if let Some(comment) = text.lines().next().and_then(|line| line.strip_prefix("# ")) {
            settings.set_description(comment);
        }
        settings
    }

    /// Runs the whole pipeline.
    pub(crate) fn run(&self) -> Run {
        self.run_with(Repository::default())
    }

    fn run_with(&self, files: Repository) -> Run {
        let (mut sources, job) = self.inputs(files);
        let (report, files) = specwright::generate(&mut sources, &job, &mut Silent);
        Run {
            sources,
            document: job.document,
            report,
            files,
        }
    }

    /// What to generate from.
    pub(crate) fn inputs(&self, mut files: Repository) -> (Sources, Job) {
        let config = self.config(&mut files);
        let mut sources = Sources::with_fetch(Box::new(files));
        let document = sources.add(Source::new(self.path.clone(), self.text()));
        let overlay = self.overlay();
        let overlays = if overlay.exists() {
            let name = overlay.strip_prefix(repository()).unwrap();
            let name = name.to_str().unwrap().replace('\\', "/");
            vec![sources.add(Source::new(name, read(&overlay)))]
        } else {
            Vec::new()
        };
        let job = Job {
            document,
            overlays,
            config,
        };
        (sources, job)
    }

    /// The configuration beside the document, with the texts that it names; else the usual one.
    fn config(&self, files: &mut Repository) -> Config {
        let folder = self.path.strip_suffix(ROOT_FILE).unwrap_or_default();
        let path = format!("{folder}{CONFIG}");
        if !self.has_folder() || !repository().join(&path).exists() {
            return Config {
                package: Package {
                    name: "fixture".to_owned(),
                    ..Package::default()
                },
                ..Config::default()
            };
        }
        let mut config: Config = toml::from_str(&files.fetch(&path).unwrap()).unwrap();
        for file in config.modules.values_mut().flat_map(Module::files_mut) {
            file.path = format!("{folder}{}", file.path);
            file.text = files.fetch(&file.path).unwrap();
        }
        config
    }

    fn text(&self) -> String {
        read(&repository().join(&self.path))
    }

    fn overlay(&self) -> PathBuf {
        let path = repository().join(&self.path);
        let stem = path.file_stem().unwrap().to_str().unwrap();
        path.with_file_name(format!("{stem}{OVERLAY}"))
    }

    /// Whether the document consists of several files.
    fn has_folder(&self) -> bool {
        self.path.ends_with(&format!("/{}/{ROOT_FILE}", self.stem))
    }
}

/// The files of the repository, and the paths of those that were read.
#[derive(Debug, Default)]
pub(crate) struct Repository {
    read: Arc<Mutex<BTreeSet<String>>>,
}

impl Fetch for Repository {
    fn fetch(&mut self, path: &str) -> Result<String, String> {
        if !repository().join(path).is_file() {
            return Err(format!("there is no file `{path}`"));
        }
        self.read.lock().unwrap().insert(path.to_owned());
        Ok(read(&repository().join(path)))
    }
}

/// The files below a folder of the repository, by their paths from its root.
fn files_in(folder: &str) -> Vec<String> {
    let mut files = Vec::new();
    for name in names_in(&repository().join(folder)) {
        let path = format!("{}/{name}", folder.trim_end_matches('/'));
        if repository().join(&path).is_dir() {
            files.extend(files_in(&path));
        } else {
            files.push(path);
        }
    }
    files
}

pub(crate) struct Silent;

impl Observer for Silent {
    fn stage(&mut self, _name: &'static str, _counts: String) {}
}

fn repository() -> &'static Path {
    let suite = Path::new(env!("CARGO_MANIFEST_DIR"));
    suite.ancestors().nth(2).unwrap()
}

/// A text as it is on every machine.
fn read(path: &Path) -> String {
    let text =
        fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    text.replace("\r\n", "\n")
}

/// The names in a folder, sorted.
fn names_in(folder: &Path) -> Vec<String> {
    let entries =
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}
