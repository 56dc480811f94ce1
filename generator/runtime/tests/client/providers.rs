//! Credentials that are asked for, and those that come from elsewhere.

use std::error::Error as _;
use std::future::pending;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use bytes::Bytes;
use specwright_runtime::runtime::Sensitive;
use specwright_runtime::runtime::client::{
    BoxFuture, BuildError, Cached, Call, Core, CoreBuilder, Credential, CredentialProvider, Error,
    Issued, Limits, ProviderFailure, Scheme, Transport, TransportError,
};

use crate::operations::{
    BASIC, BEARER, BasicOnly, CLIENT_ID, COOKIE_KEY, Either, OptionalKey, QUERY_KEY, SECRET,
};
use crate::transport::Shared;

/// A provider that numbers what it gives: `token-0`, `token-1`.
#[derive(Clone, Default)]
struct Numbered {
    asked: Arc<AtomicUsize>,
    valid_for: Option<Duration>,
}

impl Numbered {
    fn valid_for(time: Duration) -> Self {
        Self {
            valid_for: Some(time),
            ..Self::default()
        }
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::Relaxed)
    }
}

impl CredentialProvider for Numbered {
    fn credential(&self) -> BoxFuture<'_, Result<Issued, ProviderFailure>> {
        Box::pin(async {
            let number = self.asked.fetch_add(1, Ordering::Relaxed);
            // Others get their turn meanwhile.
            tokio::task::yield_now().await;
            let issued = Issued::new(format!("token-{number}"));
            Ok(match self.valid_for {
                Some(time) => issued.valid_for(time),
                None => issued,
            })
        })
    }
}

/// A server that refuses all credentials but one.
#[derive(Clone)]
struct Guarded {
    good: &'static str,
    seen: Arc<Mutex<Vec<String>>>,
}

impl Guarded {
    fn new(good: &'static str) -> Self {
        let seen = Arc::default();
        Self { good, seen }
    }

    fn core(&self, scheme: &'static Scheme, provider: impl CredentialProvider + 'static) -> Core {
        let builder = CoreBuilder::new().base_url("https://api.test");
        let builder = builder.credential(scheme, Credential::from_provider(provider));
        builder.transport(self.clone()).build().unwrap()
    }

    fn seen(&self) -> Vec<String> {
        self.seen.lock().unwrap().clone()
    }
}

impl Transport for Guarded {
    fn send<'a>(
        &'a self,
        request: http::Request<Bytes>,
        _: Limits,
    ) -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>> {
        let header = request.headers().get("authorization");
        let shown = match header {
            Some(header) => header.to_str().unwrap().to_owned(),
            None => request.uri().query().unwrap_or_default().to_owned(),
        };
        let status = if shown.ends_with(self.good) { 204 } else { 401 };
        self.seen.lock().unwrap().push(shown);
        let answer = http::Response::builder().status(status);
        Box::pin(async move { Ok(answer.body(Bytes::from_static(b"{}")).unwrap()) })
    }
}

async fn call(core: &Core) -> Option<u16> {
    let call: Call<'_, Either> = core.call();
    match call.await {
        Ok(()) => None,
        Err(error) => Some(error.status().unwrap().as_u16()),
    }
}

#[tokio::test]
async fn a_provider_is_asked_before_each_request() {
    let server = Guarded::new("");
    let provider = Numbered::default();
    let core = server.core(&BEARER, provider.clone());
    assert_eq!(provider.asked(), 0);
    assert_eq!((call(&core).await, call(&core).await), (None, None));
    assert_eq!(server.seen(), ["Bearer token-0", "Bearer token-1"]);
}

#[tokio::test]
async fn every_scheme_can_have_a_provider() {
    let server = Guarded::new("token-0");
    let core = server.core(&QUERY_KEY, Numbered::default());
    assert_eq!(call(&core).await, None);
    assert_eq!(server.seen(), ["api%20key=token-0"]);

    let transport = Shared::answering(204, &[], "");
    let core = transport
        .builder()
        .credential(
            &BASIC,
            Credential::from_provider(|| async { Ok::<_, std::io::Error>("Aladdin:open sesame") }),
        )
        .credential(&COOKIE_KEY, Credential::from_provider(Numbered::default()))
        .build()
        .unwrap();
    let call: Call<'_, BasicOnly> = core.call();
    call.await.unwrap();
    let request = transport.request();
    let headers = request.headers();
    assert_eq!(
        headers["authorization"],
        "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="
    );
    assert_eq!(headers["cookie"], "session=token-0");
    assert!(headers["authorization"].is_sensitive() && headers["cookie"].is_sensitive());
}

