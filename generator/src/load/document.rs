//! What tells an OpenAPI 3.0 or 3.1 document from anything else.
//!
//! Only the root is looked at; the rest of the document belongs to later stages.

use serde_json::{Map, Value};

use crate::diagnostic::{Code, Diagnostic, Place, Report};
use crate::pointer::Pointer;
use crate::source::{Part, SourceId};

/// Whether the tree is a document that can be read; else the report says what it is.
pub(super) fn check(tree: &Value, id: SourceId, report: &mut Report) -> bool {
    let error = refusal(tree, id);
    let accepted = error.is_none();
    error.into_iter().for_each(|error| report.push(error));
    accepted
}

fn refusal(tree: &Value, id: SourceId) -> Option<Diagnostic> {
    let Value::Object(root) = tree else {
        let message = format!(
            "this is no OpenAPI document: expected an object with the field `openapi`, found {}",
            describe(tree)
        );
        return Some(about(Code::NotOpenApi, message, None, id));
    };
    if let Some(version) = root.get("openapi") {
        return unsupported(version, id);
    }
    if let Some(version) = root.get("swagger") {
        let version = version_text(version).unwrap_or_default();
        let message = format!("Swagger {version} is not supported: expected OpenAPI 3.0 or 3.1");
        let help = "convert the document to OpenAPI 3 first, for example with `swagger2openapi` \
                    or https://converter.swagger.io";
        return Some(about(Code::UnsupportedVersion, message, Some("swagger"), id).help(help));
    }
    if root.contains_key("asyncapi") {
        let message = "this is an AsyncAPI document, not an OpenAPI document".to_owned();
        return Some(about(Code::NotOpenApi, message, Some("asyncapi"), id));
    }
    let message = format!(
        "this is no OpenAPI document: the field `openapi` is missing, found {}",
        list_keys(root)
    );
    let help = "an OpenAPI document begins with its version, such as `openapi: 3.0.3`";
    Some(about(Code::NotOpenApi, message, None, id).help(help))
}

fn unsupported(version: &Value, id: SourceId) -> Option<Diagnostic> {
    let (code, message) = match version_text(version) {
        Some(text) if is_supported(&text) => return None,
        Some(text) => (
            Code::UnsupportedVersion,
            format!("OpenAPI {text} is not supported: expected 3.0.x or 3.1.x"),
        ),
        None => (
            Code::NotOpenApi,
            format!(
                "the field `openapi` must be a version such as `3.0.3`, found {}",
                describe(version)
            ),
        ),
    };
    Some(about(code, message, Some("openapi"), id))
}

/// The first keys of an object, for a message.
fn list_keys(object: &Map<String, Value>) -> String {
    const SHOWN: usize = 6;
    if object.is_empty() {
        return "an empty object".to_owned();
    }
    let mut keys: Vec<_> = object
        .keys()
        .take(SHOWN)
        .map(|key| format!("`{key}`"))
        .collect();
    if object.len() > SHOWN {
        keys.push("…".to_owned());
    }
    keys.join(", ")
}

fn about(code: Code, message: String, field: Option<&str>, id: SourceId) -> Diagnostic {
    let root = Pointer::root();
    let pointer = field.map_or_else(Pointer::root, |field| root.join(field));
    Diagnostic::new(code, pointer.clone(), message).at(Place::Node {
        source: id,
        pointer,
        part: Part::Value,
    })
}

/// `openapi: 3.0` without quotes is a number in YAML; later stages expect text.
pub(super) fn write_version_as_text(tree: &mut Value) {
    if let Some(version) = tree.get_mut("openapi")
        && let Some(text) = version_text(version)
    {
        *version = Value::String(text);
    }
}

fn version_text(version: &Value) -> Option<String> {
    match version {
        Value::String(text) => Some(text.clone()),
        // A floating-point number prints as `3.0` and `3.1`.
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn is_supported(version: &str) -> bool {
    ["3.0", "3.1"].iter().any(|supported| {
        version
            .trim()
            .strip_prefix(supported)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '-']))
    })
}

/// A value in the words of a message.
pub(super) fn describe(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => format!("the boolean `{value}`"),
        Value::Number(value) => format!("the number `{value}`"),
        Value::String(text) if text.len() <= 40 && !text.contains('\n') => {
            format!("the text `{text}`")
        }
        Value::String(_) => "a text".to_owned(),
        Value::Array(_) => "an array".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}
