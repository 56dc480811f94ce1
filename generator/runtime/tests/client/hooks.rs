//! What hooks see and change.

use std::sync::{Arc, Mutex};

use http::HeaderValue;
use specwright_runtime::runtime::client::{Attempt, Call, Hook, Outgoing, TransportErrorKind};

use crate::operations::{QUERY_KEY, Search, TokenCreate, TokenRequest};
use crate::transport::{Shared, answer};

/// Writes everything down, each attempt under its number, which it also sends.
#[derive(Clone, Default)]
struct Notes(Arc<Mutex<Vec<String>>>);

impl Hook for Notes {
    fn before(&self, attempt: &mut Outgoing<'_>) {
        let count = attempt.resend_count();
        let headers = attempt.headers_mut();
        headers.insert("x-attempt", HeaderValue::from(count));
        let headers = format!("{:?}", attempt.headers());
        let (id, host) = (attempt.operation().id, attempt.host().unwrap());
        let note = format!("before {id} {host} {attempt:?} {headers}");
        self.0.lock().unwrap().push(note);
    }

    fn after(&self, attempt: &Attempt<'_>) {
        let status = attempt.status();
        let again = attempt.repeated_after().is_some();
        let note = format!("after {status:?} again {again} {attempt:?}");
        self.0.lock().unwrap().push(note);
    }
}

#[tokio::test]
async fn hooks_see_each_attempt_and_no_secret() {
    let transport = Shared::with([
        Err(TransportErrorKind::Connect),
        answer(503, &[("x-canary", "canary")], "canary"),
        answer(200, &[("x-request-id", "r1")], "{\"a\": \"canary\"}"),
    ]);
    let notes = Notes::default();
    let core = transport
        .builder()
        .credential(&QUERY_KEY, "canary-key")
        .hook(notes.clone())
        .build()
        .unwrap();
    let call: Call<'_, Search> = core.call();
    call.path("kind", "canary")
        .header("x-secret", "canary")
        .json("canary")
        .await
        .unwrap();
    assert_eq!(transport.headers("x-attempt"), ["0", "1", "2"]);
    let notes = notes.0.lock().unwrap().clone();
    let expected = [
        "before search api.test",
        "after None again true",
        "before search api.test",
        "after Some(503) again true",
        "before search api.test",
        "after Some(200) again false",
    ];
    assert_eq!(notes.len(), expected.len());
    for (note, expected) in notes.iter().zip(expected) {
        assert!(note.starts_with(expected), "{note}");
        assert!(!note.contains("canary\""), "{note}");
        assert!(!note.contains("canary-key"), "{note}");
    }
    assert!(notes[4].contains("/items/{kind}/search"), "{}", notes[4]);
    assert!(notes[5].contains("r1"), "{}", notes[5]);
}

#[tokio::test]
async fn headers_with_credentials_are_marked() {
    let transport = Shared::answering(200, &[], "{\"token\": \"t\"}");
    let notes = Notes::default();
    let builder = transport.builder().hook(notes.clone());
    let core = builder
        .credential(&crate::operations::CLIENT_ID, "canary-id")
        .credential(&crate::operations::SECRET, "canary-secret")
        .build()
        .unwrap();
    let call: Call<'_, TokenCreate> = core.call();
    call.json(&TokenRequest::sample()).await.unwrap();
    let note = notes.0.lock().unwrap()[0].clone();
    assert!(
        note.contains("plaid-secret") && note.contains("Sensitive"),
        "{note}"
    );
    assert!(!note.contains("canary"), "{note}");
}
