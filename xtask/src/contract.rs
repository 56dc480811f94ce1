//! `cargo xtask contract`, `mock`, `verify`, `proxy` and `merge`: the contract kit, in place of this
//! command.
//!
//! The kit is a program of its own, so that this one stays quick to build and to start. It is built
//! in the profile `kit`, and gets what was typed; only a configuration such as
//! `specs/plaid-link.toml` is replaced by the document and the overlays that it names.

use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::process::Command;

use crate::cli::{KitOptions, Status};
use crate::failure::Failure;
use crate::project::{self, Project};

/// Runs a command of the kit.
pub(crate) fn run(name: &str, options: &KitOptions) -> Status {
    let started = arguments(options).and_then(|arguments| start(name, &arguments));
    match started {
        Ok(status) => status,
        Err(failure) => {
            eprintln!("{failure}");
            Status::Unusable
        }
    }
}

/// What was typed, with the document in the place of a configuration.
fn arguments(options: &KitOptions) -> Result<Vec<OsString>, Failure> {
    let Some((first, rest)) = options.arguments.split_first() else {
        return Ok(Vec::new());
    };
    let first = Path::new(first);
    if first.extension() != Some(OsStr::new("toml")) {
        return Ok(options.arguments.clone());
    }
    let project = Project::read(first)?;
    let mut arguments = vec![project.document.into_os_string()];
    for overlay in project.overlays {
        arguments.push(OsString::from("--overlay"));
        arguments.push(overlay.into_os_string());
    }
    arguments.extend_from_slice(rest);
    Ok(arguments)
}

fn start(name: &str, arguments: &[OsString]) -> Result<Status, Failure> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command
        .args(["run", "--quiet", "--profile", "kit", "--manifest-path"])
        .arg(project::workspace_root().join("Cargo.toml"))
        .args([
            "--package",
            "specwright-contract",
            "--bin",
            "specwright-contract",
            "--",
            name,
        ])
        .args(arguments);
    become_it(command)
}

/// Goes on as another program, so that signals and the exit status are its own.
#[cfg(unix)]
fn become_it(mut command: Command) -> Result<Status, Failure> {
    use std::os::unix::process::CommandExt as _;
    let error = command.exec();
    Err(Failure::new(format!("cannot run cargo: {error}")))
}

#[cfg(not(unix))]
fn become_it(mut command: Command) -> Result<Status, Failure> {
    let status = command.status();
    let status = status.map_err(|error| Failure::new(format!("cannot run cargo: {error}")))?;
    Ok(match status.code() {
        Some(0) => Status::Done,
        Some(1) => Status::Errors,
        _ => Status::Unusable,
    })
}
