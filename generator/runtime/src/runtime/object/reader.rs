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
use crate::runtime::decode::{self, Mismatch};

/// The state of reading one object; the first failure is kept until the end.
#[derive(Debug)]
pub struct Reader<'r, 'de, A: MapAccess<'de>> {
    pub(super) map: &'r mut A,
    names: Names,
    shape: &'static Shape,
    seen: Seen,
    extra: Extra,
    failed: Option<A::Error>,
    input: PhantomData<&'de ()>,
}

impl<'r, 'de, A: MapAccess<'de>> Reader<'r, 'de, A> {
    pub(super) const fn new(map: &'r mut A, shape: &'static Shape) -> Self {
        Self {
            map,
            names: Names {
                declared: shape.names,
                next: 0,
                undeclared: String::new(),
            },
            shape,
            seen: Seen::NONE,
            extra: Extra::new(),
            failed: None,
            input: PhantomData,
        }
    }

    /// The place of the next declared member in the document's order, and one that no member has at
    /// the end or after a failure; the other members on the way are kept or skipped.
    pub fn next_declared(&mut self) -> usize {
        while self.failed.is_none() {
            match self.map.next_key_seed(&mut self.names) {
                Ok(Some(NONE)) => self.undeclared(),
                Ok(Some(place)) => {
                    self.seen.insert(place);
                    return place;
                }
                Ok(None) => break,
                Err(error) => self.fail(error),
            }
        }
        NONE
    }

    /// Keeps the failure of a member, after which nothing more is read.
    #[cold]
    pub(super) fn fail(&mut self, error: A::Error) {
        self.failed = Some(error);
    }

    /// Keeps or skips a member that the document does not declare.
    #[cold]
    fn undeclared(&mut self) {
        if !self.shape.undeclared.is_empty() {
            let name = std::mem::take(&mut self.names.undeclared);
            match self.map.next_value::<serde_json::Value>() {
                Ok(value) => drop(self.extra.insert(name, value)),
                Err(error) => self.fail(error),
            }
        } else if let Err(error) = self.map.next_value::<IgnoredAny>() {
            self.fail(error);
        }
    }

    /// The first failure, or else the error for the first required member that did not come.
    #[cold]
    pub fn failure(&mut self) -> A::Error {
        if let Some(error) = self.failed.take() {
            return error;
        }
        let mut required = self.shape.required();
        match required.find(|(place, _)| !self.seen.contains(*place)) {
            Some((_, name)) => A::Error::missing_field(name),
            None => A::Error::custom("a required member is missing"),
        }
    }

    /// Ends the reading without the members that the document does not declare; nothing comes back
    /// after a failure.
    pub fn skip(&mut self) -> Option<()> {
        self.failed.is_none().then_some(())
    }

    /// The same, with the members that the document does not declare.
    // Never inlined, so that each struct has a call and no copy of this.
    #[inline(never)]
    pub fn keep(&mut self) -> Option<Extra> {
        self.skip()?;
        Some(std::mem::take(&mut self.extra))
    }

    /// The same, where all of them are of one type.
    pub fn map<C: Codec<T>, T>(&mut self) -> Option<BTreeMap<String, T>> {
        let members = self.keep()?;
        let read = |(name, value): (&String, _)| {
            let value = decode::member::<C, T>(name, value).map_err(Mismatch::into_error)?;
            Ok((name.clone(), value))
        };
        match members.iter().map(read).collect() {
            Ok(members) => Some(members),
            Err(error) => {
                self.fail(error);
                None
            }
        }
    }
}

/// The places of the declared members that came, a bit for each; beyond the last bit they share.
#[derive(Debug)]
struct Seen([u64; 4]);

impl Seen {
    const NONE: Self = Self([0; 4]);

    #[inline]
    fn insert(&mut self, place: usize) {
        self.0[place >> 6 & 3] |= 1 << (place & 63);
    }

    fn contains(&self, place: usize) -> bool {
        self.0[place >> 6 & 3] >> (place & 63) & 1 == 1
    }
}

/// Stands for a member that the document does not declare, and for none at all.
const NONE: usize = usize::MAX;

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
