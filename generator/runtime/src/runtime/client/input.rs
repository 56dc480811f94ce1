//! The inputs of a call that are written in a style, and the bodies that are no JSON.

use bytes::Bytes;
use http::HeaderValue;
use http::header::CONTENT_TYPE;
use serde::Serialize;
use serde_json::Value;

use super::call::{Call, Draft, Operation};
use super::error::{Failure, SerializeError};
use super::multipart::Multipart;
use super::parameter::{self, Style};
use super::{authorize, url};
use crate::runtime::validate::{Measure, Place, Rule, Validator};

impl<O: Operation> Call<'_, O> {
    /// Gives a parameter of the path its value, written in a style.
    pub fn path_as(
        mut self,
        name: &'static str,
        value: &(impl Serialize + ?Sized),
        style: Style,
    ) -> Self {
        if let Some(value) = self.draft.value(name, serde_json::to_value(value).ok()) {
            let text = parameter::path(name, &value, style);
            self.draft.path.push((name, text));
        }
        self
    }

    /// Adds a query parameter, written in a style.
    pub fn query_as(
        mut self,
        name: &'static str,
        value: &(impl Serialize + ?Sized),
        style: Style,
    ) -> Self {
        if let Some(value) = self.draft.value(name, serde_json::to_value(value).ok()) {
            for (name, text) in parameter::pairs(name, &value, style) {
                url::push_pair(&mut self.draft.query, &format!("{name}={text}"));
            }
        }
        self
    }

    /// Sets a header, written in a style; a value that holds nothing sets none.
    pub fn header_as(
        mut self,
        name: &'static str,
        value: &(impl Serialize + ?Sized),
        style: Style,
    ) -> Self {
        let value = self.draft.value(name, serde_json::to_value(value).ok());
        match value.and_then(|value| parameter::header(&value, style)) {
            Some(text) => self.header(name, text),
            None => self,
        }
    }

    /// Adds a cookie, or several, written in a style.
    pub fn cookie_as(
        mut self,
        name: &'static str,
        value: &(impl Serialize + ?Sized),
        style: Style,
    ) -> Self {
        if let Some(value) = self.draft.value(name, serde_json::to_value(value).ok()) {
            self.draft.cookies(name, &value, style);
        }
        self
    }

    /// Holds a parameter against rules, unless the client was told not to.
    pub fn kept(self, place: Place, value: &(impl Measure + ?Sized), rules: &[Rule]) -> Self {
        self.checked_in(place, |validator| validator.keeps(value, rules))
    }

    /// Makes checks of a parameter, unless the client was told not to.
    pub fn checked_in(self, place: Place, checks: impl FnOnce(&mut Validator)) -> Self {
        self.checked(|validator| validator.within(place, checks))
    }

    /// Sets a form as the body: one pair for each member, and for each element of an array, unless
    /// a style is named for a member.
    pub fn form(
        mut self,
        body: &(impl Serialize + ?Sized),
        styles: &'static [(&'static str, Style)],
    ) -> Self {
        self.draft.form(serde_json::to_value(body).ok(), styles);
        self
    }

    /// Sets a form of several parts as the body.
    pub fn multipart(mut self, body: Multipart) -> Self {
        match body.finish() {
            Ok((content_type, body)) => self.draft.body(content_type, Some(body)),
            Err(error) => self.draft.fail(Failure::Serialize(error)),
        }
        self
    }

    /// Sets the media type of the body, in place of the usual one of its kind.
    pub fn content_type(mut self, content_type: &str) -> Self {
        match HeaderValue::from_str(content_type) {
            Ok(content_type) => {
                self.draft.headers.insert(CONTENT_TYPE, content_type);
            }
            Err(_) => self.draft.fail_header("content-type"),
        }
        self
    }

    /// Sends this call to the server at a URL, whatever server the client and the operation have.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.draft.base_url = Some(url.into());
        self
    }
}

impl Draft {
    /// The value of a parameter, or a failure to remember.
    fn value(&mut self, name: &'static str, value: Option<Value>) -> Option<Value> {
        if value.is_none() {
            self.fail(Failure::Serialize(SerializeError::Parameter { name }));
        }
        value
    }

    fn cookies(&mut self, name: &'static str, value: &Value, style: Style) {
        for (name, text) in parameter::pairs(name, value, style) {
            let cookie = format!("{name}={text}").into();
            if authorize::push_cookie(&mut self.headers, &cookie).is_none() {
                self.fail_header(&name);
            }
        }
    }

    fn form(&mut self, value: Option<Value>, styles: &[(&str, Style)]) {
        let form = value.and_then(|value| parameter::form(&value, styles));
        let content_type = HeaderValue::from_static("application/x-www-form-urlencoded");
        self.body(content_type, form.map(Bytes::from));
    }
}
