//! Link tokens, and what is delivered with them.

#![allow(deprecated, reason = "every operation of the document is answered")]

use plaid_link::types::{
    LinkDeliveryCreateRequest, LinkDeliveryCreateResponse, LinkDeliveryGetRequest,
    LinkDeliveryGetResponse, LinkDeliverySessionStatus, LinkOAuthCorrelationIdExchangeRequest,
    LinkOAuthCorrelationIdExchangeResponse, LinkProfileEligibilityCheckRequest,
    LinkProfileEligibilityCheckResponse, LinkTokenCreateRequest, LinkTokenCreateResponse,
    LinkTokenGetMetadataResponse, LinkTokenGetRequest, LinkTokenGetResponse, NewUserId,
    SessionTokenCreateRequest, SessionTokenCreateResponse, SessionTokenCreateResponseLink,
    UserToken,
};

use super::LINK_CORRELATION_ID;
use super::faults::Lapse;
use super::refusal::Refusal;
use super::state::{Link, State, later, now};

const LIFETIME: i64 = 4 * 60 * 60;

pub(super) fn create(
    state: &mut State,
    request: LinkTokenCreateRequest,
) -> Result<LinkTokenCreateResponse, Refusal> {
    let tokens = request.access_token.as_ref().into_iter();
    for token in tokens.chain(request.access_tokens.iter().flatten()) {
        state.item(token.expose())?;
    }
    if let Some(token) = &request.third_party_user_token
        && !state.third_party_tokens.contains(token.expose())
    {
        return Err(third_party());
    }
    let user = state.user(
        request.user_id.as_ref().map(NewUserId::as_str),
        request.user_token.as_ref().map(UserToken::expose),
    )?;
    let user = user.map(|user| user.id.clone());
    let mut products = request.products.into_option().unwrap_or_default();
    if state.lapses(Lapse::ProductsLost) {
        products.truncate(1);
    }
    let mut metadata = LinkTokenGetMetadataResponse::new(
        Some(request.client_name),
        request.country_codes,
        products,
        Some(request.language),
        request.redirect_uri.map(String::from),
        request.webhook,
    );
    metadata.institution_data = request.institution_data;
    let token = match state.links.keys().next_back() {
        Some(last) if state.lapses(Lapse::SameLinkToken) => last.clone(),
        _ => format!("link-sandbox-{}", state.fresh()),
    };
    let expires = add(state, &token, metadata, user.clone());
    let mut answer = LinkTokenCreateResponse::new(expires, token.as_str(), state.request_id());
    if request.hosted_link.is_some() {
        let url = format!("https://secure.example/link/{}", state.fresh());
        answer.hosted_link_url = Some(url.as_str().into());
    }
    answer.user_id = user.as_deref().map(NewUserId::from);
    Ok(answer)
}

pub(super) fn get(
    state: &mut State,
    request: LinkTokenGetRequest,
) -> Result<LinkTokenGetResponse, Refusal> {
    let token = request.link_token.expose();
    let link = state.links.get(token).cloned().ok_or_else(link_token)?;
    let mut answer = LinkTokenGetResponse::new(
        Some(link.created),
        Some(link.expires),
        token,
        link.metadata,
        state.request_id(),
    );
    answer.user_id = link.user.as_deref().map(NewUserId::from);
    Ok(answer)
}

pub(super) fn correlation(
    state: &mut State,
    request: LinkOAuthCorrelationIdExchangeRequest,
) -> Result<LinkOAuthCorrelationIdExchangeResponse, Refusal> {
    if request.link_correlation_id.expose() != LINK_CORRELATION_ID {
        return Err(Refusal::input(
            "INVALID_LINK_CORRELATION_ID",
            "no OAuth flow has this correlation",
        ));
    }
    let token = format!("link-sandbox-{}", state.fresh());
    let metadata = blank();
    add(state, &token, metadata, None);
    Ok(LinkOAuthCorrelationIdExchangeResponse::new(
        token.as_str(),
        state.request_id(),
    ))
}

pub(super) fn session(
    state: &mut State,
    request: SessionTokenCreateRequest,
) -> Result<SessionTokenCreateResponse, Refusal> {
    let user = state.user(request.user_id.as_ref().map(NewUserId::as_str), None)?;
    let user = user.map(|user| user.id.clone());
    let token = format!("link-sandbox-{}", state.fresh());
    let mut metadata = blank();
    metadata.webhook = request.webhook;
    metadata.redirect_uri = request.redirect_uri.map(String::from);
    let expires = add(state, &token, metadata, user.clone());
    if state.lapses(Lapse::SessionTokenUnknown) {
        state.links.remove(&token);
    }
    let mut link = SessionTokenCreateResponseLink::new(expires, token.as_str());
    link.user_id = user.as_deref().map(NewUserId::from);
    let mut answer = SessionTokenCreateResponse::new(state.request_id());
    answer.link = Some(link);
    Ok(answer)
}

pub(super) fn deliver(
    state: &mut State,
    request: LinkDeliveryCreateRequest,
) -> Result<LinkDeliveryCreateResponse, Refusal> {
    if !state.links.contains_key(request.link_token.expose()) {
        return Err(link_token());
    }
    let session = state.fresh();
    state.deliveries.insert(session.clone(), now());
    let url = format!("https://deliver.example/{}", state.fresh());
    Ok(LinkDeliveryCreateResponse::new(
        session,
        url,
        state.request_id(),
    ))
}

pub(super) fn delivery(
    state: &mut State,
    request: LinkDeliveryGetRequest,
) -> Result<LinkDeliveryGetResponse, Refusal> {
    let created = state.deliveries.get(&request.link_delivery_session_id);
    let created = *created.ok_or_else(|| {
        Refusal::input(
            "INVALID_LINK_DELIVERY_SESSION_ID",
            "no delivery has this identifier",
        )
    })?;
    Ok(LinkDeliveryGetResponse::new(
        created,
        state.request_id(),
        LinkDeliverySessionStatus::Created,
    ))
}

pub(super) fn eligibility(
    state: &mut State,
    request: LinkProfileEligibilityCheckRequest,
) -> Result<LinkProfileEligibilityCheckResponse, Refusal> {
    let matches = request.user.phone_number.expose().starts_with('+');
    Ok(LinkProfileEligibilityCheckResponse::new(
        matches,
        state.request_id(),
    ))
}

/// No third-party token of that text is known.
pub(super) fn third_party() -> Refusal {
    Refusal::input(
        "INVALID_THIRD_PARTY_USER_TOKEN",
        "this third-party token is not known",
    )
}

fn link_token() -> Refusal {
    Refusal::input("INVALID_LINK_TOKEN", "this link token is not known")
}

fn blank() -> LinkTokenGetMetadataResponse {
    let nothing = Vec::<String>::new;
    LinkTokenGetMetadataResponse::new(None, nothing(), nothing(), None, None, None)
}

fn add(
    state: &mut State,
    token: &str,
    metadata: LinkTokenGetMetadataResponse,
    user: Option<String>,
) -> chrono::DateTime<chrono::FixedOffset> {
    let expires = later(LIFETIME);
    let link = Link {
        created: now(),
        expires,
        user,
        metadata,
    };
    state.links.insert(token.to_owned(), link);
    expires
}