#[tokio::test]
async fn an_operation_that_needs_no_credential_does_not_ask() {
    let server = Guarded::new("");
    let provider = Numbered::default();
    let core = server.core(&QUERY_KEY, provider.clone());
    let call: Call<'_, OptionalKey> = core.call();
    call.await.unwrap();
    assert_eq!(provider.asked(), 0);
}

#[tokio::test]
async fn what_is_cached_serves_until_it_runs_out() {
    let server = Guarded::new("");
    let provider = Numbered::valid_for(Duration::from_millis(60));
    let core = server.core(&BEARER, Cached::new(provider.clone()));
    for _ in 0..3 {
        call(&core).await;
    }
    assert_eq!(provider.asked(), 1);
    tokio::time::sleep(Duration::from_millis(80)).await;
    call(&core).await;
    assert_eq!(provider.asked(), 2);
    assert_eq!(server.seen().last().unwrap(), "Bearer token-1");
}

#[tokio::test]
async fn calls_at_the_same_time_share_one_request_for_a_credential() {
    let server = Guarded::new("");
    let provider = Numbered::default();
    let core = server.core(&BEARER, Cached::new(provider.clone()));
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..100 {
        let core = core.clone();
        tasks.spawn(async move { call(&core).await });
    }
    assert!(tasks.join_all().await.iter().all(Option::is_none));
    assert_eq!(server.seen(), ["Bearer token-0"; 100]);
    assert_eq!(provider.asked(), 1);
}

/// Fails as long as it is told to, and never comes back where it is told to hang.
#[derive(Clone, Default)]
struct Failing {
    asked: Arc<AtomicUsize>,
    hangs: Arc<AtomicBool>,
}

impl CredentialProvider for Failing {
    fn credential(&self) -> BoxFuture<'_, Result<Issued, ProviderFailure>> {
        Box::pin(async {
            self.asked.fetch_add(1, Ordering::Relaxed);
            if self.hangs.load(Ordering::Relaxed) {
                pending::<()>().await;
            }
            tokio::task::yield_now().await;
            Err("the vault is shut".into())
        })
    }
}

#[tokio::test]
async fn calls_that_wait_share_a_failure_and_the_next_asks_again() {
    let provider = Failing::default();
    let core = Guarded::new("").core(&BEARER, Cached::new(provider.clone()));
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let core = core.clone();
        tasks.spawn(async move {
            let call: Call<'_, Either> = core.call();
            call.await.unwrap_err().source().unwrap().to_string()
        });
    }
    assert_eq!(tasks.join_all().await, vec!["the vault is shut"; 20]);
    assert_eq!(provider.asked.load(Ordering::Relaxed), 1);
    let call: Call<'_, Either> = core.call();
    call.await.unwrap_err();
    assert_eq!(provider.asked.load(Ordering::Relaxed), 2);
}

#[tokio::test]
async fn a_call_that_is_given_up_leaves_the_asking_to_another() {
    let provider = Failing::default();
    provider.hangs.store(true, Ordering::Relaxed);
    let core = Guarded::new("").core(&BEARER, Cached::new(provider.clone()));
    let begin = |core: Core| {
        tokio::spawn(async move {
            let call: Call<'_, Either> = core.call();
            call.await.unwrap_err();
        })
    };
    let first = begin(core.clone());
    tokio::task::yield_now().await;
    let second = begin(core);
    tokio::task::yield_now().await;
    assert_eq!(provider.asked.load(Ordering::Relaxed), 1);
    provider.hangs.store(false, Ordering::Relaxed);
    first.abort();
    second.await.unwrap();
    assert_eq!(provider.asked.load(Ordering::Relaxed), 2);
}

#[tokio::test]
async fn what_is_refused_is_renewed_once_by_choice() {
    let server = Guarded::new("token-1");
    let provider = Numbered::default();
    let core = server.core(&BEARER, Cached::new(provider.clone()).renew_when_refused());
    assert_eq!((call(&core).await, call(&core).await), (None, None));
    let renewed = ["Bearer token-0", "Bearer token-1", "Bearer token-1"];
    assert_eq!(server.seen(), renewed);

    // In a query nothing of the first attempt stays behind.
    let server = Guarded::new("token-1");
    let cached = Cached::new(Numbered::default()).renew_when_refused();
    assert_eq!(call(&server.core(&QUERY_KEY, cached)).await, None);
    let renewed = ["api%20key=token-0", "api%20key=token-1"];
    assert_eq!(server.seen(), renewed);

    // Once and no more.
    let server = Guarded::new("never");
    let cached = Cached::new(Numbered::default()).renew_when_refused();
    assert_eq!(call(&server.core(&BEARER, cached)).await, Some(401));
    assert_eq!(server.seen(), ["Bearer token-0", "Bearer token-1"]);

    // Not without being told to.
    let server = Guarded::new("token-1");
    let core = server.core(&BEARER, Cached::new(Numbered::default()));
    assert_eq!(call(&core).await, Some(401));
    assert_eq!(server.seen(), ["Bearer token-0"]);
}

