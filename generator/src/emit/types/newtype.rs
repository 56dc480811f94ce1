//! Named scalars that are no texts, and named containers.

use proc_macro2::TokenStream;
use quote::quote;

use super::{constraints, deprecated, named_text};
use crate::emit::context::{Context, rust, scalar, scalar_codec};
use crate::emit::docs;
use crate::format::{MacroCall, Piece};
use crate::ir::{Newtype, ScalarType, Type, TypeDef};

/// The struct, and the call that implements it.
pub(super) fn pieces(context: &Context<'_>, def: &TypeDef, newtype: &Newtype) -> Vec<Piece> {
    if newtype.is_container() {
        return container(context, def, newtype);
    }
    if named_text::is_one(def) {
        return named_text::pieces(context, def, newtype);
    }
    let name = rust(&def.name);
    let docs = docs(context, def, newtype);
    let deprecated = deprecated(def.docs.deprecated);
    let hidden = newtype.inner.sensitivity.is_some();
    let (inner, codec, ordered, copy) = match &newtype.inner.ty {
        Type::Scalar(kind) => {
            let codec = scalar_codec(*kind).map(|codec| quote!(via #codec));
            let floating = matches!(kind, ScalarType::F32 | ScalarType::F64);
            let on_heap = matches!(kind, ScalarType::Base64);
            (scalar(*kind), codec, !floating, !on_heap)
        }
        // Only scalars become newtypes; of those, what is no `Scalar` is a truth value.
        _ => (quote!(bool), None, true, true),
    };
    let debug = (!hidden).then(|| quote!(Debug,));
    let order = ordered.then(|| quote!(, Eq, PartialOrd, Ord, Hash));
    let copy = copy.then(|| quote!(Copy,));
    let has_limits = match newtype.inner.ty {
        Type::Scalar(_) => true,
        _ => newtype.inner.constraints.only.is_some(),
    };
    let measured = has_limits.then(|| quote!(measured!(#name);));
    // Bytes are no text, though they travel as one.
    let is_bytes = matches!(newtype.inner.ty, Type::Scalar(ScalarType::Base64));
    let text = (!is_bytes && !hidden).then(|| quote!(scalar_text!(#name(#inner));));
    let hides = hidden.then(|| {
        quote! {
            impl std::fmt::Debug for #name {
                #[inline]
                fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    f.write_str(concat!(stringify!(#name), "([redacted])"))
                }
            }
        }
    });
    let mut pieces = vec![Piece::Items(quote! {
        #docs
        #deprecated
        #[derive(Clone, #copy #debug PartialEq #order)]
        pub struct #name(#inner);

        scalar_newtype!(#name(#inner) #codec);
        #text
        #measured

        #hides
    })];
    pieces.extend(constraints::newtype(context, def, newtype));
    pieces
}

/// The documentation of a named scalar, with its format and limits.
pub(super) fn docs(context: &Context<'_>, def: &TypeDef, newtype: &Newtype) -> TokenStream {
    let format = def.docs.format.as_ref();
    let format = format.map(|format| format!("Format: `{format}`."));
    let limits = docs::limits(context.api, &newtype.inner.constraints);
    let notes: Vec<String> = format.into_iter().chain(limits).collect();
    docs::member(&def.docs, &docs::code(&def.name.wire), &notes)
}

/// An array, tuple or map that contains itself: a struct around it.
fn container(context: &Context<'_>, def: &TypeDef, newtype: &Newtype) -> Vec<Piece> {
    let name = rust(&def.name);
    let inner = context.value(&newtype.inner);
    let codec = context.codec(&newtype.inner).unwrap_or(quote!(Plain));
    let notes: Vec<String> = docs::limits(context.api, &newtype.inner.constraints)
        .into_iter()
        .collect();
    let docs = docs::member(&def.docs, &docs::code(&def.name.wire), &notes);
    let deprecated = deprecated(def.docs.deprecated);
    let limits = &newtype.inner.constraints;
    let may_be_empty = limits.min_items.or(limits.min_properties).is_none()
        && !matches!(newtype.inner.ty, Type::Tuple(_));
    let default = may_be_empty.then(|| quote!(Default,));
    let mut pieces = vec![Piece::Items(quote! {
        #docs
        #deprecated
        #[derive(Clone, Debug, #default PartialEq)]
        pub struct #name(pub #inner);
    })];
    pieces.push(Piece::Call(MacroCall {
        name: "container_newtype",
        head: quote!(#name),
        entries: vec![quote!(#inner: #codec)],
    }));
    pieces.extend(constraints::newtype(context, def, newtype));
    pieces
}
