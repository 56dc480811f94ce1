//! A tree as the text of a document.

use serde_json::Value;

use crate::source::Format;

/// Writes a tree in a notation; the error says why that cannot be done.
pub(crate) fn text(tree: &Value, format: Format) -> Result<String, String> {
    match format {
        Format::Yaml => serde_yaml::to_string(tree).map_err(|error| error.to_string()),
        Format::Json => serde_json::to_string_pretty(tree)
            .map(|text| text + "\n")
            .map_err(|error| error.to_string()),
    }
}
