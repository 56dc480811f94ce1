//! What a value looks like, as an expression that the runtime knows.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::context::Context;
use crate::emit::types;
use crate::ir::{ScalarType, Schema, Type, TypeKind};

/// The shape of a value that may be `null`.
pub(super) fn of_element(context: &Context<'_>, schema: &Schema) -> TokenStream {
    let shape = of_value(context, schema);
    if schema.nullable && !context.is_any(&schema.ty) {
        quote!(OrNull(&#shape))
    } else {
        shape
    }
}

/// The shape of a value that is not `null`.
pub(super) fn of_value(context: &Context<'_>, schema: &Schema) -> TokenStream {
    let rules = types::rules(context, schema);
    let rules = if rules.is_empty() {
        quote!(&[])
    } else {
        quote!(rules![#(#rules),*])
    };
    shape(context, context.behind(&schema.ty), &rules)
}

fn shape(context: &Context<'_>, ty: &Type, rules: &TokenStream) -> TokenStream {
    match ty {
        Type::Named(id) | Type::Boxed(id) => {
            let def = context.api.get(*id);
            match &def.kind {
                // Whoever uses a named scalar may narrow its limits.
                TypeKind::Newtype(newtype) if !newtype.is_container() => {
                    shape(context, &newtype.inner.ty, rules)
                }
                TypeKind::Alias(schema) => of_value(context, schema),
                TypeKind::Object(_)
                | TypeKind::Enum(_)
                | TypeKind::Union(_)
                | TypeKind::Newtype(_) => {
                    let path = context.path(def);
                    quote!(Of(of::<#path>))
                }
            }
        }
        Type::Bool => quote!(Bool(#rules)),
        Type::Scalar(kind) => scalar(*kind, rules),
        Type::Array(inner) => {
            let inner = of_element(context, inner);
            quote!(Array(&#inner, #rules))
        }
        Type::Map(inner) => {
            let inner = of_element(context, inner);
            quote!(Map(&#inner, #rules))
        }
        Type::Tuple(elements) => {
            let elements = elements.iter().map(|element| of_element(context, element));
            quote!(Tuple(&[#(#elements),*]))
        }
        Type::Any => quote!(Any),
    }
}

fn scalar(kind: ScalarType, rules: &TokenStream) -> TokenStream {
    match kind {
        ScalarType::String => quote!(Text(#rules)),
        ScalarType::DateTime => quote!(DateTime),
        ScalarType::Date => quote!(Date),
        ScalarType::Uuid => quote!(Uuid),
        ScalarType::Base64 => quote!(Bytes),
        ScalarType::Ipv4 => quote!(Ipv4),
        ScalarType::Ipv6 => quote!(Ipv6),
        ScalarType::I32 => quote!(I32(#rules)),
        ScalarType::I64 => quote!(I64(#rules)),
        ScalarType::U32 => quote!(U32(#rules)),
        ScalarType::U64 => quote!(U64(#rules)),
        ScalarType::I128 => quote!(I128(#rules)),
        ScalarType::F32 => quote!(F32(#rules)),
        ScalarType::F64 => quote!(F64(#rules)),
    }
}
