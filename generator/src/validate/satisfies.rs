//! Whether a value certainly breaks a schema.
//!
//! No judge of JSON Schema: what is not understood here, or not sure, counts as satisfied, so that
//! whatever is reported is wrong indeed. The proof of generated types has another judge.

mod format;
mod pattern;

use serde_json::{Map, Value};

use super::document::{Document, reference};
use super::types::Types;
use crate::grammar::Version;
use crate::pointer::Pointer;

/// How deep schemas are followed. References may lead in circles.
const DEPTH: usize = 48;

/// Why a value breaks a schema.
#[derive(Debug)]
pub(super) struct Breach {
    /// Where in the value.
    pub(super) at: Pointer,
    /// What was expected and what was found.
    pub(super) message: String,
}

/// Finds the first reason why a value does not satisfy a schema.
pub(super) fn breach(document: &Document<'_>, schema: &Value, value: &Value) -> Option<Breach> {
    let mut judge = Judge {
        document,
        at: Pointer::root(),
        depth: 0,
    };
    judge.schema(schema, value)
}

/// Whether two values are the same JSON value.
pub(super) fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a == b || a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            let member = |(name, value)| b.get(name).is_some_and(|other| same(value, other));
            a.len() == b.len() && a.iter().all(member)
        }
        _ => a == b,
    }
}

/// The values that a schema lists, by `enum` or `const`.
pub(super) fn values(schema: &Map<String, Value>) -> Option<&[Value]> {
    match (schema.get("const"), schema.get("enum")) {
        (Some(constant), _) => Some(std::slice::from_ref(constant)),
        (None, Some(Value::Array(values))) => Some(values),
        (None, _) => None,
    }
}

