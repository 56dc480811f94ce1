//! What an operation gives: the types of its answers.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::context::Context;
use crate::ir::{MediaKind, Outcome};

/// The value of an answer and the form in which it comes.
pub(super) fn success(context: &Context<'_>, outcome: &Outcome) -> (TokenStream, TokenStream) {
    let Some(content) = &outcome.content else {
        return (quote!(()), quote!(Empty));
    };
    match content.kind {
        MediaKind::Json => (context.element(&content.schema), quote!(Json)),
        MediaKind::Form | MediaKind::Text => (quote!(String), quote!(Text)),
        MediaKind::Binary => (quote!(bytes::Bytes), quote!(Binary)),
    }
}

/// The value of the answer where the API refuses.
pub(super) fn failure(context: &Context<'_>, outcome: Option<&Outcome>) -> TokenStream {
    match outcome {
        Some(Outcome {
            content: Some(content),
            ..
        }) if content.kind == MediaKind::Json => context.value(&content.schema),
        _ => quote!(Undeclared),
    }
}
