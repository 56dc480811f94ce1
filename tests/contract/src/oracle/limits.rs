//! `enum`, `minimum` and `maximum`: the forms that they take in documents.

use serde_json::{Map, Value};

use super::notes::Toleration;
use super::schema::{Place, Translator};

impl Translator<'_> {
    /// The members of an enum; in a string enum an unquoted number or boolean
    /// is the text that it was written as.
    pub(super) fn enumeration(
        &mut self,
        source: &Map<String, Value>,
        value: &Value,
        place: &Place,
    ) -> Value {
        let Value::Array(values) = value else {
            return value.clone();
        };
        if !is_text(source.get("type")) {
            return value.clone();
        }
        let mut members = Vec::with_capacity(values.len());
        for member in values {
            if matches!(member, Value::Number(_) | Value::Bool(_)) {
                let message = format!("the string enum holds {member}; it is read as its text");
                self.note(place, Toleration::EnumNotText, message);
                members.push(Value::from(member.to_string()));
            } else {
                members.push(member.clone());
            }
        }
        Value::Array(members)
    }

    /// A bound in any of its forms: plain, boolean-exclusive, numeric-exclusive.
    pub(super) fn bound(
        &mut self,
        source: &Map<String, Value>,
        plain: &str,
        exclusive: &str,
        place: &Place,
        translated: &mut Map<String, Value>,
    ) {
        let limit = source.get(plain);
        let flag = source.get(exclusive);
        if let Some(flag) = flag
            && flag.is_boolean() == self.modern
        {
            let message = format!("`{exclusive}` has the form of another OpenAPI version");
            self.note(place, Toleration::ExclusiveForm, message);
        }
        match (limit, flag) {
            (Some(limit), Some(Value::Bool(true))) => {
                translated.insert(exclusive.to_owned(), limit.clone());
            }
            (limit, flag) => {
                if let Some(limit) = limit {
                    translated.insert(plain.to_owned(), limit.clone());
                }
                if let Some(flag) = flag.filter(|flag| !flag.is_boolean()) {
                    translated.insert(exclusive.to_owned(), flag.clone());
                }
            }
        }
    }
}

fn is_text(kind: Option<&Value>) -> bool {
    match kind {
        Some(Value::String(single)) => single == "string",
        Some(Value::Array(types)) => {
            types.contains(&Value::from("string"))
                && types.iter().all(|kind| kind == "string" || kind == "null")
        }
        _ => false,
    }
}
