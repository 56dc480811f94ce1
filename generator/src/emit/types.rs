//! The generated types: one file for each group, or several where it would be too long.

mod alias;
mod constraints;
mod default;
mod enumeration;
mod newtype;
mod object;
mod union;

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

pub(super) use constraints::{
    checks_of_value, holds_all, is_validated, members, names, of_members, only_rules, rules,
};

use super::context::{Context, ident};
use super::{Emitter, Files, chunks, manifest};
use crate::format::{self, Piece};
use crate::ir::{ScalarType, TypeDef, TypeKind};

/// Writes `src/types.rs` and the files below it.
#[derive(Debug)]
pub(super) struct Types;

impl Emitter for Types {
    fn emit(&self, context: &Context<'_>, files: &mut Files) -> Result<(), syn::Error> {
        let mut groups: BTreeMap<&str, Vec<&TypeDef>> = BTreeMap::new();
        for def in &context.api.types {
            groups.entry(&def.group).or_default().push(def);
        }
        let (mut modules, mut gates) = (Vec::new(), Vec::new());
        for (group, defs) in groups {
            for (index, text) in in_files(context, &defs)?.into_iter().enumerate() {
                let module = chunks::module(group, index);
                files.0.insert(format!("src/types/{module}.rs"), text);
                modules.push(ident(&module));
                gates.push(context.gate(group));
            }
        }
        // The runtime does not know the crate, which only some documents need.
        let measured = manifest::uses(context, ScalarType::Uuid)
            .then(|| quote!(crate::runtime::validate::measured_text!(uuid::Uuid);));
        let root = quote! {
            //! The types of the API, all of them at this level.

            #[allow(unused_imports)]
            use crate::runtime::codec::{Int, MapOf, Plain, Wide};
            #[allow(unused_imports)]
            use crate::runtime::newtype::{container_newtype, measured, scalar_newtype, scalar_text, sensitive_newtype, string_newtype};
            #[allow(unused_imports)]
            use crate::runtime::object::{object, setters};
            #[allow(unused_imports)]
            use crate::runtime::open_enum::{integer_enum, mixed_enum, number_enum, string_enum};
            #[allow(unused_imports)]
            use crate::runtime::union::{KnownMember, one_of, one_of_text};
            #[allow(unused_imports)]
                        use crate::runtime::validate::{constraints, rules};
            #[allow(unused_imports)]
            use crate::runtime::{Base64, Extra, Nullable, Sensitive};

            #measured

            #(#gates mod #modules;)*

            #(#gates pub use self::#modules::*;)*
        };
        let root = format::piece(&Piece::Items(root))?;
        files.0.insert(
            "src/types.rs".to_owned(),
            format::file(context.provenance, &[root]),
        );
        Ok(())
    }
}

/// The texts of the files that hold some types.
fn in_files(context: &Context<'_>, defs: &[&TypeDef]) -> Result<Vec<String>, syn::Error> {
    let intro = format::piece(&Piece::Items(quote! {
        #[allow(unused_imports)]
        use super::*;
    }))?;
    let mut things = Vec::new();
    for def in defs {
        let mut text = Vec::new();
        for piece in pieces_of(context, def) {
            text.push(format::piece(&piece)?);
        }
        things.push((text.iter().map(|text| chunks::lines(text)).sum(), text));
    }
    let files = chunks::divide(things).into_iter().map(|things| {
        let pieces: Vec<String> = std::iter::once(intro.clone())
            .chain(things.into_iter().flatten())
            .collect();
        format::file(context.provenance, &pieces)
    });
    Ok(files.collect())
}

fn pieces_of(context: &Context<'_>, def: &TypeDef) -> Vec<Piece> {
    match &def.kind {
        TypeKind::Object(object) => object::pieces(context, def, object),
        TypeKind::Enum(values) => enumeration::pieces(def, values),
        TypeKind::Union(members) => union::pieces(context, def, members),
        TypeKind::Newtype(newtype) => newtype::pieces(context, def, newtype),
        TypeKind::Alias(schema) => alias::pieces(context, def, schema),
    }
}

/// The attribute of something that the document calls deprecated.
fn deprecated(flag: bool) -> TokenStream {
    if flag {
        quote!(#[deprecated])
    } else {
        TokenStream::new()
    }
}
