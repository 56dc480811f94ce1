//! Which calls are sent again, and when.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime};

use http::StatusCode;
use specwright_runtime::runtime::client::{
    BoxFuture, Call, CoreBuilder, Credential, Error, Operation, RetryPolicy, Sleep,
    TransportErrorKind,
};

use crate::operations::{BEARER, ItemDelete, Order, QUERY_KEY, ReportText, Search, TokenCreate};
use crate::transport::{Answer, Shared, answer};

fn status(status: u16) -> Answer {
    answer(status, &[], "{}")
}

fn waiting(seconds: &str) -> Answer {
    answer(429, &[("retry-after", seconds)], "{}")
}

/// Calls an operation on a client, and gives the status at the end.
async fn call<O: Operation>(builder: CoreBuilder) -> Result<StatusCode, Error<O::Error>> {
    let core = builder.anonymous().build().unwrap();
    let call: Call<'_, O> = core.call().path("id", 1).path("kind", "any");
    call.send_raw().await.map(|response| response.status())
}

/// The number of attempts that a call takes with the usual policy, where answers differ.
async fn attempts<O: Operation>(answers: impl IntoIterator<Item = Answer>) -> usize {
    let transport = Shared::with(answers);
    let _ = call::<O>(transport.builder()).await;
    transport.requests()
}

#[tokio::test]
async fn reads_are_sent_again_until_they_succeed() {
    let transport = Shared::with([status(503), status(429), answer(200, &[], "done")]);
    let core = transport.builder().build().unwrap();
    let call: Call<'_, ReportText> = core.call();
    let reply = call.send().await.unwrap();
    assert_eq!(reply.value(), "done");
    assert_eq!(reply.response().attempts(), 3);
    let waits = transport.waits();
    assert_eq!(waits.len(), 2);
    let within = |index: usize, from, to| {
        let (from, to) = (Duration::from_millis(from), Duration::from_millis(to));
        assert!(from <= waits[index] && waits[index] <= to, "{waits:?}");
    };
    within(0, 250, 500);
    within(1, 500, 1000);
}

#[tokio::test]
async fn the_last_failure_is_given_when_all_attempts_have_failed() {
    let transport = Shared::with([
        status(503),
        Err(TransportErrorKind::Interrupted),
        status(429),
    ]);
    let core = transport.builder().build().unwrap();
    let call: Call<'_, ReportText> = core.call();
    let error = call.await.unwrap_err();
    assert!(error.is_rate_limited() && error.is_retryable());
    assert_eq!(error.attempts(), 3);
    assert_eq!(transport.requests(), 3);

    let transport = Shared::failing(TransportErrorKind::Connect);
    let core = transport.builder().build().unwrap();
    let call: Call<'_, ReportText> = core.call();
    let error = call.await.unwrap_err();
    assert!(error.is_connect() && error.is_retryable());
    assert_eq!(error.attempts(), 3);
}

#[tokio::test]
async fn only_a_connection_that_failed_is_repeated_for_what_may_change_something() {
    for kind in [
        TransportErrorKind::Connect,
        TransportErrorKind::ConnectTimeout,
    ] {
        assert_eq!(attempts::<TokenCreate>([Err(kind), status(200)]).await, 2);
        assert_eq!(attempts::<ReportText>([Err(kind), status(200)]).await, 2);
    }
    for (answer, repeated) in [
        (Err(TransportErrorKind::Interrupted), true),
        (status(429), true),
        (status(503), true),
        (Err(TransportErrorKind::Timeout), false),
        (Err(TransportErrorKind::BodyTooLarge), false),
        (Err(TransportErrorKind::Other), false),
        (status(500), false),
        (status(502), false),
        (status(404), false),
        (status(307), false),
    ] {
        let answers = || [answer.clone(), status(200)];
        assert_eq!(attempts::<TokenCreate>(answers()).await, 1, "{answer:?}");
        let times = if repeated { 2 } else { 1 };
        assert_eq!(attempts::<ReportText>(answers()).await, times, "{answer:?}");
        assert_eq!(attempts::<ItemDelete>(answers()).await, times, "{answer:?}");
        assert_eq!(attempts::<Search>(answers()).await, times, "{answer:?}");
    }
}

#[tokio::test]
async fn a_policy_chooses_statuses_timeouts_and_the_number() {
    let policy = RetryPolicy::new()
        .statuses([StatusCode::BAD_GATEWAY])
        .on_timeout(true)
        .max_retries(5);
    let of = |first: Answer| {
        let policy = policy.clone();
        async move {
            let transport = Shared::with([first, status(200)]);
            let _ = call::<ReportText>(transport.builder().retry(policy)).await;
            transport.requests()
        }
    };
    assert_eq!(of(status(502)).await, 2);
    assert_eq!(of(Err(TransportErrorKind::Timeout)).await, 2);
    assert_eq!(of(status(503)).await, 1);

    let transport = Shared::with([status(502)]);
    let _ = call::<ReportText>(transport.builder().retry(policy)).await;
    assert_eq!(transport.requests(), 6);

    let transport = Shared::failing(TransportErrorKind::Connect);
    let _ = call::<ReportText>(transport.builder().retry(RetryPolicy::none())).await;
    assert_eq!(transport.requests(), 1);
}

