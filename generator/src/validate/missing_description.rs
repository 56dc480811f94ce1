//! What becomes documentation is described.

use serde_json::Value;

use super::Rule;
use super::document::{Document, Site, reference};
use super::finding::{Finding, Findings};
use crate::diagnostic::Code;
use crate::grammar::Kind;

pub(super) const RULE: Rule = Rule {
    codes: &[Code::MissingDescription],
    check,
};

fn check(document: &Document<'_>, findings: &mut Findings) {
    for site in document.all() {
        let Some(what) = described(site) else {
            continue;
        };
        if has_text(site.value()) || is_described_elsewhere(document, site.value()) {
            continue;
        }
        let message = format!("the {what} has no description");
        findings.push(
            Finding::of_key(Code::MissingDescription, site.at(), message)
                .help("say what it means in `description`"),
        );
    }
}

/// What an object is in words, where it should have a description.
fn described(site: Site<'_, '_>) -> Option<&'static str> {
    match site.node().kind {
        Kind::Operation => Some("operation"),
        Kind::Parameter => Some("parameter"),
        Kind::Schema if site.is_component() => Some("schema"),
        Kind::Schema if site.field() == Some("properties") => Some("property"),
        _ => None,
    }
}

fn has_text(value: &Value) -> bool {
    ["description", "summary", "title"].iter().any(|name| {
        let text = value.get(name).and_then(Value::as_str);
        text.is_some_and(|text| !text.trim().is_empty())
    })
}

/// Whether what is referred to has the description.
fn is_described_elsewhere(document: &Document<'_>, value: &Value) -> bool {
    // The component itself is told about where it stands.
    if reference(value).is_some() {
        return true;
    }
    let joined = value.get("allOf").and_then(Value::as_array);
    joined
        .into_iter()
        .flatten()
        .any(|member| has_text(document.follow(member)))
}
