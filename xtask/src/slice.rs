//! `cargo xtask slice`: a part of a document, with all that it needs.

use std::path::Path;

use specwright::diagnostic::render::{self, Style};
use specwright::diagnostic::{Report, Severity};
use specwright::load;
use specwright::slice::{self, Choice, Layout, Slice, Unmatched};

use crate::cli::{SliceOptions, Status};
use crate::failure::Failure;
use crate::input;
use crate::output;
use crate::progress::wants_color;
use crate::project::Project;

/// Runs the command.
pub(crate) fn run(options: &SliceOptions) -> Status {
    match write(options) {
        Ok(status) => status,
        Err(failures) => {
            for failure in failures {
                eprintln!("{failure}");
            }
            Status::Unusable
        }
    }
}

fn write(options: &SliceOptions) -> Result<Status, Vec<Failure>> {
    let one = |failure| vec![failure];
    let project = Project::to_inspect(&options.file, &options.overlay).map_err(one)?;
    let (sources, job) = input::read_all(&project)?;
    let mut report = Report::new();
    let loaded = load::load(&sources, job.document, &job.overlays, &mut report);
    let errors: Report = report
        .iter()
        .filter(|found| found.severity == Severity::Error)
        .cloned()
        .collect();
    let style = Style {
        color: wants_color(&std::io::stderr()),
        limit_per_code: None,
    };
    eprint!("{}", render::terminal(&errors, &sources, style));
    let Some(loaded) = loaded else {
        return Ok(Status::Errors);
    };
    let source = sources.get(job.document);
    let format = output::format_of(&options.output).unwrap_or(source.format());
    let changed = Changed {
        overlaid: !job.overlays.is_empty(),
        translated: format != source.format(),
    };
    let text = (!changed.overlaid && !changed.translated).then_some(source);
    let choice = Choice {
        paths: options.path.clone(),
        operations: options.operation.clone(),
        tags: options.tag.clone(),
        methods: options.method.clone(),
        webhooks: options.webhook.clone(),
    };
    match slice::slice(&loaded.tree, text, format, &choice) {
        Ok(slice) => {
            let mut inputs = vec![&*project.document];
            inputs.extend(project.overlays.iter().map(|overlay| &**overlay));
            output::write_text(&options.output, &slice.text, &inputs).map_err(one)?;
            tell(&slice, options, changed);
            Ok(Status::Done)
        }
        Err(unmatched) => {
            for choice in &unmatched {
                eprintln!("{}", selects_nothing(choice, &project.document));
            }
            Ok(Status::Errors)
        }
    }
}

/// Why the text of a document cannot be that of its slice.
#[derive(Clone, Copy)]
struct Changed {
    /// Overlays have changed the tree.
    overlaid: bool,
    /// The output has another notation.
    translated: bool,
}

fn tell(slice: &Slice, options: &SliceOptions, changed: Changed) {
    let to_stdout = output::is_standard_output(&options.output);
    let place = if to_stdout {
        "standard output".to_owned()
    } else {
        input::display_name(&options.output)
    };
    eprintln!(
        "{place}: operations {}, webhooks {}, components {}",
        slice.operations, slice.webhooks, slice.components
    );
    if slice.layout == Layout::Written {
        let why = if changed.overlaid {
            "overlays were applied"
        } else if changed.translated {
            "the output has another notation"
        } else {
            "the layout of the document does not allow to cut it"
        };
        eprintln!("note: written anew, without comments: {why}");
    }
    if !slice.external.is_empty() {
        let folder = options.file.parent().unwrap_or(Path::new(""));
        eprintln!(
            "note: references to other files are kept as written ({}); relative ones begin at `{}`:",
            slice.external.len(),
            input::display_name(folder)
        );
        for reference in &slice.external {
            eprintln!("    {reference}");
        }
    }
}

fn selects_nothing(choice: &Unmatched, document: &Path) -> Failure {
    let Unmatched {
        kind,
        wanted,
        similar,
    } = choice;
    let shown = input::display_name(document);
    let failure = Failure::new(format!(
        "`--{kind} {wanted}` selects nothing in `{shown}`; nothing was written"
    ));
    match similar {
        Some(similar) => failure.help(format!("did you mean `{similar}`?")),
        None => failure,
    }
}
