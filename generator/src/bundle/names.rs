//! Which component each wish becomes, and what new ones are called.

use std::collections::HashSet;
use std::rc::Rc;

use serde_json::Value;

use super::files::{ROOT, Spot};
use super::places;
use super::survey::{Survey, Wish};
use crate::grammar::Kind;
use crate::pointer::Pointer;

/// The keys that say nothing about what is below them.
const STRUCTURE: &[&str] = &[
    "components",
    "paths",
    "content",
    "schema",
    "items",
    "properties",
    "patternProperties",
    "additionalProperties",
    "allOf",
    "anyOf",
    "oneOf",
    "prefixItems",
];

/// Where a wish will stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Final {
    pub(super) pointer: Pointer,
    /// Whether nothing stands there yet.
    pub(super) is_new: bool,
}

impl Survey<'_> {
    /// The place of each wish, in their order.
    pub(super) fn finals(&mut self) -> Vec<Final> {
        (0..self.wishes.len())
            .map(|number| self.final_place(number))
            .collect()
    }

    fn final_place(&mut self, number: usize) -> Final {
        let Wish { spot, kind } = self.wishes[number].clone();
        // Only what can be a component is wished for.
        let section = places::section(kind).unwrap_or_default();
        let old = |pointer| Final {
            pointer,
            is_new: false,
        };
        if self.is_component(&spot, Some(kind)) {
            return old(spot.pointer);
        }
        if let Some(home) = self
            .home(&spot)
            .filter(|home| home.component_in(section).is_some())
        {
            return old(home);
        }
        let base = self.base_name(&spot);
        let mut name = base.clone();
        for next in 2.. {
            match self.taken.get(&(section, name.clone())).cloned() {
                None => break,
                Some(other) if self.is_same(&spot, &other) => {
                    return old(Pointer::components(section).join(name));
                }
                Some(_) => name = format!("{base}_{next}"),
            }
        }
        self.taken.insert((section, name.clone()), spot);
        Final {
            pointer: Pointer::components(section).join(name),
            is_new: true,
        }
    }

    /// Where the contents of a place stand in the document, where they were put there.
    fn home(&self, spot: &Spot) -> Option<Pointer> {
        let mut around = Some(spot.pointer.clone());
        while let Some(pointer) = around {
            let above = Spot {
                file: spot.file,
                pointer,
            };
            if let Some(home) = self.homes.get(&above) {
                let tail = spot.pointer.strip_prefix(&above.pointer)?;
                return Some(home.concat(&tail));
            }
            around = above.pointer.parent();
        }
        None
    }

    fn base_name(&self, spot: &Spot) -> String {
        let tokens: Vec<String> = spot.pointer.tokens().collect();
        let words: Vec<String> = match tokens.as_slice() {
            [] => vec![self.stem(spot.file)],
            [only] => vec![only.clone()],
            [.., parent, last] if names_members(parent) && !is_number(last) => {
                vec![last.clone()]
            }
            tokens => meaningful(tokens),
        };
        let name = component_name(&words.join("_"));
        if name.is_empty() {
            component_name(&self.stem(spot.file))
        } else {
            name
        }
    }

    /// The name of a file without its endings.
    fn stem(&self, file: usize) -> String {
        let path = self.files.path(file);
        let name = path.rsplit('/').next().unwrap_or(&path);
        let stem = name.split_once('.').map_or(name, |(stem, _)| stem);
        stem.to_owned()
    }

    /// Whether two places say the same, with all that they refer to.
    fn is_same(&mut self, one: &Spot, other: &Spot) -> bool {
        let mut assumed = HashSet::new();
        let mut open = vec![(one.clone(), other.clone())];
        while let Some((one, other)) = open.pop() {
            if one == other || !assumed.insert((one.clone(), other.clone())) {
                continue;
            }
            let (a, b) = (self.tree(&one), self.tree(&other));
            let (a, b) = (
                a.pointer(one.pointer.as_str()),
                b.pointer(other.pointer.as_str()),
            );
            let (Some(a), Some(b)) = (a, b) else {
                return false;
            };
            let mut references = Vec::new();
            if !alike(a, b, &one, &other, &mut references) {
                return false;
            }
            for (from, to, a, b) in references {
                match (self.locate(&from, &a), self.locate(&to, &b)) {
                    (Ok(a), Ok(b)) => open.push((a, b)),
                    // Of what leads nowhere only the words can be compared.
                    _ if a == b => {}
                    _ => return false,
                }
            }
        }
        true
    }

    fn tree(&self, spot: &Spot) -> Rc<Value> {
        Rc::clone(&self.files.get(spot.file).tree)
    }
}

/// Compares two values but for their references, which are put on the list.
fn alike(
    a: &Value,
    b: &Value,
    one: &Spot,
    other: &Spot,
    references: &mut Vec<(Spot, Spot, String, String)>,
) -> bool {
    match (a, b) {
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len()
                && a.iter()
                    .all(|(key, a)| match (key.as_str(), a, b.get(key)) {
                        (_, _, None) => false,
                        ("$ref", Value::String(a), Some(Value::String(b))) => {
                            references.push((one.clone(), other.clone(), a.clone(), b.clone()));
                            true
                        }
                        (_, a, Some(b)) => alike(a, b, one, other, references),
                    })
        }
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len()
                && a.iter()
                    .zip(b)
                    .all(|(a, b)| alike(a, b, one, other, references))
        }
        (a, b) => a == b,
    }
}

/// The words of a pointer that tell its place from others.
fn meaningful(tokens: &[String]) -> Vec<String> {
    let mut words = Vec::new();
    let mut before = "";
    for token in tokens {
        let is_key = !matches!(before, "properties" | "$defs" | "definitions");
        let is_media_type = before == "content";
        let is_structure = STRUCTURE.contains(&token.as_str()) || names_members(token);
        if token == "items" && is_key {
            words.push("item".to_owned());
        } else if !(is_key && (is_structure || is_media_type)) {
            words.push(token.clone());
        }
        before = if is_key { token } else { "" };
    }
    words
}

/// Whether the members below a key have names that say what they are.
fn names_members(key: &str) -> bool {
    Kind::Components.field(key).is_some() || matches!(key, "$defs" | "definitions")
}

fn is_number(token: &str) -> bool {
    token.bytes().all(|byte| byte.is_ascii_digit())
}

/// The name as one that components may have.
fn component_name(name: &str) -> String {
    let mut plain = String::new();
    for sign in name.chars() {
        if sign.is_alphanumeric() || matches!(sign, '.' | '-') {
            plain.push(sign);
        } else if !plain.is_empty() && !plain.ends_with('_') {
            plain.push('_');
        }
    }
    plain.trim_end_matches('_').to_owned()
}

/// A place of the root document.
pub(super) fn root(pointer: Pointer) -> Spot {
    Spot {
        file: ROOT,
        pointer,
    }
}
