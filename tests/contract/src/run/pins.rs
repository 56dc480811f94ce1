//! Values that are known to be live: an id that exists, a token that was given out.
//!
//! A valid request with an id that nobody knows is refused, and so is an invalid one, for the wrong
//! reason. So what is known is put into the bases that cases are built from. Whoever walks chains
//! fills [`Context::pins`], and tells how they are got anew where a
//! use spoils them.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use serde_json::Value;

use super::case::{Case, Given};
use super::context::Context;
use crate::api::Location;

/// The live values of one operation.
#[derive(Clone, Default)]
pub struct Pins {
    /// The values.
    pub values: Vec<Live>,
    /// Whether a success spoils them: a token that is used up, a thing that is removed.
    pub is_spoilt_by_use: bool,
    /// What gets values of the same kind anew.
    pub renew: Option<Rc<dyn Renew>>,
}

/// Gets live values anew.
pub trait Renew {
    /// The values for an operation; `None` where there are none to be had.
    fn renew<'c>(
        &'c self,
        context: &'c Context<'_>,
        operation: usize,
    ) -> Pin<Box<dyn Future<Output = Option<Vec<Live>>> + 'c>>;
}

/// A live value and where it goes.
#[derive(Clone, Debug, PartialEq)]
pub struct Live {
    /// Where.
    pub at: At,
    /// The value.
    pub value: Value,
    /// Whether it is put into bodies that do not have the place, too: without it everything is
    /// refused.
    pub is_needed: bool,
}

/// A place in a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum At {
    /// A parameter.
    Parameter(Location, String),
    /// A place of the body's value, as a JSON Pointer.
    Body(String),
}

impl Live {
    /// Puts the value into a case: always where it is a parameter; in the body only where the place
    /// is there already, or its parent is and `insert` says so.
    pub fn put(&self, case: &mut Case, insert: bool) {
        match &self.at {
            At::Parameter(location, name) => {
                let given = Given::Value(self.value.clone());
                case.parameters.insert((*location, name.clone()), given);
            }
            At::Body(pointer) => {
                let Some(body) = case.value_mut() else {
                    return;
                };
                if let Some(place) = body.pointer_mut(pointer) {
                    *place = self.value.clone();
                } else if (insert || self.is_needed)
                    && let Some((parent, name)) = crate::pointer::split_last(pointer)
                {
                    match body.pointer_mut(parent) {
                        Some(Value::Object(members)) => {
                            members.insert(name, self.value.clone());
                        }
                        Some(Value::Array(items)) if name == items.len().to_string() => {
                            items.push(self.value.clone());
                        }
                        _ => {}
                    }
                }
            }
        }
    }
}

impl fmt::Debug for Pins {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pins")
            .field("values", &self.values.len())
            .field("is_spoilt_by_use", &self.is_spoilt_by_use)
            .finish_non_exhaustive()
    }
}
