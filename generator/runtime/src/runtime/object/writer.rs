//! Writing: one member after the other.

use std::collections::BTreeMap;
use std::fmt::Debug;

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::Visit;
use crate::runtime::Extra;
use crate::runtime::codec::{Codec, Encoding};

/// The state of writing one object; the first failure is kept until the end.
///
/// All that stands between the members of a struct and the serializer is inlined, and nothing else is
/// given the address of the state: so it is kept in registers, and each member is looked up by an
/// instruction of its own, by which the processor foresees where the same member of the next value
/// is.
pub(super) struct Writer<'v, S: Serializer> {
    map: Result<S::SerializeMap, S::Error>,
    undeclared: Option<&'v Extra>,
}

impl<'v, S: Serializer> Writer<'v, S> {
    /// Begins an object.
    pub(super) fn new(serializer: S) -> Self {
        Self {
            map: serializer.serialize_map(None),
            undeclared: None,
        }
    }

    /// Ends the object.
    ///
    /// # Errors
    /// Fails where the serializer does, or did before.
    #[inline(always)]
    pub(super) fn end(self) -> Result<S::Ok, S::Error> {
        match self.undeclared {
            Some(extra) if !extra.is_empty() => self.end_with(extra),
            _ => self.map?.end(),
        }
    }

    /// Ends the object with the members that the document does not declare.
    #[cold]
    #[inline(never)]
    fn end_with(mut self, undeclared: &Extra) -> Result<S::Ok, S::Error> {
        for (name, value) in undeclared.iter() {
            self.entry(name, value);
        }
        self.map?.end()
    }

    // The key and the value apart instead of `serialize_entry`: one call less for each member.
    #[inline(always)]
    fn entry<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) {
        if let Ok(map) = &mut self.map {
            let written = map.serialize_key(name);
            if let Err(error) = written.and_then(|()| map.serialize_value(value)) {
                self.map = Err(error);
            }
        }
    }
}

impl<'v, S: Serializer> Visit<'v> for Writer<'v, S> {
    #[inline(always)]
    fn member<T, W: Serialize>(&mut self, name: &'static str, _: &'v T, written: Option<W>) {
        if let Some(written) = written {
            self.entry(name, &written);
        }
    }

    fn keep(&mut self, extra: &'v Extra) {
        self.undeclared = Some(extra);
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
