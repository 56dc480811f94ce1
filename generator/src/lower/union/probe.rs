//! What tells the members of a union apart, and the order in which they are tried.

use serde_json::Value;

use super::facts::Facts;
use crate::ir::{Check, Kinds};

/// The order in which members are tried: of two that a value may both be, the more specific one
/// comes first; else that of the document stays.
pub(super) fn order(all: &[Facts]) -> Vec<usize> {
    let mut rest: Vec<usize> = (0..all.len()).collect();
    let mut ordered = Vec::with_capacity(all.len());
    while !rest.is_empty() {
        let free = rest.iter().position(|a| {
            let outranked =
                |b: &usize| weight(&all[*b]) > weight(&all[*a]) && may_be_both(&all[*a], &all[*b]);
            !rest.iter().any(outranked)
        });
        // The heaviest of them is always free.
        ordered.push(rest.remove(free.unwrap_or_default()));
    }
    ordered
}

/// How much a schema demands of a value.
fn weight(facts: &Facts) -> (bool, usize, usize, usize, bool, bool, usize, bool) {
    let constants = facts
        .members
        .iter()
        .filter(|(name, member)| member.values.is_some() && facts.required.contains(name.as_str()));
    let kinds = Kinds::ALL.without(facts.kinds.without(Kinds::NULL));
    (
        facts.values.is_some(),
        kinds.each().count(),
        constants.count(),
        facts.required.len(),
        facts.closed,
        facts.format.is_some(),
        facts.members.len(),
        facts.items.is_some(),
    )
}

/// Whether a value may be of both schemas.
pub(super) fn may_be_both(a: &Facts, b: &Facts) -> bool {
    shared(a, b).each().any(|kind| !differ_always(a, b, kind))
}

/// The kinds of values that both have; `null` is none of a union's members.
fn shared(a: &Facts, b: &Facts) -> Kinds {
    a.kinds.and(b.kinds).without(Kinds::NULL)
}

/// Whether no value of a kind is of both schemas.
fn differ_always(a: &Facts, b: &Facts, kind: Kinds) -> bool {
    if let (Some(a), Some(b)) = (&a.values, &b.values) {
        return !a.iter().any(|value| b.contains(value));
    }
    if kind == Kinds::OBJECT {
        let lacks = |one: &Facts, other: &Facts| {
            let mut required = other.required.iter();
            one.closed && required.any(|name| !one.members.contains_key(name))
        };
        return differ_by_member(a, b) || lacks(a, b) || lacks(b, a);
    }
    if kind == Kinds::ARRAY
        && let (Some(a), Some(b)) = (&a.items, &b.items)
    {
        return !may_be_both(a, b);
    }
    false
}

/// Whether a member that all objects of both have is never the same.
fn differ_by_member(a: &Facts, b: &Facts) -> bool {
    a.members.iter().any(|(name, of_a)| {
        let required = a.required.contains(name) && b.required.contains(name);
        let of_b = b.members.get(name);
        required && of_b.is_some_and(|of_b| exclude(of_a, of_b))
    })
}

/// Whether a value that is there is of one schema or the other, and never of both.
fn exclude(a: &Facts, b: &Facts) -> bool {
    let values = match (&a.values, &b.values) {
        (Some(a), Some(b)) => !a.iter().any(|value| b.contains(value)),
        _ => false,
    };
    let elements = match (&a.items, &b.items) {
        (Some(of_a), Some(of_b)) => a.kinds == Kinds::ARRAY && exclude(of_a, of_b),
        _ => false,
    };
    values || elements || a.kinds.and(b.kinds).is_empty()
}

/// Whether nothing decides between two schemas, of which `a` is tried first, for some values.
pub(super) fn is_guess(a: &Facts, b: &Facts) -> bool {
    shared(a, b).each().any(|kind| {
        if differ_always(a, b, kind) {
            return false;
        }
        if kind == Kinds::OBJECT {
            let tells = |(name, of_a): (&String, &Facts)| {
                let is_name = of_a.values.is_some() && a.required.contains(name);
                let of_b = b.members.get(name);
                of_b.is_some_and(|of_b| {
                    exclude(of_a, of_b) || is_name && of_a.values != of_b.values
                })
            };
            return !(a.closed
                || a.required.iter().any(|name| !b.required.contains(name))
                || a.members.iter().any(tells));
        }
        if kind == Kinds::ARRAY {
            return match (&a.items, &b.items) {
                (Some(a), Some(b)) => is_guess(a, b),
                (Some(_), None) => false,
                (None, _) => true,
            };
        }
        // Listed values are tried first, and so is what is only a part of the other's kinds; the
        // texts of different formats look different.
        let is_part = b.kinds.contains(a.kinds) && !a.kinds.contains(b.kinds);
        a.values.is_none() && a.format == b.format && !is_part
    })
}

