//! What generated code makes of statuses and headers; the runtime is a module here, as it is there.

#![cfg(feature = "client")]
#![allow(clippy::unwrap_used, reason = "helpers of tests are tests, too")]

#[allow(
    dead_code,
    unused_imports,
    missing_docs,
    unreachable_pub,
    reason = "the tests use a part of it"
)]
#[path = "../src/runtime/mod.rs"]
mod runtime;

use bytes::Bytes;
use http::HeaderMap;
use serde_json::json;

use crate::runtime::Sensitive;
use crate::runtime::client::{
    BoxFuture, Call, CoreBuilder, Error, Limits, Operation, OperationInfo, Transport,
    TransportError, Undeclared, by_status, header_fields,
};

#[derive(Debug, PartialEq)]
enum Given {
    Ok(Box<[u32; 1]>),
    Accepted(String),
    NoContent,
    Status2xx(Bytes),
    Unlisted(Undeclared),
}

by_status!(Given {
    Ok(Json) = 200,
    Accepted(Text) = 202,
    NoContent = 204,
    Status2xx(Binary) = 200..=299,
    Unlisted(Json) = _,
});

#[derive(Debug, PartialEq)]
enum Refused {
    NotFound(u32),
    Default(Vec<u32>),
}

by_status!(Refused {
    NotFound(Json) = 404,
    Default(Json) = _,
});

struct Get;

impl Operation for Get {
    const INFO: OperationInfo = OperationInfo::new("get", "GET", "/");
    type Response = Given;
    type Body = Given;
    type Error = Refused;
    type ErrorBody = Refused;
}

struct Answering(u16, &'static str);

impl Transport for Answering {
    fn send<'a>(
        &'a self,
        _: http::Request<Bytes>,
        _: Limits,
    ) -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>> {
        let answer = http::Response::builder().status(self.0);
        let answer = answer.body(Bytes::from(self.1)).unwrap();
        Box::pin(async move { Ok(answer) })
    }
}

async fn get(status: u16, body: &'static str) -> Result<Given, Error<Refused>> {
    let core = CoreBuilder::new()
        .base_url("https://api.test")
        .transport(Answering(status, body))
        .build()
        .unwrap();
    let call: Call<'_, Get> = core.call();
    call.await
}

#[tokio::test]
async fn the_status_says_what_the_body_is() {
    assert_eq!(get(200, "[1]").await.unwrap(), Given::Ok(Box::new([1])));
    assert_eq!(
        get(202, "[1]").await.unwrap(),
        Given::Accepted("[1]".to_owned())
    );
    assert_eq!(get(204, "").await.unwrap(), Given::NoContent);
    let other = Given::Status2xx(Bytes::from("[1]"));
    assert_eq!(get(201, "[1]").await.unwrap(), other);
    assert!(matches!(get(200, "{}").await, Err(Error::Decode(_))));
}

#[tokio::test]
async fn the_status_says_what_a_refusal_is() {
    let error = get(404, "7").await.unwrap_err();
    assert_eq!(error.api().unwrap().body(), &Refused::NotFound(7));
    let error = get(500, "[7]").await.unwrap_err();
    assert_eq!(error.api().unwrap().body(), &Refused::Default(vec![7]));
    assert!(matches!(get(404, "[7]").await, Err(Error::Decode(_))));
    assert!(matches!(get(404, "<html>").await, Err(Error::NotJson(_))));
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Declared {
    count: Option<i32>,
    left: Option<bool>,
    next: Option<String>,
    token: Option<Sensitive<String>>,
    rate: Option<f64>,
}

header_fields!(Declared {
    count = "X-Count",
    left = "x-left",
    next = "x-next",
    token = "x-token",
    rate = "x-rate",
});

#[test]
fn headers_are_read_where_they_are_what_they_should_be() {
    let mut headers = HeaderMap::new();
    assert_eq!(Declared::from(&headers), Declared::default());
    let set = [
        ("x-count", " 12 "),
        ("x-left", "yes"),
        ("x-next", "a b"),
        ("x-token", "canary"),
        ("x-rate", "1.5"),
    ];
    for (name, value) in set {
        headers.insert(name, value.parse().unwrap());
    }
    let read = Declared::from(&headers);
    assert_eq!(
        (read.count, read.left, read.rate),
        (Some(12), None, Some(1.5))
    );
    assert_eq!(read.next.as_deref(), Some("a b"));
    assert!(!format!("{read:?}").contains("canary"));
    assert_eq!(json!(read.token), json!("canary"));
}
