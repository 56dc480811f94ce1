//! The types of answers stay small: what is large in them stands behind a pointer.

use plaid_link::types::{LinkTokenCreateRequest, LinkTokenCreateResponse, LinkTokenGetResponse};

#[test]
fn an_answer_is_no_larger_than_a_few_hundred_bytes() {
    assert!(size_of::<LinkTokenGetResponse>() <= 400);
    assert!(size_of::<LinkTokenCreateResponse>() <= 400);
    // An operation hands its answer on together with what can go wrong.
    assert!(size_of::<Result<LinkTokenGetResponse, plaid_link::Error>>() <= 400);
}

#[test]
fn a_request_is_built_without_a_word_about_pointers() {
    use plaid_link::types::{CountryCode, LinkTokenCreateRequestUser};

    let user = LinkTokenCreateRequestUser::new("user-42");
    let request =
        LinkTokenCreateRequest::new("Acme", [CountryCode::Us], "en").with_user(user.clone());
    assert_eq!(request.user.as_deref(), Some(&user));
}
