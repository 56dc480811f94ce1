//! `cargo xtask lint`: what is wrong with a document, for people and for machines.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use specwright::diagnostic::render::{self, Style};
use specwright::diagnostic::{Code, Stage};
use specwright::source::Sources;
use specwright::{Level, Levels, Report, Severity};

use crate::cli::{LintFormat, LintOptions, Status};
use crate::failure::Failure;
use crate::input;
use crate::progress::{Progress, wants_color};
use crate::project::{self, Project};

/// How many warnings of a kind are shown in full unless all are asked for.
const SHOWN_PER_CODE: usize = 5;

/// Runs the command for each document; the status is the worst of all.
pub(crate) fn run(options: &LintOptions) -> Status {
    if let Some(code) = options.explain {
        print(&explanation(code));
        return Status::Done;
    }
    if options.list {
        return match levels(options) {
            Ok(levels) => {
                print(&list(&levels));
                Status::Done
            }
            Err(failure) => refuse(options, Path::new(""), &[failure]),
        };
    }
    let files = match files(options) {
        Ok(files) => files,
        Err(failure) => return refuse(options, Path::new("specs"), &[failure]),
    };
    let mut status = Status::Done;
    let mut runs = Vec::new();
    for file in files {
        status = status.max(match judge(&file, options) {
            Ok(judged) => {
                let status = judged.status(options.deny_warnings);
                match options.format {
                    LintFormat::Text => print(&judged.text(options.all_warnings)),
                    LintFormat::Json => print(&format!("{}\n", judged.json(status))),
                    LintFormat::Github => print(&render::github(&judged.report, &judged.sources)),
                    LintFormat::Sarif => runs.push(judged.sarif()),
                }
                status
            }
            Err(failures) => refuse(options, &file, &failures),
        });
    }
    if options.format == LintFormat::Sarif {
        print(&format!("{:#}\n", render::sarif(runs)));
    }
    status
}

/// The documents and configurations to look at.
fn files(options: &LintOptions) -> Result<Vec<PathBuf>, Failure> {
    let given: Vec<PathBuf> = options
        .file
        .iter()
        .chain(&options.config)
        .cloned()
        .collect();
    if given.is_empty() {
        project::all(&project::workspace_root())
    } else {
        Ok(given)
    }
}

/// What was found in one document.
struct Judged {
    project: Project,
    sources: Sources,
    report: Report,
}

fn judge(file: &Path, options: &LintOptions) -> Result<Judged, Vec<Failure>> {
    let one = |failure| vec![failure];
    let mut project = Project::to_inspect(file, &options.overlay).map_err(one)?;
    choose(&mut project.config.rules, options).map_err(one)?;
    let (mut sources, job) = input::read_all(&project)?;
    let report = specwright::lint(&mut sources, &job, &mut Progress::new(false));
    Ok(Judged {
        project,
        sources,
        report,
    })
}

/// Puts the choices of the command line over those of a configuration.
fn choose(levels: &mut Levels, options: &LintOptions) -> Result<(), Failure> {
    options
        .rule
        .iter()
        .try_for_each(|(code, level)| levels.choose(*code, *level))
        .map_err(Failure::new)
}

/// The levels of the first configuration that is named, or the usual ones.
fn levels(options: &LintOptions) -> Result<Levels, Failure> {
    let mut levels = match options.file.iter().chain(&options.config).next() {
        Some(file) => Project::to_inspect(file, &[])?.config.rules,
        None => Levels::default(),
    };
    choose(&mut levels, options)?;
    Ok(levels)
}

impl Judged {
    fn status(&self, deny_warnings: bool) -> Status {
        let warnings = self.report.count(Severity::Warning);
        if self.report.has_errors() || (deny_warnings && warnings > 0) {
            Status::Errors
        } else {
            Status::Done
        }
    }

