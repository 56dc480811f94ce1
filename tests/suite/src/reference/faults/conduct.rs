//! Credentials, methods and webhooks.

use serde_json::json;

use super::Effect::{Credential, Lapse as Forget, Message, Method};
use super::{Lapse, faults};

faults! {
    "missing_key_accepted": "A request without the key is accepted.",
        at "POST /user/get", found as [IgnoredAuth]
        => Credential { of: "client_id", if_wrong: false };
    "wrong_key_accepted": "A request with a wrong key is accepted.",
        at "POST /institutions/get", found as [IgnoredAuth]
        => Credential { of: "client_id", if_wrong: true };
    "missing_secret_accepted": "A request without the secret is accepted.",
        at "POST /item/get", found as [IgnoredAuth]
        => Credential { of: "secret", if_wrong: false };
    "wrong_secret_accepted": "A request with a wrong secret is accepted.",
        at "POST /link/token/create", found as [IgnoredAuth]
        => Credential { of: "secret", if_wrong: true };
    "get_answered": "GET is answered where the document lists only POST.",
        at "POST /item/get", found as [UnsupportedMethod, UnsupportedMethod at "GET /item/get"]
        => Method("GET /item/get");
    "put_answered": "PUT is answered where the document lists only POST.",
        at "POST /link/token/get", found as [UnsupportedMethod, UnsupportedMethod at "PUT /link/token/get"]
        => Method("PUT /link/token/get");
    "delete_answered": "DELETE is answered where the document lists only POST.",
        at "POST /user/items/get", found as [UnsupportedMethod, UnsupportedMethod at "DELETE /user/items/get"]
        => Method("DELETE /user/items/get");
    "webhook_wrong_type": "A webhook has a member of the wrong type.",
        at "POST /sandbox/item/fire_webhook",
        found as [WebhookConformance at "ITEM.NEW_ACCOUNTS_AVAILABLE"]
        => Message("NEW_ACCOUNTS_AVAILABLE", |message| message.body["item_id"] = json!(7));
    "webhook_member_missing": "A webhook lacks a required member.",
        at "POST /sandbox/item/set_verification_status",
        found as [WebhookConformance at "AUTH.VERIFICATION_EXPIRED"]
        => Message("VERIFICATION_EXPIRED", |message| {
            if let Some(body) = message.body.as_object_mut() {
                body.shift_remove("account_id");
            }
        });
    "webhook_value_outside_enum": "A webhook has a value outside of its enum.",
        at "POST /sandbox/item/fire_webhook", found as [WebhookConformance at "ITEM.LOGIN_REPAIRED"]
        => Message("LOGIN_REPAIRED", |message| message.body["environment"] = json!("staging"));
    "webhook_wrong_date": "A date-time of a webhook has another format.",
        at "POST /sandbox/item/fire_webhook", found as [WebhookConformance at "ITEM.PENDING_DISCONNECT"]
        => Message("PENDING_DISCONNECT", |message| message.body["disconnect_time"] = json!("soon"));
    "webhook_as_text": "A webhook has the wrong content type.",
        at "POST /sandbox/item/fire_webhook", found as [WebhookConformance at "ITEM.USER_PERMISSION_REVOKED"]
        => Message("USER_PERMISSION_REVOKED", |message| message.content_type = "text/plain");
    "webhook_unknown": "A webhook is sent under a code that the document does not know.",
        at "POST /sandbox/item/fire_webhook",
        found as [WebhookDelivery at "ITEM.USER_ACCOUNT_REVOKED", WebhookConformance at "POST /sandbox/item/fire_webhook"]
        => Message("USER_ACCOUNT_REVOKED", |message| message.body["webhook_code"] = json!("ACCOUNT_GONE"));
    "webhook_missing": "A webhook that is due is not sent.",
        at "POST /sandbox/item/reset_login", found as [WebhookDelivery at "ITEM.ERROR"]
        => Forget(Lapse::ErrorWebhookMissing);
    "webhook_twice": "A webhook is sent twice.",
        at "POST /sandbox/item/fire_webhook", found as [WebhookDelivery at "ITEM.PENDING_DISCONNECT"]
        => Forget(Lapse::WebhookTwice);
    "webhook_at_old_url": "The change of a URL is acknowledged at the URL of before.",
        at "POST /item/webhook/update", found as [WebhookDelivery at "ITEM.WEBHOOK_UPDATE_ACKNOWLEDGED"]
        => Forget(Lapse::AcknowledgedAtOldUrl);
}
