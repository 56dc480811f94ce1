//! Refusals, in the shape that the document has for them.

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header};
use serde_json::{Map, Value, json};

use super::fill;
use super::negotiate;
use super::world::World;
use super::written;
use crate::api::{Answer, Answers, Operation};
use crate::conform::{Fault, Part};

/// So many faults are told of.
const MOST: usize = 5;

/// Why a request is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// There are no credentials, or not all.
    Credentials,
    /// The path is not known, or what it leads to is not there.
    NotFound,
    /// The method is not known.
    Method,
    /// The media type is not known.
    MediaType,
    /// No media type of the answer is welcome.
    NotAcceptable,
    /// Something breaks its schema.
    Invalid,
    /// The mock itself cannot answer.
    Unable,
    /// The status was asked for.
    AskedFor,
}

/// A refusal with its reasons.
#[derive(Debug)]
pub(super) struct Refusal<'f> {
    pub(super) kind: Kind,
    pub(super) status: u16,
    pub(super) faults: &'f [Fault],
    /// What is wrong where there are no faults.
    pub(super) reason: String,
}

impl Refusal<'_> {
    /// Everything that is wrong, in a sentence.
    pub(super) fn message(&self) -> String {
        if self.faults.is_empty() {
            return self.reason.clone();
        }
        let mut message = String::new();
        for fault in self.faults.iter().take(MOST) {
            if !message.is_empty() {
                message.push_str("; ");
            }
            message.push_str(&fault.to_string());
        }
        if self.faults.len() > MOST {
            message.push_str(&format!("; and {} more", self.faults.len() - MOST));
        }
        message
    }

    /// The name of the status.
    pub(super) fn title(&self) -> String {
        let status = StatusCode::from_u16(self.status).ok();
        let reason = status.and_then(|status| status.canonical_reason());
        reason.unwrap_or("Error").to_owned()
    }

    /// What the first fault is about.
    pub(super) fn field(&self) -> Option<String> {
        let fault = self.faults.first()?;
        Some(match &fault.part {
            Part::Path(name) | Part::Query(name) | Part::Header(name) | Part::Cookie(name) => {
                name.clone()
            }
            Part::Body if !fault.instance.is_empty() => fault.instance.clone(),
            other => other.to_string(),
        })
    }

    /// Words that programs may know it by, the best first.
    pub(super) fn words(&self) -> &'static [&'static str] {
        let is_missing = |fault: &Fault| fault.keyword == "required";
        match self.kind {
            Kind::Credentials => &[
                "UNAUTHORIZED",
                "UNAUTHENTICATED",
                "INVALID_CREDENTIALS",
                "INVALID_INPUT",
                "INVALID_REQUEST",
            ],
            Kind::NotFound => &["NOT_FOUND", "INVALID_INPUT", "INVALID_REQUEST"],
            Kind::Method => &["METHOD_NOT_ALLOWED", "INVALID_REQUEST"],
            Kind::MediaType => &["UNSUPPORTED_MEDIA_TYPE", "INVALID_REQUEST"],
            Kind::NotAcceptable => &["NOT_ACCEPTABLE", "INVALID_REQUEST"],
            Kind::Invalid if !self.faults.is_empty() && self.faults.iter().all(is_missing) => &[
                "MISSING_FIELDS",
                "INVALID_REQUEST",
                "BAD_REQUEST",
                "VALIDATION_ERROR",
            ],
            Kind::Invalid => &[
                "INVALID_FIELD",
                "INVALID_REQUEST",
                "BAD_REQUEST",
                "VALIDATION_ERROR",
            ],
            Kind::Unable => &["NOT_IMPLEMENTED", "API_ERROR"],
            Kind::AskedFor => match self.status {
                401 => &["UNAUTHORIZED"],
                403 => &["FORBIDDEN"],
                404 => &["NOT_FOUND"],
                409 => &["CONFLICT"],
                429 => &["RATE_LIMIT_EXCEEDED"],
                500.. => &["INTERNAL_SERVER_ERROR", "API_ERROR"],
                _ => &["INVALID_REQUEST"],
            },
        }
    }
}

/// Why a request with these faults is refused, and those that are told: what comes first on the
/// way into a server hides what comes later.
pub(super) fn kind_of(faults: Vec<Fault>) -> (Kind, Vec<Fault>) {
    let is_credentials = |fault: &Fault| fault.part == Part::Credentials;
    let is_media_type =
        |fault: &Fault| matches!(&fault.part, Part::Header(name) if name == "Content-Type");
    let of = |kind, is: &dyn Fn(&Fault) -> bool| {
        let told: Vec<_> = faults.iter().filter(|fault| is(fault)).cloned().collect();
        (!told.is_empty()).then_some((kind, told))
    };
    of(Kind::Credentials, &is_credentials)
        .or_else(|| of(Kind::MediaType, &is_media_type))
        .unwrap_or((Kind::Invalid, faults))
}

