//! Writing: one member after the other.

use serde::ser::{Serialize, SerializeMap};

use crate::runtime::Extra;

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

    /// Writes one member.
    pub fn member<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) {
        if self.failed.is_none()
            && let Err(error) = self.map.serialize_entry(name, value)
        {
            self.failed = Some(error);
        }
    }

    /// Writes the members that the document does not declare.
    pub fn extra(&mut self, extra: &Extra) {
        for (name, value) in extra.iter() {
            if self.failed.is_none()
                && let Err(error) = self.map.serialize_entry(name, value)
            {
                self.failed = Some(error);
            }
        }
    }
}
