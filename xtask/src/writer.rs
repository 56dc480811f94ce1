//! The only code that writes: makes a folder hold exactly the generated files.
//!
//! Everything is planned before anything is touched. A file without the generator's header is
//! never overwritten or removed. New content first goes to temporary files beside its targets
//! and is then renamed, so that a run that is cut short leaves whole files, and the next one
//! repairs the rest.

mod survey;

use std::fs;
use std::path::{Component, Path, PathBuf};

use specwright::Files;

use crate::failure::Failure;
use survey::Survey;

/// How many names a message lists.
const LISTED: usize = 10;

/// The folders of the workspace that never hold a generated crate.
const SOURCE_FOLDERS: &[&str] = &["generator", "specs", "tests", "xtask"];

/// What has to happen; paths are relative to the output folder, with `/`.
#[derive(Debug)]
pub(crate) struct Plan {
    output: PathBuf,
    /// Files with new content.
    pub(crate) written: Vec<String>,
    /// Those of them that do not exist yet.
    pub(crate) missing: Vec<String>,
    /// Files that are as they should be.
    pub(crate) unchanged: Vec<String>,
    /// Generated files that are no longer produced.
    pub(crate) removed: Vec<String>,
    /// Temporary files of a run that was cut short.
    leftovers: Vec<PathBuf>,
}

/// Refuses an output folder that holds or lies in the sources of the workspace at `root`.
pub(crate) fn refuse_source_folders(output: &Path, root: &Path) -> Result<(), Failure> {
    let output_is = resolve(output);
    let root = resolve(root);
    let holds_sources = root.starts_with(&output_is);
    let lies_in_sources = SOURCE_FOLDERS
        .iter()
        .any(|folder| output_is.starts_with(root.join(folder)));
    if holds_sources || lies_in_sources {
        let shown = output.display();
        return Err(Failure::new(format!(
            "`{shown}` is a source folder, not a place for output"
        ))
        .help("choose a folder that holds nothing else, such as `generated`"));
    }
    Ok(())
}

/// Writes one file as a whole or not at all.
pub(crate) fn write_one(target: &Path, content: &str) -> Result<(), Failure> {
    if target.is_dir() {
        let shown = target.display();
        return Err(Failure::new(format!("`{shown}` is a folder, not a file"))
            .help("name the file to write"));
    }
    let mut prepared = Vec::new();
    let done = prepare(target, content, &mut prepared).and_then(|()| {
        prepared.iter().try_for_each(|(temporary, target)| {
            fs::rename(temporary, target).map_err(|error| Failure::io("write", target, &error))
        })
    });
    if done.is_err() {
        for (temporary, _) in &prepared {
            // The failure that is reported is the one that counts.
            let _ = fs::remove_file(temporary);
        }
    }
    done
}

