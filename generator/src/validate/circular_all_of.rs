//! No schema is a part of itself through `allOf`.

use std::collections::HashSet;

use openapiv3::{ReferenceOr, Schema, SchemaKind};

use crate::diagnostic::{Code, Diagnostic, Report};
use crate::pointer::Pointer;
use crate::resolve::Resolved;

/// Refuses each component that `allOf` leads back to: no value could ever be of such a type.
pub(super) fn check(document: &Resolved, report: &mut Report) {
    let Some(components) = &document.api.components else {
        return;
    };
    let root = Pointer::components("schemas");
    for (name, item) in &components.schemas {
        if let ReferenceOr::Item(schema) = item
            && reaches(document, schema, name, &mut HashSet::new())
        {
            let message = format!("`{name}` contains itself through `allOf`");
            report.push(
                Diagnostic::new(Code::ReferenceLoop, root.join(name).join("allOf"), message)
                    .help("break the circle; no value could ever be of such a type"),
            );
        }
    }
}

/// Whether the members of `allOf` lead to a component.
fn reaches<'d>(
    document: &'d Resolved,
    schema: &'d Schema,
    wanted: &str,
    seen: &mut HashSet<&'d str>,
) -> bool {
    members(schema).iter().any(|member| {
        let target = document.schema(member);
        match target.component {
            Some(name) if name == wanted => true,
            Some(name) if !seen.insert(name) => false,
            Some(_) | None => reaches(document, target.schema, wanted, seen),
        }
    })
}

fn members(schema: &Schema) -> &[ReferenceOr<Schema>] {
    match &schema.schema_kind {
        SchemaKind::AllOf { all_of } => all_of,
        SchemaKind::Any(any) => &any.all_of,
        SchemaKind::Type(_)
        | SchemaKind::OneOf { .. }
        | SchemaKind::AnyOf { .. }
        | SchemaKind::Not { .. } => &[],
    }
}
