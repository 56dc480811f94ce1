//! Operations as generated code would declare them.

use std::collections::BTreeMap;

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use specwright_runtime::runtime::client::{
    Binary, Empty, Json, Maybe, Operation, OperationInfo, Scheme, SchemeKind, Text, Undeclared,
};
use specwright_runtime::runtime::{Rule, Validate, Validator};

pub(crate) const CLIENT_ID: Scheme = Scheme {
    name: "clientId",
    kind: SchemeKind::ApiKeyHeader("PLAID-CLIENT-ID"),
};
pub(crate) const SECRET: Scheme = Scheme {
    name: "secret",
    kind: SchemeKind::ApiKeyHeader("PLAID-SECRET"),
};
pub(crate) const QUERY_KEY: Scheme = Scheme {
    name: "queryKey",
    kind: SchemeKind::ApiKeyQuery("api key"),
};
pub(crate) const COOKIE_KEY: Scheme = Scheme {
    name: "cookieKey",
    kind: SchemeKind::ApiKeyCookie("session"),
};
pub(crate) const BASIC: Scheme = Scheme {
    name: "basic",
    kind: SchemeKind::Basic,
};
pub(crate) const DIGEST: Scheme = Scheme {
    name: "digest",
    kind: SchemeKind::Authorization,
};
pub(crate) const CERTIFICATE: Scheme = Scheme {
    name: "certificate",
    kind: SchemeKind::MutualTls,
};
pub(crate) const BEARER: Scheme = Scheme {
    name: "bearer",
    kind: SchemeKind::Bearer,
};

#[derive(Debug, Serialize)]
pub(crate) struct TokenRequest {
    pub(crate) client_name: String,
    pub(crate) language: String,
}

impl TokenRequest {
    pub(crate) fn sample() -> Self {
        Self {
            client_name: "Acme".to_owned(),
            language: "en".to_owned(),
        }
    }
}

impl Validate for TokenRequest {
    fn check(&self, validator: &mut Validator) {
        validator.member("client_name", &self.client_name, &[Rule::MaxLength(5)]);
        validator.member("language", &self.language, &[Rule::MinLength(2)]);
    }
}

#[derive(Debug, Deserialize, PartialEq)]
pub(crate) struct TokenResponse {
    pub(crate) token: String,
    #[serde(default)]
    pub(crate) accounts: Vec<Account>,
    #[serde(default)]
    pub(crate) limits: BTreeMap<String, u32>,
}

#[derive(Debug, Deserialize, PartialEq)]
pub(crate) struct Account {
    pub(crate) balance: f64,
}

#[derive(Deserialize)]
pub(crate) struct ApiRefusal {
    pub(crate) error_code: String,
}

/// Shows the code only, as generated types show no marked fields.
impl std::fmt::Debug for ApiRefusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ApiRefusal").finish_non_exhaustive()
    }
}

macro_rules! operation {
    ($name:ident $id:literal $method:literal $path:literal $security:expr, $response:ty as $body:ty, $error:ty $(, $server:literal)?) => {
        pub(crate) struct $name;

        impl Operation for $name {
            const INFO: OperationInfo = OperationInfo::new($id, $method, $path);
            $(const SERVER: Option<&'static str> = Some($server);)?
            const SECURITY: Option<&'static [&'static [Scheme]]> = Some($security);
            type Response = $response;
            type Body = $body;
            type Error = $error;
            type ErrorBody = Json;
        }
    };
}

operation!(TokenCreate "tokenCreate" "POST" "/token/create" &[&[CLIENT_ID, SECRET]], TokenResponse as Json, ApiRefusal);
operation!(MaybeToken "maybeToken" "POST" "/token/maybe" &[], Option<TokenResponse> as Json, ApiRefusal);
operation!(TokenOrNothing "tokenOrNothing" "POST" "/token/later" &[], Option<TokenResponse> as Maybe<Json>, ApiRefusal);
operation!(ItemGet "itemGet" "GET" "/items/{item id}/parts/{part}.json" &[], serde_json::Value as Json, Undeclared);
operation!(ItemDelete "itemDelete" "DELETE" "/items/{id}" &[], () as Empty, Undeclared);
operation!(ReportPdf "reportPdf" "GET" "/report" &[], Bytes as Binary, Undeclared);
operation!(ReportText "reportText" "GET" "/report" &[], String as Text, Undeclared);
operation!(Either "either" "GET" "/either" &[&[CLIENT_ID, SECRET], &[BEARER], &[QUERY_KEY]], () as Empty, Undeclared);
operation!(OptionalKey "optionalKey" "GET" "/optional" &[&[BEARER], &[]], () as Empty, Undeclared);
operation!(BasicOnly "basicOnly" "GET" "/basic" &[&[BASIC, COOKIE_KEY]], () as Empty, Undeclared);
operation!(KeyLast "keyLast" "GET" "/optional" &[&[], &[BEARER]], () as Empty, Undeclared);
operation!(Digest "digest" "GET" "/digest" &[&[DIGEST]], () as Empty, Undeclared);
operation!(Certified "certified" "GET" "/certified" &[&[CERTIFICATE, BEARER], &[CERTIFICATE, SECRET]], () as Empty, Undeclared);
operation!(CertifiedOnly "certifiedOnly" "GET" "/certified" &[&[CERTIFICATE]], () as Empty, Undeclared);
operation!(OnServer "onServer" "GET" "/files" &[], () as Empty, Undeclared, "https://uploads.test/base");
operation!(OnPath "onPath" "GET" "/files" &[], () as Empty, Undeclared, "/v2");
operation!(WithQuery "withQuery" "GET" "/drafts?beta=true" &[], () as Empty, Undeclared);

/// An operation whose calls may carry a key of idempotency.
pub(crate) struct Order;

impl Operation for Order {
    const INFO: OperationInfo = OperationInfo::new("order", "POST", "/orders");
    const SECURITY: Option<&'static [&'static [Scheme]]> = Some(&[&[CLIENT_ID, SECRET]]);
    const IDEMPOTENCY_KEY: Option<&'static str> = Some("Idempotency-Key");
    type Response = ();
    type Body = Empty;
    type Error = Undeclared;
    type ErrorBody = Json;
}

/// An operation that only reads, whatever its method.
pub(crate) struct Search;

impl Operation for Search {
    const INFO: OperationInfo = OperationInfo::new("search", "POST", "/items/{kind}/search");
    const SECURITY: Option<&'static [&'static [Scheme]]> = Some(&[&[QUERY_KEY]]);
    const REPEATABLE: bool = true;
    type Response = serde_json::Value;
    type Body = Json;
    type Error = Undeclared;
    type ErrorBody = Json;
}

/// An operation that gives a redirect, in a media type of its own.
pub(crate) struct Download;

impl Operation for Download {
    const INFO: OperationInfo = OperationInfo::new("download", "GET", "/download");
    const ACCEPT: &'static str = "application/zip";
    const REDIRECTS: bool = true;
    type Response = ();
    type Body = Empty;
    type Error = Undeclared;
    type ErrorBody = Json;
}
