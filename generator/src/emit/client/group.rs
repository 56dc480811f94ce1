//! The operations of one group: a type for each, a method on the client, and optional inputs.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::answer::{self, Read};
use super::argument::{self, Argument, Put};
use super::{alternative, form, repeat, request_body, security};
use crate::emit::context::{Context, ident, rust};
use crate::emit::{chunks, docs, imports};
use crate::format::{self, Piece};
use crate::ir::{BodyContent, Name, Operation, Parameter};

/// What the operations of a file may use of the runtime, by module.
const RUNTIME: [(&str, &[&str]); 2] = [
    (
        "client",
        &[
            "Binary",
            "Call",
            "Empty",
            "EventStream",
            "Events",
            "Json",
            "JsonLines",
            "Lines",
            "Maybe",
            "Multipart",
            "Operation",
            "OperationInfo",
            "Part",
            "Scheme",
            "Sequence",
            "Style",
            "Text",
            "TextEvents",
            "Undeclared",
        ],
    ),
    ("validate", &["Place", "constraints", "rules"]),
];

/// An operation in its parts, laid out.
struct Written {
    metadata: String,
    /// The method inside an `impl` block of its own.
    method: String,
    /// What else it takes: optional inputs, and forms of several parts.
    others: Vec<String>,
    words: BTreeSet<String>,
}

