//! The grammar of OpenAPI 3.0 as tables: which object holds which fields, of which form.
//!
//! Only what the later stages read is listed with its form; the rest passes untouched.

use serde_json::{Map, Value};

/// A kind of object in an OpenAPI document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    Document,
    Info,
    Server,
    ServerVariable,
    Paths,
    PathItem,
    Operation,
    Parameter,
    RequestBody,
    MediaTypes,
    MediaType,
    Responses,
    Response,
    Header,
    Callback,
    Schema,
    Components,
    SecurityScheme,
    Tag,
    Requirement,
    Discriminator,
}

/// The form of a field.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Shape {
    Text,
    TextList,
    Bool,
    Number,
    /// A whole number that is not negative.
    Count,
    /// A list of any values.
    Values,
    Any,
    Node(Kind),
    NodeOrBool(Kind),
    List(Kind),
    Map(Kind),
    /// No code comes from it.
    Dropped,
}

impl Shape {
    pub(super) fn admits(self, value: &Value) -> bool {
        match self {
            Self::Text => value.is_string(),
            Self::TextList => value
                .as_array()
                .is_some_and(|list| list.iter().all(Value::is_string)),
            Self::Bool => value.is_boolean(),
            Self::Number => value.is_number(),
            Self::Count => value.is_u64(),
            Self::Values | Self::List(_) => value.is_array(),
            Self::Map(_) => value.is_object(),
            Self::NodeOrBool(_) => value.is_object() || value.is_boolean(),
            Self::Any | Self::Node(_) | Self::Dropped => true,
        }
    }

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Text => "a string",
            Self::TextList => "a list of strings",
            Self::Bool => "true or false",
            Self::Number => "a number",
            Self::Count => "a whole number, zero or more",
            Self::Values | Self::List(_) => "a list",
            Self::Node(_) | Self::Map(_) => "an object",
            Self::NodeOrBool(_) => "an object or a boolean",
            Self::Any | Self::Dropped => "a value",
        }
    }
}

/// Whether the generated code depends on a field.
#[derive(Clone, Copy, Debug)]
pub(super) enum Weight {
    Structure,
    Annotation,
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

impl Absence {
    /// Whether a value is put in the place of a field that is not there.
    pub(super) const fn is_mended(self) -> bool {
        match self {
            Self::Allowed | Self::Error => false,
            Self::Assume(_) | Self::AllowedSince3_1(_) => true,
        }
    }
}

/// What the grammar says about one field.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rule {
    pub(crate) name: &'static str,
    pub(crate) shape: Shape,
    pub(super) weight: Weight,
    pub(super) absence: Absence,
}

const fn field(name: &'static str, shape: Shape) -> Rule {
    Rule {
        name,
        shape,
        weight: Weight::Structure,
        absence: Absence::Allowed,
    }
}

const fn note(name: &'static str, shape: Shape) -> Rule {
    Rule {
        weight: Weight::Annotation,
        ..field(name, shape)
    }
}

const fn needed(name: &'static str, shape: Shape) -> Rule {
    Rule {
        absence: Absence::Error,
        ..field(name, shape)
    }
}

