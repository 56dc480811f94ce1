//! Writing one text where the user wants it: a file that is whole or not touched, or standard output.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use specwright::source::Format;

use crate::failure::Failure;

/// Writes a text to a file, or to standard output where the path is `-`.
///
/// None of `inputs` is overwritten: they are somebody's work.
pub(crate) fn write_text(path: &Path, text: &str, inputs: &[&Path]) -> Result<(), Failure> {
    if is_standard_output(path) {
        return std::io::stdout()
            .write_all(text.as_bytes())
            .map_err(|error| Failure::new(format!("cannot write to standard output: {error}")));
    }
    let shown = path.display();
    if path.is_dir() {
        return Err(Failure::new(format!("`{shown}` is a folder, not a file"))
            .help("name the file that is to be written"));
    }
    if inputs.iter().any(|input| is_same(input, path)) {
        return Err(
            Failure::new(format!("`{shown}` is what is read, and is not overwritten"))
                .help("name another file"),
        );
    }
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty());
    if let Some(folder) = folder {
        fs::create_dir_all(folder).map_err(|error| Failure::io("create", folder, &error))?;
    }
    let temporary = temporary(path);
    let written = fs::write(&temporary, text)
        .map_err(|error| Failure::io("write", &temporary, &error))
        .and_then(|()| {
            fs::rename(&temporary, path).map_err(|error| Failure::io("write", path, &error))
        });
    if written.is_err() {
        // The failure that is reported is the one that counts.
        let _ = fs::remove_file(&temporary);
    }
    written
}

/// The notation that the ending of a file stands for.
pub(crate) fn format_of(path: &Path) -> Option<Format> {
    let ending = path.extension()?.to_str()?;
    match ending.to_ascii_lowercase().as_str() {
        "json" => Some(Format::Json),
        "yaml" | "yml" => Some(Format::Yaml),
        _ => None,
    }
}

/// Whether a path stands for standard output.
pub(crate) fn is_standard_output(path: &Path) -> bool {
    path == Path::new("-")
}

fn temporary(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{}.tmp", std::process::id()))
}

fn is_same(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}
