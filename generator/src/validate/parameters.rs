//! The templates of a path and its parameters belong together, and no parameter is given twice.

use serde_json::Value;

use super::Rule;
use super::document::{Document, Site, pointer_of, reference};
use super::finding::{Finding, Findings};
use super::path::templates;
use crate::diagnostic::Code;
use crate::grammar::Kind;
use crate::pointer::Pointer;

pub(super) const MISSING: Rule = Rule {
    codes: &[Code::PathParameterMissing],
    check: missing,
};

pub(super) const UNUSED: Rule = Rule {
    codes: &[Code::PathParameterUnused],
    check: unused,
};

pub(super) const DUPLICATE: Rule = Rule {
    codes: &[Code::DuplicateParameter],
    check: duplicate,
};

pub(super) const OPTIONAL: Rule = Rule {
    codes: &[Code::PathParameterOptional],
    check: optional,
};

/// A parameter of a list, looked up.
struct Listed<'d> {
    at: Pointer,
    name: &'d str,
    place: &'d str,
}

/// The parameters that a path item or an operation lists, itself or where it refers to.
fn listed<'d>(document: &Document<'d>, owner: Site<'_, 'd>) -> Vec<Listed<'d>> {
    let mut found = Vec::new();
    let mut add = |owner: &'d Value, at: &dyn Fn() -> Pointer| {
        let Some(Value::Array(list)) = owner.get("parameters") else {
            return;
        };
        let root = at().join("parameters");
        found.extend(list.iter().enumerate().filter_map(|(index, item)| {
            let item = document.follow(item);
            Some(Listed {
                at: root.join(index),
                name: item.get("name")?.as_str()?,
                place: item.get("in")?.as_str()?,
            })
        }));
    };
    add(owner.value(), &|| owner.at());
    if let Some(target) = reference(owner.value())
        && let Some(pointer) = pointer_of(target)
    {
        add(document.follow(owner.value()), &|| pointer.clone());
    }
    found
}

/// The operations of `paths` with their path.
fn of_paths<'a, 'd>(
    document: &'a Document<'d>,
) -> impl Iterator<Item = (Site<'a, 'd>, Site<'a, 'd>, &'d str)> {
    document.operations().filter_map(|(operation, _)| {
        let item = operation.parent()?;
        let path = item.name().filter(|_| item.field() == Some("paths"))?;
        Some((operation, item, path))
    })
}

/// Warns of each template in a path that no parameter gives a value.
fn missing(document: &Document<'_>, findings: &mut Findings) {
    for (operation, item, path) in of_paths(document) {
        let mut declared = listed(document, operation);
        declared.extend(listed(document, item));
        for template in templates(path) {
            let is_declared =
                |parameter: &Listed<'_>| parameter.place == "path" && parameter.name == template;
            if !declared.iter().any(is_declared) {
                let message = format!("no parameter gives `{{{template}}}` in the path a value");
                findings.push(
                    Finding::of_key(Code::PathParameterMissing, operation.at(), message)
                        .key_label(item.at(), "in this path")
                        .help(
                            "it is taken for a string; declare a parameter of that name with \
                             `in: path`",
                        ),
                );
            }
        }
    }
}

/// Warns of each path parameter whose name is not in the path.
fn unused(document: &Document<'_>, findings: &mut Findings) {
    for owner in document.all() {
        let item = match owner.node().kind {
            Kind::PathItem => owner,
            Kind::Operation => match owner.parent() {
                Some(item) => item,
                None => continue,
            },
            _ => continue,
        };
        let Some(path) = item.name().filter(|_| item.field() == Some("paths")) else {
            continue;
        };
        for parameter in listed(document, owner) {
            if parameter.place == "path" && !templates(path).any(|name| name == parameter.name) {
                let message = format!("the path has no `{{{}}}`", parameter.name);
                findings.push(
                    Finding::of_value(Code::PathParameterUnused, parameter.at, message)
                        .key_label(item.at(), "the path")
                        .help("the parameter was left out; name it in the path, or take it out"),
                );
            }
        }
    }
}

/// Warns of each parameter that its list has declared before.
fn duplicate(document: &Document<'_>, findings: &mut Findings) {
    for owner in document.all() {
        if !matches!(owner.node().kind, Kind::PathItem | Kind::Operation) {
            continue;
        }
        let all = listed(document, owner);
        for (index, parameter) in all.iter().enumerate() {
            let same = |other: &&Listed<'_>| {
                other.name == parameter.name && other.place == parameter.place
            };
            if let Some(first) = all[..index].iter().find(same) {
                let Listed { name, place, .. } = parameter;
                let message = format!("the {place} parameter `{name}` is declared already");
                findings.push(
                    Finding::of_value(Code::DuplicateParameter, parameter.at.clone(), message)
                        .value_label(first.at.clone(), "this one counts")
                        .help("remove one of the two"),
                );
            }
        }
    }
}

/// Warns of each path parameter that does not say that it is required.
fn optional(document: &Document<'_>, findings: &mut Findings) {
    for site in document.of_kind(Kind::Parameter) {
        let is_in_path = site.get("in").is_some_and(|place| place == "path");
        if is_in_path && site.get("required").is_none_or(|flag| flag != true) {
            let name = site.get("name").and_then(Value::as_str).unwrap_or_default();
            let message = format!("the path parameter `{name}` does not say that it is required");
            let at = site.at();
            let at = if site.get("required").is_some() {
                at.join("required")
            } else {
                at.join("in")
            };
            findings.push(
                Finding::of_value(Code::PathParameterOptional, at, message)
                    .help("add `required: true`; there is no address without it"),
            );
        }
    }
}
