//! The report for machines.

use serde_json::{Map, Value, json};

use crate::fidelity::judge::Promise;

use super::{Explanation, Report, SchemaReport, Tally};

/// The whole report as one object.
#[must_use]
pub fn json(report: &Report) -> Value {
    let schemas = report.schemas.iter().map(schema);
    let promises = Promise::ALL.map(|promise| (promise, report.tally(promise)));
    json!({
        "document": report.document,
        "cases": report.draws.cases,
        "seed": report.draws.seed,
        "findings": report.findings(),
        "explained": report.explained(),
        "promises": tallies(promises),
        "schemas": schemas.collect::<Value>(),
    })
}

fn schema(schema: &SchemaReport) -> Value {
    let promises = Promise::ALL.map(|promise| (promise, schema.tally(promise)));
    let counterexamples = schema.counterexamples.iter().map(|found| {
        json!({
            "kind": found.kind,
            "promise": found.finding.promise.as_str(),
            "pointer": found.finding.at,
            "message": found.finding.what,
            "value": found.value,
            "text": found.text,
            "seed": found.seed,
        })
    });
    json!({
        "pointer": schema.pointer,
        "type": schema.name,
        "promises": tallies(promises),
        "judged": schema.judged,
        "unjudged": schema.unjudged,
        "explained": schema.explained.as_ref().map(explanation),
        "counterexamples": counterexamples.collect::<Value>(),
    })
}

fn explanation(known: &Explanation) -> Value {
    json!({ "pointer": known.pointer, "code": known.code, "message": known.message })
}

fn tallies(tallies: [(Promise, Tally); 4]) -> Map<String, Value> {
    let entry = |(promise, tally): (Promise, Tally)| {
        let tally = json!({ "kept": tally.kept, "judged": tally.judged });
        (promise.as_str().to_owned(), tally)
    };
    tallies.into_iter().map(entry).collect()
}
