//! `oneOf` and `anyOf`, and lists of types: a value that is one of several things.

mod facts;
mod listed;
mod parts;
mod probe;

use openapiv3::{AdditionalProperties, ReferenceOr, Schema as Item};
use serde_json::Value;

use super::Lowering;
use super::all_of::{self, Choice, Declared, Merged};
use super::discriminator::{self, Tags};
use super::schema::{self, Shape, Shaped};
use super::view::View;
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{
    Constraints, Holds, Kinds, Member, Name, Probe, ScalarType, Schema, Tag, Type, Union,
};
use crate::pointer::Pointer;

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
    choices.retain(|choice| !parts::only_narrows(lowering, choice.members, &merged));
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
    nullable |= facts.iter().any(|facts| facts.kinds.contains(Kinds::NULL));
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
    let names = names(lowering, &parts, &facts, tags.as_deref(), making);
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
                    Holds::Constant(value) => constant_variant(lowering, part, value),
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
    distinct(&mut made);
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
            let union = assemble(lowering, made, making);
            shaped(Shaped {
                shape: Shape::Union(union),
                ..Shaped::plain(Type::Any)
            })
        }
    }
}

/// A member that has been lowered.
struct Made {
    name: String,
    docs: crate::ir::Docs,
    facts: Facts,
    tags: Option<Tags>,
    holds: Holds,
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
        schema::named(lowering, target.schema, shaped, &part.at, &derived)
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
        if let Declared::Once(item) = property.schema() {
            let name = format!("{owner} {}", property.name);
            schema::lower(lowering, item, &property.pointer, &name);
        }
    }
}

/// The name of a constant: a text names itself, another value has its title or its digits.
fn constant_variant(lowering: &Lowering<'_, '_>, part: &Part<'_>, value: &Value) -> String {
    let title = &lowering
        .document
        .schema(part.item())
        .schema
        .schema_data
        .title;
    match (value.as_str(), title) {
        (Some(text), _) => text.to_owned(),
        (None, Some(title)) => title.clone(),
        (None, None) => value.to_string(),
    }
}

/// Takes out what is there twice, and numbers that another kind of number has room for.
fn distinct(made: &mut Vec<Made>) {
    let scalar = |made: &Made| match &made.holds {
        Holds::Value(Schema {
            ty: Type::Scalar(scalar),
            sensitivity: None,
            ..
        }) => Some(*scalar),
        Holds::Value(_) | Holds::Constant(_) => None,
    };
    let numbers: Vec<ScalarType> = made
        .iter()
        .filter_map(scalar)
        .filter(|scalar| scalar.is_number())
        .collect();
    let widest = if numbers.iter().all(|number| number.is_integer()) {
        let same = numbers.iter().all(|number| Some(number) == numbers.first());
        numbers
            .first()
            .filter(|_| same)
            .copied()
            .unwrap_or(ScalarType::I64)
    } else {
        ScalarType::F64
    };
    let mut seen: Vec<Type> = Vec::new();
    let several = numbers.len() > 1;
    let any_number = made
        .iter()
        .filter(|made| scalar(made).is_some_and(ScalarType::is_number))
        .fold(Kinds::NONE, |kinds, made| kinds.or(made.facts.kinds));
    made.retain_mut(|one| {
        let is_number = scalar(one).is_some_and(ScalarType::is_number);
        let Holds::Value(schema) = &mut one.holds else {
            return true;
        };
        // Whatever no other member is, the union keeps as it is.
        if schema.ty == Type::Any {
            return false;
        }
        if several && is_number {
            schema.ty = Type::Scalar(widest);
            schema.constraints = Constraints::NONE;
            one.facts.kinds = any_number;
            one.name = if widest.is_integer() {
                "integer"
            } else {
                "number"
            }
            .to_owned();
        }
        let new = !seen.contains(&schema.ty);
        seen.push(schema.ty.clone());
        new
    });
}

