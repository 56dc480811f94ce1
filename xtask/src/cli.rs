//! What can be typed: commands, options and exit statuses.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{ArgGroup, Args, Parser, Subcommand, ValueEnum};
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
    /// Hold the generated types to their document with values drawn from its schemas.
    Fidelity(FidelityOptions),
    /// Write a part of a document: chosen operations with all that they need.
    Slice(SliceOptions),
    /// Generate and compile every document of a folder, and compare with what is known of them.
    Corpus(CorpusOptions),
    /// Hold a live server to a document.
    Contract(KitOptions),
    /// Serve a document, with answers that keep to it.
    Mock(KitOptions),
    /// Hold recorded traffic (HAR) to a document.
    Verify(KitOptions),
    /// Hold traffic to a document while it passes.
    Proxy(KitOptions),
    /// Join the outcomes of the shards of a run.
    Merge(KitOptions),
}

#[derive(Debug, Args)]
#[command(disable_help_flag = true)]
pub(crate) struct KitOptions {
    /// A document, or a configuration such as `specs/plaid-link.toml`, and the options of the
    /// command; `--help` lists them.
    #[arg(
        trailing_var_arg = true,
        allow_hyphen_values = true,
        value_name = "ARGUMENT"
    )]
    pub(crate) arguments: Vec<OsString>,
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
    /// After which stage: load, bundle, normalize, resolve, lower or passes.
    #[arg(long, value_name = "STAGE", value_parser = stage)]
    pub(crate) stage: InspectStage,
    /// Where in the document, as a JSON Pointer such as `/components/schemas/Item`.
    #[arg(long, value_name = "POINTER", default_value = "", value_parser = pointer, hide_default_value = true)]
    pub(crate) at: Pointer,
    /// An OpenAPI Overlay to apply first; may be given several times.
    #[arg(long, value_name = "FILE")]
    pub(crate) overlay: Vec<PathBuf>,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Exit status: 0 all promises kept, 1 there are findings or the document has errors, \
                        2 wrong usage, unreadable input, or the crate cannot be built."
)]
pub(crate) struct FidelityOptions {
    /// An OpenAPI document, without any configuration.
    #[arg(
        value_name = "FILE",
        required_unless_present = "config",
        conflicts_with = "config"
    )]
    pub(crate) file: Option<PathBuf>,
    /// A configuration such as `specs/plaid-link.toml`.
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// An OpenAPI Overlay to apply first; may be given several times.
    #[arg(long, value_name = "FILE")]
    pub(crate) overlay: Vec<PathBuf>,
    /// How many values of each kind are drawn from each schema.
    #[arg(long, value_name = "N", default_value_t = 32)]
    pub(crate) cases: u32,
    /// What is drawn depends on this number and the schema alone.
    #[arg(long, value_name = "S", default_value_t = 0)]
    pub(crate) seed: u64,
    /// Only this component schema and what lies in it, by name or by JSON Pointer.
    #[arg(long, value_name = "NAME")]
    pub(crate) schema: Option<String>,
    /// How the report is printed to standard output.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: ReportFormat,
}

/// Who reads the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    /// People.
    Text,
    /// Machines.
    Json,
    /// Continuous integration.
    Junit,
}

impl ReportFormat {
    /// The word for it.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Junit => "junit",
        }
    }
}

#[derive(Debug, Args)]
#[command(
    after_help = "The options may be repeated, and add up; `--method` alone narrows `--path` and \
                  `--tag`. Kept is what the operations need: components by way of references, \
                  discriminators and inheritance, security schemes, tags, servers, parameters of \
                  their paths. Webhooks are kept where `--webhook`, `--operation` or `--tag` chooses \
                  them, and else not; callbacks belong to their operations. Links to operations that \
                  are not kept go.\n\n\
                  The result is the text of the document with the rest cut out. It is written anew, \
                  without comments, where overlays are applied, the layout does not allow cuts or the \
                  ending of OUT (`.json`, `.yaml`, `.yml`) stands for another notation. \
                  References to other files stay as they are written.\n\n\
                  Exit status: 0 done, 1 the document has errors or a choice selects nothing, 2 wrong \
                  usage or unreadable input. Nothing is written unless it is 0."
)]
#[command(group = ArgGroup::new("choice")
    .args(["path", "operation", "tag", "method", "webhook"])
    .required(true)
    .multiple(true))]
