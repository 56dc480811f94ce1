//! Inputs of operations: which Rust type asks for them, and how they are written as text.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::context::{Context, rust};
use crate::ir::{Parameter, ParameterPlace, ScalarType, Schema, Style, Type, TypeKind};

/// The type that asks for a parameter.
pub(super) fn ty(context: &Context<'_>, parameter: &Parameter) -> TokenStream {
    let schema = &parameter.schema;
    match context.behind(&schema.ty) {
        Type::Array(inner) => {
            let inner = context.value(inner);
            quote!(&[#inner])
        }
        Type::Scalar(ScalarType::String) if schema.sensitivity.is_none() => quote!(&str),
        Type::Bool | Type::Scalar(_) if schema.sensitivity.is_none() => context.value(schema),
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

/// How a parameter is put into a call.
pub(super) fn put(context: &Context<'_>, parameter: &Parameter) -> Put {
    let name = rust(&parameter.name);
    let wire = &parameter.name.wire;
    let method = match parameter.place {
        ParameterPlace::Path => quote!(path),
        ParameterPlace::Query => quote!(query),
        ParameterPlace::Header => quote!(header),
    };
    match (context.behind(&parameter.schema.ty), parameter.style) {
        (Type::Array(inner), Style::Exploded) => {
            let text = text(context, inner, &quote!(element));
            Put::Statements(quote! {
                for element in #name {
                    call = call.#method(#wire, #text);
                }
            })
        }
        (Type::Array(inner), Style::Joined) => {
            let text = text(context, inner, &quote!(element));
            let texts = quote!(#name.iter().map(|element| #text.to_string()).collect::<Vec<_>>());
            Put::Chained(quote!(.#method(#wire, #texts.join(","))))
        }
        _ => {
            let text = text(context, &parameter.schema, &quote!(#name));
            Put::Chained(quote!(.#method(#wire, #text)))
        }
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
            TypeKind::Enum(_) if schema.sensitivity.is_some() => quote!(#value.expose()),
            TypeKind::Enum(_) | TypeKind::Object(_) | TypeKind::Alias(_) => quote!(#value),
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
