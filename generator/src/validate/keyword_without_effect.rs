//! Keywords limit values of the types that the schema allows.

use super::Rule;
use super::document::Document;
use super::finding::{Finding, Findings};
use super::types::Types;
use crate::diagnostic::Code;

pub(super) const RULE: Rule = Rule {
    codes: &[Code::KeywordWithoutEffect],
    check,
};

/// The type that each keyword is about. `properties` on a scalar is a matter of reading.
const KEYWORDS: &[(&str, Types)] = &[
    ("minLength", Types::STRING),
    ("maxLength", Types::STRING),
    ("pattern", Types::STRING),
    ("minimum", Types::NUMBER),
    ("maximum", Types::NUMBER),
    ("exclusiveMinimum", Types::NUMBER),
    ("exclusiveMaximum", Types::NUMBER),
    ("multipleOf", Types::NUMBER),
    ("items", Types::ARRAY),
    ("prefixItems", Types::ARRAY),
    ("minItems", Types::ARRAY),
    ("maxItems", Types::ARRAY),
    ("uniqueItems", Types::ARRAY),
    ("minProperties", Types::OBJECT),
    ("maxProperties", Types::OBJECT),
    ("patternProperties", Types::OBJECT),
];

fn check(document: &Document<'_>, findings: &mut Findings) {
    for (site, schema) in document.schemas() {
        let Some(types) = Types::declared(schema) else {
            continue;
        };
        for (keyword, about) in KEYWORDS {
            // A flag that is off says nothing anyway.
            let says_something = schema.get(*keyword).is_some_and(|value| *value != false);
            if says_something && types.and(*about).is_empty() {
                let message = format!("`{keyword}` has no effect on {}", types.words());
                let at = site.at();
                findings.push(
                    Finding::of_key(Code::KeywordWithoutEffect, at.join(keyword), message)
                        .value_label(at.join("type"), "the type")
                        .help("remove it, or correct the type"),
                );
            }
        }
    }
}
