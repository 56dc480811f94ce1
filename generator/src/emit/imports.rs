//! Imports by name. What a file does not use is left out: each import costs a compiler memory, and to
//! import all of a module into every file costs more than many of the types themselves.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::context::ident;

/// Imports those of the names that stand among the words of a file from a module.
pub(super) fn used<'n>(
    module: TokenStream,
    names: impl IntoIterator<Item = &'n str>,
    words: &BTreeSet<String>,
) -> TokenStream {
    let names: BTreeSet<&str> = names
        .into_iter()
        .filter(|name| words.contains(*name))
        .collect();
    if names.is_empty() {
        return TokenStream::new();
    }
    let names = names.into_iter().map(ident);
    // A type of the document, a variant or a field may have the same name.
    quote! {
        #[allow(unused_imports)]
        use #module::{#(#names),*};
    }
}

/// What any file may use that is about operations: the types of the document, and what stands for
/// formats in the runtime.
pub(super) fn usual(words: &BTreeSet<String>) -> TokenStream {
    let runtime = used(quote!(crate::runtime), ["Base64", "Sensitive"], words);
    let types = used(quote!(crate), ["types"], words);
    quote!(#runtime #types)
}
