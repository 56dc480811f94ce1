//! Which packages of the workspace depend on which, read from their manifests.

use std::collections::BTreeSet;
use std::path::Path;

use toml::{Table, Value};

/// A package and everything that it depends on directly, whether always or for tests, builds, a
/// feature or a platform only.
#[derive(Debug)]
pub(crate) struct Package {
    /// Its name.
    pub(crate) name: String,
    /// The names of the packages that it depends on.
    pub(crate) dependencies: BTreeSet<String>,
}

impl Package {
    /// Reads a manifest.
    pub(crate) fn parse(manifest: &str) -> Self {
        let manifest: Table = manifest.parse().unwrap();
        let mut dependencies = BTreeSet::new();
        collect(&manifest, &mut dependencies);
        Self {
            name: manifest["package"]["name"].as_str().unwrap().to_owned(),
            dependencies,
        }
    }
}

/// All packages of a workspace.
pub(crate) fn read(root: &Path) -> Vec<Package> {
    let read = |folder: &Path| std::fs::read_to_string(folder.join("Cargo.toml")).unwrap();
    let workspace: Table = read(root).parse().unwrap();
    let members = workspace["workspace"]["members"].as_array().unwrap();
    members
        .iter()
        .map(|member| Package::parse(&read(&root.join(member.as_str().unwrap()))))
        .collect()
}

fn collect(table: &Table, found: &mut BTreeSet<String>) {
    for kind in ["dependencies", "dev-dependencies", "build-dependencies"] {
        for (name, details) in table
            .get(kind)
            .and_then(Value::as_table)
            .into_iter()
            .flatten()
        {
            // A dependency may go by another name than its own.
            let package = details.get("package").and_then(Value::as_str);
            found.insert(package.unwrap_or(name).replace('_', "-"));
        }
    }
    let platforms = table.get("target").and_then(Value::as_table);
    for platform in platforms.into_iter().flat_map(Table::values) {
        collect(platform.as_table().unwrap(), found);
    }
}
