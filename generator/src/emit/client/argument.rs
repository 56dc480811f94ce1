//! Inputs of operations: which Rust type asks for them, and how they are written as text.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::style;
use crate::emit::context::{Context, ident, rust};
use crate::emit::types::{checks_of_value, only_rules};
use crate::ir::{Parameter, ParameterPlace, ScalarType, Schema, StyleKind, Type, TypeKind};

/// The type that asks for a value.
pub(super) fn ty(context: &Context<'_>, schema: &Schema) -> TokenStream {
    match context.behind(&schema.ty) {
        Type::Array(inner) => {
            let inner = context.element(inner);
            quote!(&[#inner])
        }
        Type::Scalar(ScalarType::String) if schema.sensitivity.is_none() => quote!(&str),
        Type::Bool | Type::Scalar(_)
            if schema.sensitivity.is_none() && is_text(context, schema) =>
        {
            context.value(schema)
        }
        Type::Bool
        | Type::Scalar(_)
        | Type::Named(_)
        | Type::Boxed(_)
        | Type::Tuple(_)
        | Type::Map(_)
        | Type::Any => {
            let value = context.value(schema);
            quote!(&#value)
        }
    }
}

/// An argument of a method.
pub(super) struct Argument {
    pub(super) name: Ident,
    pub(super) ty: TokenStream,
}

impl Argument {
    pub(super) fn new(name: &str, ty: TokenStream) -> Self {
        let name = ident(name);
        Self { name, ty }
    }

    /// The argument for a parameter.
    pub(super) fn of(context: &Context<'_>, parameter: &Parameter) -> Self {
        Self {
            name: rust(&parameter.name),
            ty: ty(context, &parameter.schema),
        }
    }

    /// `name: type`, as a signature has it.
    pub(super) fn declared(&self) -> TokenStream {
        let Self { name, ty } = self;
        quote!(#name: #ty)
    }
}

/// How an input is put into a call.
pub(super) enum Put {
    /// A method in a chain: `.path("id", id)`.
    Chained(TokenStream),
    /// Statements about the variable `call`.
    Statements(TokenStream),
}

/// An expression that gives `call` with all inputs in it.
pub(super) fn put_all(call: TokenStream, puts: &[Put]) -> TokenStream {
    let only_chains: Option<Vec<&TokenStream>> = puts
        .iter()
        .map(|put| match put {
            Put::Chained(method) => Some(method),
            Put::Statements(_) => None,
        })
        .collect();
    if let Some(methods) = only_chains {
        return quote!(#call #(#methods)*);
    }
    let statements = puts.iter().map(|put| match put {
        Put::Chained(method) => quote!(call = call #method;),
        Put::Statements(statements) => statements.clone(),
    });
    quote! {
        let mut call = #call;
        #(#statements)*
        call
    }
}

/// How a parameter is put into a call, after its limits have been checked.
pub(super) fn put(context: &Context<'_>, parameter: &Parameter) -> Put {
    let checked = checked(context, parameter);
    let written = written(context, parameter);
    Put::Chained(quote!(#checked #written))
}

/// The step that holds a parameter against the document's constraints, where it has some.
fn checked(context: &Context<'_>, parameter: &Parameter) -> Option<TokenStream> {
    // An argument is never `null`, whatever the document allows.
    let schema = &Schema {
        nullable: false,
        ..parameter.schema.clone()
    };
    let checks = checks_of_value(context, schema)?;
    let wire = &parameter.name.wire;
    let place = match parameter.place {
        ParameterPlace::Path => quote!(Place::Path(#wire)),
        ParameterPlace::Query => quote!(Place::Query(#wire)),
        ParameterPlace::Header => quote!(Place::Header(#wire)),
        ParameterPlace::Cookie => quote!(Place::Cookie(#wire)),
    };
    let value = reference(context, parameter);
    Some(match only_rules(context, schema) {
        Some(rules) => quote!(.kept(#place, #value, rules![#(#rules),*])),
        None => quote! {
            .checked_in(#place, |validator| {
                let value = #value;
                #checks
            })
        },
    })
}

/// The step that writes a parameter.
fn written(context: &Context<'_>, parameter: &Parameter) -> TokenStream {
    let name = rust(&parameter.name);
    let wire = &parameter.name.wire;
    let (plain, styled) = match parameter.place {
        ParameterPlace::Path => (quote!(path), quote!(path_as)),
        ParameterPlace::Query => (quote!(query), quote!(query_as)),
        ParameterPlace::Header => (quote!(header), quote!(header_as)),
        ParameterPlace::Cookie => (quote!(cookie), quote!(cookie_as)),
    };
    // Most parameters are texts that every style writes alike.
    if is_text(context, &parameter.schema) && is_plain(parameter) {
        let text = text(context, &parameter.schema, &quote!(#name));
        return quote!(.#plain(#wire, #text));
    }
    let value = reference(context, parameter);
    let style = style::expression(parameter.style);
    quote!(.#styled(#wire, #value, #style))
}

/// The value of a parameter by reference, which some are passed by already.
fn reference(context: &Context<'_>, parameter: &Parameter) -> TokenStream {
    let name = rust(&parameter.name);
    match context.behind(&parameter.schema.ty) {
        Type::Bool | Type::Scalar(_)
            if parameter.schema.sensitivity.is_none()
                && !is_string(context, &parameter.schema)
                && is_text(context, &parameter.schema) =>
        {
            quote!(&#name)
        }
        Type::Bool
        | Type::Scalar(_)
        | Type::Named(_)
        | Type::Boxed(_)
        | Type::Array(_)
        | Type::Tuple(_)
        | Type::Map(_)
        | Type::Any => quote!(#name),
    }
}

fn is_string(context: &Context<'_>, schema: &Schema) -> bool {
    matches!(context.behind(&schema.ty), Type::Scalar(ScalarType::String))
}

/// Whether a scalar is written as it is, without a sign before it, as JSON or with reserved
/// characters left alone.
fn is_plain(parameter: &Parameter) -> bool {
    let by_kind = match parameter.style.kind {
        StyleKind::Simple
        | StyleKind::Form
        | StyleKind::SpaceDelimited
        | StyleKind::PipeDelimited
        | StyleKind::DeepObject => true,
        StyleKind::Label | StyleKind::Matrix | StyleKind::Json => false,
    };
    by_kind && !parameter.style.allow_reserved
}

/// Whether a value is one text that can be displayed.
fn is_text(context: &Context<'_>, schema: &Schema) -> bool {
    let is_shown = |ty: &Type| match ty {
        Type::Bool => true,
        Type::Scalar(scalar) => *scalar != ScalarType::Base64,
        Type::Named(_)
        | Type::Boxed(_)
        | Type::Array(_)
        | Type::Tuple(_)
        | Type::Map(_)
        | Type::Any => false,
    };
    match context.definition(&schema.ty).map(|def| &def.kind) {
        None => is_shown(context.behind(&schema.ty)),
        Some(TypeKind::Newtype(newtype)) => is_shown(&newtype.inner.ty),
        Some(TypeKind::Enum(_)) => true,
        Some(TypeKind::Object(_) | TypeKind::Alias(_) | TypeKind::Union(_)) => false,
    }
}

/// An expression that can be displayed.
fn text(context: &Context<'_>, schema: &Schema, value: &TokenStream) -> TokenStream {
    match context.behind(&schema.ty) {
        Type::Named(id) | Type::Boxed(id) => match &context.api.get(*id).kind {
            TypeKind::Newtype(newtype) => {
                let is_text = matches!(newtype.inner.ty, Type::Scalar(ScalarType::String));
                match (is_text, newtype.inner.sensitivity.is_some()) {
                    (true, true) => quote!(#value.expose()),
                    (true, false) => quote!(#value),
                    (false, _) => scalar(&newtype.inner.ty, &quote!(#value.get())),
                }
            }
            TypeKind::Enum(_) | TypeKind::Union(_) if schema.sensitivity.is_some() => {
                quote!(#value.expose())
            }
            TypeKind::Enum(_) | TypeKind::Union(_) | TypeKind::Object(_) | TypeKind::Alias(_) => {
                quote!(#value)
            }
        },
        ty if schema.sensitivity.is_some() => scalar(ty, &quote!(#value.expose())),
        ty => scalar(ty, value),
    }
}

fn scalar(ty: &Type, value: &TokenStream) -> TokenStream {
    match ty {
        Type::Scalar(ScalarType::DateTime) => quote!(#value.to_rfc3339()),
        _ => quote!(#value),
    }
}
