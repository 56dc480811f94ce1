//! A whole OpenAPI document to one JSON document of translated schemas.
//!
//! Every root keeps its place, so a pointer into the OpenAPI document is, save
//! for the schemas wrapped for null, a pointer into the translation. This
//! module places the roots, follows references out of them and rewrites those
//! references. It knows nothing of single keywords and compiles nothing.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde_json::{Map, Value};

use crate::pointer;

use super::Direction;
use super::notes::Note;
use super::required::Scope;
use super::roots;
use super::schema::{Place, Translator};

/// The translated schemas of a document for one direction.
#[derive(Debug)]
pub(crate) struct Translation {
    /// The translated roots, each at its own pointer.
    pub(crate) tree: Value,
    /// The roots, component schemas first.
    pub(crate) roots: Vec<String>,
    pub(crate) notes: Vec<Note>,
    /// Roots that cannot work, with the first reason.
    pub(crate) defects: BTreeMap<String, String>,
    /// Which roots refer to which.
    pub(crate) uses: BTreeMap<String, BTreeSet<String>>,
    /// The unions with `oneOf`, and how many members they have.
    pub(crate) unions: Vec<(String, usize)>,
    wrapped: HashSet<String>,
    relaxed: HashSet<String>,
}

impl Translation {
    /// Translates all schemas of `document` and all that they refer to.
    ///
    /// The `oneOf` at `overlaps` is read as `anyOf`.
    pub(crate) fn new(document: &Value, direction: Direction, overlaps: &BTreeSet<String>) -> Self {
        let mut translator = Translator {
            document,
            modern: is_modern(document),
            direction,
            overlaps,
            unions: Vec::new(),
            relaxed: Vec::new(),
            notes: Vec::new(),
            wrapped: Vec::new(),
            references: Vec::new(),
        };
        let mut translation = Translation {
            tree: Value::Object(Map::new()),
            roots: Vec::new(),
            notes: Vec::new(),
            defects: BTreeMap::new(),
            uses: BTreeMap::new(),
            unions: Vec::new(),
            wrapped: HashSet::new(),
            relaxed: HashSet::new(),
        };
        let mut waiting = roots::all(document);
        let mut followed = 0;
        while !waiting.is_empty() {
            for root in waiting.drain(..) {
                translation.add_root(&mut translator, root);
            }
            for at in translator.references.iter().skip(followed) {
                if let Some(target) = reference_at(&translation.tree, at)
                    .as_deref()
                    .and_then(pointer::from_reference)
                    && translation.root_of(&target).is_none()
                    && !waiting.contains(&target)
                    && document.pointer(&target).is_some()
                {
                    waiting.push(target);
                }
            }
            followed = translator.references.len();
        }
        translation.wrapped = translator.wrapped.into_iter().collect();
        translation.relaxed = translator.relaxed.into_iter().collect();
        translation.unions = translator.unions;
        translation.notes = translator.notes;
        translation.rewrite(&translator.references);
        translation
    }

    /// The place in the translation of a schema of the document; `None` where
    /// the document has no schema there.
    pub(crate) fn locate(&self, document_pointer: &str) -> Option<String> {
        let root = self.root_of(document_pointer)?;
        let mut at = root.to_owned();
        for segment in pointer::raw_segments(&document_pointer[root.len()..]) {
            if self.wrapped.contains(&at) {
                at.push_str("/else");
            }
            let relaxed = segment == "oneOf" && self.relaxed.contains(&at);
            at.push('/');
            at.push_str(if relaxed { "anyOf" } else { segment });
        }
        self.tree.pointer(&at).map(|_| at)
    }

    /// The place in the document of a place in the translation.
    pub(crate) fn origin(&self, tree_pointer: &str) -> String {
        let mut at = String::new();
        let mut origin = String::new();
        for segment in pointer::raw_segments(tree_pointer) {
            let moved = segment == "else" && self.wrapped.contains(&at);
            let relaxed = segment == "anyOf" && self.relaxed.contains(&at);
            at.push('/');
            at.push_str(segment);
            if !moved {
                origin.push('/');
                origin.push_str(if relaxed { "oneOf" } else { segment });
            }
        }
        origin
    }

