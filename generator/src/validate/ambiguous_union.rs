//! Something tells the members of `oneOf` and `anyOf` apart.

use serde_json::Value;

use super::Rule;
use super::document::Document;
use super::finding::{Finding, Findings};
use super::told_apart::{Alike, Telling};
use super::traits::list;
use crate::diagnostic::Code;

pub(super) const RULE: Rule = Rule {
    codes: &[Code::AmbiguousUnion],
    check,
};

/// The most members that are compared with each other.
const MEMBERS: usize = 200;

fn check(document: &Document<'_>, findings: &mut Findings) {
    for (name, exactly_one) in [("oneOf", true), ("anyOf", false)] {
        let mut telling = Telling::new(document, exactly_one);
        for (site, schema) in document.schemas() {
            if schema.contains_key("discriminator") {
                continue;
            }
            let members = list(schema, name);
            let members = &members[..members.len().min(MEMBERS)];
            for (at, member) in members.iter().enumerate() {
                let found = members[..at]
                    .iter()
                    .enumerate()
                    .find_map(|(before, other)| {
                        let alike = telling.alike(other, member)?;
                        Some((before, alike))
                    });
                let Some((before, why)) = found else { continue };
                let place = site.at().join(name);
                let message = match why {
                    Alike::Everything => {
                        format!(
                            "nothing tells {} from {}",
                            words(member, at),
                            words(&members[before], before)
                        )
                    }
                    Alike::Value(value) => format!(
                        "{value} belongs to {} and to {}, where exactly one has to fit",
                        words(member, at),
                        words(&members[before], before)
                    ),
                };
                findings.push(
                    Finding::of_value(Code::AmbiguousUnion, place.join(at), message)
                        .value_label(place.join(before), "the other member")
                        .help(
                            "add a `discriminator`, a property with a `const` to each, or names to \
                             `required`",
                        ),
                );
            }
        }
    }
}

/// A member as a message names it.
fn words(member: &Value, at: usize) -> String {
    let name = super::document::reference(member).and_then(super::document::schema_name);
    let title = member.get("title").and_then(Value::as_str);
    match (name, title) {
        (Some(name), _) => format!("`{name}`"),
        (None, Some(title)) => format!("`{title}`"),
        (None, None) => format!("member {}", at + 1),
    }
}
