//! Answers: what a call gives, by the status that comes with it.

use super::{Api, Docs, Name, Schema};
use crate::pointer::Pointer;

/// What the document says about the answers of an operation.
#[derive(Clone, Debug, Default)]
pub struct Responses {
    /// Prose about a successful answer.
    pub description: Option<String>,
    /// What a successful call gives.
    pub success: Answer,
    /// Whether a redirect is a success, since the document knows no other.
    pub redirects: bool,
    /// The same success in media types of another kind.
    pub alternatives: Vec<Alternative>,
    /// What a refused call gives, as far as it is JSON.
    pub failure: Answer,
    /// The headers that the document declares.
    pub headers: Option<HeadersId>,
}

/// What comes with an answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Answer {
    /// No body.
    #[default]
    Empty,
    /// The same body at every status.
    Body(AnswerBody),
    /// That body at some statuses, and none at others.
    Optional(AnswerBody),
    /// A body of its own for each status.
    ByStatus(ChoiceId),
}

/// The body of an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct AnswerBody {
    /// The media types as the document writes them.
    pub media_types: Vec<String>,
    /// How it is read.
    pub form: Form,
    /// Its value: that of one event or line where there are many; text for text and bytes.
    pub schema: Schema,
}

/// How the body of an answer is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// As JSON.
    Json,
    /// As a stream of events with JSON in them.
    Events,
    /// As a stream of events with text in them.
    TextEvents,
    /// As a stream of lines, each of them JSON.
    Lines,
    /// As a stream of JSON texts, each after a record separator (RFC 7464).
    Sequence,
    /// As text.
    Text,
    /// As bytes.
    Binary,
}

/// A success in media types of another kind.
#[derive(Clone, Debug)]
pub struct Alternative {
    /// What the kind is called: `text`, `bytes`, `events`, `lines`, or a name of the media type.
    pub kind: Name,
    /// The name of the type that stands for the operation in this form.
    pub type_name: Name,
    /// The body.
    pub body: AnswerBody,
}

/// The number of a choice in [`Api::choices`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChoiceId(pub usize);

/// An answer whose body depends on the status. Operations that agree in all cases share one.
#[derive(Clone, Debug)]
pub struct Choice {
    /// Its name.
    pub name: Name,
    /// The responses that it comes from.
    pub pointer: Pointer,
    /// The cases: statuses, then ranges of them, then all others.
    pub cases: Vec<Case>,
}

/// One case of an answer that depends on the status.
#[derive(Clone, Debug)]
pub struct Case {
    /// What the status is called.
    pub name: Name,
    /// The status.
    pub status: Status,
    /// Prose, where all operations agree on it.
    pub description: Option<String>,
    /// The body.
    pub body: Option<AnswerBody>,
}

/// A status, or several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// This one.
    Code(u16),
    /// All that begin with this digit.
    Range(u16),
    /// All that are not listed.
    Default,
}

/// The number of a set of headers in [`Api::headers`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeadersId(pub usize);

/// The headers that answers declare. Operations that declare the same share one set.
#[derive(Clone, Debug)]
pub struct Headers {
    /// Its name.
    pub name: Name,
    /// The responses that it comes from.
    pub pointer: Pointer,
    /// The headers in the order of the document.
    pub fields: Vec<Header>,
}

/// A header of an answer.
#[derive(Clone, Debug)]
pub struct Header {
    /// Its name on the wire and in Rust.
    pub name: Name,
    /// Prose and annotations.
    pub docs: Docs,
    /// Its value.
    pub value: HeaderValue,
    /// Whether it is secret or personal.
    pub sensitive: bool,
}

/// The value of a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderValue {
    /// Text.
    Text,
    /// A truth value.
    Bool,
    /// A number.
    Number(super::ScalarType),
}

impl Api {
    /// The choice behind an id.
    #[must_use]
    pub fn choice(&self, id: ChoiceId) -> &Choice {
        &self.choices[id.0]
    }

    /// Every body that the answers of an operation may have.
    #[must_use]
    pub fn bodies<'a>(&'a self, responses: &'a Responses) -> Vec<&'a AnswerBody> {
        let mut bodies = Vec::new();
        for answer in [&responses.success, &responses.failure] {
            match answer {
                Answer::Empty => {}
                Answer::Body(body) | Answer::Optional(body) => bodies.push(body),
                Answer::ByStatus(id) => {
                    let cases = &self.choice(*id).cases;
                    bodies.extend(cases.iter().filter_map(|case| case.body.as_ref()));
                }
            }
        }
        bodies.extend(responses.alternatives.iter().map(|other| &other.body));
        bodies
    }
}
