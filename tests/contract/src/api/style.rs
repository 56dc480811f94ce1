//! How values are written in URLs, headers, cookies and forms, and read from there (OpenAPI
//! `style` and `explode`, after RFC 6570).

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde_json::{Map, Number, Value};

use super::shape::Shape;

/// All that is not unreserved (RFC 3986, section 2.3).
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The keyword `style`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `matrix`: `;name=value`, in paths.
    Matrix,
    /// `label`: `.value`, in paths.
    Label,
    /// `simple`: the value, in paths and headers.
    Simple,
    /// `form`: `name=value`, in queries and cookies.
    Form,
    /// `spaceDelimited`, in queries.
    SpaceDelimited,
    /// `pipeDelimited`, in queries.
    PipeDelimited,
    /// `deepObject`: `name[key]=value`, in queries.
    DeepObject,
}

/// A parameter as it is written: a text, or pairs of a query or of cookies. All percent-encoded
/// but in headers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Encoded {
    /// A segment of the path, or the value of a header.
    Text(String),
    /// Names and values.
    Pairs(Vec<(String, String)>),
}

impl Style {
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "matrix" => Self::Matrix,
            "label" => Self::Label,
            "simple" => Self::Simple,
            "form" => Self::Form,
            "spaceDelimited" => Self::SpaceDelimited,
            "pipeDelimited" => Self::PipeDelimited,
            "deepObject" => Self::DeepObject,
            _ => return None,
        })
    }

    /// Writes a value. `escaped` says whether reserved characters are percent-encoded.
    pub(super) fn write(self, explode: bool, escaped: bool, name: &str, value: &Value) -> Encoded {
        let encode = |text: &str| {
            if escaped {
                encode(text)
            } else {
                text.to_owned()
            }
        };
        let name = encode(name);
        let scalar = |value: &Value| encode(&scalar_text(value));
        let joined = |separator: &str| match value {
            Value::Array(items) => join(items.iter().map(scalar), separator),
            Value::Object(members) if explode => join(
                members
                    .iter()
                    .map(|(key, value)| format!("{}={}", encode(key), scalar(value))),
                separator,
            ),
            Value::Object(members) => join(
                members
                    .iter()
                    .flat_map(|(key, value)| [encode(key), scalar(value)]),
                separator,
            ),
            other => scalar(other),
        };
        match self {
            Self::Simple => Encoded::Text(joined(",")),
            Self::Label => Encoded::Text(format!(".{}", joined(if explode { "." } else { "," }))),
            Self::Matrix => Encoded::Text(match value {
                Value::Array(items) if explode => join(
                    items.iter().map(|item| format!(";{name}={}", scalar(item))),
                    "",
                ),
                Value::Object(members) if explode => join(
                    members
                        .iter()
                        .map(|(key, value)| format!(";{}={}", encode(key), scalar(value))),
                    "",
                ),
                _ => format!(";{name}={}", joined(",")),
            }),
            Self::Form => Encoded::Pairs(match value {
                Value::Array(items) if explode => items
                    .iter()
                    .map(|item| (name.clone(), scalar(item)))
                    .collect(),
                Value::Object(members) if explode => members
                    .iter()
                    .map(|(key, value)| (encode(key), scalar(value)))
                    .collect(),
                _ => vec![(name, joined(","))],
            }),
            Self::SpaceDelimited | Self::PipeDelimited => Encoded::Pairs(match value {
                Value::Array(items) if explode => items
                    .iter()
                    .map(|item| (name.clone(), scalar(item)))
                    .collect(),
                _ => vec![(name, joined(self.separator()))],
            }),
            Self::DeepObject => Encoded::Pairs(match value {
                Value::Object(members) => members
                    .iter()
                    .map(|(key, value)| (format!("{name}[{}]", encode(key)), scalar(value)))
                    .collect(),
                other => vec![(name, scalar(other))],
            }),
        }
    }

    /// Reads a text of a path or of a header. `None` where it is not of this style.
    pub(super) fn read_text(
        self,
        explode: bool,
        name: &str,
        text: &str,
        shape: &Shape,
        decode: fn(&str) -> String,
    ) -> Option<Value> {
        match self {
            Self::Label => {
                let rest = text.strip_prefix('.')?;
                Some(delimited(
                    rest,
                    if explode { "." } else { "," },
                    explode,
                    shape,
                    decode,
                ))
            }
            Self::Matrix => {
                let rest = text.strip_prefix(';')?;
                if explode && (shape.items.is_some() || shape.properties.is_some()) {
                    let pairs: Vec<_> = rest
                        .split(';')
                        .map(|part| pair(part, str::to_owned))
                        .collect();
                    return Self::Form.read_pairs(true, name, &pairs, shape);
                }
                let (_, value) = rest.split_once('=').unwrap_or((rest, ""));
                Some(delimited(value, ",", false, shape, decode))
            }
            _ => Some(delimited(text, ",", explode, shape, decode)),
        }
    }

    /// Reads the pairs of a query or of cookies, values still encoded. `None` where there are none
    /// of this name.
    pub(super) fn read_pairs(
        self,
        explode: bool,
        name: &str,
        pairs: &[(String, String)],
        shape: &Shape,
    ) -> Option<Value> {
        let of_name = || pairs.iter().filter(|(key, _)| key == name);
        if self == Self::DeepObject {
            let mut members = Map::new();
            for (key, value) in pairs {
                let key = key
                    .strip_prefix(name)
                    .and_then(|rest| rest.strip_prefix('[')?.strip_suffix(']'));
                if let Some(key) = key {
                    let inner = shape.properties.as_ref().and_then(|shapes| shapes.get(key));
                    let value = scalar_of(&decode_query(value), inner);
                    members.insert(key.to_owned(), value);
                }
            }
            return (!members.is_empty()).then_some(Value::Object(members));
        }
        if explode {
            if let (Some(properties), Self::Form) = (&shape.properties, self) {
                let named = pairs.iter().filter(|(key, _)| properties.contains_key(key));
                let members: Map<_, _> = named
                    .map(|(key, value)| {
                        let value = scalar_of(&decode_query(value), properties.get(key));
                        (key.clone(), value)
                    })
                    .collect();
                return (!members.is_empty()).then_some(Value::Object(members));
            }
            if let Some(items) = &shape.items {
                let values: Vec<_> = of_name()
                    .map(|(_, value)| scalar_of(&decode_query(value), Some(items)))
                    .collect();
                return (!values.is_empty()).then_some(Value::Array(values));
            }
        }
        let (_, value) = of_name().next()?;
        Some(match self {
            Self::SpaceDelimited => {
                let value = value.replace("%20", " ").replace('+', " ");
                delimited(&value, " ", false, shape, decode_query)
            }
            Self::PipeDelimited => {
                let value = value.replace("%7C", "|").replace("%7c", "|");
                delimited(&value, "|", false, shape, decode_query)
            }
            _ => delimited(value, ",", false, shape, decode_query),
        })
    }

    const fn separator(self) -> &'static str {
        match self {
            Self::SpaceDelimited => "%20",
            Self::PipeDelimited => "%7C",
            Self::Matrix | Self::Label | Self::Simple | Self::Form | Self::DeepObject => ",",
        }
    }
}

