//! The examples of the document, each with the schema that it is an example of.
//!
//! OpenAPI knows them in two places: beside a schema in a media type, a parameter or a header, and
//! within a schema. `x-examples` is an extension of the latter with names.

use serde_json::Value;

use crate::schema;

/// An example, and what it is an example of.
#[derive(Clone, Debug)]
pub struct Example<'d> {
    /// Where the example stands.
    pub pointer: String,
    /// Where its schema stands.
    pub schema: String,
    /// The example.
    pub value: &'d Value,
}

/// All examples of a document, in its order.
#[must_use]
pub fn all(document: &Value) -> Vec<Example<'_>> {
    let mut found = Vec::new();
    schema::walk(document, "", &mut |at, node| {
        let beside = node.get("schema").is_some_and(Value::is_object);
        let schema = if beside {
            format!("{at}/schema")
        } else if is_schema(at) {
            at.to_owned()
        } else {
            return;
        };
        let mut add = |pointer: String, value| {
            found.push(Example {
                pointer,
                schema: schema.clone(),
                value,
            });
        };
        if let Some(value) = node.get("example") {
            add(format!("{at}/example"), value);
        }
        for (key, wrapped) in [("examples", true), ("x-examples", false)] {
            for (name, example) in node
                .get(key)
                .and_then(Value::as_object)
                .into_iter()
                .flatten()
            {
                let value = if wrapped { &example["value"] } else { example };
                add(format!("{at}/{key}/{name}"), value);
            }
        }
    });
    found
}

/// Whether a schema stands at a place: a component, or a keyword of one that holds schemas.
fn is_schema(at: &str) -> bool {
    let Some(below) = at.strip_prefix("/components/schemas/") else {
        return at.ends_with("/schema");
    };
    let mut segments = below.split('/').skip(1);
    while let Some(keyword) = segments.next() {
        let named = matches!(keyword, "properties" | "allOf" | "oneOf" | "anyOf");
        let direct = matches!(keyword, "items" | "additionalProperties" | "not");
        if !(direct || named && segments.next().is_some()) {
            return false;
        }
    }
    true
}
