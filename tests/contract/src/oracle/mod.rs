//! Does a JSON value satisfy a schema of the document?
//!
//! The document's schemas are translated to JSON Schema 2020-12 and judged by
//! the `jsonschema` crate; nothing is decided from generated types. A schema
//! that cannot be compiled is reported ([`Oracle::uncompiled`]) and refuses
//! every value, so that no check silently does not happen.
//!
//! The document must be complete in one tree: only local references are
//! followed.

mod compile;
pub(crate) mod formats;
mod limits;
mod members;
mod notes;
pub(crate) mod nullable;
mod pattern;
mod reference;
mod references;
mod required;
mod roots;
mod schema;
pub(crate) mod translate;
mod union;
mod violations;

use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Arc, OnceLock};

use serde_json::Value;

use compile::Compiler;
use translate::Translation;
use violations::Violations;

pub use notes::{Note, Toleration};

/// Which way a message travels: decides about `readOnly` and `writeOnly`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Direction {
    /// Sent by the client: a required `readOnly` member may be missing.
    Request,
    /// Sent by the server: a required `writeOnly` member may be missing.
    Response,
    /// Neither: every required member is asked for.
    #[default]
    Any,
}

/// One way in which a value breaks its schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// Where in the value, as a JSON Pointer.
    pub instance_pointer: String,
    /// The broken keyword's place in the document, as a JSON Pointer.
    pub schema_pointer: String,
    /// The broken keyword, or [`Violation::UNCOMPILED`].
    pub keyword: String,
    /// The name of the property that is required and missing, where that is what is wrong.
    pub property: Option<String>,
    /// What is wrong, in words.
    pub message: String,
}

impl Violation {
    /// The `keyword` of a violation that says that the schema itself could not
    /// be used, so that nothing was checked.
    pub const UNCOMPILED: &'static str = "(uncompiled)";
}

impl fmt::Display for Violation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "at `{}`: {} ({})",
            self.instance_pointer, self.message, self.schema_pointer
        )
    }
}

/// A schema that cannot be compiled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Uncompiled {
    /// The schema's place in the document.
    pub pointer: String,
    /// Why not, with the place inside the schema where that is known.
    pub reason: String,
}

/// The judge over all schemas of one document. Cheap to clone.
#[derive(Clone)]
pub struct Oracle {
    shared: Arc<Shared>,
}

struct Shared {
    document: Value,
    overlaps: BTreeSet<String>,
    components: Vec<String>,
    uncompiled: Vec<Uncompiled>,
    any: Judge,
    request: OnceLock<Judge>,
    response: OnceLock<Judge>,
}

/// One direction's translation with its validators.
struct Judge {
    translation: Arc<Translation>,
    compiler: Compiler,
}

impl Judge {
    fn new(document: &Value, direction: Direction, overlaps: &BTreeSet<String>) -> Self {
        let translation = Arc::new(Translation::new(document, direction, overlaps));
        let compiler = Compiler::new(&translation);
        Judge {
            translation,
            compiler,
        }
    }
}

impl Oracle {
    /// Translates every schema of an OpenAPI 3.0 or 3.1 document and finds out
    /// which of them cannot be compiled.
    pub fn new(document: &Value) -> Self {
        Oracle::with_overlaps(document, &BTreeSet::new())
    }

    /// As [`Oracle::new`], with the `oneOf` at these places read as `anyOf`.
    pub(crate) fn with_overlaps(document: &Value, overlaps: &BTreeSet<String>) -> Self {
        let any = Judge::new(document, Direction::Any, overlaps);
        let mut faults = compile::faults(&any.translation);
        let uncompiled = any
            .translation
            .roots
            .iter()
            .filter_map(|root| {
                faults.remove(root).map(|reason| Uncompiled {
                    pointer: root.clone(),
                    reason,
                })
            })
            .collect();
        Oracle {
            shared: Arc::new(Shared {
                components: roots::components(document),
                document: document.clone(),
                overlaps: overlaps.clone(),
                uncompiled,
                any,
                request: OnceLock::new(),
                response: OnceLock::new(),
            }),
        }
    }

