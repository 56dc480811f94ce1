//! What a caller gives: parameters and request bodies.

use super::{Docs, Name, Schema};

/// A parameter of an operation.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its name on the wire and in Rust.
    pub name: Name,
    /// Prose and annotations.
    pub docs: Docs,
    /// Where it travels.
    pub place: ParameterPlace,
    /// How an array or object is written.
    pub style: Style,
    /// Whether it must be given.
    pub required: bool,
    /// Its value.
    pub schema: Schema,
}

/// Where a parameter travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterPlace {
    /// In the path.
    Path,
    /// After the question mark.
    Query,
    /// As a header.
    Header,
    /// As a cookie.
    Cookie,
}

/// How a value is written as a parameter or as a member of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// The name of the style.
    pub kind: StyleKind,
    /// Whether elements and members stand for themselves.
    pub explode: bool,
    /// Whether reserved characters stay as they are.
    pub allow_reserved: bool,
    /// Whether a value without anything in it is written nevertheless.
    pub allow_empty: bool,
}

/// The styles of the specification, and JSON text, which `content` asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StyleKind {
    /// `a,b`.
    Simple,
    /// `.a,b`.
    Label,
    /// `;name=a,b`.
    Matrix,
    /// `name=a,b`.
    Form,
    /// `name=a%20b`.
    SpaceDelimited,
    /// `name=a%7Cb`.
    PipeDelimited,
    /// `name[member]=a`.
    DeepObject,
    /// `name={"member":"a"}`.
    Json,
}

impl Style {
    /// A style without anything beside its name.
    #[must_use]
    pub const fn plain(kind: StyleKind) -> Self {
        Self {
            kind,
            explode: false,
            allow_reserved: false,
            allow_empty: false,
        }
    }
}

/// A request body.
#[derive(Clone, Debug)]
pub struct Body {
    /// Prose and annotations.
    pub docs: Docs,
    /// Whether it must be given.
    pub required: bool,
    /// What it holds in the media type that says most.
    pub content: BodyContent,
    /// What else it may hold, each under the name of a method of its own.
    pub others: Vec<(Name, BodyContent)>,
}

impl Body {
    /// Everything that it may hold.
    pub fn contents(&self) -> impl Iterator<Item = &BodyContent> {
        let others = self.others.iter().map(|(_, content)| content);
        std::iter::once(&self.content).chain(others)
    }

    /// The same, to be changed.
    pub fn contents_mut(&mut self) -> impl Iterator<Item = &mut BodyContent> {
        let others = self.others.iter_mut().map(|(_, content)| content);
        std::iter::once(&mut self.content).chain(others)
    }

    /// The forms of several parts that it may be.
    pub fn forms(&mut self) -> impl Iterator<Item = &mut MultipartForm> {
        self.contents_mut()
            .filter_map(|content| match &mut content.kind {
                BodyKind::Multipart(form) => form.as_mut(),
                BodyKind::Json(_)
                | BodyKind::Form(..)
                | BodyKind::Text
                | BodyKind::Bytes
                | BodyKind::Range => None,
            })
    }
}

/// What a request body holds in one media type.
#[derive(Clone, Debug)]
pub struct BodyContent {
    /// The media type as the document writes it.
    pub media_type: String,
    /// How it is written.
    pub kind: BodyKind,
}

impl BodyContent {
    /// The value that is the whole body, where it has one.
    #[must_use]
    pub fn into_value(self) -> Option<Schema> {
        match self.kind {
            BodyKind::Json(schema) | BodyKind::Form(schema, _) => Some(schema),
            BodyKind::Multipart(_) | BodyKind::Text | BodyKind::Bytes | BodyKind::Range => None,
        }
    }

    /// The values of [`BodyContent::values`], to be changed.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut Schema> {
        let (whole, members) = match &mut self.kind {
            BodyKind::Json(schema) | BodyKind::Form(schema, _) => (Some(schema), None),
            BodyKind::Multipart(Some(form)) => (None, Some(&mut form.members)),
            BodyKind::Multipart(None) | BodyKind::Text | BodyKind::Bytes | BodyKind::Range => {
                (None, None)
            }
        };
        let members = members.into_iter().flatten();
        whole
            .into_iter()
            .chain(members.filter_map(|member| match &mut member.content {
                PartContent::Value(schema, _) => Some(&mut **schema),
                PartContent::File { .. } => None,
            }))
    }

    /// Every value that a caller gives.
    pub fn values(&self) -> impl Iterator<Item = &Schema> {
        let (whole, members) = match &self.kind {
            BodyKind::Json(schema) | BodyKind::Form(schema, _) => (Some(schema), None),
            BodyKind::Multipart(Some(form)) => (None, Some(&form.members)),
            BodyKind::Multipart(None) | BodyKind::Text | BodyKind::Bytes | BodyKind::Range => {
                (None, None)
            }
        };
        let members = members.into_iter().flatten();
        whole
            .into_iter()
            .chain(members.filter_map(|member| match &member.content {
                PartContent::Value(schema, _) => Some(&**schema),
                PartContent::File { .. } => None,
            }))
    }
}

/// How a request body is written, with what it holds.
#[derive(Clone, Debug)]
pub enum BodyKind {
    /// JSON.
    Json(Schema),
    /// `application/x-www-form-urlencoded`, and the members that are written in a style.
    Form(Schema, Vec<(String, Style)>),
    /// `multipart/form-data`; without a form the caller names the parts.
    Multipart(Option<MultipartForm>),
    /// Text.
    Text,
    /// Bytes.
    Bytes,
    /// Bytes whose media type the caller names, within the range that the document gives.
    Range,
}

/// The parts that a form declares.
#[derive(Clone, Debug)]
pub struct MultipartForm {
    /// Its name.
    pub name: Name,
    /// Prose and annotations.
    pub docs: Docs,
    /// The members in the order of the document.
    pub members: Vec<FormMember>,
}

/// A member of a form: one part, or several under one name.
#[derive(Clone, Debug)]
pub struct FormMember {
    /// Its name on the wire and in Rust.
    pub name: Name,
    /// Prose and annotations.
    pub docs: Docs,
    /// Whether it must be given.
    pub required: bool,
    /// What it holds.
    pub content: PartContent,
}

/// What a member of a form holds.
#[derive(Clone, Debug)]
pub enum PartContent {
    /// Files.
    File {
        /// Whether there may be more than one.
        many: bool,
        /// The media type, where the document names one.
        content_type: Option<String>,
        /// The headers that a part may have.
        headers: Vec<String>,
    },
    /// A value.
    Value(Box<Schema>, PartForm),
}

/// How a value is written as one or more parts.
#[derive(Clone, Debug)]
pub enum PartForm {
    /// A scalar as text, an object as JSON, of an array each element.
    Usual,
    /// In this media type.
    As(String),
    /// In a style.
    Styled(Style),
}