#[tokio::test]
async fn a_call_may_have_its_own_policy_and_say_that_it_may_be_repeated() {
    let transport = Shared::with([status(503)]);
    let core = transport.core();
    let call: Call<'_, TokenCreate> = core.call();
    let _ = call.repeatable(true).await;
    assert_eq!(transport.requests(), 3);
    let call: Call<'_, TokenCreate> = core.call();
    let policy = RetryPolicy::new().max_retries(1);
    let _ = call.repeatable(true).retry(policy).await;
    assert_eq!(transport.requests(), 5);
    let call: Call<'_, ReportText> = core.call();
    let _ = call.repeatable(false).await;
    assert_eq!(transport.requests(), 6);
}

#[tokio::test]
async fn the_server_says_how_long_to_wait() {
    let transport = Shared::with([waiting("7"), waiting("0"), status(200)]);
    call::<ReportText>(transport.builder()).await.unwrap();
    let waits = transport.waits();
    assert_eq!(waits[0], Duration::from_secs(7));
    assert!(
        waits[1] >= Duration::from_millis(500),
        "not at once: {waits:?}"
    );

    let dates = [
        ("date", "Sun, 06 Nov 1994 08:49:37 GMT"),
        ("retry-after", "Sun, 06 Nov 1994 08:49:49 GMT"),
    ];
    let transport = Shared::with([answer(503, &dates, ""), status(200)]);
    call::<ReportText>(transport.builder()).await.unwrap();
    assert_eq!(transport.waits(), [Duration::from_secs(12)]);
}

#[tokio::test]
async fn nothing_is_waited_for_that_the_budget_does_not_hold() {
    let transport = Shared::with([waiting("31"), status(200)]);
    assert_eq!(call::<ReportText>(transport.builder()).await.unwrap(), 429);
    assert_eq!(transport.waits(), []);

    // Two waits of 10 s are within the budget, a third is not.
    let policy = RetryPolicy::new().max_retries(9);
    let transport = Shared::with([waiting("10")]);
    let _ = call::<ReportText>(transport.builder().retry(policy.clone())).await;
    assert_eq!(transport.requests(), 3);
    let transport = Shared::with([waiting("10")]);
    let policy = policy.budget(Duration::from_secs(45));
    let _ = call::<ReportText>(transport.builder().retry(policy)).await;
    assert_eq!(transport.requests(), 5);
}

#[tokio::test]
async fn delays_grow_up_to_the_longest() {
    let policy = RetryPolicy::new()
        .max_retries(8)
        .delays(Duration::from_millis(100), Duration::from_millis(400));
    let transport = Shared::with([status(503)]);
    let _ = call::<ReportText>(transport.builder().retry(policy)).await;
    let most = [100, 200, 400, 400, 400, 400, 400, 400].map(Duration::from_millis);
    let waits = transport.waits();
    assert_eq!(waits.len(), most.len());
    for (wait, most) in waits.iter().zip(most) {
        assert!(most / 2 <= *wait && *wait <= most, "{waits:?}");
    }
    let last = &waits[2..];
    assert!(last.iter().any(|wait| *wait != last[0]), "drawn at random");

    // Delays that no clock can hold are no reason to panic.
    let policy = RetryPolicy::new().delays(Duration::MAX, Duration::MAX);
    let transport = Shared::with([status(503), status(200)]);
    let end = call::<ReportText>(transport.builder().retry(policy)).await;
    assert_eq!(end.unwrap(), 503);
}

#[tokio::test]
async fn all_attempts_have_the_same_key_of_idempotency() {
    let count = AtomicU32::new(0);
    let builder = |transport: &Shared| transport.builder().anonymous();
    let transport = Shared::with([status(503), status(503), status(204)]);
    let core = builder(&transport)
        .idempotency_keys(move || format!("key-{}", count.fetch_add(1, Ordering::Relaxed)))
        .build()
        .unwrap();
    let call: Call<'_, Order> = core.call();
    call.await.unwrap();
    assert_eq!(transport.headers("idempotency-key"), ["key-0"; 3]);
    let call: Call<'_, Order> = core.call();
    call.header("Idempotency-Key", "mine").await.unwrap();
    assert_eq!(transport.last_header("idempotency-key"), "mine");
    let call: Call<'_, Order> = core.call();
    call.await.unwrap();
    assert_eq!(transport.last_header("idempotency-key"), "key-1");

    // Without a key nobody knows whether the order was placed.
    let transport = Shared::with([status(503)]);
    let core = builder(&transport).build().unwrap();
    let call: Call<'_, Order> = core.call();
    call.await.unwrap_err();
    assert_eq!(transport.requests(), 1);
    let call: Call<'_, Order> = core.call();
    call.header("idempotency-key", "mine").await.unwrap_err();
    assert_eq!(transport.requests(), 4);
}

