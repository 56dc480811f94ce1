//! The URLs that open Link, and those by which it answers.

use plaid_link::link_urls::{
    LegacyWebviewUrl, LinkUrlError, OAuthReturn, Parameters, Redirect, RedirectKind, WebviewUrl,
    hosted_link_session, hosted_link_url,
};
use plaid_link::types::{
    HostedLinkUrl, LinkExitStatus, LinkOnEventName, LinkToken, PlaidErrorCode, PublicToken,
};
use proptest::prelude::*;

#[test]
fn a_web_view_opens_with_a_token() {
    let token = LinkToken::from("link-sandbox-canary 1");
    let url = WebviewUrl::new(&token);
    let plain = "https://cdn.plaid.com/link/v2/stable/link.html\
                 ?isWebview=true&token=link-sandbox-canary%201";
    assert_eq!(url.url().expose(), plain);
    let url = url.received_redirect_uri("https://a.example/b?c=d&oauth_state_id=e");
    let resumed = "&receivedRedirectUri=https%3A%2F%2Fa.example%2Fb%3Fc%3Dd%26oauth_state_id%3De";
    assert_eq!(url.url().expose(), &format!("{plain}{resumed}"));
    assert!(!format!("{url:?} {:?}", url.url()).contains("canary"));
}

#[test]
fn the_former_web_view_opens_with_a_key() {
    let url = LegacyWebviewUrl::new("test_key", "tartan", "connect", "Plaid Demo")
        .select_account()
        .webhook("https://a.example/?b")
        .token(&PublicToken::from("test,chase,connected"))
        .parameter("brandNew", "&=");
    let expected = "https://cdn.plaid.com/link/v2/stable/link.html\
                    ?isWebview=true&key=test_key&env=tartan&product=connect\
                    &clientName=Plaid%20Demo&selectAccount=true\
                    &webhook=https%3A%2F%2Fa.example%2F%3Fb\
                    &token=test%2Cchase%2Cconnected&brandNew=%26%3D";
    assert_eq!(url.url().expose(), expected);
}

#[test]
fn the_url_of_a_hosted_session_is_made_and_taken_apart() {
    let url = hosted_link_url("canary-0aB_9").unwrap();
    assert_eq!(url.expose(), "https://secure.plaid.com/hl/canary-0aB_9");
    for form in ["hl", "link"] {
        let url = HostedLinkUrl::from(format!("https://secure.plaid.com/{form}/canary-1?x=y#z"));
        let session = hosted_link_session(&url).unwrap();
        assert_eq!(*session.expose(), "canary-1");
        assert!(!format!("{session:?}").contains("canary"));
    }
    for other in [
        "",
        "https://secure.plaid.com/",
        "https://secure.plaid.com/hl/",
        "https://secure.plaid.com/hl/a/b",
        "https://secure.plaid.com/other/a",
        "https://secure.plaid.com.example/hl/a",
        "http://secure.plaid.com/hl/a",
    ] {
        let url = HostedLinkUrl::from(other.to_owned());
        assert_eq!(
            hosted_link_session(&url),
            Err(LinkUrlError::NotHosted),
            "{other}"
        );
    }
    for session in ["", "a b", "a/b", "../a", "a?b", "\u{e9}"] {
        assert_eq!(
            hosted_link_url(session),
            Err(LinkUrlError::NotHosted),
            "{session}"
        );
    }
}

#[test]
fn the_redirect_of_2016_is_read() {
    let redirect = Redirect::parse(
        "plaidlink://connected?public_token=canary%2Cchase%2Cconnected&account_id=a1\
         &account_name=Plaid%20Savings&institution_type=chase&institution_name=Chase",
    )
    .unwrap();
    assert!(!format!("{redirect:?}").contains("canary"));
    let RedirectKind::Connected(connected) = &redirect.kind else {
        panic!("{redirect:?}");
    };
    assert_eq!(
        connected.public_token.as_ref().unwrap().expose(),
        "canary,chase,connected"
    );
    assert_eq!(connected.account_name.as_deref(), Some("Plaid Savings"));
    assert_eq!(connected.accounts, None);
    #[expect(deprecated, reason = "it is the form of 2016")]
    let institution = connected.institution_type.as_deref();
    assert_eq!(institution, Some("chase"));

    let redirect = Redirect::parse(
        "plaidlink://exit?status=requires_code&error_code=&error_message=\
         &institution_type=chase&institution_name=Chase&link_request_id=l1\
         &plaid_api_request_id=p1",
    );
    let RedirectKind::Exit(exit) = redirect.unwrap().kind else {
        panic!("it is an exit");
    };
    assert_eq!(exit.status.as_ref(), Some(&LinkExitStatus::RequiresCode));
    assert_eq!(exit.error_code, None);
}

