//! A discriminator fits the members that it is to tell apart.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::Rule;
use super::document::{Document, reference, schema_name};
use super::finding::{Finding, Findings};
use super::satisfies;
use super::traits::{Traits, list};
use crate::diagnostic::Code;
use crate::grammar::Kind;
use crate::pointer::Pointer;
use crate::spelling;

pub(super) const RULE: Rule = Rule {
    codes: &[Code::DiscriminatorMisfit],
    check,
};

fn check(document: &Document<'_>, findings: &mut Findings) {
    let parents = parents(document);
    for (site, schema) in document.schemas() {
        let Some(discriminator) = schema.get("discriminator") else {
            continue;
        };
        let Some(property) = discriminator.get("propertyName").and_then(Value::as_str) else {
            continue;
        };
        let mut found = Check {
            document,

            at: site.at(),
            property,
            findings,
        };
        found.members(schema);
        found.mapping(discriminator.get("mapping").and_then(Value::as_object));
        let is_parent =
            site.is_component() && site.name().is_some_and(|name| parents.contains(name));
        let has_members = ["oneOf", "anyOf"]
            .iter()
            .any(|name| !list(schema, name).is_empty());
        if !is_parent && !has_members {
            found.report(
                found.at.join("discriminator"),
                "the discriminator has nothing to tell apart".to_owned(),
                "list the members in `oneOf`, or let them refer to this component in `allOf`",
            );
        }
    }
}

/// The names of the components that others refer to in `allOf`.
fn parents(document: &Document<'_>) -> HashSet<String> {
    document
        .of_kind(Kind::Schema)
        .filter(|site| site.field() == Some("allOf"))
        .filter_map(|site| schema_name(reference(site.value())?))
        .collect()
}

struct Check<'a, 'd, 'f> {
    document: &'a Document<'d>,

    at: Pointer,
    property: &'d str,
    findings: &'f mut Findings,
}

impl<'d> Check<'_, 'd, '_> {
    fn report(&mut self, at: Pointer, message: String, help: &str) {
        let label = self.at.join("discriminator");
        let finding = if at == label {
            Finding::of_key(Code::DiscriminatorMisfit, at, message)
        } else {
            Finding::of_value(Code::DiscriminatorMisfit, at, message)
                .value_label(label.join("propertyName"), "the discriminator")
        };
        self.findings.push(if help.is_empty() {
            finding
        } else {
            finding.help(help)
        });
    }

    /// Every member has the property, requires it, and can be named.
    fn members(&mut self, schema: &Map<String, Value>) {
        let property = self.property;
        for name in ["oneOf", "anyOf"] {
            for (index, member) in list(schema, name).iter().enumerate() {
                if member.get("type").is_some_and(|name| name == "null") {
                    continue;
                }
                let at = self.at.join(name).join(index);
                let target = self.document.follow(member);
                let is_union = ["oneOf", "anyOf"]
                    .iter()
                    .any(|name| target.get(name).is_some());
                if is_union || reference(target).is_some() {
                    // Its own members are the ones that bear the property.
                    continue;
                }
                let traits = Traits::of(self.document, member);
                let who = reference(member).and_then(schema_name).map_or_else(
                    || format!("member {}", index + 1),
                    |name| format!("`{name}`"),
                );
                let declared = traits.properties.get(property);
                let required = traits.required.contains(property)
                    || list(schema, "required").iter().any(|name| name == property);
                if declared.is_none() && traits.unknown {
                    continue;
                }
                if declared.is_none() {
                    let message =
                        format!("{who} has no property `{property}`, which is to tell it");
                    self.report(at, message, "declare it in each member, and require it");
                } else if !required {
                    let message =
                        format!("{who} does not require `{property}`, which is to tell it");
                    self.report(at, message, "add it to `required`");
                } else if reference(member).is_none()
                    && declared.is_none_or(|schema| self.constants(schema).is_none())
                {
                    let message = format!(
                        "{who} has no name and no constant that `{property}` could tell it by"
                    );
                    self.report(
                        at,
                        message,
                        "make it a component, or give the property a `const`",
                    );
                }
            }
        }
    }

    /// The values of a property that its schema lists.
    fn constants(&self, schema: &'d Value) -> Option<&'d [Value]> {
        satisfies::values(self.document.follow(schema).as_object()?)
    }

    /// Every entry leads to a schema whose property may have that value.
    fn mapping(&mut self, mapping: Option<&'d Map<String, Value>>) {
        let at = self.at.join("discriminator").join("mapping");
        for (value, target) in mapping.into_iter().flatten() {
            let Some(target) = target.as_str() else {
                continue;
            };
            let at = at.join(value);
            let components = self.document.components("schemas");
            let by_name = components.and_then(|schemas| schemas.get(target));
            let is_address =
                target.contains(['/', '#']) || target.contains(".json") || target.contains(".y");
            let schema = match by_name {
                Some(schema) => schema,
                None if is_address && !target.starts_with('#') => continue,
                None => match self.document.target(target) {
                    Some(schema) => schema,
                    None => {
                        let names = components.into_iter().flat_map(Map::keys);
                        let wanted = target.rsplit('/').next().unwrap_or(target);
                        let help = spelling::nearest(names.map(String::as_str), wanted)
                            .map(|name| format!("did you mean `#/components/schemas/{name}`?"))
                            .unwrap_or_default();
                        let message = format!("`{value}` leads to `{target}`, which is no schema");
                        self.report(at, message, &help);
                        continue;
                    }
                },
            };
            let traits = Traits::of(self.document, schema);
            let property = traits.properties.get(self.property);
            if let Some(schema) = property
                && let Some(constants) = self.constants(schema)
                && !constants
                    .iter()
                    .any(|constant| constant.as_str() == Some(value))
            {
                let property = self.property;
                let message = format!("`{target}` does not allow `{value}` as its `{property}`");
                self.report(at, message, "let the mapping and the constant agree");
            }
        }
    }
}
