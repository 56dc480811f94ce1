//! YAML text to tree, through `serde_yaml`.

use serde_json::Value;

use super::character_at;
use super::tree::{Builder, DEPTH_LIMIT, Parsed};
use crate::diagnostic::{Code, Diagnostic, Label, Place};
use crate::pointer::Pointer;
use crate::source::{SourceId, byte_of_char};

/// Reads one YAML document.
pub(super) fn parse(id: SourceId, text: &str) -> Result<Parsed, Box<Diagnostic>> {
    let body = text.trim_start_matches('\u{feff}');
    let builder = Builder::new(body.len(), true);
    let mut documents = serde_yaml::Deserializer::from_str(body);
    let Some(first) = documents.next() else {
        return Err(Box::new(empty(id)));
    };
    let parsed = builder
        .build(first)
        .map_err(|error| Box::new(failure(id, text, &error, &builder)))?;
    if parsed.tree == Value::Null && says_nothing(body) {
        return Err(Box::new(empty(id)));
    }
    if documents.next().is_some() {
        return Err(Box::new(second_document(id, text)));
    }
    Ok(parsed)
}

fn empty(id: SourceId) -> Diagnostic {
    Diagnostic::new(
        Code::EmptyDocument,
        Pointer::root(),
        "the file is empty: it holds nothing but white space or comments",
    )
    .at(Place::File(id))
}

/// Whether there are only blank lines, comments and document markers.
fn says_nothing(text: &str) -> bool {
    text.lines().map(str::trim).all(|line| {
        line.is_empty() || line.starts_with(['#', '%']) || line == "---" || line == "..."
    })
}

fn second_document(id: SourceId, text: &str) -> Diagnostic {
    let mut content = false;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if content && line.starts_with("---") {
            break;
        }
        content |= !says_nothing(line);
        start += line.len();
    }
    let place = if text[start..].starts_with("---") {
        Place::Bytes {
            source: id,
            start,
            end: start + 3,
        }
    } else {
        Place::File(id)
    };
    Diagnostic::new(
        Code::InvalidYaml,
        Pointer::root(),
        "the file holds more than one YAML document",
    )
    .at(place)
    .help("keep one document per file; a second one begins at the line `---`")
}

fn failure(id: SourceId, text: &str, error: &serde_yaml::Error, builder: &Builder) -> Diagnostic {
    let told = error.to_string();
    let place = place(id, text, error, &told);
    if builder.exhausted() || told.starts_with("repetition limit exceeded") {
        let message = "aliases repeat so much of the document that it would fill the memory";
        return Diagnostic::new(Code::InvalidYaml, Pointer::root(), message)
            .at(place)
            .help("write what the aliases repeat as components, and refer to them with `$ref`");
    }
    if told.starts_with("recursion limit exceeded") {
        let message = format!("the document is nested deeper than {DEPTH_LIMIT} levels");
        let error = Diagnostic::new(Code::NestedTooDeep, Pointer::root(), message).at(place);
        return if text.contains('&') {
            error.help("an alias inside of what it is an alias for nests without end")
        } else {
            error
        };
    }
    // Places are shown apart.
    let mut message = told;
    if let Some(location) = error.location() {
        let place = format!(" at line {} column {}", location.line(), location.column());
        message = message.replacen(&place, "", 1);
    }
    if let Some((what, _)) = message.rsplit_once(" at position ") {
        message.truncate(what.len());
    }
    let label = split_context(id, text, &mut message);
    let message = format!("the text is not valid YAML: {message}");
    let mut diagnostic = Diagnostic::new(Code::InvalidYaml, Pointer::root(), message).at(place);
    diagnostic.labels.extend(label);
    diagnostic
}

/// Takes from a message what was being read when it failed, such as `, while parsing a flow
/// sequence at line 2 column 7`, and gives it as a label there.
fn split_context(id: SourceId, text: &str, message: &mut String) -> Option<Label> {
    let at = message.rfind(", while ")?;
    let (what, place) = message[at + 2..].split_once(" at line ")?;
    let (line, column) = place.split_once(" column ")?;
    let (line, column): (usize, usize) = (line.parse().ok()?, column.parse().ok()?);
    let body = text.trim_start_matches('\u{feff}');
    let lines: usize = body
        .split_inclusive('\n')
        .take(line.checked_sub(1)?)
        .map(str::len)
        .sum();
    let inside = byte_of_char(&body[lines..], column.checked_sub(1)?);
    let label = Label {
        place: character_at(id, text, text.len() - body.len() + lines + inside),
        message: what.to_owned(),
    };
    message.truncate(at);
    Some(label)
}

fn place(id: SourceId, text: &str, error: &serde_yaml::Error, told: &str) -> Place {
    let base = text.len() - text.trim_start_matches('\u{feff}').len();
    // A character that no YAML may hold is told by its byte alone, and without a location.
    let unreadable = told
        .rsplit_once(" at position ")
        .and_then(|(_, byte)| byte.parse::<usize>().ok());
    let start = match (unreadable, error.location()) {
        (Some(byte), _) => base + byte,
        (None, Some(location)) => base + location.index(),
        (None, None) => return Place::File(id),
    };
    character_at(id, text, start)
}
