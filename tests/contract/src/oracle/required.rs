//! `required`: which of the names it lists are to be asked for.
//!
//! A name counts when some property of the composition bears it and when that
//! property can travel in the direction at hand.

use std::rc::Rc;

use serde_json::{Map, Value};

use super::members::{self, Members};
use super::notes::Toleration;
use super::schema::{Place, Translator};

/// What the schemas around a schema say about its members.
#[derive(Clone, Default)]
pub(super) struct Scope {
    members: Rc<Members>,
    /// Under `not` and `if`, where ignoring a keyword would turn its sense.
    exact: bool,
}

impl Scope {
    /// The same scope under a keyword that may turn the sense of what it holds.
    pub(super) fn exact(&self) -> Self {
        Scope {
            members: Rc::clone(&self.members),
            exact: true,
        }
    }
}

impl Translator<'_> {
    /// The members known inside a schema: its own and those around it.
    pub(super) fn scope_within(&self, schema: &Map<String, Value>, outer: &Scope) -> Scope {
        self.scope(schema, "", outer)
    }

    /// The members known inside the members of a union: of what one of them declares the others
    /// know nothing.
    pub(super) fn scope_of_union(
        &self,
        schema: &Map<String, Value>,
        keyword: &str,
        outer: &Scope,
    ) -> Scope {
        self.scope(schema, keyword, outer)
    }

    fn scope(&self, schema: &Map<String, Value>, without: &str, outer: &Scope) -> Scope {
        const ASKING: [&str; 7] = [
            "required",
            "allOf",
            "anyOf",
            "oneOf",
            "not",
            "if",
            "dependentSchemas",
        ];
        if !ASKING.iter().any(|keyword| schema.contains_key(*keyword)) {
            return outer.clone();
        }
        let own = members::declared(self.document, schema, without);
        let members = if outer.members.is_empty() {
            Rc::new(own)
        } else {
            let mut all = Members::clone(&outer.members);
            all.extend(own);
            Rc::new(all)
        };
        Scope {
            members,
            exact: outer.exact,
        }
    }

    pub(super) fn required(
        &mut self,
        source: &Map<String, Value>,
        place: &Place,
        scope: &Scope,
        translated: &mut Map<String, Value>,
    ) {
        let mut names: Vec<Value> = Vec::new();
        match source.get("required") {
            None => {}
            Some(Value::Array(listed)) if listed.iter().all(Value::is_string) => {
                for name in listed {
                    if names.contains(name) {
                        let message = format!("`required` names {name} twice");
                        self.note(place, Toleration::RequiredMalformed, message);
                    } else if self.counts(name, place, scope) {
                        names.push(name.clone());
                    }
                }
            }
            Some(_) => self.note(
                place,
                Toleration::RequiredMalformed,
                "`required` is no list of names and is ignored".to_owned(),
            ),
        }
        for member in source
            .get("allOf")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            let Some((_, target)) = members::target(self.document, member) else {
                continue;
            };
            for name in members::dangling(self.document, target) {
                let known = scope.members.get(&name);
                let name = Value::from(name);
                if known.is_some_and(|marks| !marks.absent_from(self.direction))
                    && !names.contains(&name)
                {
                    names.push(name);
                }
            }
        }
        if !names.is_empty() {
            translated.insert("required".to_owned(), Value::Array(names));
        }
    }

    /// Whether a name in `required` is to be asked for.
    fn counts(&mut self, name: &Value, place: &Place, scope: &Scope) -> bool {
        match scope.members.get(name.as_str().unwrap_or_default()) {
            Some(marks) => scope.exact || !marks.absent_from(self.direction),
            None if scope.exact => true,
            None => {
                let message = format!("`required` names {name}, which no property bears");
                self.note(place, Toleration::RequiredUndeclared, message);
                false
            }
        }
    }
}
