//! The runtime: hand-written files, emitted as they are under their header.

use super::context::Context;
use super::{Emitter, Files};

/// Writes `src/runtime/`.
#[derive(Debug)]
pub(super) struct Runtime;

macro_rules! embedded {
    ($($path:literal)+) => {
        &[$(($path, include_str!(concat!("../../runtime/src/runtime/", $path)))),+]
    };
}

/// Every file of the runtime; a test holds the list to the folder.
pub(super) const FILES: &[(&str, &str)] = embedded![
    "mod.rs"
    "base64.rs"
    "client/body.rs"
    "client/builder.rs"
    "client/call.rs"
    "client/core.rs"
    "client/error.rs"
    "client/input.rs"
    "client/mod.rs"
    "client/multipart.rs"
    "client/parameter.rs"
    "client/refusal.rs"
    "client/reqwest.rs"
    "client/response.rs"
    "client/security.rs"
    "client/token.rs"
    "client/transport.rs"
    "client/url.rs"
    "codec.rs"
    "decode/mod.rs"
    "decode/node.rs"
    "extra.rs"
    "newtype.rs"
    "nullable.rs"
    "object/implement.rs"
    "object/member.rs"
    "object/mod.rs"
    "object/reader.rs"
    "object/setters.rs"
    "object/writer.rs"
    "open_enum.rs"
    "sensitive.rs"
    "validate.rs"
];

impl Emitter for Runtime {
    fn emit(&self, context: &Context<'_>, files: &mut Files) -> Result<(), syn::Error> {
        let header = context.provenance.header("//");
        for (path, text) in FILES {
            let path = format!("src/runtime/{path}");
            files.0.insert(path, format!("{header}\n{text}"));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    #[test]
    fn every_file_of_the_folder_is_emitted() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("runtime/src/runtime");
        let mut found = BTreeSet::new();
        let mut folders = vec![root.clone()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let path = path.strip_prefix(&root).unwrap().to_str().unwrap();
                    found.insert(path.replace('\\', "/"));
                }
            }
        }
        let listed: BTreeSet<String> = super::FILES
            .iter()
            .map(|(path, _)| (*path).to_owned())
            .collect();
        assert_eq!(listed, found);
    }
}
