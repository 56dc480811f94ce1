//! Values as parameters and as members of forms: the table "Style Values" of the OpenAPI
//! specification, read as RFC 6570 defines what it shows.

use std::borrow::Cow;

use serde_json::Value;

use super::url;

/// How a value is written as a parameter or as a member of a form.
///
/// Where the specification leaves open how values lie in each other, they are written as JSON
/// text; only [`Style::DEEP_OBJECT`] spreads them out, as `name[member][0]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    shape: Shape,
    exploded: bool,
    reserved: bool,
    empty: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Simple,
    Label,
    Matrix,
    /// Joined by this text where it is not exploded.
    Form(&'static str),
    DeepObject,
    Json,
}

impl Style {
    /// `a,b`, for paths and headers.
    pub const SIMPLE: Self = Self::of(Shape::Simple);
    /// `.a,b`, for paths.
    pub const LABEL: Self = Self::of(Shape::Label);
    /// `;name=a,b`, for paths.
    pub const MATRIX: Self = Self::of(Shape::Matrix);
    /// `name=a,b`, for queries, cookies and forms.
    pub const FORM: Self = Self::of(Shape::Form(","));
    /// `name=a%20b`, for queries and forms.
    pub const SPACE_DELIMITED: Self = Self::of(Shape::Form(" "));
    /// `name=a%7Cb`, for queries and forms.
    pub const PIPE_DELIMITED: Self = Self::of(Shape::Form("|"));
    /// `name[member]=a`, for queries and forms, to any depth.
    pub const DEEP_OBJECT: Self = Self::of(Shape::DeepObject);
    /// JSON text, as `content` of a parameter asks for.
    pub const JSON: Self = Self::of(Shape::Json);

    const fn of(shape: Shape) -> Self {
        Self {
            shape,
            exploded: false,
            reserved: false,
            empty: false,
        }
    }

    /// Each element or member of its own: `name=a&name=b`.
    #[must_use]
    pub const fn exploded(mut self) -> Self {
        self.exploded = true;
        self
    }

    /// Reserved characters of RFC 3986 stay as they are where a query can hold them without
    /// changing its meaning: all but `#`, `[`, `]`, `&` and `+`.
    #[must_use]
    pub const fn reserved(mut self) -> Self {
        self.reserved = true;
        self
    }

    /// A value without anything in it is written as `name=` instead of not at all.
    #[must_use]
    pub const fn or_empty(mut self) -> Self {
        self.empty = true;
        self
    }

    fn encode(self, text: &str) -> String {
        if self.reserved {
            url::encode_but_reserved(text)
        } else {
            url::encode(text)
        }
    }
}

/// A value in the place of a path parameter; empty where there is nothing to write.
pub(super) fn path(name: &str, value: &Value, style: Style) -> String {
    match style.shape {
        Shape::Label => {
            let separator = if style.exploded { "." } else { "," };
            match list(value, style, separator, &url::encode) {
                Some(list) => format!(".{list}"),
                None => String::new(),
            }
        }
        Shape::Matrix => matrix(&url::encode(name), value, style),
        Shape::Json => url::encode(&value.to_string()),
        Shape::Simple | Shape::Form(_) | Shape::DeepObject => {
            list(value, style, ",", &url::encode).unwrap_or_default()
        }
    }
}

fn matrix(name: &str, value: &Value, style: Style) -> String {
    let pair = |name: &str, text: &str| match text {
        "" => format!(";{name}"),
        text => format!(";{name}={text}"),
    };
    match value {
        Value::Array(elements) if style.exploded => elements
            .iter()
            .filter_map(text)
            .map(|text| pair(name, &url::encode(&text)))
            .collect(),
        Value::Object(members) if style.exploded => members
            .iter()
            .filter_map(|(member, value)| Some((member, text(value)?)))
            .map(|(member, text)| pair(&url::encode(member), &url::encode(&text)))
            .collect(),
        value => {
            list(value, style, ",", &url::encode).map_or_else(String::new, |list| pair(name, &list))
        }
    }
}

/// A value as that of a header, which is not percent-encoded; `None` where there is nothing.
pub(super) fn header(value: &Value, style: Style) -> Option<String> {
    match style.shape {
        Shape::Json => Some(value.to_string()),
        _ => list(value, style, ",", &str::to_owned),
    }
}

