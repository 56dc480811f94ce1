//! From serde's data model to one JSON tree, for YAML and JSON alike.
//!
//! `serde_json::Value` could be deserialized directly, but then repeated keys would vanish
//! unseen, integers beyond 64 bits and keys that are no strings would fail, and merge keys would
//! stay. This file knows neither of the two notations.

use std::cell::{Cell, RefCell};
use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, Visitor};
use serde::de::{IgnoredAny, VariantAccess};
use serde_json::map::Entry;
use serde_json::{Map, Number, Value};

use crate::pointer::Pointer;

/// How many levels a document may be nested; both parsers stop there.
pub(super) const DEPTH_LIMIT: usize = 128;

/// A tree, and what was noticed while it was built.
#[derive(Debug)]
pub(super) struct Parsed {
    /// The tree.
    pub(super) tree: Value,
    /// The keys that occur more than once in their mapping.
    pub(super) repeated: Vec<Pointer>,
}

/// Collects what all nodes of one tree share.
pub(super) struct Builder {
    /// Whether `<<` merges mappings, as in YAML 1.1.
    merge_keys: bool,
    repeated: RefCell<Vec<Pointer>>,
    budget: Cell<usize>,
    exhausted: Cell<bool>,
}

impl Builder {
    /// A builder for a text of that many bytes.
    ///
    /// Each node costs one and the length of its text. Without aliases a tree costs less than
    /// three times its text (an escape of two bytes can stand for three); with them it may grow
    /// by a few million, and then it is taken for an attack.
    pub(super) fn new(text_len: usize, merge_keys: bool) -> Self {
        Self {
            merge_keys,
            repeated: RefCell::default(),
            budget: Cell::new(text_len.saturating_mul(3).saturating_add(4_000_000)),
            exhausted: Cell::new(false),
        }
    }

    /// Builds the tree of one document.
    pub(super) fn build<'de, D: Deserializer<'de>>(
        &self,
        deserializer: D,
    ) -> Result<Parsed, D::Error> {
        let root = Node {
            builder: self,
            path: &Path::Root,
        };
        let tree = root.deserialize(deserializer)?;
        let repeated = self.repeated.take();
        Ok(Parsed { tree, repeated })
    }

    /// Whether the build failed because aliases made the tree too large.
    pub(super) fn exhausted(&self) -> bool {
        self.exhausted.get()
    }

    fn spend<E: de::Error>(&self, text: usize) -> Result<(), E> {
        match self.budget.get().checked_sub(text + 1) {
            Some(rest) => {
                self.budget.set(rest);
                Ok(())
            }
            None => {
                self.exhausted.set(true);
                Err(E::custom("aliases repeat too much of the document"))
            }
        }
    }
}

/// The way from the root, kept on the call stack so that it costs nothing unless it is asked for.
enum Path<'p> {
    Root,
    Member(&'p Self, &'p str),
    Element(&'p Self, usize),
}

impl Path<'_> {
    fn pointer(&self) -> Pointer {
        match self {
            Self::Root => Pointer::root(),
            Self::Member(parent, key) => parent.pointer().join(key),
            Self::Element(parent, at) => parent.pointer().join(at),
        }
    }
}

#[derive(Clone, Copy)]
struct Node<'b, 'p> {
    builder: &'b Builder,
    path: &'p Path<'p>,
}

impl<'de> DeserializeSeed<'de> for Node<'_, '_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_, '_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Value, E> {
        self.builder.spend(0)?;
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Value, E> {
        self.builder.spend(0)?;
        Ok(Value::from(value))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Value, E> {
        self.builder.spend(0)?;
        Ok(Value::from(value))
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "a tree of JSON has no wider integers"
    )]
    fn visit_i128<E: de::Error>(self, value: i128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "a tree of JSON has no wider integers"
    )]
    fn visit_u128<E: de::Error>(self, value: u128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Value, E> {
        self.builder.spend(0)?;
        Ok(Number::from_f64(value).map_or_else(|| Value::from(non_finite(value)), Value::Number))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Value, E> {
        self.builder.spend(value.len())?;
        Ok(Value::from(value))
    }

    fn visit_string<E: de::Error>(self, value: String) -> Result<Value, E> {
        self.builder.spend(value.len())?;
        Ok(Value::String(value))
    }

    fn visit_unit<E: de::Error>(self) -> Result<Value, E> {
        self.builder.spend(0)?;
        Ok(Value::Null)
    }

    fn visit_none<E: de::Error>(self) -> Result<Value, E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<Value, D::Error> {
        self.deserialize(deserializer)
    }

    /// A node with a tag; the tag is ignored.
    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<Value, A::Error> {
        let (IgnoredAny, content) = tagged.variant()?;
        content.newtype_variant_seed(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Value, A::Error> {
        self.builder.spend(0)?;
        let mut elements = Vec::new();
        loop {
            let element = Node {
                builder: self.builder,
                path: &Path::Element(self.path, elements.len()),
            };
            match sequence.next_element_seed(element)? {
                Some(value) => elements.push(value),
                None => return Ok(Value::Array(elements)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut mapping: A) -> Result<Value, A::Error> {
        self.builder.spend(0)?;
        let mut members = Map::new();
        let mut merged = Vec::new();
        while let Some(key) = mapping.next_key_seed(Key)? {
            self.builder.spend(key.len())?;
            let member = Node {
                builder: self.builder,
                path: &Path::Member(self.path, &key),
            };
            let value = mapping.next_value_seed(member)?;
            if self.builder.merge_keys && key == "<<" && can_merge(&value) {
                merged.push(value);
                continue;
            }
            match members.entry(key) {
                Entry::Vacant(entry) => {
                    entry.insert(value);
                }
                Entry::Occupied(mut entry) => {
                    let pointer = self.path.pointer().join(entry.key());
                    self.builder.repeated.borrow_mut().push(pointer);
                    entry.insert(value);
                }
            }
        }
        for value in merged {
            merge(&mut members, value);
        }
        Ok(Value::Object(members))
    }
}

/// A key as text, also where it reads as a number, a boolean or null.
///
/// The text is the one that was written: `1.10` is a version, not the number 1.1.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key that is text, a number, a boolean or null")
    }

    fn visit_str<E: de::Error>(self, key: &str) -> Result<String, E> {
        Ok(key.to_owned())
    }

    fn visit_string<E: de::Error>(self, key: String) -> Result<String, E> {
        Ok(key)
    }
}

/// How YAML writes the floating-point numbers that JSON does not have.
fn non_finite(value: f64) -> &'static str {
    if value.is_nan() {
        ".nan"
    } else if value.is_sign_negative() {
        "-.inf"
    } else {
        ".inf"
    }
}

/// Whether the value of `<<` merges; anything else is an ordinary member of that name.
fn can_merge(value: &Value) -> bool {
    match value {
        Value::Object(_) => true,
        Value::Array(values) => values.iter().all(Value::is_object),
        _ => false,
    }
}

/// Adds the members that a mapping does not have yet; earlier mappings of a list win.
fn merge(members: &mut Map<String, Value>, value: Value) {
    match value {
        Value::Object(more) => {
            for (key, value) in more {
                members.entry(key).or_insert(value);
            }
        }
        Value::Array(list) => {
            for value in list {
                merge(members, value);
            }
        }
        _ => {}
    }
}
