//! What is encoded is a property of the body.

use serde_json::Value;

use super::Rule;
use super::document::{Document, reference};
use super::finding::{Finding, Findings};
use super::traits::Traits;
use crate::diagnostic::Code;
use crate::grammar::Kind;

pub(super) const RULE: Rule = Rule {
    codes: &[Code::EncodingWithoutProperty],
    check,
};

fn check(document: &Document<'_>, findings: &mut Findings) {
    for site in document.of_kind(Kind::MediaType) {
        let encoding = site.get("encoding").and_then(Value::as_object);
        let (Some(encoding), Some(schema)) = (encoding, site.get("schema")) else {
            continue;
        };
        let target = document.follow(schema);
        // Another keyword may bring in properties; so may a reference that leads nowhere.
        let open = ["oneOf", "anyOf", "patternProperties"]
            .iter()
            .any(|name| target.get(name).is_some())
            || reference(target).is_some();
        let traits = Traits::of(document, schema);
        for name in encoding.keys() {
            if !open && !traits.properties.contains_key(name.as_str()) {
                let message = format!("the body has no property `{name}`");
                let at = site.at().join("encoding").join(name);
                findings.push(
                    Finding::of_key(Code::EncodingWithoutProperty, at, message)
                        .help("the names under `encoding` are those of properties"),
                );
            }
        }
    }
}
