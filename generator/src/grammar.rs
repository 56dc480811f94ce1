//! The grammar of OpenAPI: which object stands in which field of which other one.
//!
//! It is said once, for all stages that walk a document before it becomes the typed model: fields of
//! both versions stand side by side, and nothing is demanded. What a stage makes of a field is its
//! own business.

mod kind;
mod names;
mod objects;
mod schema;
mod version;

pub(crate) use kind::{Kind, is_method, methods};
pub(crate) use names::holds_names;
pub(crate) use version::Version;

/// A fixed field of an object.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    /// What it holds. Where the versions differ, this is what OpenAPI 3.0 says, to which form
    /// everything is brought.
    pub(crate) form: Form,
    pub(crate) since: Since,
}

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Text,
    TextList,
    /// An object of texts, whose keys the document chooses.
    TextMap,
    Bool,
    Number,
    /// A whole number that is not negative.
    Count,
    /// A list of any values.
    Values,
    /// Any value: there are no objects of OpenAPI in it, or none that a stage asks for.
    Any,
    One(Kind),
    OneOrBool(Kind),
    List(Kind),
    /// An object whose keys the document chooses, all of them.
    Map(Kind),
}

impl Form {
    /// The kind of the objects in such a field.
    const fn kind(self) -> Option<Kind> {
        match self {
            Self::One(kind) | Self::OneOrBool(kind) | Self::List(kind) | Self::Map(kind) => {
                Some(kind)
            }
            Self::Text
            | Self::TextList
            | Self::TextMap
            | Self::Bool
            | Self::Number
            | Self::Count
            | Self::Values
            | Self::Any => None,
        }
    }
}

/// Which documents know a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Since {
    /// Those that follow a JSON Schema from before 2020, which OpenAPI never knew.
    Drafts,
    /// Those of OpenAPI 3.0, and most of 3.1.
    V3_0,
    /// Those of OpenAPI 3.1 alone.
    V3_1,
}

/// A field of OpenAPI 3.0.
pub(crate) const fn field(name: &'static str, form: Form) -> Field {
    Field {
        name,
        form,
        since: Since::V3_0,
    }
}

/// A field that came with OpenAPI 3.1.
const fn new(name: &'static str, form: Form) -> Field {
    Field {
        since: Since::V3_1,
        ..field(name, form)
    }
}

/// A keyword that JSON Schema has given up, and that is still written.
const fn old(name: &'static str, form: Form) -> Field {
    Field {
        since: Since::Drafts,
        ..field(name, form)
    }
}