    /// The schemas that cannot be compiled, and those that refer to them.
    pub fn uncompiled(&self) -> &[Uncompiled] {
        &self.shared.uncompiled
    }

    /// The pointers of the component schemas, in document order.
    pub fn schema_pointers(&self) -> &[String] {
        &self.shared.components
    }

    /// The pointers of all schemas that are not inside another one: component
    /// schemas, then those of media types, parameters and headers.
    pub fn root_pointers(&self) -> &[String] {
        &self.shared.any.translation.roots
    }

    /// What was assumed about the document's mistakes.
    pub fn notes(&self) -> &[Note] {
        &self.shared.any.translation.notes
    }

    /// The place of the schema that a pointer leads to, where it passes
    /// references on its way: a response that stands among the components is
    /// found below the operation that has it, too.
    pub fn place(&self, pointer: &str) -> String {
        references::place(&self.shared.document, pointer)
    }

    /// Judges a value by the schema at `pointer`, in neither direction.
    ///
    /// # Errors
    ///
    /// Every violation. Where the schema does not exist or cannot be compiled,
    /// a single one whose keyword is [`Violation::UNCOMPILED`].
    pub fn check(&self, pointer: &str, value: &Value) -> Result<(), Vec<Violation>> {
        self.check_in(Direction::Any, pointer, value)
    }

    /// Judges a value by the schema at `pointer` as a message of `direction`.
    ///
    /// # Errors
    ///
    /// As [`Oracle::check`].
    pub fn check_in(
        &self,
        direction: Direction,
        pointer: &str,
        value: &Value,
    ) -> Result<(), Vec<Violation>> {
        let judge = self.judge(direction);
        let validator = judge
            .translation
            .locate(pointer)
            .or_else(|| judge.translation.locate(&self.place(pointer)))
            .ok_or_else(|| "the document has no schema here".to_owned())
            .and_then(|place| self.usable(judge, &place))
            .map_err(|reason| {
                vec![Violation {
                    instance_pointer: String::new(),
                    schema_pointer: pointer.to_owned(),
                    keyword: Violation::UNCOMPILED.to_owned(),
                    property: None,
                    message: format!("{pointer} cannot be used: {reason}"),
                }]
            })?;
        if validator.validator.is_valid(value) {
            return Ok(());
        }
        let mut violations = Violations {
            translation: &judge.translation,
            compiler: &judge.compiler,
            found: Vec::new(),
        };
        violations.of(&validator, value, "");
        Err(violations.found)
    }

    /// The translated schemas of a direction.
    pub(crate) fn translation(&self, direction: Direction) -> &Arc<Translation> {
        &self.judge(direction).translation
    }

    /// Whether a value satisfies the schema at a place of the translation.
    pub(crate) fn accepts(&self, direction: Direction, place: &str, value: &Value) -> bool {
        self.usable(self.judge(direction), place)
            .is_ok_and(|judging| judging.validator.is_valid(value))
    }

    /// Why the root that a place of the document lies in cannot be used.
    pub(crate) fn fault(&self, pointer: &str) -> Option<&str> {
        let root = self.shared.any.translation.root_of(pointer)?;
        self.shared
            .uncompiled
            .iter()
            .find(|uncompiled| uncompiled.pointer == root)
            .map(|uncompiled| uncompiled.reason.as_str())
    }

    fn usable(&self, judge: &Judge, place: &str) -> compile::Compiled {
        match self.fault(place) {
            Some(reason) => Err(reason.to_owned()),
            None => judge.compiler.get(place),
        }
    }

    fn judge(&self, direction: Direction) -> &Judge {
        let shared = &self.shared;
        let new = || Judge::new(&shared.document, direction, &shared.overlaps);
        match direction {
            Direction::Any => &shared.any,
            Direction::Request => shared.request.get_or_init(new),
            Direction::Response => shared.response.get_or_init(new),
        }
    }
}

impl fmt::Debug for Oracle {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Oracle")
            .field("schemas", &self.shared.components.len())
            .field("uncompiled", &self.shared.uncompiled)
            .finish_non_exhaustive()
    }
}
