//! Which object of OpenAPI holds which fields, examples and links included.
//!
//! For looking at what is written, whether or not any code comes from it: fields of both versions
//! stand side by side, and nothing is demanded.

/// A kind of object in an OpenAPI document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    Document,
    Info,
    Contact,
    License,
    Server,
    ServerVariable,
    PathItem,
    Operation,
    ExternalDocs,
    Parameter,
    RequestBody,
    MediaType,
    Encoding,
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
}

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Something without objects of OpenAPI in it.
    Leaf,
    One(Kind),
    List(Kind),
    /// An object whose keys the document chooses.
    Map(Kind),
    /// The same, where keys that begin with `x-` are extensions.
    Members(Kind),
}

use Form::{Leaf, List, Map, Members, One};

/// The name of a field and what it holds.
pub(super) type Field = (&'static str, Form);

impl Kind {
    /// What the specification calls the object.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Document => "an OpenAPI object",
            Self::Info => "an Info object",
            Self::Contact => "a Contact object",
            Self::License => "a License object",
            Self::Server => "a Server object",
            Self::ServerVariable => "a Server Variable object",
            Self::PathItem => "a Path Item object",
            Self::Operation => "an Operation object",
            Self::ExternalDocs => "an External Documentation object",
            Self::Parameter => "a Parameter object",
            Self::RequestBody => "a Request Body object",
            Self::MediaType => "a Media Type object",
            Self::Encoding => "an Encoding object",
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
        }
    }

    /// The kind of all members, where an object has no fixed fields.
    pub(super) const fn members(self) -> Option<Self> {
        if matches!(self, Self::Callback) {
            Some(Self::PathItem)
        } else {
            None
        }
    }

    /// The fixed fields.
    pub(super) const fn fields(self) -> &'static [Field] {
        match self {
            Self::Document => DOCUMENT,
            Self::Info => INFO,
            Self::Contact => &[("name", Leaf), ("url", Leaf), ("email", Leaf)],
            Self::License => &[("name", Leaf), ("identifier", Leaf), ("url", Leaf)],
            Self::Server => SERVER,
            Self::ServerVariable => &[("enum", Leaf), ("default", Leaf), ("description", Leaf)],
            Self::PathItem => PATH_ITEM,
            Self::Operation => OPERATION,
            Self::ExternalDocs => &[("description", Leaf), ("url", Leaf)],
            Self::Parameter => PARAMETER,
            Self::RequestBody => &[
                ("description", Leaf),
                ("content", Map(Kind::MediaType)),
                ("required", Leaf),
            ],
            Self::MediaType => MEDIA_TYPE,
            Self::Encoding => ENCODING,
            Self::Response => RESPONSE,
            Self::Callback => &[],
            Self::Example => &[
                ("summary", Leaf),
                ("description", Leaf),
                ("value", Leaf),
                ("externalValue", Leaf),
            ],
            Self::Link => LINK,
            Self::Header => HEADER,
            Self::Tag => &[
                ("name", Leaf),
                ("description", Leaf),
                ("externalDocs", One(Kind::ExternalDocs)),
            ],
            Self::Schema => SCHEMA,
            Self::Discriminator => &[("propertyName", Leaf), ("mapping", Leaf)],
            Self::Components => COMPONENTS,
            Self::SecurityScheme => SECURITY_SCHEME,
            Self::Flows => &[
                ("implicit", One(Kind::Flow)),
                ("password", One(Kind::Flow)),
                ("clientCredentials", One(Kind::Flow)),
                ("authorizationCode", One(Kind::Flow)),
            ],
            Self::Flow => &[
                ("authorizationUrl", Leaf),
                ("tokenUrl", Leaf),
                ("refreshUrl", Leaf),
                ("scopes", Leaf),
            ],
        }
    }
}

const DOCUMENT: &[Field] = &[
    ("openapi", Leaf),
    ("info", One(Kind::Info)),
    ("jsonSchemaDialect", Leaf),
    ("servers", List(Kind::Server)),
    ("paths", Members(Kind::PathItem)),
    ("webhooks", Map(Kind::PathItem)),
    ("x-webhooks", Map(Kind::PathItem)),
    ("components", One(Kind::Components)),
    ("security", Leaf),
    ("tags", List(Kind::Tag)),
    ("externalDocs", One(Kind::ExternalDocs)),
];

const INFO: &[Field] = &[
    ("title", Leaf),
    ("summary", Leaf),
    ("description", Leaf),
    ("termsOfService", Leaf),
    ("contact", One(Kind::Contact)),
    ("license", One(Kind::License)),
    ("version", Leaf),
];

const SERVER: &[Field] = &[
    ("url", Leaf),
    ("description", Leaf),
    ("variables", Map(Kind::ServerVariable)),
];

