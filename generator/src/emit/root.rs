//! `src/lib.rs`: the modules, and the names that a user meets first.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::context::Context;
use super::{Emitter, Files, modules};
use crate::format::{self, Piece};
use crate::ir::{Answer, Name, TypeKind, WEBHOOKS};

/// Writes `src/lib.rs`.
#[derive(Debug)]
pub(super) struct Root;

impl Emitter for Root {
    fn emit(&self, context: &Context<'_>, files: &mut Files) -> Result<(), syn::Error> {
        let gate = context.gate(WEBHOOKS);
        let webhooks = (!context.api.webhooks.messages.is_empty()).then(|| {
            quote! {
                #gate
                #[rustfmt::skip]
                pub mod webhooks;
            }
        });
        let webhook = (!context.api.webhooks.messages.is_empty()).then(|| {
            quote!(
                #gate
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
        let blocking = (!context.api.operations.is_empty()).then(|| {
            quote! {
                #[cfg(feature = "blocking")]
                #[rustfmt::skip]
                pub mod blocking;
            }
        });
        let credential = (!context.api.security.is_empty()).then(|| {
            quote! {
                #[cfg(feature = "client")]
                pub use self::runtime::client::Credential;
            }
        });
        let error = error(context);
        let modules = modules::declarations(context);
        // Names, prose, and how deep values lie in each other are the document's choice.
        let other_letters = has_other_letters(context).then(
            || quote!(#![allow(confusable_idents, mixed_script_confusables, uncommon_codepoints)]),
        );
        let root = quote! {
            #![doc = include_str!("../README.md")]
            #![forbid(unsafe_code)]
            #![warn(missing_docs, missing_debug_implementations)]
            #![allow(clippy::disallowed_names, clippy::doc_lazy_continuation)]
            #![allow(clippy::type_complexity, deprecated)]
            #other_letters

            #blocking
            #[cfg(feature = "proptest")]
            #[rustfmt::skip]
            mod arbitrary;
            #[cfg(feature = "client")]
            #[rustfmt::skip]
            pub mod client;
            #[rustfmt::skip]
            pub mod runtime;
            #[rustfmt::skip]
            pub mod types;
            #webhooks
            #modules

            #environment
            #credential
            #[cfg(feature = "client")]
            pub use self::client::{Client, ClientBuilder};
            pub use self::runtime::{Extra, Json, Nullable, Sensitive, Validate};
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

/// Whether a Rust name has other letters than ASCII's.
fn has_other_letters(context: &Context<'_>) -> bool {
    let is_other = |name: &Name| !name.rust.is_ascii();
    context.api.types.iter().any(|def| {
        is_other(&def.name)
            || match &def.kind {
                TypeKind::Object(object) => object.fields.iter().any(|field| is_other(&field.name)),
                TypeKind::Enum(values) => values.variants.iter().any(|value| is_other(&value.name)),
                TypeKind::Union(union) => union.members.iter().any(|one| is_other(&one.name)),
                TypeKind::Newtype(_) | TypeKind::Alias(_) => false,
            }
    }) || context.api.operations.iter().any(|operation| {
        let parameters = operation.parameters.iter();
        is_other(&operation.name) || parameters.into_iter().any(|one| is_other(&one.name))
    })
}

/// The error of a call, with the type that most operations refuse with as its usual body.
fn error(context: &Context<'_>) -> TokenStream {
    let context = context.outside();
    let mut counts: BTreeMap<String, (usize, TokenStream, Option<TokenStream>)> = BTreeMap::new();
    for operation in &context.api.operations {
        if let Answer::Body(body) = &operation.responses.failure
            && context.definition(&body.schema.ty).is_some()
        {
            let ty = context.value(&body.schema);
            let gate = context
                .definition(&body.schema.ty)
                .and_then(|def| context.gate(&def.group));
            counts.entry(ty.to_string()).or_insert((0, ty, gate)).0 += 1;
        }
    }
    // Of two that are as frequent, the first in the alphabet.
    // A type that a dependent may leave out cannot be the usual one.
    let counts = counts.into_values().filter(|(_, _, gate)| gate.is_none());
    let most = counts.rev().max_by_key(|(count, _, _)| *count);
    let default = most.map(|(_, ty, _)| quote!(= #ty));
    quote! {
        /// What can go wrong with a call.
        #[cfg(feature = "client")]
        pub type Error<E #default> = runtime::client::Error<E>;
    }
}
