//! Defaults and examples satisfy the schemas that they belong to.

use std::collections::HashSet;

use serde_json::Value;

use super::Rule;
use super::document::{Document, Site, pointer_of, reference};
use super::finding::{Finding, Findings};
use super::satisfies::breach;
use crate::diagnostic::Code;
use crate::grammar::Kind;
use crate::pointer::Pointer;

pub(super) const DEFAULTS: Rule = Rule {
    codes: &[Code::DefaultBreaksSchema],
    check: defaults,
};

pub(super) const EXAMPLES: Rule = Rule {
    codes: &[Code::ExampleBreaksSchema],
    check: examples,
};

pub(super) const BOTH: Rule = Rule {
    codes: &[Code::ExampleAndExamples],
    check: both,
};

fn defaults(document: &Document<'_>, findings: &mut Findings) {
    for (site, schema) in document.schemas() {
        if let Some(default) = schema.get("default")
            && !belongs_to_union(document, site, default)
        {
            let at = || site.at().join("default");
            judge(
                document,
                Code::DefaultBreaksSchema,
                site.value(),
                default,
                at,
                findings,
            );
        }
    }
}

fn examples(document: &Document<'_>, findings: &mut Findings) {
    // An example among the components may be used in many places.
    let mut judged = HashSet::new();
    for site in document.all() {
        let node = site.node();
        let schema = match node.kind {
            Kind::Schema => Some(site.value()),
            Kind::MediaType if is_json(site.name()) => site.get("schema"),
            Kind::Parameter | Kind::Header => site.get("schema"),
            _ => continue,
        };
        let Some(schema) = schema else { continue };
        for (example, at) in of_node(document, site) {
            if matches!(node.kind, Kind::Parameter | Kind::Header)
                && may_be_written(document, schema, example)
            {
                continue;
            }
            if belongs_to_union(document, site, example) {
                continue;
            }
            if is_component(&at) && !judged.insert(at.clone()) {
                continue;
            }
            let code = Code::ExampleBreaksSchema;
            judge(document, code, schema, example, || at.clone(), findings);
        }
    }
}

fn is_component(at: &Pointer) -> bool {
    at.as_str().starts_with("/components/examples/")
}

/// Whether a value stands in one member of a union and is one of another member.
fn belongs_to_union(document: &Document<'_>, site: Site<'_, '_>, value: &Value) -> bool {
    matches!(site.field(), Some("oneOf" | "anyOf"))
        && site
            .parent()
            .is_some_and(|union| breach(document, union.value(), value).is_none())
}

/// The examples that an object gives, and where each stands.
fn of_node<'d>(document: &Document<'d>, site: Site<'_, 'd>) -> Vec<(&'d Value, Pointer)> {
    let mut found = Vec::new();
    if let Some(example) = site.get("example") {
        found.push((example, site.at().join("example")));
    }
    match site.get("examples") {
        // JSON Schema has a list of values, OpenAPI a map of objects with a value in each.
        Some(Value::Array(list)) if site.node().kind == Kind::Schema => {
            let at = site.at().join("examples");
            found.extend(
                list.iter()
                    .enumerate()
                    .map(|(index, example)| (example, at.join(index))),
            );
        }
        Some(Value::Object(map)) if site.node().kind != Kind::Schema => {
            for (name, example) in map {
                let (mut example, mut at) = (example, site.at().join("examples").join(name));
                if let Some(target) = reference(example)
                    && let (Some(value), Some(pointer)) =
                        (document.target(target), pointer_of(target))
                {
                    (example, at) = (value, pointer);
                }
                if let Some(value) = example.get("value") {
                    found.push((value, at.join("value")));
                }
            }
        }
        _ => {}
    }
    found
}

/// Whether the key of a media type is one of JSON.
pub(super) fn is_json(media_type: Option<&str>) -> bool {
    let Some(name) = media_type else { return false };
    let name = name.split(';').next().unwrap_or(name).trim();
    name.eq_ignore_ascii_case("application/json") || name.to_ascii_lowercase().ends_with("+json")
}

/// Whether a text may be the value of a parameter as it is sent, and not the value itself.
fn may_be_written(document: &Document<'_>, schema: &Value, example: &Value) -> bool {
    let Some(text) = example.as_str() else {
        return false;
    };
    match serde_json::from_str::<Value>(text) {
        Ok(value) if !value.is_string() => breach(document, schema, &value).is_none(),
        Ok(_) | Err(_) => {
            let list = Value::Array(Vec::new());
            let object = Value::Object(serde_json::Map::new());
            let takes = |value: &Value| {
                breach(document, schema, value)
                    .is_none_or(|found| !found.message.starts_with("expected"))
            };
            takes(&list) || takes(&object)
        }
    }
}

/// Reports the first reason why a value breaks a schema, at the part of the value that it is about.
fn judge(
    document: &Document<'_>,
    code: Code,
    schema: &Value,
    value: &Value,
    at: impl Fn() -> Pointer,
    findings: &mut Findings,
) {
    let Some(found) = breach(document, schema, value) else {
        return;
    };
    let what = match code {
        Code::DefaultBreaksSchema => "default",
        _ => "example",
    };
    let message = format!("the {what} breaks its schema: {}", found.message);
    let mut finding = Finding::of_value(code, at().concat(&found.at), message);
    if value
        .as_str()
        .is_some_and(|text| text.trim_start().starts_with(['{', '[']))
    {
        finding = finding.help("this is a text that holds JSON; write it as JSON itself");
    }
    findings.push(finding);
}

fn both(document: &Document<'_>, findings: &mut Findings) {
    for site in document.all() {
        let has_both = matches!(
            site.node().kind,
            Kind::MediaType | Kind::Parameter | Kind::Header
        ) && site.get("example").is_some()
            && site.get("examples").is_some();
        if has_both {
            let at = site.at();
            let message = "`examples` stands beside `example`; only one of them may be there";
            findings.push(
                Finding::of_key(Code::ExampleAndExamples, at.join("examples"), message)
                    .key_label(at.join("example"), "the other one")
                    .help("move the example into `examples`"),
            );
        }
    }
}
