//! A link leads to an operation.

use std::collections::HashSet;

use serde_json::Value;

use super::Rule;
use super::document::Document;
use super::finding::{Finding, Findings};
use crate::diagnostic::Code;
use crate::grammar::Kind;
use crate::spelling;

pub(super) const RULE: Rule = Rule {
    codes: &[Code::LinkTargetMissing],
    check,
};

fn check(document: &Document<'_>, findings: &mut Findings) {
    let ids: HashSet<&str> = document
        .operations()
        .filter_map(|(site, _)| site.get("operationId")?.as_str())
        .collect();
    for site in document.of_kind(Kind::Link) {
        if let Some(id) = site.get("operationId").and_then(Value::as_str)
            && !ids.contains(id)
        {
            let at = site.at().join("operationId");
            let message = format!("there is no operation `{id}`");
            let mut names: Vec<&str> = ids.iter().copied().collect();
            names.sort_unstable();
            let finding = Finding::of_value(Code::LinkTargetMissing, at, message);
            findings.push(match spelling::nearest(names, id) {
                Some(name) => finding.help(format!("did you mean `{name}`?")),
                None => finding,
            });
        }
        if let Some(target) = site.get("operationRef").and_then(Value::as_str)
            && target.starts_with('#')
            && document.target(target).is_none()
        {
            let at = site.at().join("operationRef");
            let message = format!("`{target}` does not exist");
            findings.push(Finding::of_value(Code::LinkTargetMissing, at, message));
        }
    }
}
