//! Rust names: valid, in Rust's case, and different from each other.
//!
//! The same document gives the same names on every run; of two names that become one, the later
//! in the document gets a number, and a warning says so.

mod ident;

use std::collections::HashSet;

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Report};
use crate::ir::{Api, Body, Name, ParameterPlace, ServerVariable, TypeKind};
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
    let mut taken = Taken::new(report, ident::SERVERS);
    for (index, server) in api.servers.iter_mut().enumerate() {
        let pointer = Pointer::root().join("servers").join(index);
        taken.give(&mut server.name, ident::pascal, &pointer);
        variables(
            &mut server.variables,
            taken.report,
            &pointer.join("variables"),
        );
    }
}

/// The variables of a server, and the values that each may have.
fn variables(variables: &mut [ServerVariable], report: &mut Report, at: &Pointer) {
    let mut taken = Taken::new(report, &["new", "url"]);
    for variable in variables {
        let pointer = at.join(&variable.name.wire);
        taken.give(&mut variable.name, ident::snake, &pointer);
        let mut values = Taken::new(taken.report, &["Self"]);
        for value in &mut variable.values {
            values.give(value, ident::variant, &pointer.join("enum"));
        }
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
    for operation in &mut api.operations {
        let pointer = operation.pointer.clone();
        let name = operation.name.rust.clone();
        let others = operation.body.iter_mut().flat_map(|body| &mut body.others);
        for (suffix, _) in others {
            let with = |suffix: &str| format!("{name}_with_{}", ident::snake(suffix));
            taken.give(suffix, with, &pointer);
        }
    }
    let mut taken = Taken::new(report, ident::OPERATIONS);
    taken.quiet = true;
    for operation in &mut api.operations {
        let name = operation.name.rust.clone();
        let pointer = operation.pointer.clone();
        taken.give(&mut operation.type_name, |_| ident::pascal(&name), &pointer);
    }
    for operation in &mut api.operations {
        let pointer = operation.pointer.clone();
        for form in operation.body.iter_mut().flat_map(Body::forms) {
            taken.give(&mut form.name, ident::pascal, &pointer);
        }
    }
    for operation in &mut api.operations {
        let pointer = operation.pointer.join("parameters");
        let mut taken = Taken::new(report, ident::ARGUMENTS);
        let mut wires: Vec<(String, ParameterPlace)> = Vec::new();
        for parameter in &mut operation.parameters {
            let wire = &parameter.name.wire;
            // A name that another place has as well says in which one it is.
            let is_known = wires
                .iter()
                .any(|(known, place)| known == wire && *place != parameter.place);
            wires.push((wire.clone(), parameter.place));
            let place = match parameter.place {
                ParameterPlace::Path => "path",
                ParameterPlace::Query => "query",
                ParameterPlace::Header => "header",
                ParameterPlace::Cookie => "cookie",
            };
            let convert = |wire: &str| {
                if is_known {
                    ident::snake(&format!("{wire} {place}"))
                } else {
                    ident::snake(wire)
                }
            };
            taken.give(&mut parameter.name, convert, &pointer);
        }
        for form in operation.body.iter_mut().flat_map(Body::forms) {
            let pointer = operation.pointer.join("requestBody");
            let mut taken = Taken::new(taken.report, &[]);
            for member in &mut form.members {
                taken.give(&mut member.name, ident::snake, &pointer);
            }
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
            chosen = format!("{wanted}{number}");
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
