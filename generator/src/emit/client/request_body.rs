//! Request bodies: which argument asks for one, and how it is put into a call.

use proc_macro2::TokenStream;
use quote::quote;

use super::argument::Put;
use crate::emit::context::Context;
use crate::emit::types::holds_limited;
use crate::ir::{Body, MediaKind};

/// The argument for a body, and how it is put into a call.
pub(super) fn argument(context: &Context<'_>, body: &Body) -> (TokenStream, Put) {
    let media_type = &body.content.media_type;
    match body.content.kind {
        MediaKind::Json | MediaKind::Form => {
            let ty = context.element(&body.content.schema);
            let put = match body.content.kind {
                MediaKind::Form => quote!(form),
                _ if holds_limited(context, &body.content.schema.ty) => quote!(validated_json),
                _ => quote!(json),
            };
            if body.required {
                (quote!(request: &#ty), Put::Chained(quote!(.#put(request))))
            } else {
                let argument = quote!(request: Option<&#ty>);
                let put = quote! {
                    if let Some(request) = request {
                        call = call.#put(request);
                    }
                };
                (argument, Put::Statements(put))
            }
        }
        MediaKind::Text => (
            quote!(request: impl Into<String>),
            Put::Chained(quote!(.text(#media_type, request.into()))),
        ),
        MediaKind::Binary => (
            quote!(request: impl Into<bytes::Bytes>),
            Put::Chained(quote!(.bytes(#media_type, request.into()))),
        ),
    }
}