/// The value of a text in which items are separated.
fn delimited(
    text: &str,
    separator: &str,
    explode: bool,
    shape: &Shape,
    decode: fn(&str) -> String,
) -> Value {
    if let Some(items) = &shape.items {
        if text.is_empty() {
            return Value::Array(Vec::new());
        }
        let items = text
            .split(separator)
            .map(|item| scalar_of(&decode(item), Some(items)));
        return Value::Array(items.collect());
    }
    if let Some(properties) = &shape.properties {
        let parts: Vec<_> = text.split(separator).collect();
        let pairs: Vec<(String, String)> = if explode {
            parts.iter().map(|part| pair(part, decode)).collect()
        } else {
            parts
                .chunks(2)
                .map(|pair| {
                    (
                        decode(pair[0]),
                        pair.get(1).map_or_else(String::new, |v| decode(v)),
                    )
                })
                .collect()
        };
        let members = pairs.into_iter().map(|(key, value)| {
            let value = scalar_of(&value, properties.get(&key));
            (key, value)
        });
        return Value::Object(members.collect());
    }
    scalar_of(&decode(text), Some(shape))
}

/// The value that a text stands for, where its schema allows these kinds.
pub(super) fn scalar_of(text: &str, shape: Option<&Shape>) -> Value {
    let any = Shape::default();
    let shape = shape.unwrap_or(&any);
    let number = || serde_json::from_str::<Number>(text).ok().map(Value::Number);
    let other = match text {
        "true" | "false" if shape.boolean => Some(Value::Bool(text == "true")),
        "null" if shape.null => Some(Value::Null),
        "" if shape.null && !shape.string => Some(Value::Null),
        _ if shape.number => number(),
        _ => None,
    };
    other.unwrap_or_else(|| Value::from(text))
}

