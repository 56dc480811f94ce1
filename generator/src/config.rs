//! What a maintainer may choose, as plain data; read from `specs/<name>.toml` by the command line.

mod module;

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::diagnostic::Levels;

pub use module::{Dependency, Module, ModuleFile};

/// The choices for one generated crate.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Config {
    /// The crate that is written.
    #[serde(rename = "crate")]
    pub package: Package,
    /// Names that replace derived ones.
    #[serde(default)]
    pub naming: Naming,
    /// The Rust type of each `format`, where it is not the usual one.
    #[serde(default)]
    pub formats: BTreeMap<String, ScalarType>,
    /// How operations and types are divided into modules.
    #[serde(default)]
    pub groups: Grouping,
    /// Whether the groups are features of the crate.
    #[serde(default)]
    pub features: Features,
    /// How much each kind of finding weighs, where it is not the usual weight.
    #[serde(default)]
    pub rules: Levels,
    /// Modules of the crate that are written by hand, by their names.
    #[serde(default)]
    pub modules: BTreeMap<String, Module>,
}

/// The manifest of the generated crate.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Package {
    /// The name of the crate.
    pub name: String,
    /// The version of the crate, a semantic version.
    #[serde(default = "Package::initial_version")]
    pub version: String,
    /// The SPDX licence expression of the crate.
    #[serde(default)]
    pub license: Option<String>,
    /// One sentence for the package registry; else the title of the document.
    #[serde(default)]
    pub description: Option<String>,
    /// Where the source of the crate lives.
    #[serde(default)]
    pub repository: Option<String>,
    /// Whether the crate belongs to a workspace that stands around it.
    #[serde(default)]
    pub in_workspace: bool,
    /// An example that the README of the crate and its documentation show, as Rust source.
    #[serde(default)]
    pub example: Option<String>,
}

impl Package {
    fn initial_version() -> String {
        "0.1.0".to_owned()
    }
}

impl Default for Package {
    fn default() -> Self {
        Self {
            name: "api-client".to_owned(),
            version: Self::initial_version(),
            license: None,
            description: None,
            repository: None,
            in_workspace: false,
            example: None,
        }
    }
}

/// Names that replace derived ones.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Naming {
    /// Rust type names by the name of the component schema.
    #[serde(default)]
    pub types: BTreeMap<String, String>,
    /// Rust method names by `operationId`.
    #[serde(default)]
    pub operations: BTreeMap<String, String>,
}

/// How operations and types are divided into modules.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Grouping {
    /// By tag where the operations use more than one, else by path.
    #[default]
    Auto,
    /// By the first tag of each operation.
    Tag,
    /// By the first segment of the path.
    Path,
}

/// Whether a dependent may leave out groups of operations, with the types that only they use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Features {
    /// Each group is a feature of the crate, where there are several.
    #[default]
    Groups,
    /// All groups are always there.
    None,
}

/// A Rust type for a string or number with a `format`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ScalarType {
    /// Text, unchanged.
    String,
    /// An instant with its offset from UTC (RFC 3339).
    DateTime,
    /// A calendar date (RFC 3339 `full-date`).
    Date,
    /// A UUID (RFC 9562).
    Uuid,
    /// Bytes, written as Base64 (RFC 4648).
    Base64,
    /// An IPv4 address.
    Ipv4,
    /// An IPv6 address.
    Ipv6,
    /// A signed integer of 32 bits.
    I32,
    /// A signed integer of 64 bits.
    I64,
    /// An unsigned integer of 32 bits.
    U32,
    /// An unsigned integer of 64 bits.
    U64,
    /// A signed integer of 128 bits.
    I128,
    /// A binary floating-point number of 32 bits.
    F32,
    /// A binary floating-point number of 64 bits.
    F64,
}

impl ScalarType {
    /// Whether the values are whole numbers.
    #[must_use]
    pub const fn is_integer(self) -> bool {
        match self {
            Self::I32 | Self::I64 | Self::U32 | Self::U64 | Self::I128 => true,
            Self::F32
            | Self::F64
            | Self::String
            | Self::DateTime
            | Self::Date
            | Self::Uuid
            | Self::Base64
            | Self::Ipv4
            | Self::Ipv6 => false,
        }
    }

    /// Whether the values are numbers, whole or not.
    #[must_use]
    pub const fn is_number(self) -> bool {
        self.is_integer() || matches!(self, Self::F32 | Self::F64)
    }
}
