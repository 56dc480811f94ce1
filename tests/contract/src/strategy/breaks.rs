//! How each keyword is broken at a place.

use serde_json::{Map, Number, Value, json};

use crate::oracle::formats::integer_range;

use super::dice::Dice;
use super::draw::{self, Mode};
use super::drift::unknown;
use super::mutate::Change;
use super::number::{from_wide, json_number};
use super::plan::Plan;
use super::shape::{Additional, Bound, Shape, Types};

/// Texts for breaking patterns.
const UNMATCHED: [&str; 7] = ["", "!", "~~~", "\u{0}", "a b", "0", "ÿ"];

/// The longest text or array that is made to exceed a limit.
const LONGEST: usize = 20_000;

/// The keywords that may be broken at a place with this value.
pub(super) fn keywords(shape: &Shape, here: &Value) -> Vec<&'static str> {
    let mut keywords = Vec::new();
    let mut add = |possible: bool, keyword: &'static str| {
        if possible {
            keywords.push(keyword);
        }
    };
    add(shape.types != Types::ALL, "type");
    if let Some(choices) = &shape.choices {
        add(
            unknown(choices, here).is_some(),
            if choices.len() == 1 { "const" } else { "enum" },
        );
        add(choices.len() == 1, "enum");
    }
    match here {
        Value::String(_) => {
            let text = &shape.text;
            add(text.least > 0, "minLength");
            add(text.most.is_some_and(|most| most < LONGEST), "maxLength");
            add(!text.patterns.is_empty(), "pattern");
            add(text.format.is_some(), "format");
        }
        Value::Number(_) => {
            let number = &shape.number;
            let has =
                |bounds: &[Bound], open: bool| bounds.iter().any(|bound| bound.exclusive == open);
            add(has(&number.lower, false), "minimum");
            add(has(&number.lower, true), "exclusiveMinimum");
            add(has(&number.upper, false), "maximum");
            add(has(&number.upper, true), "exclusiveMaximum");
            add(!number.multiple_of.is_empty(), "multipleOf");
            add(
                number.format.as_deref().and_then(integer_range).is_some(),
                "format",
            );
        }
        Value::Array(items) => {
            let array = &shape.array;
            add(array.least > 0, "minItems");
            add(array.most.is_some_and(|most| most < LONGEST), "maxItems");
            add(array.unique && !items.is_empty(), "uniqueItems");
        }
        Value::Object(_) => {
            let object = &shape.object;
            add(
                object.properties.iter().any(|property| property.required),
                "required",
            );
            add(
                matches!(object.additional, Additional::Closed),
                "additionalProperties",
            );
            let has_others = !matches!(object.additional, Additional::Closed);
            add(object.names.is_some() && has_others, "propertyNames");
            add(object.least > 0, "minProperties");
            add(object.most.is_some_and(|most| most < 100), "maxProperties");
        }
        _ => {}
    }
    keywords
}

/// A change that should break the keyword.
pub(super) fn change(
    plan: &Plan,
    keyword: &str,
    shape: &Shape,
    here: &Value,
    dice: &mut Dice<'_>,
) -> Option<Change> {
    let replaced = match (keyword, here) {
        ("type", _) => other_type(shape.types, dice),
        ("enum" | "const", _) => unknown(shape.choices.as_deref()?, here),
        ("required", Value::Object(members)) => {
            let present: Vec<&str> = shape
                .object
                .properties
                .iter()
                .filter(|property| property.required && members.contains_key(&property.name))
                .map(|property| property.name.as_str())
                .collect();
            return dice
                .pick(&present)
                .map(|name| Change::Remove((*name).to_owned()));
        }
        ("additionalProperties", Value::Object(_)) => {
            let name = *dice.pick(&plan.odd_names)?;
            return Some(Change::Insert(name.to_owned(), json!(1)));
        }
        ("propertyNames", Value::Object(_)) => {
            let name = name_breaking(plan, shape, dice)?;
            let member = match &shape.object.additional {
                Additional::Typed(slot) => {
                    draw::value(plan, &plan.shape(slot), Mode::Minimal, dice.runner)?
                }
                Additional::Open | Additional::Closed => json!(1),
            };
            return Some(Change::Insert(name, member));
        }
        (_, Value::String(text)) => text_breaking(keyword, shape, text, dice).map(Value::from),
        (_, Value::Number(number)) => number_breaking(keyword, shape, number, dice),
        (_, Value::Array(items)) => items_breaking(keyword, shape, items),
        (_, Value::Object(members)) => members_breaking(plan, keyword, shape, members, dice),
        _ => None,
    };
    replaced.map(Change::Replace)
}

fn other_type(types: Types, dice: &mut Dice<'_>) -> Option<Value> {
    let mut others = vec![
        json!(null),
        json!(true),
        json!(7),
        json!(1.5),
        json!("text"),
        json!([]),
        json!({}),
    ];
    others.retain(|other| types.and(Types::of(other)).is_empty());
    dice.pick(&others).cloned()
}

