//! The client: its settings, and a file of operations for each group.

mod alternative;
mod answer;
mod argument;
mod blocking;
mod by_status;
mod form;
mod group;
mod headers;
mod repeat;
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

/// Writes `src/client.rs`, `src/blocking.rs` and the files below them.
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
        for (index, text) in answers(context)?.into_iter().enumerate() {
            let module = chunks::module("answers", index);
            files.0.insert(format!("src/client/{module}.rs"), text);
            modules.push(ident(&module));
        }
        let operations = (!modules.is_empty()).then(|| {
            quote! {
                /// The operations as types, which name their method, path and answer, and what their
                /// answers are made of beside the types of the document.
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
        blocking::emit(context, &groups, files)
    }
}

/// The files of the answers that depend on the status, and of the headers of answers.
fn answers(context: &Context<'_>) -> Result<Vec<String>, syn::Error> {
    let choices = context.api.choices.iter();
    let choices = choices.map(|choice| by_status::pieces(context, choice));
    let headers = context.api.headers.iter().map(headers::pieces);
    let mut things = Vec::new();
    for pieces in choices.chain(headers) {
        let text: Vec<String> = pieces.iter().map(format::piece).collect::<Result<_, _>>()?;
        things.push((text.iter().map(|text| chunks::lines(text)).sum(), text));
    }
    if things.is_empty() {
        return Ok(Vec::new());
    }
    let intro = format::piece(&Piece::Items(quote! {
        #[allow(unused_imports)]
        use crate::runtime::client::{Undeclared, by_status, header_fields};
        #[allow(unused_imports)]
        use crate::runtime::{Base64, Sensitive};
        #[allow(unused_imports)]
        use crate::types;
    }))?;
    let files = chunks::divide(things).into_iter().map(|things| {
        let pieces: Vec<String> = std::iter::once(intro.clone())
            .chain(things.into_iter().flatten())
            .collect();
        format::file(context.provenance, &pieces)
    });
    Ok(files.collect())
}
