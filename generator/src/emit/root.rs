//! `src/lib.rs`: the modules, and the names that a user meets first.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::context::Context;
use super::{Emitter, Files};
use crate::format::{self, Piece};
use crate::ir::Answer;

/// Writes `src/lib.rs`.
#[derive(Debug)]
pub(super) struct Root;

impl Emitter for Root {
    fn emit(&self, context: &Context<'_>, files: &mut Files) -> Result<(), syn::Error> {
        let webhooks = (!context.api.webhooks.messages.is_empty()).then(|| {
            quote! {
                #[rustfmt::skip]
                pub mod webhooks;
            }
        });
        let webhook = (!context.api.webhooks.messages.is_empty()).then(|| {
            quote!(
                pub use self::webhooks::Webhook;
            )
        });
        let has_servers = context.environments().next().is_some();
        let environment = has_servers.then(|| {
            quote! {
                #[cfg(feature = "client")]
                pub use self::client::Environment;
            }
        });
        let error = error(context);
        let root = quote! {
            #![doc = include_str!("../README.md")]
            #![forbid(unsafe_code)]
            #![allow(deprecated)]

            #[cfg(feature = "client")]
            #[rustfmt::skip]
            pub mod client;
            #[rustfmt::skip]
            pub mod runtime;
            #[rustfmt::skip]
            pub mod types;
            #webhooks

            #environment
            #[cfg(feature = "client")]
            pub use self::client::{Client, ClientBuilder};
            pub use self::runtime::{Extra, Nullable, Sensitive, Validate};
            #webhook

            #error
        };
        let root = format::piece(&Piece::Items(root))?;
        files.0.insert(
            "src/lib.rs".to_owned(),
            format::file(context.provenance, &[root]),
        );
        Ok(())
    }
}

/// The error of a call, with the type that most operations refuse with as its usual body.
fn error(context: &Context<'_>) -> TokenStream {
    let context = context.outside();
    let mut counts: BTreeMap<String, (usize, TokenStream)> = BTreeMap::new();
    for operation in &context.api.operations {
        if let Answer::Body(body) = &operation.responses.failure
            && context.definition(&body.schema.ty).is_some()
        {
            let ty = context.value(&body.schema);
            counts.entry(ty.to_string()).or_insert((0, ty)).0 += 1;
        }
    }
    // Of two that are as frequent, the first in the alphabet.
    let most = counts.into_values().rev().max_by_key(|(count, _)| *count);
    let default = most.map(|(_, ty)| quote!(= #ty));
    quote! {
        /// What can go wrong with a call.
        #[cfg(feature = "client")]
        pub type Error<E #default> = runtime::client::Error<E>;
    }
}
