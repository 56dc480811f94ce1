//! The sample crate `tests/stranger`, which is no member of the workspace: it is built as a
//! stranger would build it, and run against a local server.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::http::StatusCode;
use axum::http::request::Parts;
use serde_json::{Value, json};
use tokio::net::TcpListener;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

/// Builds the crate beside what the tests are made of, which it shares as far as the features of
/// its dependencies agree.
fn build() -> PathBuf {
    let tests = std::env::current_exe().unwrap();
    // The folder of this test is `PROFILE/deps` below that of all that is built.
    let profile = tests.parent().and_then(Path::parent).unwrap();
    let target = profile.parent().unwrap();
    let mut cargo = Command::new(env!("CARGO"));
    cargo
        .args(["build", "--quiet", "--offline", "--locked"])
        .args([
            "--manifest-path",
            &format!("{ROOT}/tests/stranger/Cargo.toml"),
        ])
        .arg("--target-dir")
        .arg(target);
    if profile.ends_with("release") {
        cargo.arg("--release");
    }
    let built = cargo.output().unwrap();
    assert!(
        built.status.success(),
        "{}\nafter a change of dependencies: cargo update --workspace --offline \
         --manifest-path tests/stranger/Cargo.toml",
        String::from_utf8_lossy(&built.stderr)
    );
    profile.join(format!("stranger{}", std::env::consts::EXE_SUFFIX))
}

/// What arrived: the path, and the token of the body.
type Received = Arc<Mutex<Vec<(String, Value)>>>;

async fn serve(answer: fn(&str) -> (u16, Value)) -> (SocketAddr, Received) {
    let received = Received::default();
    let log = Arc::clone(&received);
    let router = Router::new().fallback(move |parts: Parts, body: String| async move {
        assert_eq!(parts.headers["plaid-secret"], "canary-secret");
        let path = parts.uri.path().to_owned();
        let body: Value = serde_json::from_str(&body).unwrap();
        let (status, answer) = answer(&path);
        log.lock().unwrap().push((path, body));
        let json = [("content-type", "application/json")];
        (
            StatusCode::from_u16(status).unwrap(),
            json,
            answer.to_string(),
        )
    });
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    (address, received)
}

async fn run(program: &Path, address: SocketAddr, secret: Option<&str>) -> Output {
    let mut command = Command::new(program);
    command
        .arg(format!("http://{address}"))
        .env("PLAID_CLIENT_ID", "canary-client-id")
        .env_remove("PLAID_SECRET");
    if let Some(secret) = secret {
        command.env("PLAID_SECRET", secret);
    }
    let output = tokio::task::spawn_blocking(move || command.output());
    let output = output.await.unwrap().unwrap();
    let text = [output.stdout.as_slice(), &output.stderr].concat();
    let text = String::from_utf8_lossy(&text);
    assert!(!text.contains("canary"), "{text}");
    output
}

fn account() -> Value {
    json!({
        "account_id": "account-1",
        "balances": {
            "available": 1.5, "current": 2, "limit": null,
            "iso_currency_code": "USD", "unofficial_currency_code": null,
        },
        "mask": "0000", "name": "Checking", "official_name": null,
        "type": "depository", "subtype": "checking",
    })
}

fn answer(path: &str) -> (u16, Value) {
    let answer = match path {
        "/link/token/create" => json!({
            "link_token": "canary-link-token", "expiration": "2030-01-02T03:04:05Z",
        }),
        "/sandbox/public_token/create" => json!({"public_token": "canary-public-token"}),
        "/item/public_token/exchange" => json!({
            "access_token": "canary-access-token", "item_id": "item-1",
        }),
        "/accounts/get" => json!({
            "accounts": [account()],
            "item": {
                "item_id": "item-1", "webhook": null, "error": null,
                "available_products": [], "billed_products": [], "products": [],
                "consent_expiration_time": null, "update_type": "background",
            },
        }),
        other => panic!("{other}"),
    };
    let mut answer = answer;
    answer["request_id"] = "request-1".into();
    (200, answer)
}

fn refusal(_: &str) -> (u16, Value) {
    let refusal = json!({
        "error_type": "INVALID_INPUT", "error_code": "INVALID_API_KEYS",
        "error_message": "wrong", "display_message": null,
    });
    (400, refusal)
}

#[tokio::test]
async fn a_stranger_gets_from_a_link_token_to_accounts() {
    let program = tokio::task::spawn_blocking(build).await.unwrap();

    let (address, received) = serve(answer).await;
    let output = run(&program, address, Some("canary-secret")).await;
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    assert_eq!(
        String::from_utf8(output.stdout).unwrap(),
        "Link can be opened until 2030-01-02 03:04:05 +00:00\nItem item-1\naccount account-1\n"
    );
    let received = received.lock().unwrap().clone();
    let paths: Vec<&str> = received.iter().map(|(path, _)| path.as_str()).collect();
    let expected = [
        "/link/token/create",
        "/sandbox/public_token/create",
        "/item/public_token/exchange",
        "/accounts/get",
    ];
    assert_eq!(paths, expected);
    assert_eq!(received[2].1["public_token"], "canary-public-token");
    assert_eq!(received[3].1["access_token"], "canary-access-token");

    let (address, _) = serve(refusal).await;
    let output = run(&program, address, Some("canary-secret")).await;
    assert!(!output.status.success());
    assert_eq!(
        String::from_utf8(output.stderr).unwrap(),
        "the API refused: status 400 Bad Request: INVALID_API_KEYS\n"
    );

    let output = run(&program, address, None).await;
    assert!(!output.status.success());
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(
        errors.contains("\"PLAID_SECRET\"") && errors.contains("\"secret\""),
        "{errors}"
    );
}

/// So that what the workspace has built serves the stranger, too.
#[test]
fn the_stranger_has_the_versions_of_the_workspace() {
    let versions = |lock: &str| -> BTreeSet<(String, String)> {
        let lock: toml::Table = std::fs::read_to_string(lock).unwrap().parse().unwrap();
        let packages = lock["package"].as_array().unwrap().iter();
        let text = |package: &toml::Value, key: &str| package[key].as_str().unwrap().to_owned();
        packages
            .map(|package| (text(package, "name"), text(package, "version")))
            .collect()
    };
    let workspace = versions(&format!("{ROOT}/Cargo.lock"));
    let mut stranger = versions(&format!("{ROOT}/tests/stranger/Cargo.lock"));
    stranger.retain(|(name, _)| name != "stranger");
    let other: Vec<_> = stranger.difference(&workspace).collect();
    assert!(other.is_empty(), "{other:?}");
}