pub(crate) struct SliceOptions {
    /// An OpenAPI document, or a configuration such as `specs/plaid-link.toml`.
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// Keep the operations of a path; `*` is any text within a segment, `**` any segments.
    #[arg(long, value_name = "GLOB")]
    pub(crate) path: Vec<String>,
    /// Keep the operation or webhook with that `operationId`.
    #[arg(long, value_name = "ID")]
    pub(crate) operation: Vec<String>,
    /// Keep the operations and webhooks with a tag.
    #[arg(long, value_name = "TAG")]
    pub(crate) tag: Vec<String>,
    /// Of `--path` and `--tag` only this method; without them, all operations of the method.
    #[arg(long, value_name = "METHOD")]
    pub(crate) method: Vec<String>,
    /// Keep a webhook by its name; `*` is any text.
    #[arg(long, value_name = "GLOB")]
    pub(crate) webhook: Vec<String>,
    /// An OpenAPI Overlay to apply first; may be given several times.
    #[arg(long, value_name = "FILE")]
    pub(crate) overlay: Vec<PathBuf>,
    /// The file to write; `-` is standard output.
    #[arg(long, short, value_name = "OUT")]
    pub(crate) output: PathBuf,
}

#[derive(Debug, Args)]
#[command(
    after_help = "A folder with `real/INDEX.tsv` and `edge/INDEX.tsv` is read by these lists: their \
                  documents are the rows whose `openapi_root` is not `no`. Any other folder is \
                  searched for YAML and JSON files with the field `openapi`.\n\n\
                  What is known of the documents stands in `specs/corpus.tsv`, which `--bless` \
                  writes; reasons for accepting documents that were made to be refused stand in \
                  `specs/corpus-accepted.tsv`, and for refusing others of the edge set in \
                  `specs/corpus-refused.tsv`. Crates are written to `target/corpus`.\n\n\
                  Exit status: 0 all is as the baseline says, 1 something differs, does not compile \
                  without a warning, crashes or is accepted or refused without a reason, 2 it could not run."
)]
pub(crate) struct CorpusOptions {
    /// The folder of documents; else that of the variable `SPECWRIGHT_CORPUS`, else
    /// `../shared/corpus` beside the repository.
    #[arg(value_name = "DIR")]
    pub(crate) folder: Option<PathBuf>,
    /// Only documents whose path contains this text.
    #[arg(long, value_name = "SUBSTRING")]
    pub(crate) filter: Option<String>,
    /// Only one of the two sets.
    #[arg(long, value_name = "SET")]
    pub(crate) set: Option<CorpusSet>,
    /// Compile nothing.
    #[arg(long)]
    pub(crate) only_generate: bool,
    /// Compile with clippy's default lints.
    #[arg(long, conflicts_with = "only_generate")]
    pub(crate) clippy: bool,
    /// Hold the types of each document to it, as `cargo xtask fidelity` does, and compare with
    /// `specs/corpus-fidelity.tsv`. One after the other; for hundreds of documents that takes hours.
    #[arg(long, conflicts_with_all = ["only_generate", "clippy"])]
    pub(crate) fidelity: bool,
    /// With `--fidelity`, how many values of each kind are drawn from each schema.
    #[arg(long, value_name = "N", requires = "fidelity")]
    pub(crate) cases: Option<u32>,
    /// How many processes to run at a time; else as many as the machine has processors.
    #[arg(long, value_name = "N")]
    pub(crate) jobs: Option<std::num::NonZeroUsize>,
    /// Write what was found into the baseline.
    #[arg(long)]
    pub(crate) bless: bool,
    /// The baseline to compare with, instead of `specs/corpus.tsv`, or with `--fidelity` of
    /// `specs/corpus-fidelity.tsv`.
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,
    /// The list of accepted negative documents, instead of `specs/corpus-accepted.tsv`.
    #[arg(long, value_name = "FILE")]
    pub(crate) accepted: Option<PathBuf>,
    /// The list of refused edge documents, instead of `specs/corpus-refused.tsv`.
    #[arg(long, value_name = "FILE")]
    pub(crate) refused: Option<PathBuf>,
    /// Seconds after which generating one document is given up.
    #[arg(long, value_name = "SECONDS", default_value_t = 300)]
    pub(crate) timeout: u64,
}

/// A part of the corpus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum CorpusSet {
    /// Documents of published interfaces.
    Real,
    /// Documents that were made for tests.
    Edge,
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
        .map_err(|_| "expected load, bundle, normalize, resolve, lower or passes".to_owned())
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
