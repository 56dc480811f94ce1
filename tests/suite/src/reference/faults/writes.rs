//! What is remembered, forgotten and confused.

use super::Effect::Lapse as Forget;
use super::{Lapse, faults};

faults! {
    "webhook_update_lost": "A new URL is answered with, and not kept.",
        at "POST /item/webhook/update", found as [WrittenIsRead at "POST /item/get"]
        => Forget(Lapse::WebhookUpdateLost);
    "user_update_lost": "The update of a user is not kept.",
        at "POST /user/update", found as [WrittenIsRead at "POST /user/get"]
        => Forget(Lapse::UserUpdateLost);
    "emails_lost": "One member of the update of a user is not kept.",
        at "POST /user/update", found as [WrittenIsRead at "POST /user/get"]
        => Forget(Lapse::EmailsLost);
    "products_lost": "Of several products only the first is kept.",
        at "POST /link/token/create", found as [WrittenIsRead at "POST /link/token/get"]
        => Forget(Lapse::ProductsLost);
    "public_token_twice": "A public token can be exchanged again.",
        at "POST /item/public_token/exchange", found as [SingleUse]
        => Forget(Lapse::PublicTokenWorksTwice);
    "invalidated_token_works": "An access token works after it was invalidated.",
        at "POST /item/access_token/invalidate",
        found as [UseAfterFree at "POST /item/get"]
        => Forget(Lapse::InvalidatedTokenWorks);
    "removed_item_readable": "An Item can be read after it was removed.",
        at "POST /item/remove", found as [UseAfterFree at "POST /item/get"]
        => Forget(Lapse::RemovedItemReadable);
    "removed_user_readable": "A user can be read after it was removed.",
        at "POST /user/remove", found as [UseAfterFree at "POST /user/get"]
        => Forget(Lapse::RemovedUserReadable);
    "items_of_user_stay": "The Items of a user work after they were removed.",
        at "POST /user/items/remove", found as [UseAfterFree at "POST /item/get"]
        => Forget(Lapse::ItemsOfUserStay);
    "third_party_token_stays": "A third-party token can be removed again and again.",
        at "POST /user/third_party_token/remove", found as [SingleUse, UseAfterFree]
        => Forget(Lapse::ThirdPartyTokenStays);
    "same_link_token": "All link tokens are the same.",
        at "POST /link/token/create", found as [DistinctCreations]
        => Forget(Lapse::SameLinkToken);
    "same_public_token": "All public tokens are the same.",
        at "POST /sandbox/public_token/create",
        found as [DistinctCreations, DistinctCreations at "POST /item/public_token/create"]
        => Forget(Lapse::SamePublicToken);
    "session_token_unknown": "The link token of a session that was just created is not known.",
        at "POST /session/token/create",
        found as [EnsureResourceAvailability at "POST /link/token/get"]
        => Forget(Lapse::SessionTokenUnknown);
    "any_access_token": "An access token that was never given opens an Item.",
        at "POST /item/get", found as [BrokenChain]
        => Forget(Lapse::AnyAccessToken);
    "another_kind_of_token": "A public token is taken for an access token.",
        at "POST /item/get", found as [BrokenChain]
        => Forget(Lapse::AnotherKindOfToken);
    "any_account": "An account that is not the Item's is accepted.",
        at "POST /sandbox/item/set_verification_status", found as [BrokenChain]
        => Forget(Lapse::AnyAccount);
    "another_item": "The accounts of one Item are shown with another Item.",
        at "POST /accounts/get", found as [WrittenIsRead]
        => Forget(Lapse::AnotherItem);
}