#[tokio::test]
async fn calls_that_are_refused_at_the_same_time_renew_once() {
    let server = Guarded::new("token-1");
    let provider = Numbered::default();
    let cached = Cached::new(provider.clone()).renew_when_refused();
    let core = server.core(&BEARER, cached);
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let core = core.clone();
        tasks.spawn(async move { call(&core).await });
    }
    assert!(tasks.join_all().await.iter().all(Option::is_none));
    assert_eq!(provider.asked(), 2);
}

struct Broken(Result<&'static str, &'static str>);

impl CredentialProvider for Broken {
    fn credential(&self) -> BoxFuture<'_, Result<Issued, ProviderFailure>> {
        Box::pin(async { self.0.map(Into::into).map_err(Into::into) })
    }
}

#[tokio::test]
async fn without_a_credential_nothing_is_sent() {
    let cases = [
        (
            Err("canary"),
            "no credential was given for the security scheme",
        ),
        (
            Ok("canary\n"),
            "HTTP cannot carry the credential that was given for the security scheme",
        ),
    ];
    for (answer, expected) in cases {
        let transport = Shared::answering(204, &[], "");
        let core = transport
            .builder()
            .credential(&BEARER, Credential::from_provider(Broken(answer)))
            .build()
            .unwrap();
        let call: Call<'_, OptionalKey> = core.call();
        let error = call.await.unwrap_err();
        assert_eq!(error.to_string(), format!("{expected} \"bearer\""));
        assert!(!format!("{error:?}").contains("canary"));
        assert_eq!(error.source().is_some(), answer.is_err());
        let Error::Credential(error) = error else {
            panic!("another error")
        };
        assert_eq!(error.scheme(), "bearer");
        assert_eq!(transport.requests(), 0);
    }
}

#[tokio::test]
async fn a_variable_of_the_environment_is_read_when_the_client_is_built() {
    let transport = Shared::answering(204, &[], "");
    // Cargo sets this one for every test.
    let core = transport
        .builder()
        .credential(&BEARER, Credential::from_env("CARGO_PKG_NAME"))
        .build()
        .unwrap();
    let call: Call<'_, OptionalKey> = core.call();
    call.await.unwrap();
    assert_eq!(
        transport.request().headers()["authorization"],
        "Bearer specwright-runtime"
    );

    let builder = transport
        .builder()
        .credential(&SECRET, Credential::from_env("SPECWRIGHT_NOT_SET"));
    let error = builder.build().unwrap_err();
    assert!(matches!(
        &error,
        BuildError::Variable { scheme: "secret", variable } if variable == "SPECWRIGHT_NOT_SET"
    ));
    assert_eq!(
        error.to_string(),
        "the environment variable \"SPECWRIGHT_NOT_SET\" with the credential for the security \
         scheme \"secret\" is not set, empty or no text"
    );
}

#[tokio::test]
async fn user_and_password_make_a_basic_credential() {
    let transport = Shared::answering(204, &[], "");
    let build = |user: &str| {
        let builder = transport
            .builder()
            .credential(&BASIC, Credential::basic(user, "open: sesame"))
            .credential(&COOKIE_KEY, "x");
        builder.build()
    };
    let core = build("Aladdin").unwrap();
    let call: Call<'_, BasicOnly> = core.call();
    call.await.unwrap();
    assert_eq!(
        transport.request().headers()["authorization"],
        "Basic QWxhZGRpbjpvcGVuOiBzZXNhbWU="
    );
    let error = build("canary:x").unwrap_err();
    assert!(matches!(error, BuildError::Credential { scheme: "basic" }));
}

#[test]
fn nothing_of_a_credential_is_shown() {
    let secret = || Sensitive::from("canary");
    let shown = format!(
        "{:?} {:?} {:?} {:?} {:?} {:?}",
        Credential::from(secret()),
        Credential::basic(secret(), secret()),
        Credential::from_env("NAME"),
        Credential::from_provider(Numbered::default()),
        Issued::new(secret()),
        Cached::new(Numbered::default()),
    );
    assert!(!shown.contains("canary"), "{shown}");
    assert!(shown.contains("NAME"), "{shown}");
    let builder = CoreBuilder::new().credential(&CLIENT_ID, "canary");
    assert!(!format!("{builder:?}").contains("canary"));
}
