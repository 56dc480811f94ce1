//! The report for continuous integration: a test case for each schema.

use quick_junit::{NonSuccessKind, TestCase, TestCaseStatus, TestSuite};

use super::text::shortened;
use super::{Report, SchemaReport};

/// The report in the JUnit format; a schema that was not judged is an error, one with a
/// counterexample a failure.
///
/// # Errors
/// The writer of XML failed.
pub fn junit(report: &Report) -> Result<String, quick_junit::SerializeError> {
    let mut suite = TestSuite::new("fidelity");
    suite.add_property(("document", report.document.as_str()));
    suite.add_property(("cases", report.draws.cases.to_string().as_str()));
    suite.add_property(("seed", report.draws.seed.to_string().as_str()));
    suite.add_test_cases(report.schemas.iter().map(test_case));
    let mut whole = quick_junit::Report::new(report.document.as_str());
    whole.add_test_suite(suite);
    whole.to_string()
}

fn test_case(schema: &SchemaReport) -> TestCase {
    let found = schema.counterexamples.first();
    let mut status = match (&schema.unjudged, found, &schema.explained) {
        (Some(_), None, Some(known)) => {
            let mut status = TestCaseStatus::skipped();
            status.set_message(format!("{}: {}", known.code, known.message));
            status
        }
        (Some(reason), _, _) => {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
            status.set_message(format!("not judged: {reason}"));
            status
        }
        (None, Some(first), _) => {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            let promise = first.finding.promise.as_str();
            status.set_message(format!("not {promise}: {}", first.finding.what));
            status
        }
        (None, None, _) => TestCaseStatus::success(),
    };
    let details: Vec<String> = schema
        .counterexamples
        .iter()
        .map(|found| {
            format!(
                "not {} ({}): at `{}`: {}\nseed {}, value: {}",
                found.finding.promise.as_str(),
                found.kind,
                found.finding.at,
                found.finding.what,
                found.seed,
                shortened(&found.shown()),
            )
        })
        .collect();
    if !details.is_empty() {
        status.set_description(details.join("\n"));
    }
    let mut case = TestCase::new(schema.pointer.as_str(), status);
    if let Some(name) = &schema.name {
        case.set_classname(name.as_str());
    }
    case
}
