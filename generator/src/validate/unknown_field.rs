//! The fields of an object are those that OpenAPI knows, or extensions.

use super::Rule;
use super::document::{Document, Version, reference};
use super::finding::{Finding, Findings};
use super::grammar::{Kind, METHODS};
use crate::diagnostic::Code;
use crate::spelling;

pub(super) const RULE: Rule = Rule {
    codes: &[Code::UnknownField],
    check,
};

fn check(document: &Document<'_>, findings: &mut Findings) {
    for site in document.all() {
        let kind = site.node().kind;
        let Some(object) = site.value().as_object() else {
            continue;
        };
        if kind.members().is_some() || reference(site.value()).is_some() {
            continue;
        }
        for name in object.keys() {
            let known = |name: &str| kind.fields().iter().any(|(field, _)| *field == name);
            if known(name) || name.starts_with("x-") || name.starts_with('$') {
                continue;
            }
            let fields = kind.fields().iter().map(|(field, _)| *field);
            let meant = spelling::nearest(fields, name).filter(|field| {
                // Short names are near to everything.
                name.len() > 3 && !METHODS.contains(field) && !object.contains_key(*field)
            });
            // JSON Schema lets a document have keywords of its own.
            if kind == Kind::Schema && document.version == Version::V3_1 && meant.is_none() {
                continue;
            }
            let owner = kind.name();
            let message = format!("{owner} has no field `{name}`");
            let help = match meant {
                Some(field) => format!("did you mean `{field}`?"),
                None => "remove it, or let its name begin with `x-`".to_owned(),
            };
            let at = site.at().join(name);
            findings.push(Finding::of_key(Code::UnknownField, at, message).help(help));
        }
    }
}
