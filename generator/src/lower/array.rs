//! `type: array`.

use super::Lowering;
use super::all_of::Merged;
use super::schema::{self, Shaped};
use crate::diagnostic::Code;
use crate::ir::{Schema, Type};
use crate::pointer::Pointer;

/// An array; without `items` its elements are any values.
pub(super) fn lower(
    lowering: &mut Lowering<'_, '_>,
    merged: &Merged<'_>,
    at: &Pointer,
    name: &str,
) -> Shaped {
    let element = match &merged.items {
        Some((items, pointer)) => schema::lower(lowering, items, pointer, &format!("{name} item")),
        None => {
            lowering.find(
                Code::UntypedSchema,
                at,
                "an array without `items`",
                "its elements may be any values",
            );
            Schema::plain(Type::Any)
        }
    };
    if let Type::Array(inner) | Type::Map(inner) = &element.ty
        && !inner.constraints.is_empty()
    {
        lowering.find(
            Code::Unsupported,
            at,
            "limits on what is in arrays within an array",
            "`validate` does not check them",
        );
    }
    Shaped::plain(Type::Array(Box::new(element)))
}
