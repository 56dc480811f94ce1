//! Every operation of the document once for each of several bodies, against a server that knows
//! nothing but the document.

use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::http::request::Parts;
use axum::http::{Request, StatusCode};
use axum::response::{IntoResponse as _, Response};
use plaid_link::{Client, Error, types};
use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};
use specwright_contract::api::{Form, Media, Operation, Route};
use specwright_contract::{conform, equal};
use specwright_suite::document::{api, values};
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
    fn operation(&self) -> &'static Operation {
        let mut operations = api().operations.iter();
        let found = operations.find(|operation| operation.pointer == self.pointer);
        found.unwrap()
    }

    fn request(&self) -> String {
        let body = self.operation().body.as_ref().unwrap();
        schema(&body.media)
    }

    fn answer(&self) -> String {
        schema(&self.operation().answer(200).unwrap().media)
    }
}

fn schema(media: &[Media]) -> String {
    let schema = media[0].schema.as_ref().unwrap();
    values().oracle().place(schema)
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
    let request = Request::from_parts(parts.clone(), Bytes::copy_from_slice(body));
    let route = api().router.find(request.method(), request.uri().path());
    let Route::Operation(index, path) = route else {
        return refuse(format!("{route:?}"));
    };
    let operation = &api().operations[index];
    let mut headers = vec![("accept", "application/json")];
    if !operation.security.is_empty() {
        headers.push(("plaid-client-id", "canary-client-id"));
        headers.push(("plaid-secret", "canary-secret"));
        headers.push(("plaid-version", "2020-09-14"));
    }
    for (name, value) in headers {
        if parts.headers.get(name).is_none_or(|found| found != value) {
            return refuse(format!("{name} is missing"));
        }
    }
    let (verdict, _) = conform::request(api(), operation, &path, &request);
    if !verdict.faults.is_empty() || !verdict.unjudged.is_empty() {
        return refuse(format!("not what the document says: {verdict:?}"));
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
    let with_json = |operation: &&Operation| {
        let body = operation.body.as_ref();
        body.is_none_or(|body| body.media[0].form() == Form::Json)
    };
    let operations = api().operations.iter().filter(with_json);
    assert_eq!(ROWS.len(), operations.count(), "all are called");
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
