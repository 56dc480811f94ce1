//! The messages of cargo, sorted by the crate that they are about.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::Compilation;

/// What was told so far.
#[derive(Debug)]
pub(super) struct Messages {
    /// The folder of all crates.
    crates: PathBuf,
    pub(super) compilations: BTreeMap<String, Compilation>,
    /// The crates that there is nothing more to say about.
    ended: BTreeSet<String>,
    /// Whether cargo came to an end.
    pub(super) finished: bool,
}

impl Messages {
    /// Messages about crates that lie in a folder, each in one of its name.
    pub(super) fn new(crates: PathBuf) -> Self {
        Self {
            crates,
            compilations: BTreeMap::new(),
            ended: BTreeSet::new(),
            finished: false,
        }
    }

    /// How many crates are built or have errors.
    pub(super) fn ended(&self) -> usize {
        self.ended.len()
    }

    /// Takes one message and names the crate that it is about.
    pub(super) fn read<'m>(&mut self, message: &'m Value) -> Option<&'m str> {
        let reason = message["reason"].as_str()?;
        if reason == "build-finished" {
            self.finished = true;
            return None;
        }
        let manifest = Path::new(message["manifest_path"].as_str()?);
        let folder = manifest.parent()?;
        let package = folder.file_name()?.to_str()?;
        if folder.parent() != Some(&self.crates) {
            return None;
        }
        let compilation = self.compilations.entry(package.to_owned()).or_default();
        match reason {
            "compiler-artifact" => compilation.built = true,
            "compiler-message" => {
                let told = &message["message"];
                let text = told["message"].as_str().unwrap_or_default();
                // The sum at the end says nothing new.
                let is_sum = told["spans"].as_array().is_none_or(Vec::is_empty)
                    && (text.starts_with("aborting due to") || text.ends_with("emitted"));
                match told["level"].as_str() {
                    Some("warning") if !is_sum => compilation.warnings += 1,
                    Some(level) if level.starts_with("error") && !is_sum => {
                        compilation.errors += 1;
                    }
                    _ => return Some(package),
                }
                if compilation.first.is_none() {
                    compilation.first = told["rendered"].as_str().map(str::to_owned);
                }
            }
            _ => return Some(package),
        }
        if compilation.built || compilation.errors > 0 {
            compilation.built = true;
            self.ended.insert(package.to_owned());
        }
        Some(package)
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use serde_json::json;

    use super::Messages;

    #[test]
    fn messages_are_counted_for_their_crate() {
        let mut messages = Messages::new(PathBuf::from("/out/crates"));
        let about = |package: &str, level: &str, text: &str, spans: usize| {
            json!({
                "reason": "compiler-message",
                "manifest_path": format!("/out/crates/{package}/Cargo.toml"),
                "message": {"level": level, "message": text, "spans": vec![json!({}); spans], "rendered": text},
            })
        };
        let artifact =
            |manifest: &str| json!({"reason": "compiler-artifact", "manifest_path": manifest});
        let told = [
            artifact("/registry/serde/Cargo.toml"),
            artifact("/out/crates/good/Cargo.toml"),
            about("warned", "warning", "unused", 1),
            about("warned", "warning", "1 warning emitted", 0),
            artifact("/out/crates/warned/Cargo.toml"),
            about("bad", "error", "mismatched", 1),
            about("bad", "error", "aborting due to 1 previous error", 0),
            about("bad", "failure-note", "for more", 0),
            json!({"reason": "build-finished", "success": false}),
        ];
        assert!(!messages.finished);
        for message in &told {
            messages.read(message);
        }
        assert!(messages.finished);
        assert_eq!(messages.ended(), 3);
        let found: Vec<_> = messages
            .compilations
            .iter()
            .map(|(name, it)| {
                (
                    name.as_str(),
                    it.is_clean(),
                    it.errors,
                    it.warnings,
                    it.first.as_deref(),
                )
            })
            .collect();
        assert_eq!(
            found,
            [
                ("bad", false, 1, 0, Some("mismatched")),
                ("good", true, 0, 0, None),
                ("warned", false, 0, 1, Some("unused")),
            ]
        );
    }
}
