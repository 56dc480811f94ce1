//! Items and their tokens.

use plaid_link::types::{
    AccountBalance, AccountBase, AccountSubtype, AccountType, AccountsGetRequest,
    AccountsGetResponse, AuthGetNumbers, AuthGetRequest, AuthGetResponse, Item as Shown,
    ItemAccessTokenInvalidateRequest, ItemAccessTokenInvalidateResponse, ItemGetRequest,
    ItemGetResponse, ItemImportRequest, ItemImportResponse, ItemPublicTokenCreateRequest,
    ItemPublicTokenCreateResponse, ItemPublicTokenExchangeRequest, ItemPublicTokenExchangeResponse,
    ItemRemoveRequest, ItemRemoveResponse, ItemStatus, ItemStatusLastWebhook, ItemUpdateType,
    ItemWebhookUpdateRequest, ItemWebhookUpdateResponse, ItemWithConsentFields, JwkPublicKey,
    NumbersAch, NumbersBacs, NumbersEft, NumbersInternational, PlaidError, Products,
    WebhookVerificationKeyGetRequest, WebhookVerificationKeyGetResponse,
};

use super::faults::Lapse;
use super::refusal::Refusal;
use super::state::{Item, State, later, now};
use super::{KEY_ID, institutions, messages};

const PUBLIC_TOKEN_LIFETIME: i64 = 30 * 60;

pub(super) fn exchange(
    state: &mut State,
    request: ItemPublicTokenExchangeRequest,
) -> Result<ItemPublicTokenExchangeResponse, Refusal> {
    let token = request.public_token.expose();
    let item =
        state.public_tokens.get(token).cloned().ok_or_else(|| {
            Refusal::input("INVALID_PUBLIC_TOKEN", "this public token is not known")
        })?;
    if !state.lapses(Lapse::PublicTokenWorksTwice) {
        state.public_tokens.remove(token);
    }
    let access = state.grant_access(&item);
    Ok(ItemPublicTokenExchangeResponse::new(
        access.as_str(),
        item.as_str(),
        state.request_id(),
    ))
}

pub(super) fn create_public_token(
    state: &mut State,
    request: ItemPublicTokenCreateRequest,
) -> Result<ItemPublicTokenCreateResponse, Refusal> {
    let item = state.item(request.access_token.expose())?.id.clone();
    let token = state.grant_public(&item);
    let mut answer = ItemPublicTokenCreateResponse::new(token.as_str(), state.request_id());
    answer.expiration = Some(later(PUBLIC_TOKEN_LIFETIME));
    Ok(answer)
}

pub(super) fn get(state: &mut State, request: ItemGetRequest) -> Result<ItemGetResponse, Refusal> {
    let item = state.item(request.access_token.expose())?.clone();
    let mut last = ItemStatusLastWebhook::new();
    last.sent_at = item.created.into();
    last.code_sent = Some("DEFAULT_UPDATE".to_owned());
    let mut status = ItemStatus::new();
    status.last_webhook = last.into();
    let mut answer = ItemGetResponse::new(with_consent(&item), state.request_id());
    answer.status = status.into();
    Ok(answer)
}

pub(super) fn remove(
    state: &mut State,
    request: ItemRemoveRequest,
) -> Result<ItemRemoveResponse, Refusal> {
    let item = state.item(request.access_token.expose())?.id.clone();
    if !state.lapses(Lapse::RemovedItemReadable) {
        state.remove_item(&item);
    }
    Ok(ItemRemoveResponse::new(state.request_id()))
}

pub(super) fn invalidate(
    state: &mut State,
    request: ItemAccessTokenInvalidateRequest,
) -> Result<ItemAccessTokenInvalidateResponse, Refusal> {
    let token = request.access_token.expose();
    let item = state.item(token)?.id.clone();
    if !state.lapses(Lapse::InvalidatedTokenWorks) {
        state.access_tokens.remove(token);
    }
    let new = state.grant_access(&item);
    Ok(ItemAccessTokenInvalidateResponse::new(
        new.as_str(),
        state.request_id(),
    ))
}

pub(super) fn update_webhook(
    state: &mut State,
    request: ItemWebhookUpdateRequest,
) -> Result<ItemWebhookUpdateResponse, Refusal> {
    let is_lost = state.lapses(Lapse::WebhookUpdateLost);
    let to_old = state.lapses(Lapse::AcknowledgedAtOldUrl);
    let item = state.item(request.access_token.expose())?;
    let old = item.webhook.clone();
    let new = request.webhook.into_option();
    item.webhook = new.clone();
    let mut answered = item.clone();
    if is_lost {
        item.webhook = old.clone();
    }
    if let Some(url) = new {
        answered.webhook = if to_old { old } else { Some(url.clone()) };
        state.send(&answered, messages::acknowledged(&answered, &url));
        answered.webhook = Some(url);
    }
    Ok(ItemWebhookUpdateResponse::new(
        shown(&answered),
        state.request_id(),
    ))
}

pub(super) fn import(
    state: &mut State,
    request: ItemImportRequest,
) -> Result<ItemImportResponse, Refusal> {
    let institution = request.institution_id.map(String::from);
    let webhook = request.options.and_then(|options| options.webhook);
    let item = state.add_item(institution, request.products, webhook, None);
    let token = state.grant_access(&item);
    Ok(ItemImportResponse::new(token.as_str(), state.request_id()))
}