/// A short form of a value for a message.
pub(super) fn shown(value: &Value) -> String {
    const LIMIT: usize = 60;
    let text = value.to_string();
    match text.char_indices().nth(LIMIT) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

struct Judge<'a, 'd> {
    document: &'a Document<'d>,
    at: Pointer,
    depth: usize,
}

impl Judge<'_, '_> {
    fn breach(&self, message: impl Into<String>) -> Option<Breach> {
        Some(Breach {
            at: self.at.clone(),
            message: message.into(),
        })
    }

    fn below(
        &mut self,
        token: impl std::fmt::Display,
        schema: &Value,
        value: &Value,
    ) -> Option<Breach> {
        self.at.push(token);
        let found = self.schema(schema, value);
        self.at.pop();
        found
    }

    fn schema(&mut self, schema: &Value, value: &Value) -> Option<Breach> {
        if self.depth > DEPTH {
            return None;
        }
        self.depth += 1;
        let found = self.keywords(schema, value);
        self.depth -= 1;
        found
    }

    fn keywords(&mut self, schema: &Value, value: &Value) -> Option<Breach> {
        let Value::Object(keywords) = schema else {
            return None;
        };
        if value.is_null() && keywords.get("nullable").is_some_and(|flag| flag == true) {
            return None;
        }
        if let Some(target) = reference(schema) {
            let found = self
                .document
                .target(target)
                .and_then(|target| self.schema(target, value));
            if found.is_some() || self.document.version == Version::V3_0 {
                return found;
            }
        }
        self.ty(keywords, value)
            .or_else(|| self.listed(keywords, value))
            .or_else(|| match value {
                Value::Number(_) => self.number(keywords, value),
                Value::String(text) => self.text(keywords, text),
                Value::Array(items) => self.array(keywords, items),
                Value::Object(members) => self.object(keywords, members),
                Value::Null | Value::Bool(_) => None,
            })
            .or_else(|| self.combined(keywords, value))
    }

    fn ty(&self, keywords: &Map<String, Value>, value: &Value) -> Option<Breach> {
        let types = Types::declared(keywords)?;
        let lists_null = values(keywords).is_some_and(|list| list.iter().any(Value::is_null));
        if types.has(Types::of(value)) || (value.is_null() && lists_null) {
            return None;
        }
        let found = if matches!(value, Value::Number(_)) && !types.has(Types::NUMBER) {
            shown(value)
        } else {
            Types::of(value).words()
        };
        self.breach(format!("expected {}, found {found}", types.words()))
    }

    fn listed(&self, keywords: &Map<String, Value>, value: &Value) -> Option<Breach> {
        let list = values(keywords)?;
        // What stands unquoted in an enum of strings is read as its text.
        let of_strings = keywords.get("type").is_some_and(|name| name == "string");
        let as_text = |listed: &Value| {
            let text = value.as_str().filter(|_| of_strings && !listed.is_string());
            text.is_some_and(|text| text == listed.to_string().as_str())
        };
        if list
            .iter()
            .any(|listed| same(listed, value) || as_text(listed))
        {
            return None;
        }
        let found = shown(value);
        match list {
            [] => None,
            [only] => self.breach(format!("expected {}, found {found}", shown(only))),
            _ => self.breach(format!(
                "{found} is not among the {} values of the enum",
                list.len()
            )),
        }
    }

    fn number(&self, keywords: &Map<String, Value>, value: &Value) -> Option<Breach> {
        let number = value.as_f64()?;
        let limit = |name: &str| keywords.get(name).and_then(Value::as_f64);
        let is_exclusive = |name: &str| keywords.get(name).is_some_and(|flag| flag == true);
        for (bound, exclusive, sign, word) in [
            ("minimum", "exclusiveMinimum", 1.0, "below the minimum"),
            ("maximum", "exclusiveMaximum", -1.0, "above the maximum"),
        ] {
            if let Some(limit) = limit(bound) {
                let distance = (number - limit) * sign;
                if distance < 0.0 {
                    return self.breach(format!("{value} is {word} of {limit}"));
                }
                if distance == 0.0 && is_exclusive(exclusive) {
                    return self.breach(format!("{value} is the {bound}, which is excluded"));
                }
            }
            if let Some(limit) = limit(exclusive)
                && (number - limit) * sign <= 0.0
            {
                return self.breach(format!("{value} breaks `{exclusive}: {limit}`"));
            }
        }
        let (whole, step) = (value.as_i64()?, keywords.get("multipleOf")?.as_i64()?);
        if step > 0 && whole % step != 0 {
            return self.breach(format!("{value} is no multiple of {step}"));
        }
        None
    }

    fn text(&self, keywords: &Map<String, Value>, text: &str) -> Option<Breach> {
        let shown = shown(&Value::from(text));
        if let Some(message) = count(
            keywords,
            "minLength",
            "maxLength",
            text.chars().count(),
            "characters",
        ) {
            return self.breach(format!("{shown} has {message}"));
        }
        if let Some(pattern) = keywords.get("pattern").and_then(Value::as_str)
            && pattern::certainly_differs(pattern, text)
        {
            return self.breach(format!("{shown} does not match the pattern `{pattern}`"));
        }
        let format = keywords.get("format").and_then(Value::as_str)?;
        let expected = format::breach(format, text)?;
        self.breach(format!("{shown} is no {expected}"))
    }

    fn array(&mut self, keywords: &Map<String, Value>, items: &[Value]) -> Option<Breach> {
        if let Some(message) = count(keywords, "minItems", "maxItems", items.len(), "items") {
            return self.breach(format!("the array has {message}"));
        }
        let first = keywords.get("prefixItems").and_then(Value::as_array);
        let first = first.map_or(&[][..], Vec::as_slice);
        for (index, item) in items.iter().enumerate() {
            let schema = first.get(index).or_else(|| keywords.get("items"));
            if let Some(schema) = schema
                && let Some(found) = self.below(index, schema, item)
            {
                return Some(found);
            }
        }
        if keywords.get("uniqueItems").is_some_and(|flag| flag == true)
            && let Some(twice) = items.iter().enumerate().find_map(|(at, item)| {
                items[..at]
                    .iter()
                    .any(|other| same(item, other))
                    .then_some(item)
            })
        {
            return self.breach(format!("the array holds {} twice", self::shown(twice)));
        }
        None
    }

    fn object(
        &mut self,
        keywords: &Map<String, Value>,
        members: &Map<String, Value>,
    ) -> Option<Breach> {
        if let Some(message) = count(
            keywords,
            "minProperties",
            "maxProperties",
            members.len(),
            "members",
        ) {
            return self.breach(format!("the object has {message}"));
        }
        let properties = keywords.get("properties").and_then(Value::as_object);
        let property = |name: &str| properties.and_then(|properties| properties.get(name));
        let required = keywords.get("required").and_then(Value::as_array);
        for name in required.into_iter().flatten().filter_map(Value::as_str) {
            // One that belongs to the other direction does not have to be there.
            let one_way = property(name).is_some_and(|schema| self.has_direction(schema));
            if !members.contains_key(name) && !one_way {
                return self.breach(format!("the required property `{name}` is missing"));
            }
        }
        let has_patterns = keywords.contains_key("patternProperties");
        let additional = keywords.get("additionalProperties");
        for (name, member) in members {
            let found = match (property(name), additional) {
                (Some(schema), _) => self.below(name, schema, member),
                (None, Some(Value::Bool(false))) if !has_patterns => {
                    self.at.push(name);
                    let found = self.breach(format!(
                        "the property `{name}` is not declared, and no others are allowed"
                    ));
                    self.at.pop();
                    found
                }
                (None, Some(schema)) if !has_patterns => self.below(name, schema, member),
                (None, _) => None,
            };
            if found.is_some() {
                return found;
            }
        }
        None
    }

    /// Whether a property occurs in requests only, or in responses only.
    fn has_direction(&self, schema: &Value) -> bool {
        let marked = |schema: &Value| {
            ["readOnly", "writeOnly"]
                .iter()
                .any(|mark| schema.get(mark).is_some_and(|flag| flag == true))
        };
        let target = self.document.follow(schema);
        let joined = target.get("allOf").and_then(Value::as_array);
        marked(schema)
            || marked(target)
            || joined
                .into_iter()
                .flatten()
                .any(|member| marked(member) || marked(self.document.follow(member)))
    }

    fn combined(&mut self, keywords: &Map<String, Value>, value: &Value) -> Option<Breach> {
        let members = |name: &str| keywords.get(name).and_then(Value::as_array);
        for member in members("allOf").into_iter().flatten() {
            if let Some(found) = self.schema(member, value) {
                return Some(found);
            }
        }
        for name in ["oneOf", "anyOf"] {
            let Some(members) = members(name).filter(|members| !members.is_empty()) else {
                continue;
            };
            let mut nearest: Option<Breach> = None;
            let depth = |breach: &Breach| breach.at.tokens().count();
            for member in members {
                match self.schema(member, value) {
                    None => {
                        nearest = None;
                        break;
                    }
                    // The member that goes well for longest is likely to be meant.
                    Some(found)
                        if nearest
                            .as_ref()
                            .is_none_or(|best| depth(&found) > depth(best)) =>
                    {
                        nearest = Some(found);
                    }
                    Some(_) => {}
                }
            }
            if let Some(found) = nearest {
                // What breaks below the value itself says more than that no member fits.
                return if members.len() == 1 || depth(&found) > self.at.tokens().count() {
                    Some(found)
                } else {
                    let (shown, count) = (shown(value), members.len());
                    self.breach(format!(
                        "{shown} satisfies none of the {count} members of `{name}`"
                    ))
                };
            }
        }
        None
    }
}

/// What is wrong with a count.
fn count(
    keywords: &Map<String, Value>,
    least: &str,
    most: &str,
    found: usize,
    what: &str,
) -> Option<String> {
    let limit = |name: &str| keywords.get(name)?.as_u64();
    let found = found as u64;
    if let Some(least) = limit(least).filter(|least| found < *least) {
        return Some(format!("{found} {what}, expected {least} or more"));
    }
    let most = limit(most).filter(|most| found > *most)?;
    Some(format!("{found} {what}, expected {most} or less"))
}

#[cfg(test)]
mod tests;
