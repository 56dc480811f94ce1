//! Examples that break their own schema, made to keep it.

use serde_json::Value;

use super::synthesis;
use super::world::World;
use crate::api::Media;
use crate::oracle::Direction;
use crate::pointer;

/// So many times what is wrong is looked for again.
const MAX_ROUNDS: usize = 12;

/// The example as it has to be: what is missing is added, and what is wrong replaced by what a drawn
/// value has there, or removed. `None` where that leads nowhere.
pub(super) fn mended(world: &World, media: &Media, example: &Value) -> Option<Value> {
    let Some(schema) = &media.schema else {
        return Some(example.clone());
    };
    let mut value = example.clone();
    let mut drawn = None;
    for round in 0..MAX_ROUNDS {
        let checked = world
            .api
            .oracle
            .check_in(Direction::Response, schema, &value);
        let Err(violations) = checked else {
            return Some(value);
        };
        let drawn = match &drawn {
            Some(known) => known,
            None => drawn.insert(synthesis::drawn(world, media).ok()?),
        };
        for violation in violations {
            let at = &violation.instance_pointer;
            // What has already been replaced once is removed.
            if round < MAX_ROUNDS / 2 {
                replace(&mut value, drawn, at, &violation.keyword);
            } else {
                remove(&mut value, at);
            }
        }
    }
    None
}

fn replace(value: &mut Value, drawn: &Value, at: &str, keyword: &str) {
    let model = drawn.pointer(&first_items(at));
    let here = value.pointer_mut(at);
    match (here, model) {
        (Some(Value::Object(members)), Some(Value::Object(models))) if keyword == "required" => {
            for (name, model) in models {
                members.entry(name.clone()).or_insert_with(|| model.clone());
            }
        }
        (Some(Value::Object(members)), Some(Value::Object(models)))
            if matches!(keyword, "additionalProperties" | "unevaluatedProperties") =>
        {
            members.retain(|name, _| models.contains_key(name));
        }
        (Some(here), Some(model)) if here != model => *here = model.clone(),
        _ => remove(value, at),
    }
}

fn remove(value: &mut Value, at: &str) {
    let Some((parent, last)) = pointer::split_last(at) else {
        return;
    };
    match value.pointer_mut(parent) {
        Some(Value::Object(members)) => {
            members.shift_remove(&last);
        }
        Some(Value::Array(items)) => {
            if let Ok(index) = last.parse::<usize>()
                && index < items.len()
            {
                items.remove(index);
            }
        }
        _ => {}
    }
}

/// The same place in first items: drawn arrays have few.
fn first_items(at: &str) -> String {
    let segments = pointer::raw_segments(at).map(|segment| {
        let is_index = !segment.is_empty() && segment.bytes().all(|byte| byte.is_ascii_digit());
        if is_index {
            "/0".to_owned()
        } else {
            format!("/{segment}")
        }
    });
    segments.collect()
}
