//! The first request: whether the server is there, and takes the credentials.

use std::time::Duration;

use http::Method;

use super::Unusable;
use super::base;
use super::case::Case;
use super::context::{Context, Performed};
use super::sender::Failure;
use crate::api::Operation;
use crate::finding::Phase;

/// How often a connection is tried, a moment between: a server may be starting.
const ATTEMPTS: u32 = 5;

/// A moment.
const MOMENT: Duration = Duration::from_millis(200);

/// Sends one valid request.
///
/// # Errors
/// There is no connection, or the credentials are refused.
pub(super) async fn run(context: &Context<'_>) -> Result<(), Unusable> {
    let mut operations: Vec<_> = context.operations().collect();
    if operations.is_empty() {
        return Err(unusable("no operation is left to be tried".to_owned()));
    }
    operations.sort_by_key(|(_, operation)| awkwardness(operation));
    let mut cases = operations
        .iter()
        .filter_map(|(index, _)| base::minimal(context, *index, Phase::Examples).ok());
    let Some(case) = cases.next() else {
        // Why there is no request is told for each operation.
        return Ok(());
    };
    let performed = performed(context, &case).await?;
    let operation = &context.api.operations[case.operation];
    let (Some(status), body) = (performed.status(), performed.body()) else {
        return Ok(());
    };
    let manners = &context.settings.manners;
    if !operation.security.is_empty() && manners.refuses_credentials(status, body) {
        return Err(unusable(refused(context, operation, status)));
    }
    Ok(())
}

async fn performed(context: &Context<'_>, case: &Case) -> Result<Performed, Unusable> {
    let base = &context.settings.base_url;
    let mut why = "HTTP cannot carry the first request".to_owned();
    for attempt in 1..=ATTEMPTS {
        let Some(performed) = context.perform(case).await else {
            break;
        };
        match &performed.response {
            Ok(_) => return Ok(performed),
            Err(failure @ Failure::Unreachable(_)) if attempt < ATTEMPTS => {
                why = failure.to_string();
                tokio::time::sleep(MOMENT).await;
            }
            Err(failure) => {
                why = failure.to_string();
                break;
            }
        }
    }
    Err(unusable(format!("`{base}` cannot be reached: {why}")))
}

/// How little an operation is good for a first request.
fn awkwardness(operation: &Operation) -> (bool, bool, bool) {
    (
        operation.method == Method::DELETE,
        operation.method != Method::GET,
        operation
            .parameters
            .iter()
            .any(|parameter| parameter.required),
    )
}

fn refused(context: &Context<'_>, operation: &Operation, status: u16) -> String {
    let needed = operation.security.iter().flatten();
    let missing: Vec<_> = needed
        .map(|needed| needed.scheme.as_str())
        .filter(|scheme| !context.settings.credentials.contains_key(*scheme))
        .collect();
    let label = operation.label();
    if missing.is_empty() {
        return format!("{label} answered {status}: the server refuses the credentials");
    }
    let lines: Vec<_> = missing
        .iter()
        .map(|scheme| format!("  {scheme} = \"env:NAME\""))
        .collect();
    format!(
        "{label} answered {status}: the server wants credentials; give them in the settings file:\n\
         [credentials]\n{}",
        lines.join("\n")
    )
}

fn unusable(text: String) -> Unusable {
    Unusable { text }
}
