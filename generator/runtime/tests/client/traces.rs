//! The spans of `tracing`.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex};

use specwright_runtime::runtime::client::{Call, Hook, Outgoing, TransportErrorKind};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::operations::{QUERY_KEY, Search};
use crate::transport::{Shared, answer};

/// The fields of each span, and whether it is the current one.
#[derive(Clone, Default)]
struct Spans(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    fields: Vec<BTreeMap<String, String>>,
    entered: Vec<u64>,
}

struct Fields<'a>(&'a mut BTreeMap<String, String>);

impl Visit for Fields<'_> {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name().to_owned(), value.to_owned());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.record_str(field, &format!("{value:?}"));
    }
}

impl Subscriber for Spans {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.is_span()
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut fields = BTreeMap::new();
        span.record(&mut Fields(&mut fields));
        let mut state = self.0.lock().unwrap();
        state.fields.push(fields);
        Id::from_u64(state.fields.len() as u64)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        let mut state = self.0.lock().unwrap();
        let index = span.into_u64() as usize - 1;
        values.record(&mut Fields(&mut state.fields[index]));
    }

    fn enter(&self, span: &Id) {
        self.0.lock().unwrap().entered.push(span.into_u64());
    }

    fn exit(&self, _: &Id) {
        self.0.lock().unwrap().entered.pop();
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, _: &Event<'_>) {}
}

/// A hook that has to run within the span.
struct Within(Spans);

impl Hook for Within {
    fn before(&self, attempt: &mut Outgoing<'_>) {
        let current = self.0.0.lock().unwrap().entered.last().copied();
        assert_eq!(current, Some(u64::from(attempt.resend_count()) + 1));
    }
}

#[tokio::test]
async fn each_attempt_has_a_span_with_the_names_of_opentelemetry() {
    let spans = Spans::default();
    let _guard = tracing::subscriber::set_default(spans.clone());
    let transport = Shared::with([
        Err(TransportErrorKind::Connect),
        answer(503, &[], "canary"),
        answer(200, &[], "{\"request_id\": \"r1\", \"secret\": \"canary\"}"),
    ]);
    let core = transport
        .builder()
        .credential(&QUERY_KEY, "canary")
        .hook(Within(spans.clone()))
        .build()
        .unwrap();
    let call: Call<'_, Search> = core.call();
    call.path("kind", "canary")
        .header("x-secret", "canary")
        .await
        .unwrap();

    let mut fields = std::mem::take(&mut spans.0.lock().unwrap().fields);
    for span in &mut fields {
        let duration = span.remove("http.client.request.duration").unwrap();
        assert!(duration.parse::<f64>().unwrap() < 5.0, "{duration}");
        assert!(!format!("{span:?}").contains("canary"), "{span:?}");
    }
    let common = [
        ("http.request.method", "POST"),
        ("openapi.operation_id", "search"),
        ("otel.kind", "client"),
        ("otel.name", "POST /items/{kind}/search"),
        ("server.address", "api.test"),
        ("server.port", "443"),
        ("url.scheme", "https"),
        ("url.template", "/items/{kind}/search"),
    ];
    let own: [&[(&str, &str)]; 3] = [
        &[("error.type", "connect"), ("otel.status_code", "ERROR")],
        &[
            ("error.type", "503"),
            ("http.request.resend_count", "1"),
            ("http.response.status_code", "503"),
            ("otel.status_code", "ERROR"),
        ],
        &[
            ("http.request.resend_count", "2"),
            ("http.response.status_code", "200"),
            ("request_id", "r1"),
        ],
    ];
    assert_eq!(fields.len(), own.len());
    for (fields, own) in fields.iter().zip(own) {
        let expected: BTreeMap<String, String> = common
            .iter()
            .chain(own)
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        assert_eq!(*fields, expected);
    }
}
