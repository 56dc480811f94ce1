//! Walking through the schemas of the document.
//!
//! A place of a value is described by several schemas at once: one refers to another, or joins
//! others with `allOf`. All of them together are its [`Facet`]s.

use serde_json::Value;
use specwright_contract::pointer;

/// One of the schemas that describe a place, with its own place in the document.
#[derive(Clone, Debug)]
pub struct Facet<'d> {
    /// Where the schema stands, as a JSON Pointer.
    pub pointer: String,
    /// The schema.
    pub schema: &'d Value,
}

/// The schema at a place, what it refers to, and what those join.
#[must_use]
pub fn facets<'d>(document: &'d Value, place: &str) -> Vec<Facet<'d>> {
    let mut found: Vec<Facet<'d>> = Vec::new();
    let mut waiting = vec![place.to_owned()];
    while let Some(place) = waiting.pop() {
        if found.iter().any(|facet| facet.pointer == place) {
            continue;
        }
        let Some(schema) = document.pointer(&place) else {
            panic!("the document has nothing at {place}");
        };
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            waiting.extend(pointer::from_reference(reference));
        }
        for joined in ["allOf", "oneOf", "anyOf"] {
            if let Some(Value::Array(members)) = schema.get(joined) {
                let members = 0..members.len();
                waiting.extend(members.map(|index| format!("{place}/{joined}/{index}")));
            }
        }
        found.push(Facet {
            pointer: place,
            schema,
        });
    }
    found
}

/// The facets of the member `name` of a value with these facets; none where no schema describes it.
#[must_use]
pub fn member<'d>(document: &'d Value, of: &[Facet<'d>], name: &str) -> Vec<Facet<'d>> {
    let declared = below(document, of, |facet| {
        facet.schema.get("properties")?.get(name)?;
        Some(pointer::join(
            &format!("{}/properties", facet.pointer),
            name,
        ))
    });
    if !declared.is_empty() {
        return declared;
    }
    below(document, of, |facet| {
        let typed = facet.schema.get("additionalProperties")?.is_object();
        typed.then(|| format!("{}/additionalProperties", facet.pointer))
    })
}

/// The facets of the items of a value with these facets.
#[must_use]
pub fn items<'d>(document: &'d Value, of: &[Facet<'d>]) -> Vec<Facet<'d>> {
    below(document, of, |facet| {
        facet.schema.get("items")?;
        Some(format!("{}/items", facet.pointer))
    })
}

fn below<'d>(
    document: &'d Value,
    of: &[Facet<'d>],
    place: impl Fn(&Facet<'d>) -> Option<String>,
) -> Vec<Facet<'d>> {
    let places = of.iter().filter_map(place);
    places.flat_map(|place| facets(document, &place)).collect()
}

/// The places of all component schemas, in the order of the document.
#[must_use]
pub fn components(document: &Value) -> Vec<String> {
    let schemas = document.pointer("/components/schemas");
    let names = schemas.and_then(Value::as_object).into_iter();
    names
        .flat_map(|schemas| schemas.keys())
        .map(|name| pointer::join("/components/schemas", name))
        .collect()
}

/// Calls `visit` with every node of a tree and its place.
pub fn walk<'d>(tree: &'d Value, at: &str, visit: &mut dyn FnMut(&str, &'d Value)) {
    visit(at, tree);
    match tree {
        Value::Object(members) => {
            for (name, value) in members {
                walk(value, &pointer::join(at, name), visit);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                walk(value, &format!("{at}/{index}"), visit);
            }
        }
        _ => {}
    }
}
