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
    /// The union of several members that the value here is one of.
    pub(super) choice: Option<Arc<Shape>>,
}

/// All places of a valid value that the schema says something about.
pub(super) fn all(plan: &Plan, shape: &Arc<Shape>, value: &Value) -> Vec<Site> {
    let mut sites = Vec::new();
    visit(
        plan,
        shape,
        value,
        String::new(),
        &Around::default(),
        &mut sites,
    );
    sites
}

/// The unions that a place lies in.
#[derive(Clone, Default)]
struct Around {
    /// Where the outermost one stands.
    outermost: Option<String>,
    /// The one that stands at this place.
    here: Option<Arc<Shape>>,
}

impl Around {
    /// What lies around a place below.
    fn below(&self) -> Self {
        Self {
            here: None,
            ..self.clone()
        }
    }
}

fn visit(
    plan: &Plan,
    shape: &Arc<Shape>,
    value: &Value,
    at: String,
    around: &Around,
    sites: &mut Vec<Site>,
) {
    let mut around = around.clone();
    if shape.is_base && value.is_object() || is_list_of_types(shape) {
        around.outermost.get_or_insert_with(|| at.clone());
    }
    if value.is_null() {
        // What takes the place of the null may be kept as none of the members.
        if is_choice(plan, shape) {
            around.outermost.get_or_insert_with(|| at.clone());
        }
    } else {
        for alternative in &shape.alternatives {
            let member = plan.shape(&alternative.slot);
            if plan.accepts(&member, value) {
                // One member beside null is no choice.
                if is_choice(plan, shape) {
                    around.outermost.get_or_insert_with(|| at.clone());
                    around.here.get_or_insert_with(|| Arc::clone(shape));
                }
                return visit(plan, &member, value, at, &around, sites);
            }
        }
    }
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                if let Some(slot) = slot_of(&shape.object, name) {
                    let here = pointer::join(&at, name);
                    visit(
                        plan,
                        &plan.shape(slot),
                        member,
                        here,
                        &around.below(),
                        sites,
                    );
                }
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                let slot = shape.array.prefix.get(index).or(shape.array.items.as_ref());
                if let Some(slot) = slot {
                    let here = format!("{at}/{index}");
                    visit(plan, &plan.shape(slot), item, here, &around.below(), sites);
                }
            }
        }
        _ => {}
    }
    sites.push(Site {
        pointer: at,
        shape: Arc::clone(shape),
        union: around.outermost.clone(),
        choice: around.here.clone(),
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

/// Whether a schema names several types other than null, which is a union of them; or null alone,
/// which says nothing of what may come instead.
fn is_list_of_types(shape: &Shape) -> bool {
    let kinds = [
        Types::BOOLEAN,
        Types::NUMBER,
        Types::STRING,
        Types::ARRAY,
        Types::OBJECT,
    ];
    let kinds = kinds.into_iter();
    let named = kinds.filter(|kind| !shape.types.and(*kind).is_empty());
    shape.choices.is_none() && shape.alternatives.is_empty() && named.count() != 1
}

/// What the schema says of a member.
pub(super) fn slot_of<'s>(limits: &'s ObjectLimits, name: &str) -> Option<&'s Slot> {
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
