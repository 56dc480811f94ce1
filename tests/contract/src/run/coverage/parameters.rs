//! Every parameter at the borders of what it may be, and left away.

use serde_json::Value;

use super::super::base::{is_awkward, plain_value};
use super::super::case::{Case, Focus, Given, Intent};
use super::super::lane::Lane;
use super::super::pins::At;
use super::super::verdict::settle;
use super::try_case;
use crate::api::{Location, Parameter};
use crate::strategy::Standing;

pub(super) async fn run(lane: &mut Lane<'_, '_>, base: &Case) {
    let operation = &lane.context.api.operations[lane.operation];
    for parameter in &operation.parameters {
        let Some(schema) = &parameter.schema else {
            continue;
        };
        let known = (parameter.location, parameter.name.clone());
        if parameter.location != Location::Path {
            let mut without = base.clone();
            without.parameters.remove(&known);
            let case = about(without, parameter, "", "absent", "absent");
            try_case(lane, case, &format!("no {}", described(parameter, ""))).await;
        }
        match lane.context.values.places(schema) {
            Ok(places) => {
                let own = plain_value(lane.context, parameter).ok();
                for mut place in places {
                    // The value that is known to work is a better base than any that is drawn.
                    if let Some(own) = own.as_ref().filter(|_| place.instance.is_empty()) {
                        let fixed = match base.parameters.get(&known) {
                            Some(Given::Value(value)) => value,
                            Some(Given::Raw(_)) | None => own,
                        };
                        place.base = fixed.clone();
                    }
                    borders(lane, base, parameter, schema, &place).await;
                }
            }
            Err(none) => {
                let mut tally = lane.context.tally.borrow_mut();
                tally.skip(&parameter.pointer, none.reason, true);
            }
        }
    }
}

async fn borders(
    lane: &mut Lane<'_, '_>,
    base: &Case,
    parameter: &Parameter,
    schema: &str,
    place: &crate::strategy::Place,
) {
    let context = lane.context;
    let operation = &context.api.operations[lane.operation];
    let pointer = match place.instance.as_str() {
        "" => &parameter.pointer,
        _ => &place.pointer,
    };
    context
        .tally
        .borrow_mut()
        .knows_input(operation, pointer, false);
    let mut can_be_broken = parameter.required && parameter.location != Location::Path;
    for boundary in context.values.boundaries(schema, place) {
        let what = format!(
            "{} as {}",
            boundary.what,
            described(parameter, &place.instance)
        );
        let mut case = about(
            base.clone(),
            parameter,
            &place.instance,
            &boundary.kind,
            &what,
        );
        if let Some(focus) = &mut case.focus {
            focus.pointer.clone_from(pointer);
        }
        let key = (parameter.location, parameter.name.clone());
        let awkward = is_awkward(parameter, &boundary.value);
        if awkward && parameter.location == Location::Path && is_empty(&boundary.value) {
            continue;
        }
        case.parameters.insert(key, Given::Value(boundary.value));
        let Some((mut case, request)) = settle(context, case, &what) else {
            continue;
        };
        if awkward || boundary.standing == Standing::Doubtful && case.intent.is_valid() {
            case.intent = Intent::Either;
        }
        can_be_broken |= matches!(case.intent, Intent::Invalid(_));
        lane.run(case, request).await;
    }
    if !can_be_broken {
        context
            .tally
            .borrow_mut()
            .knows_input(operation, pointer, true);
    }
}

/// A text that leaves nothing of its segment, so that the request is for another path.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty() || text == "." || text == "..",
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

fn about(mut case: Case, parameter: &Parameter, instance: &str, cause: &str, what: &str) -> Case {
    let mut within = Vec::new();
    if !instance.is_empty() {
        within.push(parameter.pointer.clone());
    }
    case.label = if what == "absent" {
        format!("no {}", described(parameter, ""))
    } else {
        what.to_owned()
    };
    case.focus = Some(Focus {
        pointer: parameter.pointer.clone(),
        within,
        at: Some(At::Parameter(parameter.location, parameter.name.clone())),
        cause: cause.to_owned(),
    });
    case
}

fn described(parameter: &Parameter, instance: &str) -> String {
    let kind = match parameter.location {
        Location::Header => "header",
        Location::Cookie => "cookie",
        Location::Path => "path parameter",
        Location::Query => "query parameter",
    };
    format!("{kind} `{}{instance}`", parameter.name)
}
