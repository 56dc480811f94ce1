//! The document that the crate `plaid-link` is generated from.

use std::sync::LazyLock;

use serde_json::Value;
use specwright::{Report, Source, Sources};
use specwright_contract::strategy::Values;

static DOCUMENT: LazyLock<Value> = LazyLock::new(|| {
    let mut sources = Sources::new();
    let mut add = |name: &str, text: &str| sources.add(Source::new(name, text));
    let document = add(
        "plaid-link.yml",
        include_str!("../../../specs/plaid-link.yml"),
    );
    let overlays = [
        add(
            "plaid-link.overlay.yml",
            include_str!("../../../specs/plaid-link.overlay.yml"),
        ),
        add(
            "plaid-link.errors.overlay.yml",
            include_str!("../../../specs/plaid-link.errors.overlay.yml"),
        ),
        add(
            "plaid-link.client.overlay.yml",
            include_str!("../../../specs/plaid-link.client.overlay.yml"),
        ),
    ];
    let mut report = Report::new();
    match specwright::load::load(&sources, document, &overlays, &mut report) {
        Some(loaded) => loaded.tree,
        None => panic!("the document cannot be read: {report:?}"),
    }
});

static VALUES: LazyLock<Values> = LazyLock::new(|| Values::new(document()));

/// The document as one tree, its overlays applied.
pub fn document() -> &'static Value {
    &DOCUMENT
}

/// The values of the document's schemas, and the oracle that judges them.
pub fn values() -> &'static Values {
    &VALUES
}
