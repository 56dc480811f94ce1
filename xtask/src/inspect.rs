//! `cargo xtask inspect`: one part of a document as a stage of the pipeline sees it.

use std::io::Write;

use specwright::diagnostic::render::{self, Style};

use crate::cli::{InspectOptions, Status};
use crate::failure::Failure;
use crate::input;
use crate::progress::wants_color;
use crate::project::Project;

/// Runs the command.
pub(crate) fn run(options: &InspectOptions) -> Status {
    let inputs = Project::to_inspect(&options.file, &options.overlay)
        .map_err(|failure| vec![failure])
        .and_then(|project| input::read_all(&project));
    let (mut sources, job) = match inputs {
        Ok(inputs) => inputs,
        Err(failures) => {
            for failure in failures {
                eprintln!("{failure}");
            }
            return Status::Unusable;
        }
    };
    let (report, datum) = specwright::inspect(&mut sources, &job, options.stage, &options.at);
    let style = Style {
        color: wants_color(&std::io::stderr()),
        limit_per_code: Some(1),
    };
    eprint!("{}", render::terminal(&report, &sources, style));
    match datum {
        Some(datum) => {
            // A reader such as `head` may have gone away, which is no failure of ours.
            let _ = writeln!(std::io::stdout(), "{}", datum.trim_end());
            Status::Done
        }
        None if report.has_errors() => Status::Errors,
        None => {
            let failure = Failure::new(format!("there is nothing at {}", options.at))
                .help("leave --at away to see what there is");
            eprintln!("{failure}");
            Status::Unusable
        }
    }
}
