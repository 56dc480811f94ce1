//! `oneOf` and `anyOf`, and lists of types: a value that is one of several things.

mod assemble;
mod facts;
mod listed;
mod names;
mod parts;
mod probe;

use openapiv3::{AdditionalProperties, ReferenceOr, Schema as Item};

use super::Lowering;
use super::all_of::{self, Choice, Declared, Merged};
use super::discriminator::{self, Tags};
use super::schema::{self, Shape, Shaped};
use super::view::View;
use crate::diagnostic::Code;
use crate::ir::{Constraints, Holds, Kinds, Schema, Type};
use crate::pointer::Pointer;

use assemble::Made;
pub(super) use facts::{Facts, Known};
use parts::{Part, Parts};

/// The extension by which `normalize` hands a list of types on.
pub(super) const TYPES: &str = "x-specwright-types";

/// A choice, and what is said beside it.
pub(super) fn lower(
    lowering: &mut Lowering<'_, '_>,
    mut merged: Merged<'_>,
    at: &Pointer,
    name: &str,
) -> Shaped {
    let mut choices = std::mem::take(&mut merged.choices);
    choices.retain(|choice| !parts::only_narrows(choice.members, &merged));
    match choices.as_slice() {
        [] => schema::of_kind(lowering, merged, at, name),
        [choice] => of_choice(lowering, merged, choice, at, name),
        [first, ..] => {
            lowering.find(
                Code::Unsupported,
                &first.at,
                "several choices that all hold of one value",
                "any value is accepted",
            );
            Shaped::plain(Type::Any)
        }
    }
}

fn of_choice(
    lowering: &mut Lowering<'_, '_>,
    base: Merged<'_>,
    choice: &Choice<'_>,
    at: &Pointer,
    name: &str,
) -> Shaped {
    let base = says_something(&base).then_some(base);
    let parts = Parts::of_choice(lowering, choice, base.is_some());
    let tags = choice.discriminator.map(|discriminator| Tagging {
        discriminator,
        strict: true,
    });
    let made = Making {
        base: base.as_ref(),
        tags,
        owner: at,
        at: &choice.at,
        name,
    };
    let mut shaped = of_parts(lowering, parts, &made);
    if let Shape::Type(Type::Any) = shaped.shape
        && let Some(base) = base
    {
        shaped.shape = schema::of_kind(lowering, base, at, name).shape;
    }
    shaped
}

/// A list of types is a choice between schemas of one type each.
pub(super) fn of_types(
    lowering: &mut Lowering<'_, '_>,
    schema: &Item,
    at: &Pointer,
    name: &str,
) -> Shaped {
    let at = at.join("type");
    let parts = Parts::of_types(schema, &at);
    let made = Making {
        base: None,
        tags: None,
        owner: &at,
        at: &at,
        name,
    };
    of_parts(lowering, parts, &made)
}

/// A component with a discriminator is one of those that inherit from it.
pub(super) fn of_children(
    lowering: &mut Lowering<'_, '_>,
    schema: &Item,
    children: &[&str],
    at: &Pointer,
    name: &str,
) -> Option<Shaped> {
    let discriminator = schema.schema_data.discriminator.as_ref()?;
    let itself = ReferenceOr::<Item>::Reference {
        reference: format!("#{}", at.as_str()),
    };
    let of_base = facts::of(lowering, &itself, facts::DEPTH);
    let place = at.join("discriminator");
    let mut parts = Parts::of_components(children, &place);
    if discriminator::is_concrete(discriminator, name, &of_base) {
        parts.all.push(Part::itself(name, &place));
    }
    let made = Making {
        base: None,
        tags: Some(Tagging {
            discriminator,
            strict: false,
        }),
        owner: at,
        at: &place,
        name,
    };
    Some(of_parts(lowering, parts, &made))
}

/// What all members of a union that is being made have in common.
struct Making<'m, 's> {
    /// What is said beside the choice, and holds of every member.
    base: Option<&'m Merged<'s>>,
    tags: Option<Tagging<'m>>,
    /// The schema that the choice is a part of.
    owner: &'m Pointer,
    /// The keyword.
    at: &'m Pointer,
    /// The name of the union.
    name: &'m str,
}

/// How a tag names the members.
struct Tagging<'m> {
    discriminator: &'m openapiv3::Discriminator,
    strict: bool,
}

/// Whether something beside a choice adds to its members.
fn says_something(merged: &Merged<'_>) -> bool {
    !merged.properties.is_empty()
        || merged.items.is_some()
        || matches!(
            merged.additional,
            Some((
                AdditionalProperties::Any(false) | AdditionalProperties::Schema(_),
                _
            ))
        )
}

