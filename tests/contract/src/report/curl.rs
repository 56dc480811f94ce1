//! A request as a command line.

use std::fmt::Write as _;

use crate::finding::Sent;

/// The `curl` command that sends the request again.
#[must_use]
pub fn curl(sent: &Sent) -> String {
    let mut command = format!("curl --request {} {}", sent.method, quoted(&sent.url));
    for (name, value) in &sent.headers {
        if name.eq_ignore_ascii_case("content-length") || name.eq_ignore_ascii_case("host") {
            continue;
        }
        // A header without a value is sent only where a semicolon stands in its place.
        let field = if value.is_empty() {
            format!("{name};")
        } else {
            format!("{name}: {value}")
        };
        let _ = write!(command, " \\\n  --header {}", quoted(&field));
    }
    if sent.body.is_empty() {
        return command;
    }
    match std::str::from_utf8(&sent.body) {
        Ok(text) if !text.contains('\0') => {
            let _ = write!(command, " \\\n  --data-raw {}", quoted(text));
            command
        }
        _ => {
            let escaped: String = sent
                .body
                .iter()
                .map(|byte| format!("\\{byte:03o}"))
                .collect();
            format!("printf '{escaped}' | {command} \\\n  --data-binary @-")
        }
    }
}

/// A word of a shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;

    fn sent(body: &'static [u8]) -> Sent {
        Sent {
            method: "POST".to_owned(),
            url: "http://a.example/it's".to_owned(),
            headers: vec![
                ("X-A".to_owned(), "1".to_owned()),
                ("X-B".to_owned(), String::new()),
            ],
            body: Bytes::from_static(body),
        }
    }

    #[test]
    fn commands_are_quoted() {
        assert_eq!(
            curl(&sent(b"{\"a\":'b'}")),
            "curl --request POST 'http://a.example/it'\\''s' \\\n  --header 'X-A: 1' \\\n  \
             --header 'X-B;' \\\n  --data-raw '{\"a\":'\\''b'\\''}'"
        );
        assert!(curl(&sent(b"\xff")).starts_with("printf '\\377' | curl "));
    }
}
