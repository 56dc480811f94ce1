//! The runtime: hand-written files, emitted as they are under their header.
//!
//! One file is left out where nothing needs it, together with the line that declares it.

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
    "arbitrary/bits.rs"
    "arbitrary/builder.rs"
    "arbitrary/collections.rs"
    "arbitrary/implement.rs"
    "arbitrary/mod.rs"
    "arbitrary/number.rs"
    "arbitrary/rules.rs"
    "arbitrary/shape.rs"
    "arbitrary/strategy.rs"
    "arbitrary/text.rs"
    "base64.rs"
    "client/authorize.rs"
    "client/blocking.rs"
    "client/body.rs"
    "client/body_member.rs"
    "client/builder.rs"
    "client/by_status.rs"
    "client/cached.rs"
    "client/call.rs"
    "client/core.rs"
    "client/credential.rs"
    "client/error.rs"
    "client/exchange.rs"
    "client/input.rs"
    "client/mod.rs"
    "client/multipart.rs"
    "client/parameter.rs"
    "client/events.rs"
    "client/headers.rs"
    "client/hook.rs"
    "client/lines.rs"
    "client/mod.rs"
    "client/received.rs"
    "client/refusal.rs"
    "client/reqwest.rs"
    "client/response.rs"
    "client/retry.rs"
    "client/retry_after.rs"
    "client/security.rs"
    "client/provider.rs"
    "client/sleep.rs"
    "client/trace.rs"
    "client/stream.rs"
    "client/transport.rs"
    "client/undeclared.rs"
    "client/url.rs"
    "codec/collections.rs"
    "codec/mod.rs"
    "codec/number.rs"
    "codec/time.rs"
    "decode/mod.rs"
    "decode/node.rs"
    "extra.rs"
    "json.rs"
    "named_text.rs"
    "newtype.rs"
    "nullable.rs"
    "object/implement.rs"
    "object/member.rs"
    "object/mod.rs"
    "object/reader.rs"
    "object/setters.rs"
    "object/visit.rs"
    "object/writer.rs"
    "open_enum.rs"
    "sensitive.rs"
    "union/check.rs"
    "union/implement.rs"
    "union/mod.rs"
    "validate/constraints.rs"
    "validate/measure.rs"
    "validate/mod.rs"
    "validate/number.rs"
    "validate/pattern.rs"
    "validate/place.rs"
    "validate/rule.rs"
    "wipe.rs"
];

/// The file that needs a crate for regular expressions, and the line of the other file that
/// declares it.
const PATTERN: &str = "validate/pattern.rs";
const PATTERN_DECLARED: (&str, &str) = ("validate/mod.rs", "pub mod pattern;\n");

impl Emitter for Runtime {
    fn emit(&self, context: &Context<'_>, files: &mut Files) -> Result<(), syn::Error> {
        let header = context.provenance.header("//");
        let has_patterns = !context.api.patterns.is_empty();
        for (path, text) in FILES {
            if *path == PATTERN && !has_patterns {
                continue;
            }
            let mut text = (*text).to_owned();
            if *path == PATTERN_DECLARED.0 && !has_patterns {
                text = text.replacen(PATTERN_DECLARED.1, "", 1);
            }
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
    fn the_file_that_may_be_left_out_is_declared_in_one_line() {
        let text = |path| {
            super::FILES
                .iter()
                .find(|(name, _)| *name == path)
                .unwrap()
                .1
        };
        let (path, line) = super::PATTERN_DECLARED;
        assert_eq!(text(path).matches(line).count(), 1);
        assert!(!text(super::PATTERN).is_empty());
    }

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
