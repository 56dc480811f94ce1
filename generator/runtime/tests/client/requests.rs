//! What is sent.

use std::time::Duration;

use bytes::Bytes;
use serde_json::{Value, json};
use specwright_runtime::runtime::client::{
    BuildError, Call, Core, CoreBuilder, Error, SerializeError,
};
use specwright_runtime::runtime::validate::Number;
use specwright_runtime::runtime::{Place, Rule};

use crate::operations::{ItemDelete, ItemGet, ReportPdf, ReportText, TokenCreate, TokenRequest};
use crate::transport::Shared;

fn accepting() -> Shared {
    Shared::json(200, &json!({"token": "t"}))
}

#[tokio::test]
async fn a_json_request_has_method_url_headers_and_body() {
    let transport = accepting();
    let core = transport.core();
    let call: Call<'_, TokenCreate> = core.call().json(&TokenRequest::sample());
    assert_eq!(call.await.unwrap().token, "t");

    let request = transport.request();
    assert_eq!(request.method(), "POST");
    assert_eq!(request.uri(), "https://api.test/v1/token/create");
    let header = |name: &str| request.headers()[name].to_str().unwrap();
    assert_eq!(header("content-type"), "application/json");
    assert_eq!(header("accept"), "application/json");
    assert_eq!(header("plaid-client-id"), "canary-client-id");
    assert_eq!(header("plaid-secret"), "canary-secret");
    assert_eq!(
        header("user-agent"),
        concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"))
    );
    let body: Value = serde_json::from_slice(request.body()).unwrap();
    assert_eq!(body, json!({"client_name": "Acme", "language": "en"}));
}

#[tokio::test]
async fn path_and_query_are_percent_encoded() {
    let transport = accepting();
    let core = transport.core();
    let call: Call<'_, ItemGet> = core
        .call()
        .path("item id", "a/b c?ü")
        .path("part", 7)
        .query("tag", "x&y=z")
        .query("tag", "+")
        .query("näme", "~-._");
    call.await.unwrap();
    assert_eq!(
        transport.request().uri(),
        "https://api.test/v1/items/a%2Fb%20c%3F%C3%BC/parts/7.json?tag=x%26y%3Dz&tag=%2B&n%C3%A4me=~-._"
    );
}

#[tokio::test]
async fn a_path_parameter_cannot_lead_elsewhere() {
    for value in ["", ".", ".."] {
        let transport = accepting();
        let core = transport.core();
        let call: Call<'_, ItemDelete> = core.call().path("id", value);
        let error = call.await.unwrap_err();
        let expected = SerializeError::PathParameter { name: "id" };
        assert!(matches!(error, Error::Serialize(found) if found == expected));
        assert_eq!(transport.requests(), 0);
    }
    let transport = accepting();
    let core = transport.core();
    let missing: Call<'_, ItemDelete> = core.call();
    assert!(matches!(
        missing.await,
        Err(Error::Serialize(SerializeError::PathParameter {
            name: "id"
        }))
    ));
}

#[tokio::test]
async fn headers_of_a_call_come_before_those_of_the_client() {
    let transport = accepting();
    let core = transport.core();
    let call: Call<'_, TokenCreate> = core
        .call()
        .json(&TokenRequest::sample())
        .header("Plaid-New-User-API-Enabled", true)
        .header("User-Agent", "other/2")
        .header("PLAID-SECRET", "of this call")
        .cookie("a", "1;2")
        .cookie("b", "x");
    call.await.unwrap();
    let request = transport.request();
    assert_eq!(request.headers()["plaid-new-user-api-enabled"], "true");
    assert_eq!(request.headers()["user-agent"], "other/2");
    assert_eq!(request.headers()["plaid-secret"], "of this call");
    assert_eq!(request.headers()["cookie"], "a=1%3B2; b=x");
    assert_eq!(request.headers().get_all("cookie").iter().count(), 1);
}

