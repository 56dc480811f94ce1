//! `cargo xtask fidelity`: holds the generated types to the document, by behaviour.
//!
//! The crate is generated into a cache folder, with a program beside it that knows its types and
//! the judge. That program is built and run; what it prints and how it ends is what this command
//! prints and how it ends. This command itself knows neither JSON Schema nor random values.

mod harness;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

use serde_json::{Value, json};
use specwright::diagnostic::render::{self, Style};
use specwright::diagnostic::{Code, Diagnostic, Report};
use specwright::ir::Api;
use specwright::{Files, Job, Sources};

use crate::cli::{FidelityOptions, Status};
use crate::failure::Failure;
use crate::input;
use crate::progress::{Progress, wants_color};
use crate::project::{self, Project};
use crate::writer;

/// Runs the command.
pub(crate) fn run(options: &FidelityOptions) -> Status {
    let mut subject = match Subject::read(options) {
        Ok(subject) => subject,
        Err(failures) => return unusable(&failures),
    };
    let Some(generated) = subject.generate() else {
        return Status::Errors;
    };
    let done = subject
        .write(&generated)
        .and_then(|harness| harness.build())
        .and_then(|program| subject.judge(&program, options));
    match done {
        Ok(status) => status,
        Err(failure) => unusable(&[failure]),
    }
}

fn unusable(failures: &[Failure]) -> Status {
    for failure in failures {
        eprintln!("{failure}");
    }
    Status::Unusable
}

/// What is to be judged.
struct Subject {
    project: Project,
    sources: Sources,
    job: Job,
    /// The folder of the generated crate, the program and the document.
    folder: PathBuf,
}

impl Subject {
    fn read(options: &FidelityOptions) -> Result<Self, Vec<Failure>> {
        let project = Project::to_judge(options).map_err(|failure| vec![failure])?;
        let (sources, job) = input::read_all(&project)?;
        let folder = cache().join(&project.name);
        Ok(Self {
            project,
            sources,
            job,
            folder,
        })
    }

    /// What is judged, and by what; none where the document has errors.
    fn generate(&mut self) -> Option<Generated> {
        let mut report = Report::new();
        let mut progress = Progress::new(false);
        let (sources, job) = (&mut self.sources, &self.job);
        let lowered = specwright::lower_with_document(sources, job, &mut progress, &mut report);
        let generated = lowered.and_then(|(api, document)| {
            let files = specwright::emit(sources, job, &api, &mut progress, &mut report)?;
            Some(Generated {
                api,
                files,
                document,
                explanations: explanations(&report),
            })
        });
        let style = Style {
            color: wants_color(&std::io::stderr()),
            limit_per_code: Some(1),
        };
        eprint!("{}", render::terminal(&report, &self.sources, style));
        generated
    }

    /// Writes the crate, the document as it was judged, and the program.
    fn write(&self, generated: &Generated) -> Result<harness::Harness, Failure> {
        let output = self.folder.join("crate");
        writer::plan(&generated.files, &output)?.carry_out(&generated.files)?;
        write(&self.document_path(), &generated.document.to_string())?;
        write(&self.explanations_path(), &generated.explanations)?;
        harness::prepare(
            &self.folder,
            &self.project.config.package.name,
            &generated.api,
            &generated.document,
        )
    }

    fn explanations_path(&self) -> PathBuf {
        self.folder.join("explanations.json")
    }

    fn document_path(&self) -> PathBuf {
        self.folder.join("document.json")
    }

    fn judge(&self, program: &Path, options: &FidelityOptions) -> Result<Status, Failure> {
        let mut command = Command::new(program);
        command.arg(self.document_path());
        command.args(["--document", &input::display_name(&self.project.document)]);
        command.arg("--explanations").arg(self.explanations_path());
        command.args(["--cases", &options.cases.to_string()]);
        command.args(["--seed", &options.seed.to_string()]);
        command.args(["--format", options.format.as_str()]);
        if let Some(schema) = &options.schema {
            command.args(["--schema", schema]);
        }
        let status = finish(&mut command)?;
        match status.code() {
            Some(0) => Ok(Status::Done),
            Some(1) => Ok(Status::Errors),
            Some(_) => Ok(Status::Unusable),
            None => Err(Failure::new(format!(
                "the program that reads the values was ended: {status}"
            ))
            .help("a type that calls itself without end overflows the stack")),
        }
    }
}

/// What is judged, and by what.
struct Generated {
    api: Api,
    files: Files,
    /// The document in its own words, overlays applied and all files together: what the judge goes
    /// by.
    document: serde_json::Value,
    explanations: String,
}

/// The diagnostics that explain why a schema has no values, as JSON.
fn explanations(report: &Report) -> String {
    let explains = |found: &&Diagnostic| {
        matches!(
            found.code,
            Code::UnsatisfiableSchema
                | Code::ImpossibleBounds
                | Code::ImpossibleStep
                | Code::InvalidPattern
                | Code::CircularChoice
        )
    };
    let found = report.iter().filter(explains).map(|found| {
        json!({
            "pointer": found.pointer.as_str(),
            "code": found.code.as_str(),
            "message": found.message,
        })
    });
    found.collect::<Value>().to_string()
}

/// Runs a command to its end.
fn finish(command: &mut Command) -> Result<ExitStatus, Failure> {
    command.stdin(Stdio::null()).status().map_err(|error| {
        let program = command.get_program().display();
        Failure::new(format!("cannot run `{program}`: {error}"))
    })
}

/// Writes a file unless it holds the text already, so that cargo sees what is new; whether it did.
fn write(path: &Path, text: &str) -> Result<bool, Failure> {
    if fs::read(path).is_ok_and(|there| there == text.as_bytes()) {
        return Ok(false);
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| Failure::io("create", folder, &error))?;
    }
    fs::write(path, text).map_err(|error| Failure::io("write", path, &error))?;
    Ok(true)
}

/// The folder for everything that this command writes: in the target folder of the workspace.
fn cache() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    let target = target.unwrap_or_else(|| project::workspace_root().join("target"));
    std::path::absolute(&target)
        .unwrap_or(target)
        .join("fidelity")
}
