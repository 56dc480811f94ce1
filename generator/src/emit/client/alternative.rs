//! The same operation with an answer in another form.

use proc_macro2::TokenStream;
use quote::quote;

use super::answer::{self, Read};
use super::{repeat, security};
use crate::emit::context::{Context, rust};
use crate::emit::docs;
use crate::ir::{Alternative, Operation};

/// For each form, a type that stands for the operation, and a method of the call that asks for it.
pub(super) fn items(context: &Context<'_>, operation: &Operation) -> TokenStream {
    let alternatives = &operation.responses.alternatives;
    if alternatives.is_empty() {
        return TokenStream::new();
    }
    let usual = rust(&operation.type_name);
    let types = alternatives
        .iter()
        .map(|other| item(context, operation, other));
    let methods = alternatives.iter().map(|other| {
        let method = rust(&other.kind);
        let name = rust(&other.type_name);
        let docs = method_docs(other);
        quote! {
            #docs
            #[inline]
            pub fn #method(self) -> Call<'c, #name> {
                self.cast()
            }
        }
    });
    quote! {
        #(#types)*

        impl<'c> Call<'c, #usual> {
            #(#methods)*
        }
    }
}

pub(super) fn method_docs(other: &Alternative) -> TokenStream {
    docs::lines(&format!("Asks for {}.", media_types(other)))
}

fn item(context: &Context<'_>, operation: &Operation, other: &Alternative) -> TokenStream {
    let usual = rust(&operation.type_name);
    let name = rust(&other.type_name);
    let Read { value, form } = answer::body(context, &other.body);
    let accept = answer::constant(&answer::asked_for(&other.body));
    let redirects = answer::redirects(operation);
    let repeat = repeat::constants(operation);
    let security = security::constant(context, operation);
    let server = operation
        .server
        .is_some()
        .then(|| quote!(const SERVER: Option<&'static str> = #usual::SERVER;));
    let docs = docs::lines(&format!(
        "[`{usual}`] with an answer in {}.",
        media_types(other)
    ));
    quote! {
        #docs
        pub enum #name {}

        impl Operation for #name {
            const INFO: OperationInfo = #usual::INFO;
            #server
            #security
            #accept
            #redirects
            #repeat
            type Response = #value;
            type Body = #form;
            type Error = <#usual as Operation>::Error;
            type ErrorBody = <#usual as Operation>::ErrorBody;
        }
    }
}

fn media_types(other: &Alternative) -> String {
    let types: Vec<String> = answer::asked_for(&other.body)
        .iter()
        .map(|media_type| format!("`{}`", media_type.replace('`', "'")))
        .collect();
    types.join(", ")
}
