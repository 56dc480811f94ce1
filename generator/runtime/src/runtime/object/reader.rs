//! Reading: which member a name stands for, and what becomes of the others.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};

use super::Object;
use crate::runtime::Extra;

/// The state of reading one object.
#[derive(Debug)]
pub struct Reader<'r, 'de, T, A> {
    pub(super) map: &'r mut A,
    next: usize,
    extra: Extra,
    object: PhantomData<(&'de (), T)>,
}

impl<'r, 'de, T: Object, A: MapAccess<'de>> Reader<'r, 'de, T, A> {
    pub(super) fn new(map: &'r mut A) -> Self {
        Self {
            map,
            next: 0,
            extra: Extra::new(),
            object: PhantomData,
        }
    }

    /// The next member that the document declares; the others on the way are kept or skipped.
    ///
    /// # Errors
    /// Fails where the input does.
    pub fn next_declared(&mut self) -> Result<Option<&'static T::Key>, A::Error> {
        loop {
            let seed = NameSeed {
                members: T::SHAPE.members,
                next: self.next,
            };
            match self.map.next_key_seed(seed)? {
                None => return Ok(None),
                Some(Name::Declared(index)) => {
                    self.next = index + 1;
                    return Ok(Some(&T::SHAPE.members[index].1));
                }
                Some(Name::Undeclared(name)) if T::SHAPE.keeps_undeclared => {
                    let value = self.map.next_value::<serde_json::Value>()?;
                    self.extra.insert(name, value);
                }
                Some(Name::Undeclared(_)) => {
                    self.map.next_value::<IgnoredAny>()?;
                }
            }
        }
    }

    /// The members that the document does not declare.
    pub fn extra(&mut self) -> Extra {
        std::mem::take(&mut self.extra)
    }

    /// The error for a required member that did not come.
    #[cold]
    pub fn missing(&self, name: &'static str) -> A::Error {
        A::Error::missing_field(name)
    }
}

/// The name of a member as it was read.
enum Name {
    Declared(usize),
    Undeclared(String),
}

/// Looks a name up, beginning with the member that comes next in the document's order.
struct NameSeed<K: 'static> {
    members: &'static [(&'static str, K)],
    next: usize,
}

impl<K> NameSeed<K> {
    fn find(&self, name: &str) -> Option<usize> {
        let (before, after) = self.members.split_at(self.next.min(self.members.len()));
        let position =
            |members: &[(&str, K)]| members.iter().position(|(member, _)| *member == name);
        position(after)
            .map(|index| index + before.len())
            .or_else(|| position(before))
    }
}

impl<'de, K> DeserializeSeed<'de> for NameSeed<K> {
    type Value = Name;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Name, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl<K> Visitor<'_> for NameSeed<K> {
    type Value = Name;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<Name, E> {
        Ok(match self.find(name) {
            Some(index) => Name::Declared(index),
            None => Name::Undeclared(name.to_owned()),
        })
    }

    fn visit_string<E: serde::de::Error>(self, name: String) -> Result<Name, E> {
        Ok(match self.find(&name) {
            Some(index) => Name::Declared(index),
            None => Name::Undeclared(name),
        })
    }
}
