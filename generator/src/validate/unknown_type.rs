//! A type is one of those that JSON Schema knows.

use serde_json::Value;

use super::Rule;
use super::document::Document;
use super::finding::{Finding, Findings};
use super::types::Types;
use crate::diagnostic::Code;
use crate::pointer::Pointer;
use crate::spelling;

pub(super) const RULE: Rule = Rule {
    codes: &[Code::UnknownType],
    check,
};

fn check(document: &Document<'_>, findings: &mut Findings) {
    for (site, schema) in document.schemas() {
        let at = || site.at().join("type");
        match schema.get("type") {
            Some(Value::String(name)) => judge(name, at, findings),
            Some(Value::Array(names)) => {
                for (index, name) in names.iter().enumerate() {
                    if let Value::String(name) = name {
                        judge(name, || at().join(index), findings);
                    }
                }
            }
            _ => {}
        }
    }
}

fn judge(name: &str, at: impl FnOnce() -> Pointer, findings: &mut Findings) {
    if Types::named(name).is_some() {
        return;
    }
    let help = match spelling::nearest(Types::NAMES.iter().map(|(name, _)| *name), name) {
        Some(meant) => format!("did you mean `{meant}`? Any value is accepted otherwise"),
        None => "any value is accepted".to_owned(),
    };
    let message = format!("`{name}` is no type");
    findings.push(Finding::of_value(Code::UnknownType, at(), message).help(help));
}
