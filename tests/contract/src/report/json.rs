//! For machines.

use serde_json::json;

use super::Totals;
use crate::outcome::Outcome;

/// The whole outcome, which `merge` and `--baseline` read.
///
/// # Errors
/// It cannot be written.
pub fn json(outcome: &Outcome) -> Result<String, String> {
    let mut text = serde_json::to_string_pretty(outcome).map_err(|error| error.to_string())?;
    text.push('\n');
    Ok(text)
}

/// A line for each finding (`"kind":"finding"`), one for each thing that was not checked
/// (`"kind":"skipped"`), and a last one for the whole (`"kind":"summary"`).
///
/// # Errors
/// It cannot be written.
pub fn json_lines(outcome: &Outcome) -> Result<String, String> {
    let mut lines = Vec::new();
    for finding in &outcome.findings {
        let mut line = serde_json::to_value(finding).map_err(|error| error.to_string())?;
        line["kind"] = json!("finding");
        lines.push(line);
    }
    for skipped in &outcome.skipped {
        let mut line = serde_json::to_value(skipped).map_err(|error| error.to_string())?;
        line["kind"] = json!("skipped");
        lines.push(line);
    }
    let totals = Totals::of(outcome.operations.values());
    lines.push(json!({
        "kind": "summary",
        "title": outcome.title,
        "version": outcome.version,
        "subject": outcome.subject,
        "seed": outcome.seed,
        "findings": outcome.findings.len(),
        "accepted": outcome.accepted.len(),
        "requests": outcome.requests.values().sum::<u64>(),
        "seconds": outcome.time.as_secs_f64(),
        "coverage": outcome.coverage(),
        "operations": totals.operations,
        "reached": totals.reached,
    }));
    Ok(lines.iter().map(|line| format!("{line}\n")).collect())
}
