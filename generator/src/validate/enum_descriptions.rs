//! What is said about each value of an enum is said about a value that it lists.

use serde_json::Value;

use super::Rule;
use super::document::Document;
use super::finding::{Finding, Findings};
use super::satisfies::shown;
use super::traits::list;
use crate::diagnostic::Code;
use crate::spelling;

pub(super) const RULE: Rule = Rule {
    codes: &[Code::EnumDescriptionUnmatched],
    check,
};

/// The extensions that say what each listed value means.
const EXTENSIONS: [&str; 2] = ["x-enum-descriptions", "x-enumDescriptions"];

fn check(document: &Document<'_>, findings: &mut Findings) {
    for (site, schema) in document.schemas() {
        let values = list(schema, "enum");
        for extension in EXTENSIONS {
            let at = site.at().join(extension);
            match schema.get(extension) {
                Some(Value::Object(members)) => {
                    let texts: Vec<String> = values.iter().map(text).collect();
                    for name in members.keys().filter(|name| !texts.contains(name)) {
                        let message = format!("the enum does not list `{name}`");
                        let known = texts.iter().map(String::as_str);
                        let help = match spelling::nearest(known, name) {
                            Some(near) => format!("it lists `{near}`"),
                            None => "list it, or remove what is said about it".to_owned(),
                        };
                        let code = Code::EnumDescriptionUnmatched;
                        findings.push(Finding::of_key(code, at.join(name), message).help(help));
                    }
                }
                Some(Value::Array(items)) if items.len() != values.len() => {
                    let message = format!(
                        "{} descriptions stand beside {} values",
                        items.len(),
                        values.len()
                    );
                    findings.push(
                        Finding::of_key(Code::EnumDescriptionUnmatched, at, message)
                            .help("give one for each value, in the same order"),
                    );
                }
                Some(Value::Array(_)) | None => {}
                Some(other) => {
                    let message = format!("expected an object or an array, found {}", shown(other));
                    findings.push(
                        Finding::of_value(Code::EnumDescriptionUnmatched, at, message)
                            .help("say what each value means, by the values"),
                    );
                }
            }
        }
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
