//! Which credentials are the right ones, where the settings say so.

use std::collections::BTreeMap;

use bytes::Bytes;
use http::Request;

use crate::api::{Api, Operation, query_pairs};
use crate::check::Check;
use crate::conform::{Fault, Part};

/// What is wrong with the credentials of a request: those that the settings name have to be the ones
/// that the settings give, in one of the alternatives of the operation.
pub(super) fn wrong(
    api: &Api,
    right: &BTreeMap<String, String>,
    operation: &Operation,
    request: &Request<Bytes>,
) -> Option<Fault> {
    let query: Vec<_> = query_pairs(request.uri().query().unwrap_or_default()).collect();
    let is_right = |name: &str| match (right.get(name), api.scheme(name)) {
        (Some(right), Some(scheme)) => {
            scheme.shown(request.headers(), &query).as_deref() == Some(right)
        }
        _ => true,
    };
    let mut alternatives = operation.security.iter();
    let is_open = operation.security.is_empty()
        || alternatives.any(|all| all.iter().all(|needed| is_right(&needed.scheme)));
    (!is_open).then(|| Fault {
        check: Check::RequestConformance,
        part: Part::Credentials,
        instance: String::new(),
        pointer: format!("{}/security", operation.pointer),
        keyword: "security".to_owned(),
        message: "the credentials are not the right ones".to_owned(),
    })
}
