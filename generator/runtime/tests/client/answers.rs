//! What becomes of an answer.

use http::StatusCode;
use serde_json::{Value, json};
use specwright_runtime::runtime::client::{Call, Error, Operation, Reply, TransportErrorKind};

use crate::operations::{
    ApiRefusal, Download, ItemDelete, MaybeToken, ReportPdf, ReportText, TokenCreate,
    TokenOrNothing, TokenResponse,
};
use crate::transport::Shared;

type Outcome<O> = Result<Reply<<O as Operation>::Response>, Error<<O as Operation>::Error>>;

async fn send<O: Operation>(transport: &Shared) -> Outcome<O> {
    let core = transport.core();
    let call: Call<'_, O> = core.call().path("id", 1);
    call.send().await
}

async fn token_error(transport: &Shared) -> Error<ApiRefusal> {
    send::<TokenCreate>(transport).await.unwrap_err()
}

#[tokio::test]
async fn a_reply_has_value_status_headers_and_request_id() {
    let headers = [("X-Request-Id", "r1"), ("x-extra", "e")];
    let transport = Shared::answering(201, &headers, r#"{"token": "t", "request_id": "r2"}"#);
    let reply = send::<TokenCreate>(&transport).await.unwrap();
    assert_eq!(reply.value().token, "t");
    assert_eq!(reply.status(), StatusCode::CREATED);
    assert_eq!(reply.headers()["x-extra"], "e");
    assert_eq!(reply.request_id(), Some("r1"));
    assert_eq!(reply.response().body().len(), 34);
}

#[tokio::test]
async fn the_request_id_may_be_in_the_body() {
    let transport = Shared::json(
        200,
        &json!({"a": {"request_id": "no"}, "token": "t", "request_id": "yes"}),
    );
    let reply = send::<TokenCreate>(&transport).await.unwrap();
    assert_eq!(reply.request_id(), Some("yes"));
    let transport = Shared::json(200, &json!({"token": "t", "request_id": 5}));
    let reply = send::<TokenCreate>(&transport).await.unwrap();
    assert_eq!(reply.request_id(), None);
}

#[tokio::test]
async fn bodies_of_every_form() {
    let none = send::<MaybeToken>(&Shared::json(200, &Value::Null))
        .await
        .unwrap();
    assert_eq!(none.into_value(), None);
    send::<ItemDelete>(&Shared::answering(204, &[], ""))
        .await
        .unwrap();
    send::<ItemDelete>(&Shared::answering(200, &[], "ignored"))
        .await
        .unwrap();
    let bytes = send::<ReportPdf>(&Shared::answering(200, &[], &[0_u8, 255][..]))
        .await
        .unwrap();
    assert_eq!(&bytes.into_value()[..], &[0, 255]);
    let text = send::<ReportText>(&Shared::answering(200, &[], "grüß"))
        .await
        .unwrap();
    assert_eq!(text.into_value(), "grüß");
    let bytes = send::<ReportText>(&Shared::answering(200, &[], &[255_u8][..])).await;
    assert!(matches!(bytes, Err(Error::Decode(_))));
}

#[tokio::test]
async fn a_body_may_come_at_some_statuses_only() {
    let none = send::<TokenOrNothing>(&Shared::answering(204, &[], "")).await;
    assert_eq!(none.unwrap().into_value(), None);
    let some = send::<TokenOrNothing>(&Shared::json(200, &json!({"token": "t"}))).await;
    assert_eq!(some.unwrap().into_value().unwrap().token, "t");
    let wrong = send::<TokenOrNothing>(&Shared::json(200, &Value::Null)).await;
    assert!(matches!(wrong, Err(Error::Decode(_))));
}

#[tokio::test]
async fn a_redirect_says_where_it_leads() {
    let headers = [("location", "/elsewhere?token=canary")];
    let transport = Shared::answering(302, &headers, "<html>moved</html>");
    let error = token_error(&transport).await;
    let Error::Redirect(redirect) = &error else {
        panic!("{error:?}")
    };
    assert_eq!(redirect.location(), Some("/elsewhere?token=canary"));
    assert_eq!(error.status(), Some(StatusCode::FOUND));
    assert_eq!(error.raw_body().unwrap(), "<html>moved</html>");
    let shown = format!("{error} {error:?}");
    assert!(
        !shown.contains("canary") && !shown.contains("html"),
        "{shown}"
    );

    let reply = send::<Download>(&transport).await.unwrap();
    assert_eq!(reply.headers()["location"], "/elsewhere?token=canary");
    assert_eq!(transport.last_header("accept"), "application/zip");
}

#[tokio::test]
async fn the_api_error_is_typed() {
    let body = json!({"error_code": "INVALID_FIELD", "request_id": "r9"});
    let error = token_error(&Shared::json(400, &body)).await;
    assert_eq!(error.status(), Some(StatusCode::BAD_REQUEST));
    assert_eq!(error.request_id(), Some("r9"));
    assert_eq!(error.raw_body().unwrap(), body.to_string().as_bytes());
    let refusal = error.api().unwrap();
    assert_eq!(refusal.body().error_code, "INVALID_FIELD");
    assert_eq!(refusal.headers()["content-type"], "application/json");
    assert_eq!(
        error.to_string(),
        "the API refused: status 400 Bad Request, request id \"r9\""
    );
}

#[tokio::test]
async fn an_undeclared_error_body_is_kept() {
    let transport = Shared::json(409, &json!({"why": "canary"}));
    let error = send::<ItemDelete>(&transport).await.unwrap_err();
    assert_eq!(error.api().unwrap().body()["why"], "canary");
    assert!(!format!("{error:?}").contains("canary"));
}

#[tokio::test]
async fn a_page_of_a_gateway_is_not_json() {
    let page = "<html><body>502 Bad Gateway</body></html>";
    let transport = Shared::answering(502, &[("content-type", "text/html")], page);
    let error = token_error(&transport).await;
    let Error::NotJson(not_json) = &error else {
        panic!("{error:?}")
    };
    assert_eq!(not_json.status(), StatusCode::BAD_GATEWAY);
    assert_eq!(not_json.content_type(), Some("text/html"));
    assert_eq!(not_json.raw_body(), page);
    assert_eq!((not_json.line(), not_json.column()), (1, 1));
    assert_eq!(
        error.to_string(),
        "the answer is not JSON (status 502 Bad Gateway): \
         the fault is at line 1, column 1 of 41 bytes"
    );
}

#[tokio::test]
async fn truncated_and_empty_bodies_are_not_json() {
    for body in ["", "{\"token\": \"canary", "{\"token\": 5, \"x\": }"] {
        let error = token_error(&Shared::answering(200, &[], body)).await;
        assert!(matches!(error, Error::NotJson(_)), "{body}");
        assert_eq!(error.status(), Some(StatusCode::OK));
        assert!(!format!("{error} {error:?}").contains("canary"));
    }
}

async fn mismatch(status: u16, body: Value) -> (String, String, &'static str) {
    let error = token_error(&Shared::json(status, &body)).await;
    let Error::Decode(error) = &error else {
        panic!("{error:?}")
    };
    assert_eq!(error.status().as_u16(), status);
    assert_eq!(error.raw_body(), body.to_string().as_bytes());
    (
        error.path().to_owned(),
        error.expected().to_owned(),
        error.found(),
    )
}

#[tokio::test]
async fn a_mismatch_has_its_exact_place() {
    let nested = json!({"token": "t", "accounts": [{"balance": 1}, {"balance": "12"}]});
    let (path, expected, found) = mismatch(200, nested).await;
    assert_eq!((path.as_str(), found), ("/accounts/1/balance", "string"));
    assert_eq!(expected, "f64");

    let escaped = json!({"token": "t", "limits": {"a/b~c": null}});
    let (path, _, found) = mismatch(200, escaped).await;
    assert_eq!((path.as_str(), found), ("/limits/a~1b~0c", "null"));

    let (path, _, found) = mismatch(200, json!({"accounts": []})).await;
    assert_eq!((path.as_str(), found), ("/token", "nothing"));

    let (path, expected, found) = mismatch(400, json!([])).await;
    assert_eq!((path.as_str(), found), ("", "array"));
    assert!(expected.contains("ApiRefusal"), "{expected}");
}

#[tokio::test]
async fn transport_errors_keep_their_kind() {
    let kinds = [
        (TransportErrorKind::Connect, true, false),
        (TransportErrorKind::ConnectTimeout, true, true),
        (TransportErrorKind::Timeout, false, true),
        (TransportErrorKind::Interrupted, false, false),
    ];
    for (kind, is_connect, is_timeout) in kinds {
        let error = token_error(&Shared::failing(kind)).await;
        assert!(matches!(&error, Error::Transport(found) if found.kind() == kind));
        assert_eq!(
            (error.is_connect(), error.is_timeout()),
            (is_connect, is_timeout)
        );
        assert_eq!(error.status(), None);
    }
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused_whatever_the_transport() {
    let transport = Shared::json(200, &json!({"token": "0123456789"}));
    let build = |limit| {
        transport
            .builder()
            .anonymous()
            .max_response_size(limit)
            .build()
            .unwrap()
    };
    let exact = build(22);
    let call: Call<'_, TokenCreate> = exact.call();
    assert_eq!(
        call.await.unwrap(),
        TokenResponse {
            token: "0123456789".to_owned(),
            accounts: Vec::new(),
            limits: std::collections::BTreeMap::new(),
        }
    );
    let narrow = build(21);
    let call: Call<'_, TokenCreate> = narrow.call();
    let error = call.await.unwrap_err();
    let Error::Transport(error) = error else {
        panic!("{error:?}")
    };
    assert_eq!(error.kind(), TransportErrorKind::BodyTooLarge);
}
