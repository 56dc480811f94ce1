//! Specwright reads an OpenAPI document and writes the Rust crate that talks to that API.
//!
//! The pipeline is **load → bundle → validate → normalize → resolve → lower → passes → emit →
//! format**, each stage a function from values to values. Nothing here touches the disk: texts come
//! in as [`Sources`], which the caller may give a way to further files, and [`Files`] go out. What a
//! document gets wrong is a [`Diagnostic`]; the crate panics for its own bugs only.

mod bundle;
pub mod config;
pub mod diagnostic;
mod emit;
mod format;
mod grammar;
mod inspect;
pub mod ir;
pub mod load;
mod lower;
mod modules;
mod normalize;
mod passes;
pub mod pointer;
mod resolve;
pub mod slice;
pub mod source;
mod spelling;
mod validate;

use sha2::{Digest, Sha256};

pub use config::Config;
pub use diagnostic::{Diagnostic, Level, Levels, Report, Severity};
pub use emit::Files;
pub use format::HEADER_MARK;
pub use inspect::{InspectStage, inspect};
pub use load::Loaded;
pub use pointer::Pointer;
pub use source::{Fetch, Format, Source, SourceId, Sources};

use format::Provenance;
use ir::Api;
use source::Part;
use validate::Extent;

/// What to generate from.
#[derive(Clone, Debug)]
pub struct Job {
    /// The document.
    pub document: SourceId,
    /// Overlays, applied in this order.
    pub overlays: Vec<SourceId>,
    /// The maintainer's choices.
    pub config: Config,
}

