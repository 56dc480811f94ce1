//! Requests that break the document, and are accepted.

use bytes::Bytes;
use plaid_link::types::SandboxItemFireWebhookRequestWebhookCode as Code;
use serde_json::{Value, json};

use super::Effect::Request as Mend;
use super::{Incoming, faults};

faults! {
    "text_for_integer": "Digits in a text are taken for an integer.",
        at "POST /institutions/get", found as [NegativeDataRejection]
        => Mend(|incoming| at(incoming, "/count", |value| {
            if let Some(number) = value.as_str().and_then(|text| text.parse::<i64>().ok()) {
                *value = json!(number);
            }
        }));
    "number_for_boolean": "One and zero are taken for true and false.",
        at "POST /user/create", found as [NegativeDataRejection]
        => Mend(|incoming| at(incoming, "/with_upgraded_user", |value| {
            if let Some(number @ (0 | 1)) = value.as_i64() {
                *value = json!(number == 1);
            }
        }));
    "text_for_boolean": "A text is taken for true deep in the request.",
        at "POST /link/token/create", found as [NegativeDataRejection]
        => Mend(|incoming| at(incoming, "/eu_config/headless", |value| {
            if value == "true" {
                *value = json!(true);
            }
        }));
    "number_for_text": "A number is taken for a text.",
        at "POST /institutions/search", found as [NegativeDataRejection]
        => Mend(|incoming| at(incoming, "/query", |value| if value.is_number() {
            *value = json!(value.to_string());
        }));
    "item_for_array": "One value is taken for an array of one.",
        at "POST /sandbox/public_token/create", found as [NegativeDataRejection]
        => Mend(|incoming| at(incoming, "/initial_products", |value| if value.is_string() {
            *value = json!([value.clone()]);
        }));
    "any_item_in_array": "Items of an array are not looked at.",
        at "POST /accounts/get", found as [NegativeDataRejection]
        => Mend(|incoming| at(incoming, "/options/account_ids", |value| {
            if let Value::Array(items) = value {
                items.retain(Value::is_string);
            }
        }));
    "null_accepted": "Null is taken where the document does not allow it.",
        at "POST /auth/get", found as [NegativeDataRejection]
        => Mend(|incoming| drop_null(incoming, "", "options"));
    "null_deep_accepted": "Null is taken deep in the request where the document does not allow it.",
        at "POST /session/token/create", found as [NegativeDataRejection]
        => Mend(|incoming| drop_null(incoming, "/user", "user_id"));
    "required_missing": "A required member may be missing.",
        at "POST /institutions/get", found as [NegativeDataRejection]
        => Mend(|incoming| default(incoming, "", "country_codes", json!(["US"])));
    "required_deep_missing": "A required member deep in the request may be missing.",
        at "POST /link/token/create", found as [NegativeDataRejection]
        => Mend(|incoming| default(incoming, "/user", "client_user_id", json!("anonymous")));
    "too_short": "An empty text is accepted where one character is asked for.",
        at "POST /institutions/search", found as [NegativeDataRejection]
        => Mend(|incoming| at(incoming, "/query", |value| if value == "" { *value = json!("Bank") }));
    "too_long": "A text is accepted beyond its greatest length.",
        at "POST /item/remove", found as [NegativeDataRejection]
        => Mend(|incoming| at(incoming, "/reason_note", |value| {
            if value.as_str().is_some_and(|text| text.chars().count() > 512) {
                *value = Value::Null;
            }
        }));
    "too_long_in_bytes_only": "A length is counted in bytes, so that long texts are refused early.",
        at "POST /user/create", found as [PositiveDataAcceptance]
        => Mend(|incoming| at(incoming, "/client_user_id", |value| {
            if value.as_str().is_some_and(|text| text.len() > 128) {
                *value = Value::Null;
            }
        }));
    "too_few": "An empty array is accepted where one item is asked for.",
        at "POST /item/import", found as [NegativeDataRejection]
        => Mend(|incoming| at(incoming, "/products", |value| if *value == json!([]) {
            *value = json!(["auth"]);
        }));
    "above_maximum": "A number above the maximum is accepted.",
        at "POST /institutions/get", found as [NegativeDataRejection]
        => Mend(|incoming| at(incoming, "/count", |value| {
            if value.as_i64().is_some_and(|count| count > 500) {
                *value = json!(500);
            }
        }));
    "below_minimum": "A number below the minimum is accepted.",
        at "POST /institutions/get", found as [NegativeDataRejection]
        => Mend(|incoming| at(incoming, "/offset", |value| {
            if value.as_i64().is_some_and(|offset| offset < 0) {
                *value = json!(0);
            }
        }));
    "maximum_refused": "The maximum itself is refused.",
        at "POST /institutions/get", found as [PositiveDataAcceptance]
        => Mend(|incoming| at(incoming, "/count", |value| if *value == json!(500) {
            *value = json!(501);
        }));
    "fraction_accepted": "A fraction is cut off where an integer is asked for.",
        at "POST /institutions/get", found as [NegativeDataRejection]
        => Mend(|incoming| at(incoming, "/offset", |value| {
            if value.as_f64().is_some_and(|offset| offset.fract() != 0.0) {
                *value = json!(0);
            }
        }));
    "outside_enum": "A value outside of its enum is accepted.",
        at "POST /sandbox/item/fire_webhook", found as [NegativeDataRejection]
        => Mend(|incoming| at(incoming, "/webhook_code", |value| {
            if value.as_str().is_some_and(|code| matches!(Code::from(code), Code::Unlisted(_))) {
                *value = json!("ERROR");
            }
        }));
    "enum_ignores_case": "A value of an enum is accepted in lower case.",
        at "POST /institutions/get_by_id", found as [NegativeDataRejection]
        => Mend(|incoming| at(incoming, "/country_codes/0", |value| {
            if let Some(code) = value.as_str() {
                let upper = code.to_uppercase();
                *value = json!(if upper.len() == 2 { upper.as_str() } else { "US" });
            }
        }));
    "enum_value_refused": "A value that the enum lists is refused.",
        at "POST /item/import", found as [PositiveDataAcceptance]
        => Mend(|incoming| at(incoming, "/products/0", |value| if value == "statements" {
            *value = json!("no such product");
        }));
    "no_date_time": "Any text is accepted for a date-time.",
        at "POST /user/third_party_token/create", found as [NegativeDataRejection]
        => Mend(|incoming| at(incoming, "/expiration_time", |value| if value.is_string() {
            *value = Value::Null;
        }));
    "no_date": "Any text is accepted for a date deep in the request.",
        at "POST /user/update", found as [NegativeDataRejection]
        => Mend(|incoming| at(incoming, "/identity/date_of_birth", |value| if value.is_string() {
            *value = json!("2001-02-03");
        }));
    "malformed_accepted": "A body that is no JSON is read as far as it goes.",
        at "POST /institutions/search", found as [NegativeDataRejection]
        => Mend(|incoming| if !incoming.body.is_empty() && !is_json(&incoming.body) {
            incoming.body = Bytes::from_static(br#"{"query":"Bank","country_codes":["US"]}"#);
        });
    "empty_body_accepted": "No body at all is taken for a request with defaults.",
        at "POST /link/token/create", found as [NegativeDataRejection]
        => Mend(|incoming| if incoming.body.is_empty() {
            incoming.is_json = true;
            incoming.body = Bytes::from_static(
                br#"{"client_name":"App","language":"en","country_codes":["US"]}"#,
            );
        });
    "any_content_type": "The content type is not looked at.",
        at "POST /institutions/get_by_id", found as [NegativeDataRejection]
        => Mend(|incoming| incoming.is_json = true);
    "array_for_body": "A body of another type is taken for an empty object with defaults.",
        at "POST /link/profile/eligibility/check", found as [NegativeDataRejection]
        => Mend(|incoming| if matches!(json(incoming), Some(value) if !value.is_object()) {
            let body = json!({"link_session_id": "s", "user": {"phone_number": "+1"}});
            incoming.body = Bytes::from(body.to_string());
        });
    "optional_demanded": "An optional member is demanded.",
        at "POST /institutions/get_by_id", found as [PositiveDataAcceptance]
        => Mend(|incoming| if matches!(json(incoming), Some(value) if value["options"].is_null()) {
            incoming.body = Bytes::from_static(b"{}");
        });
}

fn json(incoming: &Incoming) -> Option<Value> {
    serde_json::from_slice(&incoming.body).ok()
}

fn is_json(body: &[u8]) -> bool {
    serde_json::from_slice::<serde::de::IgnoredAny>(body).is_ok()
}

/// Changes a value of the body, where it is there.
fn at(incoming: &mut Incoming, pointer: &str, change: fn(&mut Value)) {
    let Some(mut body) = json(incoming) else {
        return;
    };
    if let Some(value) = body.pointer_mut(pointer) {
        let before = value.clone();
        change(value);
        if *value != before {
            incoming.body = Bytes::from(body.to_string());
        }
    }
}

/// Leaves out a member that is null.
fn drop_null(incoming: &mut Incoming, object: &str, member: &str) {
    let Some(mut body) = json(incoming) else {
        return;
    };
    if let Some(Value::Object(object)) = body.pointer_mut(object)
        && object.get(member).is_some_and(Value::is_null)
    {
        object.shift_remove(member);
        incoming.body = Bytes::from(body.to_string());
    }
}

/// Adds a member that is missing.
fn default(incoming: &mut Incoming, object: &str, member: &str, value: Value) {
    let Some(mut body) = json(incoming) else {
        return;
    };
    if let Some(Value::Object(object)) = body.pointer_mut(object)
        && !object.contains_key(member)
    {
        object.insert(member.to_owned(), value);
        incoming.body = Bytes::from(body.to_string());
    }
}
