//! Members that list their values: several are one enumeration, and one beside other things is a
//! constant for each value.

use std::collections::HashSet;

use openapiv3::ReferenceOr;
use serde_json::Value;

use super::facts::Facts;
use super::parts::Part;
use crate::ir::{
    Constraints, Docs, Enum, EnumBase, Kinds, Name, ScalarType, Schema, Type, TypeKind, Variant,
};
use crate::lower::schema::{self, Shape, Shaped};
use crate::lower::{Lowering, enumeration, scalar};
use crate::pointer::Pointer;

/// The one member that stands for all members that are texts.
#[derive(Default)]
pub(super) struct Texts {
    pub(super) joined: Option<Schema>,
    /// The place of the member that keeps its place among the others.
    pub(super) keeper: Option<Pointer>,
}

/// What a member has to do with listed values of one kind.
#[derive(Clone, Copy, PartialEq)]
enum Role {
    /// It lists some.
    Lists,
    /// It admits all.
    Free,
    /// It admits those that look like something.
    Formatted,
}

fn role(lowering: &Lowering<'_, '_>, facts: &Facts) -> Role {
    let format = facts.format.as_deref();
    let is_formatted = facts.kinds.contains(Kinds::STRING)
        && scalar::by_format(lowering.config, Some("string"), format, &Constraints::NONE).0
            != ScalarType::String;
    if facts.values.is_some() {
        Role::Lists
    } else if is_formatted {
        Role::Formatted
    } else {
        Role::Free
    }
}

