//! Letting browsers of other origins in (the Fetch standard, CORS).

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, header};

/// The answer to the question whether a request may be sent.
pub(super) fn preflight(request: &Request<Bytes>) -> Option<Response<Bytes>> {
    let headers = request.headers();
    let method = headers.get(header::ACCESS_CONTROL_REQUEST_METHOD)?;
    if request.method() != Method::OPTIONS || !headers.contains_key(header::ORIGIN) {
        return None;
    }
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = StatusCode::NO_CONTENT;
    let answer = response.headers_mut();
    answer.insert(header::ACCESS_CONTROL_ALLOW_METHODS, method.clone());
    if let Some(wanted) = headers.get(header::ACCESS_CONTROL_REQUEST_HEADERS) {
        answer.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, wanted.clone());
    }
    answer.insert(
        header::ACCESS_CONTROL_MAX_AGE,
        HeaderValue::from_static("600"),
    );
    open(headers, answer);
    Some(response)
}

/// Lets the page that asked read the answer.
pub(super) fn allow(request: &Request<Bytes>, response: &mut Response<Bytes>) {
    if !request.headers().contains_key(header::ORIGIN) {
        return;
    }
    let names: Vec<_> = response
        .headers()
        .keys()
        .map(http::HeaderName::as_str)
        .collect();
    let names = HeaderValue::from_str(&names.join(", "));
    let answer = response.headers_mut();
    if let Ok(names) = names {
        answer.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, names);
    }
    open(request.headers(), answer);
}

/// The origin by name, since cookies are not sent to `*`.
fn open(request: &HeaderMap, answer: &mut HeaderMap) {
    if let Some(origin) = request.get(header::ORIGIN) {
        answer.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
        answer.insert(
            header::ACCESS_CONTROL_ALLOW_CREDENTIALS,
            HeaderValue::from_static("true"),
        );
        answer.append(header::VARY, HeaderValue::from_static("Origin"));
    }
}
