//! Applying the actions of an overlay to a tree.

use std::cmp::Reverse;

use serde_json::map::Entry;
use serde_json::{Map, Value};

use super::{Action, Change, Overlay};
use crate::diagnostic::{Code, Diagnostic, Place, Report, Severity};
use crate::load::document::describe;
use crate::load::origins::Origins;
use crate::pointer::Pointer;
use crate::source::{Part, SourceId};

impl Overlay {
    /// Applies all actions in their order and notes the origin of what they write.
    ///
    /// `false` where the report has got an error. The tree may then be changed in part.
    pub fn apply(&self, tree: &mut Value, origins: &mut Origins, report: &mut Report) -> bool {
        let mut complete = true;
        for action in &self.actions {
            if let Err(finding) = self.act(action, tree, origins) {
                complete &= finding.severity != Severity::Error;
                report.push(*finding);
            }
        }
        complete
    }

    fn act(
        &self,
        action: &Action,
        tree: &mut Value,
        origins: &mut Origins,
    ) -> Result<(), Box<Diagnostic>> {
        let selected: Vec<Pointer> = action
            .target
            .query_located(tree)
            .locations()
            .filter_map(|path| Pointer::parse(&path.to_json_pointer()))
            .collect();
        if selected.is_empty() {
            let target = &action.expression;
            let message = format!(
                "the target `{target}` selects nothing in the document; nothing was changed"
            );
            return Err(self.refuse(action, Code::OverlayTargetMissing, message, "target"));
        }
        match &action.change {
            Change::Remove if selected.contains(&Pointer::root()) => {
                let message = "the document as a whole cannot be removed".to_owned();
                return Err(self.refuse(action, Code::InvalidOverlay, message, "target"));
            }
            Change::Nothing => {}
            Change::Remove => remove(tree, selected, origins),
            Change::Update(update) => {
                let written = Written {
                    source: self.source,
                    pointer: action.pointer.join("update"),
                };
                for at in selected {
                    if let Some(target) = tree.pointer_mut(at.as_str()) {
                        update_node(target, &at, update, &written, origins).map_err(
                            |(pointer, message)| {
                                self.finding(pointer, Code::InvalidOverlay, message)
                            },
                        )?;
                    }
                }
            }
        }
        Ok(())
    }

    fn refuse(&self, action: &Action, code: Code, message: String, field: &str) -> Box<Diagnostic> {
        self.finding(action.pointer.join(field), code, message)
    }

    fn finding(&self, pointer: Pointer, code: Code, message: String) -> Box<Diagnostic> {
        let place = Place::Node {
            source: self.source,
            pointer: pointer.clone(),
            part: Part::Value,
        };
        Box::new(Diagnostic::new(code, pointer, message).at(place))
    }
}

/// What is wrong with an update, and where in the overlay.
type Wrong = (Pointer, String);

/// Where an update is written.
struct Written {
    source: SourceId,
    pointer: Pointer,
}

impl Written {
    fn below(&self, token: impl std::fmt::Display) -> Self {
        Self {
            source: self.source,
            pointer: self.pointer.join(token),
        }
    }

    fn note(&self, at: Pointer, origins: &mut Origins) {
        origins.add(at, self.source, self.pointer.clone());
    }
}

/// Updates a node that a target selects: an object takes the members of an object, an array one
/// more element or those of an array.
fn update_node(
    target: &mut Value,
    at: &Pointer,
    update: &Value,
    written: &Written,
    origins: &mut Origins,
) -> Result<(), Wrong> {
    match (target, update) {
        (Value::Object(target), Value::Object(update)) => {
            merge(target, at, update, written, origins)?;
        }
        (Value::Array(target), Value::Array(update)) => {
            append(target, at, update, written, origins);
        }
        (Value::Array(target), update) => {
            written.note(at.join(target.len()), origins);
            target.push(update.clone());
        }
        (Value::Object(_), update) => {
            let found = describe(update);
            let message = format!(
                "only an object can update the object {at} that the target selects, found {found}"
            );
            return Err((written.pointer.clone(), message));
        }
        (target, _) => {
            let found = describe(target);
            let message = format!(
                "only objects and arrays can be updated, but the target selects {found} at {at}; \
                 select the object that holds it"
            );
            return Err((written.pointer.clone(), message));
        }
    }
    Ok(())
}

fn merge(
    target: &mut Map<String, Value>,
    at: &Pointer,
    update: &Map<String, Value>,
    written: &Written,
    origins: &mut Origins,
) -> Result<(), Wrong> {
    for (key, update) in update {
        let at = at.join(key);
        let written = written.below(key);
        match target.entry(key) {
            Entry::Vacant(entry) => {
                written.note(at, origins);
                entry.insert(update.clone());
            }
            Entry::Occupied(entry) => match (entry.into_mut(), update) {
                (Value::Object(target), Value::Object(update)) => {
                    merge(target, &at, update, &written, origins)?;
                }
                (Value::Array(target), Value::Array(update)) => {
                    append(target, &at, update, &written, origins);
                }
                (target, update) if is_container(target) || is_container(update) => {
                    let (target, update) = (describe(target), describe(update));
                    let message = format!(
                        "{at} is {target} in the document, and {update} cannot be merged into that; \
                         remove it by an action before this one"
                    );
                    return Err((written.pointer.clone(), message));
                }
                (target, update) => {
                    written.note(at, origins);
                    *target = update.clone();
                }
            },
        }
    }
    Ok(())
}

fn is_container(value: &Value) -> bool {
    value.is_object() || value.is_array()
}

fn append(
    target: &mut Vec<Value>,
    at: &Pointer,
    update: &[Value],
    written: &Written,
    origins: &mut Origins,
) {
    for (number, element) in update.iter().enumerate() {
        let at = at.join(target.len());
        written.below(number).note(at, origins);
        target.push(element.clone());
    }
}

/// Removes nodes in an order in which the pointers of the others hold: what lies deeper first,
/// and of one array the last elements first.
fn remove(tree: &mut Value, mut selected: Vec<Pointer>, origins: &mut Origins) {
    selected.sort_by_cached_key(|at| {
        let number = at.last().and_then(|token| token.parse::<usize>().ok());
        Reverse((at.parent(), number, at.clone()))
    });
    selected.dedup();
    for at in selected {
        let (Some(parent), Some(token)) = (at.parent(), at.last()) else {
            continue;
        };
        match tree.pointer_mut(parent.as_str()) {
            Some(Value::Object(members)) => {
                members.shift_remove(&token);
                origins.forget(&at);
            }
            Some(Value::Array(elements)) => {
                if let Ok(number) = token.parse::<usize>()
                    && number < elements.len()
                {
                    origins.remove_element(&parent, number, elements.len());
                    elements.remove(number);
                }
            }
            _ => {}
        }
    }
}
