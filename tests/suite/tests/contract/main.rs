//! The runner against the reference server: nothing is found on one that keeps the contract, and
//! every fault of the catalogue is, alone and together with all others.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests are tests, too"
)]

mod run;

use std::collections::BTreeSet;

use specwright_contract::outcome::Outcome;
use specwright_suite::reference::{self, Fault, Reference};

use run::{contract, found, settings};

#[test]
fn nothing_is_found_where_the_contract_is_kept() {
    run::on_a_runtime(async {
        let server = Reference::start(&[]).await.unwrap();
        let outcome = contract(&settings(&server)).await;
        assert_eq!(run::told(&outcome), [""; 0]);
        assert_eq!(server.broken_promises(), [""; 0]);
        assert_eq!(not_covered(&outcome), [""; 0]);
    });
}

#[test]
fn each_fault_is_found_alone() {
    let mut missed = Vec::new();
    for fault in reference::catalogue() {
        let outcome = run::on_a_runtime(async {
            let server = Reference::start(&[fault]).await.unwrap();
            let mut settings = settings(&server);
            settings.filter.include = vec![fault.operation.to_owned()];
            contract(&settings).await
        });
        if !found(&outcome, fault) {
            missed.push(format!("{}: {:?}", fault.name, run::told(&outcome)));
        }
    }
    assert_eq!(missed, [""; 0]);
}

#[test]
fn all_faults_are_found_together() {
    let all: Vec<&Fault> = reference::catalogue().collect();
    assert!(all.len() >= 40, "{}", all.len());
    let names: BTreeSet<_> = all.iter().map(|fault| fault.name).collect();
    assert_eq!(names.len(), all.len(), "two faults have one name");
    let outcome = run::on_a_runtime(async {
        let server = Reference::start(&all).await.unwrap();
        contract(&settings(&server)).await
    });
    let missed = all.iter().filter(|fault| !found(&outcome, fault));
    let missed: Vec<_> = missed.map(|fault| fault.name).collect();
    assert_eq!(missed, [""; 0], "{:#?}", run::told(&outcome));
}

/// Operations without a success, inputs that were not exercised both ways, and gaps.
fn not_covered(outcome: &Outcome) -> Vec<String> {
    let mut found = Vec::new();
    for (label, covered) in &outcome.operations {
        if !covered.is_reached {
            found.push(format!("{label} is not reached: {:?}", covered.refusals));
        }
        for (input, exercised) in &covered.inputs {
            if !exercised.valid || !exercised.invalid {
                found.push(format!("{label} {input}: {exercised:?}"));
            }
        }
    }
    let gaps = outcome.skipped.iter().filter(|skipped| skipped.is_gap);
    found.extend(gaps.map(|gap| format!("{}: {}", gap.subject, gap.reason)));
    found
}
