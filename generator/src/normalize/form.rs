//! The forms of fields: which values have them, and what messages call them.

use serde_json::Value;

use crate::grammar::Form;

/// Whether a value has the form of a field.
pub(super) fn admits(form: Form, value: &Value) -> bool {
    match form {
        Form::Text => value.is_string(),
        Form::TextList => value
            .as_array()
            .is_some_and(|list| list.iter().all(Value::is_string)),
        Form::TextMap => value
            .as_object()
            .is_some_and(|map| map.values().all(Value::is_string)),
        Form::Bool => value.is_boolean(),
        Form::Number => value.is_number(),
        Form::Count => value.is_u64(),
        Form::Values | Form::List(_) => value.is_array(),
        Form::Map(_) => value.is_object(),
        Form::OneOrBool(_) => value.is_object() || value.is_boolean(),
        Form::Any | Form::One(_) => true,
    }
}

/// What a message calls a form.
pub(super) const fn name(form: Form) -> &'static str {
    match form {
        Form::Text => "a string",
        Form::TextList => "a list of strings",
        Form::TextMap => "an object that holds strings only",
        Form::Bool => "true or false",
        Form::Number => "a number",
        Form::Count => "a whole number, zero or more",
        Form::Values | Form::List(_) => "a list",
        Form::One(_) | Form::Map(_) => "an object",
        Form::OneOrBool(_) => "an object or a boolean",
        Form::Any => "a value",
    }
}