#[test]
fn the_redirects_of_today_are_read() {
    let redirect = Redirect::parse(
        "plaidlink://connected?public_token=public-sandbox-1&institution_id=ins_1\
         &institution_name=A%2BB+Bank&accounts=%5B%7B%22_id%22%3A%22a1%22%2C%22meta%22%3A%7B\
         %22name%22%3A%22Checking%22%2C%22number%22%3A%220000%22%7D%2C%22type%22%3A\
         %22depository%22%2C%22subtype%22%3A%22checking%22%2C%22new%22%3A1%7D%5D\
         &transfer_status=&link_session_id=s1",
    )
    .unwrap();
    let RedirectKind::Connected(connected) = &redirect.kind else {
        panic!("{redirect:?}");
    };
    assert_eq!(connected.institution_name.as_deref(), Some("A+B Bank"));
    let accounts = connected.accounts.as_deref().unwrap();
    assert_eq!(accounts[0].id, "a1");
    let new = accounts[0].additional_properties.get("new");
    assert_eq!(new, Some(&1.into()));
    assert_eq!(connected.transfer_status.as_ref(), None);

    let redirect = Redirect::parse(
        "plaidlink://exit?status=&error_type=ITEM_ERROR&error_code=INVALID_MFA\
         &error_display_message=No%21&request_id=r1&brand_new=1&brand_new=2&brand_new=",
    )
    .unwrap();
    let RedirectKind::Exit(exit) = &redirect.kind else {
        panic!("{redirect:?}");
    };
    assert_eq!(exit.error_code, Some(PlaidErrorCode::InvalidMfa));
    assert_eq!(exit.status.as_ref(), None);
    assert_eq!(exit.error_display_message.as_deref(), Some("No!"));
    let new = exit.additional_properties.get("brand_new");
    assert_eq!(new, Some(&"1".into()));
    let all: Vec<&str> = redirect.parameters.all("brand_new").collect();
    assert_eq!(all, ["1", "2", ""]);

    let redirect = Redirect::parse(
        "PlaidLink://EVENT/?event_name=OPEN_OAUTH&view_name=&error_code=&timestamp=t#fragment",
    )
    .unwrap();
    let RedirectKind::Event(event) = &redirect.kind else {
        panic!("{redirect:?}");
    };
    assert_eq!(event.event_name, LinkOnEventName::OpenOauth);
    assert_eq!(event.error_code, None);
    assert_eq!(redirect.parameters.get("error_code"), Some(""));
}

#[test]
fn a_redirect_of_another_kind_is_kept() {
    let url = "plaidlink://brand-new?a=1&b&a=%20";
    let redirect = Redirect::parse(url).unwrap();
    let host = "brand-new".to_owned();
    assert_eq!(redirect.kind, RedirectKind::Unlisted { host });
    assert_eq!(
        redirect.to_url().expose(),
        "plaidlink://brand-new?a=1&b=&a=%20"
    );
    let pairs: Vec<_> = redirect.parameters.iter().collect();
    assert_eq!(pairs, [("a", "1"), ("b", ""), ("a", " ")]);
}