#[tokio::test]
async fn a_header_that_http_cannot_carry_is_an_error() {
    let transport = accepting();
    let core = transport.core();
    let call: Call<'_, TokenCreate> = core.call().header("X-Note", "line\r\nInjected: yes");
    let error = call.await.unwrap_err();
    let name = "X-Note".to_owned();
    assert!(matches!(&error, Error::Serialize(found) if *found == SerializeError::Header { name }));
    assert!(!format!("{error} {error:?}").contains("Injected"));
    assert_eq!(transport.requests(), 0);
}

#[tokio::test]
async fn bodies_of_other_media_types() {
    async fn sent(
        build: impl for<'c> FnOnce(Call<'c, ReportPdf>) -> Call<'c, ReportPdf>,
    ) -> (String, Bytes) {
        let transport = accepting();
        let core = transport.core();
        build(core.call()).await.unwrap();
        let request = transport.request();
        let content_type = request.headers()["content-type"].to_str().unwrap();
        (content_type.to_owned(), request.body().clone())
    }

    let form = json!({"grant type": "a&b", "tag": ["x", "y"], "n": 1, "none": null});
    let (content_type, body) = sent(|call| call.form(&form, &[])).await;
    assert_eq!(content_type, "application/x-www-form-urlencoded");
    assert_eq!(body, "grant%20type=a%26b&tag=x&tag=y&n=1");

    let (content_type, body) = sent(|call| call.text("text/csv", "a,b".to_owned())).await;
    assert_eq!(
        (content_type.as_str(), &body[..]),
        ("text/csv", &b"a,b"[..])
    );

    let bytes = Bytes::from_static(&[0, 255]);
    let (content_type, body) = sent(|call| call.bytes("application/octet-stream", bytes)).await;
    assert_eq!(content_type, "application/octet-stream");
    assert_eq!(&body[..], &[0, 255]);
}

#[tokio::test]
async fn a_body_that_cannot_be_serialized_is_an_error() {
    let transport = accepting();
    let core = transport.core();
    let unwritable = std::collections::BTreeMap::from([(vec![1], "key is no text")]);
    let call: Call<'_, TokenCreate> = core.call().json(&unwritable);
    assert!(matches!(
        call.await,
        Err(Error::Serialize(SerializeError::Body))
    ));
    let call: Call<'_, ReportText> = core.call().form("no object", &[]);
    assert!(matches!(
        call.await,
        Err(Error::Serialize(SerializeError::Body))
    ));
    assert_eq!(transport.requests(), 0);
}

#[tokio::test]
async fn validation_lists_every_violation_before_anything_is_sent() {
    let transport = accepting();
    let request = TokenRequest {
        client_name: "canary-name".to_owned(),
        language: "e".to_owned(),
    };
    let core = transport.core();
    let call: Call<'_, TokenCreate> = core.call().validated(&request).json(&request);
    let error = call.await.unwrap_err();
    let Error::InvalidRequest(violations) = &error else {
        panic!("{error:?}")
    };
    let places: Vec<_> = violations
        .iter()
        .map(|violation| violation.pointer.as_str())
        .collect();
    assert_eq!(places, ["/client_name", "/language"]);
    assert_eq!(
        error.to_string(),
        "the request breaks the document's constraints: \
         /client_name: maxLength demands at most 5 characters; \
         /language: minLength demands at least 2 characters"
    );
    assert_eq!(transport.requests(), 0);

    let lenient: Core = transport
        .builder()
        .anonymous()
        .validate_requests(false)
        .build()
        .unwrap();
    let call: Call<'_, TokenCreate> = lenient.call().validated(&request).json(&request);
    call.await.unwrap();
    assert_eq!(transport.requests(), 1);
}

