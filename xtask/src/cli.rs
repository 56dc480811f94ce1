//! What can be typed: commands, options and exit statuses.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};
use specwright::diagnostic::Code;
use specwright::pointer::Pointer;
use specwright::{InspectStage, Level};

/// Generates Rust crates from OpenAPI documents.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Write the crates of all `specs/*.toml`, or of one document.
    Generate(GenerateOptions),
    /// Say what is wrong with a document, and write nothing.
    Lint(LintOptions),
    /// Make one file of all files that a document consists of.
    Bundle(BundleOptions),
    /// Print one part of a document as a stage of the pipeline sees it.
    Inspect(InspectOptions),
}

#[derive(Debug, Args)]
#[command(
    after_help = "Exit status: 0 done, 1 the document has errors or the output is stale, \
                        2 wrong usage or unreadable input. Nothing is written unless it is 0."
)]
pub(crate) struct GenerateOptions {
    /// Write nothing; fail if the output is not what would be written.
    #[arg(long)]
    pub(crate) check: bool,
    /// A configuration such as `specs/plaid-link.toml`, instead of all in `specs/`.
    #[arg(long, value_name = "FILE", conflicts_with = "input")]
    pub(crate) config: Vec<PathBuf>,
    /// An OpenAPI document, without any configuration.
    #[arg(long, value_name = "FILE", requires = "output")]
    pub(crate) input: Option<PathBuf>,
    /// The folder of the crate for `--input`.
    #[arg(long, value_name = "DIR", requires = "input")]
    pub(crate) output: Option<PathBuf>,
    /// The name of the crate for `--input`; else that of its folder.
    #[arg(long, value_name = "CRATE", requires = "input", value_parser = crate_name)]
    pub(crate) name: Option<String>,
    /// An OpenAPI Overlay to apply to `--input`; may be given several times.
    #[arg(long, value_name = "FILE", requires = "input")]
    pub(crate) overlay: Vec<PathBuf>,
    /// Print errors only.
    #[arg(long)]
    pub(crate) quiet: bool,
    /// `json` prints one object per configuration to standard output, and nothing else.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: Format,
    /// Show each warning, also where there are many of a kind.
    #[arg(long)]
    pub(crate) all_warnings: bool,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Exit status: 0 no errors, 1 errors (with --deny-warnings also warnings), \
                        2 wrong usage or unreadable input."
)]
pub(crate) struct LintOptions {
    /// An OpenAPI document, or a configuration such as `specs/plaid-link.toml`; else all
    /// configurations in `specs/`.
    #[arg(value_name = "FILE")]
    pub(crate) file: Vec<PathBuf>,
    /// A configuration such as `specs/plaid-link.toml`.
    #[arg(long, value_name = "FILE", conflicts_with = "file")]
    pub(crate) config: Vec<PathBuf>,
    /// An OpenAPI Overlay to apply first; may be given several times.
    #[arg(long, value_name = "FILE")]
    pub(crate) overlay: Vec<PathBuf>,
    /// Who reads what is printed to standard output.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: LintFormat,
    /// How much a rule weighs, such as `unused-component=off`: off, note, warn or error.
    #[arg(long, value_name = "CODE=LEVEL", value_parser = rule)]
    pub(crate) rule: Vec<(Code, Level)>,
    /// Fail where there are warnings.
    #[arg(long, short = 'D')]
    pub(crate) deny_warnings: bool,
    /// Show each warning, also where there are many of a kind.
    #[arg(long)]
    pub(crate) all_warnings: bool,
    /// List all rules with their levels.
    #[arg(long, conflicts_with_all = ["explain"])]
    pub(crate) list: bool,
    /// Print the documentation of a rule.
    #[arg(long, value_name = "CODE", value_parser = code)]
    pub(crate) explain: Option<Code>,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Exit status: 0 done, 1 the document has errors, 2 wrong usage, or a file cannot \
                        be read or written. Nothing is written unless it is 0."
)]
pub(crate) struct BundleOptions {
    /// An OpenAPI document, or a configuration such as `specs/plaid-link.toml`.
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// Where to write; YAML or JSON by its ending. `-` is the standard output.
    #[arg(short, long, value_name = "OUT")]
    pub(crate) output: PathBuf,
    /// An OpenAPI Overlay to apply first; may be given several times.
    #[arg(long, value_name = "FILE")]
    pub(crate) overlay: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct InspectOptions {
    /// An OpenAPI document, or a configuration such as `specs/plaid-link.toml`.
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// After which stage: load, normalize, resolve, lower or passes.
    #[arg(long, value_name = "STAGE", value_parser = stage)]
    pub(crate) stage: InspectStage,
    /// Where in the document, as a JSON Pointer such as `/components/schemas/Item`.
    #[arg(long, value_name = "POINTER", default_value = "", value_parser = pointer, hide_default_value = true)]
    pub(crate) at: Pointer,
    /// An OpenAPI Overlay to apply first; may be given several times.
    #[arg(long, value_name = "FILE")]
    pub(crate) overlay: Vec<PathBuf>,
}

/// Who reads what is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// People.
    Text,
    /// Machines.
    Json,
}

/// Who reads what a linter prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LintFormat {
    /// People.
    Text,
    /// Machines: one object per document.
    Json,
    /// GitHub, as commands of a workflow.
    Github,
    /// Code scanning services, as one log of SARIF 2.1.0.
    Sarif,
}

/// How a run ended, from good to bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Status {
    /// All is as it should be.
    Done,
    /// The output is not what would be written.
    Stale,
    /// The document has errors.
    Errors,
    /// The command makes no sense, or a file cannot be read or written.
    Unusable,
}

impl Status {
    /// The word for machines.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Stale => "stale",
            Self::Errors => "errors",
            Self::Unusable => "unusable",
        }
    }
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        match status {
            Status::Done => Self::SUCCESS,
            Status::Stale | Status::Errors => Self::from(1),
            Status::Unusable => Self::from(2),
        }
    }
}

fn stage(text: &str) -> Result<InspectStage, String> {
    text.parse()
        .map_err(|_| "expected load, normalize, resolve, lower or passes".to_owned())
}

fn code(text: &str) -> Result<Code, String> {
    text.parse()
}

fn rule(text: &str) -> Result<(Code, Level), String> {
    let (name, level) = text
        .split_once('=')
        .ok_or("expected the code of a rule, `=` and a level")?;
    Ok((name.parse()?, level.parse()?))
}

fn pointer(text: &str) -> Result<Pointer, String> {
    Pointer::parse(text)
        .ok_or_else(|| "a JSON Pointer begins with `/`, such as `/components/schemas`".to_owned())
}

/// Accepts what cargo accepts as the name of a package.
pub(crate) fn crate_name(text: &str) -> Result<String, String> {
    let begins = text.starts_with(|c: char| c.is_ascii_alphabetic());
    let holds = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if begins && text.chars().all(holds) {
        Ok(text.to_owned())
    } else {
        Err(
            "the name of a crate begins with a letter and holds letters, digits, `-` and `_`"
                .into(),
        )
    }
}
