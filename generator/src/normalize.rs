//! Brings a tree into the one form that later stages know, and collects its references.
//!
//! The walk follows the [`grammar`] of OpenAPI 3.0: a value of a wrong type is an error where the
//! generated code depends on it, and dropped with a warning where it does not. What 3.1 writes in
//! another way is rewritten to its 3.0 form, tolerated mistakes are mended ([`schema`]), and
//! examples are dropped, since no code comes from them.

mod grammar;
mod members;
mod repair;
mod schema;
mod text;
mod tuple;

use serde_json::{Map, Value};

use crate::diagnostic::{Code, Diagnostic, Place, Report};
use crate::load::Loaded;
use crate::pointer::{Pointer, percent_decoded};
use crate::source::{Part, Sources};

use grammar::{Absence, Rule, Weight};
pub(crate) use grammar::{Kind, Shape};
pub(crate) use repair::{ENCODING, MUTUAL_TLS};

/// A tree in normal form.
#[derive(Debug)]
pub(crate) struct Normalized {
    /// The document.
    pub(crate) tree: Value,
    /// Every `$ref` of the document.
    pub(crate) references: Vec<Reference>,
}

/// A `$ref` and the kind of thing that belongs there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reference {
    /// Where the reference stands (the object that holds `$ref`).
    pub(crate) pointer: Pointer,
    /// What it says.
    pub(crate) target: String,
    /// What belongs in its place.
    pub(crate) kind: Kind,
}

/// The family of versions that a document belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Version {
    V3_0,
    V3_1,
}

/// Brings a loaded tree into normal form.
pub(crate) fn normalize(sources: &Sources, loaded: &mut Loaded, report: &mut Report) -> Normalized {
    let mut tree = std::mem::take(&mut loaded.tree);
    let version = match tree.get("openapi").and_then(Value::as_str) {
        Some(version) if version.starts_with("3.1") => Version::V3_1,
        _ => Version::V3_0,
    };
    if let Some(document) = tree.as_object_mut() {
        if let Some(webhooks) = document.shift_remove("webhooks")
            && !document.contains_key("x-webhooks")
        {
            document.insert("x-webhooks".to_owned(), webhooks);
            let root = Pointer::root();
            let (before, now) = (root.join("webhooks"), root.join("x-webhooks"));
            loaded.origins.moved(&before, &now);
        }
        document
            .entry("paths")
            .or_insert_with(|| Value::Object(Map::new()));
    }
    let mut walker = Walker {
        sources,
        loaded,
        report,
        version,
        pointer: Pointer::root(),
        references: Vec::new(),
    };
    walker.node(&mut tree, Kind::Document);
    Normalized {
        tree,
        references: walker.references,
    }
}

/// Notes where something is written that has been moved.
fn stands_at(loaded: &mut Loaded, moved: Pointer, before: &Pointer) {
    if let Place::Node {
        source, pointer, ..
    } = loaded.origins.place(before, Part::Key)
    {
        loaded.origins.add(moved, source, pointer);
    }
}

/// The state of the walk.
struct Walker<'w> {
    sources: &'w Sources,
    loaded: &'w mut Loaded,
    report: &'w mut Report,
    version: Version,
    pointer: Pointer,
    references: Vec<Reference>,
}

