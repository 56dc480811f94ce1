//! A server of `notes.yaml` that keeps it, and whose requests and answers a test may spoil.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use http::{Method, StatusCode};
use serde_json::{Value, json};
use specwright_contract::api::{Api, Credential, Route};
use specwright_contract::conform::{self, Fault};
use specwright_contract::document::Document;
use specwright_contract::finding::Phase;
use specwright_contract::outcome::Outcome;
use specwright_contract::run::{Settings, Silent, run};

pub(crate) const KEY: &str = "key-of-the-tests-1";

/// What a request was, for whoever spoils its answer.
pub(crate) struct Seen {
    pub(crate) operation: String,
    pub(crate) uri: String,
    pub(crate) body: Value,
}

/// Whether a fault of a request is not seen.
pub(crate) type Blind = Arc<dyn Fn(&Fault, &Seen) -> bool + Send + Sync>;

/// What becomes of an answer: of its status and its body.
pub(crate) type Change = Arc<dyn Fn(&Seen, &mut (u16, Value)) + Send + Sync>;

/// How the server is spoilt.
#[derive(Clone)]
pub(crate) struct Spoilt {
    /// Faults of requests that it does not see.
    pub(crate) blind: Blind,
    /// What it makes of an answer: status and body.
    pub(crate) answer: Change,
    /// Whether it leaves away its header.
    pub(crate) headless: bool,
    /// A method that it answers though nobody lists it.
    pub(crate) method: Option<Method>,
    /// Whether it takes any credentials.
    pub(crate) open: bool,
}

impl Default for Spoilt {
    fn default() -> Self {
        Self {
            blind: Arc::new(|_, _| false),
            answer: Arc::new(|_, _| ()),
            headless: false,
            method: None,
            open: false,
        }
    }
}

struct Shared {
    api: Api,
    spoilt: Spoilt,
}

pub(crate) fn api() -> Api {
    Api::new(Document::parse("notes.yaml", include_str!("notes.yaml")).unwrap())
}

/// Starts a server on a port that the system chooses.
pub(crate) async fn start(spoilt: Spoilt) -> SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let shared = Arc::new(Shared { api: api(), spoilt });
    let app = axum::Router::new().fallback(handle).with_state(shared);
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    address
}

/// The settings for a server, with few drawn cases.
pub(crate) fn settings(address: SocketAddr) -> Settings {
    let mut settings = Settings::new(format!("http://{address}").parse().unwrap());
    settings.cases = 30;
    // It remembers nothing, which is what chains are about.
    settings.phases = [Phase::Examples, Phase::Coverage, Phase::Fuzzing].into();
    settings
        .credentials
        .insert("key".to_owned(), Credential(KEY.to_owned()));
    settings
}

/// Runs against a server, and gives what came of it.
pub(crate) async fn outcome(spoilt: Spoilt) -> Outcome {
    let address = start(spoilt).await;
    run(&api(), &settings(address), &Silent).await.unwrap()
}

async fn handle(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    let request = Request::from_parts(head, body);
    let api = &shared.api;
    let (index, path) = match api.router.find(request.method(), request.uri().path()) {
        Route::Operation(index, path) => (index, path),
        Route::OtherMethod(_) if shared.spoilt.method.as_ref() == Some(request.method()) => {
            return StatusCode::OK.into_response();
        }
        Route::OtherMethod(_) => return StatusCode::METHOD_NOT_ALLOWED.into_response(),
        Route::Unknown => return StatusCode::NOT_FOUND.into_response(),
    };
    answer(&shared, index, &path, &request)
}

fn answer(
    shared: &Shared,
    index: usize,
    path: &[(String, String)],
    request: &http::Request<Bytes>,
) -> Response {
    let operation = &shared.api.operations[index];
    let (verdict, inputs) = conform::request(&shared.api, operation, path, request);
    let seen = Seen {
        operation: operation.id.clone(),
        uri: request.uri().to_string(),
        body: inputs.body.clone().unwrap_or_default(),
    };
    let key = request
        .headers()
        .get("x-key")
        .and_then(|key| key.to_str().ok());
    let mut faults = verdict.faults.into_iter();
    let fault =
        faults.find(|fault| fault.keyword != "security" && !(shared.spoilt.blind)(fault, &seen));
    let refusal = |code: &str| json!({"code": code, "message": "no"});
    let mut answer = if !operation.security.is_empty() && key != Some(KEY) && !shared.spoilt.open {
        (401, refusal("WHO"))
    } else if let Some(fault) = fault {
        (400, json!({"code": "WRONG", "message": fault.to_string()}))
    } else {
        right(&seen, path)
    };
    (shared.spoilt.answer)(&seen, &mut answer);
    let mut response = Response::builder().status(answer.0);
    if !shared.spoilt.headless {
        response = response.header("x-request-id", "7");
    }
    let body = match answer.0 {
        204 => Bytes::new(),
        _ => {
            response = response.header("content-type", "application/json");
            Bytes::from(answer.1.to_string())
        }
    };
    response.body(body.into()).unwrap()
}

fn right(seen: &Seen, path: &[(String, String)]) -> (u16, Value) {
    let id: i64 = path
        .first()
        .and_then(|(_, id)| id.parse().ok())
        .unwrap_or(1);
    let note = json!({"id": id, "title": "t", "kind": "plain"});
    match seen.operation.as_str() {
        "addNote" => {
            let mut note = seen.body.clone();
            if let Some(members) = note.as_object_mut() {
                members.insert("id".to_owned(), json!(1));
            } else {
                note = json!({"id": 1, "title": "t", "kind": "plain"});
            }
            (201, note)
        }
        "listNotes" => (200, json!([note])),
        _ if id > 1_000 => (404, json!({"code": "GONE", "message": "no such note"})),
        "dropNote" => (204, Value::Null),
        _ => (200, note),
    }
}
