//! Reading files, with a clear word about each one that cannot be used.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use specwright::Job;
use specwright::config::Module;
use specwright::diagnostic::Code;
use specwright::source::{Fetch, NotText, Source, SourceId, Sources, text_of};

use crate::failure::Failure;
use crate::project::Project;

/// The largest file that is read, in bytes. The largest published documents have some 10 MB.
pub(crate) const SIZE_LIMIT: u64 = 100 * 1024 * 1024;

/// Reads the document, the overlays and the modules of a project; all failures at once.
pub(crate) fn read_all(project: &Project) -> Result<(Sources, Job), Vec<Failure>> {
    let mut sources = Sources::with_fetch(Box::new(Disk));
    let mut failures = Vec::new();
    let mut ids = Vec::new();
    for path in std::iter::once(&project.document).chain(&project.overlays) {
        match read_text(path) {
            Ok(text) => ids.push(sources.add(Source::new(display_name(path), text))),
            Err(failure) => failures.push(failure),
        }
    }
    let mut config = project.config.clone();
    for file in config.modules.values_mut().flat_map(Module::files_mut) {
        let path = PathBuf::from(&file.path);
        file.path = display_name(&path);
        match read_text(&path) {
            Ok(text) => file.text = text,
            Err(failure) => failures.push(failure),
        }
    }
    match split_first(&ids) {
        Some((document, overlays)) if failures.is_empty() => {
            let job = Job {
                document,
                overlays,
                config,
            };
            Ok((sources, job))
        }
        _ => Err(failures),
    }
}

/// The files that documents refer to.
#[derive(Debug)]
struct Disk;

impl Fetch for Disk {
    fn fetch(&mut self, path: &str) -> Result<String, String> {
        read_text(Path::new(path)).map_err(|failure| failure.message().to_owned())
    }
}

fn split_first(ids: &[SourceId]) -> Option<(SourceId, Vec<SourceId>)> {
    let (document, overlays) = ids.split_first()?;
    Some((*document, overlays.to_vec()))
}

/// Reads a text file of a reasonable size.
pub(crate) fn read_text(path: &Path) -> Result<String, Failure> {
    let shown = path.display();
    let file = File::open(path).map_err(|error| match error.kind() {
        ErrorKind::NotFound => Failure::new(format!("there is no file `{shown}`"))
            .help("check the path; relative paths begin at the current folder"),
        ErrorKind::PermissionDenied => Failure::new(format!("no permission to read `{shown}`")),
        _ => Failure::io("open", path, &error),
    })?;
    let metadata = file
        .metadata()
        .map_err(|error| Failure::io("read", path, &error))?;
    if metadata.is_dir() {
        return Err(Failure::new(format!("`{shown}` is a folder, not a file"))
            .help("name the document in it"));
    }
    if metadata.len() > SIZE_LIMIT {
        return Err(too_large(path, Some(metadata.len())));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0));
    // A pipe tells no size beforehand, and a file may grow.
    file.take(SIZE_LIMIT + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::io("read", path, &error))?;
    if bytes.len() as u64 > SIZE_LIMIT {
        return Err(too_large(path, None));
    }
    into_text(path, bytes)
}

fn too_large(path: &Path, size: Option<u64>) -> Failure {
    const MEGABYTE: u64 = 1024 * 1024;
    let size = size.map_or_else(String::new, |size| format!(" ({} MB)", size / MEGABYTE));
    let limit = SIZE_LIMIT / MEGABYTE;
    let shown = path.display();
    Failure::new(format!("`{shown}` is larger than {limit} MB{size}"))
        .code(Code::DocumentTooLarge)
        .help("an OpenAPI document of that size is not expected; is it the right file?")
}

fn into_text(path: &Path, bytes: Vec<u8>) -> Result<String, Failure> {
    text_of(bytes).map_err(|error| {
        let help = match error {
            NotText::Utf16 => "convert it, for example with `iconv -f UTF-16 -t UTF-8`",
            NotText::Zero(_) | NotText::NotUtf8(_) => {
                "expected an OpenAPI document, which is YAML or JSON in UTF-8"
            }
        };
        Failure::new(format!("`{}` {error}", path.display()))
            .code(Code::NotText)
            .help(help)
    })
}

/// A path as messages show it: relative to the current folder where it lies in there.
pub(crate) fn display_name(path: &Path) -> String {
    let path = simplify(path);
    let here = std::env::current_dir().ok();
    let relative = here.and_then(|here| path.strip_prefix(here).ok().map(Path::to_path_buf));
    relative.unwrap_or(path).display().to_string()
}

/// The path without `.` and, where that is safe to say, without `..`.
fn simplify(path: &Path) -> PathBuf {
    use std::path::Component;
    let mut simple = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if simple.file_name().is_some() && !simple.is_symlink() => {
                simple.pop();
            }
            other => simple.push(other),
        }
    }
    simple
}