    /// Whether the schema at this place of the translation is "null, or what
    /// stands below `else`".
    pub(crate) fn is_wrapped(&self, tree_pointer: &str) -> bool {
        self.wrapped.contains(tree_pointer)
    }

    /// The root that a pointer lies in.
    pub(crate) fn root_of(&self, any_pointer: &str) -> Option<&str> {
        // Roots never lie inside each other, so the first ancestor that is
        // one is the only one.
        let mut end = any_pointer.len();
        loop {
            let (known, _) = self.uses.get_key_value(&any_pointer[..end]).unzip();
            if let Some(root) = known {
                return Some(root);
            }
            end = any_pointer[..end].rfind('/')?;
        }
    }

    fn add_root(&mut self, translator: &mut Translator<'_>, root: String) {
        let Some(schema) = translator.document.pointer(&root) else {
            return;
        };
        let inside: Vec<String> = self
            .roots
            .extract_if(.., |known| pointer::is_within(known, &root))
            .collect();
        for known in inside {
            self.uses.remove(&known);
        }
        let place = Place {
            document: root.clone(),
            tree: root.clone(),
        };
        let translated = translator.schema(schema, &place, &Scope::default());
        set(&mut self.tree, &root, translated);
        self.uses.insert(root.clone(), BTreeSet::new());
        self.roots.push(root);
    }

    /// Points every reference at its target's place in the translation. One
    /// without a target becomes a defect of the root that it stands in.
    fn rewrite(&mut self, references: &[String]) {
        for at in references {
            let Some(root) = self.root_of(at).map(str::to_owned) else {
                continue;
            };
            let Some(reference) = reference_at(&self.tree, at) else {
                continue;
            };
            let target = pointer::from_reference(&reference);
            let located = target.as_deref().and_then(|target| self.locate(target));
            let rewritten = match (target, located) {
                (_, Some(located)) => {
                    if let Some(used) = self.root_of(&located).map(str::to_owned)
                        && let Some(uses) = self.uses.get_mut(&root)
                    {
                        uses.insert(used);
                    }
                    pointer::to_reference(&located)
                }
                (target, None) => {
                    let problem = if target.is_some() {
                        "names no schema of this document"
                    } else {
                        "is no JSON Pointer into this document"
                    };
                    let place = self.origin(at);
                    self.defects
                        .entry(root)
                        .or_insert_with(|| format!("`$ref: {reference}` at {place} {problem}"));
                    // Never an outside address: the registry would fetch it.
                    "#/no-such-schema".to_owned()
                }
            };
            if let Some(slot) = self
                .tree
                .pointer_mut(at)
                .and_then(|node| node.get_mut("$ref"))
            {
                *slot = Value::from(rewritten);
            }
        }
    }
}

/// Whether the document speaks plain JSON Schema (OpenAPI 3.1 and later).
fn is_modern(document: &Value) -> bool {
    let version = document
        .get("openapi")
        .and_then(Value::as_str)
        .unwrap_or_default();
    !version.starts_with("3.0") && version.starts_with("3.")
}

fn reference_at(tree: &Value, at: &str) -> Option<String> {
    tree.pointer(at)?.get("$ref")?.as_str().map(str::to_owned)
}

/// Puts `value` at `pointer`, making objects on the way.
fn set(tree: &mut Value, at: &str, value: Value) {
    let mut node = tree;
    for segment in pointer::raw_segments(at) {
        if !node.is_object() {
            *node = Value::Object(Map::new());
        }
        node = match node {
            Value::Object(members) => members
                .entry(pointer::unescape(segment))
                .or_insert(Value::Null),
            _ => return,
        };
    }
    *node = value;
}
