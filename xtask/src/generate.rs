//! `cargo xtask generate`: from configurations to crates on the disk.

use std::fmt::Write as _;
use std::io::Write as _;

use serde_json::{Value, json};
use specwright::Observer as _;
use specwright::diagnostic::Report;
use specwright::diagnostic::Severity;
use specwright::diagnostic::render::{self, Style};
use specwright::source::Sources;

use crate::cli::{Format, GenerateOptions, Status};
use crate::failure::Failure;
use crate::input;
use crate::memory;
use crate::progress::{Progress, wants_color};
use crate::project::{self, Project};
use crate::writer::{self, Plan};

/// How many warnings of a kind are shown in full unless all are asked for.
const SHOWN_PER_CODE: usize = 5;

/// Runs the command for each configuration; the status is the worst of all.
pub(crate) fn run(options: &GenerateOptions) -> Status {
    let projects = match projects(options) {
        Ok(projects) => projects,
        Err(failure) => vec![Err(failure)],
    };
    projects
        .into_iter()
        .map(|project| {
            let mut run = Run::new(options);
            let status = match &project {
                Ok(project) => run.project(project).unwrap_or_else(|failures| {
                    run.failures = failures;
                    Status::Unusable
                }),
                Err(_) => Status::Unusable,
            };
            let project = project.map_err(|failure| run.failures.push(failure)).ok();
            run.finish(project.as_ref(), status);
            status
        })
        .max()
        .unwrap_or(Status::Done)
}

fn projects(options: &GenerateOptions) -> Result<Vec<Result<Project, Failure>>, Failure> {
    if let (Some(input), Some(output)) = (&options.input, &options.output) {
        return Ok(vec![Ok(Project::from_options(input, output, options))]);
    }
    let files = if options.config.is_empty() {
        project::all(&project::workspace_root())?
    } else {
        options.config.clone()
    };
    Ok(files.iter().map(|file| Project::read(file)).collect())
}

/// One configuration on its way, and what there is to tell about it.
struct Run<'o> {
    options: &'o GenerateOptions,
    progress: Progress,
    sources: Sources,
    report: Report,
    plan: Option<Plan>,
    failures: Vec<Failure>,
}

impl<'o> Run<'o> {
    fn new(options: &'o GenerateOptions) -> Self {
        Self {
            options,
            progress: Progress::new(options.format == Format::Text && !options.quiet),
            sources: Sources::new(),
            report: Report::new(),
            plan: None,
            failures: Vec::new(),
        }
    }

    /// Reads, generates, and compares or writes.
    fn project(&mut self, project: &Project) -> Result<Status, Vec<Failure>> {
        let one = |failure| vec![failure];
        writer::refuse_source_folders(&project.output, &project::workspace_root()).map_err(one)?;
        let (mut sources, job) = input::read_all(project)?;
        let (report, files) = specwright::generate(&mut sources, &job, &mut self.progress);
        self.sources = sources;
        self.report = report;
        let Some(files) = files else {
            return Ok(Status::Errors);
        };
        let plan = writer::plan(&files, &project.output).map_err(one)?;
        let stale = plan.is_stale();
        if !self.options.check {
            plan.carry_out(&files).map_err(one)?;
        }
        let stage = if self.options.check {
            "compare"
        } else {
            "write"
        };
        let counts = format!("{} files", files.0.len());
        self.progress.stage(stage, counts);
        self.plan = Some(plan);
        Ok(if self.options.check && stale {
            Status::Stale
        } else {
            Status::Done
        })
    }

    /// Tells people or machines how it ended.
    fn finish(&self, project: Option<&Project>, status: Status) {
        match self.options.format {
            Format::Text => eprint!("{}", self.text(project, status)),
            // A reader that has gone away is no failure of ours.
            Format::Json => _ = writeln!(std::io::stdout(), "{}", self.json(project, status)),
        }
    }

    fn text(&self, project: Option<&Project>, status: Status) -> String {
        let mut text = String::new();
        let style = Style {
            color: wants_color(&std::io::stderr()),
            limit_per_code: (!self.options.all_warnings).then_some(SHOWN_PER_CODE),
        };
        let shown: Report = self
            .report
            .iter()
            .filter(|found| !self.options.quiet || found.severity == Severity::Error)
            .cloned()
            .collect();
        text.push_str(&render::terminal(&shown, &self.sources, style));
        for failure in &self.failures {
            let _ = writeln!(text, "{failure}");
        }
        let Some(project) = project else {
            return text;
        };
        match (&self.plan, status) {
            (Some(plan), Status::Stale) => {
                let output = input::display_name(&project.output);
                for (what, files) in [("differs", &plan.written), ("superfluous", &plan.removed)] {
                    for file in files {
                        let missing = plan.missing.contains(file);
                        let what = if missing { "missing" } else { what };
                        let _ = writeln!(text, "  {what:<12} {output}/{file}");
                    }
                }
                let cure = self.command(project);
                let _ = writeln!(text, "error: {output}/ is stale: run `{cure}`");
            }
            (plan, _) if !self.options.quiet => {
                let name = &project.name;
                let counts = self.counts();
                let files = plan
                    .as_ref()
                    .map_or("nothing written".to_owned(), Plan::summary);
                let _ = writeln!(text, "{name}: {files}{counts}");
            }
            _ => {}
        }
        text
    }

    fn counts(&self) -> String {
        [(Severity::Error, "error"), (Severity::Warning, "warning")]
            .into_iter()
            .map(|(severity, word)| (self.report.count(severity), word))
            .filter(|(count, _)| *count > 0)
            .map(|(count, word)| {
                let plural = if count == 1 { "" } else { "s" };
                format!("; {count} {word}{plural}")
            })
            .collect()
    }

    fn json(&self, project: Option<&Project>, status: Status) -> Value {
        let path = |path: &std::path::Path| input::display_name(path);
        let plan = self.plan.as_ref();
        let written = plan.filter(|_| !self.options.check);
        let (written, removed) = written.map_or((&[][..], &[][..]), |plan| {
            (&plan.written[..], &plan.removed[..])
        });
        let stale: Vec<&String> = plan
            .filter(|_| self.options.check)
            .map(|plan| plan.written.iter().chain(&plan.removed).collect())
            .unwrap_or_default();
        json!({
            "config": project.and_then(|project| project.file.as_deref()).map(path),
            "input": project.map(|project| path(&project.document)),
            "output": project.map(|project| path(&project.output)),
            "stages": self.progress.json(),
            "diagnostics": render::json(&self.report, &self.sources),
            "files": {
                "written": written,
                "unchanged": plan.map_or(&[][..], |plan| &plan.unchanged[..]),
                "removed": removed,
                "stale": stale,
            },
            "failures": self.failures.iter().map(Failure::json).collect::<Value>(),
            "peak_memory": memory::peak(),
            "status": status.as_str(),
        })
    }

    /// The command that brings the output up to date.
    fn command(&self, project: &Project) -> String {
        let mut command = "cargo xtask generate".to_owned();
        if self.options.input.is_some() {
            let _ = write!(
                command,
                " --input {} --output {}",
                project.document.display(),
                project.output.display()
            );
            if let Some(name) = &self.options.name {
                let _ = write!(command, " --name {name}");
            }
            for overlay in &project.overlays {
                let _ = write!(command, " --overlay {}", overlay.display());
            }
        } else if !self.options.config.is_empty()
            && let Some(file) = &project.file
        {
            let _ = write!(command, " --config {}", file.display());
        }
        command
    }
}
