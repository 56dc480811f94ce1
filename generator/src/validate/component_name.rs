//! The names of components have the characters that OpenAPI allows.

use super::Rule;
use super::document::Document;
use super::finding::{Finding, Findings};
use crate::diagnostic::Code;

pub(super) const RULE: Rule = Rule {
    codes: &[Code::ComponentName],
    check,
};

fn check(document: &Document<'_>, findings: &mut Findings) {
    for site in document.all().filter(|site| site.is_component()) {
        let Some(name) = site.name() else { continue };
        let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
        if let Some(odd) = name.chars().find(|c| !allowed(*c)) {
            let message = format!("OpenAPI does not allow `{odd}` in the name of a component");
            findings.push(
                Finding::of_key(Code::ComponentName, site.at(), message)
                    .help("use letters, digits, `.`, `-` and `_`"),
            );
        } else if name.is_empty() {
            let message = "a component without a name";
            findings.push(Finding::of_key(Code::ComponentName, site.at(), message));
        }
    }
}