impl Walker<'_> {
    /// Reports a finding about the value at hand.
    fn find(&mut self, code: Code, message: impl Into<String>, help: impl Into<String>) {
        self.push(self.pointer.clone(), code, message, help);
    }

    /// Reports a finding about a member of the value at hand.
    fn find_at(
        &mut self,
        name: &str,
        code: Code,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.push(self.pointer.join(name), code, message, help);
    }

    fn push(
        &mut self,
        pointer: Pointer,
        code: Code,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let mut diagnostic = Diagnostic::new(code, pointer, message);
        diagnostic.help = Some(help.into()).filter(|help| !help.is_empty());
        self.report.push(diagnostic);
    }

    /// Runs a step one token further down.
    fn below<R>(&mut self, token: &str, step: impl FnOnce(&mut Self) -> R) -> R {
        self.pointer.push(token);
        let result = step(self);
        self.pointer.pop();
        result
    }

    /// Walks one object of the grammar.
    fn node(&mut self, value: &mut Value, kind: Kind) {
        if kind == Kind::Schema {
            schema::normalize(self, value);
        }
        if value.is_null() && kind.may_be_empty() {
            let message = format!("there is nothing where {} belongs", kind.name());
            self.find(Code::AssumedField, message, "an empty one was assumed");
            *value = Value::Object(Map::new());
        }
        let found = json_type(value);
        let Value::Object(object) = value else {
            let expected = kind.name();
            self.find(
                Code::WrongType,
                format!("expected {expected}, found {found}"),
                "see the OpenAPI specification for the form of this object",
            );
            return;
        };
        if kind.may_be_reference()
            && let Some(target) = object.get("$ref")
        {
            let Some(target) = target.as_str() else {
                self.find_at("$ref", Code::WrongType, "a `$ref` must be a string", "");
                return;
            };
            let decoded = percent_decoded(target).filter(|target| target.starts_with('#'));
            let target = decoded.unwrap_or_else(|| target.to_owned());
            object.insert("$ref".to_owned(), Value::String(target.clone()));
            self.references.push(Reference {
                pointer: self.pointer.clone(),
                target,
                kind,
            });
            return;
        }
        if kind == Kind::MediaTypes && object.shift_remove("examples").is_some() {
            self.find_at(
                "examples",
                Code::ExamplesAsMediaType,
                "`examples` stands where a media type belongs",
                "it was ignored; examples belong inside a media type",
            );
        }
        match kind {
            Kind::Parameter => repair::parameter(self, object),
            Kind::MediaType => repair::media_type(self, object),
            Kind::Paths => repair::paths(self, object),
            Kind::Header => repair::header(self, object),
            Kind::Operation => repair::callbacks(object),
            Kind::Requirement => repair::requirement(self, object),
            Kind::Components => self.below("securitySchemes", |walker| {
                let schemes = object.get_mut("securitySchemes");
                if let Some(schemes) = schemes.and_then(Value::as_object_mut) {
                    repair::security_schemes(walker, schemes);
                }
            }),
            _ => {}
        }
        match kind.members() {
            Some(member) => self.members(object, kind, member),
            None => self.fields(object, kind),
        }
    }

    /// Walks the members of a map whose keys the document chooses.
    fn members(&mut self, object: &mut Map<String, Value>, kind: Kind, member: Kind) {
        for (name, value) in object.iter_mut() {
            if kind.is_extensible() && name.starts_with("x-") {
                continue;
            }
            self.below(name, |walker| walker.node(value, member));
        }
    }

    /// Walks the fixed fields of an object.
    fn fields(&mut self, object: &mut Map<String, Value>, kind: Kind) {
        for rule in kind.rules() {
            match object.get_mut(rule.name) {
                Some(value) if value.is_null() && rule.absence.is_mended() => {
                    self.absent(object, kind, rule);
                }
                Some(value) => {
                    if !self.field(value, rule) {
                        object.shift_remove(rule.name);
                    }
                }
                None => self.absent(object, kind, rule),
            }
        }
    }

    /// Walks one fixed field; `false` when it is to be dropped.
    fn field(&mut self, value: &mut Value, rule: &Rule) -> bool {
        if matches!(rule.shape, Shape::Dropped) {
            return false;
        }
        self.below(rule.name, |walker| match rule.shape {
            Shape::Text => text::read(walker, value),
            Shape::TextList => {
                for (index, element) in value.as_array_mut().into_iter().flatten().enumerate() {
                    walker.below(&index.to_string(), |walker| text::read(walker, element));
                }
            }
            _ => {}
        });
        let is_empty = value.is_null() && matches!(rule.absence, Absence::Allowed);
        if !rule.shape.admits(value) {
            let (expected, found) = (rule.shape.name(), json_type(value));
            let message = format!("`{}` must be {expected}, found {found}", rule.name);
            match rule.weight {
                Weight::Structure if !is_empty => {
                    self.find_at(rule.name, Code::WrongType, message, "");
                    return true;
                }
                Weight::Structure | Weight::Annotation => {
                    let help = "the value was ignored";
                    self.find_at(rule.name, Code::IgnoredField, message, help);
                    return false;
                }
            }
        }
        match rule.shape {
            Shape::Node(kind) => self.below(rule.name, |walker| walker.node(value, kind)),
            Shape::NodeOrBool(kind) if value.is_object() => {
                self.below(rule.name, |walker| walker.node(value, kind));
            }
            Shape::List(kind) => {
                let elements = value.as_array_mut().into_iter().flatten();
                self.below(rule.name, |walker| {
                    for (index, element) in elements.enumerate() {
                        walker.below(&index.to_string(), |walker| walker.node(element, kind));
                    }
                });
            }
            Shape::Map(kind) => {
                if let Some(object) = value.as_object_mut() {
                    self.below(rule.name, |walker| {
                        for (name, member) in object.iter_mut() {
                            walker.below(name, |walker| walker.node(member, kind));
                        }
                    });
                }
            }
            Shape::NodeOrBool(_)
            | Shape::Text
            | Shape::TextList
            | Shape::Bool
            | Shape::Number
            | Shape::Count
            | Shape::Values
            | Shape::Any
            | Shape::Dropped => {}
        }
        true
    }

    /// Deals with a field that is not there, or is null.
    fn absent(&mut self, object: &mut Map<String, Value>, kind: Kind, rule: &Rule) {
        let owner = kind.name();
        let is_null = object.contains_key(rule.name);
        match rule.absence {
            Absence::Allowed => {}
            Absence::Error => self.find(
                Code::MissingField,
                format!("{owner} needs the field `{}`", rule.name),
                "",
            ),
            Absence::AllowedSince3_1(neutral) if !is_null && self.version == Version::V3_1 => {
                object.insert(rule.name.to_owned(), neutral());
            }
            Absence::Assume(neutral) | Absence::AllowedSince3_1(neutral) => {
                let message = format!("{owner} needs the field `{}`", rule.name);
                let help = "a neutral value was assumed";
                if is_null {
                    self.find_at(rule.name, Code::AssumedField, message, help);
                } else {
                    self.find(Code::AssumedField, message, help);
                }
                object.insert(rule.name.to_owned(), neutral());
            }
        }
    }
}

/// What JSON calls the type of a value, with its article.
pub(crate) const fn json_type(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}
