//! The places of a value, each with the shape that it was drawn from.

use std::sync::Arc;

use serde_json::Value;

use crate::pointer;

use super::plan::Plan;
use super::shape::{Additional, ObjectLimits, Shape, Slot, Types};

/// A place in a value.
#[derive(Debug)]
pub(super) struct Site {
    pub(super) pointer: String,
    pub(super) shape: Arc<Shape>,
    /// The outermost union around or at this place: a change here may make
    /// the value one of another member.
    pub(super) union: Option<String>,
}

/// All places of a valid value that the schema says something about.
pub(super) fn all(plan: &Plan, shape: &Arc<Shape>, value: &Value) -> Vec<Site> {
    let mut sites = Vec::new();
    visit(plan, shape, value, String::new(), None, &mut sites);
    sites
}

fn visit(
    plan: &Plan,
    shape: &Arc<Shape>,
    value: &Value,
    at: String,
    union: Option<&str>,
    sites: &mut Vec<Site>,
) {
    if !value.is_null() {
        for alternative in &shape.alternatives {
            let member = plan.shape(&alternative.slot);
            if plan.accepts(&member, value) {
                // One member beside null is no choice.
                let own = is_choice(plan, shape).then(|| at.clone());
                let outermost = union.map(str::to_owned).or(own);
                return visit(plan, &member, value, at, outermost.as_deref(), sites);
            }
        }
    }
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                if let Some(slot) = slot_of(&shape.object, name) {
                    let here = pointer::join(&at, name);
                    visit(plan, &plan.shape(slot), member, here, union, sites);
                }
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                let slot = shape.array.prefix.get(index).or(shape.array.items.as_ref());
                if let Some(slot) = slot {
                    let here = format!("{at}/{index}");
                    visit(plan, &plan.shape(slot), item, here, union, sites);
                }
            }
        }
        _ => {}
    }
    sites.push(Site {
        pointer: at,
        shape: Arc::clone(shape),
        union: union.map(str::to_owned),
    });
}

/// Whether a union has several members other than null.
fn is_choice(plan: &Plan, shape: &Shape) -> bool {
    let only_null = |shape: &Shape| {
        let listed = shape.choices.as_ref();
        shape.types == Types::NULL
            || listed.is_some_and(|values| !values.is_empty() && values.iter().all(Value::is_null))
    };
    let members = shape.alternatives.iter();
    let others = members.filter(|member| !only_null(&plan.shape(&member.slot)));
    others.count() > 1
}

fn slot_of<'s>(limits: &'s ObjectLimits, name: &str) -> Option<&'s Slot> {
    let declared = limits
        .properties
        .iter()
        .find(|property| property.name == name);
    match (declared, &limits.additional) {
        (Some(property), _) => Some(&property.slot),
        (None, Additional::Typed(slot)) if limits.patterns.is_empty() => Some(slot),
        _ => None,
    }
}