/// Is told when a stage has ended.
pub trait Observer {
    /// A stage has ended; `counts` says what it made.
    fn stage(&mut self, name: &'static str, counts: String);
}

/// Writes the crate for a document: the whole pipeline.
///
/// No files where the report has an error.
pub fn generate(
    sources: &mut Sources,
    job: &Job,
    observer: &mut dyn Observer,
) -> (Report, Option<Files>) {
    let mut report = Report::new();
    let files = lower(sources, job, observer, &mut report)
        .and_then(|api| emit(sources, job, &api, observer, &mut report));
    (report, files)
}

/// Judges a document by every rule, those included that generating leaves out.
pub fn lint(sources: &mut Sources, job: &Job, observer: &mut dyn Observer) -> Report {
    let mut report = Report::new();
    let extent = Extent::All;
    judged(sources, job, extent, observer, &mut report, &mut |_| {});
    report
}

/// Reads a document with its overlays and further files into one tree, in which every reference
/// leads to a component.
///
/// It is the tree that generating starts from, before anything in it is mended. `None` where the
/// report has an error.
pub fn document(sources: &mut Sources, job: &Job) -> (Report, Option<Loaded>) {
    let mut report = Report::new();
    let loaded = whole(sources, job, &mut report);
    report.apply(&job.config.rules);
    let loaded = loaded.filter(|_| !report.has_errors());
    (report, loaded)
}

fn whole(sources: &mut Sources, job: &Job, report: &mut Report) -> Option<Loaded> {
    let mut loaded = load::load(sources, job.document, &job.overlays, report)?;
    let mut later = Report::new();
    let is_joined = bundle::join(sources, &mut loaded, &mut later).is_some();
    let is_straight = is_joined && bundle::straighten(sources, &mut loaded, &mut later).is_some();
    later.locate(|pointer| Some(loaded.origins.place(pointer, Part::Key)));
    later.remove_repeated();
    report.extend(later);
    is_straight.then_some(loaded)
}

/// Makes one document of all files that a document consists of.
///
/// It is the document as it was written, where there is nothing to change: no other file, no
/// overlay, no other notation. `None` where the report has an error.
pub fn bundle(
    sources: &mut Sources,
    job: &Job,
    format: Option<Format>,
) -> (Report, Option<String>) {
    let mut report = Report::new();
    let text = joined(sources, job, format, &mut report);
    let text = text.filter(|_| !report.has_errors());
    (report, text)
}

fn joined(
    sources: &mut Sources,
    job: &Job,
    format: Option<Format>,
    report: &mut Report,
) -> Option<String> {
    let mut loaded = load::load(sources, job.document, &job.overlays, report)?;
    let is_joined = bundle::join(sources, &mut loaded, report)?;
    let written = sources.get(job.document);
    let format = format.unwrap_or(written.format());
    if !is_joined && job.overlays.is_empty() && format == written.format() {
        return Some(written.text().to_owned());
    }
    match load::text(&loaded.tree, format) {
        Ok(text) => Some(text),
        Err(error) => {
            let message = format!("the document cannot be written: {error}");
            let code = diagnostic::Code::Internal;
            report.push(Diagnostic::new(code, Pointer::root(), message));
            None
        }
    }
}

/// Reads a document as far as the intermediate representation, all passes run.
///
/// `None` where the report has an error.
pub fn lower(
    sources: &mut Sources,
    job: &Job,
    observer: &mut dyn Observer,
    report: &mut Report,
) -> Option<Api> {
    let extent = Extent::Generation;
    judged(sources, job, extent, observer, report, &mut |_| {})
}

/// As [`lower`], together with the document that the representation is made from: in its own words,
/// overlays applied and all files together, as JSON.
pub fn lower_with_document(
    sources: &mut Sources,
    job: &Job,
    observer: &mut dyn Observer,
    report: &mut Report,
) -> Option<(Api, serde_json::Value)> {
    let mut document = serde_json::Value::Null;
    let extent = Extent::Generation;
    let mut keep = |tree: &serde_json::Value| document = tree.clone();
    let api = judged(sources, job, extent, observer, report, &mut keep)?;
    Some((api, document))
}

/// What is shown the tree of all files together, before it is changed.
type Seen<'s> = &'s mut dyn FnMut(&serde_json::Value);

/// The stages before emitting, and what the user's choices make of their findings.
fn judged(
    sources: &mut Sources,
    job: &Job,
    extent: Extent,
    observer: &mut dyn Observer,
    report: &mut Report,
    seen: Seen<'_>,
) -> Option<Api> {
    let api = located(sources, job, extent, observer, report, seen);
    modules::check(sources, &job.config, report);
    report.apply(&job.config.rules);
    api.filter(|_| !report.has_errors())
}

/// The stages before emitting, each finding with its place.
fn located(
    sources: &mut Sources,
    job: &Job,
    extent: Extent,
    observer: &mut dyn Observer,
    report: &mut Report,
    seen: Seen<'_>,
) -> Option<Api> {
    let mut loaded = load::load(sources, job.document, &job.overlays, report)?;
    observer.stage("load", size(sources));

    let mut later = Report::new();
    let stages = (extent, seen);
    let api = read(sources, job, &mut loaded, stages, observer, &mut later);
    later.locate(|pointer| Some(loaded.origins.place(pointer, Part::Key)));
    later.remove_repeated();
    report.extend(later);
    api
}

/// The stages from the tree to the representation.
fn read(
    sources: &mut Sources,
    job: &Job,
    loaded: &mut Loaded,
    (extent, seen): (Extent, Seen<'_>),
    observer: &mut dyn Observer,
    report: &mut Report,
) -> Option<Api> {
    if bundle::join(sources, loaded, report)? {
        observer.stage("bundle", size(sources));
    }
    validate::validate(loaded, extent, &job.config.rules, report);
    observer.stage("validate", plural(report.iter().count(), "finding"));
    bundle::straighten(sources, loaded, report)?;
    seen(&loaded.tree);
    let normalized = normalize::normalize(sources, loaded, report);
    observer.stage(
        "normalize",
        plural(normalized.references.len(), "reference"),
    );
    let resolved = resolve::resolve(normalized, report);
    let resolved = resolved.filter(|_| !report.has_errors())?;
    let components = resolved.api.components.as_ref();
    let schemas = components.map_or(0, |components| components.schemas.len());
    observer.stage("resolve", plural(schemas, "schema"));
    let mut api = lower::lower(&resolved, &job.config, report);
    drop(resolved);
    observer.stage(
        "lower",
        format!(
            "{}, {}, {}",
            plural(api.types.len(), "type"),
            plural(api.operations.len(), "operation"),
            plural(api.webhooks.messages.len(), "webhook"),
        ),
    );
    passes::run(&mut api, &job.config, report);
    observer.stage("passes", plural(api.types.len(), "type"));
    Some(api)
}

/// Writes the files of a crate.
///
/// `None` where the report has an error, which would be a bug of an emitter.
pub fn emit(
    sources: &Sources,
    job: &Job,
    api: &Api,
    observer: &mut dyn Observer,
    report: &mut Report,
) -> Option<Files> {
    let provenance = provenance(sources, job, api);
    match emit::emit(api, &job.config, &provenance) {
        Ok(files) => {
            let lines: usize = files.0.values().map(|text| text.lines().count()).sum();
            let files_count = plural(files.0.len(), "file");
            observer.stage("emit", format!("{files_count}, {}", plural(lines, "line")));
            Some(files)
        }
        Err(error) => {
            let message = format!("the generator wrote something that is no Rust: {error}");
            let code = diagnostic::Code::Internal;
            report.push(Diagnostic::new(code, Pointer::root(), message));
            None
        }
    }
}

/// Names the document, its version and the hash of all texts, for the headers.
fn provenance(sources: &Sources, job: &Job, api: &Api) -> Provenance {
    let mut hash = Sha256::new();
    let given = std::iter::once(job.document).chain(job.overlays.iter().copied());
    let given: Vec<SourceId> = given.collect();
    let further = sources.ids().filter(|id| !given.contains(id));
    for id in given.iter().copied().chain(further) {
        hash.update(sources.get(id).text().as_bytes());
        hash.update([0]);
    }
    let digest = hash.finalize();
    let digest: String = digest
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let name = sources.get(job.document).name();
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let version: String = api
        .info
        .version
        .chars()
        .filter(|c| !c.is_control())
        .collect();
    Provenance(format!("{name} (version {version}, sha256 {digest})"))
}

/// The number and the size of all texts.
fn size(sources: &Sources) -> String {
    let count = plural(sources.iter().count(), "file");
    let bytes: usize = sources.iter().map(|source| source.text().len()).sum();
    format!("{count} of {} kB", bytes.div_ceil(1000))
}

/// A number with its noun.
fn plural(count: usize, noun: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{ending}")
}