fn of_parts(lowering: &mut Lowering<'_, '_>, parts: Parts<'_>, making: &Making<'_, '_>) -> Shaped {
    let Parts {
        all: mut parts,
        mut nullable,
        open,
    } = parts;
    let facts: Vec<Facts> = parts
        .iter()
        .map(|part| facts::of(lowering, part.item(), facts::DEPTH))
        .collect();
    nullable |= open || facts.iter().any(|facts| facts.kinds.contains(Kinds::NULL));
    let shaped = |shaped: Shaped| Shaped {
        nullable: nullable || shaped.nullable,
        ..shaped
    };
    if making.base.is_none()
        && let Some(values) = listed::all(lowering, &parts, &facts)
    {
        return shaped(values);
    }
    let texts = listed::texts(lowering, &mut parts, &facts, making.name);
    let facts: Vec<Facts> = parts
        .iter()
        .map(|part| facts::of(lowering, part.item(), facts::DEPTH))
        .collect();
    let tags = tags(&parts, &facts, making);
    let names = names::names(lowering, &parts, &facts, tags.as_deref(), making);
    let mut made = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        let tags = tags.as_ref().map(|tags| tags[index].clone());
        let name = &names[index];
        for holds in lower_part(
            lowering,
            part,
            &facts[index],
            name,
            &texts,
            making,
            parts.len(),
        ) {
            made.push(Made {
                name: match &holds {
                    Holds::Constant(value) => names::constant_variant(lowering, part, value),
                    Holds::Value(_) => name.clone(),
                },
                docs: part.docs(lowering),
                facts: match &holds {
                    Holds::Constant(value) => Facts {
                        values: Some(vec![value.clone()]),
                        ..facts[index].clone()
                    },
                    Holds::Value(_) => facts[index].clone(),
                },
                tags: tags.clone(),
                holds,
            });
        }
    }
    assemble::distinct(&mut made);
    match made.as_slice() {
        [] => shaped(Shaped::plain(Type::Any)),
        [
            Made {
                holds: Holds::Value(schema),
                ..
            },
        ] if !open => shaped(Shaped {
            shape: Shape::Type(schema.ty.clone()),
            nullable: schema.nullable,
            constraints: schema.constraints.clone(),
            sensitivity: schema.sensitivity,
            format: None,
        }),
        _ => {
            let union = assemble::assemble(lowering, made, making);
            shaped(Shaped {
                shape: Shape::Union(union),
                ..Shaped::plain(Type::Any)
            })
        }
    }
}

/// What a part becomes: one value of a type, or a constant for each value that it lists.
fn lower_part(
    lowering: &mut Lowering<'_, '_>,
    part: &Part<'_>,
    facts: &Facts,
    name: &str,
    texts: &listed::Texts,
    making: &Making<'_, '_>,
    count: usize,
) -> Vec<Holds> {
    if let Some(schema) = texts
        .joined
        .as_ref()
        .filter(|_| texts.keeper == Some(part.at.clone()))
    {
        return vec![Holds::Value(schema.clone())];
    }
    if count > 1
        && making.base.is_none()
        && let Some(values) = listed::constants(lowering, part, facts)
    {
        return values.into_iter().map(Holds::Constant).collect();
    }
    let derived = format!("{} {name}", making.name);
    let document = lowering.document;
    let owner = making
        .owner
        .last()
        .filter(|_| making.owner.is_component_schema());
    let target = document.schema(part.item());
    let inherits = owner.is_some_and(|owner| {
        target.component.is_some() && discriminator::is_child(document, target.schema, &owner)
    });
    let schema = if part.itself {
        let place = making.at.join("base");
        let shaped = schema::merged_shape(lowering, target.schema, &place, &derived);
        schema::named(lowering, target.schema, shaped, &place, &derived)
    } else if let Some(base) = making.base.filter(|_| !inherits) {
        share(lowering, base, making.name);
        let joined = all_of::join_also(lowering, base.clone(), part.item(), &part.at, making.owner);
        let constraints = joined.constraints.clone();
        let mut shaped = schema::of_kind(lowering, joined, &part.at, &derived);
        shaped.constraints = constraints.and(shaped.constraints);
        // What the member is together with the base stands nowhere in the document.
        let place = part.at.join("allOf");
        schema::named(lowering, target.schema, shaped, &place, &derived)
    } else if part.is_own() {
        let shaped = schema::merged_shape(lowering, target.schema, &part.at, &derived);
        schema::named(lowering, target.schema, shaped, &part.at, &derived)
    } else {
        schema::lower(lowering, part.item(), &part.at, &derived)
    };
    vec![Holds::Value(Schema {
        // `null` is spoken of beside the union.
        nullable: false,
        ..schema
    })]
}

/// Lowers what stands beside a choice before any of its members, so that all share its types.
fn share(lowering: &mut Lowering<'_, '_>, base: &Merged<'_>, owner: &str) {
    for property in &base.properties {
        if let Declared::Once(item) = property.value.schema() {
            let name = format!("{owner} {}", property.name);
            schema::lower(lowering, item, &property.value.pointer, &name);
        }
    }
}

/// The values of the tag, member for member.
fn tags(parts: &[Part<'_>], facts: &[Facts], making: &Making<'_, '_>) -> Option<Vec<Tags>> {
    let discriminator = making.tags.as_ref()?.discriminator;
    let members: Vec<(Option<&str>, Facts)> = parts
        .iter()
        .zip(facts)
        .map(|(part, facts)| (part.component.as_deref(), facts.clone()))
        .collect();
    let members: Vec<(Option<&str>, &Facts)> =
        members.iter().map(|(name, facts)| (*name, facts)).collect();
    discriminator::tags(discriminator, &members)
}

/// Whether a schema, apart from its annotations, only says what a choice says.
fn is_only_choice(view: &View<'_>) -> bool {
    let beside = View {
        one_of: &[],
        any_of: &[],
        constraints: Constraints::NONE,
        format: view.format.clone(),
        values: view.values.clone(),
        ..*view
    };
    view.ty.is_none() && view.constraints.is_empty() && beside.is_annotation()
}
