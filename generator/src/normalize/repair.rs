//! Parameters and security schemes that the typed model cannot hold as they are written.

use serde_json::{Map, Value, json};

use super::Walker;
use crate::diagnostic::Code;
use crate::pointer::Pointer;

/// Brings one parameter into a form that the model holds.
pub(super) fn parameter(walker: &mut Walker<'_>, parameter: &mut Map<String, Value>) {
    if !parameter.contains_key("schema") && !parameter.contains_key("content") {
        walker.find(
            Code::AssumedField,
            "a Parameter object needs the field `schema` or `content`",
            "any value was assumed",
        );
        parameter.insert("schema".to_owned(), json!({}));
    }
    let styles: &[&str] = match parameter.get("in").and_then(Value::as_str) {
        Some("query") => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
        Some("path") => &["matrix", "label", "simple"],
        Some("header") => &["simple"],
        Some("cookie") => &["form"],
        Some(other) => {
            let message = format!("a parameter cannot be in `{other}`");
            let help = "say `query`, `path`, `header` or `cookie`; a form is a request body";
            walker.find_at("in", Code::WrongType, message, help);
            return;
        }
        None => return,
    };
    if let Some(style) = parameter.get("style").and_then(Value::as_str)
        && !styles.contains(&style)
    {
        let message = format!("the style `{style}` is none of `{}`", styles.join("`, `"));
        walker.find_at(
            "style",
            Code::IgnoredField,
            message,
            "the usual style was assumed",
        );
        parameter.shift_remove("style");
    }
}

/// A header whose value nothing describes is text.
pub(super) fn header(walker: &mut Walker<'_>, header: &mut Map<String, Value>) {
    if !header.contains_key("schema") && !header.contains_key("content") {
        walker.find(
            Code::AssumedField,
            "a Header object needs the field `schema` or `content`",
            "text was assumed",
        );
        header.insert("schema".to_owned(), json!({ "type": "string" }));
    }
}

/// Callbacks that are references become what they refer to: the model holds no reference there.
pub(super) fn callbacks(walker: &mut Walker<'_>, operation: &mut Map<String, Value>) {
    let callbacks = operation.get_mut("callbacks");
    let Some(callbacks) = callbacks.and_then(Value::as_object_mut) else {
        return;
    };
    let mut broken = Vec::new();
    for (name, callback) in callbacks.iter_mut() {
        if let Some(target) = callback.get("$ref") {
            let target = target.as_str().and_then(Pointer::parse).unwrap_or_default();
            let section = Pointer::components("callbacks");
            let component = target.strip_prefix(&section).and_then(|rest| rest.last());
            match component.and_then(|name| walker.callbacks.get(&name)) {
                Some(found) if found.get("$ref").is_none() => {
                    *callback = found.clone();
                    let moved = walker.pointer.join("callbacks").join(name);
                    super::stands_at(walker.loaded, moved, &target);
                }
                Some(_) | None => broken.push(name.clone()),
            }
        }
        if let Some(callback) = callback.as_object_mut() {
            callback.retain(|url, _| !url.starts_with("x-"));
        }
    }
    for name in broken {
        callbacks.shift_remove(&name);
        walker.below("callbacks", |walker| {
            let message = format!("the reference of the callback `{name}` leads to no callback");
            walker.find_at(
                &name,
                Code::IgnoredField,
                message,
                "the callback was ignored",
            );
        });
    }
}

/// Removes the security schemes that no code comes from, and what is not read of the others.
pub(super) fn security_schemes(walker: &mut Walker<'_>, schemes: &mut Map<String, Value>) {
    schemes.retain(|name, scheme| {
        let Some(scheme) = scheme.as_object_mut() else {
            return true;
        };
        if scheme.contains_key("$ref") {
            return true;
        }
        match scheme.get("type").and_then(Value::as_str) {
            Some("oauth2") => {
                // Only the token is of interest, not how it was obtained.
                scheme.insert("flows".to_owned(), json!({}));
                true
            }
            Some("openIdConnect") => {
                scheme
                    .entry("openIdConnectUrl")
                    .or_insert_with(|| json!(""));
                true
            }
            Some("apiKey" | "http") | None => true,
            Some(other) => {
                let message = format!("the security scheme type `{other}`");
                walker.below(name, |walker| {
                    walker.find_at("type", Code::Unsupported, message, "it was left out");
                });
                false
            }
        }
    });
}
