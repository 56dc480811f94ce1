//! The intermediate representation: what a document means, without a word of Rust source.
//!
//! Data only. `lower` fills it, `passes` refine it, `emit` reads it; it knows neither the OpenAPI
//! model nor tokens.

mod answer;
mod constraint;
mod name;
mod operation;
mod request;
mod union;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::pointer::Pointer;

pub use answer::{
    Alternative, Answer, AnswerBody, Case, Choice, ChoiceId, Form, Header, HeaderValue, Headers,
    HeadersId, Responses, Status,
};
pub use constraint::{Bound, Constraints, NameLimits, PatternReading};
pub use name::Name;
pub use operation::{
    Callback, Credential, Operation, Requirement, SecurityKind, SecurityScheme, Server,
    ServerVariable, Webhook, Webhooks,
};
pub use request::{
    Body, BodyContent, BodyKind, FormMember, MultipartForm, Parameter, ParameterPlace, PartContent,
    PartForm, Style, StyleKind,
};

pub use union::{Check, Holds, Kinds, Member, Probe, Tag, Union};

pub use crate::config::ScalarType;

/// The group of types that only webhooks use.
pub const WEBHOOKS: &str = "webhooks";

/// Everything that a crate is written from.
#[derive(Clone, Debug, Default)]
pub struct Api {
    /// The document's own description of itself.
    pub info: Info,
    /// Where the API can be reached.
    pub servers: Vec<Server>,
    /// All types, each at the place that its [`TypeId`] names.
    pub types: Vec<TypeDef>,
    /// All operations, in the order of the document.
    pub operations: Vec<Operation>,
    /// The answers that depend on the status, each at the place that its [`ChoiceId`] names.
    pub choices: Vec<Choice>,
    /// The headers of answers, each set at the place that its [`HeadersId`] names.
    pub headers: Vec<Headers>,
    /// What the API sends on its own.
    pub webhooks: Webhooks,
    /// The groups that a dependent may leave out, in the order of the alphabet: all groups of
    /// operations, and that of webhooks. None where all are always there.
    pub features: Vec<String>,
    /// How a caller proves who it is.
    pub security: Vec<SecurityScheme>,
    /// What most operations need of it: alternatives, each by the names of its schemes.
    pub usual_schemes: Vec<Vec<String>>,
    /// How each pattern that can be checked is read.
    pub patterns: BTreeMap<String, PatternReading>,
}

impl Api {
    /// The definition behind an id.
    #[must_use]
    pub fn get(&self, id: TypeId) -> &TypeDef {
        &self.types[id.index()]
    }

    /// Every type with its id.
    pub fn ids(&self) -> impl Iterator<Item = (TypeId, &TypeDef)> {
        self.types
            .iter()
            .enumerate()
            .map(|(index, def)| (TypeId::new(index), def))
    }
}

/// The document's own description of itself.
#[derive(Clone, Debug, Default)]
pub struct Info {
    /// `info.title`.
    pub title: String,
    /// `info.version`.
    pub version: String,
    /// `info.description`.
    pub description: Option<String>,
}

/// The number of a type in [`Api::types`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(usize);

impl TypeId {
    /// The id of the type at `index`.
    #[must_use]
    pub const fn new(index: usize) -> Self {
        Self(index)
    }

    /// The place in [`Api::types`].
    #[must_use]
    pub const fn index(self) -> usize {
        self.0
    }
}

/// A named type.
#[derive(Clone, Debug)]
pub struct TypeDef {
    /// Its name in the document and in Rust.
    pub name: Name,
    /// The schema that it comes from.
    pub pointer: Pointer,
    /// Prose and annotations.
    pub docs: Docs,
    /// What it is.
    pub kind: TypeKind,
    /// Where it is used, filled in by `passes`.
    pub usage: Usage,
    /// The module that it belongs to, filled in by `passes`.
    pub group: String,
    /// Whether it or something below it has limits, filled in by `passes`.
    pub limited: bool,
}

/// Where a type is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Below the body or the parameters of a request.
    pub request: bool,
    /// Below the body of a response or a webhook.
    pub response: bool,
}

/// What a named type is.
#[derive(Clone, Debug)]
pub enum TypeKind {
    /// An object with declared members.
    Object(Object),
    /// One of several listed values.
    Enum(Enum),
    /// One of several things.
    Union(Union),
    /// A scalar with a name of its own.
    Newtype(Newtype),
    /// Another name for a type: a named array, map, or reference.
    Alias(Schema),
}

/// An object with declared members.
#[derive(Clone, Debug, Default)]
pub struct Object {
    /// The members in the order of the document.
    pub fields: Vec<Field>,
    /// What happens to other members.
    pub additional: Additional,
    /// `minProperties`, where it is more than none.
    pub min_properties: Option<usize>,
    /// `maxProperties`.
    pub max_properties: Option<usize>,
    /// `propertyNames`, for the members that are not declared.
    pub property_names: Vec<NameLimits>,
}

