//! Texts that the document writes without quotes, so that they are read as numbers or booleans.

use serde_json::Value;

use super::Walker;
use crate::diagnostic::{Code, Place};
use crate::pointer::Pointer;
use crate::source::Part;

/// Makes a text of the number or boolean at hand.
pub(super) fn read(walker: &mut Walker<'_>, value: &mut Value) {
    if !(value.is_number() || value.is_boolean()) {
        return;
    }
    let text = as_written(walker, &walker.pointer).unwrap_or_else(|| value.to_string());
    let message = format!("a text holds the unquoted value {text}");
    let help = format!("it was read as \"{text}\"; put it in quotes");
    *value = Value::String(text);
    walker.find(Code::ValueNotText, message, help);
}

/// The text of a scalar as it stands in the source: `1.10` and not `1.1`.
pub(super) fn as_written(walker: &Walker<'_>, pointer: &Pointer) -> Option<String> {
    let Place::Node {
        source, pointer, ..
    } = walker.loaded.origins.place(pointer, Part::Value)
    else {
        return None;
    };
    let text = walker.sources.get(source).scalar_text(&pointer)?;
    Some(text.to_owned())
}