fn text_breaking(keyword: &str, shape: &Shape, text: &str, dice: &mut Dice<'_>) -> Option<String> {
    let limits = &shape.text;
    match keyword {
        "minLength" => Some(text.chars().take(limits.least - 1).collect()),
        "maxLength" => {
            let missing = (limits.most? + 1).saturating_sub(text.chars().count());
            Some(format!("{text}{}", "a".repeat(missing)))
        }
        "pattern" => dice.pick(&UNMATCHED).map(|text| (*text).to_owned()),
        "format" => Some(format!("no {}", limits.format.as_deref()?)),
        _ => None,
    }
}

/// A name that breaks something which can be checked of names: their length, a pattern, a list.
fn name_breaking(plan: &Plan, shape: &Shape, dice: &mut Dice<'_>) -> Option<String> {
    let names = plan.shape(shape.object.names.as_ref()?);
    let choices = names.choices.as_deref().unwrap_or_default();
    let here = choices.iter().find(|choice| choice.is_string());
    let mut possible: Vec<String> = here
        .and_then(|here| unknown(choices, here)?.as_str().map(str::to_owned))
        .into_iter()
        .collect();
    for keyword in ["minLength", "maxLength", "pattern"] {
        let limits = &names.text;
        let is_stated = match keyword {
            "minLength" => limits.least > 0,
            "maxLength" => limits.most.is_some_and(|most| most < LONGEST),
            _ => !limits.patterns.is_empty(),
        };
        if is_stated {
            possible.extend(text_breaking(keyword, &names, "aaaaaaaa", dice));
        }
    }
    dice.pick(&possible).cloned()
}

fn number_breaking(
    keyword: &str,
    shape: &Shape,
    number: &Number,
    dice: &mut Dice<'_>,
) -> Option<Value> {
    let limits = &shape.number;
    let (bounds, open, step) = match keyword {
        "minimum" => (&limits.lower, false, -1),
        "exclusiveMinimum" => (&limits.lower, true, 0),
        "maximum" => (&limits.upper, false, 1),
        "exclusiveMaximum" => (&limits.upper, true, 0),
        "multipleOf" => {
            let step = limits.multiple_of.first()?;
            return match (number.as_i64(), step.as_i64()) {
                (Some(value), Some(step)) if step > 1 => value.checked_add(1).map(Value::from),
                _ => json_number(number.as_f64()? + step.as_f64()? / 4.0),
            };
        }
        "format" => {
            let (first, last) = integer_range(limits.format.as_deref()?)?;
            return from_wide(if dice.once_in(2) { first - 1 } else { last + 1 });
        }
        _ => return None,
    };
    let bound = bounds.iter().find(|bound| bound.exclusive == open)?;
    match bound.value.as_i64() {
        Some(value) => value.checked_add(step).map(Value::from),
        None => json_number(bound.value.as_f64()? + step as f64),
    }
}

fn items_breaking(keyword: &str, shape: &Shape, items: &[Value]) -> Option<Value> {
    let mut items = items.to_vec();
    match keyword {
        "minItems" => items.truncate(shape.array.least - 1),
        "maxItems" => {
            // An item that is none of the schema's would break more than the number of items.
            let filler = items.last()?.clone();
            items.resize(shape.array.most? + 1, filler);
        }
        "uniqueItems" => items.push(items.first()?.clone()),
        _ => return None,
    }
    Some(Value::Array(items))
}

fn members_breaking(
    plan: &Plan,
    keyword: &str,
    shape: &Shape,
    members: &Map<String, Value>,
    dice: &mut Dice<'_>,
) -> Option<Value> {
    let mut members = members.clone();
    match keyword {
        "minProperties" => {
            let required = |name: &str| {
                let mut properties = shape.object.properties.iter();
                properties.any(|property| property.required && property.name == name)
            };
            while members.len() >= shape.object.least {
                let name = members.keys().rev().find(|name| !required(name))?.clone();
                members.shift_remove(&name);
            }
        }
        "maxProperties" => {
            let (name, filler) = match members.iter().next_back() {
                Some((name, member)) => (name.clone(), member.clone()),
                None => ((*plan.odd_names.first()?).to_owned(), json!(1)),
            };
            let most = shape.object.most?;
            let names = shape.object.names.as_ref().map(|slot| plan.shape(slot));
            // Of names that have to be drawn some are drawn twice.
            for number in 0..=most * 2 {
                if members.len() > most {
                    break;
                }
                let name = match &names {
                    Some(names) => draw::value(plan, names, Mode::Random, dice.runner)?
                        .as_str()?
                        .to_owned(),
                    None => format!("{name}{number}"),
                };
                members.insert(name, filler.clone());
            }
        }
        _ => return None,
    }
    Some(Value::Object(members))
}
