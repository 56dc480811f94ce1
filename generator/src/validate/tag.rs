//! The tags of operations are declared.

use std::collections::HashSet;

use serde_json::Value;

use super::Rule;
use super::document::Document;
use super::finding::{Finding, Findings};
use crate::diagnostic::Code;
use crate::grammar::Kind;

pub(super) const RULE: Rule = Rule {
    codes: &[Code::TagUndeclared],
    check,
};

fn check(document: &Document<'_>, findings: &mut Findings) {
    let declared: HashSet<&str> = document
        .of_kind(Kind::Tag)
        .filter_map(|site| site.get("name")?.as_str())
        .collect();
    for (site, _) in document.operations() {
        let tags = site.get("tags").and_then(Value::as_array);
        for (index, tag) in tags.into_iter().flatten().enumerate() {
            let Some(tag) = tag.as_str().filter(|tag| !declared.contains(tag)) else {
                continue;
            };
            let at = site.at().join("tags").join(index);
            let message = format!("the document does not declare the tag `{tag}`");
            findings.push(
                Finding::of_value(Code::TagUndeclared, at, message)
                    .help("list it under `tags`, with a description"),
            );
        }
    }
}
