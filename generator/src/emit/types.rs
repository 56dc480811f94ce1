//! The generated types: one file for each group, or several where it would be too long.

mod alias;
mod argument;
mod constraints;
mod default;
mod enumeration;
mod named_text;
mod newtype;
mod object;
mod union;

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

pub(super) use argument::Argument;
pub(super) use constraints::{
    checks_of_value, holds_all, is_validated, limits, of_members, only_rules, pattern,
};

use super::context::{Context, ident};
use super::{Emitter, Files, chunks, imports, manifest};
use crate::format::{self, Piece};
use crate::ir::{ScalarType, TypeDef, TypeKind};

/// What the types need of the runtime, by module.
const RUNTIME: [(&str, &[&str]); 8] = [
    ("codec", &["Int", "MapOf", "Plain", "Rfc3339", "Wide"]),
    (
        "newtype",
        &[
            "container_newtype",
            "measured",
            "scalar_newtype",
            "scalar_text",
        ],
    ),
    ("named_text", &["NamedSecret", "NamedText"]),
    ("object", &["object", "setters"]),
    (
        "open_enum",
        &["integer_enum", "mixed_enum", "number_enum", "string_enum"],
    ),
    ("union", &["KnownMember", "one_of", "one_of_text"]),
    ("validate", &["constraints", "rules"]),
    ("", &["Base64", "Extra", "Nullable", "Sensitive"]),
];

/// Those whose macros name what they use through the module: a path from the root of the crate is
/// longer, and there are thousands of them.
const NAMED: [&str; 2] = ["object", "open_enum"];

/// Writes `src/types.rs` and the files below it.
#[derive(Debug)]
pub(super) struct Types;

impl Emitter for Types {
    fn emit(&self, context: &Context<'_>, files: &mut Files) -> Result<(), syn::Error> {
        let mut groups: BTreeMap<&str, Vec<&TypeDef>> = BTreeMap::new();
        for def in &context.api.types {
            groups.entry(&def.group).or_default().push(def);
        }
        let kinds = named_text::kinds(context);
        let (mut modules, mut gates) = (Vec::new(), Vec::new());
        for (group, defs) in groups {
            for (index, text) in in_files(context, group, &defs)?.into_iter().enumerate() {
                let module = chunks::module(group, index);
                files.0.insert(format!("src/types/{module}.rs"), text);
                modules.push(ident(&module));
                gates.push(context.gate(group));
            }
        }
        // The runtime does not know the crate, which only some documents need.
        let measured = manifest::uses(context, ScalarType::Uuid)
            .then(|| quote!(crate::runtime::validate::measured_text!(uuid::Uuid);));
        let imports = RUNTIME.iter().map(|(module, names)| {
            let itself = NAMED.contains(module).then(|| quote!(self,));
            let names = names.iter().map(|name| ident(name));
            let module = (!module.is_empty()).then(|| {
                let module = ident(module);
                quote!(#module::)
            });
            quote!(#module{#itself #(#names),*})
        });
        let root = quote! {
            //! The types of the API, all of them at this level.

            // An object may have no members, or none that is required; said once for all, since each
            // such attribute costs the compiler memory.
            #![allow(irrefutable_let_patterns, unused_mut, unused_parens, unused_variables, clippy::never_loop)]

            #(#[allow(unused_imports)] use crate::runtime::#imports;)*

            #measured

            #kinds

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

/// The texts of the files that hold the types of a group.
fn in_files(
    context: &Context<'_>,
    group: &str,
    defs: &[&TypeDef],
) -> Result<Vec<String>, syn::Error> {
    let mut things = Vec::new();
    for def in defs {
        let pieces = pieces_of(context, def);
        let mut text = Vec::new();
        for piece in &pieces {
            text.push(format::piece(piece)?);
        }
        let lines = text.iter().map(|text| chunks::lines(text)).sum();
        things.push((lines, (*def, pieces, text)));
    }
    // A type of another group is there whenever this one is, if it has no feature of its own.
    let reachable: BTreeSet<&str> = context
        .api
        .types
        .iter()
        .filter(|def| def.group == group || context.gate(&def.group).is_none())
        .map(|def| def.name.rust.as_str())
        .chain(RUNTIME.iter().flat_map(|(_, names)| names.iter().copied()))
        .chain(NAMED)
        .collect();
    let files = chunks::divide(things).into_iter().map(|things| {
        let mut words = BTreeSet::new();
        for piece in things.iter().flat_map(|(_, pieces, _)| pieces) {
            piece.words(&mut words);
        }
        for (def, ..) in &things {
            words.remove(&def.name.rust);
        }
        for (module, macros) in RUNTIME {
            if NAMED.contains(&module) && macros.iter().any(|one| words.contains(*one)) {
                words.insert(module.to_owned());
            }
        }
        let imports = imports::used(quote!(super), reachable.iter().copied(), &words);
        let mut pieces = Vec::new();
        if !imports.is_empty() {
            pieces.push(format::piece(&Piece::Items(imports))?);
        }
        pieces.extend(things.into_iter().flat_map(|(.., text)| text));
        Ok(format::file(context.provenance, &pieces))
    });
    files.collect()
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
