//! Answers that break the document.

use std::time::Duration;

use serde_json::{Value, json};

use super::super::answer::Answer;
use super::Effect::Answer as Spoil;
use super::faults;

faults! {
    "total_as_text": "An integer is sent as text.",
        at "POST /institutions/get", found as [ResponseSchemaConformance]
        => Spoil(|_, answer| good(answer, "/total", |value| *value = json!(value.to_string())));
    "item_id_as_number": "An identifier is sent as a number.",
        at "POST /item/public_token/exchange", found as [ResponseSchemaConformance]
        => Spoil(|_, answer| good(answer, "/item_id", |value| *value = json!(12_345)));
    "boolean_as_text": "True is sent as text.",
        at "POST /sandbox/item/reset_login", found as [ResponseSchemaConformance]
        => Spoil(|_, answer| good(answer, "/reset_login", |value| *value = json!("true")));
    "array_for_object": "An object is sent inside an array.",
        at "POST /institutions/get_by_id", found as [ResponseSchemaConformance]
        => Spoil(|_, answer| good(answer, "/institution", |value| *value = json!([value.clone()])));
    "fraction_for_integer": "An integer is sent with a fraction.",
        at "POST /webhook_verification_key/get", found as [ResponseSchemaConformance]
        => Spoil(|_, answer| good(answer, "/key/created_at", |value| *value = json!(1_560_466_150.5)));
    "member_missing": "A required member is not sent.",
        at "POST /link/token/create", found as [ResponseSchemaConformance]
        => Spoil(|_, answer| without(answer, "", "expiration"));
    "nested_member_missing": "A required member is not sent deep in the answer.",
        at "POST /auth/get", found as [ResponseSchemaConformance]
        => Spoil(|_, answer| without(answer, "/numbers/international/0", "bic"));
    "null_for_text": "Null is sent where it is not allowed.",
        at "POST /accounts/get", found as [ResponseSchemaConformance]
        => Spoil(|_, answer| good(answer, "/accounts/0/name", |value| *value = Value::Null));
    "null_for_array": "Null is sent for an empty array.",
        at "POST /user/items/get", found as [ResponseSchemaConformance]
        => Spoil(|_, answer| good(answer, "/items", |value| {
            if value.as_array().is_some_and(Vec::is_empty) {
                *value = Value::Null;
            }
        }));
    "value_outside_enum": "A value is sent that the enum does not list.",
        at "POST /accounts/get", found as [ResponseSchemaConformance]
        => Spoil(|_, answer| good(answer, "/accounts/1/type", |value| *value = json!("chequing")));
    "nested_value_outside_enum": "A value outside of its enum is sent deep in the answer.",
        at "POST /item/get", found as [ResponseSchemaConformance]
        => Spoil(|_, answer| good(answer, "/item/update_type", |value| *value = json!("manual")));
    "deep_optional_wrong": "A member of an optional object in an optional object has the wrong type.",
        at "POST /item/get", found as [ResponseSchemaConformance]
        => Spoil(|_, answer| good(answer, "/status/last_webhook/code_sent", |value| *value = json!(7)));
    "optional_of_request_wrong": "An answer is wrong where a rare member of the request was given.",
        at "POST /link/token/get", found as [ResponseSchemaConformance]
        => Spoil(|_, answer| good(answer, "/metadata/institution_data/routing_number", |value| {
            *value = json!(11_401_533);
        }));
    "date_without_t": "A date-time is sent in another format.",
        at "POST /item/public_token/create", found as [ResponseSchemaConformance]
        => Spoil(|_, answer| good(answer, "/expiration", |value| {
            *value = json!(value.as_str().unwrap_or_default().replace(['T', 'Z'], " "));
        }));
    "date_as_seconds": "A date-time is sent as a number of seconds.",
        at "POST /user/get", found as [ResponseSchemaConformance]
        => Spoil(|_, answer| good(answer, "/created_at", |value| *value = json!(1_760_000_000)));
    "page_for_json": "A success is sent as a page of HTML.",
        at "POST /institutions/search", found as [ContentTypeConformance]
        => Spoil(|_, answer| if answer.is_success() { answer.content_type = Some("text/html") });
    "no_content_type": "A success is sent without a content type.",
        at "POST /user/third_party_token/create", found as [ContentTypeConformance]
        => Spoil(|_, answer| if answer.is_success() { answer.content_type = None });
    "accepted_for_ok": "A success has a status that the document does not list.",
        at "POST /sandbox/item/set_verification_status", found as [StatusCodeConformance]
        => Spoil(|_, answer| if answer.is_success() { answer.status = 202 });
    "no_content": "A success has no content where the document lists some.",
        at "POST /user/remove", found as [StatusCodeConformance]
        => Spoil(|_, answer| if answer.is_success() {
            answer.status = 204;
            answer.content_type = None;
            answer.raw = Some(String::new());
        });
    "truncated_answer": "The JSON of an answer ends early.",
        at "POST /link_delivery/get", found as [ResponseSchemaConformance]
        => Spoil(|_, answer| if answer.is_success() {
            let text = answer.body.to_string();
            answer.raw = Some(text[..text.len() - 2].to_owned());
        });
    "other_error_body": "An error is sent in another shape than the document's.",
        at "POST /item/access_token/invalidate", found as [ResponseSchemaConformance]
        => Spoil(|_, answer| if !answer.is_success() { answer.body = json!({"error": "bad request"}) });
    "error_type_outside_enum": "An error has a type that the document does not list.",
        at "POST /link_delivery/create", found as [ResponseSchemaConformance]
        => Spoil(|_, answer| if !answer.is_success() { answer.body["error_type"] = json!("OOPS") });
    "error_as_page": "An error is sent as a page of a gateway.",
        at "POST /session/token/create", found as [ContentTypeConformance]
        => Spoil(|_, answer| if !answer.is_success() {
            answer.content_type = Some("text/html");
            answer.raw = Some("<h1>400 Bad Request</h1>".to_owned());
        });
    "error_as_success": "What is not known is answered with success and an error in the body.",
        at "POST /user/items/associate", found as [ResponseSchemaConformance, NegativeDataRejection, BrokenChain]
        => Spoil(|_, answer| if !answer.is_success() { answer.status = 200 });
    "fails_on_emoji": "The server fails on text beyond the basic plane.",
        at "POST /user/create", found as [NotAServerError]
        => Spoil(|occasion, answer| {
            fail_if(answer, any_text(occasion.body, &|text| text.chars().any(|c| c as u32 > 0xffff)));
        });
    "fails_on_long_text": "The server fails on a very long text.",
        at "POST /institutions/search", found as [NotAServerError]
        => Spoil(|occasion, answer| {
            fail_if(answer, any_text(occasion.body, &|text| text.len() > 5_000));
        });
    "fails_on_one_value": "The server fails on one value of an enum.",
        at "POST /link/token/create", found as [NotAServerError]
        => Spoil(|occasion, answer| {
            fail_if(answer, any_text(&occasion.body["country_codes"], &|text| text == "LV"));
        });
    "fails_on_control": "The server fails on a control character.",
        at "POST /item/remove", found as [NotAServerError]
        => Spoil(|occasion, answer| {
            let note = &occasion.body["reason_note"];
            fail_if(answer, any_text(note, &|text| text.chars().any(char::is_control)));
        });
    "fails_on_great_number": "The server fails on an integer that 32 bits do not hold.",
        at "POST /institutions/get", found as [NotAServerError]
        => Spoil(|occasion, answer| {
            let offset = occasion.body["offset"].as_f64();
            fail_if(answer, offset.is_some_and(|offset| offset > f64::from(i32::MAX)));
        });
    "fails_on_wrong_type": "The server fails instead of refusing a value of the wrong type.",
        at "POST /item/import", found as [NotAServerError]
        => Spoil(|occasion, answer| {
            fail_if(answer, occasion.body["user_auth"].is_string());
        });
    "fails_on_malformed": "The server fails on a body that is no JSON.",
        at "POST /user/update", found as [NotAServerError]
        => Spoil(|occasion, answer| {
            fail_if(answer, occasion.body.is_null() && answer.body["error_code"] == "INVALID_BODY");
        });
    "fails_now_and_then": "One of fifty requests fails.",
        at "POST /accounts/get", found as [NotAServerError]
        => Spoil(|occasion, answer| fail_if(answer, answer.is_success() && occasion.count % 50 == 0));
    "one_bad_page": "One page of a hundred has a member of the wrong type.",
        at "POST /institutions/get", found as [ResponseSchemaConformance]
        => Spoil(|occasion, answer| if occasion.count % 100 == 99 {
            good(answer, "/institutions/0/oauth", |value| *value = json!("no"));
        });
    "one_bad_answer": "One answer of a hundred lacks a required member.",
        at "POST /auth/get", found as [ResponseSchemaConformance]
        => Spoil(|occasion, answer| if occasion.count % 100 == 57 {
            without(answer, "/numbers/ach/0", "routing");
        });
    "slow": "One answer of ten takes more than a second.",
        at "POST /item/import", found as [ResponseTime]
        => Spoil(|occasion, answer| if answer.is_success() && occasion.count % 10 == 3 {
            answer.delay = Duration::from_millis(1_200);
        });
}

/// Changes a value of a success, where it is there.
fn good(answer: &mut Answer, pointer: &str, change: fn(&mut Value)) {
    if answer.is_success()
        && let Some(value) = answer.body.pointer_mut(pointer)
    {
        change(value);
    }
}

/// Leaves out a member of an object in a success.
fn without(answer: &mut Answer, object: &str, member: &str) {
    if answer.is_success()
        && let Some(Value::Object(object)) = answer.body.pointer_mut(object)
    {
        object.shift_remove(member);
    }
}

fn fail_if(answer: &mut Answer, condition: bool) {
    if condition {
        answer.status = 500;
        answer.body = json!({
            "error_type": "API_ERROR", "error_code": "INTERNAL_SERVER_ERROR",
            "error_message": "something went wrong", "display_message": null,
        });
    }
}

fn any_text(value: &Value, holds: &dyn Fn(&str) -> bool) -> bool {
    match value {
        Value::String(text) => holds(text),
        Value::Array(items) => items.iter().any(|item| any_text(item, holds)),
        Value::Object(members) => members.values().any(|member| any_text(member, holds)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}
