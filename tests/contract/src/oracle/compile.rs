//! Compiling translated schemas with `jsonschema`, once each, when first asked.
//!
//! Also proves at the start that every root can be compiled: one schema that
//! cannot must be known before the first value is judged, not when it happens
//! to be reached.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use jsonschema::{Draft, Registry, ValidationOptions, Validator};
use serde_json::{Map, Value, json};

use crate::pointer;

use super::formats;
use super::references;
use super::translate::Translation;

/// The name that the translated document is registered under.
const BASE: &str = "specwright:/document";

/// The validators of one translation.
pub(super) struct Compiler {
    registry: Result<Registry<'static>, String>,
    compiled: Mutex<HashMap<String, Compiled>>,
}

/// A validator, or why there is none.
pub(super) type Compiled = Result<Arc<Validator>, String>;

impl Compiler {
    pub(super) fn new(translation: &Translation) -> Self {
        let registry = Registry::new()
            .draft(Draft::Draft202012)
            .add(BASE, translation.tree.clone())
            .and_then(jsonschema::RegistryBuilder::prepare)
            .map_err(|error| error.to_string());
        Compiler {
            registry,
            compiled: Mutex::new(HashMap::new()),
        }
    }

    /// The validator of the schema at a place of the translation.
    pub(super) fn get(&self, tree_pointer: &str) -> Compiled {
        let mut compiled = self.compiled.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = compiled.get(tree_pointer) {
            return known.clone();
        }
        let made = self.compile(tree_pointer);
        compiled.insert(tree_pointer.to_owned(), made.clone());
        made
    }

    fn compile(&self, tree_pointer: &str) -> Compiled {
        let registry = self.registry.as_ref().map_err(Clone::clone)?;
        let reference = format!("{BASE}{}", pointer::to_reference(tree_pointer));
        options()
            .with_registry(registry)
            .build(&json!({ "$ref": reference }))
            .map(Arc::new)
            .map_err(|error| error.to_string())
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
        cut_references(&mut alone);
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

/// Takes all references out of a schema, so that what remains can be compiled
/// by itself.
fn cut_references(schema: &mut Value) {
    let Value::Object(keywords) = schema else {
        return;
    };
    if keywords.get("$ref").is_some_and(Value::is_string) {
        keywords.remove("$ref");
    }
    for (keyword, value) in keywords {
        match (keyword.as_str(), value) {
            (
                "properties" | "patternProperties" | "$defs" | "definitions" | "dependentSchemas",
                Value::Object(members),
            ) => Map::values_mut(members).for_each(cut_references),
            ("enum" | "const" | "default" | "examples", _) => {}
            (_, Value::Array(items)) => items.iter_mut().for_each(cut_references),
            (_, value @ Value::Object(_)) => cut_references(value),
            _ => {}
        }
    }
}
