//! The operations of a document, as HTTP sees them.
//!
//! Everything that is read from the document's frame stands here: routes, parameters and how they
//! are written, media types, answers, credentials, webhooks. What is inside a schema is the
//! business of the [`oracle`](crate::oracle); here it is a pointer.

mod media;
mod multipart;
mod operation;
mod parameter;
mod route;
mod security;
mod shape;
mod style;
mod webhook;

use crate::document::{Document, Node};
use crate::oracle::{Direction, Oracle};
use crate::strategy::Values;

pub use media::{Example, Form, Media};
pub use operation::{Answer, Answers, HeaderField, Link, Operation, RequestBody};
pub use parameter::{Location, Parameter};
pub use route::{Route, Router};
pub(crate) use security::cookies;
pub use security::{Credential, Requirement, Scheme, SchemeKind};
pub use shape::Shape;
pub use style::{Encoded, Style};
pub(crate) use style::{encode as encoded, pairs as query_pairs};
pub use webhook::Webhook;

/// A document, read for exchanging messages.
#[derive(Debug)]
pub struct Api {
    /// The document.
    pub document: Document,
    /// The judge of its schemas.
    pub oracle: Oracle,
    /// Its operations, in document order.
    pub operations: Vec<Operation>,
    /// The messages that the server sends by itself: `webhooks`, `x-webhooks` and callbacks.
    pub webhooks: Vec<Webhook>,
    /// Its security schemes, in document order.
    pub schemes: Vec<Scheme>,
    /// The URLs of its servers, variables replaced by their defaults.
    pub servers: Vec<String>,
    /// Finds the operation of a request.
    pub router: Router,
}

impl Api {
    /// Reads the operations of a document. Nothing is refused: what cannot be used is said by
    /// [`Oracle::uncompiled`] and by the findings of `lint`.
    #[must_use]
    pub fn new(document: Document) -> Self {
        let oracle = Values::new(document.tree()).oracle().clone();
        let root = document.root();
        let schemes = security::all(&root);
        let operations = operation::all(&root, &schemes);
        let mut webhooks = webhook::all(&root);
        for operation in &operations {
            webhooks.extend(operation.callbacks.iter().cloned());
        }
        let servers = servers(&document);
        let router = Router::new(&operations, &servers);
        Self {
            oracle,
            operations,
            webhooks,
            schemes,
            servers,
            router,
            document,
        }
    }

    /// The values that requests may carry.
    #[must_use]
    pub fn request_values(&self) -> Values {
        Values::of(&self.oracle, Direction::Request)
    }

    /// The values that responses may carry.
    #[must_use]
    pub fn response_values(&self) -> Values {
        Values::of(&self.oracle, Direction::Response)
    }

    /// The operation with that `operationId`, or of that method and path (`POST /a`).
    #[must_use]
    pub fn operation(&self, id: &str) -> Option<&Operation> {
        self.operations
            .iter()
            .find(|operation| operation.id == id || operation.label() == id)
    }

    /// The security scheme of that name.
    #[must_use]
    pub fn scheme(&self, name: &str) -> Option<&Scheme> {
        self.schemes.iter().find(|scheme| scheme.name == name)
    }
}

fn servers(document: &Document) -> Vec<String> {
    let Some(servers) = document.root().get("servers") else {
        return Vec::new();
    };
    servers
        .items()
        .filter_map(|server| {
            let mut url = server.text("url")?.to_owned();
            for (name, variable) in server.get("variables").iter().flat_map(Node::members) {
                let default = variable.text("default").unwrap_or_default();
                url = url.replace(&format!("{{{name}}}"), default);
            }
            Some(url)
        })
        .collect()
}
