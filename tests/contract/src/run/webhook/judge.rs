//! What is wrong with a webhook that arrived.

use bytes::Bytes;
use http::Request;
use serde_json::Value;

use crate::api::{Operation, Webhook};
use crate::check::Check;
use crate::conform;
use crate::finding::Key;
use crate::oracle::{Direction, Violation};
use crate::pointer;
use crate::run::check::Problem;
use crate::run::context::{Context, key};

/// So much of a body is shown.
const MOST_SHOWN: usize = 800;

/// The webhook that a message is: told by members of its body, or else the one that was expected
/// where nothing tells it from others.
pub(super) fn recognized<'a>(
    context: &'a Context<'_>,
    expected: &'a Webhook,
    message: &Request<Bytes>,
) -> Option<&'a Webhook> {
    let body: Value = serde_json::from_slice(message.body()).unwrap_or_default();
    let is_told = |webhook: &&Webhook| {
        let told = &webhook.told_by;
        !told.is_empty()
            && told
                .iter()
                .all(|(name, value)| body.get(name) == Some(value))
    };
    let told = context.api.webhooks.iter().find(is_told);
    told.or_else(|| (expected.told_by.is_empty() || !body.is_object()).then_some(expected))
}

/// What is wrong with a message, as the webhook that it is.
pub(super) fn problems(
    context: &Context<'_>,
    webhook: &Webhook,
    message: &Request<Bytes>,
) -> Vec<Problem> {
    let problem = |pointer: &str, cause: String, text: String| Problem {
        key: Key {
            operation: webhook.name.clone(),
            check: Check::WebhookConformance,
            pointer: pointer.to_owned(),
            cause,
        },
        message: format!("{text}; it was {}", shown(message)),
    };
    if webhook.media.is_empty() {
        return Vec::new();
    }
    let content_type = conform::content_type(message.headers()).unwrap_or_default();
    let covers = webhook
        .media
        .iter()
        .find(|media| media.covers(content_type));
    let Some(media) = covers else {
        let ranges: Vec<_> = webhook
            .media
            .iter()
            .map(|media| media.range.as_str())
            .collect();
        let text = format!(
            "it is `{content_type}`, expected `{}`",
            ranges.join("` or `")
        );
        return vec![problem(&webhook.pointer, "content".to_owned(), text)];
    };
    let value = match media.decode(content_type, message.body()) {
        Ok(Some(value)) => value,
        Ok(None) => return Vec::new(),
        Err(why) => return vec![problem(&media.pointer, "content".to_owned(), why)],
    };
    let Some(schema) = &media.schema else {
        return Vec::new();
    };
    // Below an extension only what is referred to is a schema that the oracle knows.
    let node = context.api.document.tree().pointer(schema);
    let reference = node.and_then(|node| node.get("$ref")?.as_str());
    let target = reference.and_then(pointer::from_reference);
    let schema = target.as_ref().unwrap_or(schema);
    let checked = context.api.oracle.check_in(Direction::Any, schema, &value);
    let violations = checked.err().unwrap_or_default();
    for violation in &violations {
        if violation.keyword == Violation::UNCOMPILED {
            let mut tally = context.tally.borrow_mut();
            tally.skip(&violation.schema_pointer, &violation.message, true);
        }
    }
    violations
        .iter()
        .filter(|violation| violation.keyword != Violation::UNCOMPILED)
        .map(|violation| {
            let at = &violation.instance_pointer;
            let cause = format!("{at} {}", violation.keyword);
            let text = format!("at `{at}`: {}", violation.message);
            problem(&violation.schema_pointer, cause, text)
        })
        .collect()
}

/// A message that is no webhook of the document.
pub(super) fn unknown(operation: &Operation, message: &Request<Bytes>) -> Problem {
    let pointer = &operation.pointer;
    Problem {
        key: key(operation, Check::WebhookConformance, pointer, "unknown"),
        message: format!("the document has no such webhook: {}", shown(message)),
    }
}

fn shown(message: &Request<Bytes>) -> String {
    let text = String::from_utf8_lossy(message.body());
    text.chars().take(MOST_SHOWN).collect()
}
