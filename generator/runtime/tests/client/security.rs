//! Which credentials are sent.

use specwright_runtime::runtime::client::{
    BuildError, Call, Core, CoreBuilder, Error, Operation, Scheme,
};

use crate::operations::{
    BASIC, BEARER, BasicOnly, CLIENT_ID, COOKIE_KEY, Certified, CertifiedOnly, DIGEST, Digest,
    Download, Either, KeyLast, OptionalKey, QUERY_KEY, SECRET, TokenCreate, TokenRequest,
    WithQuery,
};
use crate::transport::Shared;

/// Calls an operation and gives the request, or the scheme that was missing.
async fn request<O: Operation<Response = ()>>(
    configure: impl FnOnce(CoreBuilder) -> CoreBuilder,
) -> Result<http::Request<bytes::Bytes>, &'static str> {
    let transport = Shared::answering(204, &[], "");
    let core = configure(transport.builder()).build().unwrap();
    let call: Call<'_, O> = core.call();
    match call.await {
        Ok(()) => Ok(transport.request()),
        Err(Error::MissingCredential { scheme, .. }) => {
            assert_eq!(transport.requests(), 0);
            Err(scheme)
        }
        Err(_) => panic!("another error"),
    }
}

/// What operations need that do not say it themselves.
const USUAL: &[&[Scheme]] = &[&[BEARER, SECRET]];

#[tokio::test]
async fn an_operation_that_does_not_say_what_it_needs_takes_what_the_client_says() {
    let both = |builder: CoreBuilder| {
        let builder = builder.security(USUAL).credential(&BEARER, "b");
        builder.credential(&SECRET, "s").credential(&QUERY_KEY, "k")
    };
    let usual = request::<Download>(both).await.unwrap();
    assert_eq!(usual.headers()["authorization"], "Bearer b");
    assert_eq!(usual.headers()["plaid-secret"], "s");
    assert_eq!(usual.uri().query(), None);

    let one = |builder: CoreBuilder| builder.security(USUAL).credential(&BEARER, "b");
    assert_eq!(request::<Download>(one).await.unwrap_err(), "secret");

    let own = request::<WithQuery>(both).await.unwrap();
    assert!(!own.headers().contains_key("authorization"));

    let nothing = request::<Download>(|builder| builder.credential(&BEARER, "b"));
    let nothing = nothing.await.unwrap();
    assert!(!nothing.headers().contains_key("authorization"));
}

#[tokio::test]
async fn the_first_complete_alternative_is_sent() {
    let all = request::<Either>(|builder| {
        builder
            .credential(&BEARER, "b")
            .credential(&SECRET, "s")
            .credential(&CLIENT_ID, "c")
    });
    let all = all.await.unwrap();
    assert_eq!(all.headers()["plaid-client-id"], "c");
    assert_eq!(all.headers()["plaid-secret"], "s");
    assert!(!all.headers().contains_key("authorization"));

    let second =
        request::<Either>(|builder| builder.credential(&SECRET, "s").credential(&BEARER, "b"));
    let second = second.await.unwrap();
    assert_eq!(second.headers()["authorization"], "Bearer b");
    assert!(!second.headers().contains_key("plaid-secret"));

    let third = request::<Either>(|builder| builder.credential(&QUERY_KEY, "k&y"));
    let third = third.await.unwrap();
    assert_eq!(third.uri().query(), Some("api%20key=k%26y"));
}

#[tokio::test]
async fn a_missing_credential_is_named_before_anything_is_sent() {
    let secret = |builder: CoreBuilder| builder.credential(&SECRET, "s");
    assert_eq!(request::<Either>(secret).await.unwrap_err(), "clientId");
    let client_id = |builder: CoreBuilder| builder.credential(&CLIENT_ID, "c");
    assert_eq!(request::<Either>(client_id).await.unwrap_err(), "secret");
}

#[tokio::test]
async fn anonymous_sends_what_is_set() {
    let some = request::<Either>(|builder| builder.anonymous().credential(&SECRET, "s"));
    let some = some.await.unwrap();
    assert_eq!(some.headers()["plaid-secret"], "s");
    assert!(!some.headers().contains_key("plaid-client-id"));
    let none = request::<Either>(CoreBuilder::anonymous).await.unwrap();
    assert!(!none.headers().contains_key("authorization"));
}

