//! Compiling translated schemas with `jsonschema`, once each, when first asked.
//!
//! A schema is compiled by itself; what it refers to is compiled apart from it
//! and found through the keyword [`LINK`] when a value gets there. So a
//! document of thousands of schemas that refer to each other costs what its
//! schemas cost, not what all their paths cost.
//!
//! Also proves at the start that every root can be compiled: one schema that
//! cannot must be known before the first value is judged, not when it happens
//! to be reached.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, OnceLock, PoisonError, RwLock, Weak};

use jsonschema::{Draft, Keyword, Registry, ValidationError, ValidationOptions, Validator};
use serde_json::{Map, Value, json};

use crate::pointer;

use super::formats;
use super::references;
use super::translate::Translation;

/// The name that the translated document is registered under.
const BASE: &str = "specwright:/document";

/// The keyword that stands for `$ref` in what is compiled.
pub(super) const LINK: &str = "x-link";

/// Keywords that must know what a referenced schema has looked at.
const UNEVALUATED: [&str; 2] = ["unevaluatedProperties", "unevaluatedItems"];

/// The validators of one translation.
pub(super) struct Compiler {
    shared: Arc<Shared>,
}

struct Shared {
    translation: Arc<Translation>,
    registry: OnceLock<Result<Registry<'static>, String>>,
    compiled: RwLock<HashMap<String, Compiled>>,
}

/// A validator, or why there is none.
pub(super) type Compiled = Result<Arc<Judging>, String>;

/// A validator, and what its errors take for the root of the translation.
pub(super) struct Judging {
    pub(super) validator: Validator,
    pub(super) base: String,
}

impl Compiler {
    pub(super) fn new(translation: &Arc<Translation>) -> Self {
        Compiler {
            shared: Arc::new(Shared {
                translation: Arc::clone(translation),
                registry: OnceLock::new(),
                compiled: RwLock::default(),
            }),
        }
    }

    /// The validator of the schema at a place of the translation.
    pub(super) fn get(&self, tree_pointer: &str) -> Compiled {
        self.shared.get(tree_pointer)
    }
}

impl Shared {
    fn get(self: &Arc<Self>, tree_pointer: &str) -> Compiled {
        let known = self.compiled.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = known.get(tree_pointer) {
            return known.clone();
        }
        drop(known);
        // Two that compile the same schema at once agree; the first one stays.
        let made = self.compile(tree_pointer);
        let mut compiled = self
            .compiled
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        compiled
            .entry(tree_pointer.to_owned())
            .or_insert(made)
            .clone()
    }

    fn compile(self: &Arc<Self>, tree_pointer: &str) -> Compiled {
        let mut schema = self
            .translation
            .tree
            .pointer(tree_pointer)
            .ok_or("there is no schema")?
            .clone();
        if holds_unevaluated(&schema) {
            return self.compile_whole(tree_pointer);
        }
        for_each_reference(&mut schema, &mut |keywords| {
            if let Some(reference) = keywords.remove("$ref") {
                keywords.insert(LINK.to_owned(), reference);
            }
        });
        let shared = Arc::downgrade(self);
        let validator = options()
            .with_keyword(LINK, move |_, value, _| {
                let target = value.as_str().and_then(pointer::from_reference);
                Ok(Box::new(Link {
                    target: target.unwrap_or_default(),
                    shared: Weak::clone(&shared),
                    found: OnceLock::new(),
                }))
            })
            .build(&schema)
            .map_err(|error| error.to_string())?;
        Ok(Arc::new(Judging {
            validator,
            base: tree_pointer.to_owned(),
        }))
    }

    /// Compiles a schema with all that it refers to.
    fn compile_whole(&self, tree_pointer: &str) -> Compiled {
        let registry = self.registry.get_or_init(|| {
            Registry::new()
                .draft(Draft::Draft202012)
                .add(BASE, self.translation.tree.clone())
                .and_then(jsonschema::RegistryBuilder::prepare)
                .map_err(|error| error.to_string())
        });
        let registry = registry.as_ref().map_err(Clone::clone)?;
        let reference = format!("{BASE}{}", pointer::to_reference(tree_pointer));
        let validator = options()
            .with_registry(registry)
            .build(&json!({ "$ref": reference }))
            .map_err(|error| error.to_string())?;
        Ok(Arc::new(Judging {
            validator,
            base: String::new(),
        }))
    }
}

/// The keyword [`LINK`]: the value must satisfy another schema.
struct Link {
    target: String,
    shared: Weak<Shared>,
    found: OnceLock<Compiled>,
}

impl Link {
    fn target(&self) -> &Compiled {
        self.found.get_or_init(|| match self.shared.upgrade() {
            Some(shared) => shared.get(&self.target),
            None => Err("the oracle is gone".to_owned()),
        })
    }
}

impl<'i> Keyword<'i> for Link {
    fn validate(&self, instance: &'i Value) -> Result<(), ValidationError<'i>> {
        if self.is_valid(instance) {
            Ok(())
        } else {
            let message = format!("it does not satisfy {}", self.target);
            Err(ValidationError::custom(message))
        }
    }

    fn is_valid(&self, instance: &'i Value) -> bool {
        self.target()
            .as_ref()
            .is_ok_and(|target| target.validator.is_valid(instance))
    }
}

/// The roots that cannot be compiled, each with its reason.
pub(super) fn faults(translation: &Translation) -> BTreeMap<String, String> {
    let mut faulty = translation.defects.clone();
    for (root, reason) in references::endless(translation) {
        faulty.entry(root).or_insert(reason);
    }
    let options = options();
    for root in &translation.roots {
        let Some(schema) = translation.tree.pointer(root) else {
            continue;
        };
        let mut alone = schema.clone();
        for_each_reference(&mut alone, &mut |keywords| {
            keywords.remove("$ref");
        });
        if let Err(error) = options.build(&alone) {
            let place = translation.origin(&format!("{root}{}", error.instance_path()));
            let reason = format!("{error} at {place}");
            faulty.entry(root.clone()).or_insert(reason);
        }
    }
    let dependents = references::dependents(&translation.uses, &faulty);
    faulty.extend(dependents);
    faulty
}

fn options() -> ValidationOptions<'static> {
    formats::install(
        jsonschema::options()
            .with_draft(Draft::Draft202012)
            .offline(),
    )
}

/// Calls `change` with every schema that has a `$ref`.
fn for_each_reference(schema: &mut Value, change: &mut dyn FnMut(&mut Map<String, Value>)) {
    let Value::Object(keywords) = schema else {
        return;
    };
    if keywords.get("$ref").is_some_and(Value::is_string) {
        change(keywords);
    }
    for (keyword, value) in keywords {
        match (keyword.as_str(), value) {
            (
                "properties" | "patternProperties" | "$defs" | "definitions" | "dependentSchemas",
                Value::Object(members),
            ) => Map::values_mut(members).for_each(|member| for_each_reference(member, change)),
            ("enum" | "const" | "default" | "examples", _) => {}
            (_, Value::Array(items)) => items
                .iter_mut()
                .for_each(|item| for_each_reference(item, change)),
            (_, value @ Value::Object(_)) => for_each_reference(value, change),
            _ => {}
        }
    }
}

/// Whether one of the [`UNEVALUATED`] keywords stands anywhere within.
fn holds_unevaluated(schema: &Value) -> bool {
    match schema {
        Value::Object(members) => members.iter().any(|(name, member)| {
            UNEVALUATED.contains(&name.as_str()) || holds_unevaluated(member)
        }),
        Value::Array(items) => items.iter().any(holds_unevaluated),
        _ => false,
    }
}
