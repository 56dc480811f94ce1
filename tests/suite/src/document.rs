//! The document that the crate `plaid-link` is generated from.

use std::path::Path;
use std::sync::LazyLock;

use serde_json::Value;
use specwright_contract::api::Api;
use specwright_contract::document::Document;
use specwright_contract::strategy::Values;

static API: LazyLock<Api> = LazyLock::new(|| Api::new(read()));

static VALUES: LazyLock<Values> = LazyLock::new(|| Values::new(document()));

/// The document with the overlays that its configuration names.
fn read() -> Document {
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../specs");
    let table: toml::Table = match include_str!("../../../specs/plaid-link.toml").parse() {
        Ok(table) => table,
        Err(error) => panic!("the configuration cannot be read: {error}"),
    };
    let overlays = table["overlays"].as_array().into_iter().flatten();
    let overlays = overlays.filter_map(|overlay| Some(specs.join(overlay.as_str()?)));
    let document = specs.join(table["document"].as_str().unwrap_or_default());
    match Document::read(&document, &overlays.collect::<Vec<_>>()) {
        Ok(document) => document,
        Err(unreadable) => panic!("the document cannot be read: {unreadable}"),
    }
}

/// The operations of the document.
pub fn api() -> &'static Api {
    &API
}

/// The document as one tree, its overlays applied.
pub fn document() -> &'static Value {
    API.document.tree()
}

/// The values of the document's schemas, and the oracle that judges them.
pub fn values() -> &'static Values {
    &VALUES
}
