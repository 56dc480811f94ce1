//! Reading files that hold text.

use std::path::Path;

/// The text of a file; the error names the file.
///
/// # Errors
/// The file cannot be read, or is no text in UTF-8.
pub fn read_text(path: &Path) -> Result<String, String> {
    let shown = path.display();
    let bytes = std::fs::read(path).map_err(|error| format!("cannot read `{shown}`: {error}"))?;
    specwright::source::text_of(bytes).map_err(|error| format!("`{shown}` {error}"))
}
