//! Structs: the fields, the constructor, the setters, and the calls that implement the rest.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::Value;

use super::{constraints, deprecated};
use crate::emit::context::{Context, ident, rust};
use crate::emit::docs;
use crate::format::{MacroCall, Piece};
use crate::ir::{
    Additional, EnumBase, Field, Object, Presence, ScalarType, Type, TypeDef, TypeKind,
};

/// The field that holds undeclared members.
const EXTRA: &str = "additional_properties";

/// The struct, its constructor, and the calls that implement reading, writing and checking.
pub(super) fn pieces(context: &Context<'_>, def: &TypeDef, object: &Object) -> Vec<Piece> {
    let name = rust(&def.name);
    let docs = docs::item(&def.docs, &format!("`{}`", def.name.wire));
    let deprecated = deprecated(def.docs.deprecated);
    let fields = object
        .fields
        .iter()
        .map(|field| self::field(context, field));
    let keeps = matches!(object.additional, Additional::Keep);
    let extra = ident(EXTRA);
    let extra_field = keeps.then(|| {
        quote! {
            /// Members that the document does not declare.
            pub #extra: Extra,
        }
    });
    let is_empty_allowed = object
        .fields
        .iter()
        .all(|field| context.presence(field) != Presence::Required);
    let default = is_empty_allowed.then(|| quote!(Default,));
    let mut pieces = vec![Piece::Items(quote! {
        #docs
        #deprecated
        #[derive(Clone, Debug, #default PartialEq)]
        #[non_exhaustive]
        pub struct #name {
            #(#fields,)*
            #extra_field
        }
    })];
    pieces.push(constructor(context, def, object));
    // Setters are for what a caller sends; where one is made for a test, its fields are public.
    if def.usage.request || !def.usage.response {
        pieces.extend(setters(context, def, object));
    }
    let head = if keeps {
        quote!(#name keep #extra)
    } else {
        quote!(#name)
    };
    pieces.push(Piece::Call(MacroCall {
        name: "object",
        head,
        entries: object
            .fields
            .iter()
            .map(|field| entry(context, field))
            .collect(),
    }));
    pieces.extend(constraints::piece(context, def, object));
    pieces
}

/// A field with its documentation.
fn field(context: &Context<'_>, field: &Field) -> TokenStream {
    let name = rust(&field.name);
    let ty = context.member(&field.schema, context.presence(field));
    let mut notes = Vec::new();
    if let Some(format) = &field.docs.format {
        notes.push(format!("Format: `{format}`."));
    }
    notes.extend(docs::limits(&field.schema.constraints));
    if let Some(default) = &field.default {
        let text = default.to_string();
        if !text.contains('`') {
            notes.push(format!("Default: `{text}`."));
        }
    }
    let docs = docs::member(&field.docs, &format!("`{}`", field.name.wire), &notes);
    let deprecated = deprecated(field.docs.deprecated);
    quote! {
        #docs
        #deprecated
        pub #name: #ty
    }
}

/// `field: Presence<Codec> = "wire"` of the call that implements reading and writing.
fn entry(context: &Context<'_>, field: &Field) -> TokenStream {
    let name = rust(&field.name);
    let presence = context.presence(field);
    let kind = match presence {
        Presence::Required => quote!(Required),
        Presence::Optional => quote!(Optional),
        Presence::OptionalNullable => quote!(Nullable),
    };
    let codec = match presence {
        Presence::Required => context.element_codec(&field.schema),
        Presence::Optional | Presence::OptionalNullable => context.codec(&field.schema),
    };
    let codec = codec.map(|codec| quote!(<#codec>));
    let wire = &field.name.wire;
    let renamed = (name != wire.as_str()).then(|| quote!(= #wire));
    quote!(#name: #kind #codec #renamed)
}

/// `new`, which asks for what the document requires, in alphabetical order: a document that lists
/// its properties in another order changes nothing for a caller.
fn constructor(context: &Context<'_>, def: &TypeDef, object: &Object) -> Piece {
    let name = rust(&def.name);
    let mut required: Vec<&Field> = object
        .fields
        .iter()
        .filter(|field| context.presence(field) == Presence::Required)
        .collect();
    required.sort_by(|a, b| a.name.rust.cmp(&b.name.rust));
    let arguments = required.iter().map(|field| {
        let name = rust(&field.name);
        let ty = match list_element(context, field) {
            Some(element) => quote!(impl IntoIterator<Item = impl Into<#element>>),
            None => {
                let ty = context.element(&field.schema);
                quote!(impl Into<#ty>)
            }
        };
        quote!(#name: #ty)
    });
    let values = object.fields.iter().map(|field| {
        let name = rust(&field.name);
        match context.presence(field) {
            Presence::Required => match list_element(context, field) {
                Some(_) => quote!(#name: #name.into_iter().map(Into::into).collect()),
                None => quote!(#name: #name.into()),
            },
            Presence::Optional => quote!(#name: None),
            Presence::OptionalNullable => quote!(#name: Nullable::Absent),
        }
    });
    let extra = ident(EXTRA);
    let extra =
        matches!(object.additional, Additional::Keep).then(|| quote!(#extra: Extra::new(),));
    let many = (required.len() > 7).then(|| quote!(#[allow(clippy::too_many_arguments)]));
    let accessors = object
        .fields
        .iter()
        .filter_map(|field| default_accessor(context, field));
    Piece::Items(quote! {
        impl #name {
            /// A value with what the document requires; the rest is absent.
            #[must_use]
            #many
            pub fn new(#(#arguments),*) -> Self {
                Self {
                    #(#values,)*
                    #extra
                }
            }
            #(#accessors)*
        }
    })
}

/// The element type of a member that is a plain array.
fn list_element(context: &Context<'_>, field: &Field) -> Option<TokenStream> {
    if field.schema.nullable && field.required {
        return None;
    }
    match context.behind(&field.schema.ty) {
        Type::Array(inner) => Some(context.element(inner)),
        Type::Named(_)
        | Type::Boxed(_)
        | Type::Bool
        | Type::Scalar(_)
        | Type::Map(_)
        | Type::Any => None,
    }
}

/// The call that makes a setter for each member that may be absent.
fn setters(context: &Context<'_>, def: &TypeDef, object: &Object) -> Option<Piece> {
    let name = rust(&def.name);
    let entries: Vec<TokenStream> = object
        .fields
        .iter()
        .filter(|field| context.presence(field) != Presence::Required)
        .map(|field| {
            let name = rust(&field.name);
            // A name that begins with a digit has an underscore before it already.
            let setter = format_ident!("with_{}", field.name.rust.trim_start_matches('_'));
            match list_element(context, field) {
                Some(element) => quote!(#setter(#name: each #element)),
                None => {
                    let ty = context.value(&field.schema);
                    quote!(#setter(#name: #ty))
                }
            }
        })
        .collect();
    (!entries.is_empty()).then(|| {
        Piece::Call(MacroCall {
            name: "setters",
            head: quote!(#name),
            entries,
        })
    })
}

/// A method that gives a member or the default that the document states for it.
fn default_accessor(context: &Context<'_>, field: &Field) -> Option<TokenStream> {
    let default = field.default.as_ref()?;
    if context.presence(field) == Presence::Required || field.schema.sensitivity.is_some() {
        return None;
    }
    let name = rust(&field.name);
    let method = format_ident!("{}_or_default", field.name.rust);
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
        (Type::Named(id), Value::String(text)) => {
            let def = context.api.get(*id);
            let TypeKind::Enum(values) = &def.kind else {
                return None;
            };
            if values.base != EnumBase::String {
                return None;
            }
            let variant = values
                .variants
                .iter()
                .find(|variant| variant.name.wire == *text)?;
            let (ty, variant) = (rust(&def.name), rust(&variant.name));
            (
                quote!(#ty),
                quote!(#as_ref.cloned().unwrap_or(#ty::#variant)),
            )
        }
        _ => return None,
    };
    let shown = docs::lines(&format!(
        "[`{0}`](Self::{0}), or the default of the document where it is absent.",
        field.name.rust
    ));
    Some(quote! {
        #shown
        #[must_use]
        pub fn #method(&self) -> #ty {
            #body
        }
    })
}

fn number_literal(
    kind: ScalarType,
    number: &serde_json::Number,
) -> Option<(TokenStream, TokenStream)> {
    let ty = crate::emit::context::scalar(kind);
    match kind {
        ScalarType::I32 | ScalarType::I64 => {
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
