//! The client for code that is not asynchronous: the same operations, a line for each.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use super::argument::Argument;
use super::{alternative, form, group};
use crate::emit::context::{Context, ident, rust};
use crate::emit::{Files, chunks, docs, imports};
use crate::format::{self, Piece};
use crate::ir::{BodyContent, Name, Operation};

/// Adds `src/blocking.rs` and the files below it, unless there is nothing to call.
pub(super) fn emit(
    context: &Context<'_>,
    groups: &BTreeMap<&str, Vec<&Operation>>,
    files: &mut Files,
) -> Result<(), syn::Error> {
    if groups.is_empty() {
        return Ok(());
    }
    let mut modules = Vec::new();
    let mut gates = Vec::new();
    for (group, operations) in groups {
        for (index, text) in self::files(context, operations)?.into_iter().enumerate() {
            let module = chunks::module(group, index);
            files.0.insert(format!("src/blocking/{module}.rs"), text);
            modules.push(ident(&module));
            gates.push(context.gate(group));
        }
    }
    let client = format::piece(&Piece::Items(quote! {
        //! A client for code that is not asynchronous: its calls wait for their answers.
        //!
        //! It works in asynchronous code, too, where it holds up the task that calls it and nothing
        //! that the call needs.

        #(#gates mod #modules;)*

        use crate::runtime::client::blocking::Runtime;
        use crate::runtime::client::{BuildError, Core};

        pub use crate::runtime::client::blocking::{Call, Items};

        /// [`Client`](crate::Client) with calls that wait, made by
        /// [`build_blocking`](crate::ClientBuilder::build_blocking); cheap to clone, and clones share
        /// their connections.
        #[derive(Clone, Debug)]
        pub struct Client {
            client: crate::Client,
            runtime: Runtime,
        }

        impl Client {
            /// What all calls of the client share.
            #[must_use]
            pub const fn core(&self) -> &Core {
                self.client.core()
            }
        }

        impl crate::ClientBuilder {
            /// The client whose calls wait. A transport that is given should be its own: connections
            /// belong to the asynchronous code that opens them.
            ///
            /// # Errors
            /// Fails where a setting cannot be used, or none says where the server is.
            pub fn build_blocking(self) -> Result<Client, BuildError> {
                Ok(Client {
                    client: self.build()?,
                    runtime: Runtime::new().map_err(BuildError::Runtime)?,
                })
            }
        }
    }))?;
    files.0.insert(
        "src/blocking.rs".to_owned(),
        format::file(context.provenance, &[client]),
    );
    Ok(())
}

fn files(context: &Context<'_>, operations: &[&Operation]) -> Result<Vec<String>, syn::Error> {
    let mut things = Vec::new();
    for operation in operations {
        let mut words = BTreeSet::new();
        let inputs = Piece::Items(inputs(context, operation)).lay_out(&mut words)?;
        let methods = group::methods(operation, |name, content| {
            method(context, operation, name, content)
        });
        let methods = Piece::Items(quote!(impl Client { #methods })).lay_out(&mut words)?;
        let lines = chunks::lines(&methods) + chunks::lines(&inputs);
        things.push((lines, (operation, methods, inputs, words)));
    }
    let files = chunks::divide(things).into_iter().map(|things| {
        let words: BTreeSet<String> = things
            .iter()
            .flat_map(|(.., words)| words.iter().cloned())
            .collect();
        let names = things.iter().flat_map(|(operation, ..)| names(operation));
        let operations = imports::used(quote!(crate::client::operations), names, &words);
        let form = imports::used(quote!(crate::runtime::client), ["Multipart"], &words);
        let usual = imports::usual(&words);
        let intro = quote! {
            use super::{Call, Client};
            #operations
            #form
            #usual
        };
        let methods = things.iter().map(|(_, methods, ..)| methods.as_str());
        let mut pieces = vec![format::piece(&Piece::Items(intro))?, group::joined(methods)];
        let inputs = things.into_iter().map(|(_, _, inputs, _)| inputs);
        pieces.extend(inputs.filter(|inputs| !inputs.is_empty()));
        Ok(format::file(context.provenance, &pieces))
    });
    files.collect()
}

/// The types of the other client that an operation brings along.
fn names(operation: &Operation) -> impl Iterator<Item = &str> {
    let alternatives = operation.responses.alternatives.iter();
    let alternatives = alternatives.map(|other| &other.type_name);
    let forms = form::of_operation(operation).map(|form| &form.name);
    let all = std::iter::once(&operation.type_name);
    all.chain(alternatives)
        .chain(forms)
        .map(|name| name.rust.as_str())
}

/// The method that waits for that of the other client.
fn method(
    context: &Context<'_>,
    operation: &Operation,
    name: &Name,
    content: Option<&BodyContent>,
) -> TokenStream {
    let ty = rust(&operation.type_name);
    let (arguments, _) = group::inputs(context, operation, content);
    let title = operation.docs.title.as_deref().map(docs::clean);
    let title = title.filter(|title| !title.is_empty());
    let link = format!("Waits for [`{0}`](crate::Client::{0}).", name.rust);
    let docs = docs::paragraphs(&title.into_iter().chain([link]).collect::<Vec<_>>());
    let deprecated = operation.docs.deprecated.then(|| quote!(#[deprecated]));
    let many = group::many(&arguments);
    let declared = arguments.iter().map(Argument::declared);
    let passed = arguments.iter().map(|argument| &argument.name);
    let name = rust(name);
    quote! {
        #docs
        #deprecated
        #many
        #[inline]
        pub fn #name(&self, #(#declared),*) -> Call<'_, #ty> {
            self.runtime.call(self.client.#name(#(#passed),*))
        }
    }
}

/// Methods of the call that set what the operation does not require, and those that ask for an
/// answer in another form.
fn inputs(context: &Context<'_>, operation: &Operation) -> TokenStream {
    let ty = rust(&operation.type_name);
    let optional = operation.parameters.iter().filter(|one| !one.required);
    let setters: Vec<TokenStream> = optional
        .map(|parameter| {
            let argument = Argument::of(context, parameter);
            let (name, declared) = (&argument.name, argument.declared());
            let docs = group::setter_docs(context, parameter);
            let deprecated = parameter.docs.deprecated.then(|| quote!(#[deprecated]));
            let operator = group::operator(&parameter.name);
            quote! {
                #docs
                #deprecated
                #operator
                #[inline]
                pub fn #name(self, #declared) -> Self {
                    self.with(|call| call.#name(#name))
                }
            }
        })
        .collect();
    let forms: Vec<TokenStream> = operation
        .responses
        .alternatives
        .iter()
        .map(|other| {
            let (method, form) = (rust(&other.kind), rust(&other.type_name));
            let docs = alternative::method_docs(other);
            quote! {
                #docs
                #[inline]
                pub fn #method(self) -> Call<'c, #form> {
                    self.with(|call| call.#method())
                }
            }
        })
        .collect();
    let setters = (!setters.is_empty()).then(|| quote!(impl Call<'_, #ty> { #(#setters)* }));
    let forms = (!forms.is_empty()).then(|| quote!(impl<'c> Call<'c, #ty> { #(#forms)* }));
    quote!(#forms #setters)
}
