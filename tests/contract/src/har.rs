//! HTTP Archives: recorded traffic, read and written.

use std::time::{Duration, SystemTime};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use chrono::{DateTime, SecondsFormat, Utc};
use har::v1_2::{
    Content, Creator, Entries, Headers, Log, PostData, QueryString, Request, Response, Timings,
};
use har::{Har, Spec};
use serde_json::Value;

use crate::api::query_pairs;
use crate::finding::{Exchange, Received, Sent, content_type};

/// Reads the exchanges of an archive, version 1.2 or 1.3.
///
/// # Errors
/// Says what is wrong with the text.
pub fn read(text: &str) -> Result<Vec<Exchange>, String> {
    let mut tree: Value = serde_json::from_str(text.trim_start_matches('\u{feff}'))
        .map_err(|error| format!("it is no JSON: {error}"))?;
    // What 1.3 adds is of no use here, and all that is has the form of 1.2.
    if let Some(version) = tree.pointer_mut("/log/version")
        && version == "1.3"
    {
        *version = Value::from("1.2");
    }
    let text = tree.to_string();
    let archive = har::from_str(&text).map_err(|error| {
        let cause = std::error::Error::source(&error).map(|cause| format!(": {cause}"));
        format!(
            "it is no HTTP Archive: {error}{}",
            cause.unwrap_or_default()
        )
    })?;
    match archive.log {
        Spec::V1_2(log) => Ok(log.entries.into_iter().map(exchange).collect()),
        Spec::V1_3(_) => Err("it is an HTTP Archive of an unknown version".to_owned()),
    }
}

fn exchange(entry: Entries) -> Exchange {
    let request = entry.request;
    let response = entry.response;
    let content = response.content;
    let text = content.text.unwrap_or_default();
    let body = match content.encoding.as_deref() {
        Some("base64") => STANDARD
            .decode(&text)
            .map_or_else(|_| Bytes::from(text), Bytes::from),
        _ => Bytes::from(text),
    };
    Exchange {
        request: Sent {
            method: request.method,
            url: request.url,
            headers: fields(request.headers),
            body: request.post_data.map(posted).unwrap_or_default(),
        },
        // A browser writes status 0 where no answer came.
        response: u16::try_from(response.status)
            .ok()
            .filter(|status| *status > 0)
            .map(|status| Received {
                status,
                headers: fields(response.headers),
                body,
            }),
        started: DateTime::parse_from_rfc3339(&entry.started_date_time)
            .ok()
            .map(SystemTime::from),
        time: Duration::try_from_secs_f64(entry.time / 1000.0).unwrap_or_default(),
    }
}

fn posted(data: PostData) -> Bytes {
    match (data.text, data.params) {
        (Some(text), _) if !text.is_empty() => Bytes::from(text),
        (_, Some(params)) => {
            let pairs = params
                .into_iter()
                .map(|param| format!("{}={}", param.name, param.value.unwrap_or_default()));
            Bytes::from(pairs.collect::<Vec<_>>().join("&"))
        }
        (text, None) => Bytes::from(text.unwrap_or_default()),
    }
}

/// The header fields, without the pseudo-headers of HTTP/2.
fn fields(headers: Vec<Headers>) -> Vec<(String, String)> {
    let headers = headers
        .into_iter()
        .filter(|header| !header.name.starts_with(':'));
    headers.map(|header| (header.name, header.value)).collect()
}

/// Writes exchanges as an archive of version 1.2; each has the comment that goes with it.
///
/// # Errors
/// The archive cannot be written as JSON.
pub fn write<'e>(
    exchanges: impl Iterator<Item = (&'e Exchange, Option<String>)>,
) -> Result<String, String> {
    let log = Log {
        creator: Creator {
            name: "specwright-contract".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            comment: None,
        },
        entries: exchanges
            .map(|(exchange, comment)| entry(exchange, comment))
            .collect(),
        ..Log::default()
    };
    let archive = Har {
        log: Spec::V1_2(log),
    };
    har::to_json(&archive).map_err(|error| error.to_string())
}

