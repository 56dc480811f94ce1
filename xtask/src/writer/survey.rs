//! What an output folder holds: generated files, leftovers and what belongs to somebody else.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use specwright::HEADER_MARK;

use crate::failure::Failure;

/// How much of a file may come before the end of its header.
const HEADER_LIMIT: u64 = 4096;

/// The lines of a file among which its header stands.
const HEADER_LINES: usize = 3;

/// The files below a folder; names are relative to it, with `/`, and sorted.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// Files with the generator's header.
    pub(super) generated: Vec<String>,
    /// Temporary files of a run that was cut short.
    pub(super) leftovers: Vec<PathBuf>,
    /// Everything else, except what cargo and version control put there.
    pub(super) foreign: Vec<String>,
}

impl Survey {
    /// Looks at all files below a folder.
    pub(super) fn of(folder: &Path) -> Result<Self, Failure> {
        let mut survey = Self::default();
        survey.visit(folder, "")?;
        survey.generated.sort();
        survey.leftovers.sort();
        survey.foreign.sort();
        Ok(survey)
    }

    fn visit(&mut self, folder: &Path, prefix: &str) -> Result<(), Failure> {
        let failed = |error| Failure::io("list", folder, &error);
        for entry in fs::read_dir(folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let path = entry.path();
            let file_name = entry.file_name();
            let name = format!("{prefix}{}", file_name.to_string_lossy());
            if is_temporary(&file_name) {
                self.leftovers.push(path);
                continue;
            }
            if is_of_others(&name, &file_name) {
                continue;
            }
            // A link is not followed: it leads out of the folder.
            let kind = entry.file_type().map_err(failed)?;
            if kind.is_dir() {
                self.visit(&path, &format!("{name}/"))?;
            } else if kind.is_file() && has_header(&path)? {
                self.generated.push(name);
            } else {
                self.foreign.push(name);
            }
        }
        Ok(())
    }
}

/// The name of a temporary file, by its number in the run.
pub(super) fn temporary_name(number: usize) -> String {
    format!(".specwright-{number}.tmp")
}

fn is_temporary(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    name.starts_with(".specwright-") && name.ends_with(".tmp")
}

/// What cargo and version control put into a crate's folder.
fn is_of_others(name: &str, file_name: &OsStr) -> bool {
    name == "Cargo.lock" || name == "target" || file_name.to_string_lossy().starts_with('.')
}

fn has_header(path: &Path) -> Result<bool, Failure> {
    let mut start = Vec::new();
    File::open(path)
        .and_then(|file| file.take(HEADER_LIMIT).read_to_end(&mut start))
        .map_err(|error| Failure::io("read", path, &error))?;
    let start = String::from_utf8_lossy(&start);
    Ok(start
        .lines()
        .take(HEADER_LINES)
        .any(|line| line.contains(HEADER_MARK)))
}
