//! The values of an enum: some, each once, each of the type of the schema.

use super::Rule;
use super::document::Document;
use super::finding::{Finding, Findings};
use super::satisfies::shown;
use super::traits::list;
use super::types::Types;
use crate::diagnostic::Code;

pub(super) const RULE: Rule = Rule {
    codes: &[
        Code::EnumValueType,
        Code::DuplicateEnumValue,
        Code::EmptyEnum,
    ],
    check,
};

fn check(document: &Document<'_>, findings: &mut Findings) {
    for (site, schema) in document.schemas() {
        let values = list(schema, "enum");
        if values.is_empty() {
            if schema.get("enum").is_some_and(serde_json::Value::is_array) {
                findings.push(
                    Finding::of_key(
                        Code::EmptyEnum,
                        site.at().join("enum"),
                        "the enum lists no values, so that no value is allowed",
                    )
                    .help("list the values, or remove the enum"),
                );
            }
            continue;
        }
        // Null in an enum is a matter of `nullable`; in an enum of strings, what is not quoted is
        // read as its text.
        let types = Types::declared(schema).map(|types| {
            let types = types.or(Types::NULL);
            if types.has(Types::STRING) {
                types.or(Types::NUMBER).or(Types::BOOLEAN)
            } else {
                types
            }
        });
        let mut seen = std::collections::HashMap::new();
        for (index, value) in values.iter().enumerate() {
            let at = || site.at().join("enum").join(index);
            if let Some(types) = types.filter(|types| !types.has(Types::of(value))) {
                let types = types.without(Types::NULL).words();
                let message = format!("expected {types}, found {}", shown(value));
                findings.push(
                    Finding::of_value(Code::EnumValueType, at(), message)
                        .value_label(site.at().join("type"), "the type")
                        .help("no value can be both; change the value or the type"),
                );
            }
            if let Some(first) = seen.insert(value.to_string(), index) {
                let message = format!("the enum lists {} twice", shown(value));
                findings.push(
                    Finding::of_value(Code::DuplicateEnumValue, at(), message)
                        .value_label(site.at().join("enum").join(first), "the first one")
                        .help("remove one of the two"),
                );
            }
        }
    }
}
