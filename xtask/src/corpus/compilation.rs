//! Compiling: all crates as one workspace, checked by one cargo.

mod messages;

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use serde_json::{Deserializer, Value};

use super::generation::CRATES;
use super::table;
use crate::failure::Failure;
use crate::project::workspace_root;
use messages::Messages;

/// What the compiler says about a crate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Compilation {
    /// Whether cargo got to an end with it.
    pub(super) built: bool,
    pub(super) errors: usize,
    pub(super) warnings: usize,
    /// The first message, as the compiler prints it.
    pub(super) first: Option<String>,
    /// How long it took; `None` where it was up to date, or where cargo does not tell.
    pub(super) time: Option<Duration>,
}

impl Compilation {
    /// Whether it compiles, and without any warning.
    pub(super) fn is_clean(&self) -> bool {
        self.built && self.errors == 0 && self.warnings == 0
    }
}

/// Checks the crates of that names, which lie in `crates/` of the output folder.
pub(super) fn run(
    output: &Path,
    packages: &[&str],
    jobs: usize,
    clippy: bool,
) -> Result<BTreeMap<String, Compilation>, Failure> {
    write_workspace(output, packages)?;
    let target = output.join("target");
    let timings = target.join("cargo-timings/cargo-timing.html");
    // That of an earlier run would be taken for one of this.
    let _ = fs::remove_file(&timings);
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut child = Command::new(&cargo)
        .arg(if clippy { "clippy" } else { "check" })
        .args(["--workspace", "--keep-going", "--timings", "--quiet"])
        .args(["--message-format", "json", "--jobs", &jobs.to_string()])
        .current_dir(output)
        .env("CARGO_TARGET_DIR", &target)
        .env("CARGO_INCREMENTAL", "0")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| Failure::io("run", Path::new(&cargo), &error))?;
    let stderr = child.stderr.take();
    let errors = thread::spawn(move || {
        let mut text = String::new();
        if let Some(mut stderr) = stderr {
            // What could be read before a failure is as good as it gets.
            let _ = stderr.read_to_string(&mut text);
        }
        text
    });
    let mut messages = Messages::new(output.join(CRATES));
    let bar = table::bar("compile", packages.len());
    for line in child
        .stdout
        .take()
        .into_iter()
        .flat_map(|it| BufReader::new(it).lines())
    {
        let line = line.map_err(|error| Failure::io("read from", Path::new(&cargo), &error))?;
        if let Ok(message) = serde_json::from_str(&line)
            && let Some(package) = messages.read(&message)
        {
            bar.set_message(package.to_owned());
            bar.set_position(messages.ended() as u64);
        }
    }
    bar.finish_and_clear();
    let status = child
        .wait()
        .map_err(|error| Failure::io("run", Path::new(&cargo), &error))?;
    let errors = errors.join().unwrap_or_default();
    if !messages.finished {
        let told = errors.trim();
        return Err(
            Failure::new(format!("cargo could not compile ({status}): {told}"))
                .help(format!("the workspace is `{}`", output.display())),
        );
    }
    let mut compilations = messages.compilations;
    for package in packages {
        compilations.entry((*package).to_owned()).or_default();
    }
    for (package, time) in times(&timings) {
        if let Some(compilation) = compilations.get_mut(&package) {
            compilation.time = Some(time);
        }
    }
    Ok(compilations)
}

/// Writes the manifest of the workspace and, for a start, the locked versions of the repository.
fn write_workspace(output: &Path, packages: &[&str]) -> Result<(), Failure> {
    let members: String = packages
        .iter()
        .map(|package| format!("    \"{CRATES}/{package}\",\n"))
        .collect();
    let manifest = output.join("Cargo.toml");
    let text = format!("[workspace]\nresolver = \"3\"\nmembers = [\n{members}]\n");
    fs::write(&manifest, text).map_err(|error| Failure::io("write", &manifest, &error))?;
    let lock = output.join("Cargo.lock");
    if !lock.exists() {
        // Without it cargo chooses versions itself.
        let _ = fs::copy(workspace_root().join("Cargo.lock"), lock);
    }
    Ok(())
}

/// How long each crate took, from the report that cargo writes for people; none where it has
/// another form than is known.
fn times(report: &Path) -> Vec<(String, Duration)> {
    const BEFORE: &str = "const UNIT_DATA = ";
    let text = fs::read_to_string(report).unwrap_or_default();
    let Some((_, data)) = text.split_once(BEFORE) else {
        return Vec::new();
    };
    let units = Deserializer::from_str(data).into_iter::<Value>().next();
    let Some(Ok(Value::Array(units))) = units else {
        return Vec::new();
    };
    let time = |unit: &Value| {
        let name = unit["name"].as_str()?.to_owned();
        // What was up to date took none.
        let seconds = unit["duration"].as_f64().filter(|it| *it > 0.0)?;
        Some((name, Duration::try_from_secs_f64(seconds).ok()?))
    };
    units.iter().filter_map(time).collect()
}