/// Puts the members into their order, with what tells each from the others.
fn assemble(lowering: &mut Lowering<'_, '_>, made: Vec<Made>, making: &Making<'_, '_>) -> Union {
    let facts: Vec<Facts> = made.iter().map(|made| made.facts.clone()).collect();
    let tag = making
        .tags
        .as_ref()
        .filter(|_| made.iter().any(|made| made.tags.is_some()));
    let order = match tag {
        Some(_) => (0..made.len()).collect(),
        None => probe::order(&facts),
    };
    let facts: Vec<&Facts> = order.iter().map(|index| &facts[*index]).collect();
    let mut made: Vec<Option<Made>> = made.into_iter().map(Some).collect();
    let made: Vec<Made> = order
        .iter()
        .filter_map(|index| made[*index].take())
        .collect();
    let mut members = Vec::new();
    for (index, one) in made.iter().enumerate() {
        // Several members that one value of the tag names are told apart as if there were no tag.
        let shares = |other: &&Made| match (&one.tags, &other.tags) {
            (Some(a), Some(b)) => a.values.iter().any(|value| b.values.contains(value)),
            _ => true,
        };
        let rivals: Vec<usize> = (0..made.len())
            .filter(|other| *other == index || shares(&&made[*other]))
            .collect();
        let within: Vec<&Facts> = rivals.iter().map(|other| facts[*other]).collect();
        let own = rivals.iter().position(|other| *other == index);
        let is_constant = matches!(one.holds, Holds::Constant(_));
        let checks = match own {
            Some(own) if !is_constant => probe::checks(&within, own),
            _ => Vec::new(),
        };
        let is_guess = |other: &usize| {
            let is_constant = is_constant || matches!(made[*other].holds, Holds::Constant(_));
            *other > index && !is_constant && probe::is_guess(facts[index], facts[*other])
        };
        if let Some(other) = rivals.iter().copied().find(is_guess) {
            guess(lowering, one, &made[other], making.at);
        }
        let tags = one.tags.clone().unwrap_or_default();
        let adds_tag = tag.is_some() && !tags.declared && tags.values.len() == 1;
        members.push(Member {
            name: Name::new(&one.name),
            docs: one.docs.clone(),
            holds: one.holds.clone(),
            probe: Probe {
                // What comes without a tag must not go with one.
                untagged: tags.values.is_empty() || (tags.optional && !adds_tag),
                adds_tag,
                tags: tags.values,
                checks,
            },
        });
    }
    Union {
        members,
        tag: tag.map(|tagging| Tag {
            property: tagging.discriminator.property_name.clone(),
            strict: tagging.strict,
        }),
    }
}

fn guess(lowering: &mut Lowering<'_, '_>, one: &Made, other: &Made, at: &Pointer) {
    let another = if one.name == other.name {
        "another "
    } else {
        ""
    };
    let message = format!(
        "nothing tells `{}` from {another}`{}` for every value",
        one.name, other.name
    );
    let help = format!(
        "a value that may be both is read as `{}`; tell them apart by a constant or a required \
         property, or add a discriminator",
        one.name
    );
    let diagnostic = Diagnostic::new(Code::AmbiguousUnion, at.clone(), message);
    lowering.report.push(diagnostic.help(help));
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

/// The names of the variants: the component's, else the title, else a constant that names the
/// member, else what kind of value it is.
fn names(
    lowering: &Lowering<'_, '_>,
    parts: &[Part<'_>],
    facts: &[Facts],
    tags: Option<&[Tags]>,
    making: &Making<'_, '_>,
) -> Vec<String> {
    let arrays = facts
        .iter()
        .filter(|facts| facts.kinds.contains(Kinds::ARRAY))
        .count();
    let mut names: Vec<Option<String>> = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        let tag = tags.and_then(|tags| tags[index].values.first().cloned());
        let title = lowering
            .document
            .schema(part.item())
            .schema
            .schema_data
            .title
            .clone();
        // A title that repeats the union's own name says nothing.
        let title = title.filter(|title| !title.trim().is_empty() && title != making.name);
        let constant = || constant_name(&facts[index]);
        names.push(part.component.clone().or(title).or(tag).or_else(constant));
    }
    let plain: Vec<String> = facts
        .iter()
        .map(|facts| kind_name(facts, arrays > 1))
        .collect();
    let several = |name: &String| {
        let unnamed = names.iter().zip(&plain).filter(|(name, _)| name.is_none());
        unnamed.filter(|(_, plain)| *plain == name).count() > 1
    };
    let names = names
        .iter()
        .enumerate()
        .map(|(index, name)| match (name, own_member(facts, index)) {
            (Some(name), _) => name.clone(),
            (None, Some(own)) if several(&plain[index]) => format!("{} with {own}", plain[index]),
            (None, _) => plain[index].clone(),
        })
        .collect();
    names
}

/// The constant text that an object always has.
fn constant_name(facts: &Facts) -> Option<String> {
    let mut members = facts.members.iter();
    members.find_map(|(name, member)| match member.texts()?.as_slice() {
        [text] if facts.required.contains(name) && !text.is_empty() => Some((*text).to_owned()),
        _ => None,
    })
}

/// The first member of an object that no other object of the union has.
fn own_member(facts: &[Facts], index: usize) -> Option<&str> {
    let mut names = facts[index].members.keys();
    let elsewhere = |name: &&String| {
        let others = facts.iter().enumerate();
        others
            .filter(|(other, _)| *other != index)
            .any(|(_, facts)| facts.members.contains_key(name.as_str()))
    };
    names.find(|name| !elsewhere(name)).map(String::as_str)
}

/// What kind of value a member is.
fn kind_name(facts: &Facts, several_arrays: bool) -> String {
    let kinds = facts.kinds.without(Kinds::NULL);
    let name = if kinds == Kinds::STRING {
        match facts.format.as_deref() {
            Some(format) if !format.trim().is_empty() => format,
            _ => "string",
        }
    } else if kinds == Kinds::INTEGER {
        "integer"
    } else if kinds == Kinds::NUMBER {
        "number"
    } else if kinds == Kinds::BOOLEAN {
        "boolean"
    } else if kinds == Kinds::OBJECT {
        "object"
    } else if kinds == Kinds::ARRAY {
        return match &facts.items {
            Some(items) if several_arrays => format!("{} array", kind_name(items, true)),
            _ => "array".to_owned(),
        };
    } else {
        "value"
    };
    name.to_owned()
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
