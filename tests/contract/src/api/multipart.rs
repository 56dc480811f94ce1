//! Bodies of several parts (`multipart/form-data`, RFC 7578).

use serde_json::{Map, Value};

use super::media::Form;
use super::shape::Shape;
use super::style;

/// The boundary of the bodies that are written here.
pub(super) const BOUNDARY: &str = "specwright-5e0c2b7a94d13f68";

/// One part of a body.
struct Part<'b> {
    name: String,
    content_type: Option<String>,
    body: &'b [u8],
}

/// The object that the parts of a body make, each member as its schema wants it.
///
/// # Errors
/// Says what is wrong where the body is none of several parts.
pub(super) fn decode(content_type: &str, body: &[u8], shape: &Shape) -> Result<Value, String> {
    let boundary = boundary(content_type).ok_or("its media type has no `boundary`")?;
    let mut members = Map::new();
    for part in parts(&boundary, body)? {
        let text = String::from_utf8_lossy(part.body).into_owned();
        let is_json = part
            .content_type
            .is_some_and(|kind| Form::of(&kind) == Form::Json);
        if is_json && let Ok(value) = serde_json::from_str(&text) {
            style::add_member(&mut members, &part.name, value, shape);
        } else {
            style::add_field(&mut members, &part.name, text, shape);
        }
    }
    Ok(Value::Object(members))
}

/// The body that carries the members of an object.
pub(super) fn encode(members: &Map<String, Value>, shape: &Shape) -> Vec<u8> {
    let mut body = String::new();
    for (name, value) in members {
        let values = match value {
            Value::Array(items) => items.as_slice(),
            other => std::slice::from_ref(other),
        };
        let shape = shape.properties.as_ref().and_then(|all| all.get(name));
        let is_file = shape.is_some_and(Shape::is_file);
        for value in values {
            let name = name.replace('"', "%22").replace(['\r', '\n'], " ");
            body.push_str(&format!(
                "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\""
            ));
            let text = match value {
                Value::String(text) if is_file => {
                    body.push_str("; filename=\"file\"\r\nContent-Type: application/octet-stream");
                    text.clone()
                }
                Value::String(text) => text.clone(),
                Value::Object(_) | Value::Array(_) => {
                    body.push_str("\r\nContent-Type: application/json");
                    value.to_string()
                }
                other => other.to_string(),
            };
            body.push_str(&format!("\r\n\r\n{text}\r\n"));
        }
    }
    body.push_str(&format!("--{BOUNDARY}--\r\n"));
    body.into_bytes()
}

fn parts<'b>(boundary: &str, body: &'b [u8]) -> Result<Vec<Part<'b>>, String> {
    let delimiter = format!("--{boundary}");
    let between = format!("\r\n{delimiter}");
    let unended = || "a part of it has no end".to_owned();
    let mut rest = match body.strip_prefix(delimiter.as_bytes()) {
        Some(rest) => rest,
        None => after(body, between.as_bytes()).ok_or("the boundary is nowhere in it")?,
    };
    let mut found = Vec::new();
    while !rest.starts_with(b"--") {
        rest = after(rest, b"\r\n").ok_or_else(unended)?;
        let (head, content) = match rest.strip_prefix(b"\r\n") {
            Some(content) => (&rest[..0], content),
            None => {
                let end = find(rest, b"\r\n\r\n").ok_or_else(unended)?;
                (&rest[..end], &rest[end + 4..])
            }
        };
        let end = find(content, between.as_bytes()).ok_or_else(unended)?;
        found.push(part(&String::from_utf8_lossy(head), &content[..end])?);
        rest = &content[end + between.len()..];
    }
    Ok(found)
}

fn part<'b>(head: &str, body: &'b [u8]) -> Result<Part<'b>, String> {
    let mut name = None;
    let mut content_type = None;
    for line in head.split("\r\n") {
        let Some((header, value)) = line.split_once(':') else {
            continue;
        };
        if header.eq_ignore_ascii_case("content-disposition") {
            name = parameter(value, "name").map(|name| name.replace("%22", "\""));
        } else if header.eq_ignore_ascii_case("content-type") {
            content_type = Some(value.trim().to_owned());
        }
    }
    let name = name.ok_or("a part of it has no name")?;
    Ok(Part {
        name,
        content_type,
        body,
    })
}

fn boundary(content_type: &str) -> Option<String> {
    parameter(content_type, "boundary").filter(|boundary| !boundary.is_empty())
}

/// A parameter of a header's value, letters as they are written.
fn parameter(value: &str, wanted: &str) -> Option<String> {
    let parameters = value.split(';').skip(1);
    parameters
        .filter_map(|parameter| parameter.split_once('='))
        .find(|(name, _)| name.trim().eq_ignore_ascii_case(wanted))
        .map(|(_, value)| value.trim().trim_matches('"').to_owned())
}

fn after<'b>(body: &'b [u8], text: &[u8]) -> Option<&'b [u8]> {
    find(body, text).map(|at| &body[at + text.len()..])
}

fn find(body: &[u8], text: &[u8]) -> Option<usize> {
    body.windows(text.len()).position(|window| window == text)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    use super::*;

    fn shape() -> Shape {
        let number = Shape {
            number: true,
            ..Shape::default()
        };
        let properties: BTreeMap<_, _> = [
            ("count".to_owned(), number),
            (
                "tags".to_owned(),
                Shape {
                    items: Some(Box::default()),
                    ..Shape::default()
                },
            ),
            (
                "file".to_owned(),
                Shape {
                    string: true,
                    file: true,
                    ..Shape::default()
                },
            ),
        ]
        .into();
        Shape {
            properties: Some(properties),
            ..Shape::default()
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let value = json!({
            "count": 3, "tags": ["a", "b\r\nc"], "file": "--x\r\n", "more": {"a": [1]},
        });
        let body = encode(value.as_object().unwrap(), &shape());
        let content_type = format!("multipart/form-data; boundary=\"{BOUNDARY}\"");
        assert_eq!(decode(&content_type, &body, &shape()), Ok(value));
    }

    #[test]
    fn what_breaks_off_is_refused() {
        let body = encode(json!({"count": 1}).as_object().unwrap(), &shape());
        let content_type = format!("multipart/form-data; boundary={BOUNDARY}");
        for end in 0..body.len() - 4 {
            let cut = decode(&content_type, &body[..end], &shape());
            assert!(cut.is_err(), "{end}: {cut:?}");
        }
        assert!(decode("multipart/form-data", &body, &shape()).is_err());
    }
}
