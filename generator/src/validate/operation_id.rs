//! Every operation has a name.

use super::Rule;
use super::document::Document;
use super::finding::{Finding, Findings};
use crate::diagnostic::Code;

pub(super) const RULE: Rule = Rule {
    codes: &[Code::OperationIdMissing],
    check,
};

fn check(document: &Document<'_>, findings: &mut Findings) {
    for (site, _) in document.operations() {
        if site.get("operationId").is_none() {
            let message = "the operation has no `operationId`";
            findings.push(
                Finding::of_key(Code::OperationIdMissing, site.at(), message)
                    .help("the method is named after method and path; an id makes a stable name"),
            );
        }
    }
}
