//! The fields of all objects but schemas.

use super::{
    Field,
    Form::{Any, Bool, List, Map, One, Text, TextList, TextMap},
    Kind, field, new,
};

pub(super) const DOCUMENT: &[Field] = &[
    field("openapi", Text),
    field("info", One(Kind::Info)),
    new("jsonSchemaDialect", Text),
    field("servers", List(Kind::Server)),
    field("paths", One(Kind::Paths)),
    new("webhooks", One(Kind::Webhooks)),
    // What documents of 3.0 write instead, and what the normal form has.
    field("x-webhooks", One(Kind::Webhooks)),
    field("components", One(Kind::Components)),
    field("security", List(Kind::Requirement)),
    field("tags", List(Kind::Tag)),
    field("externalDocs", One(Kind::ExternalDocs)),
];

pub(super) const INFO: &[Field] = &[
    field("title", Text),
    field("version", Text),
    new("summary", Text),
    field("description", Text),
    field("termsOfService", Text),
    field("contact", One(Kind::Contact)),
    field("license", One(Kind::License)),
];

pub(super) const CONTACT: &[Field] = &[
    field("name", Text),
    field("url", Text),
    field("email", Text),
];

pub(super) const LICENSE: &[Field] = &[
    field("name", Text),
    new("identifier", Text),
    field("url", Text),
];

pub(super) const SERVER: &[Field] = &[
    field("url", Text),
    field("description", Text),
    field("variables", Map(Kind::ServerVariable)),
];

pub(super) const SERVER_VARIABLE: &[Field] = &[
    field("default", Text),
    field("description", Text),
    field("enum", TextList),
];

pub(super) const PATH_ITEM: &[Field] = &[
    field("summary", Text),
    field("description", Text),
    field("servers", List(Kind::Server)),
    field("parameters", List(Kind::Parameter)),
    field("get", One(Kind::Operation)),
    field("put", One(Kind::Operation)),
    field("post", One(Kind::Operation)),
    field("delete", One(Kind::Operation)),
    field("options", One(Kind::Operation)),
    field("head", One(Kind::Operation)),
    field("patch", One(Kind::Operation)),
    field("trace", One(Kind::Operation)),
];

pub(super) const OPERATION: &[Field] = &[
    field("tags", TextList),
    field("summary", Text),
    field("description", Text),
    field("operationId", Text),
    field("deprecated", Bool),
    field("parameters", List(Kind::Parameter)),
    field("requestBody", One(Kind::RequestBody)),
    field("responses", One(Kind::Responses)),
    field("security", List(Kind::Requirement)),
    field("servers", List(Kind::Server)),
    field("callbacks", Map(Kind::Callback)),
    field("externalDocs", One(Kind::ExternalDocs)),
];

pub(super) const EXTERNAL_DOCS: &[Field] = &[field("description", Text), field("url", Text)];

pub(super) const PARAMETER: &[Field] = &[
    field("name", Text),
    field("in", Text),
    field("description", Text),
    field("required", Bool),
    field("deprecated", Bool),
    field("allowEmptyValue", Bool),
    field("style", Text),
    field("explode", Bool),
    field("allowReserved", Bool),
    field("schema", One(Kind::Schema)),
    field("content", One(Kind::MediaTypes)),
    field("example", Any),
    field("examples", Map(Kind::Example)),
];

pub(super) const REQUEST_BODY: &[Field] = &[
    field("description", Text),
    field("content", One(Kind::MediaTypes)),
    field("required", Bool),
];

pub(super) const MEDIA_TYPE: &[Field] = &[
    field("schema", One(Kind::Schema)),
    field("encoding", Map(Kind::Encoding)),
    field("example", Any),
    field("examples", Map(Kind::Example)),
];

pub(super) const ENCODING: &[Field] = &[
    field("contentType", Text),
    field("headers", Map(Kind::Header)),
    field("style", Text),
    field("explode", Bool),
    field("allowReserved", Bool),
];

pub(super) const RESPONSE: &[Field] = &[
    field("description", Text),
    field("headers", Map(Kind::Header)),
    field("content", One(Kind::MediaTypes)),
    field("links", Map(Kind::Link)),
];

pub(super) const EXAMPLE: &[Field] = &[
    field("summary", Text),
    field("description", Text),
    field("value", Any),
    field("externalValue", Text),
];

pub(super) const LINK: &[Field] = &[
    field("operationRef", Text),
    field("operationId", Text),
    field("parameters", Any),
    field("requestBody", Any),
    field("description", Text),
    field("server", One(Kind::Server)),
];

pub(super) const HEADER: &[Field] = &[
    field("description", Text),
    field("required", Bool),
    field("deprecated", Bool),
    field("allowEmptyValue", Bool),
    field("style", Text),
    field("explode", Bool),
    field("allowReserved", Bool),
    field("schema", One(Kind::Schema)),
    field("content", One(Kind::MediaTypes)),
    field("example", Any),
    field("examples", Map(Kind::Example)),
];

pub(super) const TAG: &[Field] = &[
    field("name", Text),
    field("description", Text),
    field("externalDocs", One(Kind::ExternalDocs)),
];

pub(super) const COMPONENTS: &[Field] = &[
    field("schemas", Map(Kind::Schema)),
    field("responses", Map(Kind::Response)),
    field("parameters", Map(Kind::Parameter)),
    field("requestBodies", Map(Kind::RequestBody)),
    field("headers", Map(Kind::Header)),
    field("securitySchemes", Map(Kind::SecurityScheme)),
    field("examples", Map(Kind::Example)),
    field("links", Map(Kind::Link)),
    field("callbacks", Map(Kind::Callback)),
    new("pathItems", Map(Kind::PathItem)),
];

pub(super) const SECURITY_SCHEME: &[Field] = &[
    field("type", Text),
    field("description", Text),
    field("name", Text),
    field("in", Text),
    field("scheme", Text),
    field("bearerFormat", Text),
    field("flows", One(Kind::Flows)),
    field("openIdConnectUrl", Text),
];

pub(super) const FLOWS: &[Field] = &[
    field("implicit", One(Kind::Flow)),
    field("password", One(Kind::Flow)),
    field("clientCredentials", One(Kind::Flow)),
    field("authorizationCode", One(Kind::Flow)),
];

pub(super) const FLOW: &[Field] = &[
    field("authorizationUrl", Text),
    field("tokenUrl", Text),
    field("refreshUrl", Text),
    field("scopes", TextMap),
];
