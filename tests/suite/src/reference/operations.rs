//! Which handler answers which operation.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::refusal::Refusal;
use super::state::State;
use super::{institutions, items, links, sandbox, users};

macro_rules! operations {
    ($($id:literal => $handler:path,)+) => {
        /// Carries out an operation with a body that satisfies its schema; `None` where nothing
        /// answers it.
        pub(super) fn carry_out(
            state: &mut State,
            id: &str,
            body: Value,
        ) -> Option<Result<Value, Refusal>> {
            match id {
                $($id => Some(typed(state, body, $handler)),)+
                _ => None,
            }
        }
    };
}

operations! {
    "itemGet" => items::get,
    "itemRemove" => items::remove,
    "itemWebhookUpdate" => items::update_webhook,
    "itemAccessTokenInvalidate" => items::invalidate,
    "itemPublicTokenExchange" => items::exchange,
    "itemCreatePublicToken" => items::create_public_token,
    "itemImport" => items::import,
    "authGet" => items::auth,
    "accountsGet" => items::accounts,
    "webhookVerificationKeyGet" => items::verification_key,
    "institutionsGet" => institutions::get,
    "institutionsSearch" => institutions::search,
    "institutionsGetById" => institutions::get_by_id,
    "sandboxPublicTokenCreate" => sandbox::public_token,
    "sandboxItemFireWebhook" => sandbox::fire_webhook,
    "sandboxItemResetLogin" => sandbox::reset_login,
    "sandboxItemSetVerificationStatus" => sandbox::verification,
    "sandboxUserResetLogin" => sandbox::reset_user,
    "sandboxOauthSelectAccounts" => sandbox::select_accounts,
    "userCreate" => users::create,
    "userGet" => users::get,
    "userUpdate" => users::update,
    "userRemove" => users::remove,
    "userItemsGet" => users::items,
    "userItemsAssociate" => users::associate,
    "userItemsRemove" => users::remove_items,
    "userThirdPartyTokenCreate" => users::create_token,
    "userThirdPartyTokenRemove" => users::remove_token,
    "linkTokenCreate" => links::create,
    "linkTokenGet" => links::get,
    "linkOauthCorrelationIdExchange" => links::correlation,
    "sessionTokenCreate" => links::session,
    "linkDeliveryCreate" => links::deliver,
    "linkDeliveryGet" => links::delivery,
    "linkProfileEligibilityCheck" => links::eligibility,
}

fn typed<Q: DeserializeOwned, A: Serialize>(
    state: &mut State,
    body: Value,
    handler: fn(&mut State, Q) -> Result<A, Refusal>,
) -> Result<Value, Refusal> {
    let request = serde_json::from_value(body)
        .map_err(|error| Refusal::request("INVALID_FIELD", error.to_string()))?;
    let answer = handler(state, request)?;
    serde_json::to_value(answer).map_err(|error| {
        Refusal::new(
            500,
            "API_ERROR".into(),
            "INTERNAL_SERVER_ERROR",
            error.to_string(),
        )
    })
}
