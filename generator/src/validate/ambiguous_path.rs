//! An address belongs to one path.

use super::Rule;
use super::document::{Document, Site};
use super::finding::{Finding, Findings};
use crate::diagnostic::Code;
use crate::grammar::{Kind, is_method};

pub(super) const RULE: Rule = Rule {
    codes: &[Code::DuplicatePath, Code::AmbiguousPath],
    check,
};

/// A path with its segments.
struct Path<'a, 'd> {
    site: Site<'a, 'd>,
    segments: Vec<&'d str>,
}

fn check(document: &Document<'_>, findings: &mut Findings) {
    let mut paths: Vec<Path<'_, '_>> = Vec::new();
    for site in document.of_kind(Kind::PathItem) {
        let Some(path) = site.name().filter(|_| site.field() == Some("paths")) else {
            continue;
        };
        let segments: Vec<&str> = path.split('/').collect();
        let path = Path { site, segments };
        let found = paths
            .iter()
            .find_map(|other| Some((other, clash(other, &path)?)));
        if let Some((other, code)) = found {
            let message = match code {
                Code::DuplicatePath => {
                    "but for the names of its templates, the path exists already"
                }
                _ => "an address may belong to this path and to another one",
            };
            findings.push(
                Finding::of_key(code, site.at(), message)
                    .key_label(other.site.at(), "the other path")
                    .help("give one of them a segment of its own"),
            );
        }
        paths.push(path);
    }
}

/// Whether an address may belong to two paths, and whether it always does.
fn clash(one: &Path<'_, '_>, other: &Path<'_, '_>) -> Option<Code> {
    if one.segments.len() != other.segments.len() {
        return None;
    }
    let is_template = |segment: &str| segment.starts_with('{') && segment.ends_with('}');
    // Of two paths, the one whose first difference is a fixed segment goes first.
    let (mut first_fixed, mut second_fixed) = (false, false);
    let mut differs = false;
    for (a, b) in one.segments.iter().zip(&other.segments) {
        match (is_template(a), is_template(b)) {
            (true, true) => {}
            (false, true) => first_fixed = true,
            (true, false) => second_fixed = true,
            (false, false) if a == b => {}
            // A segment with more than a template in it may still be anything.
            (false, false) => return None,
        }
        differs |= a != b;
    }
    let methods = |path: &Path<'_, '_>| {
        let object = path.site.value().as_object();
        object
            .map(|object| object.keys().cloned().collect::<Vec<_>>())
            .unwrap_or_default()
    };
    let others = methods(other);
    let share = methods(one)
        .iter()
        .any(|name| is_method(name) && others.contains(name));
    match (first_fixed, second_fixed) {
        (false, false) if differs => Some(Code::DuplicatePath),
        (true, true) if share => Some(Code::AmbiguousPath),
        _ => None,
    }
}
