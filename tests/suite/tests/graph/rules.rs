//! The graph as it has to be, and the functions that find what is otherwise.
//!
//! Each function gives a line for each thing that is wrong; none means that all is well.

use std::collections::BTreeSet;

use crate::crates::Package;
use crate::modules::{Modules, ROOT};

/// A name, and the names that belong to it.
pub(crate) type Table = [(&'static str, &'static [&'static str])];

/// What each module of the generator may refer to, in the order of the pipeline.
///
/// `pointer`, `spelling`, `source` and `diagnostic` are the base; `config` is what the user chose, and
/// `grammar` what the specification says. The stages up to `lower` know the document, those from `ir`
/// on do not. `lib` is the facade: it calls every stage, and only `inspect`, which shows what a stage
/// made, may look back at it.
pub(crate) const MODULES: &Table = &[
    ("pointer", &[]),
    ("spelling", &[]),
    ("source", &["pointer"]),
    ("diagnostic", &["pointer", "source", "spelling"]),
    ("config", &["diagnostic"]),
    ("load", &["pointer", "source", "diagnostic"]),
    ("grammar", &[]),
    (
        "normalize",
        &["pointer", "source", "diagnostic", "load", "grammar"],
    ),
    (
        "bundle",
        &[
            "pointer",
            "source",
            "diagnostic",
            "spelling",
            "load",
            "grammar",
        ],
    ),
    (
        "slice",
        &[
            "pointer",
            "source",
            "diagnostic",
            "spelling",
            "load",
            "grammar",
        ],
    ),
    (
        "validate",
        &[
            "pointer",
            "source",
            "diagnostic",
            "spelling",
            "load",
            "grammar",
        ],
    ),
    (
        "resolve",
        &["pointer", "diagnostic", "grammar", "normalize", "bundle"],
    ),
    ("ir", &["pointer", "config"]),
    (
        "lower",
        &["pointer", "diagnostic", "config", "resolve", "ir"],
    ),
    ("passes", &["pointer", "diagnostic", "config", "ir"]),
    ("format", &[]),
    ("emit", &["config", "ir", "format"]),
    (
        "modules",
        &["pointer", "source", "diagnostic", "config", "emit"],
    ),
    (
        "inspect",
        &[
            "pointer",
            "source",
            "diagnostic",
            "load",
            "bundle",
            "normalize",
            "resolve",
            "validate",
            "lower",
            "ir",
            "passes",
            ROOT,
        ],
    ),
];

/// Names that must not occur in a module: the document's model is unknown from `ir` on, and what
/// Rust code is made of is known to the emitters alone.
pub(crate) const UNKNOWN: &Table = &[
    ("ir", &["openapiv3", "proc_macro2", "syn", "quote"]),
    ("passes", &["openapiv3", "proc_macro2", "syn", "quote"]),
    ("emit", &["openapiv3"]),
    ("format", &["openapiv3"]),
    ("lower", &["proc_macro2", "syn", "quote"]),
    ("resolve", &["proc_macro2", "syn", "quote"]),
    ("validate", &["proc_macro2", "syn", "quote", "openapiv3"]),
    ("normalize", &["proc_macro2", "syn", "quote"]),
    ("bundle", &["proc_macro2", "syn", "quote", "openapiv3"]),
    ("load", &["proc_macro2", "syn", "quote", "openapiv3"]),
    ("slice", &["proc_macro2", "syn", "quote", "openapiv3"]),
    ("grammar", &["proc_macro2", "syn", "quote", "openapiv3"]),
];

/// What each package may depend on within the workspace.
pub(crate) const PACKAGES: &Table = &[
    ("specwright", &[]),
    ("specwright-runtime", &[]),
    ("plaid-link", &[]),
    ("specwright-contract", &["specwright"]),
    ("xtask", &["specwright"]),
    (
        "specwright-suite",
        &["plaid-link", "specwright", "specwright-contract"],
    ),
];

/// Packages that speak HTTP or check values. They take long to build, so that what
/// `cargo xtask generate` is made of does without.
const HEAVY: &[&str] = &[
    "axum",
    "http",
    "hyper",
    "jsonschema",
    "proptest",
    "reqwest",
    "rustls",
    "tokio",
];

/// What must not be among the dependencies of a package.
pub(crate) const WITHOUT: &Table = &[("specwright", HEAVY), ("xtask", HEAVY)];

/// References between modules that a table does not allow, and modules that it does not list.
pub(crate) fn forbidden(modules: &Modules, table: &Table) -> Vec<String> {
    let mut wrong = unlisted(modules.names.iter(), table);
    for ((from, to), file) in &modules.edges {
        if !row(table, from).contains(&to.as_str()) {
            wrong.push(format!("{file}: `{from}` must not refer to `{to}`"));
        }
    }
    wrong
}

/// Names in modules that must not occur there.
pub(crate) fn known(modules: &Modules, table: &Table) -> Vec<String> {
    let mentions = modules.mentions.iter();
    let wrong = mentions.filter(|((from, word), _)| row(table, from).contains(&word.as_str()));
    wrong
        .map(|((from, word), file)| format!("{file}: `{from}` must not know `{word}`"))
        .collect()
}

/// The modules that lead back to themselves. The root counts for nothing: it sees everything.
pub(crate) fn circles(modules: &Modules) -> Vec<String> {
    let names = modules.names.iter();
    let lead_back = names.filter(|name| reachable(modules, name).contains(name.as_str()));
    lead_back
        .map(|name| format!("`{name}` refers to itself by way of other modules"))
        .collect()
}

fn reachable<'m>(modules: &'m Modules, start: &'m str) -> BTreeSet<&'m str> {
    let mut found = BTreeSet::new();
    let mut waiting = vec![start];
    while let Some(name) = waiting.pop() {
        for (from, to) in modules.edges.keys() {
            if from == name && to != ROOT && found.insert(to.as_str()) {
                waiting.push(to);
            }
        }
    }
    found
}

/// Dependencies within the workspace that a table does not allow, and packages that it does not
/// list.
pub(crate) fn inside(packages: &[Package], table: &Table) -> Vec<String> {
    let members: BTreeSet<&String> = packages.iter().map(|package| &package.name).collect();
    let mut wrong = unlisted(members.iter().copied(), table);
    for Package { name, dependencies } in packages {
        for other in dependencies.iter().filter(|other| members.contains(other)) {
            if !row(table, name).contains(&other.as_str()) {
                wrong.push(format!("`{name}` must not depend on `{other}`"));
            }
        }
    }
    wrong
}

/// Dependencies that a package must not have.
pub(crate) fn outside(packages: &[Package], table: &Table) -> Vec<String> {
    let mut wrong = Vec::new();
    for Package { name, dependencies } in packages {
        let found = row(table, name)
            .iter()
            .filter(|other| dependencies.contains(**other));
        wrong.extend(found.map(|other| format!("`{name}` must do without `{other}`")));
    }
    wrong
}

fn row(table: &Table, name: &str) -> &'static [&'static str] {
    let found = table.iter().find(|(listed, _)| *listed == name);
    found.map_or(&[], |(_, belonging)| *belonging)
}

/// Names that have no row, and rows that have no name any more.
fn unlisted<'n>(names: impl Iterator<Item = &'n String>, table: &Table) -> Vec<String> {
    let names: BTreeSet<&str> = names.map(String::as_str).collect();
    let rows: BTreeSet<&str> = table.iter().map(|(name, _)| *name).collect();
    let missing = names.difference(&rows);
    let missing = missing.map(|name| format!("`{name}` has no row in the table"));
    let left_over = rows.difference(&names);
    let left_over =
        left_over.map(|name| format!("the table has a row for `{name}`, which is gone"));
    missing.chain(left_over).collect()
}
