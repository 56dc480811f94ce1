//! Values as servers really send them: not quite what the document says.
//!
//! A client must live with each of these. What it must make of it is part of
//! the drawn value ([`Expect`]).

use proptest::test_runner::TestRunner;
use serde_json::{Map, Value};

use crate::pointer;

use super::anything;
use super::dice::Dice;
use super::mutate::{Change, Mutation};
use super::plan::Plan;
use super::repeat::{self, Repeated};
use super::shape::{Additional, Shape, Types};
use super::site::Site;

/// A value that departs from its schema in one tolerable way.
#[derive(Debug, Clone, PartialEq)]
pub struct Drift {
    /// The kind of departure.
    pub kind: DriftKind,
    /// Where in the value, as a JSON Pointer.
    pub pointer: String,
    /// The whole value.
    pub value: Value,
    /// What reading and writing it must give.
    pub expect: Expect,
    /// The text to be read, where a member stands twice in it.
    pub repeated: Option<Repeated>,
}

/// The ways to depart from a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum DriftKind {
    /// An enum value that the document does not list.
    UnknownEnumValue,
    /// A member that the document does not declare.
    UndeclaredMember,
    /// `null` for an optional property that is not nullable.
    NullForOptional,
    /// The members of every object in another order.
    MemberOrder,
    /// An integer written with a fraction of zero.
    IntegralFloat,
    /// A discriminator that announces no member of the union.
    UnknownDiscriminator,
    /// An object that is none of the members of a union.
    UnknownUnionMember,
    /// A member that stands twice in its object.
    RepeatedMember,
    /// An item that stands twice in an array.
    RepeatedItem,
}

/// What a value must be after it was read and written again.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Expect {
    /// The same value, by [`crate::equal::same`].
    Same,
    /// The same, save that the null at this place is absent.
    WithoutNulls {
        /// Where the null stands.
        pointer: String,
    },
    /// The same, save that this member may be absent: its object is closed to
    /// undeclared members.
    WithoutMember {
        /// Where the member stands.
        pointer: String,
    },
}

