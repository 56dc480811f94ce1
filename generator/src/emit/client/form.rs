//! Forms of several parts: a struct for each, and how it becomes the body of a request.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::style;
use crate::emit::context::{Context, rust};
use crate::emit::docs;
use crate::emit::types::{self, Argument};
use crate::format::Piece;
use crate::ir::{
    Body, BodyKind, FormMember, MultipartForm, Name, Operation, PartContent, PartForm, Schema,
};

/// The media type of a file of which nothing is known.
const UNKNOWN: &str = "application/octet-stream";

/// The forms of several parts that an operation takes.
pub(super) fn of_operation(operation: &Operation) -> impl Iterator<Item = &MultipartForm> {
    let contents = operation.body.iter().flat_map(Body::contents);
    contents.filter_map(|content| match &content.kind {
        BodyKind::Multipart(form) => form.as_ref(),
        BodyKind::Json(_)
        | BodyKind::Form(..)
        | BodyKind::Text
        | BodyKind::Bytes
        | BodyKind::Range => None,
    })
}

/// The struct of a form, with all that belongs to it.
pub(super) fn pieces(
    context: &Context<'_>,
    operation: &Operation,
    form: &MultipartForm,
) -> Vec<Piece> {
    let name = rust(&form.name);
    let fallback = format!("The parts of the body of `{}`.", operation.name.wire);
    let docs = docs::item(&form.docs, &fallback);
    let fields = form.members.iter().map(|member| {
        let field = rust(&member.name);
        let ty = field_type(context, member);
        let docs = docs::member(
            &member.docs,
            &format!("`{}`", member.name.wire),
            &notes(context, member),
        );
        quote!(#docs pub #field: #ty)
    });
    let is_empty_allowed = form.members.iter().all(|member| !is_asked_for(member));
    let default = is_empty_allowed.then(|| quote!(Default,));
    let parts = form.members.iter().map(part);
    let mut pieces = vec![
        Piece::Items(quote! {
            #docs
            #[derive(Clone, Debug, #default)]
            #[non_exhaustive]
            pub struct #name {
                #(#fields,)*
            }
        }),
        constructor(context, form),
        Piece::Items(quote! {
            impl From<#name> for Multipart {
                #[inline]
                fn from(form: #name) -> Self {
                    Self::new() #(#parts)*
                }
            }
        }),
    ];
    pieces.extend(types::of_members(context, &name, values(form)));
    pieces
}

/// Whether there is anything to hold a form against.
pub(super) fn has_limits(context: &Context<'_>, form: &MultipartForm) -> bool {
    types::of_members(context, &rust(&form.name), values(form)).is_some()
}

fn values(form: &MultipartForm) -> impl Iterator<Item = (&Name, &Schema)> {
    form.members
        .iter()
        .filter_map(|member| match &member.content {
            PartContent::Value(schema, _) => Some((&member.name, &**schema)),
            PartContent::File { .. } => None,
        })
}

/// Whether a member has to be given: several files may be none.
const fn is_asked_for(member: &FormMember) -> bool {
    member.required && !matches!(member.content, PartContent::File { many: true, .. })
}

fn is_many(member: &FormMember) -> bool {
    matches!(member.content, PartContent::File { many: true, .. })
}

/// The type of a member, apart from whether it may be absent.
fn value_type(context: &Context<'_>, member: &FormMember) -> TokenStream {
    match &member.content {
        PartContent::File { many: true, .. } => quote!(Vec<Part>),
        PartContent::File { many: false, .. } => quote!(Part),
        PartContent::Value(schema, _) if member.required => context.element(schema),
        PartContent::Value(schema, _) => context.value(schema),
    }
}

