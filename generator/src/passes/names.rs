//! Rust names: valid, in Rust's case, and different from each other.
//!
//! The same document gives the same names on every run; of two names that become one, the later
//! in the document gets a number, and a warning says so.

mod ident;

use std::collections::HashSet;

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Report};
use crate::ir::{Api, Name, TypeKind};
use crate::pointer::Pointer;

/// Chooses all names.
pub(super) fn choose(api: &mut Api, config: &Config, report: &mut Report) {
    types(api, config, report);
    for index in 0..api.types.len() {
        members(api, index, report);
    }
    operations(api, config, report);
    let mut taken = Taken::new(report, &[]);
    for webhook in &mut api.webhooks.messages {
        let pointer = webhook.pointer.clone();
        taken.give(&mut webhook.name, ident::pascal, &pointer);
    }
    let mut taken = Taken::new(report, ident::SETTINGS);
    let root = Pointer::components("securitySchemes");
    for scheme in &mut api.security {
        let pointer = root.join(&scheme.name.wire);
        taken.give(&mut scheme.name, ident::snake, &pointer);
    }
    let mut taken = Taken::new(report, &[]);
    for (index, server) in api.servers.iter_mut().enumerate() {
        let pointer = Pointer::root().join("servers").join(index);
        taken.give(&mut server.name, ident::pascal, &pointer);
    }
}

/// Types: components first, so that a derived name never takes the name of one.
fn types(api: &mut Api, config: &Config, report: &mut Report) {
    let mut taken = Taken::new(report, ident::TYPES);
    for components in [true, false] {
        for def in &mut api.types {
            if def.pointer.is_component_schema() != components {
                continue;
            }
            taken.quiet = !components;
            let pointer = def.pointer.clone();
            match config.naming.types.get(&def.name.wire) {
                Some(chosen) => {
                    let chosen = chosen.clone();
                    taken.give(&mut def.name, |_| chosen.clone(), &pointer);
                }
                None => taken.give(&mut def.name, ident::pascal, &pointer),
            }
        }
    }
}

/// Members of an object, or values of an enumeration.
fn members(api: &mut Api, index: usize, report: &mut Report) {
    let def = &mut api.types[index];
    let pointer = def.pointer.clone();
    match &mut def.kind {
        TypeKind::Object(object) => {
            let mut taken = Taken::new(report, ident::FIELDS);
            for field in &mut object.fields {
                let pointer = pointer.join("properties").join(&field.name.wire);
                taken.give(&mut field.name, ident::snake, &pointer);
            }
        }
        TypeKind::Enum(values) => {
            let mut taken = Taken::new(report, ident::VARIANTS);
            for (index, variant) in values.variants.iter_mut().enumerate() {
                let pointer = pointer.join("enum").join(index);
                taken.give(&mut variant.name, ident::variant, &pointer);
            }
        }
        TypeKind::Newtype(_) | TypeKind::Alias(_) => {}
    }
}

fn operations(api: &mut Api, config: &Config, report: &mut Report) {
    let mut taken = Taken::new(report, ident::METHODS);
    for operation in &mut api.operations {
        let pointer = operation.pointer.clone();
        match config.naming.operations.get(&operation.name.wire) {
            Some(chosen) => {
                let chosen = chosen.clone();
                taken.give(&mut operation.name, |_| chosen.clone(), &pointer);
            }
            None => taken.give(&mut operation.name, ident::snake, &pointer),
        }
    }
    let mut taken = Taken::new(report, &[]);
    taken.quiet = true;
    for operation in &mut api.operations {
        let name = operation.name.rust.clone();
        let pointer = operation.pointer.clone();
        taken.give(&mut operation.type_name, |_| ident::pascal(&name), &pointer);
    }
    for operation in &mut api.operations {
        let pointer = operation.pointer.join("parameters");
        let mut taken = Taken::new(report, ident::ARGUMENTS);
        for parameter in &mut operation.parameters {
            taken.give(&mut parameter.name, ident::snake, &pointer);
        }
    }
}

/// The names of one scope that are in use.
struct Taken<'r> {
    names: HashSet<String>,
    report: &'r mut Report,
    quiet: bool,
}

impl<'r> Taken<'r> {
    fn new(report: &'r mut Report, reserved: &[&str]) -> Self {
        Self {
            names: reserved.iter().map(|name| (*name).to_owned()).collect(),
            report,
            quiet: false,
        }
    }

    fn give(&mut self, name: &mut Name, convert: impl Fn(&str) -> String, at: &Pointer) {
        let wanted = convert(&name.wire);
        let mut chosen = wanted.clone();
        let mut number = 1;
        while !self.names.insert(chosen.clone()) {
            number += 1;
            // `Size1` and a second `Size` must not be taken for each other.
            let apart = if wanted.ends_with(|c: char| c.is_ascii_digit()) {
                "_"
            } else {
                ""
            };
            chosen = format!("{wanted}{apart}{number}");
        }
        if chosen != wanted && !self.quiet {
            let message = format!("`{}` would be named `{wanted}`, which is taken", name.wire);
            self.report.push(
                Diagnostic::new(Code::NameCollision, at.clone(), message)
                    .help(format!("it is named `{chosen}`")),
            );
        }
        name.rust = chosen;
    }
}
