//! GET, HEAD and DELETE have no body.

use super::Rule;
use super::document::Document;
use super::finding::{Finding, Findings};
use crate::diagnostic::Code;

pub(super) const RULE: Rule = Rule {
    codes: &[Code::BodyWithoutMeaning],
    check,
};

fn check(document: &Document<'_>, findings: &mut Findings) {
    for (site, method) in document.operations() {
        if matches!(method, "get" | "head" | "delete") && site.get("requestBody").is_some() {
            let method = method.to_uppercase();
            let message = format!("HTTP gives the body of a {method} no meaning");
            let at = site.at().join("requestBody");
            findings.push(
                Finding::of_key(Code::BodyWithoutMeaning, at, message)
                    .help("it is sent all the same; some servers and proxies refuse or drop it"),
            );
        }
    }
}
