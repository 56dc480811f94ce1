//! What only a sandbox can do.

use plaid_link::types::{
    NewUserId, SandboxItemFireWebhookRequest, SandboxItemFireWebhookRequestWebhookCode as Code,
    SandboxItemFireWebhookResponse, SandboxItemResetLoginRequest, SandboxItemResetLoginResponse,
    SandboxItemSetVerificationStatusRequest, SandboxItemSetVerificationStatusResponse,
    SandboxOauthSelectAccountsRequest, SandboxOauthSelectAccountsResponse,
    SandboxPublicTokenCreateRequest, SandboxPublicTokenCreateResponse,
    SandboxUserResetLoginRequest, SandboxUserResetLoginResponse, UserToken, WebhookType,
};

use super::faults::Lapse;
use super::refusal::Refusal;
use super::state::State;
use super::{OAUTH_STATE_ID, institutions, items, messages};

pub(super) fn public_token(
    state: &mut State,
    request: SandboxPublicTokenCreateRequest,
) -> Result<SandboxPublicTokenCreateResponse, Refusal> {
    institutions::known(&request.institution_id)?;
    let user = state.user(
        request.user_id.as_ref().map(NewUserId::as_str),
        request.user_token.as_ref().map(UserToken::expose),
    )?;
    let user = user.map(|user| user.id.clone());
    let webhook = request.options.and_then(|options| options.webhook);
    let institution = Some(request.institution_id);
    let item = state.add_item(institution, request.initial_products, webhook, user);
    let token = state.grant_public(&item);
    Ok(SandboxPublicTokenCreateResponse::new(
        token.as_str(),
        state.request_id(),
    ))
}

pub(super) fn fire_webhook(
    state: &mut State,
    request: SandboxItemFireWebhookRequest,
) -> Result<SandboxItemFireWebhookResponse, Refusal> {
    let item = state.item(request.access_token.expose())?.clone();
    let message = messages::fired(
        &item,
        request.webhook_type.as_ref().map(WebhookType::as_str),
        &request.webhook_code,
    );
    let is_fired = message.is_some() && item.webhook.is_some();
    if let Some(message) = message {
        if state.lapses(Lapse::WebhookTwice) && request.webhook_code == Code::PendingDisconnect {
            state.send(&item, message.clone());
        }
        state.send(&item, message);
    }
    Ok(SandboxItemFireWebhookResponse::new(
        state.request_id(),
        is_fired,
    ))
}

pub(super) fn reset_login(
    state: &mut State,
    request: SandboxItemResetLoginRequest,
) -> Result<SandboxItemResetLoginResponse, Refusal> {
    let item = state.item(request.access_token.expose())?;
    item.needs_login = true;
    let item = item.clone();
    if !state.lapses(Lapse::ErrorWebhookMissing) {
        state.send(&item, messages::error(&item));
    }
    Ok(SandboxItemResetLoginResponse::new(state.request_id(), true))
}

pub(super) fn verification(
    state: &mut State,
    request: SandboxItemSetVerificationStatusRequest,
) -> Result<SandboxItemSetVerificationStatusResponse, Refusal> {
    let is_any = state.lapses(Lapse::AnyAccount);
    let item = state.item(request.access_token.expose())?;
    let mut accounts = item.accounts.iter_mut();
    match accounts.find(|account| account.id == request.account_id) {
        Some(account) => account.verification = Some(request.verification_status.clone()),
        None if is_any => {}
        None => return Err(items::account()),
    }
    let item = item.clone();
    let message = messages::verification(&item, &request.account_id, &request.verification_status);
    state.send(&item, message);
    Ok(SandboxItemSetVerificationStatusResponse::new(
        state.request_id(),
    ))
}

pub(super) fn reset_user(
    state: &mut State,
    request: SandboxUserResetLoginRequest,
) -> Result<SandboxUserResetLoginResponse, Refusal> {
    let user = state.named_user(
        request.user_id.as_ref().map(NewUserId::as_str),
        request.user_token.as_ref().map(UserToken::expose),
    )?;
    let user = user.id.clone();
    let wanted = request.item_ids.into_option();
    let items = state.items.values_mut();
    for item in items.filter(|item| item.user.as_deref() == Some(user.as_str())) {
        let is_wanted = |ids: &Vec<_>| {
            ids.iter()
                .any(|id: &plaid_link::types::ItemId| id.as_str() == item.id)
        };
        if wanted.as_ref().is_none_or(is_wanted) {
            item.needs_login = true;
        }
    }
    Ok(SandboxUserResetLoginResponse::new(state.request_id()))
}

pub(super) fn select_accounts(
    _: &mut State,
    request: SandboxOauthSelectAccountsRequest,
) -> Result<SandboxOauthSelectAccountsResponse, Refusal> {
    if request.oauth_state_id.expose() != OAUTH_STATE_ID {
        return Err(Refusal::new(
            404,
            "OAUTH_ERROR".into(),
            "OAUTH_STATE_ID_NOT_FOUND",
            "no OAuth flow has this state",
        ));
    }
    Ok(SandboxOauthSelectAccountsResponse::new())
}
