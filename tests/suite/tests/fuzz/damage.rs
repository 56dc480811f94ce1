//! Ways to damage a document: in its text, and in its tree.

use proptest::prelude::*;
use serde_json::{Map, Value, json};
use specwright::pointer::Pointer;
use specwright::{Report, Source, Sources};

/// One way to damage a document. The numbers choose the place; they count modulo what there is.
#[derive(Clone, Debug)]
pub(crate) enum Damage {
    /// Takes some characters out.
    CutText { at: usize, length: usize },
    /// Ends the text early.
    EndText { at: usize },
    /// Puts characters in that mean something in YAML or JSON.
    InsertText { at: usize, what: usize },
    /// Writes a line twice.
    RepeatLine { line: usize },
    /// Takes a member or an element out.
    Remove { node: usize },
    /// Puts another value in the place of one.
    Replace { node: usize, by: usize },
    /// Puts a copy of one part of the document in the place of another.
    Graft { node: usize, from: usize },
    /// Gives a member another name.
    Rename { node: usize, to: usize },
    /// Puts a schema or any other part into a keyword that holds schemas.
    Wrap { node: usize, keyword: usize },
    /// Lets a reference lead to another part of the document.
    Redirect { node: usize, to: usize },
}

impl Arbitrary for Damage {
    type Parameters = ();
    type Strategy = BoxedStrategy<Self>;

    fn arbitrary_with((): ()) -> Self::Strategy {
        let n = || any::<usize>();
        prop_oneof![
            1 => (n(), 1..40_usize).prop_map(|(at, length)| Self::CutText { at, length }),
            1 => n().prop_map(|at| Self::EndText { at }),
            2 => (n(), n()).prop_map(|(at, what)| Self::InsertText { at, what }),
            1 => n().prop_map(|line| Self::RepeatLine { line }),
            4 => n().prop_map(|node| Self::Remove { node }),
            8 => (n(), n()).prop_map(|(node, by)| Self::Replace { node, by }),
            8 => (n(), n()).prop_map(|(node, from)| Self::Graft { node, from }),
            6 => (n(), n()).prop_map(|(node, to)| Self::Rename { node, to }),
            8 => (n(), n()).prop_map(|(node, keyword)| Self::Wrap { node, keyword }),
            4 => (n(), n()).prop_map(|(node, to)| Self::Redirect { node, to }),
        ]
        .boxed()
    }
}

/// Characters and words that change what a text means.
const PIECES: &[&str] = &[
    ":",
    "- ",
    "{",
    "}",
    "[",
    "]",
    "\"",
    "'",
    "#",
    "&a ",
    "*a",
    "!!binary ",
    "|",
    ">",
    "\t",
    "\n",
    "\u{0}",
    "\u{feff}",
    "é",
    "\u{202e}",
    "~",
    "null",
    "<<: *a",
    "%",
    "---\n",
    "\\u0000",
    "\u{85}",
];

/// Names that mean something to OpenAPI, to JSON Schema or to Rust.
const NAMES: &[&str] = &[
    "",
    "self",
    "Self",
    "crate",
    "type",
    "String",
    "Option",
    "Error",
    "r#fn",
    "_",
    "1",
    "été",
    "a b",
    "a/b~c",
    "{id}",
    "$ref",
    "allOf",
    "oneOf",
    "anyOf",
    "not",
    "properties",
    "items",
    "prefixItems",
    "additionalProperties",
    "patternProperties",
    "required",
    "enum",
    "const",
    "nullable",
    "format",
    "pattern",
    "default",
    "discriminator",
    "$defs",
    "$id",
    "$anchor",
    "parameters",
    "responses",
    "requestBody",
    "callbacks",
    "content",
    "schema",
    "security",
    "servers",
    "webhooks",
    "x-webhook-match",
    "x-specwright-sensitive",
    "default",
    "2XX",
    "999",
    "get",
    "trace",
    "multipart/form-data",
    "text/event-stream",
    "*/*",
];

/// Keywords that hold a schema, a list of them, or a map.
const WRAPS: &[&str] = &[
    "allOf",
    "oneOf",
    "anyOf",
    "not",
    "items",
    "prefixItems",
    "properties",
    "patternProperties",
    "additionalProperties",
    "unevaluatedProperties",
    "if",
    "dependentSchemas",
    "$defs",
];

/// The text after some damage. Damage that does not fit, such as of a tree that cannot be read, is
/// left out.
pub(crate) fn apply(text: &str, damages: &[Damage]) -> String {
    let mut text = text.to_owned();
    for damage in damages {
        if let Some(damaged) = in_text(&text, damage).or_else(|| in_tree(&text, damage)) {
            text = damaged;
        }
    }
    text
}

