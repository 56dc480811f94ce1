//! Putting what is known into a template.

use std::sync::Arc;

use serde_json::Value;

use super::mint::{self, Chance};
use super::state::Fact;
use super::world::{Slot, Template, World};
use crate::api::Media;

/// What an answer may show.
#[derive(Debug)]
pub(super) struct Known<'k> {
    /// What the request says.
    pub(super) said: &'k [Fact],
    /// What is remembered of the things that it names.
    pub(super) remembered: &'k [Arc<Fact>],
    /// Whether ids and tokens are fresh ones.
    pub(super) makes: bool,
}

/// A value with what is known in it.
#[derive(Debug)]
pub(super) struct Patched {
    /// The value.
    pub(super) value: Value,
    /// The ids and tokens in it that are fresh.
    pub(super) fresh: Vec<Fact>,
}

/// The template with what is known in it. What would break the schema is left out; `None` where
/// nothing is left.
pub(super) fn patched(
    world: &World,
    media: &Media,
    template: &Template,
    known: &Known<'_>,
    chance: &mut Chance,
) -> Option<Patched> {
    let mut changes: Vec<Change<'_>> = Vec::new();
    for slot in &template.slots {
        if let Some(change) = change(world, media, template, slot, known, chance) {
            changes.push(change);
        }
    }
    if changes.is_empty() {
        return None;
    }
    let mut value = applied(template, &changes);
    if !world.accepts(media, &value) {
        let mut kept: Vec<Change<'_>> = Vec::new();
        for change in changes {
            kept.push(change);
            if !world.accepts(media, &applied(template, &kept)) {
                kept.pop();
            }
        }
        if kept.is_empty() {
            return None;
        }
        value = applied(template, &kept);
        changes = kept;
    }
    let fresh = changes.into_iter().filter(|change| change.is_fresh);
    let fresh = fresh.map(|change| Fact {
        pointer: change.slot.pointer.clone(),
        mark: change.slot.mark,
        value: change.value,
    });
    Some(Patched {
        fresh: fresh.collect(),
        value,
    })
}

/// The properties of an answer that do not stand in others, as facts to be remembered.
pub(super) fn top_level(template: &Template, value: &Value) -> Vec<Fact> {
    let outer = template
        .slots
        .iter()
        .filter(|slot| slot.pointer.matches('/').count() == 1 && !slot.mark.is_passing);
    let facts = outer.filter_map(|slot| {
        Some(Fact {
            pointer: slot.pointer.clone(),
            mark: slot.mark,
            value: value.pointer(&slot.pointer)?.clone(),
        })
    });
    facts.collect()
}

#[derive(Debug)]
struct Change<'t> {
    slot: &'t Slot,
    value: Value,
    is_fresh: bool,
}

fn change<'t>(
    world: &World,
    media: &Media,
    template: &'t Template,
    slot: &'t Slot,
    known: &Known<'_>,
    chance: &mut Chance,
) -> Option<Change<'t>> {
    let is_made = known.makes && slot.mark.is_identity;
    let said = known.said.iter();
    let remembered = known.remembered.iter().map(Arc::as_ref);
    let told = said
        .chain(remembered.filter(|_| !is_made))
        .find(|fact| is_for(fact, slot));
    if let Some(fact) = told {
        return Some(Change {
            slot,
            value: fact.value.clone(),
            is_fresh: false,
        });
    }
    if !is_made {
        return None;
    }
    let sample = template.value.pointer(&slot.pointer)?;
    let value = mint::fresh(sample, chance, |value| {
        let change = Change {
            slot,
            value: value.clone(),
            is_fresh: true,
        };
        world.accepts(media, &applied(template, std::slice::from_ref(&change)))
    })?;
    Some(Change {
        slot,
        value,
        is_fresh: true,
    })
}

/// Whether a fact is what a slot shows.
fn is_for(fact: &Fact, slot: &Slot) -> bool {
    if fact.mark.named.is_some() && fact.mark.named == slot.mark.named {
        return true;
    }
    fact.mark.label == slot.mark.label
        && (slot.mark.is_identity
            || fact.pointer == slot.pointer
            || slot.is_only && !slot.mark.is_generic)
}

fn applied(template: &Template, changes: &[Change<'_>]) -> Value {
    let mut value = template.value.clone();
    for change in changes {
        // Outer objects come first, so what a fact put there may lack a place further in.
        if let Some(place) = value.pointer_mut(&change.slot.pointer) {
            *place = change.value.clone();
        }
    }
    value
}
