//! A schema says something about its values.

use super::Rule;
use super::document::Document;
use super::examples::is_json;
use super::finding::{Finding, Findings};
use crate::diagnostic::Code;
use crate::grammar::Kind;

pub(super) const RULE: Rule = Rule {
    codes: &[Code::EmptySchema],
    check,
};

/// Keywords that say nothing about the form of a value.
const ANNOTATIONS: &[&str] = &[
    "title",
    "description",
    "default",
    "example",
    "examples",
    "deprecated",
    "readOnly",
    "writeOnly",
    "nullable",
    "externalDocs",
    "xml",
    "$comment",
    "$schema",
    "$id",
    "$anchor",
    "$defs",
    "definitions",
];

fn check(document: &Document<'_>, findings: &mut Findings) {
    for (site, schema) in document.schemas() {
        // Whatever is no JSON has no form that a schema could describe.
        let is_raw = site
            .parent()
            .is_some_and(|parent| parent.node().kind == Kind::MediaType && !is_json(parent.name()));
        // In these places a schema that allows anything is a usual way to say so.
        let on_purpose = matches!(
            site.field(),
            Some(
                "additionalProperties"
                    | "unevaluatedProperties"
                    | "unevaluatedItems"
                    | "items"
                    | "patternProperties"
                    | "not"
                    | "if"
                    | "then"
                    | "else"
                    | "contains"
                    | "allOf"
                    | "oneOf"
                    | "anyOf"
            )
        );
        let says_nothing = schema
            .keys()
            .all(|name| ANNOTATIONS.contains(&name.as_str()) || name.starts_with("x-"));
        if says_nothing && !on_purpose && !is_raw {
            findings.push(
                Finding::of_key(
                    Code::EmptySchema,
                    site.at(),
                    "the schema says nothing about its values",
                )
                .help("give it a `type`; its values are untyped otherwise"),
            );
        }
    }
}
