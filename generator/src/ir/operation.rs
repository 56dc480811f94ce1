//! Operations, webhooks, servers and security schemes.

use serde_json::Value;

use super::{Docs, Name, Responses, Schema, TypeId};
use crate::pointer::Pointer;

/// One operation: a method on a path.
#[derive(Clone, Debug)]
pub struct Operation {
    /// `operationId`, or a name made from method and path.
    pub name: Name,
    /// The same as the name of a type.
    pub type_name: Name,
    /// Where it stands in the document.
    pub pointer: Pointer,
    /// Prose and annotations; the title is the summary.
    pub docs: Docs,
    /// The HTTP method in capitals.
    pub method: String,
    /// The path template.
    pub path: String,
    /// The first tag.
    pub tag: Option<String>,
    /// The module that it belongs to, filled in by `passes`.
    pub group: String,
    /// Parameters in path, query, header and cookie.
    pub parameters: Vec<Parameter>,
    /// The request body.
    pub body: Option<Body>,
    /// What comes back.
    pub responses: Responses,
    /// What the API sends on its own because of the call.
    pub callbacks: Vec<Callback>,
    /// The alternatives of credentials; none means that no credential is needed.
    pub security: Vec<Requirement>,
}

/// Credentials that must all be given.
pub type Requirement = Vec<Credential>;

/// A reference to one of [`super::Api::security`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credential(pub String);

/// A parameter of an operation.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its name on the wire and in Rust.
    pub name: Name,
    /// Prose and annotations.
    pub docs: Docs,
    /// Where it travels.
    pub place: ParameterPlace,
    /// How an array or object is written.
    pub style: Style,
    /// Whether it must be given.
    pub required: bool,
    /// Its value.
    pub schema: Schema,
}

/// Where a parameter travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterPlace {
    /// In the path.
    Path,
    /// After the question mark.
    Query,
    /// As a header.
    Header,
}

/// How an array is written as a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// One parameter for each element.
    Exploded,
    /// One parameter, elements joined by commas.
    Joined,
}

/// A request body.
#[derive(Clone, Debug)]
pub struct Body {
    /// Prose and annotations.
    pub docs: Docs,
    /// Whether it must be given.
    pub required: bool,
    /// What it holds.
    pub content: Content,
}

/// What a body holds.
#[derive(Clone, Debug)]
pub struct Content {
    /// The media type as the document writes it.
    pub media_type: String,
    /// How it is read or written.
    pub kind: MediaKind,
    /// Its value, where the kind has one.
    pub schema: Schema,
}

/// How a body is read or written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediaKind {
    /// JSON.
    Json,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// Text.
    Text,
    /// Bytes.
    Binary,
}

/// How a caller proves who it is.
#[derive(Clone, Debug)]
pub struct SecurityScheme {
    /// Its key in the document and its Rust name.
    pub name: Name,
    /// Prose.
    pub description: Option<String>,
    /// How the credential travels.
    pub kind: SecurityKind,
}

/// How a credential travels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecurityKind {
    /// As a header of that name.
    Header(String),
    /// As a query parameter of that name.
    Query(String),
    /// As a cookie of that name.
    Cookie(String),
    /// `Authorization: Basic …`.
    Basic,
    /// `Authorization: Bearer …`.
    Bearer,
}

/// Where the API can be reached.
#[derive(Clone, Debug)]
pub struct Server {
    /// Its name in the document's description, and in Rust.
    pub name: Name,
    /// The URL, which may hold variables in braces.
    pub url: String,
    /// Prose.
    pub description: Option<String>,
    /// The variables in the URL.
    pub variables: Vec<ServerVariable>,
}

/// A variable in the URL of a server.
#[derive(Clone, Debug)]
pub struct ServerVariable {
    /// Its name.
    pub name: String,
    /// Its value where none is given.
    pub default: String,
}

/// What the API sends on its own.
#[derive(Clone, Debug, Default)]
pub struct Webhooks {
    /// Each kind of message.
    pub messages: Vec<Webhook>,
    /// The members that tell the kinds apart, in the order in which the document names them.
    pub keys: Vec<String>,
    /// The bodies of messages that nothing tells from others.
    pub others: Vec<Schema>,
}

/// What the API sends to an address that a call has given it.
#[derive(Clone, Debug)]
pub struct Callback {
    /// Its key in the document.
    pub name: String,
    /// The HTTP method in capitals.
    pub method: String,
    /// The expression for the address.
    pub url: String,
    /// What the request holds.
    pub body: Option<Schema>,
}

/// One kind of message.
#[derive(Clone, Debug)]
pub struct Webhook {
    /// Its name in the document and in Rust.
    pub name: Name,
    /// Where it stands in the document.
    pub pointer: Pointer,
    /// Prose and annotations; the title is the summary.
    pub docs: Docs,
    /// The type of its body.
    pub body: TypeId,
    /// The value of each of [`Webhooks::keys`] in such a message.
    pub matches: Vec<Value>,
}
