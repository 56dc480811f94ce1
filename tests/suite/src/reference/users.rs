//! Users, their Items, and tokens for other parties.

use plaid_link::types::{
    ItemId, UserCreateRequest, UserCreateResponse, UserGetRequest, UserGetResponse,
    UserItemsAssociateRequest, UserItemsAssociateResponse, UserItemsGetRequest,
    UserItemsGetResponse, UserItemsRemoveRequest, UserItemsRemoveResponse, UserRemoveRequest,
    UserRemoveResponse, UserThirdPartyTokenCreateRequest, UserThirdPartyTokenCreateResponse,
    UserThirdPartyTokenRemoveRequest, UserThirdPartyTokenRemoveResponse, UserToken,
    UserUpdateRequest, UserUpdateResponse,
};

use super::faults::Lapse;
use super::refusal::Refusal;
use super::state::{State, User, now};
use super::{items, links};

/// The identity of a user in a request: identifier and token.
macro_rules! named {
    ($request:expr) => {
        (
            $request.user_id.as_ref().map(|id| id.as_str()),
            $request.user_token.as_ref().map(|token| token.expose()),
        )
    };
}

pub(super) fn create(
    state: &mut State,
    request: UserCreateRequest,
) -> Result<UserCreateResponse, Refusal> {
    let id = format!("usr_{}", &state.fresh().replace('-', "")[..14]);
    let is_new_model = request.with_upgraded_user == Some(true);
    let token = (!is_new_model).then(|| format!("user-sandbox-{}", state.fresh()));
    let user = User {
        id: id.clone(),
        token: token.clone(),
        client_user_id: request.client_user_id,
        identity: request.identity.into_option(),
        created: now(),
        updated: now(),
    };
    state.users.insert(id.clone(), user);
    let mut answer = UserCreateResponse::new(state.request_id(), id.as_str());
    answer.user_token = token.map(UserToken::from);
    Ok(answer)
}

pub(super) fn get(state: &mut State, request: UserGetRequest) -> Result<UserGetResponse, Refusal> {
    let user = state
        .named_user(Some(request.user_id.as_str()), None)?
        .clone();
    let mut answer = UserGetResponse::new(
        Some(user.client_user_id),
        user.created,
        state.request_id(),
        user.id.as_str(),
    );
    answer.updated_at = Some(user.updated);
    answer.identity = user.identity.into();
    Ok(answer)
}

pub(super) fn update(
    state: &mut State,
    request: UserUpdateRequest,
) -> Result<UserUpdateResponse, Refusal> {
    let (id, token) = named!(request);
    let id = state.named_user(id, token)?.id.clone();
    let is_lost = state.lapses(Lapse::UserUpdateLost);
    let are_emails_lost = state.lapses(Lapse::EmailsLost);
    if let Some(user) = state.users.get_mut(&id) {
        user.updated = now();
        if let Some(mut identity) = request.identity.into_option() {
            if are_emails_lost {
                identity.emails = None;
            }
            if !is_lost {
                user.identity = Some(identity);
            }
        }
    }
    Ok(UserUpdateResponse::new(state.request_id()))
}

pub(super) fn remove(
    state: &mut State,
    request: UserRemoveRequest,
) -> Result<UserRemoveResponse, Refusal> {
    let (id, token) = named!(request);
    let id = state.named_user(id, token)?.id.clone();
    if !state.lapses(Lapse::RemovedUserReadable) {
        state.users.remove(&id);
        for item in items_of(state, &id) {
            state.remove_item(&item);
        }
    }
    Ok(UserRemoveResponse::new(state.request_id()))
}

pub(super) fn items(
    state: &mut State,
    request: UserItemsGetRequest,
) -> Result<UserItemsGetResponse, Refusal> {
    let (id, token) = named!(request);
    let id = state.named_user(id, token)?.id.clone();
    let items = state.items.values();
    let items: Vec<_> = items
        .filter(|item| item.user.as_ref() == Some(&id))
        .map(items::shown)
        .collect();
    Ok(UserItemsGetResponse::new(items, state.request_id()))
}

pub(super) fn associate(
    state: &mut State,
    request: UserItemsAssociateRequest,
) -> Result<UserItemsAssociateResponse, Refusal> {
    let user = state
        .named_user(Some(request.user_id.as_str()), None)?
        .id
        .clone();
    all_known(state, &request.item_ids)?;
    for id in &request.item_ids {
        if let Some(item) = state.items.get_mut(id.as_str()) {
            item.user = Some(user.clone());
        }
    }
    Ok(UserItemsAssociateResponse::new(state.request_id()))
}

pub(super) fn remove_items(
    state: &mut State,
    request: UserItemsRemoveRequest,
) -> Result<UserItemsRemoveResponse, Refusal> {
    let (id, token) = named!(request);
    state.named_user(id, token)?;
    all_known(state, &request.item_ids)?;
    if !state.lapses(Lapse::ItemsOfUserStay) {
        for id in &request.item_ids {
            state.remove_item(id.as_str());
        }
    }
    Ok(UserItemsRemoveResponse::new(state.request_id()))
}

pub(super) fn create_token(
    state: &mut State,
    request: UserThirdPartyTokenCreateRequest,
) -> Result<UserThirdPartyTokenCreateResponse, Refusal> {
    let (id, token) = named!(request);
    state.named_user(id, token)?;
    let token = format!("third-party-user-sandbox-{}", state.fresh());
    state.third_party_tokens.insert(token.clone());
    Ok(UserThirdPartyTokenCreateResponse::new(
        state.request_id(),
        token.as_str(),
    ))
}

pub(super) fn remove_token(
    state: &mut State,
    request: UserThirdPartyTokenRemoveRequest,
) -> Result<UserThirdPartyTokenRemoveResponse, Refusal> {
    let token = request.third_party_user_token.expose();
    if !state.third_party_tokens.contains(token) {
        return Err(links::third_party());
    }
    if !state.lapses(Lapse::ThirdPartyTokenStays) {
        state.third_party_tokens.remove(token);
    }
    Ok(UserThirdPartyTokenRemoveResponse::new(
        true,
        state.request_id(),
    ))
}

fn all_known(state: &State, ids: &[ItemId]) -> Result<(), Refusal> {
    if ids.iter().all(|id| state.items.contains_key(id.as_str())) {
        return Ok(());
    }
    Err(Refusal::input(
        "INVALID_ITEM_ID",
        "one of the Items is not known",
    ))
}

fn items_of(state: &State, user: &str) -> Vec<String> {
    let items = state.items.values();
    let items = items.filter(|item| item.user.as_deref() == Some(user));
    items.map(|item| item.id.clone()).collect()
}
