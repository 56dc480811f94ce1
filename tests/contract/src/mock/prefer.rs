//! What a request wishes for: the header `Prefer` (RFC 7240), with the names that Prism gave to its
//! wishes and two of its own.

use http::HeaderMap;

use super::config::Behaviour;
use super::fault::Fault;

/// Reads the wishes of a request: `code`, `example`, `dynamic`, `delay` and `fault`. Others are for
/// the API itself, and passed over.
///
/// # Errors
/// Says which wish cannot be understood.
pub(super) fn read(headers: &HeaderMap) -> Result<Behaviour, String> {
    let mut wishes = Behaviour::default();
    for value in headers.get_all("prefer") {
        let text = String::from_utf8_lossy(value.as_bytes());
        for wish in text.split([',', ';']) {
            let (name, value) = wish.split_once('=').unwrap_or((wish, ""));
            let value = value.trim().trim_matches('"');
            let number = || {
                let expected = "a whole number that is not negative";
                value
                    .parse::<u64>()
                    .map_err(|_| refused(name, value, expected))
            };
            match name.trim().to_ascii_lowercase().as_str() {
                "code" => {
                    let code = value.parse().ok().filter(|code| (200..600).contains(code));
                    let expected = "a status from 200 to 599";
                    wishes.status = Some(code.ok_or_else(|| refused(name, value, expected))?);
                }
                "example" => wishes.example = Some(value.to_owned()),
                "dynamic" => wishes.dynamic = Some(value.is_empty() || value == "true"),
                "delay" => wishes.delay = Some(number()?),
                "fault" => {
                    let expected = Fault::names();
                    let fault = Fault::named(value);
                    wishes.fault = Some(fault.ok_or_else(|| refused(name, value, &expected))?);
                }
                _ => {}
            }
        }
    }
    Ok(wishes)
}

fn refused(name: &str, value: &str, expected: &str) -> String {
    let name = name.trim();
    format!("header `Prefer`: `{name}` is `{value}`, expected {expected}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &'static str) -> Result<Behaviour, String> {
        let mut headers = HeaderMap::new();
        headers.insert("prefer", http::HeaderValue::from_static(text));
        read(&headers)
    }

    #[test]
    fn wishes_are_read() {
        let wishes = of("code=404, example=\"a b\"; dynamic=true, delay=20, return=minimal");
        let expected = Behaviour {
            status: Some(404),
            example: Some("a b".to_owned()),
            dynamic: Some(true),
            delay: Some(20),
            ..Behaviour::default()
        };
        assert_eq!(wishes, Ok(expected));
        assert!(of("code=teapot").unwrap_err().contains("teapot"));
        assert!(of("fault=earthquake").unwrap_err().contains("reset"));
    }
}
