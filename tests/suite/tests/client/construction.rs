//! How values are made: what may be left out, be null or be collected, and the way from JSON and
//! back.

use plaid_link::types::{LinkTokenCreateRequest, LinkTokenGetRequest, Products};
use plaid_link::{Json, Nullable};
use serde_json::json;

fn request() -> LinkTokenCreateRequest {
    LinkTokenCreateRequest::new("Acme Budget", ["US"], "en")
}

#[test]
fn a_member_is_left_out_null_or_a_value() {
    let written = |request: LinkTokenCreateRequest| request.to_value().unwrap();
    let absent = written(request());
    assert_eq!(absent.get("products"), None);
    let null = request().with_products_null();
    assert_eq!(null.products, Nullable::Null);
    assert_eq!(written(null)["products"], json!(null));
    let value = written(request().with_products([Products::Auth]));
    assert_eq!(value["products"], json!(["auth"]));
}

#[test]
fn values_come_from_json_and_go_back() {
    let value = json!({"link_token": "link-sandbox-1", "unknown": [1]});
    let request = LinkTokenGetRequest::from_value(&value).unwrap();
    assert_eq!(request.to_value().unwrap(), value);
    assert_eq!(
        LinkTokenGetRequest::from_json(request.to_json().unwrap()),
        Ok(request)
    );
    let refused = LinkTokenCreateRequest::from_value(&json!({
        "client_name": "Acme", "language": "en", "country_codes": ["US", 7]
    }));
    let refused = refused.unwrap_err();
    assert_eq!(
        (refused.path.as_str(), refused.found),
        ("/country_codes/1", "number")
    );
    assert!(LinkTokenGetRequest::from_json("{").is_err());
}
