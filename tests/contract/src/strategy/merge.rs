//! From translated schemas to a [`Shape`]: references followed, `allOf` merged.
//!
//! All schemas that apply to the same value are first laid flat, then merged
//! keyword by keyword. Keywords that a shape cannot express (`not`, several
//! patterns, …) only mark it as to be checked by the oracle.

use serde_json::Value;

use crate::oracle::Direction;
use crate::oracle::formats;
use crate::oracle::nullable;
use crate::oracle::translate::Translation;

use super::flatten::{self, Flat};
use super::shape::{Alternative, ArrayLimits, Bound, Conjunct, Shape, Slot, Types};
use super::{base, merge_object, merge_union, null};

/// Keywords that a shape does not express.
const UNEXPRESSED: [&str; 10] = [
    "not",
    "dependentSchemas",
    "dependentRequired",
    "dependencies",
    "propertyNames",
    "patternProperties",
    "unevaluatedItems",
    "maxContains",
    "minContains",
    "contains",
];

/// How many unions that lie in each other are looked through.
const DEEPEST_UNION: u32 = 16;

/// The shape of a value that satisfies all conjuncts.
pub(super) fn shape(
    translation: &Translation,
    direction: Direction,
    conjuncts: &[Conjunct],
) -> Shape {
    let (flats, nothing) = flatten::flatten(translation, conjuncts);
    let mut shape = Shape {
        conjuncts: conjuncts.to_vec(),
        types: if nothing { Types::NONE } else { types(&flats) },
        ..Shape::default()
    };
    for flat in &flats {
        numbers(flat, &mut shape);
        texts(flat, &mut shape);
        samples(flat, &mut shape);
        shape.checked |= UNEXPRESSED
            .iter()
            .any(|keyword| flat.keywords.contains_key(*keyword));
    }
    shape.types = if is_nullable(translation, conjuncts, &flats, 0) {
        shape.types.or(Types::NULL)
    } else {
        shape.types.without(Types::NULL)
    };
    shape.choices = choices(&flats, shape.types);
    shape.array = arrays(&flats);
    shape.object = merge_object::limits(translation, direction, &flats);
    merge_union::alternatives(translation, &flats, &mut shape);
    inherited(translation, conjuncts, &mut shape);
    let loose = shape.choices.is_some() && flats.len() > 1;
    let crowded = shape.text.patterns.len() > 1
        || !shape.text.patterns.is_empty() && (shape.text.least > 0 || shape.text.most.is_some());
    let formatted =
        shape.text.format.is_some() && (shape.text.least > 0 || shape.text.most.is_some());
    shape.checked |= loose || crowded || formatted || !shape.number.multiple_of.is_empty();
    shape
}

