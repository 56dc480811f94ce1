//! The objects that the specification names.

use super::{Field, Form, objects, schema};

/// A kind of object in an OpenAPI document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    Document,
    Info,
    Contact,
    License,
    Server,
    ServerVariable,
    Paths,
    Webhooks,
    PathItem,
    Operation,
    ExternalDocs,
    Parameter,
    RequestBody,
    MediaTypes,
    MediaType,
    Encoding,
    Responses,
    Response,
    Callback,
    Example,
    Link,
    Header,
    Tag,
    Schema,
    Discriminator,
    Components,
    SecurityScheme,
    Flows,
    Flow,
    Requirement,
}

/// The fields of a path item that are operations.
pub(crate) fn methods() -> impl Iterator<Item = &'static str> {
    let fields = Kind::PathItem.fields().iter();
    let operations = fields.filter(|field| field.form == Form::One(Kind::Operation));
    operations.map(|field| field.name)
}

/// Whether a field of a path item is an operation.
pub(crate) fn is_method(name: &str) -> bool {
    methods().any(|method| method == name)
}

impl Kind {
    /// What the specification calls the object.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Document => "an OpenAPI object",
            Self::Info => "an Info object",
            Self::Contact => "a Contact object",
            Self::License => "a License object",
            Self::Server => "a Server object",
            Self::ServerVariable => "a Server Variable object",
            Self::Paths => "a Paths object",
            Self::Webhooks => "a map of webhooks",
            Self::PathItem => "a Path Item object",
            Self::Operation => "an Operation object",
            Self::ExternalDocs => "an External Documentation object",
            Self::Parameter => "a Parameter object",
            Self::RequestBody => "a Request Body object",
            Self::MediaTypes => "a map of media types",
            Self::MediaType => "a Media Type object",
            Self::Encoding => "an Encoding object",
            Self::Responses => "a Responses object",
            Self::Response => "a Response object",
            Self::Callback => "a Callback object",
            Self::Example => "an Example object",
            Self::Link => "a Link object",
            Self::Header => "a Header object",
            Self::Tag => "a Tag object",
            Self::Schema => "a Schema object",
            Self::Discriminator => "a Discriminator object",
            Self::Components => "a Components object",
            Self::SecurityScheme => "a Security Scheme object",
            Self::Flows => "an OAuth Flows object",
            Self::Flow => "an OAuth Flow object",
            Self::Requirement => "a Security Requirement object",
        }
    }

    /// The fixed fields; none where the document chooses all keys.
    pub(crate) const fn fields(self) -> &'static [Field] {
        match self {
            Self::Document => objects::DOCUMENT,
            Self::Info => objects::INFO,
            Self::Contact => objects::CONTACT,
            Self::License => objects::LICENSE,
            Self::Server => objects::SERVER,
            Self::ServerVariable => objects::SERVER_VARIABLE,
            Self::PathItem => objects::PATH_ITEM,
            Self::Operation => objects::OPERATION,
            Self::ExternalDocs => objects::EXTERNAL_DOCS,
            Self::Parameter => objects::PARAMETER,
            Self::RequestBody => objects::REQUEST_BODY,
            Self::MediaType => objects::MEDIA_TYPE,
            Self::Encoding => objects::ENCODING,
            Self::Response => objects::RESPONSE,
            Self::Example => objects::EXAMPLE,
            Self::Link => objects::LINK,
            Self::Header => objects::HEADER,
            Self::Tag => objects::TAG,
            Self::Schema => schema::SCHEMA,
            Self::Discriminator => schema::DISCRIMINATOR,
            Self::Components => objects::COMPONENTS,
            Self::SecurityScheme => objects::SECURITY_SCHEME,
            Self::Flows => objects::FLOWS,
            Self::Flow => objects::FLOW,
            Self::Paths
            | Self::Webhooks
            | Self::MediaTypes
            | Self::Responses
            | Self::Callback
            | Self::Requirement => &[],
        }
    }

    /// The fixed field of a name.
    pub(crate) fn field(self, name: &str) -> Option<&'static Field> {
        self.fields().iter().find(|field| field.name == name)
    }

    /// The kind of all members, where the document chooses their keys.
    pub(crate) const fn members(self) -> Option<Self> {
        match self {
            Self::Paths | Self::Webhooks | Self::Callback => Some(Self::PathItem),
            Self::MediaTypes => Some(Self::MediaType),
            Self::Responses => Some(Self::Response),
            Self::Document
            | Self::Info
            | Self::Contact
            | Self::License
            | Self::Server
            | Self::ServerVariable
            | Self::PathItem
            | Self::Operation
            | Self::ExternalDocs
            | Self::Parameter
            | Self::RequestBody
            | Self::MediaType
            | Self::Encoding
            | Self::Response
            | Self::Example
            | Self::Link
            | Self::Header
            | Self::Tag
            | Self::Schema
            | Self::Discriminator
            | Self::Components
            | Self::SecurityScheme
            | Self::Flows
            | Self::Flow
            | Self::Requirement => None,
        }
    }

    /// The kind of the member of that name, unless it is an extension.
    ///
    /// Names of media types may begin as those of extensions do. Names of webhooks may as well, but
    /// documents have extensions there, though the specification does not.
    pub(crate) fn member(self, name: &str) -> Option<Self> {
        let is_extension = name.starts_with("x-") && self != Self::MediaTypes;
        self.members().filter(|_| !is_extension)
    }

    /// The section of `components` that holds such objects.
    pub(crate) fn section(self) -> Option<&'static str> {
        let mut sections = Self::Components.fields().iter();
        let section = sections.find(|section| section.form == Form::Map(self))?;
        Some(section.name)
    }
}
