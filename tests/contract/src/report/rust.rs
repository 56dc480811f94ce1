//! A finding as a test in Rust, with the types of the generated crate.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use heck::ToSnakeCase as _;
use specwright::ir::{BodyKind, Type};

use crate::check::Check;
use crate::document::Document;
use crate::finding::{Exchange, Finding};

/// The names of a generated crate, by the label of the operation.
#[derive(Clone, Debug, Default)]
pub struct RustNames {
    package: String,
    operations: BTreeMap<String, Names>,
}

#[derive(Clone, Debug)]
struct Names {
    method: String,
    /// The type of the body, where a call takes nothing else.
    request: Option<String>,
}

impl RustNames {
    /// The names of the crate that is generated from a document, if it is called `package`.
    #[must_use]
    pub fn new(document: &Document, package: &str) -> Self {
        let Some(api) = document.lowered() else {
            return Self::default();
        };
        let operations = api.operations.iter().map(|operation| {
            let body = operation.body.as_ref().map(|body| &body.content.kind);
            let request = match body {
                Some(BodyKind::Json(schema)) if operation.parameters.is_empty() => match &schema.ty
                {
                    Type::Named(id) => Some(api.types[id.index()].name.rust.clone()),
                    _ => None,
                },
                _ => None,
            };
            let label = format!("{} {}", operation.method, operation.path);
            let method = operation.name.rust.clone();
            (label, Names { method, request })
        });
        Self {
            package: package.to_snake_case(),
            operations: operations.collect(),
        }
    }

    /// The test that fails as long as the finding stands.
    #[must_use]
    pub fn test(&self, finding: &Finding) -> Option<String> {
        let (last, before) = finding.exchanges.split_last()?;
        let mut test = format!("#[tokio::test]\nasync fn {}() {{\n", name(finding));
        for exchange in before {
            test.push_str(&sent(exchange));
            test.push_str("    answer.bytes().await.expect(\"an answer\");\n");
        }
        match self.typed(finding, last) {
            Some(typed) => test.push_str(&typed),
            None => {
                test.push_str(&sent(last));
                let _ = writeln!(test, "    assert!({});", expectation(finding, last));
            }
        }
        test.push_str("}\n");
        Some(test)
    }

    /// The last exchange as a call of the client, where it is a valid request of which the answer is
    /// wrong.
    fn typed(&self, finding: &Finding, exchange: &Exchange) -> Option<String> {
        if !matches!(
            finding.key.check,
            Check::NotAServerError
                | Check::StatusCodeConformance
                | Check::ContentTypeConformance
                | Check::ResponseSchemaConformance
                | Check::PositiveDataAcceptance
        ) {
            return None;
        }
        let names = self.operations.get(&finding.key.operation)?;
        let request = names.request.as_ref()?;
        let body = std::str::from_utf8(&exchange.request.body).ok()?;
        serde_json::from_str::<serde_json::Value>(body).ok()?;
        let package = &self.package;
        let base = base_url(&exchange.request.url, &finding.key.operation)?;
        let credentials = credentials(&exchange.request.headers);
        Some(format!(
            "    let client = {package}::Client::builder()\n        .base_url({base:?})\n        \
             .anonymous()\n        .build()\n        .expect(\"a client\");\n    \
             let request: {package}::types::{request} =\n        \
             serde_json::from_str({}).expect(\"a request\");\n    \
             let answer = client.{}(&request){credentials}.await;\n    \
             assert!(answer.is_ok(), \"{{answer:?}}\");\n",
            literal(body),
            names.method,
        ))
    }
}

/// The headers that no type of the client stands for.
fn credentials(headers: &[(String, String)]) -> String {
    let own = headers.iter().filter(|(name, _)| {
        let usual = [
            "content-type",
            "content-length",
            "host",
            "accept",
            "user-agent",
        ];
        !usual.iter().any(|usual| name.eq_ignore_ascii_case(usual))
    });
    own.map(|(name, value)| format!(".header({name:?}, {value:?})"))
        .collect()
}

fn base_url(url: &str, label: &str) -> Option<String> {
    let (_, path) = label.split_once(' ')?;
    let url = url.split('?').next()?;
    url.strip_suffix(path).map(str::to_owned)
}

/// The statements that send a request as it is.
fn sent(exchange: &Exchange) -> String {
    let request = &exchange.request;
    let mut text = format!(
        "    let answer = reqwest::Client::new()\n        .request({:?}.parse().expect(\"a method\"), {:?})\n",
        request.method, request.url
    );
    for (name, value) in &request.headers {
        if !name.eq_ignore_ascii_case("content-length") && !name.eq_ignore_ascii_case("host") {
            let _ = writeln!(text, "        .header({name:?}, {value:?})");
        }
    }
    if !request.body.is_empty() {
        let body = match std::str::from_utf8(&request.body) {
            Ok(body) => literal(body),
            Err(_) => format!("{:?}.as_slice()", request.body.to_vec()),
        };
        let _ = writeln!(text, "        .body({body})");
    }
    text.push_str("        .send()\n        .await\n        .expect(\"an answer\");\n");
    text
}

/// What has to hold of `answer`.
fn expectation(finding: &Finding, exchange: &Exchange) -> String {
    match finding.key.check {
        Check::NegativeDataRejection
        | Check::MissingRequiredHeader
        | Check::UnsupportedMethod
        | Check::IgnoredAuth
        | Check::UseAfterFree
        | Check::SingleUse
        | Check::BrokenChain => "answer.status().is_client_error()".to_owned(),
        Check::PositiveDataAcceptance | Check::EnsureResourceAvailability => {
            "answer.status().is_success()".to_owned()
        }
        Check::NotAServerError => "!answer.status().is_server_error()".to_owned(),
        _ => {
            let status = exchange
                .response
                .as_ref()
                .map_or(0, |response| response.status);
            format!("answer.status() != {status}, {:?}", finding.message)
        }
    }
}

/// A string literal that keeps JSON readable.
fn literal(text: &str) -> String {
    if text.chars().any(|c| c.is_control() && c != '\n') {
        return format!("{text:?}");
    }
    let mut marks = String::from("#");
    while text.contains(&format!("\"{marks}")) {
        marks.push('#');
    }
    format!("r{marks}\"{text}\"{marks}")
}

fn name(finding: &Finding) -> String {
    let place = finding.key.pointer.rsplit('/').next().unwrap_or_default();
    let text = format!("{} {} {place}", finding.key.check, finding.key.operation);
    let plain: String = text
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' })
        .collect();
    plain.to_snake_case()
}
