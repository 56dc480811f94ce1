//! Modules of the generated crate that are written by hand.

use std::collections::BTreeMap;

use serde::Deserialize;

/// A module of the crate that is written by hand and emitted as it is, under the header of every
/// other file.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Module {
    /// The file of the module, which becomes `src/<module>.rs`.
    pub file: ModuleFile,
    /// The files of its own modules, each of which becomes `src/<module>/<its own name>`.
    #[serde(default)]
    pub parts: Vec<ModuleFile>,
    /// The cargo feature that the module belongs to; without one it is always compiled.
    #[serde(default)]
    pub feature: Option<String>,
    /// What the feature is for, as the end of a sentence: `what it is for.`
    #[serde(default)]
    pub about: Option<String>,
    /// Whether the feature is on unless a user switches default features off.
    #[serde(default)]
    pub default: bool,
    /// What else the feature switches on: features of the crate or of dependencies.
    #[serde(default)]
    pub requires: Vec<String>,
    /// The crates that the module needs besides those of every generated crate.
    #[serde(default)]
    pub dependencies: BTreeMap<String, Dependency>,
}

impl Module {
    /// All files, that of the module first.
    pub fn files(&self) -> impl Iterator<Item = &ModuleFile> {
        std::iter::once(&self.file).chain(&self.parts)
    }

    /// The same, to be changed.
    pub fn files_mut(&mut self) -> impl Iterator<Item = &mut ModuleFile> {
        std::iter::once(&mut self.file).chain(&mut self.parts)
    }
}

/// A file of a module.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(from = "String")]
pub struct ModuleFile {
    /// Where it is, relative to the configuration.
    pub path: String,
    /// What it holds, filled in by whoever reads the configuration.
    pub text: String,
}

impl ModuleFile {
    /// The name of the file without its folders and its ending.
    #[must_use]
    pub fn stem(&self) -> &str {
        let name = self.path.rsplit(['/', '\\']).next().unwrap_or(&self.path);
        name.strip_suffix(".rs").unwrap_or(name)
    }
}

impl From<String> for ModuleFile {
    fn from(path: String) -> Self {
        Self {
            path,
            text: String::new(),
        }
    }
}

/// A crate that a module needs.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Dependency {
    /// The version requirement.
    pub version: String,
    /// Whether the default features of the crate are on.
    #[serde(default)]
    pub default_features: bool,
    /// The features of the crate that are on.
    #[serde(default)]
    pub features: Vec<String>,
}
