//! `Cargo.toml` and `README.md` of the generated crate.

mod additions;

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
    let features = format!("{FEATURES}{}{DEPENDENCIES}", groups(&context.api.features));
    text.push_str(&additions::features(&features, &context.config.modules));
    if !context.api.patterns.is_empty() {
        text.push_str(REGRESS);
    }
    if uses(context, ScalarType::Uuid) {
        text.push_str("uuid = { version = \"1\", features = [\"serde\"] }\n");
    }
    text.push_str(&additions::dependencies(&context.config.modules));
    if !package.in_workspace {
        text.push_str("\n[workspace]\n");
    }
    text
}

const FEATURES: &str = r#"
[features]
default = ["reqwest", "full"]
# The client without a transport; bring your own.
client = ["dep:backon", "dep:bytes", "dep:futures-core", "dep:http", "dep:percent-encoding"]
# The client with a transport over `reqwest` and `rustls`.
reqwest = ["client", "dep:http-body", "dep:reqwest", "dep:rustls", "dep:rustls-platform-verifier", "dep:tokio"]
# The client whose calls wait, for code that is not asynchronous.
blocking = ["client", "dep:tokio", "tokio/rt", "tokio/sync"]
# Asks for answers that are compressed by gzip or Brotli.
gzip = ["reqwest", "reqwest/gzip"]
brotli = ["reqwest", "reqwest/brotli"]
# A span for each attempt of a call, in the terms of OpenTelemetry.
tracing = ["client", "dep:tracing"]
# `Arbitrary` for all types, so that tests can draw valid values.
proptest = ["dep:proptest"]
"#;

const DEPENDENCIES: &str = r#"
[dependencies]
backon = { version = "1.5", default-features = false, features = ["std"], optional = true }
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
tokio = { version = "1.40", default-features = false, features = ["rt", "time"], optional = true }
tracing = { version = "0.1.40", default-features = false, features = ["std"], optional = true }
zeroize = { version = "1.8", default-features = false, features = ["alloc"] }
"#;

/// The features that are groups of operations or webhooks, and the one for all of them.
fn groups(features: &[String]) -> String {
    let all: Vec<String> = features.iter().map(|group| quoted(group)).collect();
    let mut text = format!(
        "# All operations, webhooks and types.\nfull = [{}]\n",
        all.join(", ")
    );
    for group in features {
        // Writing to a `String` cannot fail.
        let _ = writeln!(text, "{group} = []");
    }
    text
}

/// Only for documents with patterns.
const REGRESS: &str =
    "regress = { version = \"0.12\", default-features = false, features = [\"std\"] }\n";

/// The features of every crate.
pub(crate) fn features() -> impl Iterator<Item = &'static str> {
    additions::keys(FEATURES, "features")
}

/// The crates that every crate depends on, or may.
pub(crate) fn dependencies() -> impl Iterator<Item = &'static str> {
    additions::keys(DEPENDENCIES, "dependencies").chain(["regress", "uuid"])
}

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
    text.push_str(&features_of_groups(&context.api.features));
    text.push_str(&additions::readme(&context.config.modules));
    text.push_str(README_LAST);
    text
}

const README_END: &str = r#"
## What to know

- Every type of the document is in `types`. A struct is made with `new`, which asks for what the
  document requires, and `with_…` for the rest; its fields are public.
- Nothing that the API adds breaks reading: enumerations keep values they do not list, structs keep
  members they do not declare, and a missing optional value and `null` are told apart.
- Secret and personal values show as `[redacted]` in `Debug` and in errors.
- A call that failed is sent again where that is safe: when no connection could be made, and of
  operations that only read also when the connection breaks or the API asks to come back later.
  `RetryPolicy` sets this for a client or a call.
- `Validate::validate` reports every limit of the document that a value breaks; the client does so
  before it sends a request.

## Features

- `reqwest` (default): the client with a transport over `reqwest` and `rustls`.
- `client`: the client without a transport; bring your own `Transport`.
- `blocking`: `blocking::Client` with the same methods, for code that is not asynchronous.
- `gzip`, `brotli`: answers may come compressed. The size that the client accepts is that of what
  they hold.
- `tracing`: a span for each attempt of a call, with the names that OpenTelemetry gives to what HTTP
  clients do.
- `proptest`: strategies for all types, so that your own property tests can draw valid values:
  `any::<types::Name>()` gives values that keep the limits of the document, hold listed values only,
  and survive a round trip.
"#;

const README_LAST: &str = "- none: the types alone, without any HTTP dependency.\n";

/// What the README says about the groups.
fn features_of_groups(features: &[String]) -> String {
    if features.is_empty() {
        return String::new();
    }
    let list = features.join("`, `");
    format!(
        "- `full` (default): all operations and webhooks with their types. To compile less, do without the\n  \
         default features and name the groups that you use; what several groups use is always there:\n  \
         `{list}`.\n"
    )
}
