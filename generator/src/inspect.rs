//! One datum at one stage, as text: for following something through the pipeline.

use std::fmt::Write as _;

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, Report};
use crate::ir::Api;
use crate::pointer::Pointer;
use crate::source::{Part, Sources};
use crate::{Job, bundle, load, lower, normalize, passes, resolve, validate};

/// A stage whose result can be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum InspectStage {
    /// The tree as it was read, overlays applied.
    Load,
    /// The tree of all files together, in which every reference leads to a component.
    Bundle,
    /// The tree in normal form.
    Normalize,
    /// The typed document.
    Resolve,
    /// The intermediate representation as lowered.
    Lower,
    /// The intermediate representation after all passes.
    Passes,
}

impl InspectStage {
    /// Every stage, in order.
    pub const ALL: &'static [Self] = &[
        Self::Load,
        Self::Bundle,
        Self::Normalize,
        Self::Resolve,
        Self::Lower,
        Self::Passes,
    ];

    /// The lower-case name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Load => "load",
            Self::Bundle => "bundle",
            Self::Normalize => "normalize",
            Self::Resolve => "resolve",
            Self::Lower => "lower",
            Self::Passes => "passes",
        }
    }
}

impl std::str::FromStr for InspectStage {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .iter()
            .copied()
            .find(|stage| stage.as_str() == text)
            .ok_or_else(|| format!("`{text}` is no stage"))
    }
}

/// What stands at `at` after a stage; no text where the report has an error.
///
/// Trees print as JSON; the intermediate representation prints what was made from the node and
/// everything below it.
pub fn inspect(
    sources: &mut Sources,
    job: &Job,
    stage: InspectStage,
    at: &Pointer,
) -> (Report, Option<String>) {
    let mut report = Report::new();
    let text = text(sources, job, stage, at, &mut report);
    (report, text)
}

fn text(
    sources: &mut Sources,
    job: &Job,
    stage: InspectStage,
    at: &Pointer,
    report: &mut Report,
) -> Option<String> {
    let mut loaded = load::load(sources, job.document, &job.overlays, report)?;
    if stage == InspectStage::Load {
        return node(&loaded.tree, at, report);
    }
    let mut later = Report::new();
    let text = joined(sources, job, &mut loaded, stage, &mut later).and_then(|()| {
        if stage == InspectStage::Bundle {
            return node(&loaded.tree, at, &mut later);
        }
        let normalized = normalize::normalize(sources, &mut loaded, &mut later);
        if stage == InspectStage::Normalize {
            node(&normalized.tree, at, &mut later)
        } else {
            typed(job, normalized, stage, at, &mut later)
        }
    });
    later.locate(|pointer| Some(loaded.origins.place(pointer, Part::Key)));
    later.remove_repeated();
    report.extend(later);
    report.apply(&job.config.rules);
    text.filter(|_| !report.has_errors())
}

fn joined(
    sources: &mut Sources,
    job: &Job,
    loaded: &mut load::Loaded,
    stage: InspectStage,
    report: &mut Report,
) -> Option<()> {
    bundle::join(sources, loaded, report)?;
    if matches!(stage, InspectStage::Lower | InspectStage::Passes) {
        let extent = validate::Extent::Generation;
        validate::validate(loaded, extent, &job.config.rules, report);
    }
    bundle::straighten(sources, loaded, report)?;
    Some(())
}

fn typed(
    job: &Job,
    normalized: normalize::Normalized,
    stage: InspectStage,
    at: &Pointer,
    report: &mut Report,
) -> Option<String> {
    let resolved = resolve::resolve(normalized, report)?;
    if stage == InspectStage::Resolve {
        let tree = serde_json::to_value(&resolved.api).ok()?;
        return node(&tree, at, report);
    }
    if report.has_errors() {
        return None;
    }
    let mut api = lower::lower(&resolved, &job.config, report);
    if stage == InspectStage::Passes {
        passes::run(&mut api, &job.config, report);
    }
    let text = made_from(&api, at);
    if text.is_empty() {
        nothing_there(at, report);
        return None;
    }
    Some(text)
}

fn node(tree: &Value, at: &Pointer, report: &mut Report) -> Option<String> {
    let Some(node) = tree.pointer(at.as_str()) else {
        nothing_there(at, report);
        return None;
    };
    serde_json::to_string_pretty(node).ok()
}

fn nothing_there(at: &Pointer, report: &mut Report) {
    let message = format!("nothing stands at `{at}`");
    report.push(
        Diagnostic::new(Code::UnresolvedReference, at.clone(), message)
            .help("write `/` as `~1` and `~` as `~0` in the tokens of a pointer"),
    );
}

/// Everything of the representation that comes from a node or from below it.
fn made_from(api: &Api, at: &Pointer) -> String {
    let mut text = String::new();
    // Writing to a `String` cannot fail.
    for (id, def) in api.ids() {
        if def.pointer.strip_prefix(at).is_some() {
            let _ = writeln!(text, "{id:?} {def:#?}");
        }
    }
    for operation in &api.operations {
        if operation.pointer.strip_prefix(at).is_some() {
            let _ = writeln!(text, "{operation:#?}");
        }
    }
    for webhook in &api.webhooks.messages {
        if webhook.pointer.strip_prefix(at).is_some() {
            let _ = writeln!(text, "{webhook:#?}");
        }
    }
    text
}
