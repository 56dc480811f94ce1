//! Header parameters have names that OpenAPI does not ignore.

use serde_json::Value;

use super::Rule;
use super::document::Document;
use super::finding::{Finding, Findings};
use super::grammar::Kind;
use crate::diagnostic::Code;

pub(super) const RULE: Rule = Rule {
    codes: &[Code::IgnoredHeader],
    check,
};

fn check(document: &Document<'_>, findings: &mut Findings) {
    for site in document.of_kind(Kind::Parameter) {
        if site.get("in").is_none_or(|place| place != "header") {
            continue;
        }
        let Some(name) = site.get("name").and_then(Value::as_str) else {
            continue;
        };
        let help = match name.to_ascii_lowercase().as_str() {
            "accept" | "content-type" => "the media types under `content` decide it",
            "authorization" => "declare a security scheme instead",
            _ => continue,
        };
        let message = format!("OpenAPI ignores a header parameter of the name `{name}`");
        let at = site.at().join("name");
        findings.push(Finding::of_value(Code::IgnoredHeader, at, message).help(help));
    }
}
