//! Another name for a type.

use quote::quote;

use super::deprecated;
use crate::emit::context::{Context, rust};
use crate::emit::docs;
use crate::format::Piece;
use crate::ir::{Schema, TypeDef};

/// `pub type Name = …;`
pub(super) fn pieces(context: &Context<'_>, def: &TypeDef, schema: &Schema) -> Vec<Piece> {
    let name = rust(&def.name);
    let ty = context.value(schema);
    let docs = docs::item(&def.docs, &docs::code(&def.name.wire));
    let deprecated = deprecated(def.docs.deprecated);
    vec![Piece::Items(quote! {
        #docs
        #deprecated
        pub type #name = #ty;
    })]
}