/// Compares the output folder with what it should hold.
pub(crate) fn plan(files: &Files, output: &Path) -> Result<Plan, Failure> {
    if let Some(name) = files.0.keys().find(|name| !is_plain(name)) {
        return Err(Failure::new(format!(
            "the generator produced a file outside of its folder: `{name}`"
        )));
    }
    let shown = output.display();
    let survey = match fs::metadata(output) {
        Ok(metadata) if metadata.is_dir() => Survey::of(output)?,
        Ok(_) => {
            return Err(Failure::new(format!("`{shown}` is a file, not a folder"))
                .help("the output is a folder for the generated crate"));
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Survey::default(),
        Err(error) => return Err(Failure::io("read", output, &error)),
    };
    if !survey.foreign.is_empty() {
        return Err(foreign(output, &survey.foreign));
    }
    let mut plan = Plan {
        output: output.to_path_buf(),
        written: Vec::new(),
        missing: Vec::new(),
        unchanged: Vec::new(),
        removed: Vec::new(),
        leftovers: survey.leftovers,
    };
    for (name, content) in &files.0 {
        if !survey.generated.contains(name) {
            plan.missing.push(name.clone());
            plan.written.push(name.clone());
        } else if has_content(&output.join(name), content)? {
            plan.unchanged.push(name.clone());
        } else {
            plan.written.push(name.clone());
        }
    }
    plan.removed = survey.generated;
    plan.removed.retain(|name| !files.0.contains_key(name));
    Ok(plan)
}

impl Plan {
    /// Whether anything has to change.
    pub(crate) fn is_stale(&self) -> bool {
        !self.written.is_empty() || !self.removed.is_empty()
    }

    /// The numbers in words.
    pub(crate) fn summary(&self) -> String {
        format!(
            "{} files: {} written, {} unchanged, {} removed",
            self.written.len() + self.unchanged.len(),
            self.written.len(),
            self.unchanged.len(),
            self.removed.len()
        )
    }

    /// Makes the output folder hold exactly these files, for which the plan was made.
    pub(crate) fn carry_out(&self, files: &Files) -> Result<(), Failure> {
        for leftover in &self.leftovers {
            fs::remove_file(leftover).map_err(|error| Failure::io("remove", leftover, &error))?;
        }
        let mut prepared = Vec::new();
        for name in &self.written {
            let content = files.0.get(name).map_or("", String::as_str);
            let target = self.output.join(name);
            if let Err(failure) = prepare(&target, content, &mut prepared) {
                for (temporary, _) in &prepared {
                    // The failure that is reported is the one that counts.
                    let _ = fs::remove_file(temporary);
                    remove_empty_folders(temporary, &self.output);
                }
                return Err(failure);
            }
        }
        for (temporary, target) in &prepared {
            fs::rename(temporary, target).map_err(|error| Failure::io("write", target, &error))?;
        }
        for name in &self.removed {
            let path = self.output.join(name);
            fs::remove_file(&path).map_err(|error| Failure::io("remove", &path, &error))?;
            remove_empty_folders(&path, &self.output);
        }
        Ok(())
    }
}

/// Writes the content to a temporary file beside its target.
fn prepare(
    target: &Path,
    content: &str,
    prepared: &mut Vec<(PathBuf, PathBuf)>,
) -> Result<(), Failure> {
    let folder = target.parent().unwrap_or(Path::new(""));
    fs::create_dir_all(folder).map_err(|error| Failure::io("create", folder, &error))?;
    let temporary = folder.join(survey::temporary_name(prepared.len()));
    prepared.push((temporary.clone(), target.to_path_buf()));
    fs::write(&temporary, content).map_err(|error| Failure::io("write", &temporary, &error))
}

/// Removes the folders above a path, up to the output folder, as far as they are empty.
fn remove_empty_folders(path: &Path, output: &Path) {
    for folder in path.ancestors().skip(1) {
        // Fails where a folder still holds something.
        if folder == output || fs::remove_dir(folder).is_err() {
            break;
        }
    }
}

fn has_content(path: &Path, content: &str) -> Result<bool, Failure> {
    let failed = |error| Failure::io("read", path, &error);
    let size = fs::metadata(path).map_err(failed)?.len();
    Ok(size == content.len() as u64 && fs::read(path).map_err(failed)? == content.as_bytes())
}

fn foreign(output: &Path, foreign: &[String]) -> Failure {
    let mut message = format!(
        "`{}` holds files that were not generated:",
        output.display()
    );
    for name in foreign.iter().take(LISTED) {
        message.push_str("\n    ");
        message.push_str(name);
    }
    if foreign.len() > LISTED {
        message.push_str(&format!("\n    … and {} more", foreign.len() - LISTED));
    }
    Failure::new(message).help(
        "choose another folder, or move these files away; nothing was written, and files \
         without the generator's header are never touched",
    )
}

/// Whether a relative path stays below the folder that it is joined to.
fn is_plain(name: &str) -> bool {
    !name.is_empty()
        && Path::new(name)
            .components()
            .all(|component| matches!(component, Component::Normal(_)))
}

/// The path without links and `..`, also where its last parts do not exist yet.
fn resolve(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    for existing in path.ancestors() {
        if let (Ok(real), Ok(rest)) = (existing.canonicalize(), path.strip_prefix(existing)) {
            return real.join(rest);
        }
    }
    path
}

#[cfg(test)]
mod tests;
