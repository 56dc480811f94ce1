//! The form of a path: no query, no fragment, and templates that each stand there once.

use super::Rule;
use super::document::{Document, Site};
use super::finding::{Finding, Findings};
use crate::diagnostic::Code;
use crate::grammar::{Kind, methods};

pub(super) const RULE: Rule = Rule {
    codes: &[Code::PathForm],
    check,
};

fn check(document: &Document<'_>, findings: &mut Findings) {
    for site in document.of_kind(Kind::PathItem) {
        let Some(path) = site.name().filter(|_| site.field() == Some("paths")) else {
            continue;
        };
        let mut report = |message: String, help: &str| {
            findings.push(Finding::of_key(Code::PathForm, site.at(), message).help(help));
        };
        if let Some(mark) = outside_templates(path).find(|c| matches!(c, '?' | '#')) {
            let what = if mark == '?' { "a query" } else { "a fragment" };
            report(
                format!("the path holds {what}"),
                "a query belongs into parameters, and a fragment is never sent",
            );
        }
        if path.contains("}{") && !is_styled(document, site) {
            report(
                "nothing stands between two templates".to_owned(),
                "a server cannot tell where the first value ends; put a `/` between them",
            );
        }
        let names: Vec<&str> = templates(path).collect();
        for (index, name) in names.iter().enumerate() {
            if names[..index].contains(name) {
                report(
                    format!("`{{{name}}}` stands in the path twice"),
                    "both get the same value; give the second one a name of its own",
                );
            }
        }
    }
}

/// Whether a parameter of a path item has a style that writes a sign before each value.
fn is_styled(document: &Document<'_>, item: Site<'_, '_>) -> bool {
    let operations = methods().filter_map(|method| item.get(method));
    std::iter::once(item.value())
        .chain(operations)
        .filter_map(|owner| owner.get("parameters")?.as_array())
        .flatten()
        .filter_map(|parameter| document.follow(parameter).get("style")?.as_str())
        .any(|style| matches!(style, "matrix" | "label"))
}

/// The names between braces.
pub(super) fn templates(path: &str) -> impl Iterator<Item = &str> {
    path.split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}'))
        .map(|(name, _)| name)
}

fn outside_templates(path: &str) -> impl Iterator<Item = char> {
    let mut inside = false;
    path.chars().filter(move |c| {
        inside = match c {
            '{' => true,
            '}' => false,
            _ => inside,
        };
        !inside
    })
}