const fn assumed(name: &'static str, shape: Shape, neutral: fn() -> Value) -> Rule {
    Rule {
        absence: Absence::Assume(neutral),
        ..field(name, shape)
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

use Shape::{
    Any, Bool, Count, Dropped, List, Map as MapOf, Node, NodeOrBool, Number, Text, TextList, Values,
};

impl Kind {
    /// What the specification calls the object.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Document => "an OpenAPI object",
            Self::Info => "an Info object",
            Self::Server => "a Server object",
            Self::ServerVariable => "a Server Variable object",
            Self::Paths => "a Paths object",
            Self::PathItem => "a Path Item object",
            Self::Operation => "an Operation object",
            Self::Parameter => "a Parameter object",
            Self::RequestBody => "a Request Body object",
            Self::MediaTypes => "a map of media types",
            Self::MediaType => "a Media Type object",
            Self::Responses => "a Responses object",
            Self::Response => "a Response object",
            Self::Header => "a Header object",
            Self::Callback => "a Callback object",
            Self::Schema => "a Schema object",
            Self::Components => "a Components object",
            Self::SecurityScheme => "a Security Scheme object",
            Self::Tag => "a Tag object",
            Self::Requirement => "a Security Requirement object",
            Self::Discriminator => "a Discriminator object",
        }
    }

    /// The section of `components` that holds such objects.
    pub(crate) const fn section(self) -> Option<&'static str> {
        match self {
            Self::Schema => Some("schemas"),
            Self::Response => Some("responses"),
            Self::Parameter => Some("parameters"),
            Self::RequestBody => Some("requestBodies"),
            Self::Header => Some("headers"),
            Self::SecurityScheme => Some("securitySchemes"),
            Self::PathItem => Some("pathItems"),
            Self::Document
            | Self::Info
            | Self::Server
            | Self::ServerVariable
            | Self::Paths
            | Self::Operation
            | Self::MediaTypes
            | Self::MediaType
            | Self::Responses
            | Self::Callback
            | Self::Components
            | Self::Tag
            | Self::Requirement
            | Self::Discriminator => None,
        }
    }

    pub(super) const fn may_be_reference(self) -> bool {
        self.section().is_some()
    }

    /// Whether a null in the place of such an object is one without members: YAML reads so what
    /// nothing has been written below.
    pub(super) const fn may_be_empty(self) -> bool {
        matches!(self, Self::Paths | Self::PathItem | Self::Components)
    }

    /// The kind of all members, where the keys are the document's own.
    pub(crate) const fn members(self) -> Option<Self> {
        match self {
            Self::Paths | Self::Callback => Some(Self::PathItem),
            Self::MediaTypes => Some(Self::MediaType),
            Self::Responses => Some(Self::Response),
            Self::Document
            | Self::Info
            | Self::Server
            | Self::ServerVariable
            | Self::PathItem
            | Self::Operation
            | Self::Parameter
            | Self::RequestBody
            | Self::MediaType
            | Self::Response
            | Self::Header
            | Self::Schema
            | Self::Components
            | Self::SecurityScheme
            | Self::Tag
            | Self::Requirement
            | Self::Discriminator => None,
        }
    }

    /// Whether members of such an object may be extensions; the names of media types may begin as
    /// those of extensions do.
    pub(crate) const fn is_extensible(self) -> bool {
        !matches!(self, Self::MediaTypes)
    }

    /// The fixed fields.
    pub(crate) const fn rules(self) -> &'static [Rule] {
        match self {
            Self::Document => DOCUMENT,
            Self::Info => INFO,
            Self::Server => SERVER,
            Self::ServerVariable => SERVER_VARIABLE,
            Self::PathItem => PATH_ITEM,
            Self::Operation => OPERATION,
            Self::Parameter => PARAMETER,
            Self::RequestBody => REQUEST_BODY,
            Self::MediaType => MEDIA_TYPE,
            Self::Response => RESPONSE,
            Self::Header => HEADER,
            Self::Schema => SCHEMA,
            Self::Components => COMPONENTS,
            Self::SecurityScheme => SECURITY_SCHEME,
            Self::Tag => TAG,
            Self::Discriminator => DISCRIMINATOR,
            Self::Paths
            | Self::Callback
            | Self::MediaTypes
            | Self::Responses
            | Self::Requirement => &[],
        }
    }
}

const DOCUMENT: &[Rule] = &[
    assumed("info", Node(Kind::Info), empty_info),
    note("servers", List(Kind::Server)),
    field("paths", Node(Kind::Paths)),
    field("x-webhooks", Node(Kind::Paths)),
    field("components", Node(Kind::Components)),
    field("security", List(Kind::Requirement)),
    note("tags", List(Kind::Tag)),
    field("externalDocs", Dropped),
];

const INFO: &[Rule] = &[
    assumed("title", Text, empty_text),
    assumed("version", Text, no_version),
    note("description", Text),
    note("termsOfService", Text),
    field("contact", Dropped),
    field("license", Dropped),
];

const SERVER: &[Rule] = &[
    needed("url", Text),
    note("description", Text),
    note("variables", MapOf(Kind::ServerVariable)),
];

const SERVER_VARIABLE: &[Rule] = &[
    assumed("default", Text, empty_text),
    note("description", Text),
    note("enum", TextList),
];

const PATH_ITEM: &[Rule] = &[
    note("summary", Text),
    note("description", Text),
    note("servers", List(Kind::Server)),
    field("parameters", List(Kind::Parameter)),
    field("get", Node(Kind::Operation)),
    field("put", Node(Kind::Operation)),
    field("post", Node(Kind::Operation)),
    field("delete", Node(Kind::Operation)),
    field("options", Node(Kind::Operation)),
    field("head", Node(Kind::Operation)),
    field("patch", Node(Kind::Operation)),
    field("trace", Node(Kind::Operation)),
];