/// Whether null is meant to be a value.
///
/// What has no type is meant to be of the one that its keywords are for; null is not, unless it is
/// announced. A union is null where one of its members is.
fn is_nullable(
    translation: &Translation,
    conjuncts: &[Conjunct],
    flats: &[Flat<'_>],
    depth: u32,
) -> bool {
    let mut places = conjuncts.iter().map(|conjunct| &conjunct.place);
    if depth > DEEPEST_UNION || !places.all(|place| null::admitted(translation, place, 0)) {
        return false;
    }
    let announces = |flat: &Flat<'_>| flat.keywords.contains_key(nullable::ANNOUNCED);
    if conjuncts.iter().any(|at| translation.is_wrapped(&at.place)) || flats.iter().any(announces) {
        return true;
    }
    let unions = flats.iter().flat_map(merge_union::undecided);
    implied_types(flats).is_empty()
        && unions.into_iter().all(|members| {
            members.into_iter().any(|place| {
                let member = [Conjunct::whole(place)];
                let (flats, _) = flatten::flatten(translation, &member);
                is_nullable(translation, &member, &flats, depth + 1)
            })
        })
}

/// A base is one of its heirs.
fn inherited(translation: &Translation, conjuncts: &[Conjunct], shape: &mut Shape) {
    for (index, conjunct) in conjuncts.iter().enumerate() {
        for heir in base::heirs(translation, &conjunct.place) {
            shape.is_base = true;
            let mut conjuncts = conjuncts.to_vec();
            conjuncts[index] = Conjunct::whole(heir.place);
            let slot = Slot::new(conjuncts);
            let tag = heir.tag;
            shape.alternatives.push(Alternative { slot, tag });
        }
        if shape.is_base {
            shape.checked = true;
            return;
        }
    }
}

/// The types that all schemas allow. Where none names a type, the keywords
/// tell which one is meant: the value drawn for `{properties: …}` is an object,
/// though the schema would let any text pass.
fn types(flats: &[Flat<'_>]) -> Types {
    let meant = implied_types(flats);
    if !meant.is_empty() {
        return meant;
    }
    let mut allowed = Types::ALL;
    for flat in flats {
        match flat.keywords.get("type") {
            Some(Value::String(name)) => {
                allowed = allowed.and(Types::named(name));
            }
            Some(Value::Array(names)) => {
                let any = names
                    .iter()
                    .filter_map(Value::as_str)
                    .fold(Types::NONE, |set, name| set.or(Types::named(name)));
                allowed = allowed.and(any);
            }
            _ => {}
        }
    }
    allowed
}

/// The types that the keywords are for, where none is named; none where one is.
fn implied_types(flats: &[Flat<'_>]) -> Types {
    let names = |flat: &Flat<'_>| {
        let named = |keyword| flat.keywords.contains_key(keyword);
        named("type") || named("enum")
    };
    if flats.iter().any(names) {
        return Types::NONE;
    }
    flats
        .iter()
        .flat_map(|flat| flat.keywords.keys())
        .fold(Types::NONE, |set, keyword| set.or(implied(keyword)))
}

fn implied(keyword: &str) -> Types {
    match keyword {
        "properties"
        | "additionalProperties"
        | "required"
        | "minProperties"
        | "maxProperties"
        | "patternProperties"
        | "propertyNames"
        | "unevaluatedProperties" => Types::OBJECT,
        "items" | "prefixItems" | "minItems" | "maxItems" | "uniqueItems" | "contains" => {
            Types::ARRAY
        }
        "minLength" | "maxLength" | "pattern" | "format" => Types::STRING,
        "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf" => {
            Types::NUMBER
        }
        formats::INTEGER_FORMAT => Types::INTEGER,
        _ => Types::NONE,
    }
}

fn choices(flats: &[Flat<'_>], types: Types) -> Option<Vec<Value>> {
    let mut found: Option<Vec<Value>> = None;
    for flat in flats {
        let listed = match (flat.keywords.get("enum"), flat.keywords.get("const")) {
            (Some(Value::Array(values)), _) => values.clone(),
            (_, Some(value)) => vec![value.clone()],
            _ => continue,
        };
        found = Some(match found {
            None => listed,
            Some(earlier) => earlier
                .into_iter()
                .filter(|value| listed.contains(value))
                .collect(),
        });
    }
    let mut found = found?;
    found.retain(|value| types.has(Types::of(value)));
    Some(found)
}

fn numbers(flat: &Flat<'_>, shape: &mut Shape) {
    let number = |keyword: &str| match flat.keywords.get(keyword) {
        Some(Value::Number(number)) => Some(number.clone()),
        _ => None,
    };
    let limits = &mut shape.number;
    for (keyword, exclusive) in [("minimum", false), ("exclusiveMinimum", true)] {
        let bound = number(keyword).map(|value| Bound { value, exclusive });
        limits.lower.extend(bound);
    }
    for (keyword, exclusive) in [("maximum", false), ("exclusiveMaximum", true)] {
        let bound = number(keyword).map(|value| Bound { value, exclusive });
        limits.upper.extend(bound);
    }
    limits.multiple_of.extend(number("multipleOf"));
    if let Some(Value::String(format)) = flat.keywords.get(formats::INTEGER_FORMAT) {
        shape.types = shape
            .types
            .without(Types::NUMBER)
            .or(shape.types.and(Types::INTEGER));
        limits.format = Some(format.clone());
    }
    if let Some(Value::String(remark)) = flat.keywords.get(formats::REMARK)
        && limits.format.is_none()
    {
        limits.format = Some(remark.clone());
    }
}

fn texts(flat: &Flat<'_>, shape: &mut Shape) {
    let limits = &mut shape.text;
    if let Some(least) = size(flat, "minLength") {
        limits.least = limits.least.max(least);
    }
    limits.most = tighter(limits.most, size(flat, "maxLength"));
    if let Some(Value::String(pattern)) = flat.keywords.get("pattern")
        && !limits.patterns.contains(pattern)
    {
        limits.patterns.push(pattern.clone());
        shape.checked = true;
    }
    if let Some(Value::String(format)) = flat.keywords.get("format") {
        shape.checked |= limits.format.as_ref().is_some_and(|other| other != format);
        limits.format = Some(format.clone());
    } else if let Some(Value::String(remark)) = flat.keywords.get(formats::REMARK)
        && limits.format.is_none()
    {
        limits.format = Some(remark.clone());
    }
}

fn arrays(flats: &[Flat<'_>]) -> ArrayLimits {
    let mut limits = ArrayLimits::default();
    let mut prefix: Vec<Vec<Conjunct>> = Vec::new();
    let mut items = Vec::new();
    for flat in flats {
        if let Some(least) = size(flat, "minItems") {
            limits.least = limits.least.max(least);
        }
        limits.most = tighter(limits.most, size(flat, "maxItems"));
        limits.unique |= flat.keywords.get("uniqueItems") == Some(&Value::Bool(true));
        let firsts = flat.keywords.get("prefixItems").and_then(Value::as_array);
        for index in 0..firsts.map_or(0, Vec::len) {
            if prefix.len() <= index {
                prefix.push(Vec::new());
            }
            let place = format!("{}/prefixItems/{index}", flat.conjunct.place);
            prefix[index].push(Conjunct::whole(place));
        }
        match flat.keywords.get("items") {
            None => {}
            Some(Value::Bool(false)) => {
                limits.most = tighter(limits.most, Some(firsts.map_or(0, Vec::len)));
            }
            Some(_) => items.push(Conjunct::whole(flat.below("items"))),
        }
        if flat.keywords.contains_key("contains") {
            let wanted = Conjunct::whole(flat.below("contains"));
            limits.contains = Some(Slot::new(vec![wanted]));
            limits.least = limits.least.max(size(flat, "minContains").unwrap_or(1));
        }
    }
    limits.prefix = prefix.into_iter().map(Slot::new).collect();
    limits.items = (!items.is_empty()).then(|| Slot::new(items));
    limits
}

fn samples(flat: &Flat<'_>, shape: &mut Shape) {
    let listed = flat.keywords.get("examples").and_then(Value::as_array);
    let default = flat.keywords.get("default");
    for sample in listed.into_iter().flatten().chain(default) {
        if !shape.samples.contains(sample) {
            shape.samples.push(sample.clone());
        }
    }
}

pub(super) fn size(flat: &Flat<'_>, keyword: &str) -> Option<usize> {
    let number = flat.keywords.get(keyword)?;
    let whole = number
        .as_u64()
        .or_else(|| number.as_f64().map(|size| size as u64))?;
    usize::try_from(whole).ok()
}

pub(super) fn tighter(one: Option<usize>, other: Option<usize>) -> Option<usize> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}