#[tokio::test]
async fn an_empty_alternative_needs_no_credential() {
    let without = request::<OptionalKey>(|builder| builder).await.unwrap();
    assert!(!without.headers().contains_key("authorization"));
    let with = request::<OptionalKey>(|builder| builder.credential(&BEARER, "b"));
    assert_eq!(with.await.unwrap().headers()["authorization"], "Bearer b");
}

#[tokio::test]
async fn what_is_set_is_sent_even_where_nothing_would_do() {
    let without = request::<KeyLast>(|builder| builder).await.unwrap();
    assert!(!without.headers().contains_key("authorization"));
    let with = request::<KeyLast>(|builder| builder.credential(&BEARER, "b"));
    assert_eq!(with.await.unwrap().headers()["authorization"], "Bearer b");
}

#[tokio::test]
async fn other_schemes_of_http_take_the_whole_header() {
    let request = request::<Digest>(|builder| builder.credential(&DIGEST, "Digest x=1"));
    let request = request.await.unwrap();
    assert_eq!(request.headers()["authorization"], "Digest x=1");
    assert!(request.headers()["authorization"].is_sensitive());
}

#[tokio::test]
async fn a_certificate_is_never_missing() {
    let alone = request::<CertifiedOnly>(|builder| builder).await.unwrap();
    assert!(!alone.headers().contains_key("authorization"));
    let with = request::<Certified>(|builder| builder.credential(&SECRET, "s"));
    assert_eq!(with.await.unwrap().headers()["plaid-secret"], "s");
    let missing = request::<Certified>(|builder| builder).await;
    assert_eq!(missing.unwrap_err(), "bearer");
}

#[tokio::test]
async fn a_missing_credential_is_told_with_its_alternatives() {
    let transport = Shared::answering(204, &[], "");
    let core = transport.builder().build().unwrap();
    let call: Call<'_, Either> = core.call();
    let error = call.await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "no credential is set for the security scheme \"clientId\"; needed is clientId with \
         secret, or bearer, or queryKey"
    );
    let call: Call<'_, Digest> = core.call();
    let error = call.await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "no credential is set for the security scheme \"digest\""
    );
}

#[tokio::test]
async fn basic_and_cookie_credentials() {
    let request = request::<BasicOnly>(|builder| {
        builder
            .credential(&BASIC, "Aladdin:open sesame")
            .credential(&COOKIE_KEY, "a b")
    });
    let request = request.await.unwrap();
    let authorization = &request.headers()["authorization"];
    assert_eq!(authorization, "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    assert!(authorization.is_sensitive());
    assert_eq!(request.headers()["cookie"], "session=a%20b");
}

#[tokio::test]
async fn the_last_credential_of_a_scheme_counts() {
    let last = request::<OptionalKey>(|builder| {
        builder
            .credential(&BEARER, "old")
            .credential(&BEARER, "new")
    });
    assert_eq!(last.await.unwrap().headers()["authorization"], "Bearer new");
}

#[test]
fn a_credential_that_http_cannot_carry_is_refused_without_being_shown() {
    let builder = Shared::answering(200, &[], "").builder();
    let error = builder
        .credential(&SECRET, "canary\r\n")
        .build()
        .unwrap_err();
    assert!(matches!(error, BuildError::Credential { scheme: "secret" }));
    assert!(!format!("{error} {error:?}").contains("canary"));
}

#[tokio::test]
async fn credentials_are_not_shown() {
    let transport = Shared::answering(200, &[], r#"{"token": "t"}"#);
    let builder = transport.builder().credential(&SECRET, "canary-secret");
    assert!(!format!("{builder:?}").contains("canary"));
    let core: Core = builder.credential(&CLIENT_ID, "canary-id").build().unwrap();
    assert!(!format!("{core:?}").contains("canary"));
    assert!(format!("{core:?}").contains("clientId"));
    let call: Call<'_, TokenCreate> = core
        .call()
        .json(&TokenRequest::sample())
        .header("x", "canary");
    assert_eq!(
        format!("{call:?}"),
        "Call { operation: \"tokenCreate\", .. }"
    );
    call.await.unwrap();
    assert!(!format!("{:?}", transport.request().headers()).contains("canary"));
}
