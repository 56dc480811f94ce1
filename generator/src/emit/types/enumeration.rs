//! Open enumerations.

use proc_macro2::{Literal, TokenStream};
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
    let docs = docs::item(
        &def.docs,
        &format!("The values of {}.", docs::code(&def.name.wire)),
    );
    let deprecated = deprecated(def.docs.deprecated);
    let (unlisted, derives, implementation) = match values.base {
        EnumBase::String => (quote!(String), quote!(Clone), "string_enum"),
        EnumBase::Integer => (
            quote!(i64),
            quote!(Clone, Copy, Debug, PartialEq, Hash),
            "integer_enum",
        ),
        EnumBase::Number => (
            quote!(f64),
            quote!(Clone, Copy, Debug, PartialEq),
            "number_enum",
        ),
        EnumBase::Mixed => (
            quote!(serde_json::Value),
            quote!(Clone, Debug, PartialEq, Hash),
            "mixed_enum",
        ),
    };
    let variants = values.variants.iter().map(|variant| {
        let value = match values.base {
            EnumBase::Mixed => docs::code(&variant.value.to_string()),
            EnumBase::String | EnumBase::Integer | EnumBase::Number => docs::value(&variant.value),
        };
        let docs = docs::member(&variant.docs, "", &[value]);
        let name = rust(&variant.name);
        quote!(#docs #name)
    });
    let entries = values
        .variants
        .iter()
        .map(|variant| {
            let name = rust(&variant.name);
            let value = literal(values.base, &variant.value);
            quote!(#name = #value)
        })
        .collect();
    vec![
        Piece::Items(quote! {
            #docs
            #deprecated
            #[derive(#derives)]
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

/// A listed value; one of several kinds is written as JSON text.
fn literal(base: EnumBase, value: &Value) -> TokenStream {
    match base {
        EnumBase::String => {
            let text = value.as_str().unwrap_or_default();
            quote!(#text)
        }
        EnumBase::Integer => {
            let number = Literal::i64_unsuffixed(value.as_i64().unwrap_or_default());
            quote!(#number)
        }
        EnumBase::Number => {
            let number = Literal::f64_unsuffixed(value.as_f64().unwrap_or_default());
            quote!(#number)
        }
        EnumBase::Mixed => {
            let text = value.to_string();
            quote!(#text)
        }
    }
}
