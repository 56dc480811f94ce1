//! Which credentials operations need: the client knows what most of them do, and the others say it.

use proc_macro2::TokenStream;
use quote::quote;

use super::settings;
use crate::emit::context::Context;
use crate::ir::Operation;

/// What the client is built with, where most operations need credentials.
pub(super) fn setting(context: &Context<'_>) -> Option<TokenStream> {
    let usual = &context.api.usual_schemes;
    (!usual.is_empty()).then(|| {
        let alternatives = alternatives(context, usual);
        quote!(.security(#alternatives))
    })
}

/// The constant of an operation that needs something else than most of them.
pub(super) fn constant(context: &Context<'_>, operation: &Operation) -> Option<TokenStream> {
    let needed = operation.schemes();
    (context.api.usual_schemes != needed).then(|| {
        let alternatives = alternatives(context, &needed);
        quote!(const SECURITY: Option<&'static [&'static [Scheme]]> = Some(#alternatives);)
    })
}

/// `&[&[schemes::KEY], …]`
fn alternatives(context: &Context<'_>, names: &[Vec<impl AsRef<str>>]) -> TokenStream {
    let alternatives = names.iter().map(|names| {
        let constants = names.iter().filter_map(|name| {
            let mut schemes = context.api.security.iter();
            let scheme = schemes.find(|scheme| scheme.name.wire == name.as_ref())?;
            let constant = settings::constant(scheme);
            Some(quote!(schemes::#constant))
        });
        quote!(&[#(#constants),*])
    });
    quote!(&[#(#alternatives),*])
}
