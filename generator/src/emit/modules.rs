//! Modules that are written by hand, emitted as they are under their header.

use proc_macro2::TokenStream;
use quote::quote;

use super::context::{Context, ident};
use super::{Emitter, Files};

/// Writes `src/<module>.rs` and the files of its own modules.
#[derive(Debug)]
pub(super) struct Modules;

impl Emitter for Modules {
    fn emit(&self, context: &Context<'_>, files: &mut Files) -> Result<(), syn::Error> {
        let header = context.provenance.header("//");
        for (name, module) in &context.config.modules {
            let parts = module.parts.iter();
            let paths = parts.map(|part| (format!("src/{name}/{}.rs", part.stem()), part));
            for (path, file) in
                std::iter::once((format!("src/{name}.rs"), &module.file)).chain(paths)
            {
                files.0.insert(path, format!("{header}\n{}", file.text));
            }
        }
        Ok(())
    }
}

/// The lines of `src/lib.rs` that declare the modules.
pub(super) fn declarations(context: &Context<'_>) -> TokenStream {
    let modules = context.config.modules.iter();
    let declared = modules.map(|(name, module)| {
        let name = ident(name);
        let condition = module
            .feature
            .as_ref()
            .map(|feature| quote!(#[cfg(feature = #feature)]));
        quote! {
            #condition
            pub mod #name;
        }
    });
    quote!(#(#declared)*)
}
