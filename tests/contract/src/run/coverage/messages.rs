//! Bodies that are none of their media type, and media types that the document does not list.

use bytes::Bytes;
use http::{HeaderValue, header};

use super::super::case::{Body, Break, Case, Focus, Intent};
use super::super::lane::Lane;
use crate::api::{Form, Media};
use crate::check::Check;

/// What is accepted only by a server that does not read the body at all.
pub(in super::super) const NO_JSON: &str = "a word that is no JSON";

/// Texts that are no JSON.
const MALFORMED: [(&str, &[u8]); 7] = [
    (NO_JSON, b"undefined"),
    ("an object that does not end", b"{\"a\":1"),
    ("a closing bracket too many", b"{}}"),
    ("single quotes", b"{'a': 1}"),
    ("a comma too many", b"{\"a\":1,}"),
    ("no number", b"NaN"),
    ("bytes that are no UTF-8", b"{\"a\":\"\xff\xfe\"}"),
];

pub(super) async fn run(lane: &mut Lane<'_, '_>, base: &Case) {
    let operation = &lane.context.api.operations[lane.operation];
    let Some(body) = &operation.body else {
        return;
    };
    let Some((media, bytes)) = json(lane, base, &body.media) else {
        return;
    };
    let with = |bytes: &[u8], content_type: Option<&str>| {
        let mut case = base.clone();
        case.body = Body::Raw {
            content_type: content_type.map(str::to_owned),
            bytes: Bytes::copy_from_slice(bytes),
        };
        case
    };
    let own = media.concrete();
    let half = &bytes[..bytes.len() / 2];
    let truncated = (bytes.len() > 2).then_some(("a body that is cut off", half));
    for (what, bytes) in MALFORMED.into_iter().chain(truncated) {
        let case = with(bytes, Some(&own));
        send(lane, case, &media.pointer, what, what, &[]).await;
    }
    let deep = [[b'['; 3000], [b']'; 3000]].concat();
    let case = with(&deep, Some(&own));
    send(
        lane,
        case,
        &media.pointer,
        "body",
        "a body of many arrays in each other",
        &[],
    )
    .await;
    let empty = with(b"", Some(&own));
    if body.required {
        send(lane, empty, &body.pointer, "absent", "an empty body", &[]).await;
        let none = with(b"", None);
        send(
            lane,
            none,
            &body.pointer,
            "absent",
            "neither body nor `Content-Type`",
            &[415],
        )
        .await;
    }
    let charset = with(&bytes, Some(&format!("{own}; charset=utf-8")));
    valid(
        lane,
        charset,
        &media.pointer,
        "a `Content-Type` with its character set",
    )
    .await;
    let lists = |essence: &str| body.media.iter().any(|media| media.covers(essence));
    if lane.context.settings.manners.may_ignore_content_type {
        return;
    }
    for other in ["text/plain", "application/xml"] {
        if !lists(other) {
            let case = with(&bytes, Some(other));
            let what = format!("the `Content-Type` `{other}`");
            send(lane, case, &body.pointer, "content", &what, &[415, 406]).await;
        }
    }
    let mut missing = with(&bytes, None);
    missing.headers.push((header::CONTENT_TYPE, None));
    send(
        lane,
        missing,
        &body.pointer,
        "content absent",
        "no `Content-Type`",
        &[415],
    )
    .await;
}

/// A valid body in JSON, where the operation takes one.
fn json<'m>(lane: &Lane<'_, '_>, base: &Case, all: &'m [Media]) -> Option<(&'m Media, Bytes)> {
    let media = all.iter().find(|media| media.form() == Form::Json)?;
    let own = match &base.body {
        Body::Value {
            media: number,
            value,
        } if std::ptr::eq(&all[*number], media) => value.clone(),
        _ => lane.context.values.minimal(media.schema.as_ref()?).ok()?,
    };
    Some((media, media.encode(&own)?))
}

async fn send(
    lane: &mut Lane<'_, '_>,
    mut case: Case,
    pointer: &str,
    cause: &str,
    what: &str,
    usual: &'static [u16],
) {
    case.label = what.to_owned();
    case.intent = Intent::Invalid(Break {
        check: Check::NegativeDataRejection,
        pointer: pointer.to_owned(),
        cause: cause.to_owned(),
        what: what.to_owned(),
        usual,
    });
    case.focus = Some(focus(pointer, cause));
    if let Ok(request) = case.request(lane.context.api, lane.context.settings) {
        lane.run(case, request).await;
    }
}

async fn valid(lane: &mut Lane<'_, '_>, mut case: Case, pointer: &str, what: &str) {
    case.label = what.to_owned();
    case.focus = Some(focus(pointer, "content"));
    case.headers
        .push((header::ACCEPT, Some(HeaderValue::from_static("*/*"))));
    if let Ok(request) = case.request(lane.context.api, lane.context.settings) {
        lane.run(case, request).await;
    }
}

fn focus(pointer: &str, cause: &str) -> Focus {
    Focus {
        pointer: pointer.to_owned(),
        cause: cause.to_owned(),
        ..Focus::default()
    }
}
