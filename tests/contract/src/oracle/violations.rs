//! From the errors of the validator to violations in terms of the document.

use std::sync::Arc;

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind;
use serde_json::Value;

use crate::pointer;

use super::Violation;
use super::compile::{Compiler, Judging, LINK};
use super::formats;
use super::nullable;
use super::translate::Translation;

/// What the errors of one validation become.
pub(super) struct Violations<'j> {
    pub(super) translation: &'j Translation,
    pub(super) compiler: &'j Compiler,
    pub(super) found: Vec<Violation>,
}

impl Violations<'_> {
    /// Adds all that is wrong with a value that stands at a place of the whole
    /// one.
    pub(super) fn of(&mut self, judging: &Judging, value: &Value, at: &str) {
        for error in judging.validator.iter_errors(value) {
            self.add(judging, &error, at);
        }
    }

    fn add(&mut self, judging: &Judging, error: &ValidationError<'_>, at: &str) {
        let place = format!("{}{}", judging.base, error.schema_path());
        if let ValidationErrorKind::AnyOf { context }
        | ValidationErrorKind::OneOfNotValid { context } = error.kind()
        {
            // A union of null and one other schema is no choice: what is wrong
            // with the other one is what is wrong.
            let mut others = context.iter().enumerate().filter(|(index, _)| {
                let member = self.translation.tree.pointer(&format!("{place}/{index}"));
                !member.is_some_and(nullable::is_only_null)
            });
            if let (Some((_, only)), None) = (others.next(), others.next()) {
                for error in only {
                    self.add(judging, error, at);
                }
                return;
            }
        }
        let here = format!("{at}{}", error.instance_path());
        if error.kind().keyword() == LINK
            && let Some(target) = self.target(&place)
        {
            self.of(&target, error.instance(), &here);
            return;
        }
        self.found
            .push(violation(self.translation, error, &place, here));
    }

    /// What the schema with a link at a place refers to.
    fn target(&self, place: &str) -> Option<Arc<Judging>> {
        let (schema, _) = pointer::split_last(place)?;
        let schema = self.translation.tree.pointer(schema)?;
        let target = pointer::from_reference(schema.get("$ref")?.as_str()?)?;
        self.compiler.get(&target).ok()
    }
}

fn violation(
    translation: &Translation,
    error: &ValidationError<'_>,
    place: &str,
    instance_pointer: String,
) -> Violation {
    let keyword = match error.kind().keyword() {
        formats::INTEGER_FORMAT => "format",
        LINK => Violation::UNCOMPILED,
        keyword => keyword,
    };
    let mut schema_pointer = translation.origin(place);
    if let Some(schema) = schema_pointer.strip_suffix(formats::INTEGER_FORMAT) {
        schema_pointer = format!("{schema}format");
    }
    // What is at fault is the member, whose name it is.
    let instance_pointer = match error.kind() {
        ValidationErrorKind::PropertyNames { error } => match error.instance().as_str() {
            Some(name) => pointer::join(&instance_pointer, name),
            None => instance_pointer,
        },
        _ => instance_pointer,
    };
    // Whole objects and lists would drown what is wrong with them.
    let message = if error.instance().is_object() || error.instance().is_array() {
        error.masked_with("the value").to_string()
    } else {
        error.to_string()
    };
    let property = match error.kind() {
        ValidationErrorKind::Required { property } => property.as_str().map(str::to_owned),
        _ => None,
    };
    Violation {
        property,
        instance_pointer,
        schema_pointer,
        keyword: keyword.to_owned(),
        message,
    }
}
