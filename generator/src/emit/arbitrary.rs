//! The shapes of the types, for property tests: one file for each group, or several where it would
//! be too long.
//!
//! They stand in files of their own, which a build without the feature `proptest` does not even
//! read.

mod shape;

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::context::{Context, ident, rust};
use super::{Emitter, Files, chunks, types};
use crate::format::{self, MacroCall, Piece};
use crate::ir::{Additional, Holds, Object, Presence, TypeDef, TypeKind, Union};

/// Writes `src/arbitrary.rs` and the files below it.
#[derive(Debug)]
pub(super) struct Arbitrary;

impl Emitter for Arbitrary {
    fn emit(&self, context: &Context<'_>, files: &mut Files) -> Result<(), syn::Error> {
        let context = &context.outside();
        let mut groups: BTreeMap<&str, Vec<(usize, String)>> = BTreeMap::new();
        for def in &context.api.types {
            if let Some(piece) = piece(context, def) {
                let text = format::piece(&piece)?;
                let pieces = groups.entry(&def.group).or_default();
                pieces.push((chunks::lines(&text), text));
            }
        }
        let intro = format::piece(&Piece::Items(quote! {
            #[allow(unused_imports)]
            use super::*;
        }))?;
        let mut modules = Vec::new();
        let mut gates = Vec::new();
        for (group, pieces) in groups {
            for (index, texts) in chunks::divide(pieces).into_iter().enumerate() {
                let module = chunks::module(group, index);
                let pieces: Vec<String> = std::iter::once(intro.clone()).chain(texts).collect();
                let text = format::file(context.provenance, &pieces);
                files.0.insert(format!("src/arbitrary/{module}.rs"), text);
                modules.push(ident(&module));
                gates.push(context.gate(group));
            }
        }
        let root = quote! {
            //! What the JSON of each type looks like, for the values that property tests draw.

            #[allow(unused_imports)]
            use crate::runtime::arbitrary::{Shape::*, drawn, drawn_enum, drawn_object, drawn_union, of};
            #[allow(unused_imports)]
            use crate::runtime::validate::rules;
            #[allow(unused_imports)]
            use crate::types;

            #(#gates mod #modules;)*
        };
        let root = format::piece(&Piece::Items(root))?;
        files.0.insert(
            "src/arbitrary.rs".to_owned(),
            format::file(context.provenance, &[root]),
        );
        Ok(())
    }
}

/// The call that gives a type its shape; another name for an array or map has that of its elements.
fn piece(context: &Context<'_>, def: &TypeDef) -> Option<Piece> {
    let name = rust(&def.name);
    let read = if types::is_validated(def) {
        quote!(read_valid)
    } else {
        quote!(read)
    };
    Some(match &def.kind {
        TypeKind::Object(object) => object_call(context, &quote!(#name #read), object),
        TypeKind::Enum(_) => Piece::Items(quote!(drawn_enum!(#name);)),
        TypeKind::Union(union) => union_call(context, &quote!(#name #read), union),
        TypeKind::Newtype(newtype) => {
            let shape = shape::of_value(context, &newtype.inner);
            Piece::Items(quote!(drawn!(#name #read #shape);))
        }
        TypeKind::Alias(_) => return None,
    })
}

fn object_call(context: &Context<'_>, head: &TokenStream, object: &Object) -> Piece {
    let mut counted = types::members(object.min_properties, object.max_properties)
        .chain(types::names(context, &object.property_names))
        .peekable();
    let counted = counted
        .peek()
        .is_some()
        .then(|| quote!(counted [#(#counted),*]));
    let others = match &object.additional {
        Additional::Typed(schema) => {
            let shape = shape::of_element(context, schema);
            Some(quote!(others (#shape)))
        }
        Additional::Keep | Additional::Skip => None,
    };
    let members = object.fields.iter().map(|field| {
        let wire = &field.name.wire;
        let shape = shape::of_element(context, &field.schema);
        match context.presence(field) {
            Presence::Required => quote!(Required #wire: #shape),
            Presence::Optional | Presence::OptionalNullable => quote!(Optional #wire: #shape),
        }
    });
    Piece::Call(MacroCall {
        name: "drawn_object",
        head: quote!(#head #counted #others),
        entries: members.collect(),
    })
}

fn union_call(context: &Context<'_>, head: &TokenStream, union: &Union) -> Piece {
    let by = union.tag.as_ref().map(|tag| {
        let property = &tag.property;
        quote!(by #property)
    });
    let parts = union.members.iter().map(|member| {
        let tags = &member.probe.tags;
        let shape = match &member.holds {
            Holds::Constant(value) => {
                let text = value.to_string();
                quote!(Constant(#text))
            }
            Holds::Value(schema) => shape::of_value(context, schema),
        };
        quote!([#(#tags),*] #shape)
    });
    Piece::Call(MacroCall {
        name: "drawn_union",
        head: quote!(#head #by),
        entries: parts.collect(),
    })
}
