//! Values as bodies, in forms that requests do not have.

use bytes::Bytes;
use serde_json::Value;

use crate::api::Media;

/// The body for a value in any media type.
pub(super) fn body(media: &Media, value: &Value) -> Bytes {
    if let Some(body) = media.encode(value) {
        return body;
    }
    let concrete = media.concrete();
    let essence = concrete.split(';').next().unwrap_or_default().trim();
    let text = match essence {
        "text/event-stream" => format!("data: {value}\n\n"),
        _ if essence.ends_with("xml") => {
            let mut text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned();
            element("root", value, &mut text);
            text
        }
        _ if essence.contains("json") => match value {
            Value::Array(lines) => lines.iter().map(|line| format!("{line}\n")).collect(),
            other => format!("{other}\n"),
        },
        _ => value.to_string(),
    };
    Bytes::from(text)
}

/// Members are elements, and items are elements of one name.
fn element(name: &str, value: &Value, text: &mut String) {
    if let Value::Array(items) = value {
        items.iter().for_each(|item| element(name, item, text));
        return;
    }
    text.push_str(&format!("<{name}>"));
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                element(name, value, text);
            }
        }
        Value::String(plain) => text.push_str(
            &plain
                .replace('&', "&amp;")
                .replace('<', "&lt;")
                .replace('>', "&gt;"),
        ),
        Value::Null => {}
        other => text.push_str(&other.to_string()),
    }
    text.push_str(&format!("</{name}>"));
}
