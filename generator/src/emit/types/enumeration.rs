//! Open enumerations.

use quote::quote;
use serde_json::Value;

use super::deprecated;
use crate::emit::context::rust;
use crate::emit::docs;
use crate::format::{MacroCall, Piece};
use crate::ir::{Enum, EnumBase, TypeDef};

/// The enumeration, and the call that implements it.
pub(super) fn pieces(def: &TypeDef, values: &Enum) -> Vec<Piece> {
    let name = rust(&def.name);
    let docs = docs::item(&def.docs, &format!("The values of `{}`.", def.name.wire));
    let deprecated = deprecated(def.docs.deprecated);
    let (unlisted, copy, implementation) = match values.base {
        EnumBase::String => (quote!(String), quote!(), "string_enum"),
        EnumBase::Integer => (quote!(i64), quote!(Copy,), "integer_enum"),
    };
    let variants = values.variants.iter().map(|variant| {
        let docs = docs::member(&variant.docs, "", &[docs::value(&variant.value)]);
        let name = rust(&variant.name);
        quote!(#docs #name)
    });
    let entries = values
        .variants
        .iter()
        .map(|variant| {
            let name = rust(&variant.name);
            match &variant.value {
                Value::String(text) => quote!(#name = #text),
                number => {
                    let number =
                        proc_macro2::Literal::i64_unsuffixed(number.as_i64().unwrap_or_default());
                    quote!(#name = #number)
                }
            }
        })
        .collect();
    vec![
        Piece::Items(quote! {
            #docs
            #deprecated
            #[derive(Clone, #copy Debug, PartialEq, Eq, Hash)]
            #[non_exhaustive]
            pub enum #name {
                #(#variants,)*
                /// A value that the document does not list, as it was sent.
                Unlisted(#unlisted),
            }
        }),
        Piece::Call(MacroCall {
            name: implementation,
            head: quote!(#name),
            entries,
        }),
    ]
}
