//! Request bodies: which argument asks for one, and how it is put into a call.

use proc_macro2::TokenStream;
use quote::quote;

use super::argument::{self, Argument, Put};
use super::style;
use crate::emit::context::{Context, rust};
use crate::emit::types::{checks_of_value, holds_all};
use crate::ir::{Body, BodyContent, BodyKind, Schema, Type};

/// The arguments for a body in one media type, and how it is put into a call.
pub(super) fn arguments(
    context: &Context<'_>,
    body: &Body,
    content: &BodyContent,
) -> (Vec<Argument>, Put) {
    let media_type = &content.media_type;
    let named = |usual: &str| {
        (!media_type.eq_ignore_ascii_case(usual)).then(|| quote!(.content_type(#media_type)))
    };
    let (ty, put) = match &content.kind {
        BodyKind::Json(schema) => {
            let validated = validated(context, schema);
            let named = named("application/json");
            let ty = reference(context, schema);
            (ty, quote!(#validated.json(request)#named))
        }
        BodyKind::Form(schema, styles) => {
            let validated = validated(context, schema);
            let named = named("application/x-www-form-urlencoded");
            let styles = styles.iter().map(|(name, style)| {
                let style = style::expression(*style);
                quote!((#name, #style))
            });
            let ty = reference(context, schema);
            (ty, quote!(#validated.form(request, &[#(#styles),*])#named))
        }
        BodyKind::Multipart(form) => {
            let validated = form
                .as_ref()
                .is_some_and(|form| super::form::has_limits(context, form))
                .then(|| quote!(.validated(&request)));
            let (ty, value) = match form {
                Some(form) => {
                    let name = rust(&form.name);
                    (quote!(#name), quote!(request.into()))
                }
                None => (quote!(Multipart), quote!(request)),
            };
            (ty, quote!(#validated.multipart(#value)))
        }
        BodyKind::Text if body.required => (
            quote!(impl Into<String>),
            quote!(.text(#media_type, request.into())),
        ),
        BodyKind::Text => (quote!(String), quote!(.text(#media_type, request))),
        BodyKind::Bytes if body.required => (
            quote!(impl Into<bytes::Bytes>),
            quote!(.bytes(#media_type, request.into())),
        ),
        BodyKind::Bytes => (quote!(bytes::Bytes), quote!(.bytes(#media_type, request))),
        BodyKind::Range => {
            let arguments = vec![
                Argument::new("content_type", quote!(&str)),
                Argument::new("request", quote!(impl Into<bytes::Bytes>)),
            ];
            let put = quote!(.bytes(content_type, request.into()));
            return (arguments, Put::Chained(put));
        }
    };
    if body.required {
        (vec![Argument::new("request", ty)], Put::Chained(put))
    } else {
        let put = quote! {
            if let Some(request) = request {
                call = call #put;
            }
        };
        let argument = Argument::new("request", quote!(Option<#ty>));
        (vec![argument], Put::Statements(put))
    }
}

/// The type that asks for a body that is serialized.
fn reference(context: &Context<'_>, schema: &Schema) -> TokenStream {
    if !schema.nullable {
        let ty = argument::ty(context, schema);
        if ty.to_string().starts_with('&') {
            return ty;
        }
    }
    let ty = context.element(schema);
    quote!(&#ty)
}

/// The step that holds a body against the document's constraints, where it has some: a type of the
/// document holds itself against them, a bare array, map or scalar cannot.
fn validated(context: &Context<'_>, schema: &Schema) -> Option<TokenStream> {
    let checks = checks_of_value(context, schema)?;
    let is_type = matches!(
        context.behind(&schema.ty),
        Type::Named(_) | Type::Boxed(_) | Type::Array(_) | Type::Map(_)
    );
    Some(if is_type && holds_all(context, schema) {
        quote!(.validated(request))
    } else {
        quote! {
            .checked(|validator| {
                let value = request;
                #checks
            })
        }
    })
}
