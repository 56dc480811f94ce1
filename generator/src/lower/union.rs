//! `oneOf` and `anyOf`.

use openapiv3::{ReferenceOr, Schema as Item};
use serde_json::Value;

use super::Lowering;
use super::all_of::Merged;
use super::schema::{self, Shape, Shaped};
use super::view::View;
use crate::diagnostic::Code;
use crate::ir::Type;
use crate::pointer::Pointer;

/// A union of one schema and `null` is that schema; other unions hold any value.
pub(super) fn lower(
    lowering: &mut Lowering<'_, '_>,
    merged: &Merged<'_>,
    at: &Pointer,
    name: &str,
) -> Shaped {
    let members: Vec<_> = merged.one_of.iter().chain(&merged.any_of).collect();
    let real: Vec<_> = members
        .iter()
        .filter(|(member, _)| !is_null(lowering, member))
        .collect();
    let nullable = real.len() < members.len();
    if let [(member, pointer)] = real.as_slice()
        && merged.properties.is_empty()
    {
        let schema = schema::lower(lowering, member, pointer, name);
        return Shaped {
            shape: Shape::Type(schema.ty),
            nullable: nullable || schema.nullable,
            constraints: schema.constraints,
            sensitivity: schema.sensitivity,
            format: None,
        };
    }
    let keyword = if merged.one_of.is_empty() {
        "anyOf"
    } else {
        "oneOf"
    };
    lowering.find(
        Code::Unsupported,
        &at.join(keyword),
        format!("`{keyword}` of several schemas"),
        "any value is accepted",
    );
    Shaped {
        nullable,
        ..Shaped::plain(Type::Any)
    }
}

/// Whether a member admits `null` and nothing else.
fn is_null(lowering: &Lowering<'_, '_>, member: &ReferenceOr<Item>) -> bool {
    let view = View::new(lowering.document.schema(member).schema);
    !view.values.is_empty() && view.values.iter().all(Value::is_null)
}
