//! Responses.

use bytes::Bytes;
use http::{Method, Response};

use super::{Judge, Part, Verdict};
use crate::api::{Answer, Api, Operation};
use crate::check::Check;
use crate::oracle::Direction;

/// Holds a response against the operation that it answers.
#[must_use]
pub fn response(api: &Api, operation: &Operation, response: &Response<Bytes>) -> Verdict {
    let status = response.status().as_u16();
    let mut judge = Judge::new(api, Direction::Response, Check::StatusCodeConformance);
    let Some(answer) = operation.answer(status) else {
        let listed: Vec<_> = operation
            .answers
            .iter()
            .map(|answer| answer.answers.to_string())
            .collect();
        let message = format!("found {status}, the document lists {}", listed.join(", "));
        let pointer = format!("{}/responses", operation.pointer);
        judge.fault(Part::Status, &pointer, "responses", message);
        return judge.verdict;
    };
    judge.headers(answer, response);
    judge.response_body(operation, answer, response);
    judge.verdict
}

impl Judge<'_> {
    fn headers(&mut self, answer: &Answer, response: &Response<Bytes>) {
        self.check = Check::ResponseHeadersConformance;
        for header in &answer.headers {
            let parameter = &header.parameter;
            let values = response.headers().get_all(parameter.name.as_str());
            let values: Vec<_> = values
                .iter()
                .map(|value| String::from_utf8_lossy(value.as_bytes()))
                .collect();
            let value = (!values.is_empty())
                .then(|| parameter.decode_text(&values.join(",")))
                .flatten();
            self.parameter(parameter, value.as_ref());
        }
    }

    fn response_body(
        &mut self,
        operation: &Operation,
        answer: &Answer,
        response: &Response<Bytes>,
    ) {
        let status = response.status();
        let body = response.body();
        let has_none = operation.method == Method::HEAD
            || status.is_informational()
            || matches!(status.as_u16(), 204 | 205 | 304);
        if has_none || answer.media.is_empty() {
            return;
        }
        self.check = Check::ContentTypeConformance;
        let headers = response.headers();
        let Some((media, content_type)) = self.media(&answer.media, &answer.pointer, headers)
        else {
            return;
        };
        self.check = Check::ResponseSchemaConformance;
        self.body(media, content_type, body);
    }
}
