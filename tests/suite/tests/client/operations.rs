//! Every operation of the document once for each of several bodies, against a server that knows
//! nothing but the document.

use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse as _, Response};
use plaid_link::{Client, Error, types};
use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};
use specwright_contract::{equal, pointer};
use specwright_suite::document::{document, values};
use tokio::net::TcpListener;

/// How many bodies are drawn for each operation, beside the smallest and the fullest.
const DRAWN: usize = 4;

type Calling<'c> = Pin<Box<dyn Future<Output = Result<Value, Error>> + 'c>>;

/// An operation of the client.
struct Row {
    /// Where it stands in the document.
    pointer: &'static str,
    /// Calls it with a body in JSON, and gives the value that the client read as JSON.
    call: for<'c> fn(&'c Client, Value) -> Calling<'c>,
}

macro_rules! operations {
    ($($pointer:literal $name:ident $body:ident,)*) => {
        #[allow(deprecated, reason = "deprecated operations are to be right, too")]
        const ROWS: &[Row] = &[$(Row {
            pointer: $pointer,
            call: |client, body| Box::pin(async move {
                let body: types::$body = serde_json::from_value(body).unwrap();
                let value = client.$name(&body).await?;
                Ok(serde_json::to_value(value).unwrap())
            }),
        }),*];
    };
}

include!(concat!(env!("OUT_DIR"), "/operations.rs"));

impl Row {
    fn below(&self, rest: &str) -> String {
        let at = format!("{}/{rest}/content/application~1json/schema", self.pointer);
        values().oracle().place(&at)
    }

    fn request(&self) -> String {
        self.below("requestBody")
    }

    fn answer(&self) -> String {
        self.below("responses/200")
    }
}

/// The smallest value of a schema, the fullest, and some between.
fn samples(schema: &str) -> Vec<Value> {
    let mut samples = vec![
        values().minimal(schema).unwrap(),
        values().full(schema).unwrap(),
    ];
    let drawn = values().valid(schema).unwrap();
    let mut runner = TestRunner::deterministic();
    samples.extend((0..DRAWN).map(|_| drawn.new_tree(&mut runner).unwrap().current()));
    samples
}

/// The status and the body that are given next.
type Given = Arc<Mutex<(u16, Value)>>;

/// Holds each request against the document, and gives the answer that is due.
async fn serve(given: Given) -> SocketAddr {
    let router = Router::new().fallback(move |parts: Parts, body: Bytes| {
        let given = given.lock().unwrap().clone();
        async move { answer(&parts, &body, given) }
    });
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    address
}

fn answer(parts: &Parts, body: &[u8], (status, answer): (u16, Value)) -> Response {
    let refuse = |why: String| (StatusCode::IM_A_TEAPOT, why).into_response();
    let path = pointer::join("/paths", parts.uri.path());
    let at = pointer::join(&path, &parts.method.as_str().to_lowercase());
    if document().pointer(&at).is_none() {
        return refuse(format!("{at} is not in the document"));
    }
    for (name, value) in [
        ("plaid-client-id", "canary-client-id"),
        ("plaid-secret", "canary-secret"),
        ("plaid-version", "2020-09-14"),
        ("content-type", "application/json"),
        ("accept", "application/json"),
    ] {
        if parts.headers.get(name).is_none_or(|found| found != value) {
            return refuse(format!("{name} is missing"));
        }
    }
    let schema = format!("{at}/requestBody/content/application~1json/schema");
    let Ok(body) = serde_json::from_slice(body) else {
        return refuse("the body is not JSON".to_owned());
    };
    if let Err(violations) = values().oracle().check(&schema, &body) {
        return refuse(format!(
            "the body is not what the document says: {violations:?}"
        ));
    }
    let status = StatusCode::from_u16(status).unwrap();
    let json = [("content-type", "application/json")];
    (status, json, answer.to_string()).into_response()
}

fn client(address: SocketAddr) -> Client {
    let builder = crate::server::builder(address);
    builder
        .timeout(std::time::Duration::from_secs(20))
        .build()
        .unwrap()
}

#[tokio::test]
async fn every_operation_arrives_as_the_document_says_and_its_answer_is_read_whole() {
    let operations = document()["paths"].as_object().unwrap().len();
    assert_eq!(ROWS.len(), operations, "all are called");
    let given = Given::default();
    let address = serve(Arc::clone(&given)).await;
    let client = client(address);
    for row in ROWS {
        let bodies = samples(&row.request());
        for (body, answer) in bodies.into_iter().zip(samples(&row.answer())) {
            *given.lock().unwrap() = (200, answer.clone());
            let read = (row.call)(&client, body).await;
            let read = read.unwrap_or_else(|error| {
                let body = error.raw_body().map(|body| String::from_utf8_lossy(body));
                panic!("{}: {error}: {body:?}", row.pointer)
            });
            if let Err(place) = equal::same(&read, &answer) {
                panic!("{}: differs at {place:?}", row.pointer);
            }
        }
    }
}

#[tokio::test]
async fn every_operation_has_its_errors_typed() {
    let refusal = json!({
        "error_type": "INVALID_REQUEST",
        "error_code": "INVALID_FIELD",
        "error_message": "a field is wrong",
        "display_message": null,
        "request_id": "r-17",
    });
    let address = serve(Arc::new(Mutex::new((400, refusal)))).await;
    let client = client(address);
    for row in ROWS {
        let body = values().minimal(&row.request()).unwrap();
        let error = (row.call)(&client, body).await.unwrap_err();
        assert_eq!(error.status().unwrap(), 400, "{}", row.pointer);
        assert_eq!(error.request_id(), Some("r-17"));
        assert_eq!(error.attempts(), 1);
        assert!(error.is_api(|body| body.error_type == types::PlaidErrorType::InvalidRequest));
    }
}
