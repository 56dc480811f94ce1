//! Operations: parameters, bodies, responses.

use openapiv3::{
    MediaType, Operation as Item, PathItem, ReferenceOr, Response, Responses, StatusCode,
};

use super::{Lowering, parameter, schema, security};
use crate::diagnostic::Code;
use crate::ir::{
    Body, Content, Docs, MediaKind, Name, Operation, Outcome, ScalarType, Schema, Type,
};
use crate::pointer::Pointer;

/// Lowers every operation that is supported, in the order of the document.
pub(super) fn lower_all(lowering: &mut Lowering<'_, '_>) -> Vec<Operation> {
    let document = lowering.document;
    let root = Pointer::root().join("paths");
    let mut operations = Vec::new();
    for (path, item) in document.api.paths.iter() {
        let Some(item) = item.as_item() else {
            lowering.find(
                Code::Unsupported,
                &root.join(path),
                "a path item that is a reference",
                "its operations were left out",
            );
            continue;
        };
        for (method, operation) in item.iter() {
            let at = root.join(path).join(method);
            operations.extend(lower(lowering, path, method, item, operation, &at));
        }
    }
    operations
}

/// Lowers one operation; `None` where something that it needs is not supported.
fn lower(
    lowering: &mut Lowering<'_, '_>,
    path: &str,
    method: &str,
    item: &PathItem,
    operation: &Item,
    at: &Pointer,
) -> Option<Operation> {
    let id = operation
        .operation_id
        .clone()
        .unwrap_or_else(|| format!("{method} {path}"));
    let parameters =
        parameter::lower_all(lowering, &item.parameters, &operation.parameters, at, &id)?;
    let body = if operation.request_body.is_some() {
        Some(body(lowering, operation, at, &id)?)
    } else {
        None
    };
    let (success, failure) = outcomes(lowering, &operation.responses, at, &id);
    let global = lowering.document.api.security.as_deref();
    let security = match (&operation.security, global) {
        (Some(own), _) => security::lower_requirements(lowering, own, &at.join("security")),
        (None, Some(global)) => {
            security::lower_requirements(lowering, global, &Pointer::root().join("security"))
        }
        (None, None) => Vec::new(),
    };
    Some(Operation {
        name: Name::new(&id),
        type_name: Name::new(id),
        pointer: at.clone(),
        docs: Docs {
            title: operation.summary.clone(),
            description: operation.description.clone(),
            deprecated: operation.deprecated,
            ..Docs::default()
        },
        method: method.to_uppercase(),
        path: path.to_owned(),
        tag: operation.tags.first().cloned(),
        group: String::new(),
        parameters,
        body,
        success,
        failure,
        security,
    })
}

/// The request body; `None` where it has no media type that is supported.
pub(super) fn body(
    lowering: &mut Lowering<'_, '_>,
    operation: &Item,
    at: &Pointer,
    owner: &str,
) -> Option<Body> {
    let item = lowering
        .document
        .request_body(operation.request_body.as_ref()?)?;
    let at = at.join("requestBody").join("content");
    let name = format!("{owner} request");
    let content = content(lowering, &item.content, &at, &name);
    let Some(content) = content else {
        let types: Vec<&str> = item.content.keys().map(String::as_str).collect();
        let message = format!("a request body of `{}`", types.join("`, `"));
        lowering.find(
            Code::Unsupported,
            &at,
            message,
            "the operation was left out",
        );
        return None;
    };
    Some(Body {
        docs: Docs {
            description: item.description.clone(),
            ..Docs::default()
        },
        required: item.required,
        content,
    })
}

