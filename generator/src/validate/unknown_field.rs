//! The fields of an object are those that OpenAPI knows, or extensions.

use super::Rule;
use super::document::{Document, known_fields, reference};
use super::finding::{Finding, Findings};
use crate::diagnostic::Code;
use crate::grammar::{Kind, Version, is_method};
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
        if kind.fields().is_empty() || reference(site.value()).is_some() {
            continue;
        }
        for name in object.keys() {
            if known_fields(kind).any(|field| field.name == name)
                || name.starts_with("x-")
                || name.starts_with('$')
            {
                continue;
            }
            let fields = known_fields(kind).map(|field| field.name);
            let meant = spelling::nearest(fields, name).filter(|field| {
                // Short names are near to everything.
                name.len() > 3 && !is_method(field) && !object.contains_key(*field)
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