fn entry(exchange: &Exchange, comment: Option<String>) -> Entries {
    let time = exchange.time.as_secs_f64() * 1000.0;
    let started = DateTime::<Utc>::from(exchange.started.unwrap_or(SystemTime::UNIX_EPOCH));
    Entries {
        started_date_time: started.to_rfc3339_opts(SecondsFormat::Millis, true),
        time,
        request: request(&exchange.request),
        response: exchange
            .response
            .as_ref()
            .map_or_else(no_response, response),
        timings: Timings {
            wait: time,
            ..Timings::default()
        },
        comment,
        ..Entries::default()
    }
}

fn request(sent: &Sent) -> Request {
    let (_, query) = sent.url.split_once('?').unwrap_or_default();
    let pairs = query_pairs(query).map(|(name, value)| QueryString {
        name,
        value,
        comment: None,
    });
    Request {
        method: sent.method.clone(),
        url: sent.url.clone(),
        http_version: "HTTP/1.1".to_owned(),
        headers: headers(&sent.headers),
        query_string: pairs.collect(),
        post_data: (!sent.body.is_empty()).then(|| PostData {
            mime_type: content_type(&sent.headers).to_owned(),
            text: Some(String::from_utf8_lossy(&sent.body).into_owned()),
            ..PostData::default()
        }),
        headers_size: -1,
        body_size: size(&sent.body),
        ..Request::default()
    }
}

fn response(received: &Received) -> Response {
    let (text, encoding) = match std::str::from_utf8(&received.body) {
        Ok(text) => (text.to_owned(), None),
        Err(_) => (STANDARD.encode(&received.body), Some("base64".to_owned())),
    };
    let status = http::StatusCode::from_u16(received.status).ok();
    Response {
        status: i64::from(received.status),
        status_text: status
            .and_then(|status| status.canonical_reason())
            .unwrap_or_default()
            .to_owned(),
        http_version: "HTTP/1.1".to_owned(),
        headers: headers(&received.headers),
        content: Content {
            size: size(&received.body),
            mime_type: Some(content_type(&received.headers).to_owned()),
            text: Some(text),
            encoding,
            ..Content::default()
        },
        redirect_url: Some(String::new()),
        headers_size: -1,
        body_size: size(&received.body),
        ..Response::default()
    }
}

fn no_response() -> Response {
    Response {
        redirect_url: Some(String::new()),
        headers_size: -1,
        body_size: -1,
        ..Response::default()
    }
}

fn headers(headers: &[(String, String)]) -> Vec<Headers> {
    let headers = headers.iter().map(|(name, value)| Headers {
        name: name.clone(),
        value: value.clone(),
        comment: None,
    });
    headers.collect()
}

fn size(body: &Bytes) -> i64 {
    i64::try_from(body.len()).unwrap_or(-1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let exchange = Exchange {
            request: Sent {
                method: "POST".to_owned(),
                url: "http://a.example/b?c=d%20e".to_owned(),
                headers: vec![("content-type".to_owned(), "application/json".to_owned())],
                body: Bytes::from(r#"{"a":"ü"}"#),
            },
            response: Some(Received {
                status: 201,
                headers: vec![("x-a".to_owned(), "1".to_owned())],
                body: Bytes::from_static(b"\xff\x00"),
            }),
            started: Some(SystemTime::UNIX_EPOCH + Duration::from_millis(1500)),
            time: Duration::from_millis(12),
        };
        let text = write([(&exchange, None)].into_iter()).unwrap();
        let read = read(&text).unwrap();
        assert_eq!(format!("{read:?}"), format!("{:?}", [exchange]));
    }

    #[test]
    fn what_is_no_archive_is_said() {
        assert!(read("").unwrap_err().contains("no JSON"));
        assert!(read("{}").unwrap_err().contains("log"));
        let entry =
            r#"{"log":{"version":"1.2","creator":{"name":"","version":""},"entries":[{}]}}"#;
        assert!(read(entry).unwrap_err().contains("missing field"));
    }
}