    /// How many findings of each severity there are, from the worst.
    fn counts(&self) -> Vec<(&'static str, usize)> {
        [Severity::Error, Severity::Warning, Severity::Note]
            .into_iter()
            .map(|severity| (severity.as_str(), self.report.count(severity)))
            .collect()
    }

    fn text(&self, all_warnings: bool) -> String {
        let style = Style {
            color: wants_color(&std::io::stdout()),
            limit_per_code: (!all_warnings).then_some(SHOWN_PER_CODE),
        };
        let mut text = render::terminal(&self.report, &self.sources, style);
        let counts: Vec<String> = self
            .counts()
            .into_iter()
            .filter(|(_, count)| *count > 0)
            .map(|(word, count)| format!("{count} {word}{}", if count == 1 { "" } else { "s" }))
            .collect();
        let counts = if counts.is_empty() {
            "nothing found".to_owned()
        } else {
            counts.join(", ")
        };
        // Writing to a `String` cannot fail.
        let _ = writeln!(text, "{}: {counts}", self.project.name);
        text
    }

    fn json(&self, status: Status) -> Value {
        let counts = self.counts().into_iter();
        json!({
            "config": self.project.file.as_deref().map(input::display_name),
            "input": input::display_name(&self.project.document),
            "diagnostics": render::json(&self.report, &self.sources),
            "counts": counts.map(|(word, count)| (word.to_owned(), json!(count))).collect::<Value>(),
            "failures": [],
            "status": status.as_str(),
        })
    }

    fn sarif(&self) -> Value {
        render::sarif_run(&self.report, &self.sources, &self.project.config.rules)
    }
}

/// Tells why a document cannot be looked at.
fn refuse(options: &LintOptions, file: &Path, failures: &[Failure]) -> Status {
    let status = Status::Unusable;
    if options.format == LintFormat::Json {
        let object = json!({
            "input": input::display_name(file),
            "diagnostics": [],
            "failures": failures.iter().map(Failure::json).collect::<Value>(),
            "status": status.as_str(),
        });
        print(&format!("{object}\n"));
    } else {
        for failure in failures {
            eprintln!("{failure}");
        }
    }
    status
}

/// All rules, with their levels.
fn list(levels: &Levels) -> String {
    let mut text = String::new();
    let mut stage = None;
    for code in Code::ALL {
        if stage.replace(code.stage()) != Some(code.stage()) {
            let gap = if text.is_empty() { "" } else { "\n" };
            let _ = writeln!(text, "{gap}{}", heading(code.stage()));
        }
        let level = levels.of(*code).as_str();
        let (name, meaning) = (code.as_str(), code.explanation());
        let _ = writeln!(text, "  {level:<5}  {name:<28}  {meaning}");
    }
    text
}

const fn heading(stage: Stage) -> &'static str {
    match stage {
        Stage::Load => "reading the file",
        Stage::Normalize => "bringing the document into one form",
        Stage::Resolve => "looking references up",
        Stage::Validate => "rules that generating runs, too",
        Stage::Lint => "rules of `lint` alone",
        Stage::Lower => "turning schemas and operations into types and methods",
        Stage::Emit => "writing the crate",
    }
}

fn explanation(code: Code) -> String {
    let (name, level) = (code.as_str(), code.level());
    let runs = match (code.stage(), level) {
        (_, Level::Error) => {
            "Nothing can be generated from a document that has it, so that it stays an error."
        }
        (Stage::Lint, _) => "Only `cargo xtask lint` looks for it.",
        _ => "`cargo xtask generate` and `cargo xtask lint` look for it.",
    };
    let level = level.as_str();
    let stage = heading(code.stage());
    let text = code.documentation();
    format!("{name} ({level})\n\n{text}\n\nFound in: {stage}. {runs}\n")
}

/// Prints to standard output; a reader that has gone away is no failure of ours.
fn print(text: &str) {
    let _ = write!(std::io::stdout(), "{text}");
}
