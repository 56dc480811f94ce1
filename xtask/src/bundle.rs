//! `cargo xtask bundle`: one file of many.

use std::path::Path;

use specwright::diagnostic::render::{self, Style};

use crate::cli::{BundleOptions, Status};
use crate::failure::Failure;
use crate::input;
use crate::output;
use crate::progress::wants_color;
use crate::project::Project;

/// Runs the command.
pub(crate) fn run(options: &BundleOptions) -> Status {
    bundle(options).unwrap_or_else(|failures| {
        for failure in failures {
            eprintln!("{failure}");
        }
        Status::Unusable
    })
}

fn bundle(options: &BundleOptions) -> Result<Status, Vec<Failure>> {
    let one = |failure| vec![failure];
    let project = Project::to_inspect(&options.file, &options.overlay).map_err(one)?;
    let (mut sources, job) = input::read_all(&project)?;
    let (report, text) = specwright::bundle(&mut sources, &job, output::format_of(&options.output));
    let style = Style {
        color: wants_color(&std::io::stderr()),
        limit_per_code: None,
    };
    eprint!("{}", render::terminal(&report, &sources, style));
    let Some(text) = text else {
        return Ok(Status::Errors);
    };
    let inputs: Vec<&Path> = std::iter::once(&project.document)
        .chain(&project.overlays)
        .map(|path| &**path)
        .chain(sources.iter().map(|source| Path::new(source.name())))
        .collect();
    output::write_text(&options.output, &text, &inputs).map_err(one)?;
    Ok(Status::Done)
}
