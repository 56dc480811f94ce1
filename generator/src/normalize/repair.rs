//! Parameters and security schemes that the typed model cannot hold as they are written.

use serde_json::{Map, Value, json};

use super::Walker;
use crate::diagnostic::Code;

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
