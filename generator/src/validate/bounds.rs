//! Lower bounds are not above upper bounds.

use serde_json::{Map, Value};

use super::Rule;
use super::document::Document;
use super::finding::{Finding, Findings};
use crate::diagnostic::Code;

pub(super) const RULE: Rule = Rule {
    codes: &[Code::ImpossibleBounds],
    check,
};

const PAIRS: &[(&str, &str)] = &[
    ("minimum", "maximum"),
    ("exclusiveMinimum", "maximum"),
    ("minimum", "exclusiveMaximum"),
    ("exclusiveMinimum", "exclusiveMaximum"),
    ("minLength", "maxLength"),
    ("minItems", "maxItems"),
    ("minProperties", "maxProperties"),
    ("minContains", "maxContains"),
];

fn check(document: &Document<'_>, findings: &mut Findings) {
    for (site, schema) in document.schemas() {
        for (least, most) in PAIRS {
            let limit = |name: &str| schema.get(name).and_then(Value::as_f64);
            let (Some(low), Some(high)) = (limit(least), limit(most)) else {
                continue;
            };
            let open = is_open(schema, least) || is_open(schema, most);
            if low > high || (low == high && open) {
                let message =
                    format!("no value satisfies both `{least}: {low}` and `{most}: {high}`");
                let at = site.at();
                findings.push(
                    Finding::of_value(Code::ImpossibleBounds, at.join(least), message)
                        .value_label(at.join(most), "the upper bound"),
                );
            }
        }
    }
}

/// Whether a bound is excluded itself: by its name, or by a flag beside it.
fn is_open(schema: &Map<String, Value>, bound: &str) -> bool {
    let flag = match bound {
        "minimum" => "exclusiveMinimum",
        "maximum" => "exclusiveMaximum",
        _ => return bound.starts_with("exclusive"),
    };
    schema.get(flag).is_some_and(|flag| flag == true)
}
