//! Texts with a name.

use proc_macro2::TokenStream;
use quote::quote;

use super::{constraints, deprecated, newtype};
use crate::emit::context::{Context, rust};
use crate::format::Piece;
use crate::ir::{Newtype, ScalarType, Type, TypeDef, TypeKind};

/// Whether a type is a text with a name.
pub(super) fn is_one(def: &TypeDef) -> bool {
    matches!(&def.kind, TypeKind::Newtype(newtype)
        if matches!(newtype.inner.ty, Type::Scalar(ScalarType::String)))
}

/// The type, which is the runtime's with a kind of its own.
pub(super) fn pieces(context: &Context<'_>, def: &TypeDef, newtype: &Newtype) -> Vec<Piece> {
    let name = rust(&def.name);
    let docs = newtype::docs(context, def, newtype);
    let deprecated = deprecated(def.docs.deprecated);
    let text = match newtype.inner.sensitivity {
        Some(_) => quote!(NamedSecret),
        None => quote!(NamedText),
    };
    let mut pieces = vec![Piece::Items(quote! {
        #docs
        #deprecated
        pub type #name = #text<super::kinds::#name>;
    })];
    pieces.extend(constraints::newtype(context, def, newtype));
    pieces
}

/// The module of the kinds of all texts with a name.
pub(super) fn kinds(context: &Context<'_>) -> Option<TokenStream> {
    let texts = context.api.types.iter().filter(|def| is_one(def));
    let names: Vec<_> = texts.map(|def| rust(&def.name)).collect();
    (!names.is_empty()).then(|| {
        quote! {
            /// What tells texts with different names apart.
            pub mod kinds {
                crate::runtime::named_text::text_kinds!(#(#names)*);
            }
        }
    })
}
