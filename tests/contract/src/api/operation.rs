//! Operations, their bodies and their answers.

use std::collections::BTreeMap;

use http::Method;
use serde_json::Value;

use super::media::{self, Example, Media};
use super::parameter::{Location, Parameter};
use super::security::{self, Requirement, Scheme};
use super::shape::Shape;
use super::webhook::{self, Webhook};
use crate::document::Node;

/// The members of a path item that are operations.
pub(super) const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// An operation of the document.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Its `operationId`; its label where it has none.
    pub id: String,
    /// The method.
    pub method: Method,
    /// The path template, as it is written.
    pub path: String,
    /// Its place in the document.
    pub pointer: String,
    /// Its tags.
    pub tags: Vec<String>,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// Its parameters, those of the path item included.
    pub parameters: Vec<Parameter>,
    /// Its body.
    pub body: Option<RequestBody>,
    /// Its answers, in document order.
    pub answers: Vec<Answer>,
    /// The alternatives of credentials: one of these lists has to be complete. None where the
    /// operation needs no credentials.
    pub security: Vec<Vec<Requirement>>,
    /// Messages that the server sends since this operation was called.
    pub callbacks: Vec<Webhook>,
}

/// The body of a request.
#[derive(Clone, Debug)]
pub struct RequestBody {
    /// Whether a request must have one.
    pub required: bool,
    /// Its place in the document.
    pub pointer: String,
    /// The media types, in document order.
    pub media: Vec<Media>,
}

/// Which statuses an answer is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Answers {
    /// One status.
    Status(u16),
    /// A hundred of them: `4XX` is 4.
    Range(u16),
    /// All others.
    Default,
}

/// One entry of `responses`.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Which statuses it is for.
    pub answers: Answers,
    /// Its place in the document.
    pub pointer: String,
    /// Its headers.
    pub headers: Vec<HeaderField>,
    /// The media types of its body; none where the document tells nothing of a body.
    pub media: Vec<Media>,
    /// Where its values lead.
    pub links: Vec<Link>,
}

/// A header of an answer.
#[derive(Clone, Debug)]
pub struct HeaderField {
    /// Its name and its value's form; required as the document says.
    pub parameter: Parameter,
}

/// An OpenAPI Link: values of an answer are inputs of another operation.
#[derive(Clone, Debug)]
pub struct Link {
    /// Its name.
    pub name: String,
    /// Its place in the document.
    pub pointer: String,
    /// The `operationId` or the place of the operation that it leads to.
    pub target: String,
    /// Runtime expressions or constants, by the name of the parameter.
    pub parameters: BTreeMap<String, Value>,
    /// The same for the body.
    pub body: Option<Value>,
}

impl Operation {
    /// Method and path, as in `POST /link/token/create`.
    #[must_use]
    pub fn label(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    /// The entry of `responses` for a status: the status itself, its range, or `default`.
    ///
    /// `default` stands for errors only where the document lists a success: a success of another
    /// status is then none that it knows.
    #[must_use]
    pub fn answer(&self, status: u16) -> Option<&Answer> {
        let of = |wanted| self.answers.iter().find(|answer| answer.answers == wanted);
        of(Answers::Status(status))
            .or_else(|| of(Answers::Range(status / 100)))
            .or_else(|| {
                let is_error = status >= 400 || !self.lists_success();
                of(Answers::Default).filter(|_| is_error)
            })
    }

    /// Whether an entry other than `default` is for a success.
    #[must_use]
    pub fn lists_success(&self) -> bool {
        self.answers.iter().any(|answer| match answer.answers {
            Answers::Status(status) => status < 400,
            Answers::Range(range) => range < 4,
            Answers::Default => false,
        })
    }

    /// The first entry for a success, with its status.
    #[must_use]
    pub fn success(&self) -> Option<(u16, &Answer)> {
        let status = |answer: &Answer| match answer.answers {
            Answers::Status(status) => status,
            Answers::Range(range) => range * 100,
            Answers::Default => 200,
        };
        let listed = self.answers.iter().filter(|answer| status(answer) < 400);
        let first = listed.min_by_key(|answer| {
            (
                answer.answers == Answers::Default,
                status(answer) / 100 != 2,
                status(answer),
            )
        });
        first.map(|answer| (status(answer), answer))
    }

    /// The parameters that stand somewhere.
    pub fn parameters_in(&self, location: Location) -> impl Iterator<Item = &Parameter> {
        let parameters = self.parameters.iter();
        parameters.filter(move |parameter| parameter.location == location)
    }
}

impl Answers {
    fn read(key: &str) -> Option<Self> {
        if key == "default" {
            return Some(Self::Default);
        }
        match key.parse::<u16>() {
            Ok(status) => Some(Self::Status(status)),
            Err(_) => {
                let range = key.get(..1)?.parse().ok()?;
                key.get(1..)
                    .filter(|rest| rest.eq_ignore_ascii_case("xx"))
                    .map(|_| Self::Range(range))
            }
        }
    }
}

impl std::fmt::Display for Answers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Status(status) => write!(f, "{status}"),
            Self::Range(range) => write!(f, "{range}XX"),
            Self::Default => f.write_str("default"),
        }
    }
}

