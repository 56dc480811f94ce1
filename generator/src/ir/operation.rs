//! Operations, webhooks, servers and security schemes.

use serde_json::Value;

use super::request::{Body, BodyContent, Parameter, ParameterPlace};
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
    /// What comes back.
    pub responses: Responses,
    /// What the API sends on its own because of the call.
    pub callbacks: Vec<Callback>,
    /// Whether repeating it is safe, where the document says so; else its method tells.
    pub repeatable: Option<bool>,
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

    /// The alternatives of credentials, each by the names of its schemes.
    #[must_use]
    pub fn schemes(&self) -> Vec<Vec<&str>> {
        let alternatives = self.security.iter();
        let names = alternatives.map(|all| all.iter().map(|one| one.scheme.as_str()).collect());
        names.collect()
    }

    /// The header by whose value the server knows a call that it has seen before. OpenAPI has no
    /// word for it; the name is that of `draft-ietf-httpapi-idempotency-key-header`.
    #[must_use]
    pub fn idempotency_key(&self) -> Option<&Parameter> {
        self.parameters.iter().find(|parameter| {
            let letters = parameter
                .name
                .wire
                .chars()
                .filter(char::is_ascii_alphabetic);
            let letters = letters.collect::<String>().to_ascii_lowercase();
            let name = letters.strip_prefix('x').unwrap_or(&letters);
            parameter.place == ParameterPlace::Header && name == "idempotencykey"
        })
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
