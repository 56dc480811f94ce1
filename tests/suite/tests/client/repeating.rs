//! Which operations of Plaid are sent again, over real sockets.

use std::future::ready;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use plaid_link::client::operations;
use plaid_link::runtime::client::Operation;
use plaid_link::{ClientBuilder, types};

use crate::server::{builder, scripted};

const DONE: &str = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\
                    Content-Length: 17\r\n\r\n{\"request_id\":\"\"}";

/// A builder whose client does not wait, and the times that it would have.
fn patient(builder: ClientBuilder) -> (ClientBuilder, Arc<Mutex<Vec<Duration>>>) {
    let waits = Arc::<Mutex<Vec<Duration>>>::default();
    let log = Arc::clone(&waits);
    let builder = builder.sleep(move |time| {
        log.lock().unwrap().push(time);
        ready(())
    });
    (builder, waits)
}

fn busy(retry_after: &str) -> String {
    format!(
        "HTTP/1.1 429 Too Many Requests\r\nRetry-After: {retry_after}\r\n\
         Content-Length: 0\r\n\r\n"
    )
}

#[test]
fn reads_are_repeatable_and_nothing_else() {
    fn repeatable<O: Operation>() -> bool {
        O::REPEATABLE
    }
    assert!(repeatable::<operations::LinkTokenGet>());
    assert!(repeatable::<operations::WebhookVerificationKeyGet>());
    assert!(!repeatable::<operations::LinkTokenCreate>());
    assert!(!repeatable::<operations::ItemPublicTokenExchange>());
    assert!(!repeatable::<operations::ItemRemove>());
}

#[tokio::test]
async fn a_read_waits_as_long_as_the_api_asks_in_seconds_and_by_date() {
    let date = chrono::DateTime::<chrono::Utc>::from(SystemTime::now() + Duration::from_secs(20));
    let date = date.format("%a, %d %b %Y %H:%M:%S GMT").to_string();
    let address = scripted([busy("3"), busy(&date), DONE.to_owned()]).await;
    let (builder, waits) = patient(builder(address));
    let client = builder.build().unwrap();
    let request = types::ItemGetRequest::new("access-sandbox-1");
    let raw = client.item_get(&request).send_raw().await.unwrap();
    assert_eq!(raw.status(), 200);
    assert_eq!(raw.attempts(), 3);
    let waits = waits.lock().unwrap().clone();
    assert_eq!(waits[0], Duration::from_secs(3));
    assert!((15..=20).contains(&waits[1].as_secs()), "{waits:?}");
}

#[tokio::test]
async fn what_changes_something_is_told_of_the_limit_at_once() {
    let address = scripted([busy("3"), DONE.to_owned()]).await;
    let (builder, waits) = patient(builder(address));
    let client = builder.build().unwrap();
    let request = types::ItemRemoveRequest::new("access-sandbox-1");
    let call = client.item_remove(&request);
    let error = call.await.unwrap_err();
    assert!(error.is_rate_limited() && error.is_retryable());
    assert_eq!(error.retry_after(), Some(Duration::from_secs(3)));
    assert_eq!(error.attempts(), 1);
    assert!(waits.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_connection_that_breaks_is_made_again_for_a_read() {
    let broken = "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"request_id".to_owned();
    let address = scripted([broken, String::new(), DONE.to_owned()]).await;
    let (builder, waits) = patient(builder(address));
    let client = builder.build().unwrap();
    let request = types::ItemGetRequest::new("access-sandbox-1");
    let raw = client.item_get(&request).send_raw().await.unwrap();
    assert_eq!(raw.attempts(), 3);
    assert_eq!(waits.lock().unwrap().len(), 2);
}

#[tokio::test]
async fn a_refused_connection_is_tried_again_for_every_operation() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let (builder, waits) = patient(builder(address));
    let client = builder.build().unwrap();
    let request = types::ItemRemoveRequest::new("access-sandbox-1");
    let error = client.item_remove(&request).await.unwrap_err();
    assert!(error.is_connect());
    assert_eq!(error.attempts(), 3);
    assert_eq!(waits.lock().unwrap().len(), 2);
}