/// The body of success and the body of failure, each where the document declares one.
fn outcomes(
    lowering: &mut Lowering<'_, '_>,
    responses: &Responses,
    at: &Pointer,
    owner: &str,
) -> (Outcome, Option<Outcome>) {
    let at = at.join("responses");
    let is_success = |status: &StatusCode| match status {
        StatusCode::Code(code) => (200..300).contains(code),
        StatusCode::Range(range) => *range == 2,
    };
    let (good, bad): (Vec<_>, Vec<_>) = responses
        .responses
        .iter()
        .map(|(status, response)| (is_success(status), status.to_string(), response))
        .partition(|(success, ..)| *success);
    let default = responses
        .default
        .as_ref()
        .map(|response| (false, "default".to_owned(), response));
    let success = choose(
        lowering,
        good.into_iter(),
        &at,
        &format!("{owner} response"),
    );
    let failure = choose(
        lowering,
        default.into_iter().chain(bad),
        &at,
        &format!("{owner} error"),
    );
    (success.unwrap_or_default(), failure)
}

/// The first outcome that has a body; a second one with another body is named in a warning.
fn choose<'r>(
    lowering: &mut Lowering<'_, '_>,
    responses: impl Iterator<Item = (bool, String, &'r ReferenceOr<Response>)>,
    at: &Pointer,
    name: &str,
) -> Option<Outcome> {
    let mut chosen: Option<Outcome> = None;
    for (_, status, response) in responses {
        let Some(response) = lowering.document.response(response) else {
            continue;
        };
        let at = at.join(&status).join("content");
        let types_before = lowering.types.len();
        let content = content(lowering, &response.content, &at, name);
        if content.is_none() && !response.content.is_empty() {
            let message = format!("the media types of the response `{status}`");
            lowering.find(Code::Unsupported, &at, message, "its body is not read");
        }
        let outcome = Outcome {
            description: Some(response.description.clone()).filter(|text| !text.is_empty()),
            content,
        };
        match &chosen {
            None => chosen = Some(outcome),
            Some(first) if first.content.is_none() && outcome.content.is_some() => {
                chosen = Some(outcome);
            }
            Some(first) => {
                let same = match (&first.content, &outcome.content) {
                    (Some(a), Some(b)) => a.schema == b.schema,
                    (_, None) => true,
                    (None, Some(_)) => false,
                };
                if !same {
                    lowering.forget_from(types_before);
                    let message = format!("the response `{status}` has a body of its own");
                    let help = "its body is read as that of the other responses";
                    lowering.find(Code::Unsupported, &at, message, help);
                }
            }
        }
    }
    chosen
}

/// The content in the media type that is supported best.
fn content(
    lowering: &mut Lowering<'_, '_>,
    content: &indexmap::IndexMap<String, MediaType>,
    at: &Pointer,
    name: &str,
) -> Option<Content> {
    let rank = |kind: &MediaKind| match kind {
        MediaKind::Json => 0,
        MediaKind::Form => 1,
        MediaKind::Text => 2,
        MediaKind::Binary => 3,
    };
    let (kind, media_type, item) = content
        .iter()
        .filter_map(|(name, item)| Some((kind_of(name)?, name, item)))
        .min_by_key(|(kind, ..)| rank(kind))?;
    let schema = match (kind, &item.schema) {
        (MediaKind::Json | MediaKind::Form, Some(item)) => {
            schema::lower(lowering, item, &at.join(media_type).join("schema"), name)
        }
        (MediaKind::Json | MediaKind::Form, None) => Schema::plain(Type::Any),
        (MediaKind::Text | MediaKind::Binary, _) => Schema::plain(Type::Scalar(ScalarType::String)),
    };
    Some(Content {
        media_type: media_type.clone(),
        kind,
        schema,
    })
}

/// How a body of a media type is read and written; `None` for one that is not supported.
fn kind_of(media_type: &str) -> Option<MediaKind> {
    let essence = media_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    match essence.as_str() {
        "application/json" | "*/*" | "text/json" => Some(MediaKind::Json),
        "application/x-www-form-urlencoded" => Some(MediaKind::Form),
        _ if essence.ends_with("+json") => Some(MediaKind::Json),
        _ if essence.starts_with("multipart/") => None,
        _ if essence.starts_with("text/") || essence.ends_with("xml") => Some(MediaKind::Text),
        _ => Some(MediaKind::Binary),
    }
}