fn scalar_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// The members of a form, as `application/x-www-form-urlencoded`.
pub(super) fn form_urlencoded(members: &Map<String, Value>) -> String {
    let pairs =
        members.iter().flat_map(
            |(name, value)| match Style::Form.write(true, true, name, value) {
                Encoded::Pairs(pairs) if !matches!(value, Value::Object(_)) => pairs,
                Encoded::Pairs(_) | Encoded::Text(_) => {
                    vec![(encode(name), encode(&value.to_string()))]
                }
            },
        );
    join(pairs.map(|(name, value)| format!("{name}={value}")), "&")
}

/// The pairs of a query or a form; names decoded, values as they are written.
pub(crate) fn pairs(text: &str) -> impl Iterator<Item = (String, String)> {
    let parts = text.split('&').filter(|part| !part.is_empty());
    parts.map(|part| {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        (decode_query(name), value.to_owned())
    })
}

/// The object that the pairs of a form make, each member as its schema wants it.
pub(super) fn object_of_pairs(pairs: &[(String, String)], shape: &Shape) -> Map<String, Value> {
    let mut members = Map::new();
    for (name, value) in pairs {
        add_field(&mut members, name, decode_query(value), shape);
    }
    members
}

/// Adds the text of a field to the object that a form is.
pub(super) fn add_field(members: &mut Map<String, Value>, name: &str, text: String, shape: &Shape) {
    let own = shape.properties.as_ref().and_then(|all| all.get(name));
    let items = own.and_then(|shape| shape.items.as_deref());
    let value = if own.is_some_and(|shape| shape.items.is_none() && shape.properties.is_some()) {
        serde_json::from_str(&text).unwrap_or(Value::String(text))
    } else {
        scalar_of(&text, items.or(own))
    };
    add_member(members, name, value, shape);
}

/// Adds the value of a field to the object that a form is: to the list of that name where the
/// schema wants a list.
pub(super) fn add_member(
    members: &mut Map<String, Value>,
    name: &str,
    value: Value,
    shape: &Shape,
) {
    let own = shape.properties.as_ref().and_then(|all| all.get(name));
    if own.is_some_and(|shape| shape.items.is_some()) && !value.is_array() {
        let values = members
            .entry(name.to_owned())
            .or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(values) = values {
            values.push(value);
        }
    } else {
        members.insert(name.to_owned(), value);
    }
}

fn pair(part: &str, decode: fn(&str) -> String) -> (String, String) {
    let (name, value) = part.split_once('=').unwrap_or((part, ""));
    (decode(name), decode(value))
}

/// Escapes all that is reserved.
pub(crate) fn encode(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// Decodes a text of a path.
pub(super) fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// Decodes a text of a query, where a plus sign is a space.
pub(super) fn decode_query(text: &str) -> String {
    decode(&text.replace('+', " "))
}

fn join(parts: impl Iterator<Item = String>, separator: &str) -> String {
    parts.collect::<Vec<_>>().join(separator)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn shape(value: &Value) -> Shape {
        let mut shape = Shape {
            string: true,
            number: true,
            boolean: true,
            ..Shape::default()
        };
        match value {
            Value::Array(_) => shape.items = Some(Box::new(shape.clone())),
            Value::Object(members) => {
                let inner = shape.clone();
                let names = members.keys().map(|name| (name.clone(), inner.clone()));
                shape.properties = Some(names.collect());
            }
            _ => {}
        }
        shape
    }

    #[test]
    fn what_is_written_is_read_again() {
        let values = [
            json!("a b/ü,"),
            json!(12),
            json!(true),
            json!(["x", "y&z"]),
            json!({"a": 1, "b": "é"}),
        ];
        for value in &values {
            for style in [
                Style::Matrix,
                Style::Label,
                Style::Simple,
                Style::Form,
                Style::SpaceDelimited,
                Style::PipeDelimited,
                Style::DeepObject,
            ] {
                for explode in [true, false] {
                    let unusual = value.is_object()
                        && matches!(style, Style::SpaceDelimited | Style::PipeDelimited);
                    let undefined = style == Style::DeepObject && !value.is_object();
                    if unusual || undefined {
                        continue;
                    }
                    let written = style.write(explode, true, "p", value);
                    let read = match &written {
                        Encoded::Text(text) => {
                            style.read_text(explode, "p", text, &shape(value), decode)
                        }
                        Encoded::Pairs(pairs) => {
                            style.read_pairs(explode, "p", pairs, &shape(value))
                        }
                    };
                    let text_item_with_comma = value == &json!("a b/ü,");
                    let read = read.unwrap();
                    if text_item_with_comma && style == Style::Simple {
                        continue;
                    }
                    assert_eq!(&read, value, "{style:?} {explode} {written:?}");
                }
            }
        }
    }
}
