//! The bodies of webhooks.

use plaid_link::types::{
    AuthDefaultUpdateWebhook, AuthUpdateTypes, AutomaticallyVerifiedWebhook,
    HostedMmdVerificationWebhook, ItemErrorWebhook, ItemId, ItemLoginRepairedWebhook,
    ItemProductReadyWebhook, NewAccountsAvailableWebhook, PendingDisconnectWebhook,
    SandboxItemFireWebhookRequestWebhookCode as Code,
    SandboxItemSetVerificationStatusRequestVerificationStatus as VerificationStatus,
    UserAccountRevokedWebhook, UserPermissionRevokedWebhook, VerificationExpiredWebhook,
    WebhookEnvironmentValues, WebhookUpdateAcknowledgedWebhook,
};
use serde::Serialize;
use serde_json::Value;

use super::items::login_required;
use super::state::{Item, later};

const SANDBOX: WebhookEnvironmentValues = WebhookEnvironmentValues::Sandbox;
const WEEK: i64 = 7 * 24 * 60 * 60;

/// The URL of an Item was changed.
pub(super) fn acknowledged(item: &Item, url: &str) -> Value {
    let code = "WEBHOOK_UPDATE_ACKNOWLEDGED";
    value(&WebhookUpdateAcknowledgedWebhook::new(
        SANDBOX,
        id(item),
        url,
        code,
        "ITEM",
    ))
}

/// An Item needs its user.
pub(super) fn error(item: &Item) -> Value {
    value(&ItemErrorWebhook::new(
        SANDBOX,
        Some(login_required()),
        id(item),
        "ERROR",
        "ITEM",
    ))
}

/// The verification of an account has ended.
pub(super) fn verification(item: &Item, account: &str, status: &VerificationStatus) -> Value {
    match status {
        VerificationStatus::AutomaticallyVerified => value(&AutomaticallyVerifiedWebhook::new(
            account,
            SANDBOX,
            id(item),
            "AUTOMATICALLY_VERIFIED",
            "AUTH",
        )),
        _ => value(&VerificationExpiredWebhook::new(
            account,
            SANDBOX,
            id(item),
            "VERIFICATION_EXPIRED",
            "AUTH",
        )),
    }
}

/// The message that was asked for; `None` where the document has none of that type and code.
pub(super) fn fired(item: &Item, wanted: Option<&str>, code: &Code) -> Option<Value> {
    let account = item.accounts.first().map_or("none", |account| &account.id);
    let text = code.as_str();
    let (kind, message) = match code {
        Code::DefaultUpdate => (
            "AUTH",
            value(&AuthDefaultUpdateWebhook::new(
                [account],
                std::iter::empty::<(String, Vec<AuthUpdateTypes>)>(),
                SANDBOX,
                None,
                id(item),
                text,
                "AUTH",
            )),
        ),
        Code::NewAccountsAvailable => ("ITEM", value(&new_accounts(item, text))),
        Code::SmsMicrodepositsVerification => (
            "AUTH",
            value(&HostedMmdVerificationWebhook::new(
                account,
                id(item),
                "MANUALLY_VERIFIED",
                text,
                "AUTH",
            )),
        ),
        Code::UserPermissionRevoked => (
            "ITEM",
            value(&UserPermissionRevokedWebhook::new(
                SANDBOX,
                id(item),
                text,
                "ITEM",
            )),
        ),
        Code::UserAccountRevoked => (
            "ITEM",
            value(&UserAccountRevokedWebhook::new(
                account,
                SANDBOX,
                id(item),
                text,
                "ITEM",
            )),
        ),
        Code::PendingDisconnect => (
            "ITEM",
            value(&PendingDisconnectWebhook::new(
                later(WEEK),
                SANDBOX,
                id(item),
                "INSTITUTION_MIGRATION",
                text,
                "ITEM",
            )),
        ),
        Code::LoginRepaired => (
            "ITEM",
            value(&ItemLoginRepairedWebhook::new(
                SANDBOX,
                id(item),
                text,
                "ITEM",
            )),
        ),
        Code::ProductReady => (
            "INCOME",
            value(&ItemProductReadyWebhook::new(
                SANDBOX,
                id(item),
                text,
                "INCOME",
            )),
        ),
        Code::Error => ("ITEM", error(item)),
        _ => return None,
    };
    wanted
        .is_none_or(|wanted| wanted == kind)
        .then_some(message)
}

fn new_accounts(item: &Item, code: &str) -> NewAccountsAvailableWebhook {
    let mut message = NewAccountsAvailableWebhook::new();
    message.webhook_type = Some("ITEM".to_owned());
    message.webhook_code = Some(code.to_owned());
    message.item_id = Some(id(item));
    message.environment = Some(SANDBOX);
    message
}

fn id(item: &Item) -> ItemId {
    ItemId::from(item.id.as_str())
}

fn value(message: &impl Serialize) -> Value {
    serde_json::to_value(message).unwrap_or_default()
}
