//! The client: its settings, and a file of operations for each group.

mod answer;
mod argument;
mod group;
mod request_body;
mod settings;

use std::collections::BTreeMap;

use quote::quote;

use super::context::{Context, ident};
use super::{Emitter, Files, chunks};
use crate::format::{self, Piece};
use crate::ir::Operation;

/// Writes `src/client.rs` and the files below it.
#[derive(Debug)]
pub(super) struct Client;

impl Emitter for Client {
    fn emit(&self, context: &Context<'_>, files: &mut Files) -> Result<(), syn::Error> {
        let context = &context.outside();
        let mut groups: BTreeMap<&str, Vec<&Operation>> = BTreeMap::new();
        for operation in &context.api.operations {
            groups.entry(&operation.group).or_default().push(operation);
        }
        let mut modules = Vec::new();
        for (group, operations) in &groups {
            for (index, text) in group::files(context, operations)?.into_iter().enumerate() {
                let module = chunks::module(group, index);
                files.0.insert(format!("src/client/{module}.rs"), text);
                modules.push(ident(&module));
            }
        }
        let operations = (!modules.is_empty()).then(|| {
            quote! {
                /// The operations as types, which name their method, path and answer.
                pub mod operations {
                    #(pub use super::#modules::*;)*
                }
            }
        });
        let mut pieces = vec![format::piece(&Piece::Items(quote! {
            //! The client and its operations.

            #(mod #modules;)*

            #operations
        }))?];
        pieces.extend(settings::pieces(context)?);
        files.0.insert(
            "src/client.rs".to_owned(),
            format::file(context.provenance, &pieces),
        );
        Ok(())
    }
}
