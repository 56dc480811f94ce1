//! The operations of one group: a type for each, a method on the client, and optional inputs.

use proc_macro2::TokenStream;
use quote::quote;

use super::answer::{self, Read};
use super::argument::{self, Argument, Put};
use super::{alternative, form, repeat, request_body, settings};
use crate::emit::context::{Context, rust};
use crate::emit::{chunks, docs};
use crate::format::{self, Piece};
use crate::ir::{BodyContent, Name, Operation, Parameter};

/// An operation in its three parts, laid out.
struct Written {
    metadata: String,
    /// The method inside an `impl` block of its own.
    method: String,
    optional_inputs: Option<String>,
    /// The forms of several parts that it takes.
    forms: String,
}

impl Written {
    fn lines(&self) -> usize {
        let optional = self.optional_inputs.as_deref().map_or(0, chunks::lines);
        let forms = chunks::lines(&self.forms);
        chunks::lines(&self.metadata) + chunks::lines(&self.method) + optional + forms
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
        let lay_out = |tokens| format::piece(&Piece::Items(tokens));
        let methods = methods(operation, |name, content| {
            method(context, operation, name, content)
        });
        let written = Written {
            metadata: lay_out(metadata(context, operation))?,
            method: lay_out(quote!(impl Client { #methods }))?,
            optional_inputs: optional_inputs(context, operation)
                .map(lay_out)
                .transpose()?,
            forms: form::text(context, operation)?,
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
    // Operations have no values that could be shown.
    let mut pieces = vec![format::piece(&Piece::Items(quote! {
        #![allow(missing_debug_implementations)]
        use super::Client;
        #schemes
        #[allow(unused_imports)]
        use super::operations;
        #[allow(unused_imports)]
        use crate::runtime::client::{
            Binary, Call, Empty, EventStream, Events, Json, JsonLines, Lines, Maybe, Multipart,
            Operation, OperationInfo, Part, Scheme, Sequence, Style, Text, TextEvents, Undeclared,
        };
        #[allow(unused_imports)]
        use crate::runtime::validate::{Place, constraints, rules};
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
    let methods = operations.iter().map(|operation| operation.method.as_str());
    pieces.push(joined(methods));
    pieces.extend(
        operations
            .iter()
            .filter_map(|operation| operation.optional_inputs.clone()),
    );
    pieces.extend(
        operations
            .iter()
            .map(|operation| operation.forms.clone())
            .filter(|forms| !forms.is_empty()),
    );
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
    let security = operation.security.iter().map(|requirement| {
        let schemes = requirement.iter().filter_map(|credential| {
            let mut schemes = context.api.security.iter();
            let scheme = schemes.find(|scheme| scheme.name.wire == credential.scheme)?;
            let constant = settings::constant(scheme);
            Some(quote!(schemes::#constant))
        });
        quote!(&[#(#schemes),*])
    });
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
            const SECURITY: &'static [&'static [Scheme]] = &[#(#security),*];
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
