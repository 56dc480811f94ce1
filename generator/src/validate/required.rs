//! What must be there is named once, and can be there at all.

use super::Rule;
use super::document::Document;
use super::finding::{Finding, Findings};
use super::traits::list;
use crate::diagnostic::Code;

pub(super) const RULE: Rule = Rule {
    codes: &[Code::DuplicateRequired, Code::ReadAndWriteOnly],
    check,
};

fn check(document: &Document<'_>, findings: &mut Findings) {
    for (site, schema) in document.schemas() {
        let required = list(schema, "required");
        for (index, name) in required.iter().enumerate() {
            if let Some(first) = required[..index].iter().position(|other| other == name) {
                let at = site.at().join("required");
                let message = format!("{name} is required already");
                findings.push(
                    Finding::of_value(Code::DuplicateRequired, at.join(index), message)
                        .value_label(at.join(first), "here")
                        .help("remove one of the two"),
                );
            }
        }
        let is_set = |name: &str| schema.get(name).is_some_and(|flag| flag == true);
        if is_set("readOnly") && is_set("writeOnly") {
            let message =
                "the value is in responses only and in requests only, so that it is never";
            let at = site.at();
            findings.push(
                Finding::of_key(Code::ReadAndWriteOnly, at.join("writeOnly"), message)
                    .key_label(at.join("readOnly"), "in responses only")
                    .help("remove one of the two"),
            );
        }
    }
}