impl Object {
    /// What its members are, the undeclared ones included where they are of one type.
    pub fn schemas(&self) -> impl Iterator<Item = &Schema> {
        let others = match &self.additional {
            Additional::Typed(schema) => Some(&**schema),
            Additional::Keep | Additional::Skip => None,
        };
        self.fields.iter().map(|field| &field.schema).chain(others)
    }

    /// The same, to be changed.
    pub fn schemas_mut(&mut self) -> impl Iterator<Item = &mut Schema> {
        let others = match &mut self.additional {
            Additional::Typed(schema) => Some(&mut **schema),
            Additional::Keep | Additional::Skip => None,
        };
        let fields = self.fields.iter_mut();
        fields.map(|field| &mut field.schema).chain(others)
    }
}

/// What an object does with members that it does not declare.
#[derive(Clone, Debug, Default)]
pub enum Additional {
    /// They are kept as they are.
    #[default]
    Keep,
    /// They are kept, and all are of one type.
    Typed(Box<Schema>),
    /// The document forbids them; a reader skips them.
    Skip,
}

/// A declared member of an object.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name on the wire and in Rust.
    pub name: Name,
    /// Prose and annotations.
    pub docs: Docs,
    /// Its value.
    pub schema: Schema,
    /// Whether it must be there.
    pub required: bool,
    /// `default` of the document.
    pub default: Option<Value>,
}

impl Field {
    /// How the member may be missing.
    #[must_use]
    pub const fn presence(&self) -> Presence {
        match (self.required, self.schema.nullable) {
            (true, _) => Presence::Required,
            (false, false) => Presence::Optional,
            (false, true) => Presence::OptionalNullable,
        }
    }
}

/// How a member may be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// It is always there, perhaps as `null`.
    Required,
    /// It may be absent.
    Optional,
    /// It may be absent or `null`, which are two things.
    OptionalNullable,
}

/// A value somewhere in a type: what it is, whether it may be `null`, and its limits.
#[derive(Clone, Debug, PartialEq)]
pub struct Schema {
    /// What the value is when it is not `null`.
    pub ty: Type,
    /// Whether `null` is a value.
    pub nullable: bool,
    /// Its limits.
    pub constraints: Constraints,
    /// Whether it is secret or personal.
    pub sensitivity: Option<Sensitivity>,
}

impl Schema {
    /// A value without limits that is never `null`.
    #[must_use]
    pub const fn plain(ty: Type) -> Self {
        Self {
            ty,
            nullable: false,
            constraints: Constraints::NONE,
            sensitivity: None,
        }
    }
}

/// What a value is.
#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    /// A type of [`Api::types`].
    Named(TypeId),
    /// The same, behind a pointer, where a type would else contain itself or be large.
    Boxed(TypeId),
    /// A truth value.
    Bool,
    /// A number or text, by its `format`.
    Scalar(ScalarType),
    /// An array.
    Array(Box<Schema>),
    /// An array of so many elements, each of its own type.
    Tuple(Vec<Schema>),
    /// An object whose member names are not declared.
    Map(Box<Schema>),
    /// Any JSON value.
    Any,
}

/// Why a value must not be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sensitivity {
    /// Whoever has it can act: keys, tokens, passwords.
    Secret,
    /// It is about a person.
    Personal,
}

/// One of several listed values.
#[derive(Clone, Debug)]
pub struct Enum {
    /// The values in the order of the document.
    pub variants: Vec<Variant>,
    /// The kind of the values.
    pub base: EnumBase,
}

/// The kind of the values of an enumeration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnumBase {
    /// Strings.
    String,
    /// Integers within 64 bits.
    Integer,
    /// Numbers that a float of 64 bits holds.
    Number,
    /// Values of several kinds, or of another one.
    Mixed,
}

/// A listed value of an enumeration.
#[derive(Clone, Debug)]
pub struct Variant {
    /// The value as text, and its Rust name.
    pub name: Name,
    /// The value itself.
    pub value: Value,
    /// What the document says about this value alone.
    pub docs: Docs,
}

/// A scalar with a name of its own, or an array, tuple or map that contains itself.
#[derive(Clone, Debug)]
pub struct Newtype {
    /// The scalar, array, tuple or map; never a named type.
    pub inner: Schema,
}

impl Newtype {
    /// Whether it is no scalar.
    #[must_use]
    pub const fn is_container(&self) -> bool {
        matches!(
            self.inner.ty,
            Type::Array(_) | Type::Tuple(_) | Type::Map(_)
        )
    }
}

/// Prose and annotations of a type, a member or an operation.
#[derive(Clone, Debug, Default)]
pub struct Docs {
    /// A short title.
    pub title: Option<String>,
    /// The description, in Markdown.
    pub description: Option<String>,
    /// `deprecated: true`.
    pub deprecated: bool,
    /// `format`, where the Rust type does not show it.
    pub format: Option<String>,
}