/// The enumeration that a union is whose members are all texts or all integers, and of which one
/// at least lists values.
pub(super) fn all(
    lowering: &mut Lowering<'_, '_>,
    parts: &[Part<'_>],
    facts: &[Facts],
) -> Option<Shaped> {
    let base = base(facts)?;
    if parts.len() < 2 {
        return None;
    }
    let roles: Vec<Role> = facts.iter().map(|facts| role(lowering, facts)).collect();
    let has = |wanted| roles.contains(&wanted);
    let lists = facts.iter().any(|facts| !facts.listed.is_empty());
    if !lists || (has(Role::Formatted) && !has(Role::Free)) {
        return None;
    }
    Some(joined(lowering, parts, facts, base))
}

/// The kind of all values, where it is the same.
fn base(facts: &[Facts]) -> Option<EnumBase> {
    let only = |kind: Kinds| {
        let mut all = facts.iter();
        all.all(|facts| facts.kinds.without(Kinds::NULL) == kind)
    };
    if only(Kinds::STRING) {
        Some(EnumBase::String)
    } else if only(Kinds::INTEGER)
        && facts
            .iter()
            .flat_map(|facts| &facts.listed)
            .all(Value::is_i64)
    {
        Some(EnumBase::Integer)
    } else {
        None
    }
}

/// All values that any of the members lists, as one open enumeration.
fn joined(
    lowering: &mut Lowering<'_, '_>,
    parts: &[Part<'_>],
    facts: &[Facts],
    base: EnumBase,
) -> Shaped {
    let listing: Vec<(&Part<'_>, &Facts)> = parts
        .iter()
        .zip(facts)
        .filter(|(_, facts)| !facts.listed.is_empty())
        .collect();
    if let [(part, _)] = listing.as_slice()
        && part.component.is_some()
    {
        let schema = schema::lower(lowering, part.item(), &part.at, "");
        return Shaped {
            sensitivity: schema.sensitivity,
            ..Shaped::plain(schema.ty)
        };
    }
    let mut seen = HashSet::new();
    let mut variants = Vec::new();
    for (part, facts) in listing {
        let values = &facts.listed;
        for value in values {
            if value.is_null() || !seen.insert(value.to_string()) {
                continue;
            }
            let plain = enumeration::variant(value.clone());
            // What a member says of itself, it says of its value where there is one only.
            variants.push(match part.item() {
                ReferenceOr::Item(item) if values.len() == 1 => Variant {
                    name: match (base, &item.schema_data.title) {
                        (EnumBase::Integer, Some(title)) => Name::new(title),
                        _ => plain.name,
                    },
                    docs: Docs {
                        title: None,
                        ..part.docs(lowering)
                    },
                    ..plain
                },
                _ => plain,
            });
        }
    }
    Shaped {
        shape: Shape::Enum(Enum { variants, base }),
        ..Shaped::plain(Type::Any)
    }
}

/// Joins the members that are texts where one of them admits every text; it takes the place of
/// all, and knows the values that others list.
pub(super) fn texts(
    lowering: &mut Lowering<'_, '_>,
    parts: &mut Vec<Part<'_>>,
    facts: &[Facts],
    name: &str,
) -> Texts {
    let is_text = |facts: &Facts| facts.kinds.without(Kinds::NULL) == Kinds::STRING;
    let among: Vec<usize> = (0..parts.len()).filter(|at| is_text(&facts[*at])).collect();
    let roles: Vec<Role> = among.iter().map(|at| role(lowering, &facts[*at])).collect();
    let free = among
        .iter()
        .zip(&roles)
        .filter(|(_, role)| **role == Role::Free);
    let free: Vec<usize> = free.map(|(at, _)| *at).collect();
    let plain = free.iter().find(|at| parts[**at].component.is_none());
    if among.len() < 2 || free.is_empty() {
        return Texts::default();
    }
    let schema = if among.iter().any(|at| !facts[*at].listed.is_empty()) {
        let part_of = |at: &usize| facts[*at].clone();
        let facts: Vec<Facts> = among.iter().map(part_of).collect();
        let mut index = 0;
        let (texts, others): (Vec<_>, Vec<_>) = std::mem::take(parts).into_iter().partition(|_| {
            index += 1;
            among.contains(&(index - 1))
        });
        let shaped = joined(lowering, &texts, &facts, EnumBase::String);
        let at = texts
            .first()
            .map(|part| part.at.clone())
            .unwrap_or_default();
        // They go back to where they were.
        let (mut texts, mut others) = (texts.into_iter(), others.into_iter());
        for at in 0..index {
            let source = if among.contains(&at) {
                texts.next()
            } else {
                others.next()
            };
            parts.extend(source);
        }
        match shaped.shape {
            Shape::Type(ty) => Schema::plain(ty),
            Shape::Enum(values) => {
                let kind = TypeKind::Enum(values);
                let item = openapiv3::Schema {
                    schema_data: openapiv3::SchemaData::default(),
                    schema_kind: openapiv3::SchemaKind::Any(openapiv3::AnySchema::default()),
                };
                let name = format!("{name} string");
                let id = lowering.add(schema::def(&item, &at, &name, None, kind));
                Schema::plain(Type::Named(id))
            }
            Shape::Object(_) | Shape::Union(_) => return Texts::default(),
        }
    } else if plain.is_some() {
        Schema {
            constraints: Constraints::NONE,
            ..Schema::plain(Type::Scalar(ScalarType::String))
        }
    } else {
        return Texts::default();
    };
    let keeper = plain.or(free.first()).map(|at| parts[*at].at.clone());
    let mut index = 0;
    parts.retain(|part| {
        index += 1;
        !among.contains(&(index - 1)) || Some(&part.at) == keeper.as_ref()
    });
    Texts {
        joined: Some(schema),
        keeper,
    }
}

/// The values of a member without a name that does nothing but list them.
pub(super) fn constants(
    lowering: &Lowering<'_, '_>,
    part: &Part<'_>,
    facts: &Facts,
) -> Option<Vec<Value>> {
    let values = facts.values.as_ref()?;
    let sensitivity = schema::sensitivity(lowering.document.schema(part.item()).schema);
    let plain = |value: &&Value| value.is_string() || value.is_i64() || value.is_boolean();
    let values: Vec<Value> = values
        .iter()
        .filter(|value| !value.is_null())
        .cloned()
        .collect();
    (part.component.is_none()
        && sensitivity.is_none()
        && !values.is_empty()
        && values.iter().all(|value| plain(&value)))
    .then_some(values)
}
