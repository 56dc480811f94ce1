//! For continuous integration: a test case for each operation and check that was at stake.

use std::collections::BTreeMap;

use quick_junit::{NonSuccessKind, TestCase, TestCaseStatus, TestSuite};

use super::text::details;
use super::{RustNames, Title};
use crate::finding::Finding;
use crate::outcome::Outcome;

/// The report in the JUnit format. A case is an operation; each finding fails a case of its own.
/// What could not be checked is an error where it is a gap, and skipped where it was left out.
///
/// # Errors
/// The writer of XML failed.
pub fn junit(outcome: &Outcome, names: &RustNames) -> Result<String, String> {
    let mut suite = TestSuite::new("contract");
    suite.add_property(("document", outcome.title.as_str()));
    suite.add_property(("version", outcome.version.as_str()));
    suite.add_property(("subject", outcome.subject.as_str()));
    suite.add_property(("seed", outcome.seed.to_string().as_str()));
    suite.set_time(outcome.time);
    let mut by_operation: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in &outcome.findings {
        let operation = finding.key.operation.as_str();
        by_operation.entry(operation).or_default().push(finding);
    }
    for label in outcome.operations.keys() {
        if !by_operation.contains_key(label.as_str()) {
            suite.add_test_case(case(label, "contract", TestCaseStatus::success()));
        }
    }
    for (label, findings) in by_operation {
        for finding in findings {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            status.set_type(finding.key.check.as_str());
            status.set_message(finding.message.as_str());
            status.set_description(details(finding, names));
            let name = format!(
                "{} {} {}",
                Title(finding),
                finding.key.pointer,
                finding.key.cause
            );
            suite.add_test_case(case(name.trim_end(), label, status));
        }
    }
    for skipped in &outcome.skipped {
        let mut status = if skipped.is_gap {
            TestCaseStatus::non_success(NonSuccessKind::Error)
        } else {
            TestCaseStatus::skipped()
        };
        status.set_message(skipped.reason.as_str());
        suite.add_test_case(case(&skipped.subject, "not checked", status));
    }
    let mut report = quick_junit::Report::new(outcome.title.as_str());
    report.add_test_suite(suite);
    report.to_string().map_err(|error| error.to_string())
}

fn case(name: &str, class: &str, status: TestCaseStatus) -> TestCase {
    let mut case = TestCase::new(name, status);
    case.set_classname(class);
    case
}
