//! Operations, webhooks, servers and security schemes.

use serde_json::Value;

use super::{Docs, Name, Schema, Type, TypeId};
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
    /// The path template, perhaps with a query of its own.
    pub path: String,
    /// The server of its own, where it has one: an absolute URL, or a path on the API's server.
    pub server: Option<String>,
    /// The first tag.
    pub tag: Option<String>,
    /// The module that it belongs to, filled in by `passes`.
    pub group: String,
    /// Parameters in path, query, header and cookie.
    pub parameters: Vec<Parameter>,
    /// The request body.
    pub body: Option<Body>,
    /// What a successful call gives.
    pub success: Outcome,
    /// What a failed call gives, where the document says so.
    pub failure: Option<Outcome>,
    /// The alternatives of credentials; none means that no credential is needed.
    pub security: Vec<Requirement>,
}

impl Operation {
    /// Every value that a caller gives.
    pub fn inputs(&self) -> impl Iterator<Item = &Schema> {
        let parameters = self.parameters.iter().map(|parameter| &parameter.schema);
        let contents = self.body.iter().flat_map(Body::contents);
        parameters.chain(contents.flat_map(BodyContent::values))
    }
}

/// Credentials that must all be given.
pub type Requirement = Vec<Credential>;

/// A reference to one of [`super::Api::security`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credential {
    /// The key of the scheme in the document.
    pub scheme: String,
    /// What the credential must allow.
    pub scopes: Vec<String>,
}

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
    /// As a cookie.
    Cookie,
}

/// How a value is written as a parameter or as a member of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// The name of the style.
    pub kind: StyleKind,
    /// Whether elements and members stand for themselves.
    pub explode: bool,
    /// Whether reserved characters stay as they are.
    pub allow_reserved: bool,
    /// Whether a value without anything in it is written nevertheless.
    pub allow_empty: bool,
}

/// The styles of the specification, and JSON text, which `content` asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StyleKind {
    /// `a,b`.
    Simple,
    /// `.a,b`.
    Label,
    /// `;name=a,b`.
    Matrix,
    /// `name=a,b`.
    Form,
    /// `name=a%20b`.
    SpaceDelimited,
    /// `name=a%7Cb`.
    PipeDelimited,
    /// `name[member]=a`.
    DeepObject,
    /// `name={"member":"a"}`.
    Json,
}

impl Style {
    /// A style without anything beside its name.
    #[must_use]
    pub const fn plain(kind: StyleKind) -> Self {
        Self {
            kind,
            explode: false,
            allow_reserved: false,
            allow_empty: false,
        }
    }
}

/// A request body.
#[derive(Clone, Debug)]
pub struct Body {
    /// Prose and annotations.
    pub docs: Docs,
    /// Whether it must be given.
    pub required: bool,
    /// What it holds in the media type that says most.
    pub content: BodyContent,
    /// What else it may hold, each under the name of a method of its own.
    pub others: Vec<(Name, BodyContent)>,
}

impl Body {
    /// Everything that it may hold.
    pub fn contents(&self) -> impl Iterator<Item = &BodyContent> {
        let others = self.others.iter().map(|(_, content)| content);
        std::iter::once(&self.content).chain(others)
    }

    /// The forms of several parts that it may be.
    pub fn forms(&mut self) -> impl Iterator<Item = &mut MultipartForm> {
        let others = self.others.iter_mut().map(|(_, content)| content);
        let contents = std::iter::once(&mut self.content).chain(others);
        contents.filter_map(|content| match &mut content.kind {
            BodyKind::Multipart(form) => form.as_mut(),
            BodyKind::Json(_)
            | BodyKind::Form(..)
            | BodyKind::Text
            | BodyKind::Bytes
            | BodyKind::Range => None,
        })
    }
}

/// What a request body holds in one media type.
#[derive(Clone, Debug)]
pub struct BodyContent {
    /// The media type as the document writes it.
    pub media_type: String,
    /// How it is written.
    pub kind: BodyKind,
}

