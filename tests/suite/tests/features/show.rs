//! The part of a generated crate that a fixture is about, as text for its snapshot.
//!
//! A document says with the extension `x-shows` which part that is: `types` (as usual), `client`
//! (the operations), `blocking` (the same for code that waits), `settings` (the client and its
//! builder), `webhooks`, `root` (what names the modules), `manifest`, `readme`, `modules` (those that
//! are written by hand), `arbitrary` (what property tests draw), `diagnostics` (findings alone), or a
//! list of them. Findings are always shown.

use std::fmt::Write as _;

use serde_json::Value;
use specwright::{Files, Report};

use crate::fixtures::Run;

/// The extension of a document that names what is shown.
const SHOWS: &str = "x-shows";

/// The findings of a run, and the parts that its document asks for.
///
/// `plain` is what a document without servers and security schemes becomes; of the settings, the
/// root, the manifest and the README only what differs from it is shown.
pub(crate) fn text(run: &Run, plain: &Files) -> String {
    let mut shown = String::new();
    for finding in &run.report {
        let (severity, code) = (finding.severity.as_str(), finding.code.as_str());
        writeln!(shown, "{severity}[{code}] {}", finding.pointer).unwrap();
    }
    let files = run
        .files
        .as_ref()
        .unwrap_or_else(|| panic!("no files:\n{shown}"));
    for part in parts(run) {
        let folder = match part.as_str() {
            "types" => "src/types/",
            "client" => "src/client/",
            "blocking" => "src/blocking/",
            "settings" => "src/client.rs",
            "arbitrary" => "src/arbitrary/",
            "webhooks" => "src/webhooks.rs",
            "root" => "src/lib.rs",
            "manifest" => "Cargo.toml",
            "readme" => "README.md",
            "modules" => "src/written",
            "diagnostics" => {
                assert!(!shown.is_empty(), "there are no findings");
                continue;
            }
            other => panic!("`{SHOWS}: {other}` names no part"),
        };
        let mut found = false;
        for (path, text) in files.0.range(folder.to_owned()..) {
            if !path.starts_with(folder) {
                break;
            }
            let compared = matches!(part.as_str(), "settings" | "root" | "manifest" | "readme");
            let known = plain.0.get(path).filter(|_| compared);
            let items = items(text, known.map_or("", String::as_str));
            write!(shown, "\n// {path}\n\n{items}\n").unwrap();
            found = true;
        }
        assert!(found, "there is nothing in {folder}");
    }
    shown
}

/// What the document asks for.
fn parts(run: &Run) -> Vec<String> {
    let tree = specwright::load::parse(&run.sources, run.document, &mut Report::new());
    let shows = tree.as_ref().and_then(|tree| tree.get(SHOWS));
    let word = |value: &Value| value.as_str().unwrap().to_owned();
    match shows {
        None => vec!["types".to_owned()],
        Some(Value::Array(parts)) => parts.iter().map(word).collect(),
        Some(part) => vec![word(part)],
    }
}

/// A file without its header and imports, and without what it has in common with another one.
fn items(text: &str, plain: &str) -> String {
    let plain: Vec<&str> = plain.split("\n\n").map(str::trim).collect();
    let blocks: Vec<&str> = text
        .split("\n\n")
        .filter(|block| {
            let block = block.trim();
            let is_header = block.starts_with("// @generated") || block.starts_with("# @generated");
            let is_import = block.starts_with("#[allow(unused_imports)]");
            !(is_header || is_import || plain.contains(&block))
        })
        .collect();
    blocks.join("\n\n").trim_end().to_owned()
}