fn in_text(text: &str, damage: &Damage) -> Option<String> {
    let place = |at: usize| {
        let mut at = at % (text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    match *damage {
        Damage::CutText { at, length } => {
            let start = place(at);
            let rest = text[start..].chars().skip(length);
            Some(text[..start].chars().chain(rest).collect())
        }
        Damage::EndText { at } => Some(text[..place(at)].to_owned()),
        Damage::InsertText { at, what } => {
            let (before, after) = text.split_at(place(at));
            Some(format!("{before}{}{after}", PIECES[what % PIECES.len()]))
        }
        Damage::RepeatLine { line } => {
            let lines: Vec<&str> = text.lines().collect();
            let line = line % lines.len().max(1);
            let repeated = lines.iter().enumerate().flat_map(|(index, text)| {
                std::iter::repeat_n(*text, if index == line { 2 } else { 1 })
            });
            Some(repeated.collect::<Vec<_>>().join("\n"))
        }
        Damage::Remove { .. }
        | Damage::Replace { .. }
        | Damage::Graft { .. }
        | Damage::Rename { .. }
        | Damage::Wrap { .. }
        | Damage::Redirect { .. } => None,
    }
}

fn in_tree(text: &str, damage: &Damage) -> Option<String> {
    let mut sources = Sources::new();
    let id = sources.add(Source::new("damaged.yaml", text));
    let mut tree = specwright::load::parse(&sources, id, &mut Report::new())?;
    let mut places = Vec::new();
    nodes(&tree, &Pointer::root(), &mut places);
    let chosen = |number: usize| &places[number % places.len()];
    if places.is_empty() {
        return None;
    }
    match *damage {
        Damage::CutText { .. }
        | Damage::EndText { .. }
        | Damage::InsertText { .. }
        | Damage::RepeatLine { .. } => return None,
        Damage::Remove { node } => {
            let place = chosen(node);
            let key = place.last()?;
            match tree.pointer_mut(place.parent()?.as_str())? {
                Value::Object(members) => drop(members.shift_remove(&key)),
                Value::Array(elements) => drop(elements.remove(key.parse().ok()?)),
                _ => return None,
            }
        }
        Damage::Replace { node, by } => {
            *tree.pointer_mut(chosen(node).as_str())? = value(by);
        }
        Damage::Graft { node, from } => {
            let copy = tree.pointer(chosen(from).as_str())?.clone();
            *tree.pointer_mut(chosen(node).as_str())? = copy;
        }
        Damage::Rename { node, to } => {
            let place = chosen(node);
            let key = place.last()?;
            let members = tree
                .pointer_mut(place.parent()?.as_str())?
                .as_object_mut()?;
            let renamed = std::mem::take(members).into_iter().map(|(name, value)| {
                let new = NAMES[to % NAMES.len()];
                let name = if name == key { new.to_owned() } else { name };
                (name, value)
            });
            *members = renamed.collect();
        }
        Damage::Wrap { node, keyword } => {
            let inner = tree.pointer_mut(chosen(node).as_str())?;
            let keyword = WRAPS[keyword % WRAPS.len()];
            let wrapped = match keyword {
                "allOf" | "oneOf" | "anyOf" | "prefixItems" => json!([inner.take(), {}]),
                "properties" | "patternProperties" | "dependentSchemas" | "$defs" => {
                    json!({ "a": inner.take() })
                }
                _ => inner.take(),
            };
            *inner = Value::Object(Map::from_iter([(keyword.to_owned(), wrapped)]));
        }
        Damage::Redirect { node, to } => {
            let target = format!("#{}", chosen(to).as_str());
            *tree.pointer_mut(chosen(node).as_str())? = json!({ "$ref": target });
        }
    }
    Some(tree.to_string())
}

/// The place of every node but the root.
fn nodes(value: &Value, at: &Pointer, found: &mut Vec<Pointer>) {
    let mut below = |place: Pointer, value: &Value| {
        found.push(place.clone());
        nodes(value, &place, found);
    };
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                below(at.join(name), value);
            }
        }
        Value::Array(elements) => {
            for (index, value) in elements.iter().enumerate() {
                below(at.join(index), value);
            }
        }
        _ => {}
    }
}

fn value(number: usize) -> Value {
    const SCALARS: usize = 12;
    match number % (SCALARS + NAMES.len()) {
        0 => Value::Null,
        1 => json!(true),
        2 => json!(0),
        3 => json!(-1),
        4 => json!(1.5e300),
        5 => json!(u64::MAX),
        6 => json!([]),
        7 => json!({}),
        8 => json!([null, 1, "a", 1.5, true, {}, []]),
        9 => json!({ "type": ["string", "null", "integer"] }),
        10 => json!({ "type": "array" }),
        11 => json!("x".repeat(300)),
        other => json!(NAMES[other - SCALARS]),
    }
}
