//! Brings a tree into the one form that later stages know, and collects its references.
//!
//! The walk follows the fields that OpenAPI 3.0 has in the [`grammar`](crate::grammar): a value of a wrong type is an error where the
//! generated code depends on it, and dropped with a warning where it does not. What 3.1 writes in
//! another way is rewritten to its 3.0 form, tolerated mistakes are mended ([`schema`]), and
//! examples are dropped, since no code comes from them.

mod care;
mod form;
mod members;
mod repair;
mod schema;
mod text;
mod tuple;

use serde_json::{Map, Value};

use crate::diagnostic::{Code, Diagnostic, Place, Report};
use crate::grammar::{Field, Form, Kind, Version};
use crate::load::Loaded;
use crate::pointer::{Pointer, percent_decoded};
use crate::source::{Part, Sources};

use care::{Absence, Care};
pub(crate) use repair::{ENCODING, MUTUAL_TLS};
pub(crate) use schema::PROPERTY_NAMES;

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

/// Brings a loaded tree into normal form.
pub(crate) fn normalize(sources: &Sources, loaded: &mut Loaded, report: &mut Report) -> Normalized {
    let mut tree = std::mem::take(&mut loaded.tree);
    let version = Version::of(&tree);
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
        if value.is_null() && care::may_be_empty(kind) {
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
        if care::may_be_reference(kind)
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
            Kind::Webhooks => repair::webhooks(object),
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
        if kind.members().is_some() {
            self.members(object, kind);
        } else {
            self.fields(object, kind);
        }
    }

    /// Walks the members of a map whose keys the document chooses.
    fn members(&mut self, object: &mut Map<String, Value>, kind: Kind) {
        for (name, value) in object.iter_mut() {
            if let Some(member) = kind.member(name) {
                self.below(name, |walker| walker.node(value, member));
            }
        }
    }

    /// Walks the fixed fields of an object.
    fn fields(&mut self, object: &mut Map<String, Value>, kind: Kind) {
        for field in care::fields(kind) {
            let absence = care::absence(kind, field.name);
            match object.get_mut(field.name) {
                Some(value) if value.is_null() && absence.is_mended() => {
                    self.absent(object, kind, field.name, absence);
                }
                Some(value) => {
                    if !self.field(value, kind, field, absence) {
                        object.shift_remove(field.name);
                    }
                }
                None => self.absent(object, kind, field.name, absence),
            }
        }
    }

    /// Walks one fixed field; `false` when it is to be dropped.
    fn field(&mut self, value: &mut Value, kind: Kind, field: &Field, absence: Absence) -> bool {
        let care = care::care(kind, field.name);
        match care {
            Care::Dropped => return false,
            Care::Untouched => return true,
            Care::Structure | Care::Annotation => {}
        }
        self.texts(value, field);
        let is_empty = value.is_null() && matches!(absence, Absence::Allowed);
        if !form::admits(field.form, value) {
            let (expected, found) = (form::name(field.form), json_type(value));
            let message = format!("`{}` must be {expected}, found {found}", field.name);
            if care == Care::Structure && !is_empty {
                self.find_at(field.name, Code::WrongType, message, "");
                return true;
            }
            let help = "the value was ignored";
            self.find_at(field.name, Code::IgnoredField, message, help);
            return false;
        }
        self.below(field.name, |walker| match (field.form, value) {
            (Form::One(kind), value) => walker.node(value, kind),
            (Form::OneOrBool(kind), value) if value.is_object() => walker.node(value, kind),
            (Form::List(kind), Value::Array(elements)) => {
                for (index, element) in elements.iter_mut().enumerate() {
                    walker.below(&index.to_string(), |walker| walker.node(element, kind));
                }
            }
            (Form::Map(kind), Value::Object(object)) => {
                for (name, member) in object.iter_mut() {
                    walker.below(name, |walker| walker.node(member, kind));
                }
            }
            (
                Form::Text
                | Form::TextList
                | Form::TextMap
                | Form::Bool
                | Form::Number
                | Form::Count
                | Form::Values
                | Form::Any
                | Form::OneOrBool(_)
                | Form::List(_)
                | Form::Map(_),
                _,
            ) => {}
        });
        true
    }

    /// Reads the texts of a field that is made of them.
    fn texts(&mut self, value: &mut Value, field: &Field) {
        match field.form {
            Form::Text => self.below(field.name, |walker| text::read(walker, value)),
            Form::TextList => self.below(field.name, |walker| {
                for (index, element) in value.as_array_mut().into_iter().flatten().enumerate() {
                    walker.below(&index.to_string(), |walker| text::read(walker, element));
                }
            }),
            Form::TextMap => self.below(field.name, |walker| {
                for (name, member) in value.as_object_mut().into_iter().flatten() {
                    walker.below(name, |walker| text::read(walker, member));
                }
            }),
            _ => {}
        }
    }

    /// Deals with a field that is not there, or is null.
    fn absent(
        &mut self,
        object: &mut Map<String, Value>,
        kind: Kind,
        field: &str,
        absence: Absence,
    ) {
        let owner = kind.name();
        let is_null = object.contains_key(field);
        match absence {
            Absence::Allowed => {}
            Absence::Error => self.find(
                Code::MissingField,
                format!("{owner} needs the field `{field}`"),
                "",
            ),
            Absence::AllowedSince3_1(neutral) if !is_null && self.version == Version::V3_1 => {
                object.insert(field.to_owned(), neutral());
            }
            Absence::Assume(neutral) | Absence::AllowedSince3_1(neutral) => {
                let message = format!("{owner} needs the field `{field}`");
                let help = "a neutral value was assumed";
                if is_null {
                    self.find_at(field, Code::AssumedField, message, help);
                } else {
                    self.find(Code::AssumedField, message, help);
                }
                object.insert(field.to_owned(), neutral());
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
