//! Judges whether a document can be generated from: one rule to a file.

mod circular_all_of;
mod duplicate_operation_id;
mod path_parameter;
mod version;

use crate::diagnostic::Report;
use crate::resolve::Resolved;

/// What every rule is: it looks at the document and reports.
type Rule = fn(&Resolved, &mut Report);

const RULES: &[Rule] = &[
    version::check,
    circular_all_of::check,
    duplicate_operation_id::check,
    path_parameter::check,
];

/// Runs every rule.
pub(crate) fn validate(document: &Resolved, report: &mut Report) {
    for rule in RULES {
        rule(document, report);
    }
}
