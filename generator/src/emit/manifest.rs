//! `Cargo.toml` and `README.md` of the generated crate.

use std::fmt::Write as _;

use super::context::Context;
use super::{Emitter, Files};
use crate::ir::{Holds, Operation, ScalarType, Schema, Type, TypeKind};

/// Writes `Cargo.toml` and `README.md`.
#[derive(Debug)]
pub(super) struct Manifest;

impl Emitter for Manifest {
    fn emit(&self, context: &Context<'_>, files: &mut Files) -> Result<(), syn::Error> {
        files.0.insert("Cargo.toml".to_owned(), manifest(context));
        files.0.insert("README.md".to_owned(), readme(context));
        Ok(())
    }
}

fn manifest(context: &Context<'_>) -> String {
    let package = &context.config.package;
    let title = context.api.info.title.trim();
    let description = package.description.clone().unwrap_or_else(|| {
        if title.is_empty() {
            "A typed client of an HTTP API".to_owned()
        } else {
            format!("A typed client of {title}")
        }
    });
    let mut text = context.provenance.header("#");
    text.push_str("\n[package]\n");
    let mut line = |key: &str, value: &str| {
        // Writing to a `String` cannot fail.
        let _ = writeln!(text, "{key} = {}", quoted(value));
    };
    line("name", &package.name);
    line("version", &package.version);
    line("edition", "2024");
    line("rust-version", "1.90");
    line("description", &description);
    line("readme", "README.md");
    if let Some(license) = &package.license {
        line("license", license);
    }
    if let Some(repository) = &package.repository {
        line("repository", repository);
    }
    text.push_str("include = [\"src/**/*.rs\", \"README.md\"]\n");
    text.push_str(FEATURES);
    if !context.api.patterns.is_empty() {
        text.push_str(REGRESS);
    }
    if uses(context, ScalarType::Uuid) {
        text.push_str("uuid = { version = \"1\", features = [\"serde\"] }\n");
    }
    if !package.in_workspace {
        text.push_str("\n[workspace]\n");
    }
    text
}

const FEATURES: &str = r#"
[features]
default = ["reqwest"]
# The client without a transport; bring your own.
client = ["dep:bytes", "dep:futures-core", "dep:http", "dep:percent-encoding"]
# The client with a transport over `reqwest` and `rustls`.
reqwest = ["client", "dep:http-body", "dep:reqwest", "dep:rustls", "dep:rustls-platform-verifier", "dep:tokio"]
# `Arbitrary` for all types, so that tests can draw valid values.
proptest = ["dep:proptest"]

[dependencies]
base64 = { version = "0.22", default-features = false, features = ["std"] }
bytes = { version = "1.10", optional = true }
chrono = { version = "0.4.38", default-features = false, features = ["std", "serde"] }
futures-core = { version = "0.3.31", default-features = false, optional = true }
http = { version = "1.2", optional = true }
http-body = { version = "1", optional = true }
percent-encoding = { version = "2.3", optional = true }
proptest = { version = "1.5", default-features = false, features = ["std"], optional = true }
reqwest = { version = "0.13.1", default-features = false, features = ["rustls-no-provider", "system-proxy"], optional = true }
rustls = { version = "0.23", default-features = false, features = ["ring", "std", "tls12"], optional = true }
rustls-platform-verifier = { version = "0.7", optional = true }
serde = "1.0.220"
serde_json = "1.0.128"
tokio = { version = "1.40", default-features = false, features = ["time"], optional = true }
"#;

/// Only for documents with patterns.
const REGRESS: &str =
    "regress = { version = \"0.12\", default-features = false, features = [\"std\"] }\n";

/// A TOML string.
fn quoted(text: &str) -> String {
    let escaped = text
        .replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace(['\n', '\r', '\t'], " ");
    format!("\"{escaped}\"")
}

/// Whether a scalar occurs anywhere.
pub(super) fn uses(context: &Context<'_>, scalar: ScalarType) -> bool {
    fn in_schema(schema: &Schema, scalar: ScalarType) -> bool {
        match &schema.ty {
            Type::Scalar(kind) => *kind == scalar,
            Type::Array(inner) | Type::Map(inner) => in_schema(inner, scalar),
            Type::Tuple(elements) => elements.iter().any(|element| in_schema(element, scalar)),
            Type::Bool | Type::Any | Type::Named(_) | Type::Boxed(_) => false,
        }
    }
    let in_types = context.api.types.iter().any(|def| match &def.kind {
        TypeKind::Object(object) => object.schemas().any(|schema| in_schema(schema, scalar)),
        TypeKind::Newtype(newtype) => in_schema(&newtype.inner, scalar),
        TypeKind::Alias(schema) => in_schema(schema, scalar),
        TypeKind::Union(union) => union.members.iter().any(|member| match &member.holds {
            Holds::Value(schema) => in_schema(schema, scalar),
            Holds::Constant(_) => false,
        }),
        TypeKind::Enum(_) => false,
    });
    let operations = context.api.operations.iter();
    let mut inputs = operations.clone().flat_map(Operation::inputs);
    let mut bodies = operations.flat_map(|operation| context.api.bodies(&operation.responses));
    in_types
        || inputs.any(|schema| in_schema(schema, scalar))
        || bodies.any(|body| in_schema(&body.schema, scalar))
}

fn readme(context: &Context<'_>) -> String {
    let api = context.api;
    let package = &context.config.package;
    let title = super::docs::clean(api.info.title.trim());
    let mut text = context.provenance.header("<!--").replace(".\n", ". -->\n");
    let _ = writeln!(text, "\n# {}\n", package.name);
    let _ = writeln!(
        text,
        "A typed client of {title}, version `{}`: {} operations, {} types, {} webhooks.",
        api.info.version,
        api.operations.len(),
        api.types.len(),
        api.webhooks.messages.len(),
    );
    if let Some(description) = &api.info.description {
        let _ = writeln!(text, "\n{}", super::docs::clean(description));
    }
    if let Some(example) = &package.example {
        let _ = writeln!(text, "\n```rust,no_run\n{}\n```", example.trim());
    }
    text.push_str(README_END);
    text
}

const README_END: &str = r#"
## What to know

- Every type of the document is in `types`. A struct is made with `new`, which asks for what the
  document requires, and `with_…` for the rest; its fields are public.
- Nothing that the API adds breaks reading: enumerations keep values they do not list, structs keep
  members they do not declare, and a missing optional value and `null` are told apart.
- Secret and personal values show as `[redacted]` in `Debug` and in errors.
- `Validate::validate` reports every limit of the document that a value breaks; the client does so
  before it sends a request.

## Features

- `reqwest` (default): the client with a transport over `reqwest` and `rustls`.
- `client`: the client without a transport; bring your own `Transport`.
- `proptest`: strategies for all types, so that your own property tests can draw valid values:
  `any::<types::Name>()` gives values that keep the limits of the document, hold listed values only,
  and survive a round trip.
- none: the types alone, without any HTTP dependency.
"#;
