//! Every operation can succeed, and every response has a status.

use serde_json::Value;

use super::Rule;
use super::document::Document;
use super::finding::{Finding, Findings};
use crate::diagnostic::Code;

pub(super) const RULE: Rule = Rule {
    codes: &[Code::SuccessResponseMissing, Code::ResponseStatus],
    check,
};

fn check(document: &Document<'_>, findings: &mut Findings) {
    for (site, _) in document.operations() {
        let Some(responses) = site.get("responses").and_then(Value::as_object) else {
            continue;
        };
        let at = site.at().join("responses");
        let statuses = responses.keys().filter(|status| !status.starts_with("x-"));
        for status in statuses.clone() {
            if !is_status(status) {
                let message = format!("`{status}` is no status");
                findings.push(
                    Finding::of_key(Code::ResponseStatus, at.join(status), message)
                        .help("a status such as 404, a range such as 4XX, or default"),
                );
            }
        }
        let succeeds = |status: &String| status == "default" || !status.starts_with(['4', '5']);
        if statuses.clone().next().is_some() && !statuses.clone().any(succeeds) {
            let message = "no response of this operation is a success";
            findings.push(
                Finding::of_key(Code::SuccessResponseMissing, at, message)
                    .help("declare what is answered when all is well, such as `204`"),
            );
        }
    }
}

fn is_status(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_digit = |byte: &u8| byte.is_ascii_digit();
    text == "default"
        || (bytes.len() == 3
            && (b'1'..=b'5').contains(&bytes[0])
            && (bytes[1..].iter().all(is_digit) || bytes[1..] == *b"XX"))
}
