//! Writing: one member after the other.

use std::collections::BTreeMap;

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::runtime::Extra;
use crate::runtime::codec::{Codec, Encoding};

/// The state of writing one object; the first failure is kept until the end.
#[derive(Debug)]
pub struct Writer<S: Serializer> {
    map: Result<S::SerializeMap, S::Error>,
}

impl<S: Serializer> Writer<S> {
    /// Begins an object.
    pub fn new(serializer: S) -> Self {
        Self {
            map: serializer.serialize_map(None),
        }
    }

    /// Ends the object.
    ///
    /// # Errors
    /// Fails where the serializer does, or did before.
    pub fn end(self) -> Result<S::Ok, S::Error> {
        self.map?.end()
    }

    /// Writes one member.
    pub(super) fn member<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) {
        if let Ok(map) = &mut self.map
            && let Err(error) = map.serialize_entry(name, value)
        {
            self.fail(error);
        }
    }

    /// Keeps the failure of a member, after which nothing more is written.
    #[cold]
    #[inline(never)]
    fn fail(&mut self, error: S::Error) {
        self.map = Err(error);
    }

    /// Writes the members that the document does not declare.
    pub fn keep(&mut self, extra: &Extra) {
        if !extra.is_empty() {
            self.undeclared(extra);
        }
    }

    /// Writes the members that the document does not declare, all of one type.
    pub fn map<C: Codec<T>, T>(&mut self, members: &BTreeMap<String, T>) {
        for (name, value) in members {
            self.member(name, &Encoding::<C, T>::new(value));
        }
    }

    #[cold]
    fn undeclared(&mut self, extra: &Extra) {
        for (name, value) in extra.iter() {
            self.member(name, value);
        }
    }
}
