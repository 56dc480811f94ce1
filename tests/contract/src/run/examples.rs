//! Phase *examples*: what the document itself shows.

use serde_json::Value;

use super::base;
use super::case::{Body, Case, Focus, Given, Intent};
use super::context::Context;
use super::lane::Lane;
use super::verdict::settle;
use crate::api::Media;
use crate::finding::Phase;
use crate::pointer;

/// Runs the phase.
pub(super) async fn run(context: &Context<'_>) {
    context
        .for_each_operation(|index| operation(context, index))
        .await;
}

async fn operation(context: &Context<'_>, index: usize) {
    let operation = &context.api.operations[index];
    let Ok(base) = base::minimal(context, index, Phase::Examples) else {
        return;
    };
    let mut lane = Lane::new(context, index);
    for parameter in &operation.parameters {
        for example in &parameter.examples {
            let mut case = base.clone();
            let key = (parameter.location, parameter.name.clone());
            case.parameters
                .insert(key, Given::Value(example.value.clone()));
            one(&mut lane, case, &example.pointer).await;
        }
    }
    let media = operation.body.as_ref().map(|body| &body.media);
    for (number, media) in media.into_iter().flatten().enumerate() {
        for (pointer, value) in all(context, media) {
            let mut case = base.clone();
            case.body = Body::Value {
                media: number,
                value,
            };
            base::dress(context, &mut case, None);
            one(&mut lane, case, &pointer).await;
        }
    }
}

async fn one(lane: &mut Lane<'_, '_>, mut case: Case, pointer: &str) {
    case.label = format!("the example at `{pointer}`");
    case.focus = Some(Focus {
        pointer: pointer.to_owned(),
        cause: "example".to_owned(),
        ..Focus::default()
    });
    let label = case.label.clone();
    let Some((mut case, request)) = settle(lane.context, case, &label) else {
        return;
    };
    if let Intent::Invalid(broken) = &case.intent {
        let reason = format!("the example breaks its schema: {}", broken.what);
        lane.context.tally.borrow_mut().skip(pointer, reason, false);
        case.intent = Intent::Either;
    }
    lane.run(case, request).await;
}

/// The examples of a body: those of the media type, and those of its schema.
fn all(context: &Context<'_>, media: &Media) -> Vec<(String, Value)> {
    let own = media.examples.iter();
    let mut found: Vec<_> = own
        .map(|example| (example.pointer.clone(), example.value.clone()))
        .collect();
    if let Some((place, schema)) = media.schema.as_ref().and_then(|at| target(context, at)) {
        if let Some(example) = schema.get("example") {
            found.push((pointer::join(&place, "example"), example.clone()));
        }
        let more = schema.get("examples").and_then(Value::as_array);
        for (index, example) in more.into_iter().flatten().enumerate() {
            found.push((format!("{place}/examples/{index}"), example.clone()));
        }
    }
    found
}

/// The schema that stands at a place, where references lead.
fn target<'c>(context: &'c Context<'_>, at: &str) -> Option<(String, &'c Value)> {
    let tree = context.api.document.tree();
    let mut at = at.to_owned();
    for _ in 0..64 {
        let schema = tree.pointer(&at)?;
        let reference = schema.get("$ref").and_then(Value::as_str);
        match reference.and_then(pointer::from_reference) {
            Some(next) => at = next,
            None => return Some((at, schema)),
        }
    }
    None
}
