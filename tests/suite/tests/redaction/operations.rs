//! Canaries in every credential and every marked value, over every operation and every way in which
//! a call can end.

use std::collections::BTreeSet;
use std::fmt::{self, Write as _};
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::http::{StatusCode, header};
use plaid_link::runtime::client::{BuildError, Credential, RetryPolicy};
use plaid_link::{Client, ClientBuilder, Error, types};
use serde_json::Value;
use specwright_contract::api::Form;
use specwright_suite::document::api;
use specwright_suite::marks::{self, Planted};
use specwright_suite::memory::CREDENTIALS;
use specwright_suite::{document, values};
use tokio::net::TcpListener;

use crate::{heard, texts};

/// What every canary begins with that is a text.
const CANARY: &str = "canary-";

/// The ways in which every operation can end, apart from breaking limits, which not all have.
const ENDS: [&str; 8] = [
    "Api",
    "Credential",
    "Decode",
    "MissingCredential",
    "NotJson",
    "Ok",
    "Redirect",
    "Transport",
];

type Running<'r> = Pin<Box<dyn Future<Output = &'static str> + 'r>>;

/// An operation of the client.
struct Row {
    /// Where it stands in the document.
    pointer: &'static str,
    /// Calls it with a body in JSON, adds everything that is shown, and tells how it ended.
    run: for<'r> fn(&'r Client, Value, &'r mut Shown) -> Running<'r>,
}

macro_rules! operations {
    ($($pointer:literal $name:ident $body:ident,)*) => {
        #[allow(deprecated, reason = "deprecated operations are to be right, too")]
        const ROWS: &[Row] = &[$(Row {
            pointer: $pointer,
            run: |client, body, shown| Box::pin(async move {
                let body: types::$body = serde_json::from_value(body).unwrap();
                let call = client.$name(&body);
                let call = call.header("x-more", CANARY).query("more", CANARY);
                shown.value(&body);
                shown.value(&call);
                match call.send().await {
                    Ok(reply) => {
                        shown.value(&reply);
                        shown.value(reply.response());
                        shown.value(reply.value());
                        "Ok"
                    }
                    Err(error) => {
                        shown.error(&error);
                        kind(&error)
                    }
                }
            }),
        }),*];
    };
}

include!(concat!(env!("OUT_DIR"), "/operations.rs"));

impl Row {
    fn planted(&self, rest: &str) -> Planted {
        let place = format!("{}/{rest}/content/application~1json/schema", self.pointer);
        let place = values().oracle().place(&place);
        marks::plant(document(), &place, &values().full(&place).unwrap())
    }
}

fn kind(error: &Error) -> &'static str {
    match error {
        Error::Api(_) => "Api",
        Error::Decode(_) => "Decode",
        Error::NotJson(_) => "NotJson",
        Error::Redirect(_) => "Redirect",
        Error::Transport(_) => "Transport",
        Error::InvalidRequest(_) => "InvalidRequest",
        Error::MissingCredential { .. } => "MissingCredential",
        Error::Credential(_) => "Credential",
        _ => "another",
    }
}

/// Everything that was shown.
#[derive(Default)]
struct Shown(String);

impl Shown {
    fn value(&mut self, value: &dyn fmt::Debug) {
        writeln!(self.0, "{value:?} {value:#?}").unwrap();
    }

    fn error(&mut self, error: &dyn std::error::Error) {
        self.0.push_str(&texts(error));
    }
}

/// An answer of the server.
#[derive(Clone)]
struct Answer {
    status: u16,
    content_type: &'static str,
    body: String,
    delay: Duration,
}

impl Answer {
    fn new(status: u16, content_type: &'static str, body: impl ToString) -> Self {
        Self {
            status,
            content_type,
            body: body.to_string(),
            delay: Duration::ZERO,
        }
    }
}

