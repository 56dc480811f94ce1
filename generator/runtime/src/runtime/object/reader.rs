//! Reading: which member a name stands for, and what becomes of the others.
//!
//! Nothing here depends on the struct that is read, so that all structs share one copy.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};

use super::Shape;
use crate::runtime::Extra;
use crate::runtime::codec::Codec;
use crate::runtime::decode;

/// The state of reading one object; the first failure is kept until the end.
#[derive(Debug)]
pub struct Reader<'r, 'de, A: MapAccess<'de>> {
    pub(super) map: &'r mut A,
    names: Names,
    /// The place of the declared member whose value comes next, or [`NONE`].
    next: usize,
    keeps_undeclared: bool,
    extra: Extra,
    failed: Option<A::Error>,
    input: PhantomData<&'de ()>,
}

/// Stands for no declared member.
const NONE: usize = usize::MAX;

impl<'r, 'de, A: MapAccess<'de>> Reader<'r, 'de, A> {
    pub(super) fn new(map: &'r mut A, shape: &Shape) -> Self {
        let mut reader = Self {
            map,
            names: Names {
                declared: shape.names,
                next: 0,
                undeclared: String::new(),
            },
            next: NONE,
            keeps_undeclared: shape.keeps_undeclared,
            extra: Extra::new(),
            failed: None,
            input: PhantomData,
        };
        reader.advance();
        reader
    }

    /// What was read, unless something failed.
    pub(super) fn end<T>(self, value: Option<T>) -> Result<T, A::Error> {
        match (value, self.failed) {
            (Some(value), None) => Ok(value),
            (_, Some(error)) => Err(error),
            (None, None) => Err(A::Error::custom("an object that cannot be read")),
        }
    }

    /// Whether the value of a declared member comes next.
    ///
    /// Each round over the members in the order of the document reads what comes in that order, and
    /// at least one.
    #[inline]
    pub const fn has_next(&self) -> bool {
        self.next != NONE
    }

    /// Whether the value of the declared member with that place comes next.
    #[inline]
    pub(super) const fn is_next(&self, place: usize) -> bool {
        self.next == place
    }

    /// Puts a value into its slot and goes on to the next declared member.
    #[inline]
    pub(super) fn store<T>(&mut self, value: Result<T, A::Error>, slot: &mut T) {
        match value {
            Ok(value) => {
                *slot = value;
                self.advance();
            }
            Err(error) => self.fail(error),
        }
    }

    /// Reads the name of the next declared member; the other members on the way are kept or skipped.
    #[inline(never)]
    fn advance(&mut self) {
        loop {
            match self.map.next_key_seed(&mut self.names) {
                Ok(None) => {
                    self.next = NONE;
                    return;
                }
                Ok(Some(NONE)) => {
                    if let Err(error) = self.undeclared() {
                        self.fail(error);
                        return;
                    }
                }
                Ok(Some(place)) => {
                    self.next = place;
                    return;
                }
                Err(error) => {
                    self.fail(error);
                    return;
                }
            }
        }
    }

    /// Keeps or skips a member that the document does not declare.
    #[cold]
    fn undeclared(&mut self) -> Result<(), A::Error> {
        if self.keeps_undeclared {
            let name = std::mem::take(&mut self.names.undeclared);
            let value = self.map.next_value::<serde_json::Value>()?;
            self.extra.insert(name, value);
        } else {
            self.map.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }

    #[cold]
    fn fail(&mut self, error: A::Error) {
        self.next = NONE;
        self.failed.get_or_insert(error);
    }

    /// A required member did not come.
    #[cold]
    pub fn missing<T>(&mut self, name: &'static str) -> Option<T> {
        self.fail(A::Error::missing_field(name));
        None
    }

    /// The members that the document does not declare.
    #[inline]
    pub fn keep(&mut self) -> Option<Extra> {
        Some(std::mem::take(&mut self.extra))
    }

    /// The members that the document does not declare, where it gives all of them one type; `None`
    /// where one is of another type.
    pub fn map<C: Codec<T>, T>(&mut self) -> Option<BTreeMap<String, T>> {
        let members = std::mem::take(&mut self.extra);
        let read = |(name, value): (&String, _)| match decode::member::<C, T>(name, value) {
            Ok(value) => Some((name.clone(), value)),
            Err(mismatch) => {
                self.fail(mismatch.into_error());
                None
            }
        };
        members.iter().map(read).collect()
    }
}

/// Looks names up, beginning with the member that comes next in the document's order.
#[derive(Debug)]
struct Names {
    declared: &'static [&'static str],
    next: usize,
    /// The last name that was none of the declared ones.
    undeclared: String,
}

impl Names {
    #[inline]
    fn find(&mut self, name: &str) -> usize {
        let index = self.next;
        match self.declared.get(index) {
            Some(expected) if *expected == name => {
                self.next = index + 1;
                index
            }
            _ => self.search(name),
        }
    }

    /// Looks through the members after the expected one, then through those before.
    #[inline(never)]
    fn search(&mut self, name: &str) -> usize {
        let (before, after) = self.declared.split_at(self.next.min(self.declared.len()));
        let position = |names: &[&str]| names.iter().position(|declared| *declared == name);
        let index = position(after).map(|index| index + before.len());
        if let Some(index) = index.or_else(|| position(before)) {
            self.next = index + 1;
            index
        } else {
            name.clone_into(&mut self.undeclared);
            NONE
        }
    }
}

impl<'de> DeserializeSeed<'de> for &mut Names {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for &mut Names {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<usize, E> {
        Ok(self.find(name))
    }
}
