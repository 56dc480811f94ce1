//! `cargo xtask bundle`: one file of many.

use std::ffi::OsStr;
use std::io::Write;
use std::path::Path;

use specwright::Format;
use specwright::diagnostic::render::{self, Style};

use crate::cli::{BundleOptions, Status};
use crate::failure::Failure;
use crate::input;
use crate::progress::wants_color;
use crate::project::Project;
use crate::writer;

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
    let inputs = std::iter::once(&project.document).chain(&project.overlays);
    for input in inputs {
        refuse_same(input, &options.output).map_err(one)?;
    }
    let (mut sources, job) = input::read_all(&project)?;
    let (report, text) = specwright::bundle(&mut sources, &job, format_of(&options.output));
    let style = Style {
        color: wants_color(&std::io::stderr()),
        limit_per_code: None,
    };
    eprint!("{}", render::terminal(&report, &sources, style));
    let Some(text) = text else {
        return Ok(Status::Errors);
    };
    if options.output == Path::new("-") {
        // A reader such as `head` may have gone away, which is no failure of ours.
        let _ = std::io::stdout().write_all(text.as_bytes());
    } else {
        for source in sources.iter() {
            refuse_same(Path::new(source.name()), &options.output).map_err(one)?;
        }
        writer::write_one(&options.output, &text).map_err(one)?;
    }
    Ok(Status::Done)
}

/// The notation that the ending of a file stands for.
fn format_of(path: &Path) -> Option<Format> {
    let ending = path.extension().and_then(OsStr::to_str)?;
    match ending.to_ascii_lowercase().as_str() {
        "json" => Some(Format::Json),
        "yaml" | "yml" => Some(Format::Yaml),
        _ => None,
    }
}

/// Refuses to write over something that was read.
fn refuse_same(input: &Path, output: &Path) -> Result<(), Failure> {
    let is_same = match (input.canonicalize(), output.canonicalize()) {
        (Ok(input), Ok(output)) => input == output,
        _ => false,
    };
    if !is_same {
        return Ok(());
    }
    let shown = output.display();
    Err(
        Failure::new(format!("`{shown}` is one of the files that are read"))
            .help("write to another file"),
    )
}