/// One drift of a valid value, drawn from all that are possible: first the
/// kind, so that rare kinds are seen too, then the place.
pub(super) fn choose(
    plan: &Plan,
    sites: &[Site],
    value: &Value,
    runner: &mut TestRunner,
) -> Option<(DriftKind, Mutation, Expect)> {
    let mut possible: Vec<(DriftKind, usize)> = Vec::new();
    for (index, site) in sites.iter().enumerate() {
        let here = value.pointer(&site.pointer)?;
        possible.extend(
            kinds(plan, site, here)
                .into_iter()
                .map(|kind| (kind, index)),
        );
    }
    possible.push((DriftKind::MemberOrder, 0));
    if repeat::is_possible(value) {
        possible.push((DriftKind::RepeatedMember, 0));
    }
    let mut kinds: Vec<DriftKind> = possible.iter().map(|(kind, _)| *kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let mut dice = Dice { runner };
    let kind = *dice.pick(&kinds)?;
    possible.retain(|(other, _)| *other == kind);
    let (_, index) = *dice.pick(&possible)?;
    if kind == DriftKind::MemberOrder {
        let mutation = Mutation {
            pointer: String::new(),
            change: Change::Reverse,
        };
        return Some((kind, mutation, Expect::Same));
    }
    if kind == DriftKind::RepeatedMember {
        let mutation = repeat::choose(plan, sites, value, &mut dice)?;
        return Some((kind, mutation, Expect::Same));
    }
    let site = sites.get(index)?;
    let (change, expect) = drift(plan, kind, site, value.pointer(&site.pointer)?, &mut dice)?;
    let mutation = Mutation {
        pointer: site.pointer.clone(),
        change,
    };
    Some((kind, mutation, expect))
}

fn kinds(plan: &Plan, site: &Site, here: &Value) -> Vec<DriftKind> {
    let shape = &site.shape;
    let mut kinds = Vec::new();
    if unknown(shape.choices.as_deref().unwrap_or_default(), here).is_some() {
        kinds.push(DriftKind::UnknownEnumValue);
    }
    if here.is_object() {
        let open = matches!(shape.object.additional, Additional::Open);
        let closed = matches!(shape.object.additional, Additional::Closed) && site.union.is_none();
        if (open || closed) && shape.object.names.is_none() && shape.object.patterns.is_empty() {
            kinds.push(DriftKind::UndeclaredMember);
        }
        if site.union.is_none()
            && shape
                .object
                .properties
                .iter()
                .any(|property| !property.required)
        {
            kinds.push(DriftKind::NullForOptional);
        }
    }
    if let Some(union) = &site.choice {
        if here
            .as_object()
            .is_some_and(|here| tag(union, here).is_some())
        {
            kinds.push(DriftKind::UnknownDiscriminator);
        }
        if has_open_objects(plan, union) {
            kinds.push(DriftKind::UnknownUnionMember);
        }
    }
    // Of a tuple the document says what stands at each place.
    let has_items = here.as_array().is_some_and(|items| !items.is_empty());
    if has_items && !shape.array.unique && shape.array.prefix.is_empty() {
        kinds.push(DriftKind::RepeatedItem);
    }
    let whole = shape.types.has(Types::INTEGER) && !shape.types.has(Types::NUMBER);
    if whole && shape.choices.is_none() && integral_float(here).is_some() {
        kinds.push(DriftKind::IntegralFloat);
    }
    kinds
}

fn drift(
    plan: &Plan,
    kind: DriftKind,
    site: &Site,
    here: &Value,
    dice: &mut Dice<'_>,
) -> Option<(Change, Expect)> {
    let shape = &site.shape;
    Some(match kind {
        DriftKind::UnknownEnumValue => {
            let value = unknown(shape.choices.as_deref()?, here)?;
            (Change::Replace(value), Expect::Same)
        }
        DriftKind::UndeclaredMember => {
            let name = *dice.pick(&plan.odd_names)?;
            let expect = if matches!(shape.object.additional, Additional::Closed) {
                let pointer = pointer::join(&site.pointer, name);
                Expect::WithoutMember { pointer }
            } else {
                Expect::Same
            };
            let member = anything::value(plan, Types::ALL, dice, 2)?;
            (Change::Insert(name.to_owned(), member), expect)
        }
        DriftKind::NullForOptional => {
            let strict: Vec<&str> = shape
                .object
                .properties
                .iter()
                .filter(|property| !property.required)
                .filter(|property| {
                    // Where nothing is allowed, nothing is known of the value.
                    let shape = plan.shape(&property.slot);
                    !shape.types.is_empty() && !plan.accepts(&shape, &Value::Null)
                })
                .map(|property| property.name.as_str())
                .collect();
            let name = *dice.pick(&strict)?;
            let pointer = pointer::join(&site.pointer, name);
            (
                Change::Insert(name.to_owned(), Value::Null),
                Expect::WithoutNulls { pointer },
            )
        }
        DriftKind::IntegralFloat => (Change::Replace(integral_float(here)?), Expect::Same),
        DriftKind::RepeatedItem => {
            let index = dice.below(here.as_array()?.len());
            (Change::RepeatItem(index), Expect::Same)
        }
        // Any place will do for these.
        DriftKind::MemberOrder | DriftKind::RepeatedMember => return None,
        DriftKind::UnknownDiscriminator => {
            let (property, tags) = tag(site.choice.as_deref()?, here.as_object()?)?;
            let value = unknown(&tags, here.get(property)?)?;
            (Change::Insert(property.to_owned(), value), Expect::Same)
        }
        DriftKind::UnknownUnionMember => {
            let name = *dice.pick(&plan.odd_names)?;
            let mut object = Map::new();
            object.insert(name.to_owned(), Value::from(7));
            (Change::Replace(Value::Object(object)), Expect::Same)
        }
    })
}

/// The discriminator of a union that the value has, and the values that announce members.
pub(super) fn tag<'s>(
    union: &'s Shape,
    here: &Map<String, Value>,
) -> Option<(&'s str, Vec<Value>)> {
    let tags = union.alternatives.iter();
    let tags: Vec<&(String, String)> = tags.filter_map(|member| member.tag.as_ref()).collect();
    let (property, _) = tags.first()?;
    here.get(property).filter(|tag| tag.is_string())?;
    let values = tags.iter().map(|(_, tag)| Value::from(tag.as_str()));
    Some((property, values.collect()))
}

/// Whether objects are among the members of a union, and each of those may have undeclared members:
/// one that may not is allowed to lose them. Nor may anything be said about objects beside the
/// union, which would hold for an unknown member, too.
fn has_open_objects(plan: &Plan, union: &Shape) -> bool {
    let members = union.alternatives.iter();
    let mut objects = members
        .map(|member| plan.shape(&member.slot))
        .filter(|member| {
            let mut listed = member.choices.iter().flatten();
            let is_list = member.choices.is_some() && !listed.any(Value::is_object);
            member.types.has(Types::OBJECT) && !is_list
        })
        .peekable();
    union.object.properties.is_empty()
        && objects.peek().is_some()
        && objects.all(|member| {
            member.alternatives.is_empty() && matches!(member.object.additional, Additional::Open)
        })
}

/// A value like those listed which is not among them; `None` where the list is
/// not of one kind.
pub(super) fn unknown(choices: &[Value], here: &Value) -> Option<Value> {
    match here {
        Value::String(text)
            if choices
                .iter()
                .all(|choice| choice.is_string() || choice.is_null()) =>
        {
            let mut unknown = format!("{text}_UNLISTED");
            while choices.contains(&Value::from(unknown.as_str())) {
                unknown.push('_');
            }
            (!choices.is_empty()).then(|| Value::from(unknown))
        }
        Value::Number(_) => {
            let listed: Option<Vec<i64>> = choices
                .iter()
                .filter(|choice| !choice.is_null())
                .map(Value::as_i64)
                .collect();
            let greatest = listed?.into_iter().max()?;
            greatest.checked_add(1).map(Value::from)
        }
        _ => None,
    }
}

/// The integer as a double, where that loses nothing.
fn integral_float(here: &Value) -> Option<Value> {
    let value = here
        .as_i64()
        .filter(|value| value.unsigned_abs() < 1 << 53)?;
    Some(Value::from(value as f64))
}
