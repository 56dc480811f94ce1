//! The value of an answer, from the examples of the document or from its schema.

use serde_json::{Map, Value};

use super::mend;
use super::site;
use super::world::World;
use crate::api::{Form, Media};

/// Values with every property that are longer than this make way for the least one.
const LONG: usize = 48 * 1024;

/// The value for a media type: an example, mended if it has to be; else one with every property.
///
/// # Errors
/// Says why there is none.
pub(super) fn value(world: &World, media: &Media, example: Option<&str>) -> Result<Value, String> {
    if let Some(name) = example {
        let named = media.examples.iter().find(|example| example.name == name);
        let Some(named) = named else {
            let names: Vec<_> = media
                .examples
                .iter()
                .map(|example| format!("`{}`", example.name))
                .collect();
            return Err(format!(
                "there is no example `{name}` at {}, but {}",
                media.pointer,
                if names.is_empty() {
                    "none".to_owned()
                } else {
                    names.join(", ")
                }
            ));
        };
        return mend::mended(world, media, &named.value)
            .ok_or_else(|| format!("the example `{name}` breaks its schema"));
    }
    let shown: Vec<&Value> = media
        .examples
        .iter()
        .map(|example| &example.value)
        .chain(of_schema(world, media))
        .collect();
    let valid = shown.iter().find(|value| world.accepts(media, value));
    if let Some(valid) = valid {
        return Ok((*valid).clone());
    }
    let mended = shown
        .iter()
        .find_map(|value| mend::mended(world, media, value));
    match mended {
        Some(mended) => Ok(mended),
        None => drawn(world, media),
    }
}

/// The value that is drawn from the schema alone.
pub(super) fn drawn(world: &World, media: &Media) -> Result<Value, String> {
    let Some(schema) = &media.schema else {
        return Ok(match media.form() {
            Form::Json | Form::UrlEncoded | Form::Multipart => Value::Object(Map::new()),
            Form::Text | Form::Opaque => Value::from("text"),
        });
    };
    let full = world.responses.full(schema).ok();
    let full = full.filter(|value| value.to_string().len() <= LONG);
    let value = match full {
        Some(full) => full,
        None => world
            .responses
            .minimal(schema)
            .map_err(|why| why.to_string())?,
    };
    Ok(plausible(world, media, schema, value))
}

/// So many examples of single properties are tried one by one where they do not fit together.
const MOST_TRIALS: usize = 64;

/// The value with the examples of single properties in place of drawn values, where they fit.
fn plausible(world: &World, media: &Media, schema: &str, value: Value) -> Value {
    let tree = world.api.document.tree();
    let mut changes = Vec::new();
    for site in world.finder().all(schema, &value) {
        let resolved = site::resolved(tree, site.schema);
        let shown = [site.schema, resolved].into_iter().find_map(example_of);
        if let Some(shown) = shown
            && shown != site.value
        {
            changes.push((site.pointer.clone(), shown.clone()));
        }
    }
    let changed = |changes: &[(String, Value)]| {
        let mut changed = value.clone();
        for (pointer, shown) in changes {
            if let Some(place) = changed.pointer_mut(pointer) {
                *place = shown.clone();
            }
        }
        changed
    };
    let all = changed(&changes);
    if world.accepts(media, &all) {
        return all;
    }
    let mut kept = Vec::new();
    for change in changes.into_iter().take(MOST_TRIALS) {
        kept.push(change);
        if !world.accepts(media, &changed(&kept)) {
            kept.pop();
        }
    }
    changed(&kept)
}

/// The examples that the schema itself has.
fn of_schema<'w>(world: &'w World, media: &Media) -> Option<&'w Value> {
    let tree = world.api.document.tree();
    let schema = tree.pointer(media.schema.as_ref()?)?;
    [schema, site::resolved(tree, schema)]
        .into_iter()
        .find_map(example_of)
}

fn example_of(schema: &Value) -> Option<&Value> {
    let first = || schema.get("examples").and_then(|all| all.get(0));
    schema.get("example").or_else(first)
}