/// A value as encoded pairs of a query, a form or cookies.
pub(super) fn pairs(name: &str, value: &Value, style: Style) -> Vec<(String, String)> {
    raw_pairs(name, value, style, &|text| style.encode(text), &url::encode)
}

/// A value as pairs of names and texts, nothing of which is percent-encoded.
pub(super) fn plain_pairs(name: &str, value: &Value, style: Style) -> Vec<(String, String)> {
    raw_pairs(name, value, style, &str::to_owned, &str::to_owned)
}

fn raw_pairs(
    name: &str,
    value: &Value,
    style: Style,
    encode: &dyn Fn(&str) -> String,
    encode_name: &dyn Fn(&str) -> String,
) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    let mut push = |name: &str, text: String| pairs.push((encode_name(name), text));
    match (style.shape, value) {
        (Shape::Json, value) => push(name, encode(&value.to_string())),
        (Shape::DeepObject, value) => deep(name, value, &mut |name, text| {
            push(name, encode(text));
        }),
        (_, Value::Array(elements)) if style.exploded => {
            for text in elements.iter().filter_map(text) {
                push(name, encode(&text));
            }
        }
        (_, Value::Object(members)) if style.exploded => {
            for (member, value) in members {
                if let Some(text) = text(value) {
                    push(member, encode(&text));
                }
            }
        }
        (shape, value) => {
            let separator = match shape {
                // A comma stands for itself; spaces and bars cannot stand in a query.
                Shape::Form(separator) if separator != "," => encode_name(separator),
                _ => ",".to_owned(),
            };
            if let Some(list) = list(value, style, &separator, encode) {
                push(name, list);
            }
        }
    }
    if pairs.is_empty() && style.empty {
        pairs.push((encode_name(name), String::new()));
    }
    pairs
}

/// The leaves of a value, each under a name that leads to it: `name[member][0]`.
fn deep(name: &str, value: &Value, push: &mut dyn FnMut(&str, &str)) {
    match value {
        Value::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                deep(&format!("{name}[{index}]"), element, push);
            }
        }
        Value::Object(members) => {
            for (member, value) in members {
                deep(&format!("{name}[{member}]"), value, push);
            }
        }
        value => {
            if let Some(text) = text(value) {
                push(name, &text);
            }
        }
    }
}

/// A value in one text: the elements, or names and values of the members, with separators between
/// them. `None` where there is nothing to write, as in RFC 6570 for a list without elements.
fn list(
    value: &Value,
    style: Style,
    separator: &str,
    encode: &dyn Fn(&str) -> String,
) -> Option<String> {
    let texts: Vec<String> = match value {
        Value::Array(elements) => elements
            .iter()
            .filter_map(text)
            .map(|text| encode(&text))
            .collect(),
        Value::Object(members) => {
            let between = if style.exploded { "=" } else { separator };
            members
                .iter()
                .filter_map(|(member, value)| Some((member, text(value)?)))
                .map(|(member, text)| format!("{}{between}{}", encode(member), encode(&text)))
                .collect()
        }
        value => text(value).map(|text| encode(&text)).into_iter().collect(),
    };
    (!texts.is_empty()).then(|| texts.join(separator))
}

/// One value as text; nothing for `null`, JSON for what holds others.
pub(super) fn text(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(Cow::Borrowed(text)),
        value => Some(Cow::Owned(value.to_string())),
    }
}

/// A form body: one pair for each member, and for each element where a member is an array, unless
/// a style says otherwise. `None` where the value is no object.
pub(super) fn form(value: &Value, styles: &[(&str, Style)]) -> Option<String> {
    let mut form = String::new();
    for (name, value) in value.as_object()? {
        for (name, text) in pairs(name, value, style_of(name, value, styles)) {
            url::push_pair(&mut form, &format!("{name}={text}"));
        }
    }
    Some(form)
}

/// The style of a member of a form.
fn style_of(name: &str, value: &Value, styles: &[(&str, Style)]) -> Style {
    match styles.iter().find(|(known, _)| *known == name) {
        Some((_, style)) => *style,
        None if value.is_object() => Style::JSON,
        None => Style::FORM.exploded(),
    }
}