const OPERATION: &[Rule] = &[
    note("tags", TextList),
    note("summary", Text),
    note("description", Text),
    note("operationId", Text),
    note("deprecated", Bool),
    field("parameters", List(Kind::Parameter)),
    field("requestBody", Node(Kind::RequestBody)),
    Rule {
        absence: Absence::AllowedSince3_1(empty_object),
        ..field("responses", Node(Kind::Responses))
    },
    field("security", List(Kind::Requirement)),
    note("servers", List(Kind::Server)),
    note("callbacks", MapOf(Kind::Callback)),
    field("externalDocs", Dropped),
];

const PARAMETER: &[Rule] = &[
    needed("name", Text),
    needed("in", Text),
    note("description", Text),
    note("required", Bool),
    note("deprecated", Bool),
    note("allowEmptyValue", Bool),
    field("style", Text),
    field("explode", Bool),
    field("allowReserved", Bool),
    field("schema", Node(Kind::Schema)),
    field("content", Node(Kind::MediaTypes)),
    field("example", Dropped),
    field("examples", Dropped),
];

const REQUEST_BODY: &[Rule] = &[
    note("description", Text),
    assumed("content", Node(Kind::MediaTypes), empty_object),
    note("required", Bool),
];

const MEDIA_TYPE: &[Rule] = &[
    field("schema", Node(Kind::Schema)),
    // `repair` has put what is read of it into an extension.
    field("encoding", Dropped),
    field("example", Dropped),
    field("examples", Dropped),
];

const RESPONSE: &[Rule] = &[
    assumed("description", Text, empty_text),
    field("headers", MapOf(Kind::Header)),
    field("content", Node(Kind::MediaTypes)),
    field("links", Dropped),
];

const HEADER: &[Rule] = &[
    note("description", Text),
    note("required", Bool),
    field("style", Dropped),
    note("deprecated", Bool),
    field("schema", Node(Kind::Schema)),
    field("content", Node(Kind::MediaTypes)),
    field("example", Dropped),
    field("examples", Dropped),
];

const SCHEMA: &[Rule] = &[
    field("type", Text),
    note("format", Text),
    note("title", Text),
    note("description", Text),
    note("nullable", Bool),
    note("readOnly", Bool),
    note("writeOnly", Bool),
    note("deprecated", Bool),
    note("default", Any),
    field("enum", Values),
    note("required", TextList),
    field("properties", MapOf(Kind::Schema)),
    field("additionalProperties", NodeOrBool(Kind::Schema)),
    field("items", Node(Kind::Schema)),
    field("allOf", List(Kind::Schema)),
    field("oneOf", List(Kind::Schema)),
    field("anyOf", List(Kind::Schema)),
    field("not", Node(Kind::Schema)),
    field("discriminator", Node(Kind::Discriminator)),
    note("pattern", Text),
    note("minLength", Count),
    note("maxLength", Count),
    note("minItems", Count),
    note("maxItems", Count),
    note("minProperties", Count),
    note("maxProperties", Count),
    note("uniqueItems", Bool),
    note("minimum", Number),
    note("maximum", Number),
    note("exclusiveMinimum", Bool),
    note("exclusiveMaximum", Bool),
    note("multipleOf", Number),
    field("example", Dropped),
    field("examples", Dropped),
    field("externalDocs", Dropped),
    field("xml", Dropped),
];

const COMPONENTS: &[Rule] = &[
    field("schemas", MapOf(Kind::Schema)),
    field("responses", MapOf(Kind::Response)),
    field("parameters", MapOf(Kind::Parameter)),
    field("requestBodies", MapOf(Kind::RequestBody)),
    field("headers", MapOf(Kind::Header)),
    field("securitySchemes", MapOf(Kind::SecurityScheme)),
    field("examples", Dropped),
    field("links", Dropped),
    field("callbacks", Dropped),
];

const SECURITY_SCHEME: &[Rule] = &[
    needed("type", Text),
    note("description", Text),
    field("name", Text),
    field("in", Text),
    field("scheme", Text),
    field("flows", Any),
    field("openIdConnectUrl", Text),
];

const TAG: &[Rule] = &[
    needed("name", Text),
    note("description", Text),
    field("externalDocs", Dropped),
];

const DISCRIMINATOR: &[Rule] = &[needed("propertyName", Text), note("mapping", Any)];
