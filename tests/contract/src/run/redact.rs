//! Takes secrets out of what is reported: the credentials of the run, wherever they stand.

use bytes::Bytes;
use http::{HeaderMap, header};

use super::settings::Settings;

/// What stands in the place of a secret.
const REDACTED: &str = "[redacted]";

/// Shorter credentials are no secrets, and stand in too many places by chance.
const SHORTEST: usize = 6;

/// Headers whose values are secrets, whatever they are.
const SECRET: [header::HeaderName; 4] = [
    header::AUTHORIZATION,
    header::PROXY_AUTHORIZATION,
    header::COOKIE,
    header::SET_COOKIE,
];

/// A text without the credentials.
pub(super) fn text(settings: &Settings, text: &str) -> String {
    let mut text = text.to_owned();
    for secret in secrets(settings) {
        if text.contains(secret) {
            text = text.replace(secret, REDACTED);
        }
    }
    text
}

/// Headers without the credentials.
pub(super) fn headers(settings: &Settings, headers: &HeaderMap) -> Vec<(String, String)> {
    let pairs = headers.iter().map(|(name, value)| {
        let value = if value.is_sensitive() || SECRET.contains(name) {
            REDACTED.to_owned()
        } else {
            text(settings, &String::from_utf8_lossy(value.as_bytes()))
        };
        (name.to_string(), value)
    });
    pairs.collect()
}

/// A body without the credentials.
pub(super) fn body(settings: &Settings, body: &Bytes) -> Bytes {
    match std::str::from_utf8(body) {
        Ok(whole) if secrets(settings).any(|secret| whole.contains(secret)) => {
            Bytes::from(text(settings, whole))
        }
        _ => body.clone(),
    }
}

fn secrets(settings: &Settings) -> impl Iterator<Item = &str> {
    let told = settings.credentials.values();
    let told = told.map(|credential| credential.0.as_str());
    told.filter(|secret| secret.len() >= SHORTEST)
}
