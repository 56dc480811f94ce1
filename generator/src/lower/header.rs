//! The headers of answers.

use openapiv3::{Header as Item, ParameterSchemaOrContent};

use super::response::Listed;
use super::view::View;
use super::{Lowering, scalar, schema};
use crate::ir::{Docs, Header, HeaderValue, Headers, HeadersId, Name, ScalarType};
use crate::pointer::Pointer;

/// The headers that the responses of an operation declare, whatever their status.
pub(super) fn lower_all(
    lowering: &mut Lowering<'_, '_>,
    listed: &[Listed<'_>],
    at: &Pointer,
    owner: &str,
) -> Option<HeadersId> {
    let mut fields: Vec<Header> = Vec::new();
    for one in listed {
        for (name, item) in &one.response.headers {
            // The specification has the media type in `content` only.
            if name.eq_ignore_ascii_case("content-type") {
                continue;
            }
            let Some(item) = lowering.document.header(item) else {
                continue;
            };
            let field = lower(lowering, name, item);
            let known = fields
                .iter_mut()
                .find(|known| known.name.wire.eq_ignore_ascii_case(name));
            match known {
                None => fields.push(field),
                Some(known) => {
                    if known.value != field.value {
                        known.value = HeaderValue::Text;
                    }
                    known.sensitive |= field.sensitive;
                }
            }
        }
    }
    if fields.is_empty() {
        return None;
    }
    let sets = &mut lowering.answers.headers;
    let known = sets.iter().position(|set| same(&set.fields, &fields));
    let index = known.unwrap_or(sets.len());
    match sets.get_mut(index) {
        Some(set) => share(set, &fields),
        None => sets.push(Headers {
            name: Name::new(format!("{owner} headers")),
            pointer: at.clone(),
            fields,
        }),
    }
    Some(HeadersId(index))
}

fn lower(lowering: &Lowering<'_, '_>, name: &str, item: &Item) -> Header {
    let (value, sensitive) = match &item.format {
        ParameterSchemaOrContent::Schema(schema) => {
            let target = lowering.document.schema(schema).schema;
            (
                value(lowering, &View::new(target)),
                schema::sensitivity(target).is_some(),
            )
        }
        ParameterSchemaOrContent::Content(_) => (HeaderValue::Text, false),
    };
    Header {
        name: Name::new(name),
        docs: Docs {
            description: item.description.clone(),
            deprecated: item.deprecated.unwrap_or_default(),
            ..Docs::default()
        },
        // Marked values are text, which can be hidden.
        value: if sensitive { HeaderValue::Text } else { value },
        sensitive,
    }
}

fn value(lowering: &Lowering<'_, '_>, view: &View<'_>) -> HeaderValue {
    match view.ty {
        Some("boolean") => HeaderValue::Bool,
        Some(ty @ ("integer" | "number")) => {
            let format = view.format.as_deref();
            let (scalar, _) =
                scalar::by_format(lowering.config, Some(ty), format, &view.constraints);
            match scalar {
                number if number.is_number() => HeaderValue::Number(number),
                _ => HeaderValue::Number(ScalarType::F64),
            }
        }
        _ => HeaderValue::Text,
    }
}

fn same(one: &[Header], other: &[Header]) -> bool {
    one.len() == other.len()
        && one.iter().zip(other).all(|(one, other)| {
            one.name.wire == other.name.wire
                && one.value == other.value
                && one.sensitive == other.sensitive
        })
}

/// One more operation declares them: no name or description is that of the first alone.
fn share(set: &mut Headers, fields: &[Header]) {
    let names: Vec<&str> = fields
        .iter()
        .map(|field| field.name.wire.as_str())
        .collect();
    let name = match names.as_slice() {
        [first, .., last] if names.len() > 3 => format!("{first} to {last}"),
        _ => names.join(" and "),
    };
    set.name = Name::new(format!("{name} headers"));
    for (field, other) in set.fields.iter_mut().zip(fields) {
        if field.docs.description != other.docs.description {
            field.docs.description = None;
        }
        field.docs.deprecated &= other.docs.deprecated;
    }
}
