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
mod security;
mod server_variable;
mod servers;
mod settings;
mod style;

use std::collections::{BTreeMap, BTreeSet};

use quote::quote;

use super::context::{Context, ident};
use super::{Emitter, Files, chunks, imports};
use crate::format::{self, Piece};
use crate::ir::{Answer, BodyKind, ChoiceId, Operation};

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
        let (mut modules, mut gates) = (Vec::new(), Vec::new());
        for (group, operations) in &groups {
            for (index, text) in group::files(context, operations)?.into_iter().enumerate() {
                let module = chunks::module(group, index);
                files.0.insert(format!("src/client/{module}.rs"), text);
                modules.push(ident(&module));
                gates.push(context.gate(group));
            }
        }
        for (group, pieces) in answers(context) {
            let stem = group.map_or("answers".to_owned(), |group| format!("answers_{group}"));
            for (index, text) in in_files(context, pieces)?.into_iter().enumerate() {
                let module = chunks::module(&stem, index);
                files.0.insert(format!("src/client/{module}.rs"), text);
                modules.push(ident(&module));
                gates.push(group.and_then(|group| context.gate(group)));
            }
        }
        let operations = (!modules.is_empty()).then(|| {
            quote! {
                /// The operations as types, which name their method, path and answer, and what their
                /// answers are made of beside the types of the document.
                pub mod operations {
                    #(#gates pub use super::#modules::*;)*
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

            #(#gates mod #modules;)*

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

/// The answers that depend on the status, and the headers of answers, by the only group that uses
/// them if a dependent may leave that out.
fn answers<'c>(context: &Context<'c>) -> BTreeMap<Option<&'c str>, Vec<Vec<Piece>>> {
    let mut answers: BTreeMap<Option<&str>, Vec<Vec<Piece>>> = BTreeMap::new();
    for (index, choice) in context.api.choices.iter().enumerate() {
        let group = only_group(context, ChoiceId(index));
        let pieces = by_status::pieces(context, choice);
        answers.entry(group).or_default().push(pieces);
    }
    let headers = context.api.headers.iter().map(headers::pieces);
    let headers: Vec<_> = headers.collect();
    if !headers.is_empty() {
        answers.entry(None).or_default().extend(headers);
    }
    answers
}

/// The group of all operations that give such an answer.
fn only_group<'c>(context: &Context<'c>, choice: ChoiceId) -> Option<&'c str> {
    let gives = |operation: &&Operation| {
        let responses = &operation.responses;
        let answers = [&responses.success, &responses.failure];
        answers.contains(&&Answer::ByStatus(choice))
    };
    let operations = context.api.operations.iter().filter(gives);
    let groups: BTreeSet<&str> = operations.map(|one| one.group.as_str()).collect();
    let only = groups.first().filter(|_| groups.len() == 1);
    only.copied().filter(|only| context.gate(only).is_some())
}

/// The files of some answers.
fn in_files(context: &Context<'_>, answers: Vec<Vec<Piece>>) -> Result<Vec<String>, syn::Error> {
    let mut things = Vec::new();
    for pieces in answers {
        let text: Vec<String> = pieces.iter().map(format::piece).collect::<Result<_, _>>()?;
        let lines = text.iter().map(|text| chunks::lines(text)).sum();
        things.push((lines, (pieces, text)));
    }
    let files = chunks::divide(things).into_iter().map(|things| {
        let mut words = BTreeSet::new();
        for piece in things.iter().flat_map(|(pieces, _)| pieces) {
            piece.words(&mut words);
        }
        let client = ["Undeclared", "by_status", "header_fields"];
        let client = imports::used(quote!(crate::runtime::client), client, &words);
        let usual = imports::usual(&words);
        let intro = format::piece(&Piece::Items(quote!(#client #usual)))?;
        let texts = things.into_iter().flat_map(|(_, text)| text);
        let pieces: Vec<String> = std::iter::once(intro).chain(texts).collect();
        Ok(format::file(context.provenance, &pieces))
    });
    files.collect()
}