pub(super) fn accounts(
    state: &mut State,
    request: AccountsGetRequest,
) -> Result<AccountsGetResponse, Refusal> {
    let wanted = request.options.and_then(|options| options.account_ids);
    let item = state.item(request.access_token.expose())?.clone();
    let accounts = chosen(&item, wanted.as_deref())?;
    let other = state.items.values().find(|other| other.id != item.id);
    let other = other.cloned().filter(|_| state.lapses(Lapse::AnotherItem));
    Ok(AccountsGetResponse::new(
        accounts,
        shown(other.as_ref().unwrap_or(&item)),
        state.request_id(),
    ))
}

pub(super) fn auth(state: &mut State, request: AuthGetRequest) -> Result<AuthGetResponse, Refusal> {
    let wanted = request.options.and_then(|options| options.account_ids);
    let item = state.item(request.access_token.expose())?.clone();
    let accounts = chosen(&item, wanted.as_deref())?;
    let id = || item.accounts.first().map_or("none", |account| &account.id);
    let numbers = AuthGetNumbers::new(
        [NumbersAch::new(
            "1111222233330000",
            id(),
            "011401533",
            Some("021000021".into()),
        )],
        [NumbersBacs::new("31926819", id(), "601613")],
        [NumbersEft::new("111122220000", id(), "01140", "021")],
        [NumbersInternational::new(
            id(),
            "NWBKGB21",
            "GB29NWBK60161331926819",
        )],
    );
    Ok(AuthGetResponse::new(
        accounts,
        shown(&item),
        numbers,
        state.request_id(),
    ))
}

pub(super) fn verification_key(
    state: &mut State,
    request: WebhookVerificationKeyGetRequest,
) -> Result<WebhookVerificationKeyGetResponse, Refusal> {
    if request.key_id != KEY_ID {
        return Err(Refusal::input(
            "INVALID_WEBHOOK_VERIFICATION_KEY_ID",
            "no key has this identifier",
        ));
    }
    let key = JwkPublicKey::new(
        "ES256",
        1_560_466_150,
        "P-256",
        None,
        KEY_ID,
        "EC",
        "sig",
        "hKXLGIjWvCBv-cP5euCTxl8g9GLG9zHo_3pO5NN1DwQ",
        "shhexqPB7YffGn6fR6h2UhTSuCtPmfzQJ6ENVIoO4Ys",
    );
    Ok(WebhookVerificationKeyGetResponse::new(
        key,
        state.request_id(),
    ))
}

/// An Item as answers show it.
pub(super) fn shown(item: &Item) -> Shown {
    let mut shown = Shown::new(
        [Products::Balance],
        item.products.iter().cloned(),
        None,
        item.needs_login.then(login_required),
        item.id.as_str(),
        ItemUpdateType::Background,
        item.webhook.clone(),
    );
    if let Some(id) = &item.institution {
        shown.institution_id = id.clone().into();
        shown.institution_name = institutions::name(id).into();
    }
    shown
}

/// What is wrong with an Item whose user has to log in again.
pub(super) fn login_required() -> PlaidError {
    PlaidError::new(
        None,
        "ITEM_LOGIN_REQUIRED",
        "the user has to log in again",
        "ITEM_ERROR",
    )
}

fn with_consent(item: &Item) -> ItemWithConsentFields {
    let mut shown = ItemWithConsentFields::new(
        [Products::Balance],
        item.products.iter().cloned(),
        None,
        item.needs_login.then(login_required),
        item.id.as_str(),
        ItemUpdateType::Background,
        item.webhook.clone(),
    );
    if let Some(id) = &item.institution {
        shown.institution_id = id.clone().into();
    }
    shown.created_at = Some(item.created);
    shown
}

/// The accounts of an Item, or those that are asked for.
fn chosen(item: &Item, wanted: Option<&[String]>) -> Result<Vec<AccountBase>, Refusal> {
    let is_unknown = |id: &&String| !item.accounts.iter().any(|account| account.id == **id);
    if wanted.into_iter().flatten().any(|id| is_unknown(&id)) {
        return Err(account());
    }
    let accounts = item.accounts.iter().enumerate();
    let accounts =
        accounts.filter(|(_, account)| wanted.is_none_or(|all| all.contains(&account.id)));
    Ok(accounts
        .map(|(index, account)| {
            let currency = Some("USD".into());
            let mut balance = AccountBalance::new(Some(110.25), Some(120.5), currency, None, None);
            balance.last_updated_datetime = now().into();
            let mut shown = AccountBase::new(
                account.id.as_str(),
                balance,
                Some(format!("{:04}", 1000 + index)),
                "Checking",
                Some("Everyday Checking".into()),
                Some(AccountSubtype::Checking),
                AccountType::Depository,
            );
            let status = account.verification.as_ref();
            shown.verification_status = status.map(|status| status.as_str().into());
            shown
        })
        .collect())
}

/// The account is none of the Item's.
pub(super) fn account() -> Refusal {
    Refusal::input("INVALID_ACCOUNT_ID", "the Item has no such account")
}