/// All operations, in document order.
pub(super) fn all(root: &Node<'_>, schemes: &[Scheme]) -> Vec<Operation> {
    let default = root.get("security");
    let mut found = Vec::new();
    for (path, item) in root.get("paths").iter().flat_map(Node::members) {
        for (name, node) in item.members() {
            let Some(method) = METHODS
                .contains(&name)
                .then(|| Method::from_bytes(name.to_ascii_uppercase().as_bytes()).ok())
                .flatten()
            else {
                continue;
            };
            found.push(operation(
                path,
                method,
                &item,
                &node,
                default.as_ref(),
                schemes,
            ));
        }
    }
    found
}

fn operation(
    path: &str,
    method: Method,
    item: &Node<'_>,
    node: &Node<'_>,
    security: Option<&Node<'_>>,
    schemes: &[Scheme],
) -> Operation {
    let own = node.get("security");
    let tags = node.get("tags");
    let tags = tags.iter().flat_map(Node::items);
    let id = node.text("operationId").map(str::to_owned);
    let id = id.unwrap_or_else(|| format!("{method} {path}"));
    Operation {
        method,
        path: path.to_owned(),
        pointer: node.pointer.clone(),
        tags: tags
            .filter_map(|tag| tag.value.as_str().map(str::to_owned))
            .collect(),
        deprecated: node.flag("deprecated") == Some(true),
        parameters: parameters(item, node),
        body: node.get("requestBody").map(|body| RequestBody {
            required: body.flag("required") == Some(true),
            media: Media::all(body.get("content").as_ref()),
            pointer: body.pointer,
        }),
        answers: answers(node),
        security: security::alternatives(own.as_ref().or(security), schemes),
        callbacks: webhook::callbacks(&id, node),
        id,
    }
}

/// The parameters of an operation; of two with one name and place, the operation's own counts.
fn parameters(item: &Node<'_>, node: &Node<'_>) -> Vec<Parameter> {
    let mut found: Vec<Parameter> = Vec::new();
    let of = [item.get("parameters"), node.get("parameters")];
    for parameter in of.iter().flatten().flat_map(Node::items) {
        let Some(parameter) = Parameter::read(&parameter) else {
            continue;
        };
        found
            .retain(|other| (other.location, &other.name) != (parameter.location, &parameter.name));
        found.push(parameter);
    }
    found
}

fn answers(node: &Node<'_>) -> Vec<Answer> {
    let responses = node.get("responses");
    let responses = responses.iter().flat_map(Node::members);
    responses
        .filter_map(|(key, node)| {
            let headers = node.get("headers");
            let links = node.get("links");
            Some(Answer {
                answers: Answers::read(key)?,
                media: Media::all(node.get("content").as_ref()),
                headers: headers
                    .iter()
                    .flat_map(Node::members)
                    .filter(|(name, _)| !name.eq_ignore_ascii_case("content-type"))
                    .map(|(name, node)| header(name, &node))
                    .collect(),
                links: links
                    .iter()
                    .flat_map(Node::members)
                    .filter_map(link)
                    .collect(),
                pointer: node.pointer,
            })
        })
        .collect()
}

fn header(name: &str, node: &Node<'_>) -> HeaderField {
    let examples: Vec<Example> = media::examples(node);
    HeaderField {
        parameter: Parameter {
            name: name.to_owned(),
            location: Location::Header,
            required: node.flag("required") == Some(true),
            pointer: node.pointer.clone(),
            schema: node.place_of("schema"),
            is_json: node.get("content").is_some(),
            style: super::Style::Simple,
            explode: node.flag("explode") == Some(true),
            allow_reserved: false,
            shape: Shape::of(node.get("schema").as_ref()),
            examples,
        },
    }
}

fn link((name, node): (&str, Node<'_>)) -> Option<Link> {
    let target = node
        .text("operationId")
        .or_else(|| node.text("operationRef"))?;
    let parameters = node.value.get("parameters").and_then(Value::as_object);
    Some(Link {
        name: name.to_owned(),
        target: target.strip_prefix('#').unwrap_or(target).to_owned(),
        parameters: parameters
            .into_iter()
            .flatten()
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect(),
        body: node.value.get("requestBody").cloned(),
        pointer: node.pointer,
    })
}
