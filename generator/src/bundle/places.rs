//! What stands where in a document as it is written, 3.0 and 3.1 alike.
//!
//! Most of it is said by the grammar of the normal form. What that does not know is listed here:
//! the keywords of 3.1, and what is dropped later because no code comes from it, but belongs to
//! a document that has to be whole.

use serde_json::{Map, Value};

use crate::normalize::{Kind, Shape};

/// An object that the specification names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Item {
    Node(Kind),
    Callback,
    Encoding,
    Example,
    Link,
}

/// What stands at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum What {
    One(Item),
    /// An object with a member of that kind under each name.
    Map(Item),
    List(Item),
    /// The targets of a discriminator by its values.
    Mapping,
    /// Prose, which may be kept in a file of its own.
    Text,
    /// A value that may be kept in a file of its own.
    Data,
}

pub(super) const SCHEMA: Item = Item::Node(Kind::Schema);

impl Item {
    /// The section of `components` that a reference to such an object may lead to.
    ///
    /// A path item has none: what a reference to it stands for is joined with what stands beside.
    pub(super) const fn section(self) -> Option<&'static str> {
        match self {
            Self::Node(Kind::PathItem) | Self::Encoding => None,
            Self::Node(kind) => kind.section(),
            Self::Callback => Some("callbacks"),
            Self::Example => Some("examples"),
            Self::Link => Some("links"),
        }
    }

    /// Whether the generated code never depends on it.
    pub(super) const fn is_annotation(self) -> bool {
        match self {
            Self::Example | Self::Link => true,
            Self::Node(_) | Self::Callback | Self::Encoding => false,
        }
    }

    /// What it is called in a message.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Node(kind) => kind.name(),
            Self::Callback => "a Callback object",
            Self::Encoding => "an Encoding object",
            Self::Example => "an Example object",
            Self::Link => "a Link object",
        }
    }

    fn member(self, name: &str) -> Option<What> {
        let is_extension = |kind: Kind| kind.is_extensible() && name.starts_with("x-");
        match self {
            Self::Callback if is_extension(Kind::Callback) => None,
            Self::Callback => Some(What::One(Self::Node(Kind::PathItem))),
            Self::Encoding => (name == "headers").then_some(What::Map(Self::Node(Kind::Header))),
            Self::Example => (name == "value").then_some(What::Data),
            Self::Link => None,
            // `examples` beside media types is a mistake that is mended later.
            Self::Node(Kind::MediaTypes) if name == "examples" => None,
            Self::Node(kind) => match kind.members() {
                Some(_) if is_extension(kind) => None,
                Some(member) => Some(What::One(Self::Node(member))),
                None => ruled(kind, name).or_else(|| unruled(kind, name)),
            },
        }
    }
}

impl What {
    /// What stands under a key or an index of it.
    pub(super) fn below(self, token: &str) -> Option<Self> {
        match self {
            Self::Map(item) | Self::List(item) => Some(Self::One(item)),
            // Before 2020 `items` could be a list, and it is still written.
            Self::One(SCHEMA) if token.bytes().all(|byte| byte.is_ascii_digit()) => Some(self),
            Self::One(item) => item.member(token),
            Self::Mapping | Self::Text | Self::Data => None,
        }
    }

    /// The object of the specification that stands here, if one does.
    pub(super) const fn item(self) -> Option<Item> {
        match self {
            Self::One(item) => Some(item),
            Self::Map(_) | Self::List(_) | Self::Mapping | Self::Text | Self::Data => None,
        }
    }

    /// Whether the generated code never depends on it.
    pub(super) const fn is_annotation(self) -> bool {
        match self {
            Self::One(item) | Self::Map(item) | Self::List(item) => item.is_annotation(),
            Self::Mapping => false,
            Self::Text | Self::Data => true,
        }
    }

    /// The reference that an object at such a place is, and the keyword that says so.
    pub(super) fn reference(self, object: &Map<String, Value>) -> Option<(&'static str, &str)> {
        let text = |keyword| object.get(keyword).and_then(Value::as_str);
        match self {
            Self::Mapping => None,
            // A value may hold a member of that name for a reason of its own.
            Self::Data if object.len() > 1 => None,
            Self::Data => text("$ref")
                .filter(|target| !target.starts_with('#'))
                .map(|target| ("$ref", target)),
            Self::One(SCHEMA) => text("$ref")
                .map(|target| ("$ref", target))
                .or_else(|| Some(("$dynamicRef", text("$dynamicRef")?))),
            Self::One(_) | Self::Map(_) | Self::List(_) | Self::Text => {
                text("$ref").map(|target| ("$ref", target))
            }
        }
    }
}

/// What the grammar of the normal form says.
fn ruled(kind: Kind, name: &str) -> Option<What> {
    let rule = kind.rules().iter().find(|rule| rule.name == name)?;
    match rule.shape {
        Shape::Node(kind) | Shape::NodeOrBool(kind) => Some(What::One(Item::Node(kind))),
        Shape::List(kind) => Some(What::List(Item::Node(kind))),
        Shape::Map(kind) => Some(What::Map(Item::Node(kind))),
        Shape::Text => matches!(name, "description" | "summary").then_some(What::Text),
        Shape::Any => (kind == Kind::Discriminator).then_some(What::Mapping),
        Shape::TextList
        | Shape::Bool
        | Shape::Number
        | Shape::Count
        | Shape::Values
        | Shape::Dropped => None,
    }
}

/// What the normal form does not have.
fn unruled(kind: Kind, name: &str) -> Option<What> {
    let what = match (kind, name) {
        (Kind::Document, "webhooks") => What::One(Item::Node(Kind::Paths)),
        (Kind::Components, "pathItems") => What::Map(Item::Node(Kind::PathItem)),
        (Kind::Components | Kind::Operation, "callbacks") => What::Map(Item::Callback),
        (Kind::Components | Kind::Response, "links") => What::Map(Item::Link),
        (Kind::Components | Kind::Parameter | Kind::Header | Kind::MediaType, "examples") => {
            What::Map(Item::Example)
        }
        (Kind::Parameter | Kind::Header | Kind::MediaType | Kind::Schema, "example") => What::Data,
        (Kind::MediaType, "encoding") => What::Map(Item::Encoding),
        (
            Kind::Schema,
            "$defs" | "definitions" | "patternProperties" | "dependentSchemas" | "dependencies",
        ) => What::Map(SCHEMA),
        (Kind::Schema, "prefixItems") => What::List(SCHEMA),
        (
            Kind::Schema,
            "if"
            | "then"
            | "else"
            | "contains"
            | "propertyNames"
            | "additionalItems"
            | "unevaluatedItems"
            | "unevaluatedProperties"
            | "contentSchema",
        ) => What::One(SCHEMA),
        _ => return None,
    };
    Some(what)
}
