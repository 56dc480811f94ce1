//! The headers that answers declare: a struct for each set.

use quote::quote;

use crate::emit::context::{rust, scalar};
use crate::emit::docs;
use crate::format::{MacroCall, Piece};
use crate::ir::{HeaderValue, Headers};

/// The struct, and the call that reads it.
pub(super) fn pieces(headers: &Headers) -> Vec<Piece> {
    let name = rust(&headers.name);
    let fields = headers.fields.iter().map(|field| {
        let name = rust(&field.name);
        let wire = &field.name.wire;
        let docs = docs::item(&field.docs, &format!("`{wire}`"));
        let deprecated = field.docs.deprecated.then(|| quote!(#[deprecated]));
        let value = match (field.value, field.sensitive) {
            (_, true) => quote!(Sensitive<String>),
            (HeaderValue::Text, false) => quote!(String),
            (HeaderValue::Bool, false) => quote!(bool),
            (HeaderValue::Number(number), false) => scalar(number),
        };
        quote! {
            #docs
            #deprecated
            pub #name: Option<#value>
        }
    });
    let entries = headers.fields.iter().map(|field| {
        let name = rust(&field.name);
        let wire = &field.name.wire;
        quote!(#name = #wire)
    });
    vec![
        Piece::Items(quote! {
            /// The headers that the document declares for an answer, each of them where it is
            /// there and what the document says. Made `from` the headers of a reply or an error.
            #[derive(Clone, Debug, Default, PartialEq)]
            #[non_exhaustive]
            pub struct #name {
                #(#fields,)*
            }
        }),
        Piece::Call(MacroCall {
            name: "header_fields",
            head: quote!(#name),
            entries: entries.collect(),
        }),
    ]
}
