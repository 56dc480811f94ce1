//! Structs: the fields, the constructor, the setters, and the calls that implement the rest.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{ToTokens as _, format_ident, quote};

use super::argument::Argument;
use super::{constraints, default, deprecated};
use crate::emit::context::{Context, ident, rust};
use crate::emit::docs;
use crate::format::{MacroCall, Piece};
use crate::ir::{Additional, Field, Object, Presence, TypeDef, TypeKind};

/// The field that holds undeclared members.
pub(super) const EXTRA: &str = "additional_properties";

/// The struct, its constructor, and the calls that implement reading, writing and checking.
pub(super) fn pieces(context: &Context<'_>, def: &TypeDef, object: &Object) -> Vec<Piece> {
    let name = rust(&def.name);
    let docs = docs::item(&def.docs, &docs::code(&def.name.wire));
    let deprecated = deprecated(def.docs.deprecated);
    let fields = object
        .fields
        .iter()
        .map(|field| self::field(context, field));
    let extra = ident(EXTRA);
    let extra_field = match &object.additional {
        Additional::Keep => Some(quote! {
            /// Members that the document does not declare.
            pub #extra: Extra,
        }),
        Additional::Typed(schema) => {
            let value = context.element(schema);
            let limits = docs::limits(context.api, &schema.constraints).into_iter();
            let docs = docs::paragraphs(
                &std::iter::once("The other members, by their names.".to_owned())
                    .chain(limits)
                    .collect::<Vec<_>>(),
            );
            Some(quote! {
                #docs
                pub #extra: std::collections::BTreeMap<String, #value>,
            })
        }
        Additional::Skip => None,
    };
    let mut pieces = vec![Piece::Items(quote! {
        #docs
        #deprecated
        #[non_exhaustive]
        pub struct #name {
            #(#fields,)*
            #extra_field
        }
    })];
    pieces.extend(methods(context, def, object));
    let places = object.fields.iter().enumerate();
    let required = places
        .filter(|(_, field)| context.presence(field) == Presence::Required)
        .map(|(place, _)| place.to_string());
    let required = required.collect::<Vec<_>>().join(" ");
    let name = quote!(#name #required);
    let head = match &object.additional {
        Additional::Keep => quote!(#name keep #extra),
        Additional::Typed(schema) => {
            let codec = context.element_codec(schema).unwrap_or(quote!(Plain));
            quote!(#name map #extra<#codec>)
        }
        Additional::Skip => quote!(#name skip),
    };
    pieces.push(Piece::Call(MacroCall {
        name: "object",
        head,
        entries: object
            .fields
            .iter()
            .enumerate()
            .map(|(place, field)| entry(context, place, field))
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
    notes.extend(docs::limits(context.api, &field.schema.constraints));
    if let Some(default) = &field.default {
        let text = default.to_string();
        if !text.contains('`') {
            notes.push(format!("Default: `{text}`."));
        }
    }
    let docs = docs::member(&field.docs, &docs::code(&field.name.wire), &notes);
    let deprecated = deprecated(field.docs.deprecated);
    quote! {
        #docs
        #deprecated
        pub #name: #ty
    }
}

/// `0 slot => kind<Codec> [_] field = "wire"` of the call that implements reading and writing.
fn entry(context: &Context<'_>, place: usize, field: &Field) -> TokenStream {
    let place = Literal::usize_unsuffixed(place);
    let name = rust(&field.name);
    let wire = &field.name.wire;
    let presence = context.presence(field);
    let (kind, slot, name) = match presence {
        Presence::Required => ("required", quote!(None), quote!((#name))),
        Presence::Optional => ("optional", quote!(None), quote!([_] #name)),
        Presence::OptionalNullable => ("nullable", quote!(Nullable::Absent), quote!([_] #name)),
    };
    let codec = match presence {
        Presence::Required => context.element_codec(&field.schema),
        Presence::Optional | Presence::OptionalNullable => context.codec(&field.schema),
    };
    let kind = match codec {
        None => ident(kind).into_token_stream(),
        Some(codec) => {
            let kind = format_ident!("{kind}_via");
            quote!(#kind<#codec>)
        }
    };
    quote!(#place #slot => #kind #name = #wire)
}

/// `new`, which asks for what the document requires and does not fix, in alphabetical order: a document
/// that lists its properties in another order changes nothing for a caller. Below it stand setters for
/// the rest.
fn methods(context: &Context<'_>, def: &TypeDef, object: &Object) -> Vec<Piece> {
    let name = rust(&def.name);
    let arguments: BTreeMap<&str, Argument> = object
        .fields
        .iter()
        .filter(|field| context.presence(field) == Presence::Required)
        .filter(|field| constant(context, field).is_none())
        .map(|field| {
            (
                &*field.name.rust,
                Argument::required(context, &field.schema),
            )
        })
        .collect();
    let parameters = arguments.iter().map(|(name, argument)| {
        let (name, ty) = (ident(name), argument.parameter());
        quote!(#name: #ty)
    });
    let values = object.fields.iter().map(|field| {
        let name = rust(&field.name);
        match context.presence(field) {
            Presence::Required => match arguments.get(&*field.name.rust) {
                Some(argument) => argument.field(&name),
                None => {
                    let value = constant(context, field);
                    quote!(#name: #value)
                }
            },
            Presence::Optional => quote!(#name: None),
            Presence::OptionalNullable => quote!(#name: Nullable::Absent),
        }
    });
    let extra = ident(EXTRA);
    let extra = match object.additional {
        Additional::Keep => Some(quote!(#extra: Extra::new(),)),
        Additional::Typed(_) => Some(quote!(#extra: std::collections::BTreeMap::new(),)),
        Additional::Skip => None,
    };
    // What is generic is compiled where it is called anyway.
    let is_generic = arguments.values().any(Argument::is_generic);
    let inline = (!is_generic).then(|| quote!(#[inline]));
    let many = (arguments.len() > 7).then(|| quote!(#[allow(clippy::too_many_arguments)]));
    // What asks for nothing has a default, unless an empty object is too little.
    let is_counted = object.min_properties.is_some();
    let no_default =
        (arguments.is_empty() && is_counted).then(|| quote!(#[allow(clippy::new_without_default)]));
    let default = (arguments.is_empty() && !is_counted).then(|| {
        Piece::Items(quote! {
            impl Default for #name {
                #[inline]
                fn default() -> Self {
                    Self::new()
                }
            }
        })
    });
    let accessors = object
        .fields
        .iter()
        .filter_map(|field| default::accessor(context, field));
    let block = quote! {
        impl #name {
            /// A value with what the document requires; the rest is absent.
            #[must_use]
            #many
            #inline
            #no_default
            pub fn new(#(#parameters),*) -> Self {
                Self { #(#values,)* #extra }
            }
            #(#accessors)*
        }
    };
    // Setters are for what a caller sends; where one is made for a test, its fields are public.
    let setters = (def.usage.request || !def.usage.response)
        .then(|| setters(context, object))
        .flatten();
    let block = match setters {
        Some(setters) => Piece::Impl(block, setters),
        None => Piece::Items(block),
    };
    std::iter::once(block).chain(default).collect()
}

/// The value of a member that can have one only, which nobody has to give.
fn constant(context: &Context<'_>, field: &Field) -> Option<TokenStream> {
    if field.schema.nullable || field.schema.sensitivity.is_some() {
        return None;
    }
    if let Some(only) = field.schema.constraints.only {
        return Some(match context.definition(&field.schema.ty) {
            None => quote!(#only),
            Some(def) => {
                let name = rust(&def.name);
                quote!(#name::from(#only))
            }
        });
    }
    let def = context.definition(&field.schema.ty)?;
    match &def.kind {
        TypeKind::Enum(values) => match values.variants.as_slice() {
            [only] => {
                let (name, variant) = (rust(&def.name), rust(&only.name));
                Some(quote!(#name::#variant))
            }
            _ => None,
        },
        TypeKind::Object(_) | TypeKind::Union(_) | TypeKind::Newtype(_) | TypeKind::Alias(_) => {
            None
        }
    }
}

/// The call that makes a setter for each member that may be absent.
fn setters(context: &Context<'_>, object: &Object) -> Option<MacroCall> {
    // A name that begins with a digit has an underscore before it already.
    let setter_of =
        |field: &Field| format_ident!("with_{}", field.name.rust.trim_start_matches('_'));
    let mut taken: BTreeSet<Ident> = object.fields.iter().map(setter_of).collect();
    let entries: Vec<TokenStream> = object
        .fields
        .iter()
        .filter(|field| context.presence(field) != Presence::Required)
        .map(|field| {
            let name = rust(&field.name);
            let setter = setter_of(field);
            // Any value may be `null` itself.
            let is_state = context.presence(field) == Presence::OptionalNullable
                && !context.is_any(&field.schema.ty);
            let base = setter.to_string();
            let null = format_ident!("{}_null", base.trim_end_matches('_'));
            let null = (is_state && taken.insert(null.clone())).then(|| quote!(=> #null));
            let argument = Argument::present(context, &field.schema);
            let (ty, value) = (argument.parameter(), argument.value(&name));
            let value = match context.presence(field) {
                Presence::OptionalNullable => quote!(Nullable::Value(#value)),
                Presence::Optional | Presence::Required => quote!(Some(#value)),
            };
            quote!(#setter(#name: #ty) = #value #null)
        })
        .collect();
    (!entries.is_empty()).then(|| MacroCall {
        name: "setters",
        head: TokenStream::new(),
        entries,
    })
}