/// What a value has to look like to be read as the member `index`, before its type is tried.
pub(super) fn checks(all: &[&Facts], index: usize) -> Vec<Check> {
    let own = all[index];
    let mut checks = Vec::new();
    if all.iter().any(|other| other.kinds != own.kinds) {
        checks.push(Check::Kind(own.kinds.without(Kinds::NULL)));
    }
    let others = || {
        let others = all.iter().enumerate();
        others
            .filter(move |(other, _)| *other != index)
            .map(|(_, facts)| *facts)
            .filter(|other| !shared(own, other).is_empty())
    };
    if let Some(texts) = own.texts()
        && others().any(|other| other.kinds.contains(Kinds::STRING))
    {
        checks.push(Check::Text(texts.into_iter().map(str::to_owned).collect()));
    }
    let rivals: Vec<&Facts> = others()
        .filter(|other| shared(own, other).contains(Kinds::OBJECT))
        .collect();
    if !rivals.is_empty() {
        object(own, &rivals, &mut checks);
    }
    if let Some(items) = &own.items
        && items.kinds != Kinds::ALL
        && others().any(|other| {
            let of_other = other.items.as_ref().map_or(Kinds::ALL, |items| items.kinds);
            other.kinds.contains(Kinds::ARRAY) && of_other != items.kinds
        })
    {
        checks.push(Check::Items(items.kinds));
    }
    if let Some(items) = &own.items {
        let of_rivals: Vec<&Facts> = others()
            .filter_map(|other| other.items.as_deref())
            .collect();
        let close = close(items, &of_rivals);
        let not_null = not_null(items, &close);
        if !not_null.is_empty() {
            checks.push(Check::NotNullInItems(not_null));
        }
    }
    checks
}

/// The schemas whose objects may be of a schema as well, as far as their members tell.
fn close<'f>(own: &Facts, rivals: &[&'f Facts]) -> Vec<&'f Facts> {
    let rivals = rivals.iter().copied();
    let objects = rivals.filter(|rival| shared(own, rival).contains(Kinds::OBJECT));
    objects
        .filter(|rival| !differ_by_member(own, rival))
        .collect()
}

/// The members of an object where `null` reads as absent, and would be lost to one of the others
/// that has a place for it.
fn not_null(own: &Facts, close: &[&Facts]) -> Vec<String> {
    let members = own.members.iter();
    let lost = members.filter(|(name, member)| {
        let elsewhere = |rival: &&Facts| match rival.members.get(name.as_str()) {
            Some(of_rival) => of_rival.kinds.contains(Kinds::NULL),
            None => !rival.closed,
        };
        !own.required.contains(name.as_str())
            && !member.kinds.contains(Kinds::NULL)
            && close.iter().any(elsewhere)
    });
    lost.map(|(name, _)| name.clone()).collect()
}

/// What tells an object from the other objects of a union.
fn object(own: &Facts, rivals: &[&Facts], checks: &mut Vec<Check>) {
    for (name, member) in &own.members {
        // A list of values that no rival speaks of may be longer tomorrow; a constant is a name.
        let is_name = member
            .values
            .as_ref()
            .is_some_and(|values| values.len() == 1)
            && own.required.contains(name);
        let differs = |rival: &&Facts| match rival.members.get(name) {
            Some(of_rival) => of_rival.values != member.values,
            None => is_name,
        };
        if member.values.is_none() || !rivals.iter().any(differs) {
            continue;
        }
        if let Some(texts) = member.texts() {
            let texts = texts.into_iter().map(str::to_owned).collect();
            checks.push(Check::TextAt(name.clone(), texts));
        } else if let Some(integers) = member.integers() {
            checks.push(Check::IntegerAt(name.clone(), integers));
        } else if let Some([Value::Bool(value)]) = member.values.as_deref() {
            checks.push(Check::BoolAt(name.clone(), *value));
        }
    }
    let close = close(own, rivals);
    if close.is_empty() {
        return;
    }
    for name in &own.required {
        if close.iter().any(|rival| !rival.required.contains(name)) {
            checks.push(Check::Has(name.clone()));
        }
    }
    let names = || own.members.keys().cloned().collect();
    // What declares nothing waits for the others where each of them is told by a member that it
    // requires: one of them that has a new member is no map.
    let waits = !own.members.is_empty() || close.iter().all(|rival| !rival.required.is_empty());
    if own.closed {
        checks.push(Check::Only(names()));
    } else if waits
        && rivals
            .iter()
            .any(|rival| is_guess(own, rival) || is_guess(rival, own))
    {
        checks.push(Check::Closest(names()));
    }
    let not_null = not_null(own, &close);
    if !not_null.is_empty() {
        checks.push(Check::NotNull(not_null));
    }
}
