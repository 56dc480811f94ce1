//! Every component is used by an operation or a webhook, through whatever others; or an extension
//! says who uses it outside of the document.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::Rule;
use super::document::{Document, Site, pointer_of, reference, schema_name};
use super::finding::{Finding, Findings};
use crate::diagnostic::Code;
use crate::grammar::Kind;
use crate::pointer::Pointer;

pub(super) const RULE: Rule = Rule {
    codes: &[Code::UnusedComponent],
    check,
};

/// The extension that says who uses a component outside of the document.
const USED_BY: &str = "x-specwright-used-by";

/// The section and the name of a component.
type Id = (String, String);

fn check(document: &Document<'_>, findings: &mut Findings) {
    // What each component refers to; under `None` what everything else does.
    let mut uses: HashMap<Option<Id>, Vec<Id>> = HashMap::new();
    let mut children: HashMap<Id, Vec<Id>> = HashMap::new();
    for site in document.all() {
        let owner = component_of(site);
        let named = targets(site);
        if site.field() == Some("allOf")
            && let (Some(owner), Some(parent)) = (&owner, reference(site.value()).and_then(id_of))
        {
            children.entry(parent).or_default().push(owner.clone());
        }
        uses.entry(owner).or_default().extend(named);
    }
    let marked = document.all().filter(|site| site.is_component());
    let marked = marked.filter(|site| site.get(USED_BY).is_some());
    let mut used: HashSet<Id> = marked.filter_map(component_of).collect();
    let mut waiting: Vec<Option<Id>> = used.iter().cloned().map(Some).collect();
    waiting.push(None);
    while let Some(user) = waiting.pop() {
        let mut found: Vec<&Id> = uses.get(&user).into_iter().flatten().collect();
        // A discriminator without a mapping chooses among those that inherit.
        if let Some(user) = user.filter(|user| is_discriminated(document, user)) {
            found.extend(children.get(&user).into_iter().flatten());
        }
        for id in found {
            if used.insert(id.clone()) {
                waiting.push(Some(id.clone()));
            }
        }
    }
    for site in document.all().filter(|site| site.is_component()) {
        let (Some(section), Some(name)) = (site.field(), site.name()) else {
            continue;
        };
        if !used.contains(&(section.to_owned(), name.to_owned())) {
            let message = format!("nothing uses the component `{name}` of `{section}`");
            findings.push(
                Finding::of_key(Code::UnusedComponent, site.at(), message)
                    .help("remove it, or refer to it"),
            );
        }
    }
}

/// The component in which an object stands.
fn component_of(site: Site<'_, '_>) -> Option<Id> {
    let mut site = site;
    while !site.is_component() {
        site = site.parent()?;
    }
    Some((site.field()?.to_owned(), site.name()?.to_owned()))
}

/// The component that a reference leads to or into.
fn id_of(reference: &str) -> Option<Id> {
    component(&pointer_of(reference)?)
}

fn component(pointer: &Pointer) -> Option<Id> {
    let mut tokens = pointer.tokens();
    (tokens.next()? == "components").then_some(())?;
    Some((tokens.next()?, tokens.next()?))
}

/// The components that an object itself refers to.
fn targets(site: Site<'_, '_>) -> Vec<Id> {
    let mut found: Vec<Id> = reference(site.value())
        .and_then(id_of)
        .into_iter()
        .collect();
    match site.node().kind {
        Kind::Schema => {
            let mapping = site
                .get("discriminator")
                .and_then(|it| it.get("mapping")?.as_object());
            for target in mapping.into_iter().flat_map(serde_json::Map::values) {
                let Some(target) = target.as_str() else {
                    continue;
                };
                let name = schema_name(target).unwrap_or_else(|| target.to_owned());
                found.push(("schemas".to_owned(), name));
            }
            let dynamic = site.get("$dynamicRef").and_then(Value::as_str);
            found.extend(dynamic.and_then(id_of));
        }
        Kind::Document | Kind::Operation => {
            let requirements = site.get("security").and_then(Value::as_array);
            for requirement in requirements.into_iter().flatten() {
                let names = requirement
                    .as_object()
                    .into_iter()
                    .flat_map(serde_json::Map::keys);
                found.extend(names.map(|name| ("securitySchemes".to_owned(), name.clone())));
            }
        }
        _ => {}
    }
    found
}

fn is_discriminated(document: &Document<'_>, (section, name): &Id) -> bool {
    let schemas = document.components("schemas");
    section == "schemas"
        && schemas
            .and_then(|schemas| schemas.get(name))
            .is_some_and(|schema| schema.get("discriminator").is_some())
}
