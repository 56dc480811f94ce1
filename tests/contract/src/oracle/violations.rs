//! From the errors of the validator to violations in terms of the document.

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind;

use super::Violation;
use super::formats;
use super::nullable;
use super::translate::Translation;

/// Adds an error. A union of null and one other schema is no choice: what is
/// wrong with the other one is what is wrong.
pub(super) fn add(
    translation: &Translation,
    error: &ValidationError<'_>,
    violations: &mut Vec<Violation>,
) {
    if let ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context } =
        error.kind()
    {
        let place = error.schema_path().as_str();
        let mut others = context.iter().enumerate().filter(|(index, _)| {
            let member = translation.tree.pointer(&format!("{place}/{index}"));
            !member.is_some_and(nullable::is_only_null)
        });
        if let (Some((_, only)), None) = (others.next(), others.next()) {
            for error in only {
                add(translation, error, violations);
            }
            return;
        }
    }
    violations.push(violation(translation, error));
}

fn violation(translation: &Translation, error: &ValidationError<'_>) -> Violation {
    let place = error.schema_path().as_str();
    let keyword = match error.kind().keyword() {
        formats::INTEGER_FORMAT => "format",
        keyword => keyword,
    };
    let mut schema_pointer = translation.origin(place);
    if let Some(schema) = schema_pointer.strip_suffix(formats::INTEGER_FORMAT) {
        schema_pointer = format!("{schema}format");
    }
    // Whole objects and lists would drown what is wrong with them.
    let message = if error.instance().is_object() || error.instance().is_array() {
        error.masked_with("the value").to_string()
    } else {
        error.to_string()
    };
    Violation {
        instance_pointer: error.instance_path().as_str().to_owned(),
        schema_pointer,
        keyword: keyword.to_owned(),
        message,
    }
}
