//! One page with everything, which needs nothing from elsewhere.

use maud::{DOCTYPE, Markup, PreEscaped, html as page};

use super::text::answer;
use super::{RustNames, Totals, answered, curl, place};
use crate::finding::{Exchange, Finding};
use crate::outcome::{Covered, Outcome};

/// How the page looks, in light and in dark.
const STYLE: &str = include_str!("style.css");

/// The outcome as a page: the verdict, the findings with their exchanges, operations by statuses
/// and by inputs, and what was not checked.
#[must_use]
pub fn html(outcome: &Outcome, names: &RustNames) -> String {
    let totals = Totals::of(outcome.operations.values());
    let verdict = match outcome.findings.len() {
        0 => "kept".to_owned(),
        1 => "1 finding".to_owned(),
        more => format!("{more} findings"),
    };
    let is_kept = outcome.findings.is_empty();
    let page = page! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (outcome.title) ": " (verdict) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                header {
                    h1 { (outcome.title) " " small { (outcome.version) } }
                    p.verdict.(if is_kept { "good" } else { "bad" }) { (verdict) }
                    (facts(outcome, &totals))
                }
                main {
                    (findings("Findings", &outcome.findings, names))
                    (findings("Accepted by the baseline", &outcome.accepted, names))
                    (gaps(outcome))
                    (operations(outcome))
                }
            }
        }
    };
    page.into_string()
}

fn facts(outcome: &Outcome, totals: &Totals) -> Markup {
    let requests: u64 = outcome.requests.values().sum();
    let facts = [
        ("against", outcome.subject.clone()),
        ("seed", outcome.seed.to_string()),
        ("exchanges", requests.to_string()),
        ("seconds", format!("{:.1}", outcome.time.as_secs_f64())),
        ("coverage", format!("{:.1} %", outcome.coverage() * 100.0)),
        (
            "operations reached",
            format!("{} of {}", totals.reached, totals.operations),
        ),
        (
            "inputs valid",
            format!("{} of {}", totals.valid, totals.inputs),
        ),
        (
            "inputs invalid",
            format!("{} of {}", totals.invalid, totals.inputs),
        ),
        (
            "listed answers seen",
            format!("{} of {}", totals.answered, totals.answers),
        ),
    ];
    page! {
        dl.facts { @for (name, value) in facts { div { dt { (name) } dd { (value) } } } }
    }
}

fn findings(heading: &str, findings: &[Finding], names: &RustNames) -> Markup {
    page! {
        @if !findings.is_empty() {
            section {
                h2 { (heading) " (" (findings.len()) ")" }
                @for finding in findings {
                    details.finding {
                        summary {
                            code.check { (finding.key.check) }
                            " " strong { (finding.key.operation) }
                            @if finding.count > 1 { " " span.times { (finding.count) "×" } }
                            p { (finding.message) }
                        }
                        (finding_body(finding, names))
                    }
                }
            }
        }
    }
}

fn finding_body(finding: &Finding, names: &RustNames) -> Markup {
    let place = place(finding);
    page! {
        p { (finding.key.check.describe().trim()) }
        @if !place.is_empty() { p { "In the document: " code { (place) } } }
        @for (index, step) in finding.exchanges.iter().enumerate() {
            @if finding.exchanges.len() > 1 { h4 { "Step " (index + 1) } }
            (exchange(step))
        }
        @if let Some(test) = names.test(finding) {
            details { summary { "As a test in Rust" } pre { (test) } }
        }
        @if let Some(seed) = finding.seed { p { "Drawn again with " code { "--seed " (seed) } } }
    }
}

fn exchange(exchange: &Exchange) -> Markup {
    page! {
        pre { (curl(&exchange.request)) }
        pre.answer { (answer(exchange)) }
    }
}

fn gaps(outcome: &Outcome) -> Markup {
    page! {
        @if !outcome.skipped.is_empty() {
            section {
                h2 { "Not checked (" (outcome.skipped.len()) ")" }
                table {
                    thead { tr { th { "what" } th { "why" } th { "by choice" } } }
                    tbody {
                        @for skipped in &outcome.skipped {
                            tr {
                                td { code { (skipped.subject) } }
                                td { (skipped.reason) }
                                td { @if skipped.is_gap { "no" } @else { "yes" } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn operations(outcome: &Outcome) -> Markup {
    page! {
        section {
            h2 { "Operations (" (outcome.operations.len()) ")" }
            table {
                thead { tr {
                    th { "operation" } th { "statuses" } th { "never seen" }
                    th { "inputs valid" } th { "inputs invalid" } th { "answers' properties" }
                } }
                tbody {
                    @for (label, covered) in &outcome.operations { (operation(label, covered)) }
                }
            }
        }
    }
}

fn operation(label: &str, covered: &Covered) -> Markup {
    let seen: Vec<_> = answered(covered).collect();
    let unseen = covered
        .listed
        .iter()
        .filter(|listed| !seen.contains(listed));
    let inputs = covered.inputs.len();
    let valid = covered.inputs.values().filter(|input| input.valid).count();
    let invalid = covered
        .inputs
        .values()
        .filter(|input| input.invalid)
        .count();
    let outputs = covered.outputs.values().filter(|seen| **seen).count();
    let missed: Vec<_> = covered
        .inputs
        .iter()
        .filter(|(_, input)| !input.valid || !input.invalid)
        .collect();
    page! {
        tr {
            td {
                span.(if covered.is_reached { "good" } else { "bad" }) {
                    @if covered.is_reached { "✓ " } @else { "✗ " }
                }
                code { (label) }
                @if !missed.is_empty() {
                    details {
                        summary { (missed.len()) " inputs not exercised both ways" }
                        ul { @for (pointer, input) in missed { li {
                            code { (pointer) }
                            @if !input.valid { " never valid" }
                            @if !input.invalid { " never invalid" }
                        } } }
                    }
                }
            }
            td { @for (status, count) in &covered.statuses {
                span.status title={ (count) " times" } { (status) } " "
            } }
            td { @for listed in unseen { span.status.unseen { (listed) } " " } }
            td { (bar(valid, inputs)) }
            td { (bar(invalid, inputs)) }
            td { (bar(outputs, covered.outputs.len())) }
        }
    }
}

fn bar(part: usize, whole: usize) -> Markup {
    page! {
        @if whole > 0 {
            meter min="0" max=(whole) value=(part) {} " " small { (part) "/" (whole) }
        } @else { "–" }
    }
}
