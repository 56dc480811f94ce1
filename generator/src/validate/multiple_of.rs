//! `multipleOf` is above zero.

use serde_json::Value;

use super::Rule;
use super::document::Document;
use super::finding::{Finding, Findings};
use crate::diagnostic::Code;

const KEYWORD: &str = "multipleOf";

pub(super) const RULE: Rule = Rule {
    codes: &[Code::ImpossibleStep],
    check,
};

fn check(document: &Document<'_>, findings: &mut Findings) {
    for (site, schema) in document.schemas() {
        let step = schema.get(KEYWORD).and_then(Value::as_f64);
        if let Some(step) = step.filter(|step| *step <= 0.0) {
            let message = format!("nothing is a multiple of {step}");
            findings.push(
                Finding::of_value(Code::ImpossibleStep, site.at().join(KEYWORD), message)
                    .help("write a number above zero"),
            );
        }
    }
}
