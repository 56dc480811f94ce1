//! The intermediate representation to files.
//!
//! An [`Emitter`] sees the representation and the configuration, nothing else. A new one is a
//! folder here and a line in [`ALL`].

mod arbitrary;
mod chunks;
mod client;
mod context;
mod docs;
mod imports;
mod manifest;
mod modules;
mod root;
mod runtime;
mod types;
mod webhooks;

use std::collections::BTreeMap;

use crate::config::Config;
use crate::format::Provenance;
use crate::ir::Api;

pub(crate) use manifest::{dependencies, features};

use context::Context;

/// The names that modules of every crate have, or may have.
pub(crate) const MODULES: &[&str] = &[
    "arbitrary",
    "blocking",
    "client",
    "runtime",
    "types",
    "webhooks",
];

/// Text files by their path inside the crate, with `/` between folders.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Files(pub BTreeMap<String, String>);

/// Something that writes files from the representation.
trait Emitter {
    /// Adds its files.
    ///
    /// # Errors
    /// Gives the parser's message where it wrote something that is no Rust.
    fn emit(&self, context: &Context<'_>, files: &mut Files) -> Result<(), syn::Error>;
}

/// Every emitter, in the order in which they run.
const ALL: &[&dyn Emitter] = &[
    &types::Types,
    &arbitrary::Arbitrary,
    &webhooks::Webhooks,
    &client::Client,
    &runtime::Runtime,
    &modules::Modules,
    &root::Root,
    &manifest::Manifest,
];

/// Writes all files of the crate.
///
/// # Errors
/// Gives the parser's message where an emitter wrote something that is no Rust, which is a bug.
pub(crate) fn emit(
    api: &Api,
    config: &Config,
    provenance: &Provenance,
) -> Result<Files, syn::Error> {
    let context = Context::new(api, config, provenance);
    let mut files = Files::default();
    for emitter in ALL {
        emitter.emit(&context, &mut files)?;
    }
    Ok(files)
}
