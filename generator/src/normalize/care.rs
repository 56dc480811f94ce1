//! What the walk does with each field of the grammar, beside looking at its form.

use serde_json::{Map, Value};

use super::schema::PROPERTY_NAMES;
use crate::grammar::{self, Field, Form, Kind, Since};

/// How a field is dealt with that is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Care {
    /// The generated code depends on it: a wrong form is an error.
    Structure,
    /// It is read, and left out where its form is wrong.
    Annotation,
    /// No code comes from it.
    Dropped,
    /// Whatever it is, it passes.
    Untouched,
}

/// What the absence of a field means.
#[derive(Clone, Copy, Debug)]
pub(super) enum Absence {
    Allowed,
    Error,
    Assume(fn() -> Value),
    /// OpenAPI 3.0 demands the field; in 3.1 its absence means just that value.
    AllowedSince3_1(fn() -> Value),
}

/// The fields that are walked.
///
/// The normal form is that of 3.0: what later versions say in another way has been rewritten.
pub(super) fn fields(kind: Kind) -> impl Iterator<Item = &'static Field> {
    let fields = kind.fields().iter();
    let own = (kind == Kind::Schema).then_some(&OWN);
    fields
        .filter(move |field| field.since == Since::V3_0 || is_dropped(kind, field.name))
        .chain(own)
}

/// What the normal form has of its own: where 3.0 has no place for a schema.
static OWN: Field = grammar::field(PROPERTY_NAMES, Form::One(Kind::Schema));

/// How a field is dealt with.
pub(super) fn care(kind: Kind, field: &str) -> Care {
    if is_dropped(kind, field) {
        return Care::Dropped;
    }
    match (kind, field) {
        (Kind::Document, "openapi")
        | (Kind::Header, "explode" | "allowReserved" | "allowEmptyValue")
        | (Kind::SecurityScheme, "flows" | "bearerFormat") => Care::Untouched,
        (Kind::Response, "description") | (Kind::Schema, PROPERTY_NAMES) => Care::Structure,
        (_, "summary" | "description" | "deprecated" | "servers")
        | (Kind::Document | Kind::Operation, "tags")
        | (Kind::Info, "termsOfService")
        | (Kind::Server, "variables")
        | (Kind::ServerVariable, "enum")
        | (Kind::Operation, "operationId" | "callbacks")
        | (Kind::Parameter, "required" | "allowEmptyValue")
        | (Kind::RequestBody | Kind::Header, "required") => Care::Annotation,
        (Kind::Schema, keyword) if !SHAPING.contains(&keyword) => Care::Annotation,
        _ => Care::Structure,
    }
}

/// Whether no code comes from a field.
fn is_dropped(kind: Kind, field: &str) -> bool {
    match kind {
        Kind::Info => matches!(field, "contact" | "license"),
        Kind::Document | Kind::Operation | Kind::Tag => field == "externalDocs",
        Kind::Parameter => matches!(field, "example" | "examples"),
        // `repair` has put what is read of `encoding` into an extension.
        Kind::MediaType => matches!(field, "encoding" | "example" | "examples"),
        Kind::Response => field == "links",
        Kind::Header => matches!(field, "style" | "example" | "examples"),
        Kind::Schema => matches!(field, "example" | "examples" | "externalDocs" | "xml"),
        Kind::Components => matches!(field, "examples" | "links" | "callbacks"),
        _ => false,
    }
}

/// The keywords that decide which type a schema becomes; the others say more about its values.
const SHAPING: &[&str] = &[
    "type",
    "enum",
    "properties",
    "additionalProperties",
    "items",
    "allOf",
    "oneOf",
    "anyOf",
    "not",
    "discriminator",
];

/// What it means that a field is not there.
pub(super) fn absence(kind: Kind, field: &str) -> Absence {
    match (kind, field) {
        (Kind::Server, "url")
        | (Kind::Parameter, "name" | "in")
        | (Kind::SecurityScheme, "type")
        | (Kind::Tag, "name")
        | (Kind::Discriminator, "propertyName") => Absence::Error,
        (Kind::Document, "info") => Absence::Assume(empty_info),
        (Kind::Info, "title")
        | (Kind::ServerVariable, "default")
        | (Kind::Response, "description") => Absence::Assume(empty_text),
        (Kind::Info, "version") => Absence::Assume(no_version),
        (Kind::RequestBody, "content") => Absence::Assume(empty_object),
        (Kind::Operation, "responses") => Absence::AllowedSince3_1(empty_object),
        _ => Absence::Allowed,
    }
}

/// Whether something else of that kind may be referred to in its place.
///
/// What a reference to a callback stands for has been put in its place before.
pub(super) fn may_be_reference(kind: Kind) -> bool {
    kind != Kind::Callback && kind.section().is_some()
}

/// Whether a null in the place of such an object is one without members: YAML reads so what
/// nothing has been written below.
pub(super) const fn may_be_empty(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Paths | Kind::Webhooks | Kind::PathItem | Kind::Components
    )
}

impl Absence {
    /// Whether a value is put in the place of a field that is not there.
    pub(super) const fn is_mended(self) -> bool {
        match self {
            Self::Allowed | Self::Error => false,
            Self::Assume(_) | Self::AllowedSince3_1(_) => true,
        }
    }
}

fn empty_text() -> Value {
    Value::String(String::new())
}

fn no_version() -> Value {
    Value::String("0.0.0".to_owned())
}

fn empty_object() -> Value {
    Value::Object(Map::new())
}

fn empty_info() -> Value {
    let info = [("title", "API"), ("version", "0.0.0")];
    info.map(|(name, text)| (name.to_owned(), Value::from(text)))
        .into_iter()
        .collect::<Map<_, _>>()
        .into()
}
