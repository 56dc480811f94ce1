//! Request bodies.

use openapiv3::Operation;

use super::{Lowering, media_type};
use crate::diagnostic::Code;
use crate::ir::{Body, Docs};
use crate::pointer::Pointer;

/// The request body; `None` where it has no media type that is supported.
pub(super) fn lower(
    lowering: &mut Lowering<'_, '_>,
    operation: &Operation,
    at: &Pointer,
    owner: &str,
) -> Option<Body> {
    let item = lowering
        .document
        .request_body(operation.request_body.as_ref()?)?;
    let at = at.join("requestBody").join("content");
    let name = format!("{owner} request");
    let content = media_type::lower(lowering, &item.content, &at, &name);
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