/// The statuses that fit, the best first.
fn statuses(kind: Kind, faults: &[Fault]) -> &'static [u16] {
    let all = |is: fn(&Fault) -> bool| !faults.is_empty() && faults.iter().all(is);
    match kind {
        Kind::Credentials => &[401, 403, 400],
        Kind::NotFound => &[404, 410],
        Kind::Method => &[405],
        Kind::MediaType => &[415, 400, 422],
        Kind::NotAcceptable => &[406],
        Kind::Invalid if all(|fault| matches!(fault.part, Part::Path(_))) => &[400, 422, 404],
        // The body was understood, but is not what it has to be.
        Kind::Invalid if all(|fault| fault.part == Part::Body && fault.keyword != "content") => {
            &[422, 400]
        }
        Kind::Invalid => &[400, 422],
        Kind::Unable | Kind::AskedFor => &[501],
    }
}

/// The status for a refusal by an operation, and the entry that the document has for it: one
/// that is listed by itself, then one of a range or the default.
pub(super) fn choose<'o>(
    operation: &'o Operation,
    kind: Kind,
    faults: &[Fault],
) -> (u16, Option<&'o Answer>) {
    let statuses = statuses(kind, faults);
    let listed = statuses.iter().find_map(|status| {
        let mut answers = operation.answers.iter();
        let answer = answers.find(|answer| answer.answers == Answers::Status(*status))?;
        Some((*status, Some(answer)))
    });
    listed.unwrap_or_else(|| {
        // Only where no status is listed for it does a range or the default stand for 400.
        let usual = match kind {
            Kind::Invalid => 400,
            _ => statuses.first().copied().unwrap_or(400),
        };
        (usual, operation.answer(usual))
    })
}

/// The response for a refusal. `answer` is the entry of the document for it.
pub(super) fn response(
    world: &World,
    answer: Option<&Answer>,
    refusal: &Refusal<'_>,
    accept: &http::HeaderMap,
) -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() =
        StatusCode::from_u16(refusal.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let declared = answer.and_then(|answer| {
        for (name, value) in world.head(answer).iter() {
            response.headers_mut().append(name, value.clone());
        }
        let media = &answer.media;
        let chosen = negotiate::choose(accept, media);
        chosen.or_else(|| negotiate::preferred(media).map(|media| (media, media.concrete())))
    });
    let body = declared.and_then(|(media, content_type)| {
        let template = world.refusal(media, || model(world, media)).ok()?;
        let accepts = |value: &Value| world.accepts(media, value);
        let value = fill::said(template.value.clone(), refusal, accepts);
        let content_type = HeaderValue::from_str(&content_type).ok()?;
        Some((content_type, written::body(media, &value)))
    });
    let (content_type, body) = body.unwrap_or_else(|| problem(refusal));
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, content_type);
    *response.body_mut() = body;
    response
}

/// A problem document (RFC 9457).
fn problem(refusal: &Refusal<'_>) -> (HeaderValue, Bytes) {
    let faults = refusal.faults.iter().take(MOST).map(|fault| {
        json!({
            "part": fault.part.to_string(),
            "pointer": fault.instance,
            "detail": fault.message,
        })
    });
    let problem = json!({
        "type": "about:blank",
        "title": refusal.title(),
        "status": refusal.status,
        "detail": refusal.message(),
        "errors": faults.collect::<Vec<_>>(),
    });
    let content_type = HeaderValue::from_static("application/problem+json");
    (content_type, Bytes::from(problem.to_string()))
}

/// The value of an error that is filled in each time: an example, or the least value with all that
/// can say something.
fn model(world: &World, media: &crate::api::Media) -> Result<Value, String> {
    let mut shown = media.examples.iter().map(|example| &example.value);
    let valid = shown.find(|value| world.accepts(media, value));
    if let Some(valid) = valid {
        return Ok(valid.clone());
    }
    let Some(schema) = &media.schema else {
        return Ok(json!({ "message": "" }));
    };
    let least = world.responses.minimal(schema);
    let full = world.responses.full(schema);
    match (least, full) {
        (Ok(Value::Object(least)), Ok(Value::Object(full))) => {
            let speaking = full
                .into_iter()
                .filter(|(name, value)| fill::says_something(name, value));
            let mut model = Value::Object(least);
            for (name, value) in speaking {
                let mut more: Map<String, Value> = model.as_object().cloned().unwrap_or_default();
                more.insert(name, value);
                let more = Value::Object(more);
                if world.accepts(media, &more) {
                    model = more;
                }
            }
            Ok(model)
        }
        (Ok(least), Ok(full)) => Ok(if fill::says_something("", &full) {
            full
        } else {
            least
        }),
        (Ok(other), Err(_)) | (Err(_), Ok(other)) => Ok(other),
        (Err(why), Err(_)) => Err(why.to_string()),
    }
}
