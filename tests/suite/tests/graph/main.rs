//! The modules of the generator and the packages of the workspace depend on each other one way.
//!
//! The tables in [`rules`] are the graph of `ARCHITECTURE.md`. Where a test here fails, either a
//! reference went the wrong way, or the graph has changed: then change the table and that page.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests are tests, too"
)]

mod crates;
mod modules;
mod rules;
mod self_check;

use std::path::{Path, PathBuf};

use modules::Modules;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn generator() -> Modules {
    Modules::read(&modules::sources(&root().join("generator/src")))
}

#[track_caller]
fn nothing(wrong: Vec<String>) {
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn modules_refer_to_earlier_stages_only() {
    let modules = generator();
    // A reader that finds nothing would find nothing wrong.
    assert!(modules.edges.len() > 20, "{:?}", modules.edges);
    nothing(rules::forbidden(&modules, rules::MODULES));
}

#[test]
fn modules_do_not_go_in_circles() {
    nothing(rules::circles(&generator()));
}

#[test]
fn stages_know_one_side_only() {
    nothing(rules::known(&generator(), rules::UNKNOWN));
}

#[test]
fn packages_depend_one_way() {
    nothing(rules::inside(&crates::read(&root()), rules::PACKAGES));
}

#[test]
fn generating_needs_neither_http_nor_validation() {
    nothing(rules::outside(&crates::read(&root()), rules::WITHOUT));
}
