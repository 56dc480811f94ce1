//! The operations of one group: a type for each, a method on the client, and optional inputs.

use proc_macro2::TokenStream;
use quote::quote;

use super::answer::{self, Read};
use super::argument::{self, Put};
use super::{alternative, request_body, settings};
use crate::emit::context::{Context, rust};
use crate::emit::{chunks, docs};
use crate::format::{self, Piece};
use crate::ir::{Operation, Parameter};

/// An operation in its three parts, laid out.
struct Written {
    metadata: String,
    /// The method inside an `impl` block of its own.
    method: String,
    optional_inputs: Option<String>,
}

impl Written {
    fn lines(&self) -> usize {
        let optional = self.optional_inputs.as_deref().map_or(0, chunks::lines);
        chunks::lines(&self.metadata) + chunks::lines(&self.method) + optional
    }
}

const IMPL_BEGIN: &str = "impl Client {\n";
const IMPL_END: &str = "}\n";

/// The files of one group.
pub(super) fn files(
    context: &Context<'_>,
    operations: &[&Operation],
) -> Result<Vec<String>, syn::Error> {
    let mut things = Vec::new();
    for operation in operations {
        let lay_out = |tokens| format::piece(&Piece::Items(tokens));
        let method = method(context, operation);
        let written = Written {
            metadata: lay_out(metadata(context, operation))?,
            method: lay_out(quote!(impl Client { #method }))?,
            optional_inputs: optional_inputs(context, operation)
                .map(lay_out)
                .transpose()?,
        };
        things.push((written.lines(), written));
    }
    let files = chunks::divide(things);
    files
        .iter()
        .map(|operations| file(context, operations))
        .collect()
}

/// One file: what is known of the operations, their methods, and their optional inputs.
fn file(context: &Context<'_>, operations: &[Written]) -> Result<String, syn::Error> {
    let schemes = (!context.api.security.is_empty()).then(|| {
        quote! {
            #[allow(unused_imports)]
            use super::schemes;
        }
    });
    let mut pieces = vec![format::piece(&Piece::Items(quote! {
        use super::Client;
        #schemes
        #[allow(unused_imports)]
        use super::operations;
        #[allow(unused_imports)]
        use crate::runtime::client::{
            Binary, Call, Empty, EventStream, Events, Json, JsonLines, Lines, Maybe, Operation,
            Scheme, Sequence, Text, TextEvents, Undeclared,
        };
        #[allow(unused_imports)]
        use crate::runtime::{Base64, Sensitive};
        #[allow(unused_imports)]
        use crate::types;
    }))?];
    pieces.extend(
        operations
            .iter()
            .map(|operation| operation.metadata.clone()),
    );
    let methods: Vec<&str> = operations
        .iter()
        .filter_map(|operation| {
            let method = operation.method.strip_prefix(IMPL_BEGIN)?;
            method.strip_suffix(IMPL_END)
        })
        .collect();
    pieces.push(format!("{IMPL_BEGIN}{}{IMPL_END}", methods.join("\n")));
    pieces.extend(
        operations
            .iter()
            .filter_map(|operation| operation.optional_inputs.clone()),
    );
    Ok(format::file(context.provenance, &pieces))
}

/// The type that stands for an operation, with what is known of it.
fn metadata(context: &Context<'_>, operation: &Operation) -> TokenStream {
    let name = rust(&operation.type_name);
    let id = &operation.name.wire;
    let (method, path) = (&operation.method, &operation.path);
    let docs = docs::paragraphs(&type_docs(context, operation));
    let security = operation.security.iter().map(|requirement| {
        let schemes = requirement.iter().filter_map(|credential| {
            let mut schemes = context.api.security.iter();
            let scheme = schemes.find(|scheme| scheme.name.wire == credential.0)?;
            let constant = settings::constant(scheme);
            Some(quote!(schemes::#constant))
        });
        quote!(&[#(#schemes),*])
    });
    let Read { value, form } = answer::success(context, operation);
    let failure = answer::failure(context, operation);
    let (error, error_form) = (failure.value, failure.form);
    let accept = answer::accept(context, operation);
    let redirects = answer::redirects(operation);
    let alternatives = alternative::items(context, operation);
    quote! {
        #docs
        #[derive(Clone, Copy, Debug)]
        pub struct #name;

        impl Operation for #name {
            const ID: &'static str = #id;
            const METHOD: &'static str = #method;
            const PATH: &'static str = #path;
            const SECURITY: &'static [&'static [Scheme]] = &[#(#security),*];
            #accept
            #redirects
            type Response = #value;
            type Body = #form;
            type Error = #error;
            type ErrorBody = #error_form;
        }

        #alternatives
    }
}

/// Method and path, and what else belongs to the operation.
fn type_docs(context: &Context<'_>, operation: &Operation) -> Vec<String> {
    let mut paragraphs = vec![format!("`{} {}`", operation.method, operation.path)];
    if let Some(headers) = operation.responses.headers {
        let name = &context.api.headers[headers.0].name.rust;
        paragraphs.push(format!(
            "The headers of its answers are [`{name}`](operations::{name})."
        ));
    }
    for callback in &operation.callbacks {
        let (name, url) = (docs::code(&callback.name), docs::code(&callback.url));
        let body = match callback
            .body
            .as_ref()
            .and_then(|body| context.definition(&body.ty))
        {
            Some(def) => format!(" with a [`types::{}`]", def.name.rust),
            None => String::new(),
        };
        let method = &callback.method;
        paragraphs.push(format!(
            "Its callback {name} is a `{method}` to {url}{body}."
        ));
    }
    paragraphs
}

/// The method of the client.
fn method(context: &Context<'_>, operation: &Operation) -> TokenStream {
    let name = rust(&operation.name);
    let ty = rust(&operation.type_name);
    let required: Vec<&Parameter> = operation
        .parameters
        .iter()
        .filter(|parameter| parameter.required)
        .collect();
    let mut arguments: Vec<TokenStream> = required
        .iter()
        .map(|parameter| {
            let name = rust(&parameter.name);
            let ty = argument::ty(context, parameter);
            quote!(#name: #ty)
        })
        .collect();
    let mut puts: Vec<Put> = required
        .iter()
        .map(|parameter| argument::put(context, parameter))
        .collect();
    if let Some(body) = &operation.body {
        let (argument, put) = request_body::argument(context, body);
        arguments.push(argument);
        puts.push(put);
    }
    let docs = method_docs(operation);
    let deprecated = operation.docs.deprecated.then(|| quote!(#[deprecated]));
    let many = (arguments.len() > 6).then(|| quote!(#[allow(clippy::too_many_arguments)]));
    let steps = argument::put_all(quote!(self.core.call()), &puts);
    quote! {
        #docs
        #deprecated
        #many
        pub fn #name(&self, #(#arguments),*) -> Call<'_, #ty> {
            #steps
        }
    }
}

fn method_docs(operation: &Operation) -> TokenStream {
    let mut paragraphs = Vec::new();
    let title = operation
        .docs
        .title
        .as_deref()
        .map(docs::clean)
        .unwrap_or_default();
    let description = operation
        .docs
        .description
        .as_deref()
        .map(docs::clean)
        .unwrap_or_default();
    paragraphs.extend(
        [title, description]
            .into_iter()
            .filter(|text| !text.is_empty()),
    );
    if let Some(answer) = operation.responses.description.as_deref().map(docs::clean) {
        paragraphs.push(format!("Gives: {answer}"));
    }
    paragraphs.push(format!("`{} {}`", operation.method, operation.path));
    docs::paragraphs(&paragraphs)
}

/// Methods of the call that set what the operation does not require.
fn optional_inputs(context: &Context<'_>, operation: &Operation) -> Option<TokenStream> {
    let optional: Vec<&Parameter> = operation
        .parameters
        .iter()
        .filter(|parameter| !parameter.required)
        .collect();
    if optional.is_empty() {
        return None;
    }
    let ty = rust(&operation.type_name);
    let setters = optional.iter().map(|parameter| {
        let name = rust(&parameter.name);
        let argument = argument::ty(context, parameter);
        let steps = argument::put_all(quote!(self), &[argument::put(context, parameter)]);
        let wire = &parameter.name.wire;
        let docs = docs::item(&parameter.docs, &format!("Sets `{wire}`."));
        let deprecated = parameter.docs.deprecated.then(|| quote!(#[deprecated]));
        quote! {
            #docs
            #deprecated
            pub fn #name(self, #name: #argument) -> Self {
                #steps
            }
        }
    });
    Some(quote! {
        impl Call<'_, #ty> {
            #(#setters)*
        }
    })
}
