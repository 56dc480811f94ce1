//! Where the schemas of an OpenAPI document stand.
//!
//! A root is a schema that is not inside another one: a component schema, or
//! the `schema` of a media type, a parameter or a header. This module knows
//! the frame of the document and nothing of what is inside a schema.

use serde_json::Value;

use crate::pointer;

/// Maps whose keys are names chosen by the document's author, so that a key
/// `schema` in them says nothing.
const NAMED: [&str; 15] = [
    "callbacks",
    "content",
    "encoding",
    "examples",
    "headers",
    "links",
    "mediaTypes",
    "parameters",
    "pathItems",
    "paths",
    "requestBodies",
    "responses",
    "securitySchemes",
    "webhooks",
    "x-webhooks",
];

/// The pointers of all component schemas, in document order.
pub(super) fn components(document: &Value) -> Vec<String> {
    document
        .pointer("/components/schemas")
        .and_then(Value::as_object)
        .into_iter()
        .flat_map(|schemas| schemas.keys())
        .map(|name| pointer::join("/components/schemas", name))
        .collect()
}

/// The pointers of all roots: component schemas first, then the others in
/// document order.
pub(super) fn all(document: &Value) -> Vec<String> {
    let mut found = components(document);
    visit(document, "", false, &mut found);
    found
}

fn visit(value: &Value, at: &str, names: bool, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                let here = pointer::join(at, key);
                if names {
                    visit(member, &here, false, found);
                } else if key == "schema" && !at.is_empty() {
                    found.push(here);
                } else if is_frame(key, &here) {
                    visit(member, &here, NAMED.contains(&key.as_str()), found);
                }
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                visit(item, &format!("{at}/{index}"), false, found);
            }
        }
        _ => {}
    }
}

/// Whether schemas may stand below this member of the frame.
fn is_frame(key: &str, at: &str) -> bool {
    !(key.starts_with("x-") && !NAMED.contains(&key)
        || matches!(key, "example" | "examples" | "links" | "info" | "servers")
        || at == "/components/schemas")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn roots_are_found_and_look_alikes_are_not() {
        let document = json!({
            "paths": {"/schema": {
                "parameters": [{"name": "schema", "schema": {"type": "string"}}],
                "post": {
                    "requestBody": {"content": {"application/json": {
                        "schema": {"properties": {"schema": {}}},
                        "example": {"schema": 1},
                    }}},
                    "responses": {"200": {"headers": {"schema": {"schema": true}}}},
                    "x-extra": {"schema": {}},
                },
            }},
            "x-webhooks": {"schema": {"post": {"responses": {"200": {"content": {
                "text/plain": {"schema": {}},
            }}}}}, "x-note": true},
            "components": {
                "schemas": {"schema": {}, "B": {}},
                "responses": {"schema": {"description": ""}},
            },
        });
        assert_eq!(
            all(&document),
            [
                "/components/schemas/schema",
                "/components/schemas/B",
                "/paths/~1schema/parameters/0/schema",
                "/paths/~1schema/post/requestBody/content/application~1json/schema",
                "/paths/~1schema/post/responses/200/headers/schema/schema",
                "/x-webhooks/schema/post/responses/200/content/text~1plain/schema",
            ]
        );
    }
}
