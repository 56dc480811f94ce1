//! `type: array`.

use openapiv3::{ReferenceOr, Schema as Item};

use super::Lowering;
use super::all_of::Merged;
use super::schema::{self, Shaped};
use super::view::View;
use crate::diagnostic::Code;
use crate::ir::{Schema, Type};
use crate::pointer::Pointer;

/// The mark of a schema that holds the places of a tuple.
const TUPLE: &str = "x-specwright-tuple";

/// An array; without `items` its elements are any values.
pub(super) fn lower(
    lowering: &mut Lowering<'_, '_>,
    merged: &Merged<'_>,
    at: &Pointer,
    name: &str,
) -> Shaped {
    if let Some(items) = &merged.items
        && let Some(elements) = items
            .all()
            .find_map(|item| tuple(lowering, item, &items.pointer, name))
    {
        return Shaped::plain(Type::Tuple(elements));
    }
    let element = match &merged.items {
        Some(items) => items.lower(lowering, &format!("{name} item")),
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
    Shaped::plain(Type::Array(Box::new(element)))
}

/// The elements of an array of which `normalize` has found that each place has a schema of its own:
/// they stand as the properties of a schema that bears the mark.
fn tuple<'d>(
    lowering: &mut Lowering<'d, '_>,
    items: &ReferenceOr<Box<Item>>,
    at: &Pointer,
    name: &str,
) -> Option<Vec<Schema>> {
    let items = items.as_item()?;
    items.schema_data.extensions.get(TUPLE)?;
    let places = View::new(items).properties?;
    let element = |(token, item): (&String, &ReferenceOr<Box<Item>>)| {
        let at = at.join("properties").join(token);
        schema::lower(lowering, item, &at, &format!("{name} item {token}"))
    };
    Some(places.iter().map(element).collect())
}
