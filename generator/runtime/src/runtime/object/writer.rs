//! Writing: one member after the other.

use std::collections::BTreeMap;

use serde::ser::{Serialize, SerializeMap};

use crate::runtime::Extra;
use crate::runtime::codec::{Codec, Encoding};

/// The state of writing one object; the first failure is kept until the end.
#[derive(Debug)]
pub struct Writer<M: SerializeMap> {
    map: M,
    failed: Option<M::Error>,
}

impl<M: SerializeMap> Writer<M> {
    pub(super) const fn new(map: M) -> Self {
        Self { map, failed: None }
    }

    pub(super) fn end(self) -> Result<M::Ok, M::Error> {
        match self.failed {
            None => self.map.end(),
            Some(error) => Err(error),
        }
    }

    /// Writes one member, and says whether to go on.
    pub fn member<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> bool {
        match self.map.serialize_entry(name, value) {
            Ok(()) => true,
            Err(error) => {
                self.failed = Some(error);
                false
            }
        }
    }

    /// Writes the members that the document does not declare, and says whether to go on.
    pub fn extra(&mut self, extra: &Extra) -> bool {
        extra.is_empty() || self.undeclared(extra)
    }

    /// Writes the members that the document does not declare, all of one type, and says whether to
    /// go on.
    pub fn others<C: Codec<T>, T>(&mut self, members: &BTreeMap<String, T>) -> bool {
        members
            .iter()
            .all(|(name, value)| self.member(name, &Encoding::<C, T>::new(value)))
    }

    #[cold]
    fn undeclared(&mut self, extra: &Extra) -> bool {
        extra.iter().all(|(name, value)| self.member(name, value))
    }
}
