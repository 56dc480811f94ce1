//! The client: its settings, and a file of operations for each group.

mod answer;
mod argument;
mod form;
mod group;
mod request_body;
mod server_variable;
mod servers;
mod settings;
mod style;

use std::collections::BTreeMap;

use quote::quote;

use super::context::{Context, ident};
use super::{Emitter, Files, chunks};
use crate::format::{self, Piece};
use crate::ir::{BodyKind, Operation};

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
        let mut bodies = context
            .api
            .operations
            .iter()
            .flat_map(|operation| &operation.body);
        let has_forms = bodies.any(|body| {
            let mut contents = body.contents();
            contents.any(|content| matches!(content.kind, BodyKind::Multipart(_)))
        });
        let forms = has_forms.then(|| {
            quote!(
                pub use crate::runtime::client::{Multipart, Part};
            )
        });
        let mut pieces = vec![format::piece(&Piece::Items(quote! {
            //! The client and its operations.

            #(mod #modules;)*

            #forms

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
