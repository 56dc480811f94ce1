//! The valid requests that cases are made from.

use serde_json::Value;

use super::case::{Body, Case, Focus, Given};
use super::context::Context;
use super::pins::At;
use super::verdict::is_unsteady;
use crate::api::{Encoded, Form, Media, Parameter};
use crate::finding::Phase;
use crate::oracle::Direction;
use crate::pointer;

/// The valid request with only what is required, and as plain as possible.
///
/// # Errors
/// Says why there is none.
pub fn minimal(context: &Context<'_>, index: usize, phase: Phase) -> Result<Case, String> {
    let operation = &context.api.operations[index];
    let mut case = Case::new(index, phase, "only what is required");
    for parameter in &operation.parameters {
        let fixed = context.settings.fixed(operation, &parameter.name, "");
        if parameter.required || fixed.is_some() {
            let value = match fixed {
                Some(value) => value,
                None => plain_value(context, parameter)?,
            };
            let key = (parameter.location, parameter.name.clone());
            case.parameters.insert(key, Given::Value(value));
        }
    }
    if let Some(body) = operation.body.as_ref().filter(|body| body.required) {
        case.body = plain_body(context, &body.media)?;
    }
    dress(context, &mut case, None);
    Ok(case)
}

/// A value for a parameter: an example that is valid, or the plainest one.
pub(super) fn plain_value(context: &Context<'_>, parameter: &Parameter) -> Result<Value, String> {
    let Some(schema) = &parameter.schema else {
        return Ok(Value::from("1"));
    };
    let examples = parameter.examples.iter().map(|example| &example.value);
    let mut valid = examples.filter(|value| {
        let checked = context
            .api
            .oracle
            .check_in(Direction::Request, schema, value);
        checked.is_ok() && !is_awkward(parameter, value)
    });
    if let Some(example) = valid.next() {
        return Ok(example.clone());
    }
    let minimal = context
        .values
        .minimal(schema)
        .map_err(|none| none.to_string())?;
    if !is_awkward(parameter, &minimal) {
        return Ok(minimal);
    }
    // An empty text is no segment of a path: any other that is allowed will do.
    let full = context
        .values
        .full(schema)
        .map_err(|none| none.to_string())?;
    if !is_awkward(parameter, &full) {
        return Ok(full);
    }
    let other = ["1", "a", "example", "specwright"].map(Value::from);
    let mut other = other.into_iter().filter(|value| {
        context
            .api
            .oracle
            .check_in(Direction::Request, schema, value)
            .is_ok()
    });
    other
        .next()
        .ok_or_else(|| format!("no value was found for the parameter `{}`", parameter.name))
}

/// Whether a text of a value has signs that servers treat as they like.
pub(super) fn is_awkward(parameter: &Parameter, value: &Value) -> bool {
    if let Value::String(text) = value
        && is_unsteady(parameter.location, text)
    {
        return true;
    }
    match parameter.encode(value) {
        Encoded::Text(text) => text.is_empty(),
        Encoded::Pairs(pairs) => pairs.is_empty(),
    }
}

/// The first body that this kit can write.
fn plain_body(context: &Context<'_>, media: &[Media]) -> Result<Body, String> {
    let mut why = "the document gives the body no media type".to_owned();
    for (number, media) in media.iter().enumerate() {
        let value = match &media.schema {
            Some(schema) => match context.values.minimal(schema) {
                Ok(value) => value,
                Err(none) => {
                    why = none.to_string();
                    continue;
                }
            },
            None if media.form() == Form::Json => Value::Object(serde_json::Map::new()),
            None => Value::from("text"),
        };
        if media.encode(&value).is_some() {
            return Ok(Body::Value {
                media: number,
                value,
            });
        }
        why = format!("bodies of `{}` are not written", media.range);
    }
    Err(why)
}

/// Puts fixed and live values where a case has such places; not where the case is about.
pub fn dress(context: &Context<'_>, case: &mut Case, focus: Option<&Focus>) {
    let operation = &context.api.operations[case.operation];
    let about = focus.and_then(|focus| focus.at.as_ref());
    if let Some(body) = case.value_mut() {
        let keep = match about {
            Some(At::Body(pointer)) => Some(pointer.as_str()),
            Some(At::Parameter(..)) | None => None,
        };
        fix(body, String::new(), keep, &|name, place| {
            context.settings.fixed(operation, name, place)
        });
    }
    let pins = context.pins.borrow();
    for live in pins
        .get(&case.operation)
        .iter()
        .flat_map(|pins| &pins.values)
    {
        let is_about = match (about, &live.at) {
            (Some(At::Body(about)), At::Body(place)) => pointer::is_within(about, place),
            (Some(about), at) => about == at,
            (None, _) => false,
        };
        if !is_about {
            live.put(case, false);
        }
    }
}

fn fix(
    value: &mut Value,
    at: String,
    keep: Option<&str>,
    fixed: &dyn Fn(&str, &str) -> Option<Value>,
) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                let place = pointer::join(&at, name);
                let is_about = keep.is_some_and(|keep| pointer::is_within(keep, &place));
                match fixed(name, &place) {
                    Some(value) if !is_about => *member = value,
                    _ => fix(member, place, keep, fixed),
                }
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                fix(item, format!("{at}/{index}"), keep, fixed);
            }
        }
        _ => {}
    }
}
