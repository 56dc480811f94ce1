//! Every `operationId` belongs to one operation.

use std::collections::HashMap;

use serde_json::Value;

use super::Rule;
use super::document::{Document, Site};
use super::finding::{Finding, Findings};
use crate::diagnostic::Code;

pub(super) const RULE: Rule = Rule {
    codes: &[Code::DuplicateOperationId],
    check,
};

/// Warns of each operation whose id another one before it bears.
fn check(document: &Document<'_>, findings: &mut Findings) {
    let mut first: HashMap<&str, Site<'_, '_>> = HashMap::new();
    for (site, _) in document.operations() {
        let Some(id) = site.get("operationId").and_then(Value::as_str) else {
            continue;
        };
        match first.get(id) {
            None => {
                first.insert(id, site);
            }
            Some(other) => {
                let other = other.at();
                let message = format!("the operation id `{id}` belongs to {other} already");
                let at = site.at().join("operationId");
                findings.push(
                    Finding::of_value(Code::DuplicateOperationId, at, message)
                        .value_label(other.join("operationId"), "the first operation of that id")
                        .help("the method gets a number after its name; give it an id of its own"),
                );
            }
        }
    }
}
