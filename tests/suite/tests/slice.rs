//! Slicing before generating gives the same types as generating and ignoring the rest.
//!
//! What a type is for may differ (setters are made for what a caller sends), and so may the file
//! that it stands in; its definition may not.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests are tests, too"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use specwright::slice::{Choice, Layout, slice};
use specwright::{Config, Job, Observer, Report, Source, Sources, load};
use syn::{Attribute, Item};

struct Silent;

impl Observer for Silent {
    fn stage(&mut self, _name: &'static str, _counts: String) {}
}

/// The definitions of a crate's types: by the name of the type and the kind of the item.
type Types = BTreeMap<String, String>;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The types that are generated from a text; `None` where it has errors.
fn types(name: &str, text: &str) -> Option<Types> {
    let mut sources = Sources::new();
    let document = sources.add(Source::new(name, text));
    let job = Job {
        document,
        overlays: Vec::new(),
        config: Config::default(),
    };
    let (_, files) = specwright::generate(&mut sources, &job, &mut Silent);
    let mut types = Types::new();
    for (path, text) in files?.0 {
        if path.starts_with("src/types") {
            for item in syn::parse_file(&text).unwrap().items {
                if let Some((key, text)) = definition(&item) {
                    types.insert(key, text);
                }
            }
        }
    }
    Some(types)
}

/// The name and the tokens of what defines a type or how it is written.
fn definition(item: &Item) -> Option<(String, String)> {
    use quote::ToTokens;
    let derives = |attributes: &[Attribute]| {
        let mut words: Vec<String> = attributes
            .iter()
            .map(|it| it.to_token_stream().to_string())
            .collect();
        words.sort();
        words.join(" ")
    };
    match item {
        Item::Struct(it) => Some((
            format!("struct {}", it.ident),
            format!("{} {}", derives(&it.attrs), it.fields.to_token_stream()),
        )),
        Item::Enum(it) => Some((
            format!("enum {}", it.ident),
            format!("{} {}", derives(&it.attrs), it.variants.to_token_stream()),
        )),
        Item::Type(it) => Some((
            format!("type {}", it.ident),
            it.to_token_stream().to_string(),
        )),
        Item::Macro(it) => {
            let path = it.mac.path.to_token_stream().to_string();
            let name = it.mac.tokens.clone().into_iter().next()?;
            Some((format!("{path} {name}"), it.mac.tokens.to_string()))
        }
        _ => None,
    }
}

/// Slices a text, and says what the types of the slice have that those of the whole have not.
fn compare(name: &str, text: &str, whole: &Types, choice: &Choice) -> Vec<String> {
    let mut sources = Sources::new();
    let document = sources.add(Source::new(name, text));
    let loaded = load::load(&sources, document, &[], &mut Report::new()).unwrap();
    let source = sources.get(document);
    let slice = slice(&loaded.tree, Some(source), source.format(), choice).unwrap();
    assert_eq!(slice.layout, Layout::Kept, "{name}");
    let Some(types) = types(name, &slice.text) else {
        return vec![format!(
            "{name} {choice:?}: the slice has errors:\n{}",
            slice.text
        )];
    };
    types
        .iter()
        .filter(|(key, text)| whole.get(*key) != Some(text))
        .map(|(key, text)| {
            let other = whole.get(key).map_or("nothing", String::as_str);
            format!("{name} {choice:?}: {key}\n  slice {text}\n  whole {other}")
        })
        .collect()
}

/// Every operation and webhook of a document, each as a choice of its own.
fn choices(name: &str, text: &str) -> Vec<Choice> {
    let mut sources = Sources::new();
    let document = sources.add(Source::new(name, text));
    let Some(loaded) = load::load(&sources, document, &[], &mut Report::new()) else {
        return Vec::new();
    };
    let mut choices = Vec::new();
    for (container, webhook) in [("paths", false), ("webhooks", true), ("x-webhooks", true)] {
        for (path, item) in loaded.tree[container].as_object().into_iter().flatten() {
            let methods = ["get", "put", "post", "delete", "patch"];
            for method in methods.iter().filter(|method| item[**method].is_object()) {
                let mut choice = Choice::default();
                if webhook {
                    choice.webhooks.push(path.clone());
                } else {
                    choice.paths.push(path.clone());
                    choice.methods.push((*method).to_owned());
                }
                choices.push(choice);
            }
        }
    }
    choices
}

fn fixtures() -> Vec<PathBuf> {
    let mut found = vec![root().join("specs/plaid-link.yml")];
    for folder in fs::read_dir(root().join("specs/features")).unwrap() {
        for file in fs::read_dir(folder.unwrap().path()).unwrap() {
            let path = file.unwrap().path();
            // What consists of several files is sliced once it is bundled.
            if path.is_file() && !path.to_str().unwrap().ends_with(".overlay.yaml") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

#[test]
fn each_operation_alone_has_the_types_of_the_whole() {
    let mut wrong = Vec::new();
    let mut compared = 0;
    for path in fixtures() {
        let name = path.file_name().unwrap().to_str().unwrap();
        let text = fs::read_to_string(&path).unwrap();
        let choices = choices(name, &text);
        // A reference into another operation gives what it leads to a name of its own there.
        if choices.is_empty() || text.contains("'#/paths/") {
            continue;
        }
        let whole = types(name, &text).unwrap();
        for choice in choices {
            compared += 1;
            wrong.extend(compare(name, &text, &whole, &choice));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(compared > 50, "{compared}");
}

#[test]
fn the_link_operations_of_full_plaid_have_the_types_of_the_whole() {
    let corpus = std::env::var_os("SPECWRIGHT_CORPUS")
        .map_or_else(|| root().join("../shared/corpus"), PathBuf::from);
    let path = corpus.join("real/plaid.yml");
    let Ok(text) = fs::read_to_string(&path) else {
        eprintln!("skipped: there is no {}", path.display());
        return;
    };
    let whole = types("plaid.yml", &text).unwrap();
    let choice = Choice {
        paths: vec!["/link/**".to_owned()],
        ..Choice::default()
    };
    let wrong = compare("plaid.yml", &text, &whole, &choice);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
