//! Writing: one member after the other.

use std::collections::BTreeMap;
use std::fmt::Debug;

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::Visit;
use crate::runtime::Extra;
use crate::runtime::codec::{Codec, Encoding};

/// The state of writing one object; the first failure is kept until the end.
pub(super) struct Writer<S: Serializer> {
    map: Result<S::SerializeMap, S::Error>,
}

impl<S: Serializer> Writer<S> {
    /// Begins an object.
    pub(super) fn new(serializer: S) -> Self {
        Self {
            map: serializer.serialize_map(None),
        }
    }

    /// Ends the object.
    ///
    /// # Errors
    /// Fails where the serializer does, or did before.
    pub(super) fn end(self) -> Result<S::Ok, S::Error> {
        self.map?.end()
    }

    // Inlined, and the key and the value apart instead of `serialize_entry`: one call less for each
    // member.
    #[inline(always)]
    fn entry<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) {
        if let Ok(map) = &mut self.map {
            let written = map.serialize_key(name);
            if let Err(error) = written.and_then(|()| map.serialize_value(value)) {
                self.fail(error);
            }
        }
    }

    /// Keeps the failure of a member, after which nothing more is written.
    #[cold]
    #[inline(never)]
    fn fail(&mut self, error: S::Error) {
        self.map = Err(error);
    }

    #[cold]
    fn undeclared(&mut self, extra: &Extra) {
        for (name, value) in extra.iter() {
            self.entry(name, value);
        }
    }
}

impl<'v, S: Serializer> Visit<'v> for Writer<S> {
    fn member<T, W: Serialize>(&mut self, name: &'static str, _: &'v T, written: Option<W>) {
        if let Some(written) = written {
            self.entry(name, &written);
        }
    }

    fn keep(&mut self, extra: &'v Extra) {
        if !extra.is_empty() {
            self.undeclared(extra);
        }
    }

    fn map<C: Codec<T>, T: Debug + PartialEq + 'static>(
        &mut self,
        members: &'v BTreeMap<String, T>,
    ) {
        for (name, value) in members {
            self.entry(name, &Encoding::<C, T>::new(value));
        }
    }
}
