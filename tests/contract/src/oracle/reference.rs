//! `$ref`, and the references that are resolved while a value is judged.

use serde_json::{Map, Value};

use crate::pointer;

use super::notes::Toleration;
use super::nullable;
use super::schema::{Place, Translator};

impl Translator<'_> {
    /// A 3.0 reference with `nullable` beside it, which cannot be meant otherwise.
    pub(super) fn nullable_reference(
        &mut self,
        source: &Map<String, Value>,
        place: &Place,
    ) -> Value {
        self.note_mistakes(source, place);
        self.wrapped.push(place.tree.clone());
        let mut inner = place.clone();
        inner.tree = pointer::join(&place.tree, "else");
        nullable::wrap(self.bare_reference(source, &inner))
    }

    /// A 3.0 reference: whatever stands beside it does not count.
    pub(super) fn bare_reference(&mut self, source: &Map<String, Value>, place: &Place) -> Value {
        let ignored: Vec<&str> = source
            .keys()
            .map(String::as_str)
            .filter(|key| {
                !matches!(
                    *key,
                    "$ref" | "description" | "summary" | "title" | "nullable"
                )
            })
            .filter(|key| !key.starts_with("x-"))
            .collect();
        if !ignored.is_empty() {
            let ignored = ignored.join("`, `");
            self.note(
                place,
                Toleration::ReferenceSiblings,
                format!("`{ignored}` beside `$ref` has no effect in OpenAPI 3.0"),
            );
        }
        self.references.push(place.tree.clone());
        let reference = source.get("$ref").cloned().unwrap_or_default();
        serde_json::json!({ "$ref": reference })
    }

    /// A reference to the nearest schema around it that bears the anchor.
    pub(super) fn dynamic(
        &mut self,
        key: &str,
        value: &Value,
        place: &Place,
        translated: &mut Map<String, Value>,
    ) {
        let anchored = |schema: &Value| match key {
            "$recursiveRef" => schema.get("$recursiveAnchor") == Some(&Value::Bool(true)),
            _ => {
                let wanted = value.as_str().and_then(|name| name.strip_prefix('#'));
                let anchor = schema.get("$dynamicAnchor").and_then(Value::as_str);
                anchor.is_some() && anchor == wanted
            }
        };
        let mut around = place.document.as_str();
        while let Some((parent, _)) = pointer::split_last(around) {
            if self.document.pointer(around).is_some_and(anchored) {
                self.references.push(place.tree.clone());
                let reference = Value::from(pointer::to_reference(around));
                translated.insert("$ref".to_owned(), reference);
                break;
            }
            around = parent;
        }
        let message =
            format!("`{key}: {value}` means the nearest schema around it with the anchor");
        self.note(place, Toleration::DynamicReference, message);
    }
}
