//! `oneOf` and `anyOf`: which of the two a union is read as.

use serde_json::{Map, Value};

use super::notes::Toleration;
use super::schema::{Place, Translator};

impl Translator<'_> {
    /// The keyword that a union is translated to.
    pub(super) fn union(
        &mut self,
        source: &Map<String, Value>,
        key: &str,
        place: &Place,
    ) -> String {
        if key == "oneOf" {
            let members = source.get(key).and_then(Value::as_array);
            let members = members.map_or(0, Vec::len);
            self.unions.push((place.document.clone(), members));
            if self.overlaps.contains(&place.document) && !source.contains_key("anyOf") {
                self.relaxed.push(place.tree.clone());
                let message = "every value of `oneOf` would match several members; one is enough";
                self.note(place, Toleration::OneOfOverlaps, message.to_owned());
                return "anyOf".to_owned();
            }
        }
        key.to_owned()
    }
}