#[test]
fn what_is_malformed_is_told_apart() {
    for (url, error) in [
        ("", LinkUrlError::NotARedirect),
        ("plaidlink:/", LinkUrlError::NotARedirect),
        ("plaidlink://", LinkUrlError::NotARedirect),
        ("plaidlink://?a=b", LinkUrlError::NotARedirect),
        ("plaidlink://a b", LinkUrlError::NotARedirect),
        (
            "https://a.example/connected?public_token=x",
            LinkUrlError::NotARedirect,
        ),
        ("plaidlinkx://connected", LinkUrlError::NotARedirect),
        (
            "plaidlink://exit?a=b&c=%",
            LinkUrlError::Encoding { index: 1 },
        ),
        ("plaidlink://exit?%4=b", LinkUrlError::Encoding { index: 0 }),
        (
            "plaidlink://exit?a=%zz",
            LinkUrlError::Encoding { index: 0 },
        ),
        (
            "plaidlink://exit?a=%C3%28",
            LinkUrlError::Encoding { index: 0 },
        ),
        (
            "plaidlink://exit?a=%+1",
            LinkUrlError::Encoding { index: 0 },
        ),
        ("plaidlink://connected?accounts=%5B", LinkUrlError::Accounts),
    ] {
        assert_eq!(Redirect::parse(url), Err(error), "{url}");
    }
    for url in [
        "plaidlink://event",
        "plaidlink://event?event_name=",
        "plaidlink://connected?accounts=canary-",
        "plaidlink://connected?accounts=%7B%7D",
        "plaidlink://connected?accounts=%5B%22canary-%22%5D",
    ] {
        let error = Redirect::parse(url).unwrap_err();
        assert!(matches!(
            error,
            LinkUrlError::Mismatch(_) | LinkUrlError::Accounts
        ));
        assert!(!format!("{error} {error:?}").contains("canary-"));
    }
}

#[test]
fn a_return_from_an_institution_is_read() {
    let url = "https://a.example/back?mine=1&oauth_state_id=canary-1&link_correlation_id=canary-2";
    let back = OAuthReturn::parse(url).unwrap();
    assert_eq!(back.state.oauth_state_id.expose(), "canary-1");
    let correlation = back.state.link_correlation_id.as_ref().unwrap();
    assert_eq!(correlation.expose(), "canary-2");
    assert_eq!(back.parameters.get("mine"), Some("1"));
    assert_eq!(back.received_redirect_uri().expose(), url);
    assert!(!format!("{back:?}").contains("canary-"));
    for url in [
        "",
        "https://a.example/",
        "https://a.example/?oauth_state_id=",
        "x?y#?oauth_state_id=1",
    ] {
        assert_eq!(
            OAuthReturn::parse(url),
            Err(LinkUrlError::NotAReturn),
            "{url}"
        );
    }
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in any::<String>(), host in "connected|exit|event|[a-z]{0,3}") {
        let _ = Redirect::parse(&text);
        let _ = OAuthReturn::parse(&text);
        let _ = Parameters::parse(&text);
        let _ = Redirect::parse(&format!("plaidlink://{host}?{text}"));
        let _ = Redirect::parse(&format!("plaidlink://{host}?accounts={text}"));
        let _ = hosted_link_session(&HostedLinkUrl::from(text));
    }

    #[test]
    fn parameters_come_back_as_they_were(
        pairs in prop::collection::vec((any::<String>(), any::<String>()), 0..8),
    ) {
        // A pair of nothing is no pair.
        let pairs = pairs.into_iter().filter(|(name, value)| !(name.is_empty() && value.is_empty()));
        let parameters: Parameters = pairs.collect();
        let query = parameters.to_query();
        prop_assert!(query.expose().is_ascii());
        prop_assert_eq!(Parameters::parse(query.expose()).unwrap(), parameters);
    }

    #[test]
    fn redirects_come_back_as_they_were(
        host in "exit|connected|[a-d]{1,5}",
        names in prop::collection::vec("status|error_code|x|y|\\PC{1,4}", 0..6),
        value in any::<String>(),
    ) {
        let parameters: Parameters = names.iter().map(|name| (name.as_str(), value.as_str())).collect();
        let url = format!("plaidlink://{host}?{}", parameters.to_query().expose());
        let redirect = Redirect::parse(&url).unwrap();
        prop_assert_eq!(&redirect.parameters, &parameters);
        let again = redirect.to_url();
        prop_assert_eq!(again.expose(), &url);
        prop_assert_eq!(Redirect::parse(again.expose()).unwrap(), redirect);
    }
}
