//! Parameters and security schemes that the typed model cannot hold as they are written.

use serde_json::{Map, Value, json};

use super::Walker;
use crate::diagnostic::Code;
use crate::grammar::Kind;

/// What stands for the security scheme type `mutualTLS` among the schemes of HTTP.
pub(crate) const MUTUAL_TLS: &str = "x-specwright-mutual-tls";
/// The extension of a media type that holds what is read of its `encoding`.
pub(crate) const ENCODING: &str = "x-specwright-encoding";
/// The styles of a query, which members of forms have as well.
const QUERY_STYLES: &[&str] = &["form", "spaceDelimited", "pipeDelimited", "deepObject"];

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
        Some("query") => QUERY_STYLES,
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

/// Leaves out of callbacks what the model cannot hold. Those that still are references lead nowhere,
/// which has been reported: every other one has been replaced by what it refers to.
pub(super) fn callbacks(operation: &mut Map<String, Value>) {
    let callbacks = operation.get_mut("callbacks");
    let Some(callbacks) = callbacks.and_then(Value::as_object_mut) else {
        return;
    };
    callbacks.retain(|_, callback| callback.get("$ref").is_none());
    for callback in callbacks.values_mut().filter_map(Value::as_object_mut) {
        callback.retain(|url, _| !url.starts_with("x-"));
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
            Some("mutualTLS") => {
                // The model knows no such type; `lower` tells it by the name of its scheme.
                scheme.insert("type".to_owned(), json!("http"));
                scheme.insert("scheme".to_owned(), json!(MUTUAL_TLS));
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

/// Puts what is read of `encoding` into an extension: the model would lose whether `explode` is
/// said, and of headers only their names matter.
pub(super) fn media_type(walker: &mut Walker<'_>, media_type: &mut Map<String, Value>) {
    let Some(Value::Object(members)) = media_type.get_mut("encoding").map(Value::take) else {
        return;
    };
    let mut kept = Map::new();
    walker.below("encoding", |walker| {
        for (name, encoding) in members {
            walker.below(&name, |walker| {
                if let Value::Object(mut encoding) = encoding {
                    self::encoding(walker, &mut encoding);
                    kept.insert(name.clone(), Value::Object(encoding));
                } else {
                    let message = "expected an Encoding object";
                    walker.find(Code::IgnoredField, message, "the value was ignored");
                }
            });
        }
    });
    media_type.insert(ENCODING.to_owned(), Value::Object(kept));
}

/// Keeps of one encoding what is read, in the form in which it is read.
fn encoding(walker: &mut Walker<'_>, encoding: &mut Map<String, Value>) {
    if let Some(Value::Object(headers)) = encoding.get("headers") {
        let names = headers.keys().cloned().map(Value::String).collect();
        encoding.insert("headers".to_owned(), Value::Array(names));
    }
    encoding.retain(|key, value| {
        let is_fine = match key.as_str() {
            "contentType" => value.is_string(),
            "style" => value
                .as_str()
                .is_some_and(|style| QUERY_STYLES.contains(&style)),
            "explode" | "allowReserved" => value.is_boolean(),
            "headers" => value.is_array(),
            _ => return false,
        };
        if !is_fine {
            let message = format!("`{key}` has a value that it cannot have");
            walker.find_at(key, Code::IgnoredField, message, "the value was ignored");
        }
        is_fine
    });
}

/// Lets every path begin with a slash; the model would lose those that do not.
pub(super) fn paths(walker: &mut Walker<'_>, paths: &mut Map<String, Value>) {
    let is_fine = |path: &String| path.starts_with('/') || path.starts_with("x-");
    if paths.keys().all(is_fine) {
        return;
    }
    for (path, item) in std::mem::take(paths) {
        let slashed = format!("/{path}");
        if is_fine(&path) || paths.contains_key(&slashed) {
            paths.insert(path, item);
            continue;
        }
        walker.find_at(
            &path,
            Code::PathWithoutSlash,
            format!("the path `{path}` does not begin with a slash"),
            "one was put before it",
        );
        let (moved, before) = (walker.pointer.join(&slashed), walker.pointer.join(&path));
        super::stands_at(walker.loaded, moved, &before);
        paths.insert(slashed, item);
    }
}

/// Leaves out the extensions beside webhooks, which are no path items.
pub(super) fn webhooks(webhooks: &mut Map<String, Value>) {
    webhooks.retain(|name, _| Kind::Webhooks.member(name).is_some());
}

/// Scopes that are not there are none.
pub(super) fn requirement(walker: &mut Walker<'_>, requirement: &mut Map<String, Value>) {
    for (name, scopes) in requirement
        .iter_mut()
        .filter(|(_, scopes)| scopes.is_null())
    {
        let message = format!("the scopes of `{name}` are null");
        walker.find_at(name, Code::AssumedField, message, "no scopes were assumed");
        *scopes = json!([]);
    }
}
