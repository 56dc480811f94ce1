//! What modules that are written by hand add to the manifest and the README.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::quoted;
use crate::config::{Dependency, Module};

type Modules = BTreeMap<String, Module>;

/// The keys in a section of a manifest.
pub(super) fn keys(manifest: &'static str, section: &str) -> impl Iterator<Item = &'static str> {
    let start = format!("[{section}]");
    let lines = manifest.lines().skip_while(move |line| *line != start);
    let section = lines.skip(1).take_while(|line| !line.starts_with('['));
    section.filter_map(|line| Some(line.split_once(" = ")?.0).filter(|key| !key.starts_with('#')))
}

/// A manifest with the features of the modules, after those that it has.
pub(super) fn features(manifest: &str, modules: &Modules) -> String {
    let additions = added_features(modules);
    let mut text = String::with_capacity(manifest.len());
    let mut in_features = false;
    for line in manifest.lines() {
        if in_features && line.is_empty() {
            in_features = false;
            text.push_str(&additions);
        }
        in_features |= line == "[features]";
        match line.strip_suffix(']') {
            Some(listed) if in_features && line.starts_with("default = ") => {
                text.push_str(listed);
                for feature in defaults(modules) {
                    let _ = write!(text, ", {}", quoted(feature));
                }
                text.push_str("]\n");
            }
            _ => {
                text.push_str(line);
                text.push('\n');
            }
        }
    }
    text
}

/// The lines of the crates that only modules need.
pub(super) fn dependencies(modules: &Modules) -> String {
    let mut needed: BTreeMap<&str, (&Dependency, bool)> = BTreeMap::new();
    for module in modules.values() {
        for (name, dependency) in &module.dependencies {
            let (_, optional) = needed.entry(name).or_insert((dependency, true));
            *optional &= module.feature.is_some();
        }
    }
    let mut text = String::new();
    for (name, (dependency, optional)) in needed {
        // Writing to a `String` cannot fail.
        let _ = write!(
            text,
            "{name} = {{ version = {}",
            quoted(&dependency.version)
        );
        if !dependency.default_features {
            text.push_str(", default-features = false");
        }
        if !dependency.features.is_empty() {
            let _ = write!(text, ", features = [{}]", list(&dependency.features));
        }
        if optional {
            text.push_str(", optional = true");
        }
        text.push_str(" }\n");
    }
    text
}

/// A line for each feature that only modules have.
pub(super) fn readme(modules: &Modules) -> String {
    let mut text = String::new();
    for (feature, belonging) in by_feature(modules) {
        if let Some(about) = belonging.iter().find_map(|module| module.about.as_deref()) {
            let default = if belonging.iter().any(|module| module.default) {
                " (default)"
            } else {
                ""
            };
            let _ = writeln!(text, "- `{feature}`{default}: {about}");
        }
    }
    text
}

fn added_features(modules: &Modules) -> String {
    let mut text = String::new();
    for (feature, belonging) in by_feature(modules) {
        let own = belonging.iter().flat_map(|module| {
            let crates = module.dependencies.keys();
            let crates = crates.map(|name| format!("dep:{name}"));
            module.requires.iter().cloned().chain(crates)
        });
        let mut switched: Vec<String> = Vec::new();
        for one in own {
            if !switched.contains(&one) {
                switched.push(one);
            }
        }
        if let Some(about) = belonging.iter().find_map(|module| module.about.as_deref()) {
            let _ = writeln!(text, "# {about}");
        }
        let _ = writeln!(text, "{feature} = [{}]", list(&switched));
    }
    text
}

/// The modules of each feature that is theirs alone.
fn by_feature(modules: &Modules) -> BTreeMap<&str, Vec<&Module>> {
    let mut features: BTreeMap<&str, Vec<&Module>> = BTreeMap::new();
    for module in modules.values() {
        if let Some(feature) = &module.feature
            && !super::features().any(|known| known == feature)
        {
            features.entry(feature).or_default().push(module);
        }
    }
    features
}

fn defaults(modules: &Modules) -> impl Iterator<Item = &str> {
    let features = by_feature(modules).into_iter();
    features
        .filter(|(_, belonging)| belonging.iter().any(|module| module.default))
        .map(|(feature, _)| feature)
}

fn list(texts: &[String]) -> String {
    let quoted: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
    quoted.join(", ")
}