impl BodyContent {
    /// The type of the whole body, where it has one.
    #[must_use]
    pub fn into_value(self) -> Option<Type> {
        match self.kind {
            BodyKind::Json(schema) | BodyKind::Form(schema, _) => Some(schema.ty),
            BodyKind::Multipart(_) | BodyKind::Text | BodyKind::Bytes | BodyKind::Range => None,
        }
    }

    /// Every value that a caller gives.
    pub fn values(&self) -> impl Iterator<Item = &Schema> {
        let (whole, members) = match &self.kind {
            BodyKind::Json(schema) | BodyKind::Form(schema, _) => (Some(schema), None),
            BodyKind::Multipart(Some(form)) => (None, Some(&form.members)),
            BodyKind::Multipart(None) | BodyKind::Text | BodyKind::Bytes | BodyKind::Range => {
                (None, None)
            }
        };
        let members = members.into_iter().flatten();
        whole
            .into_iter()
            .chain(members.filter_map(|member| match &member.content {
                PartContent::Value(schema, _) => Some(schema),
                PartContent::File { .. } => None,
            }))
    }
}

/// How a request body is written, with what it holds.
#[derive(Clone, Debug)]
pub enum BodyKind {
    /// JSON.
    Json(Schema),
    /// `application/x-www-form-urlencoded`, and the members that are written in a style.
    Form(Schema, Vec<(String, Style)>),
    /// `multipart/form-data`; without a form the caller names the parts.
    Multipart(Option<MultipartForm>),
    /// Text.
    Text,
    /// Bytes.
    Bytes,
    /// Bytes whose media type the caller names, within the range that the document gives.
    Range,
}

/// The parts that a form declares.
#[derive(Clone, Debug)]
pub struct MultipartForm {
    /// Its name.
    pub name: Name,
    /// Prose and annotations.
    pub docs: Docs,
    /// The members in the order of the document.
    pub members: Vec<FormMember>,
}

/// A member of a form: one part, or several under one name.
#[derive(Clone, Debug)]
pub struct FormMember {
    /// Its name on the wire and in Rust.
    pub name: Name,
    /// Prose and annotations.
    pub docs: Docs,
    /// Whether it must be given.
    pub required: bool,
    /// What it holds.
    pub content: PartContent,
}

/// What a member of a form holds.
#[derive(Clone, Debug)]
pub enum PartContent {
    /// Files.
    File {
        /// Whether there may be more than one.
        many: bool,
        /// The media type, where the document names one.
        content_type: Option<String>,
        /// The headers that a part may have.
        headers: Vec<String>,
    },
    /// A value.
    Value(Schema, PartForm),
}

/// How a value is written as one or more parts.
#[derive(Clone, Debug)]
pub enum PartForm {
    /// A scalar as text, an object as JSON, of an array each element.
    Usual,
    /// In this media type.
    As(String),
    /// In a style.
    Styled(Style),
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

/// What comes back.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// Prose of the response.
    pub description: Option<String>,
    /// The body; none where the document declares none.
    pub content: Option<Content>,
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
    /// `Authorization: Bearer …`, with a token from OAuth 2 or OpenID Connect or any other.
    Bearer,
    /// `Authorization: …` in another scheme of HTTP, named here.
    Http(String),
    /// A certificate of the client, which the transport shows.
    MutualTls,
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

impl Server {
    /// The URL with the default of every variable in it.
    #[must_use]
    pub fn default_url(&self) -> String {
        let mut url = self.url.clone();
        for variable in &self.variables {
            url = url.replace(&format!("{{{}}}", variable.name.wire), &variable.default);
        }
        url.trim().trim_end_matches('/').to_owned()
    }
}

/// A variable in the URL of a server.
#[derive(Clone, Debug)]
pub struct ServerVariable {
    /// Its name.
    pub name: Name,
    /// Prose.
    pub description: Option<String>,
    /// Its value where none is given.
    pub default: String,
    /// The values that it may have, each with its Rust name; any where there are none.
    pub values: Vec<Name>,
}

/// What the API sends on its own.
#[derive(Clone, Debug, Default)]
pub struct Webhooks {
    /// Each kind of message.
    pub messages: Vec<Webhook>,
    /// The members that tell the kinds apart, in the order in which the document names them.
    pub keys: Vec<String>,
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
