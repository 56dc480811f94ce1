//! `default`: accessors that give a member or the value that stands for its absence.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::Value;

use crate::emit::context::{Context, rust};
use crate::emit::docs;
use crate::ir::{Field, Presence, ScalarType, Type, TypeDef, TypeKind, Variant};

/// A method that gives a member or the default that the document states for it.
pub(super) fn accessor(context: &Context<'_>, field: &Field) -> Option<TokenStream> {
    let default = field.default.as_ref()?;
    if context.presence(field) == Presence::Required || field.schema.sensitivity.is_some() {
        return None;
    }
    let name = rust(&field.name);
    let method = format_ident!("{}_or_default", field.name.rust.trim_end_matches('_'));
    // `Option` and `Nullable` alike.
    let as_ref = quote!(self.#name.as_ref());
    let (ty, body) = match (context.behind(&field.schema.ty), default) {
        (Type::Bool, Value::Bool(value)) => {
            (quote!(bool), quote!(#as_ref.copied().unwrap_or(#value)))
        }
        (Type::Scalar(kind), Value::Number(number)) => {
            let (ty, literal) = number_literal(*kind, number)?;
            (ty, quote!(#as_ref.copied().unwrap_or(#literal)))
        }
        (Type::Scalar(ScalarType::String), Value::String(text)) => {
            (quote!(&str), quote!(#as_ref.map_or(#text, String::as_str)))
        }
        (Type::Array(inner), Value::Array(elements)) if elements.is_empty() => {
            let element = context.element(inner);
            (
                quote!(&[#element]),
                quote!(self.#name.as_deref().unwrap_or_default()),
            )
        }
        (Type::Named(id), default) => named(context.api.get(*id), default, &as_ref)?,
        _ => return None,
    };
    let shown = docs::lines(&format!(
        "[`{0}`](Self::{0}), or the default of the document where it is absent.",
        field.name.rust
    ));
    Some(quote! {
        #shown
        #[must_use]
        #[inline]
        pub fn #method(&self) -> #ty {
            #body
        }
    })
}

/// The type and the body of the method for a member of a type with a name.
fn named(
    def: &TypeDef,
    default: &Value,
    as_ref: &TokenStream,
) -> Option<(TokenStream, TokenStream)> {
    let ty = rust(&def.name);
    match &def.kind {
        TypeKind::Enum(values) => {
            let is_default = |variant: &&Variant| {
                let number = default.is_number() && variant.value.as_f64() == default.as_f64();
                variant.value == *default || number
            };
            let variant = rust(&values.variants.iter().find(is_default)?.name);
            Some((
                quote!(#ty),
                quote!(#as_ref.cloned().unwrap_or(#ty::#variant)),
            ))
        }
        TypeKind::Newtype(newtype) if newtype.inner.sensitivity.is_none() => {
            match (&newtype.inner.ty, default) {
                (Type::Scalar(ScalarType::String), Value::String(text)) => {
                    Some((quote!(&str), quote!(#as_ref.map_or(#text, #ty::as_str))))
                }
                (Type::Scalar(kind), Value::Number(number)) => {
                    let (inner, literal) = number_literal(*kind, number)?;
                    let body = quote!(#as_ref.map_or(#literal, |value| *value.get()));
                    Some((inner, body))
                }
                _ => None,
            }
        }
        TypeKind::Newtype(_) | TypeKind::Object(_) | TypeKind::Union(_) | TypeKind::Alias(_) => {
            None
        }
    }
}

fn number_literal(
    kind: ScalarType,
    number: &serde_json::Number,
) -> Option<(TokenStream, TokenStream)> {
    let ty = crate::emit::context::scalar(kind);
    match kind {
        ScalarType::I32 | ScalarType::I64 | ScalarType::I128 => {
            let value = proc_macro2::Literal::i64_unsuffixed(number.as_i64()?);
            Some((ty, quote!(#value)))
        }
        ScalarType::U32 | ScalarType::U64 => {
            let value = proc_macro2::Literal::u64_unsuffixed(number.as_u64()?);
            Some((ty, quote!(#value)))
        }
        ScalarType::F64 => {
            let value = number.as_f64()?;
            let sign = value.is_sign_negative().then(|| quote!(-));
            let value = proc_macro2::Literal::f64_unsuffixed(value.abs());
            Some((ty, quote!(#sign #value)))
        }
        ScalarType::F32
        | ScalarType::String
        | ScalarType::DateTime
        | ScalarType::Date
        | ScalarType::Uuid
        | ScalarType::Base64
        | ScalarType::Ipv4
        | ScalarType::Ipv6 => None,
    }
}
