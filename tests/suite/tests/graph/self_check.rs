//! The checks find what they are there for, in crates that are made up.

use std::collections::BTreeMap;

use crate::crates::Package;
use crate::modules::{Modules, ROOT};
use crate::rules::{self, Table};

const ROOT_FILE: &str = "mod early; mod late; pub struct Facade;";

fn read(files: &[(&str, &str)]) -> Modules {
    let files = files
        .iter()
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
    Modules::read(&files.collect::<BTreeMap<_, _>>())
}

/// The references from `early`, whose text is given.
fn edges(early: &str) -> Vec<String> {
    let files = [("lib.rs", ROOT_FILE), ("early.rs", early), ("late.rs", "")];
    let modules = read(&files);
    modules
        .edges
        .into_keys()
        .map(|(from, to)| format!("{from} {to}"))
        .collect()
}

#[test]
fn references_are_found_in_every_form() {
    for text in [
        "use crate::late::Thing;",
        "use crate::{late::Thing};",
        "use crate::late;",
        "use crate::late as other;",
        "use crate::late::*;",
        "use super::late::Thing;",
        "mod inner { use super::super::late; }",
        "fn f(thing: &crate::late::Thing) {}",
        "fn f() { crate::late::f(); }",
        "fn f() -> String { format!(\"{}\", crate::late::f()) }",
        "fn f() { vec![crate::late::f(); 2]; }",
        "#[cfg(not(test))] use crate::late;",
    ] {
        assert_eq!(edges(text), ["early late"], "{text}");
    }
}

#[test]
fn references_to_the_root_are_its_own() {
    for text in [
        "use crate::Facade;",
        "use super::*;",
        "fn f(f: crate::Facade) {}",
    ] {
        assert_eq!(edges(text), [format!("early {ROOT}")], "{text}");
    }
}

#[test]
fn what_does_not_leave_the_module_is_no_reference() {
    for text in [
        "use crate::early::Thing;",
        "mod inner { use super::late; }",
        "use late::Thing;",
        "pub(crate) struct Thing;",
        "fn f() { quote! { crate::late::f() } }",
        "fn f() { vec![quote! { use crate::late; }]; }",
        "/// As [`crate::late`].\nstruct Thing;",
        "#[cfg(test)] use crate::late;",
        "#[cfg(test)] mod tests { use crate::late; }",
        "#[cfg(test)] mod tests;",
    ] {
        assert_eq!(edges(text), [""; 0], "{text}");
    }
}

#[test]
fn files_below_a_module_count_for_it() {
    let modules = read(&[
        ("lib.rs", ROOT_FILE),
        ("early.rs", "mod flat; mod folder;"),
        ("early/flat.rs", "use super::super::late;"),
        ("early/folder/mod.rs", "fn f() { syn::f(); }"),
        ("late.rs", ""),
    ]);
    let edge = ("early".to_owned(), "late".to_owned());
    assert_eq!(modules.edges[&edge], "early/flat.rs");
    let mention = ("early".to_owned(), "syn".to_owned());
    assert_eq!(modules.mentions[&mention], "early/folder/mod.rs");
}

#[test]
fn a_forbidden_reference_is_found() {
    let modules = read(&[
        ("lib.rs", ROOT_FILE),
        ("early.rs", "use crate::late;"),
        ("late.rs", "use crate::early;"),
    ]);
    let table: &Table = &[("early", &[]), ("late", &["early"])];
    let wrong = rules::forbidden(&modules, table);
    assert_eq!(wrong, ["early.rs: `early` must not refer to `late`"]);
}

#[test]
fn a_table_that_does_not_fit_is_found() {
    let modules = read(&[("lib.rs", ROOT_FILE), ("early.rs", ""), ("late.rs", "")]);
    let table: &Table = &[("early", &[]), ("former", &[])];
    let wrong = rules::forbidden(&modules, table);
    let expected = [
        "`late` has no row in the table",
        "the table has a row for `former`, which is gone",
    ];
    assert_eq!(wrong, expected);
}

#[test]
fn a_circle_is_found() {
    let modules = read(&[
        ("lib.rs", "mod a; mod b; mod c; mod d; use a::f;"),
        ("a.rs", "use crate::b;"),
        ("b.rs", "use crate::c;"),
        ("c.rs", "use crate::a;"),
        ("d.rs", "use crate::{a, Facade};"),
    ]);
    let expected =
        ["a", "b", "c"].map(|name| format!("`{name}` refers to itself by way of other modules"));
    assert_eq!(rules::circles(&modules), expected);
}

#[test]
fn a_name_that_must_not_be_known_is_found() {
    for text in [
        "use syn::Ident;",
        "use syn as other;",
        "fn f(ident: &syn::Ident) {}",
        "fn f() { vec![syn::f()]; }",
    ] {
        let modules = read(&[("lib.rs", ROOT_FILE), ("early.rs", text), ("late.rs", "")]);
        let wrong = rules::known(&modules, &[("early", &["syn"])]);
        assert_eq!(wrong, ["early.rs: `early` must not know `syn`"], "{text}");
        assert_eq!(rules::known(&modules, &[("late", &["syn"])]), [""; 0]);
    }
}

#[test]
fn a_forbidden_dependency_is_found() {
    let package =
        |name: &str, rest: &str| Package::parse(&format!("[package]\nname = \"{name}\"\n{rest}"));
    let table: &Table = &[("base", &[]), ("tool", &["base"])];
    for rest in [
        "[dependencies]\ntool.workspace = true\nserde = \"1\"",
        "[dev-dependencies]\ntool = { path = \"../tool\" }",
        "[build-dependencies]\nother = { package = \"tool\", version = \"1\" }",
        "[target.'cfg(unix)'.dependencies]\ntool = \"1\"",
    ] {
        let packages = [
            package("base", rest),
            package("tool", "dependencies = { base = '1' }"),
        ];
        let wrong = rules::inside(&packages, table);
        assert_eq!(wrong, ["`base` must not depend on `tool`"], "{rest}");
        let wrong = rules::outside(&packages, &[("base", &["serde", "tool"])]);
        assert!(
            wrong.contains(&"`base` must do without `tool`".to_owned()),
            "{rest}"
        );
        assert_eq!(rules::outside(&packages, &[("tool", &["tool"])]), [""; 0]);
    }
}