/// A server that gives the answer that it is told to, with canaries in its headers.
struct Server {
    address: SocketAddr,
    answer: Arc<Mutex<Answer>>,
    received: Arc<Mutex<Vec<u8>>>,
}

impl Server {
    async fn start() -> Self {
        let answer = Arc::new(Mutex::new(Answer::new(200, "text/plain", "")));
        let received = Arc::<Mutex<Vec<u8>>>::default();
        let (given, log) = (Arc::clone(&answer), Arc::clone(&received));
        let router = Router::new().fallback(move |body: axum::body::Bytes| async move {
            *log.lock().unwrap() = body.to_vec();
            let answer = given.lock().unwrap().clone();
            tokio::time::sleep(answer.delay).await;
            let headers = [
                (header::CONTENT_TYPE, answer.content_type),
                (header::SET_COOKIE, "session=canary-cookie"),
                (
                    header::LOCATION,
                    "https://elsewhere.test/?to=canary-location",
                ),
            ];
            let status = StatusCode::from_u16(answer.status).unwrap();
            (status, headers, answer.body)
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self {
            address,
            answer,
            received,
        }
    }
}

/// The settings of a client with canaries for credentials.
fn builder(address: SocketAddr) -> ClientBuilder {
    let [client_id, secret, version] = CREDENTIALS;
    Client::builder()
        .base_url(format!("http://{address}"))
        .client_id(client_id)
        .secret(secret)
        .plaid_version(version)
        .timeout(Duration::from_secs(20))
        .validate_requests(false)
        .retry(RetryPolicy::none())
        .hook(heard::Hooked)
}

fn build(builder: ClientBuilder, shown: &mut Shown) -> Client {
    shown.value(&builder);
    let client = builder.build().unwrap();
    shown.value(&client);
    shown.value(client.core());
    client
}

/// The answers to a call, one for each way in which they can end it.
fn answers(answer: &Planted, refusal: &Planted) -> Vec<Answer> {
    let json = "application/json";
    let mut answers = vec![
        Answer::new(200, json, &answer.value),
        Answer::new(400, json, &refusal.value),
        Answer::new(429, json, &refusal.value),
        Answer::new(500, json, &answer.value),
        Answer::new(302, json, &answer.value),
        Answer::new(502, "text/html", format!("<p>{}</p>", answer.value)),
        Answer::new(200, json, answer.value.to_string().trim_end_matches('}')),
        Answer::new(400, json, Value::from("canary-text")),
    ];
    for at in marks::places(&answer.value, 4) {
        let wrong = marks::with_wrong_type(&answer.value, &at, "canary-wrong-");
        answers.push(Answer::new(200, json, wrong));
    }
    answers
}

/// Clients whose calls end without an answer; the first is told not to wait.
fn failing(server: SocketAddr) -> Vec<ClientBuilder> {
    let refused: SocketAddr = "127.0.0.1:9".parse().unwrap();
    let shut = || async { Err::<String, _>("the vault is shut") };
    let broken = || async { Ok::<_, std::convert::Infallible>("canary-provided\n") };
    vec![
        builder(server).timeout(Duration::from_millis(15)),
        builder(refused),
        builder(server).max_response_size(1),
        builder(server).validate_requests(true),
        builder(server).secret(Credential::from_provider(shut)),
        builder(server).secret(Credential::from_provider(broken)),
        Client::builder()
            .base_url(format!("http://{server}"))
            .secret(CREDENTIALS[1])
            .validate_requests(false),
    ]
}

#[tokio::test]
async fn no_operation_shows_anything_however_it_ends() {
    heard::listen();
    let server = Server::start().await;
    let refusal = crate::canary_values("PlaidError");
    let mut shown = Shown::default();
    let client = build(builder(server.address), &mut shown);
    let failing = failing(server.address);
    let failing: Vec<Client> = failing
        .into_iter()
        .map(|builder| build(builder, &mut shown))
        .collect();
    assert!(!shown.0.contains(CANARY), "{}", shown.0);

    let mut all_ends = BTreeSet::new();
    let mut canaries = 0;
    for row in ROWS {
        let (request, answer) = (row.planted("requestBody"), row.planted("responses/200"));
        let mut shown = Shown::default();
        let mut ends = BTreeSet::new();
        for given in answers(&answer, &refusal) {
            *server.answer.lock().unwrap() = given;
            ends.insert((row.run)(&client, request.value.clone(), &mut shown).await);
            // What is not shown was sent all the same.
            let received = server.received.lock().unwrap().clone();
            assert!(String::from_utf8_lossy(&received).contains(CANARY));
        }
        for (index, client) in failing.iter().enumerate() {
            let delay = Duration::from_secs(if index == 0 { 5 } else { 0 });
            server.answer.lock().unwrap().delay = delay;
            ends.insert((row.run)(client, request.value.clone(), &mut shown).await);
        }

        let text = &shown.0;
        for planted in [&request, &answer, &refusal] {
            let found = planted.shown_in(text);
            assert!(found.is_empty(), "{}: {found:?} in {text}", row.pointer);
            canaries += planted.canaries.len();
        }
        assert!(!text.contains(CANARY), "{}: {text}", row.pointer);
        let missing: Vec<_> = ENDS.iter().filter(|end| !ends.contains(*end)).collect();
        assert!(missing.is_empty(), "{}: {missing:?}", row.pointer);
        all_ends.extend(ends);
    }
    assert!(all_ends.contains("InvalidRequest"), "{all_ends:?}");
    let operations = api().operations.iter().filter(|operation| {
        let body = operation.body.as_ref();
        body.is_none_or(|body| body.media[0].form() == Form::Json)
    });
    assert_eq!(ROWS.len(), operations.count(), "all are called");
    assert!(canaries > 400, "{canaries}");

    let heard = heard::text();
    // Something was heard, so that silence means something.
    for sign in ["127.0.0.1", "\nhook ", "\nspan ", "linkTokenCreate"] {
        assert!(heard.contains(sign), "{sign}: {heard}");
    }
    let leak = heard.lines().find(|line| line.contains(CANARY));
    assert_eq!(leak, None);
}

#[test]
fn no_error_of_building_shows_anything() {
    let builder = || Client::builder().base_url("http://memory.invalid");
    let builders = [
        Client::builder().base_url("https://user:canary-password@memory.invalid"),
        Client::builder().base_url("https://memory.invalid/?key=canary-key"),
        builder().user_agent("canary-agent\n"),
        builder().secret("canary-secret\n"),
        builder().secret(Credential::basic("canary:user", "canary-password")),
        builder().secret(Credential::from_env("SPECWRIGHT_NOT_SET")),
    ];
    let mut kinds = BTreeSet::new();
    for builder in builders {
        let mut shown = Shown::default();
        shown.value(&builder);
        let error = builder.build().unwrap_err();
        shown.error(&error);
        kinds.insert(match error {
            BuildError::BaseUrl => "BaseUrl",
            BuildError::UserAgent => "UserAgent",
            BuildError::Credential { .. } => "Credential",
            BuildError::Variable { .. } => "Variable",
            other => panic!("{other:?}"),
        });
        assert!(!shown.0.contains("canary"), "{}", shown.0);
    }
    assert_eq!(kinds.len(), 4);
}

/// The blocking client shows no more than the other.
#[test]
fn the_client_that_waits_shows_nothing() {
    let client = builder("127.0.0.1:9".parse().unwrap()).build_blocking();
    let client = client.unwrap();
    let mut shown = Shown::default();
    shown.value(&client);
    let request = types::ItemGetRequest::new("canary-token");
    let call = client.item_get(&request).header("x-more", CANARY);
    shown.value(&call);
    shown.error(&call.wait().unwrap_err());
    assert!(!shown.0.contains(CANARY), "{}", shown.0);
}