fn field_type(context: &Context<'_>, member: &FormMember) -> TokenStream {
    let ty = value_type(context, member);
    if member.required || is_many(member) {
        ty
    } else {
        quote!(Option<#ty>)
    }
}

/// What a caller gives for a member.
fn argument(context: &Context<'_>, member: &FormMember) -> Argument {
    match &member.content {
        PartContent::File { .. } => Argument::converted(value_type(context, member)),
        PartContent::Value(schema, _) if member.required => Argument::required(context, schema),
        PartContent::Value(schema, _) => Argument::present(context, schema),
    }
}

/// What a reader of a member's documentation cannot see from its type.
fn notes(context: &Context<'_>, member: &FormMember) -> Vec<String> {
    match &member.content {
        PartContent::File {
            content_type,
            headers,
            ..
        } => {
            let named = content_type
                .as_ref()
                .map(|named| format!("Sent as `{named}`, unless the part says otherwise."));
            let headers = (!headers.is_empty())
                .then(|| format!("The part may have the headers `{}`.", headers.join("`, `")));
            named.into_iter().chain(headers).collect()
        }
        PartContent::Value(schema, _) => docs::limits(context.api, &schema.constraints)
            .into_iter()
            .collect(),
    }
}

/// `new`, which asks in alphabetical order for what the document requires, and a setter for the
/// rest.
fn constructor(context: &Context<'_>, form: &MultipartForm) -> Piece {
    let name = rust(&form.name);
    let mut required: Vec<&FormMember> = form
        .members
        .iter()
        .filter(|member| is_asked_for(member))
        .collect();
    required.sort_by(|a, b| a.name.rust.cmp(&b.name.rust));
    let arguments = required.iter().map(|member| {
        let name = rust(&member.name);
        let ty = argument(context, member).parameter();
        quote!(#name: #ty)
    });
    let values = form.members.iter().map(|member| {
        let name = rust(&member.name);
        if is_asked_for(member) {
            argument(context, member).field(&name)
        } else if is_many(member) {
            quote!(#name: Vec::new())
        } else {
            quote!(#name: None)
        }
    });
    let setters = form
        .members
        .iter()
        .filter(|member| !is_asked_for(member))
        .map(|member| {
            let name = rust(&member.name);
            let setter = format_ident!("with_{}", member.name.rust.trim_start_matches('_'));
            let argument = argument(context, member);
            let (ty, value) = (argument.parameter(), argument.value(&name));
            let value = if is_many(member) {
                value
            } else {
                quote!(Some(#value))
            };
            let docs = docs::lines(&format!("Sets `{}`.", member.name.wire));
            quote! {
                #docs
                #[must_use]
                #[inline]
                pub fn #setter(mut self, #name: #ty) -> Self {
                    self.#name = #value;
                    self
                }
            }
        });
    let many = (required.len() > 7).then(|| quote!(#[allow(clippy::too_many_arguments)]));
    Piece::Items(quote! {
        impl #name {
            /// A form with what the document requires; the rest is absent.
            #[must_use]
            #many
            #[inline]
            pub fn new(#(#arguments),*) -> Self {
                Self {
                    #(#values,)*
                }
            }

            #(#setters)*
        }
    })
}

/// The step that adds the parts of a member.
fn part(member: &FormMember) -> TokenStream {
    let name = rust(&member.name);
    let wire = &member.name.wire;
    match &member.content {
        PartContent::File {
            many, content_type, ..
        } => {
            let content_type = content_type.as_deref().unwrap_or(UNKNOWN);
            let files = if *many || !member.required {
                quote!(form.#name)
            } else {
                quote!([form.#name])
            };
            quote!(.files(#wire, #content_type, #files))
        }
        PartContent::Value(_, PartForm::Usual) => quote!(.value(#wire, &form.#name)),
        PartContent::Value(_, PartForm::As(content_type)) => {
            quote!(.value_as(#wire, &form.#name, #content_type))
        }
        PartContent::Value(_, PartForm::Styled(style)) => {
            let style = style::expression(*style);
            quote!(.styled(#wire, &form.#name, #style))
        }
    }
}
