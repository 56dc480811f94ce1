//! The shapes of the types, for property tests: one file for each group, or several where it would
//! be too long.
//!
//! They are text, which costs the compiler next to nothing, in files of their own, which a build
//! without the feature `proptest` does not even read.

mod shape;
mod text;

use std::collections::BTreeMap;

use quote::quote;

use super::context::{Context, ident, rust};
use super::{Emitter, Files, chunks, types};
use crate::format::{self, MacroCall, Piece};
use crate::ir::TypeDef;

/// Writes `src/arbitrary.rs` and the files below it.
#[derive(Debug)]
pub(super) struct Arbitrary;

impl Emitter for Arbitrary {
    fn emit(&self, context: &Context<'_>, files: &mut Files) -> Result<(), syn::Error> {
        let mut groups: BTreeMap<&str, Vec<_>> = BTreeMap::new();
        for def in &context.api.types {
            if let Some(shape) = shape::of_type(context, def) {
                let text = text::entry(&def.name.rust, &shape);
                let things = groups.entry(&def.group).or_default();
                things.push((chunks::lines(&text), (def, text)));
            }
        }
        let intro = format::piece(&Piece::Items(quote!(
            use proptest::arbitrary::Arbitrary;
            use proptest::strategy::BoxedStrategy;

            use crate::runtime::arbitrary::{self, drawn};
            use crate::types;
        )))?;
        let (mut modules, mut gates) = (Vec::new(), Vec::new());
        for (group, things) in groups {
            for (index, things) in chunks::divide(things).into_iter().enumerate() {
                let module = chunks::module(group, index);
                let (defs, shapes): (Vec<&TypeDef>, Vec<String>) = things.into_iter().unzip();
                let pieces = [
                    intro.clone(),
                    format::piece(&drawn(&defs))?,
                    text::table(&shapes),
                ];
                let text = format::file(context.provenance, &pieces);
                files.0.insert(format!("src/arbitrary/{module}.rs"), text);
                modules.push(ident(&module));
                gates.push(context.gate(group));
            }
        }
        let patterns = context.api.patterns.keys();
        let patterns = patterns.filter_map(|text| types::pattern(context, text));
        let root = quote! {
            //! What the JSON of each type looks like, for the values that property tests draw.

            use crate::runtime::arbitrary::Shapes;
            use crate::runtime::validate::rules;

            #(#gates mod #modules;)*

            pub(crate) static SHAPES: Shapes = Shapes::new(
                &[#(#gates #modules::SHAPES,)*],
                rules![#(#patterns),*],
            );
        };
        let root = format::piece(&Piece::Items(root))?;
        files.0.insert(
            "src/arbitrary.rs".to_owned(),
            format::file(context.provenance, &[root]),
        );
        Ok(())
    }
}

/// The call that lets types be drawn.
fn drawn(defs: &[&TypeDef]) -> Piece {
    let entries = defs.iter().map(|def| {
        let name = rust(&def.name);
        if types::is_validated(def) {
            quote!(#name valid)
        } else {
            quote!(#name any)
        }
    });
    Piece::Call(MacroCall {
        name: "drawn",
        head: quote!(),
        entries: entries.collect(),
    })
}
