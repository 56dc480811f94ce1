//! What stands where in a document as it is written, 3.0 and 3.1 alike, and which references are
//! followed there.

use serde_json::{Map, Value};

use crate::grammar::{Field, Form, Kind};

/// What stands at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum What {
    One(Kind),
    /// An object with a member of that kind under each name.
    Map(Kind),
    List(Kind),
    /// The targets of a discriminator by its values.
    Mapping,
    /// Prose, which may be kept in a file of its own.
    Text,
    /// A value that may be kept in a file of its own.
    Data,
}

impl What {
    /// What stands under a key or an index of it.
    pub(super) fn below(self, token: &str) -> Option<Self> {
        match self {
            Self::Map(kind) | Self::List(kind) => Some(Self::One(kind)),
            // Before 2020 `items` could be a list, and it is still written.
            Self::One(Kind::Schema) if token.bytes().all(|byte| byte.is_ascii_digit()) => {
                Some(self)
            }
            // `examples` beside media types is a mistake that is mended later.
            Self::One(Kind::MediaTypes) if token == "examples" => None,
            Self::One(kind) if kind.members().is_some() => kind.member(token).map(Self::One),
            Self::One(kind) => in_field(kind, kind.field(token)?),
            Self::Mapping | Self::Text | Self::Data => None,
        }
    }

    /// The kind of the object that stands here, if one does.
    pub(super) const fn kind(self) -> Option<Kind> {
        match self {
            Self::One(kind) => Some(kind),
            Self::Map(_) | Self::List(_) | Self::Mapping | Self::Text | Self::Data => None,
        }
    }

    /// Whether the generated code never depends on it.
    pub(super) const fn is_annotation(self) -> bool {
        match self {
            Self::One(kind) | Self::Map(kind) | Self::List(kind) => is_annotation(kind),
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
            Self::One(Kind::Schema) => text("$ref")
                .map(|target| ("$ref", target))
                .or_else(|| Some(("$dynamicRef", text("$dynamicRef")?))),
            Self::One(_) | Self::Map(_) | Self::List(_) | Self::Text => {
                text("$ref").map(|target| ("$ref", target))
            }
        }
    }
}

/// The section of `components` that a reference to such an object may lead to.
///
/// A path item has none, since what a reference to it stands for is joined with what stands beside;
/// nor has a callback, which the model cannot refer to.
pub(super) fn section(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::PathItem | Kind::Callback => None,
        kind => kind.section(),
    }
}

/// Whether the generated code never depends on such an object.
pub(super) const fn is_annotation(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Contact
            | Kind::License
            | Kind::ExternalDocs
            | Kind::Example
            | Kind::Link
            | Kind::Flows
            | Kind::Flow
    )
}

/// What stands in a field, where references to it, or below it, are followed.
fn in_field(kind: Kind, field: &Field) -> Option<What> {
    match (field.form, field.name) {
        // The server of a link may be wrong: nothing calls it.
        (Form::One(_), _) if kind == Kind::Link => None,
        (Form::One(kind) | Form::OneOrBool(kind), _) => Some(What::One(kind)),
        (Form::List(kind), _) => Some(What::List(kind)),
        (Form::Map(kind), _) => Some(What::Map(kind)),
        (Form::TextMap, _) if kind == Kind::Discriminator => Some(What::Mapping),
        (Form::Text, "description" | "summary") => Some(What::Text),
        (Form::Any, "example" | "value") => Some(What::Data),
        (
            Form::Text
            | Form::TextList
            | Form::TextMap
            | Form::Bool
            | Form::Number
            | Form::Count
            | Form::Values
            | Form::Any,
            _,
        ) => None,
    }
}