#[tokio::test]
async fn a_key_that_http_cannot_carry_fails_the_call() {
    let transport = Shared::with([status(204)]);
    let builder = transport.builder().anonymous();
    let core = builder.idempotency_keys(|| "a\nb".to_owned()).build();
    let core = core.unwrap();
    let call: Call<'_, Order> = core.call();
    assert!(matches!(call.await, Err(Error::Serialize(_))));
    assert_eq!(transport.requests(), 0);
}

#[tokio::test]
async fn each_attempt_asks_for_a_token_of_its_own() {
    let count = Arc::new(AtomicU32::new(0));
    let transport = Shared::with([status(503), status(204)]);
    let core = transport
        .builder()
        .credential(
            &BEARER,
            Credential::from_provider(move || {
                let number = count.fetch_add(1, Ordering::Relaxed);
                async move { Ok::<_, std::fmt::Error>(format!("token-{number}")) }
            }),
        )
        .build()
        .unwrap();
    let call: Call<'_, crate::operations::Either> = core.call();
    call.await.unwrap();
    let headers = transport.headers("authorization");
    assert_eq!(headers, ["Bearer token-0", "Bearer token-1"]);
}

#[tokio::test]
async fn a_request_is_the_same_each_time() {
    let transport = Shared::with([status(503), status(200)]);
    let core = transport
        .builder()
        .credential(&QUERY_KEY, "canary")
        .build()
        .unwrap();
    let call: Call<'_, Search> = core.call();
    call.path("kind", "a/b")
        .query("limit", 5)
        .header("x-extra", "e")
        .json(&["text"])
        .send_raw()
        .await
        .unwrap();
    let [first, second] = transport.all().try_into().unwrap();
    assert_eq!(first.uri(), second.uri());
    assert_eq!(first.uri().path(), "/v1/items/a%2Fb/search");
    assert_eq!(first.uri().query(), Some("limit=5&api%20key=canary"));
    assert_eq!(first.headers(), second.headers());
    assert_eq!(first.body(), second.body());
    assert_eq!(second.body(), "[\"text\"]");
}

/// Nobody who could wait.
struct Nobody;

impl Sleep for Nobody {
    fn sleep(&self, _: Duration) -> Option<BoxFuture<'static, ()>> {
        None
    }
}

#[tokio::test]
async fn where_nobody_can_wait_nothing_is_sent_again() {
    let transport = Shared::with([status(503)]);
    let builder = transport.builder().sleep(Nobody);
    assert_eq!(call::<ReportText>(builder).await.unwrap(), 503);
    assert_eq!(transport.requests(), 1);
}

fn retry_after(headers: &[(&str, &str)]) -> Option<Duration> {
    let response = answer(503, headers, "").unwrap();
    specwright_runtime::runtime::client::RawResponse::from(response).retry_after()
}

#[test]
fn retry_after_in_seconds() {
    let of = |text| retry_after(&[("retry-after", text)]);
    assert_eq!(of("0"), Some(Duration::ZERO));
    assert_eq!(of(" 120 "), Some(Duration::from_secs(120)));
    let many = "9".repeat(30);
    assert_eq!(of(&many), Some(Duration::from_secs(u64::MAX)));
    for text in [
        "",
        "soon",
        "-1",
        "1.5",
        "1e3",
        "Sun, 99 Nov 1994 08:50:07 GMT",
    ] {
        assert_eq!(of(text), None, "{text}");
    }
    assert_eq!(retry_after(&[]), None);
}

#[test]
fn retry_after_as_a_date_is_counted_from_that_of_the_answer() {
    let of = |text, date| retry_after(&[("retry-after", text), ("date", date)]);
    for text in [
        "Sun, 06 Nov 1994 08:50:07 GMT",
        "Sunday, 06-Nov-94 08:50:07 GMT",
        "Sun Nov  6 08:50:07 1994",
    ] {
        let wait = of(text, "Sun, 06 Nov 1994 08:49:37 GMT");
        assert_eq!(wait, Some(Duration::from_secs(30)), "{text}");
        let past = of(text, "Sun, 06 Nov 1994 08:50:08 GMT");
        assert_eq!(past, Some(Duration::ZERO), "{text}");
    }
}

#[test]
fn retry_after_as_a_date_without_another_is_counted_from_now() {
    let date = chrono::DateTime::<chrono::Utc>::from(SystemTime::now() + Duration::from_secs(90));
    let text = date.format("%a, %d %b %Y %H:%M:%S GMT").to_string();
    let wait = retry_after(&[("retry-after", &text)]).unwrap();
    assert!((80..=90).contains(&wait.as_secs()), "{wait:?}");
}
