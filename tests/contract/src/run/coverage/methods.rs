//! Methods that the document does not list for a path.

use http::Method;

use super::super::base::minimal;
use super::super::case::{Body, Break, Case, Focus, Intent};
use super::super::lane::Lane;
use crate::api::Route;
use crate::check::Check;
use crate::finding::Phase;

/// Methods that servers do not answer by themselves, unlike `HEAD`, `OPTIONS` and `TRACE`.
const METHODS: [Method; 5] = [
    Method::GET,
    Method::PUT,
    Method::POST,
    Method::DELETE,
    Method::PATCH,
];

pub(super) async fn run(lane: &mut Lane<'_, '_>) {
    let api = lane.context.api;
    let operation = &api.operations[lane.operation];
    let first = api
        .operations
        .iter()
        .position(|other| other.path == operation.path);
    if first != Some(lane.operation) {
        return;
    }
    let Ok(base) = minimal(lane.context, lane.operation, Phase::Coverage) else {
        return;
    };
    for method in METHODS {
        let case = Case {
            label: format!("the method {method}"),
            body: Body::None,
            method: Some(method.clone()),
            focus: Some(Focus {
                pointer: operation.pointer.clone(),
                cause: method.to_string(),
                ..Focus::default()
            }),
            intent: Intent::Invalid(Break {
                check: Check::UnsupportedMethod,
                pointer: operation.pointer.clone(),
                cause: method.to_string(),
                what: format!("the method {method}, which the document does not list"),
                usual: &[405],
            }),
            ..base.clone()
        };
        let Ok(request) = case.request(api, lane.context.settings) else {
            continue;
        };
        let base_path = lane.context.settings.base_url.path().trim_end_matches('/');
        let path = request.uri().path().strip_prefix(base_path);
        let route = path.map(|path| api.router.find(&method, path));
        if matches!(route, Some(Route::OtherMethod(_))) {
            lane.run(case, request).await;
        }
    }
}
