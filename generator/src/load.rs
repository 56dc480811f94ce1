//! Text to tree: reading YAML and JSON, and applying overlays.
//!
//! The first stage of the pipeline. It gives a plain JSON tree in which every member and its
//! order is kept, and remembers where each node was written. It knows of OpenAPI only what tells
//! such a document from another one; what the fields mean is the business of later stages. It
//! does not touch the disk: texts come from [`Sources`].

mod document;
mod json;
pub mod origins;
pub mod overlay;
mod text;
mod tree;
mod yaml;

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, Label, Place, Report};
use crate::source::{Format, Part, SourceId, Sources};
pub use origins::Origins;
pub(crate) use text::text;
use tree::Parsed;

/// A document as one tree, overlays applied.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The document.
    pub tree: Value,
    /// Where its nodes were written.
    pub origins: Origins,
}

/// Reads a document and applies overlays to it, in their order.
///
/// `None` where the report has got an error: the document or an overlay cannot be read, it is no
/// OpenAPI 3.0 or 3.1 document, or an overlay does not fit it. Mistakes in several files are all
/// reported.
#[must_use]
pub fn load(
    sources: &Sources,
    document: SourceId,
    overlays: &[SourceId],
    report: &mut Report,
) -> Option<Loaded> {
    let tree =
        parse(sources, document, report).filter(|tree| document::check(tree, document, report));
    let overlays: Vec<_> = overlays
        .iter()
        .map(|id| {
            let overlay = parse(sources, *id, report)?;
            overlay::read(sources, *id, &overlay, report)
        })
        .collect();
    let mut tree = tree?;
    document::write_version_as_text(&mut tree);
    let mut origins = Origins::new(document);
    let mut complete = true;
    for overlay in overlays {
        complete &= overlay.is_some_and(|overlay| overlay.apply(&mut tree, &mut origins, report));
    }
    complete.then_some(Loaded { tree, origins })
}

/// Reads one text into a tree, whatever it is a document of.
#[must_use]
pub fn parse(sources: &Sources, id: SourceId, report: &mut Report) -> Option<Value> {
    let source = sources.get(id);
    let named = |endings: &[&str]| {
        let name = source.name().to_ascii_lowercase();
        endings.iter().any(|ending| name.ends_with(ending))
    };
    let parsed = match source.format() {
        Format::Yaml => yaml::parse(id, source.text()),
        Format::Json => match json::parse(id, source.text()) {
            // A flow mapping of YAML begins like an object of JSON.
            Err(error) if error.code == Code::InvalidJson && !named(&[".json"]) => {
                let is_yaml = named(&[".yaml", ".yml"]);
                yaml::parse(id, source.text())
                    .map_err(|in_yaml| if is_yaml { in_yaml } else { error })
            }
            result => result,
        },
    };
    match parsed {
        Ok(Parsed { tree, repeated }) => {
            for pointer in repeated {
                let key = pointer.last().unwrap_or_default();
                let message = format!("the key `{key}` occurs twice; its last value counts");
                let mut warning =
                    Diagnostic::new(Code::DuplicateKey, pointer.clone(), message).at(Place::Node {
                        source: id,
                        pointer: pointer.clone(),
                        part: Part::Key,
                    });
                if let Some(earlier) = source.repeated_key(&pointer) {
                    warning.labels.push(Label {
                        place: Place::Bytes {
                            source: id,
                            start: earlier.start,
                            end: earlier.end,
                        },
                        message: "this value is ignored".to_owned(),
                    });
                }
                report.push(warning.help("remove one of the two"));
            }
            Some(tree)
        }
        Err(error) => {
            report.push(*error);
            None
        }
    }
}

/// The place of the character at a byte; of no width at the end of a line or of the text.
fn character_at(id: SourceId, text: &str, byte: usize) -> Place {
    let mut start = byte.min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let width = match text[start..].chars().next() {
        Some('\n' | '\r') | None => 0,
        Some(character) => character.len_utf8(),
    };
    Place::Bytes {
        source: id,
        start,
        end: start + width,
    }
}

#[cfg(test)]
mod tests;
