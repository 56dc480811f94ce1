//! Writes the tables of types and operations: one entry for each that the document gives rise to.
//!
//! Only names are taken from the generator. What the types must do is decided by the contract kit,
//! which knows the document alone.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a build script fails by panicking"
)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use specwright::ir::{Api, BodyKind, Operation, Type};
use specwright::{Config, Job, Observer, Report, Source, SourceId, Sources};

struct Silent;

impl Observer for Silent {
    fn stage(&mut self, _name: &'static str, _counts: String) {}
}

fn main() {
    let specs = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap()).join("../../specs");
    let mut sources = Sources::new();
    let table: toml::Table = read(&specs, "plaid-link.toml").parse().unwrap();
    let overlays = table["overlays"].as_array().unwrap();
    let job = Job {
        document: add(&mut sources, &specs, table["document"].as_str().unwrap()),
        overlays: overlays
            .iter()
            .map(|overlay| add(&mut sources, &specs, overlay.as_str().unwrap()))
            .collect(),
        config: config(table),
    };
    let mut report = Report::new();
    let Some(api) = specwright::lower(&mut sources, &job, &mut Silent, &mut report) else {
        let messages: Vec<&str> = report.iter().map(|found| found.message.as_str()).collect();
        panic!("the document cannot be read: {}", messages.join("; "));
    };
    let mut table = String::from("types! {\n");
    for def in &api.types {
        let pointer = def.pointer.as_str();
        let name = &def.name.rust;
        writeln!(table, "    {pointer:?} {name},").unwrap();
    }
    table.push_str("}\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap());
    fs::write(out.join("entries.rs"), table).unwrap();
    fs::write(out.join("operations.rs"), operations(&api)).unwrap();
}

/// Where each operation with a body in JSON stands in the document, its method of the client, and
/// the type of its body. What takes forms (`/exchange_token`) fails with errors of its own kind, and
/// has tests of its own.
fn operations(api: &Api) -> String {
    let mut table = String::from("operations! {\n");
    for operation in &api.operations {
        let body = operation.body.as_ref().map(|body| &body.content.kind);
        if matches!(body, Some(BodyKind::Form(..))) {
            continue;
        }
        let pointer = operation.pointer.as_str();
        let name = &operation.name.rust;
        let body = body_type(api, operation);
        writeln!(table, "    {pointer:?} {name} {body},").unwrap();
    }
    table.push_str("}\n");
    table
}

fn body_type<'a>(api: &'a Api, operation: &Operation) -> &'a str {
    let required = operation.parameters.iter().any(|input| input.required);
    let body = operation.body.as_ref().map(|body| &body.content.kind);
    match body {
        Some(BodyKind::Json(schema)) if !required => match &schema.ty {
            Type::Named(id) => &api.get(*id).name.rust,
            ty => panic!("{}: {ty:?} is no type to be called with", operation.pointer),
        },
        _ => panic!("{}: has other inputs than one value", operation.pointer),
    }
}

fn read(specs: &Path, name: &str) -> String {
    let path = specs.join(name);
    println!("cargo::rerun-if-changed={}", path.display());
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn add(sources: &mut Sources, specs: &Path, name: &str) -> SourceId {
    sources.add(Source::new(name, read(specs, name)))
}

/// The generator's part of the configuration; the rest says which files to read and write.
fn config(mut table: toml::Table) -> Config {
    for files in ["document", "overlays", "output"] {
        table.remove(files);
    }
    table.try_into().unwrap()
}