#[tokio::test]
async fn violations_of_parameters_are_listed_with_their_place() {
    let transport = accepting();
    let request = TokenRequest {
        client_name: "canary-name".to_owned(),
        language: "en".to_owned(),
    };
    fn prepare<'c>(core: &'c Core, request: &TokenRequest) -> Call<'c, TokenCreate> {
        core.call()
            .kept(Place::Path("id"), "canary", &[Rule::MaxLength(3)])
            .kept(Place::Query("rows"), &7, &[Rule::Maximum(Number::Int(9))])
            .checked_in(Place::Query("tags"), |validator| {
                validator.elements(&["a", "canary"][..], |validator, tag| {
                    validator.keeps(*tag, &[Rule::MaxLength(2)]);
                });
            })
            .kept(
                Place::Header("X-Page"),
                &0,
                &[Rule::Minimum(Number::Int(1))],
            )
            .kept(Place::Cookie("seen"), "", &[Rule::MinLength(1)])
            .validated(request)
            .json(request)
    }
    let core = transport.core();
    let error = prepare(&core, &request).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the request breaks the document's constraints: \
         path parameter \"id\": maxLength demands at most 3 characters; \
         query parameter \"tags\" at /1: maxLength demands at most 2 characters; \
         header \"X-Page\": minimum demands 1 or more; \
         cookie \"seen\": minLength demands at least 1 characters; \
         /client_name: maxLength demands at most 5 characters"
    );
    let Error::InvalidRequest(violations) = &error else {
        panic!("{error:?}")
    };
    let second = violations.iter().nth(1).unwrap();
    assert_eq!(
        (second.place, second.pointer.as_str()),
        (Place::Query("tags"), "/1")
    );
    assert!(!format!("{error:?}").contains("canary"));
    assert_eq!(transport.requests(), 0);

    let lenient = transport
        .builder()
        .anonymous()
        .validate_requests(false)
        .build();
    prepare(&lenient.unwrap(), &request).await.unwrap();
    assert_eq!(transport.requests(), 1);
}

#[tokio::test]
async fn limits_reach_the_transport() {
    let transport = accepting();
    let core = transport
        .builder()
        .anonymous()
        .timeout(Duration::from_secs(3))
        .max_response_size(1000)
        .build()
        .unwrap();
    let call: Call<'_, TokenCreate> = core.call();
    call.await.unwrap();
    assert_eq!(transport.limits().timeout, Some(Duration::from_secs(3)));
    assert_eq!(transport.limits().max_body, 1000);

    let transport = accepting();
    let core = transport.core();
    let call: Call<'_, TokenCreate> = core.call().timeout(Duration::from_millis(20));
    call.await.unwrap();
    assert_eq!(transport.limits().timeout, Some(Duration::from_millis(20)));
    assert_eq!(transport.limits().max_body, 64 << 20);
}

#[test]
fn a_base_url_is_absolute_and_bare() {
    let build = |url: &str| accepting().builder().base_url(url).build();
    for url in [
        "",
        "/v1",
        "api.test",
        "ftp://api.test",
        "https://user:pass@api.test",
        "https://api.test?x=1",
        "https://api.test/#x",
    ] {
        assert!(matches!(build(url), Err(BuildError::BaseUrl)), "{url}");
    }
    assert_eq!(
        build("http://[::1]:80/a/").unwrap().base_url(),
        "http://[::1]:80/a"
    );
    let nowhere = CoreBuilder::new().transport(accepting()).build();
    assert!(matches!(nowhere, Err(BuildError::NoBaseUrl)));
}

#[test]
fn clients_calls_and_errors_cross_threads() {
    fn crosses<T: Send>(_: &T) {}
    let core = accepting().core();
    crosses(&core);
    let call: Call<'_, TokenCreate> = core.call();
    crosses(&call);
    crosses(&call.into_future());
    let call: Call<'_, TokenCreate> = core.call();
    crosses(&call.send());
    crosses(&Error::<u8>::MissingCredential {
        scheme: "x",
        alternatives: &[],
    });
}