impl Written {
    fn new(context: &Context<'_>, operation: &Operation) -> Result<Self, syn::Error> {
        let mut words = BTreeSet::new();
        let methods = methods(operation, |name, content| {
            method(context, operation, name, content)
        });
        let metadata = Piece::Items(metadata(context, operation)).lay_out(&mut words)?;
        let method = Piece::Items(quote!(impl Client { #methods })).lay_out(&mut words)?;
        let forms = form::of_operation(operation);
        let forms = forms.flat_map(|form| form::pieces(context, operation, form));
        let others = optional_inputs(context, operation).map(Piece::Items);
        let others = others.into_iter().chain(forms);
        let others = others
            .map(|piece| piece.lay_out(&mut words))
            .collect::<Result<_, _>>()?;
        Ok(Self {
            metadata,
            method,
            others,
            words,
        })
    }

    fn lines(&self) -> usize {
        let texts = [&self.metadata, &self.method]
            .into_iter()
            .chain(&self.others);
        texts.map(|text| chunks::lines(text)).sum()
    }
}

/// Names of setters that Clippy takes for operators.
const OPERATORS: &[&str] = &[
    "add", "bitand", "bitor", "bitxor", "div", "mul", "rem", "shl", "shr", "sub",
];

const IMPL_BEGIN: &str = "impl Client {\n";
const IMPL_END: &str = "}\n";

/// The files of one group.
pub(super) fn files(
    context: &Context<'_>,
    operations: &[&Operation],
) -> Result<Vec<String>, syn::Error> {
    let mut things = Vec::new();
    for operation in operations {
        let written = Written::new(context, operation)?;
        things.push((written.lines(), written));
    }
    let files = chunks::divide(things);
    files
        .into_iter()
        .map(|operations| file(context, operations))
        .collect()
}

/// One file: what is known of the operations, their methods, and what else these take.
fn file(context: &Context<'_>, operations: Vec<Written>) -> Result<String, syn::Error> {
    let all = operations.iter().flat_map(|operation| &operation.words);
    let words: BTreeSet<String> = all.cloned().collect();
    let modules = imports::used(quote!(super), ["operations", "schemes"], &words);
    let runtime = RUNTIME.iter().map(|(module, names)| {
        let module = ident(module);
        let names = names.iter().copied();
        imports::used(quote!(crate::runtime::#module), names, &words)
    });
    let usual = imports::usual(&words);
    // Operations have no values that could be shown.
    let intro = format::piece(&Piece::Items(quote! {
        #![allow(missing_debug_implementations)]
        use super::Client;
        #modules
        #(#runtime)*
        #usual
    }))?;
    let methods = joined(operations.iter().map(|operation| operation.method.as_str()));
    let (metadata, others): (Vec<_>, Vec<_>) = operations
        .into_iter()
        .map(|operation| (operation.metadata, operation.others))
        .unzip();
    let pieces: Vec<String> = std::iter::once(intro)
        .chain(metadata)
        .chain([methods])
        .chain(others.into_iter().flatten())
        .collect();
    Ok(format::file(context.provenance, &pieces))
}

/// The methods of several `impl` blocks in one.
pub(super) fn joined<'m>(blocks: impl Iterator<Item = &'m str>) -> String {
    let methods = blocks.filter_map(|block| {
        let methods = block.strip_prefix(IMPL_BEGIN)?;
        methods.strip_suffix(IMPL_END)
    });
    let methods: Vec<&str> = methods.collect();
    format!("{IMPL_BEGIN}{}{IMPL_END}", methods.join("\n"))
}

/// The type that stands for an operation, with what is known of it.
fn metadata(context: &Context<'_>, operation: &Operation) -> TokenStream {
    let name = rust(&operation.type_name);
    let id = &operation.name.wire;
    let (method, path) = (&operation.method, &operation.path);
    let docs = docs::paragraphs(&type_docs(context, operation));
    let security = security::constant(context, operation);
    let server = operation
        .server
        .as_ref()
        .map(|url| quote!(const SERVER: Option<&'static str> = Some(#url);));
    let Read { value, form } = answer::success(context, operation);
    let failure = answer::failure(context, operation);
    let (error, error_form) = (failure.value, failure.form);
    let accept = answer::accept(context, operation);
    let redirects = answer::redirects(operation);
    let repeat = repeat::constants(operation);
    let alternatives = alternative::items(context, operation);
    quote! {
        #docs
        pub enum #name {}

        impl Operation for #name {
            const INFO: OperationInfo = OperationInfo::new(#id, #method, #path);
            #server
            #security
            #accept
            #redirects
            #repeat
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
            "The headers of its answers are [`{name}`](super::operations::{name})."
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

/// The methods of a client for an operation: one, and another for each further form of the body.
pub(super) fn methods<'o>(
    operation: &'o Operation,
    method: impl Fn(&'o Name, Option<&'o BodyContent>) -> TokenStream,
) -> TokenStream {
    let body = operation.body.as_ref();
    let first = method(&operation.name, body.map(|body| &body.content));
    let others = body.into_iter().flat_map(|body| &body.others);
    let others = others.map(|(name, content)| method(name, Some(content)));
    quote!(#first #(#others)*)
}

fn method(
    context: &Context<'_>,
    operation: &Operation,
    name: &Name,
    content: Option<&BodyContent>,
) -> TokenStream {
    let name = rust(name);
    let ty = rust(&operation.type_name);
    let (arguments, puts) = inputs(context, operation, content);
    let docs = method_docs(operation, content);
    let deprecated = operation.docs.deprecated.then(|| quote!(#[deprecated]));
    let many = many(&arguments);
    let steps = argument::put_all(quote!(self.core.call()), &puts);
    let arguments = arguments.iter().map(Argument::declared);
    quote! {
        #docs
        #deprecated
        #many
        #[inline]
        pub fn #name(&self, #(#arguments),*) -> Call<'_, #ty> {
            #steps
        }
    }
}

/// What is said of an optional input.
pub(super) fn setter_docs(context: &Context<'_>, parameter: &Parameter) -> TokenStream {
    let fallback = format!("Sets `{}`.", parameter.name.wire);
    let limits = docs::limits(context.api, &parameter.schema.constraints);
    let notes: Vec<String> = limits.into_iter().collect();
    docs::member(&parameter.docs, &fallback, &notes)
}

/// The attribute for a method with many arguments.
pub(super) fn many(arguments: &[Argument]) -> Option<TokenStream> {
    (arguments.len() > 6).then(|| quote!(#[allow(clippy::too_many_arguments)]))
}

/// The attribute for a setter that has the name of an operator.
pub(super) fn operator(name: &Name) -> Option<TokenStream> {
    OPERATORS
        .contains(&name.rust.as_str())
        .then(|| quote!(#[allow(clippy::should_implement_trait)]))
}

/// What a method asks for, and how it is put into a call.
pub(super) fn inputs(
    context: &Context<'_>,
    operation: &Operation,
    content: Option<&BodyContent>,
) -> (Vec<Argument>, Vec<Put>) {
    let required = operation.parameters.iter().filter(|one| one.required);
    let (mut arguments, mut puts): (Vec<_>, Vec<_>) = required
        .map(|one| (Argument::of(context, one), argument::put(context, one)))
        .unzip();
    if let (Some(body), Some(content)) = (&operation.body, content) {
        let (of_body, put) = request_body::arguments(context, body, content);
        arguments.extend(of_body);
        puts.push(put);
    }
    (arguments, puts)
}

fn method_docs(operation: &Operation, content: Option<&BodyContent>) -> TokenStream {
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
    let others = operation.body.as_ref().map(|body| body.others.as_slice());
    if let (Some(content), Some([_, ..])) = (content, others) {
        paragraphs.push(format!("Sends `{}`.", content.media_type));
    }
    paragraphs.extend(scopes(operation));
    let server = operation.server.as_ref().filter(|url| url.contains("://"));
    let goes_to = |url| format!("Goes to `{url}`, unless the client has a base URL.");
    paragraphs.extend(server.map(goes_to));
    paragraphs.push(format!("`{} {}`", operation.method, operation.path));
    docs::paragraphs(&paragraphs)
}

/// What the credentials must allow.
fn scopes(operation: &Operation) -> Option<String> {
    let alternatives: Vec<String> = operation
        .security
        .iter()
        .filter_map(|requirement| {
            let needed: Vec<String> = requirement
                .iter()
                .filter(|credential| !credential.scopes.is_empty())
                .map(|credential| {
                    let scopes = credential.scopes.join("`, `");
                    format!("`{scopes}` of `{}`", credential.scheme)
                })
                .collect();
            (!needed.is_empty()).then(|| needed.join(" and "))
        })
        .collect();
    (!alternatives.is_empty()).then(|| format!("Needs {}.", alternatives.join(", or ")))
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
        let argument = argument::ty(context, &parameter.schema);
        let steps = argument::put_all(quote!(self), &[argument::put(context, parameter)]);
        let docs = setter_docs(context, parameter);
        let deprecated = parameter.docs.deprecated.then(|| quote!(#[deprecated]));
        let operator = operator(&parameter.name);
        quote! {
            #docs
            #deprecated
            #operator
            #[inline]
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