/// The fields of a path item that are operations.
pub(super) const METHODS: &[&str] = &[
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

const PATH_ITEM: &[Field] = &[
    ("summary", Leaf),
    ("description", Leaf),
    ("servers", List(Kind::Server)),
    ("parameters", List(Kind::Parameter)),
    ("get", One(Kind::Operation)),
    ("put", One(Kind::Operation)),
    ("post", One(Kind::Operation)),
    ("delete", One(Kind::Operation)),
    ("options", One(Kind::Operation)),
    ("head", One(Kind::Operation)),
    ("patch", One(Kind::Operation)),
    ("trace", One(Kind::Operation)),
];

const OPERATION: &[Field] = &[
    ("tags", Leaf),
    ("summary", Leaf),
    ("description", Leaf),
    ("externalDocs", One(Kind::ExternalDocs)),
    ("operationId", Leaf),
    ("parameters", List(Kind::Parameter)),
    ("requestBody", One(Kind::RequestBody)),
    ("responses", Members(Kind::Response)),
    ("callbacks", Map(Kind::Callback)),
    ("deprecated", Leaf),
    ("security", Leaf),
    ("servers", List(Kind::Server)),
];

const PARAMETER: &[Field] = &[
    ("name", Leaf),
    ("in", Leaf),
    ("description", Leaf),
    ("required", Leaf),
    ("deprecated", Leaf),
    ("allowEmptyValue", Leaf),
    ("style", Leaf),
    ("explode", Leaf),
    ("allowReserved", Leaf),
    ("schema", One(Kind::Schema)),
    ("example", Leaf),
    ("examples", Map(Kind::Example)),
    ("content", Map(Kind::MediaType)),
];

const MEDIA_TYPE: &[Field] = &[
    ("schema", One(Kind::Schema)),
    ("example", Leaf),
    ("examples", Map(Kind::Example)),
    ("encoding", Map(Kind::Encoding)),
];

const ENCODING: &[Field] = &[
    ("contentType", Leaf),
    ("headers", Map(Kind::Header)),
    ("style", Leaf),
    ("explode", Leaf),
    ("allowReserved", Leaf),
];

const RESPONSE: &[Field] = &[
    ("description", Leaf),
    ("headers", Map(Kind::Header)),
    ("content", Map(Kind::MediaType)),
    ("links", Map(Kind::Link)),
];

const LINK: &[Field] = &[
    ("operationRef", Leaf),
    ("operationId", Leaf),
    ("parameters", Leaf),
    ("requestBody", Leaf),
    ("description", Leaf),
    ("server", One(Kind::Server)),
];

const HEADER: &[Field] = &[
    ("description", Leaf),
    ("required", Leaf),
    ("deprecated", Leaf),
    ("allowEmptyValue", Leaf),
    ("style", Leaf),
    ("explode", Leaf),
    ("allowReserved", Leaf),
    ("schema", One(Kind::Schema)),
    ("example", Leaf),
    ("examples", Map(Kind::Example)),
    ("content", Map(Kind::MediaType)),
];

const COMPONENTS: &[Field] = &[
    ("schemas", Map(Kind::Schema)),
    ("responses", Map(Kind::Response)),
    ("parameters", Map(Kind::Parameter)),
    ("examples", Map(Kind::Example)),
    ("requestBodies", Map(Kind::RequestBody)),
    ("headers", Map(Kind::Header)),
    ("securitySchemes", Map(Kind::SecurityScheme)),
    ("links", Map(Kind::Link)),
    ("callbacks", Map(Kind::Callback)),
    ("pathItems", Map(Kind::PathItem)),
];

const SECURITY_SCHEME: &[Field] = &[
    ("type", Leaf),
    ("description", Leaf),
    ("name", Leaf),
    ("in", Leaf),
    ("scheme", Leaf),
    ("bearerFormat", Leaf),
    ("flows", One(Kind::Flows)),
    ("openIdConnectUrl", Leaf),
];

const SCHEMA: &[Field] = &[
    ("type", Leaf),
    ("format", Leaf),
    ("title", Leaf),
    ("description", Leaf),
    ("nullable", Leaf),
    ("readOnly", Leaf),
    ("writeOnly", Leaf),
    ("deprecated", Leaf),
    ("default", Leaf),
    ("enum", Leaf),
    ("const", Leaf),
    ("required", Leaf),
    ("properties", Map(Kind::Schema)),
    ("patternProperties", Map(Kind::Schema)),
    ("additionalProperties", One(Kind::Schema)),
    ("unevaluatedProperties", One(Kind::Schema)),
    ("propertyNames", One(Kind::Schema)),
    ("dependentSchemas", Map(Kind::Schema)),
    ("dependentRequired", Leaf),
    ("items", One(Kind::Schema)),
    ("prefixItems", List(Kind::Schema)),
    ("unevaluatedItems", One(Kind::Schema)),
    ("contains", One(Kind::Schema)),
    ("minContains", Leaf),
    ("maxContains", Leaf),
    ("allOf", List(Kind::Schema)),
    ("oneOf", List(Kind::Schema)),
    ("anyOf", List(Kind::Schema)),
    ("not", One(Kind::Schema)),
    ("if", One(Kind::Schema)),
    ("then", One(Kind::Schema)),
    ("else", One(Kind::Schema)),
    ("discriminator", One(Kind::Discriminator)),
    ("pattern", Leaf),
    ("minLength", Leaf),
    ("maxLength", Leaf),
    ("minItems", Leaf),
    ("maxItems", Leaf),
    ("uniqueItems", Leaf),
    ("minProperties", Leaf),
    ("maxProperties", Leaf),
    ("minimum", Leaf),
    ("maximum", Leaf),
    ("exclusiveMinimum", Leaf),
    ("exclusiveMaximum", Leaf),
    ("multipleOf", Leaf),
    ("contentEncoding", Leaf),
    ("contentMediaType", Leaf),
    ("contentSchema", One(Kind::Schema)),
    ("example", Leaf),
    ("examples", Leaf),
    ("externalDocs", One(Kind::ExternalDocs)),
    ("xml", Leaf),
    ("$id", Leaf),
    ("$schema", Leaf),
    ("$anchor", Leaf),
    ("$dynamicRef", Leaf),
    ("$dynamicAnchor", Leaf),
    ("$comment", Leaf),
    ("$vocabulary", Leaf),
    ("$defs", Map(Kind::Schema)),
    ("definitions", Map(Kind::Schema)),
];
