//! The constants of an operation that say whether it may be sent again.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::Operation;

/// Nothing where the method tells all.
pub(super) fn constants(operation: &Operation) -> TokenStream {
    let repeatable = operation
        .repeatable
        .map(|repeatable| quote!(const REPEATABLE: bool = #repeatable;));
    let key = operation.idempotency_key().map(|parameter| {
        let name = &parameter.name.wire;
        quote!(const IDEMPOTENCY_KEY: Option<&'static str> = Some(#name);)
    });
    quote!(#repeatable #key)
}
