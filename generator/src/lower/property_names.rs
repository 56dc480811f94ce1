//! `propertyNames`: what can be checked of the names of members.

use openapiv3::{ReferenceOr, Schema, SchemaKind};
use serde::Deserialize;
use serde_json::Value;

use super::view::View;
use super::{Lowering, pattern};
use crate::diagnostic::Code;
use crate::ir::NameLimits;
use crate::pointer::Pointer;
use crate::resolve::Resolved;

/// The limits that a schema puts on names; none where it allows every name.
pub(super) fn read(
    lowering: &mut Lowering<'_, '_>,
    schema: &Value,
    at: &Pointer,
) -> Option<NameLimits> {
    let mut limits = NameLimits::default();
    let is_whole = ReferenceOr::<Schema>::deserialize(schema)
        .is_ok_and(|schema| gather(lowering.document, &schema, &mut limits));
    if !is_whole {
        lowering.find(
            Code::PropertyNamesNotChecked,
            at,
            "more is demanded of names than their length, a pattern or a list of them",
            "`validate` does not check the rest",
        );
    }
    for text in &limits.patterns {
        pattern::read(lowering, text, at);
    }
    limits
        .patterns
        .retain(|text| lowering.patterns.contains_key(text));
    (limits != NameLimits::default()).then_some(limits)
}

/// Adds what a schema and all that it is joined with demand; whether that is all of it.
fn gather(document: &Resolved, schema: &ReferenceOr<Schema>, limits: &mut NameLimits) -> bool {
    let schema = document.schema(schema).schema;
    let negates = match &schema.schema_kind {
        SchemaKind::Not { .. } => true,
        SchemaKind::Any(any) => any.not.is_some(),
        SchemaKind::Type(_)
        | SchemaKind::OneOf { .. }
        | SchemaKind::AllOf { .. }
        | SchemaKind::AnyOf { .. } => false,
    };
    let view = View::new(schema);
    limits.min_length = limits.min_length.max(view.constraints.min_length);
    let most = [limits.max_length, view.constraints.max_length];
    limits.max_length = most.into_iter().flatten().min();
    limits.patterns.extend(view.constraints.patterns);
    if !view.values.is_empty() {
        let names = view.values.iter().filter_map(Value::as_str);
        let known = limits.values.take();
        let allowed = |name: &&str| {
            let mut known = known.iter();
            known.all(|known| known.iter().any(|other| other == name))
        };
        limits.values = Some(names.filter(allowed).map(ToOwned::to_owned).collect());
    }
    let mut is_whole = !negates
        && matches!(view.ty, None | Some("string"))
        && view.format.is_none()
        && view.one_of.is_empty()
        && view.any_of.is_empty();
    for member in view.all_of {
        is_whole &= gather(document, member, limits);
    }
    is_whole
}
