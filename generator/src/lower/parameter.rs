//! Parameters in path, query, header and cookie.

use openapiv3::{
    Parameter as Item, ParameterData, ParameterSchemaOrContent, PathStyle, QueryStyle, ReferenceOr,
};

use super::{Lowering, place_of, schema};
use crate::diagnostic::Code;
use crate::ir::{
    Docs, Name, Parameter, ParameterPlace, ScalarType, Schema, Style, StyleKind, Type,
};
use crate::pointer::Pointer;

/// Headers that OpenAPI describes elsewhere: a parameter of such a name is ignored.
const RESERVED_HEADERS: &[&str] = &["accept", "content-type", "authorization"];

/// An operation, as far as its parameters go.
pub(super) struct Owner<'o> {
    /// The name that types get which have none of their own.
    pub(super) name: &'o str,
    /// The path template.
    pub(super) path: &'o str,
    /// The parameters of the path.
    pub(super) of_path: &'o [ReferenceOr<Item>],
    /// The parameters of the operation, which come before those of the path.
    pub(super) of_operation: &'o [ReferenceOr<Item>],
}

/// Lowers the parameters of an operation together with those of its path.
pub(super) fn lower_all(
    lowering: &mut Lowering<'_, '_>,
    owner: &Owner<'_>,
    at: &Pointer,
) -> Vec<Parameter> {
    let path_at = at.parent().unwrap_or_default();
    let all = with_places(owner.of_operation, at)
        .chain(with_places(owner.of_path, &path_at))
        .collect::<Vec<_>>();
    let mut parameters: Vec<Parameter> = Vec::new();
    for (reference, pointer) in all {
        let Some(item) = lowering.document.parameter(reference) else {
            continue;
        };
        let name = item.parameter_data_ref().name.as_str();
        let place = place(item);
        let overridden = parameters
            .iter()
            .any(|known| known.place == place && is_same_name(place, &known.name.wire, name));
        if overridden || !has_place(lowering, owner.path, place, name, &pointer) {
            continue;
        }
        let (at, owner) = match place_of(reference) {
            // Operations that share a parameter share the types in it.
            Some(component) => (component, String::new()),
            None => (pointer, owner.name.to_owned()),
        };
        parameters.push(lower(lowering, item, &at, &owner));
    }
    for variable in variables(owner.path) {
        let is_known = parameters
            .iter()
            .any(|known| known.place == ParameterPlace::Path && known.name.wire == variable);
        if !is_known {
            parameters.push(undeclared(variable));
        }
    }
    parameters
}

fn with_places<'p>(
    items: &'p [ReferenceOr<Item>],
    at: &Pointer,
) -> impl Iterator<Item = (&'p ReferenceOr<Item>, Pointer)> {
    let at = at.join("parameters");
    items
        .iter()
        .enumerate()
        .map(move |(index, item)| (item, at.join(index)))
}

const fn place(item: &Item) -> ParameterPlace {
    match item {
        Item::Query { .. } => ParameterPlace::Query,
        Item::Header { .. } => ParameterPlace::Header,
        Item::Path { .. } => ParameterPlace::Path,
        Item::Cookie { .. } => ParameterPlace::Cookie,
    }
}

fn is_same_name(place: ParameterPlace, one: &str, other: &str) -> bool {
    match place {
        ParameterPlace::Header => one.eq_ignore_ascii_case(other),
        ParameterPlace::Path | ParameterPlace::Query | ParameterPlace::Cookie => one == other,
    }
}

/// Whether a parameter is one that a request has a place for.
fn has_place(
    lowering: &mut Lowering<'_, '_>,
    path: &str,
    place: ParameterPlace,
    name: &str,
    at: &Pointer,
) -> bool {
    match place {
        // `validate` warns of those without one.
        ParameterPlace::Path => variables(path).any(|variable| variable == name),
        ParameterPlace::Header
            if RESERVED_HEADERS.contains(&name.to_ascii_lowercase().as_str()) =>
        {
            lowering.find(
                Code::ReservedHeader,
                at,
                format!("OpenAPI ignores a parameter that is the header `{name}`"),
                "it was left out; media types and security schemes describe it, and a call can \
                 set any header",
            );
            false
        }
        ParameterPlace::Query | ParameterPlace::Header | ParameterPlace::Cookie => true,
    }
}

/// The names between braces.
fn variables(path: &str) -> impl Iterator<Item = &str> {
    path.split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}'))
        .map(|(name, _)| name)
}

/// What a variable of the path is that no parameter describes; `validate` warns of it.
fn undeclared(variable: &str) -> Parameter {
    Parameter {
        name: Name::new(variable),
        docs: Docs::default(),
        place: ParameterPlace::Path,
        style: Style::plain(StyleKind::Simple),
        required: true,
        schema: Schema::plain(Type::Scalar(ScalarType::String)),
    }
}

fn lower(lowering: &mut Lowering<'_, '_>, item: &Item, at: &Pointer, owner: &str) -> Parameter {
    let data: &ParameterData = item.parameter_data_ref();
    let name = format!("{owner} {}", data.name).trim().to_owned();
    let place = place(item);
    let mut style = style(item, data);
    let schema = match &data.format {
        ParameterSchemaOrContent::Schema(value) => {
            schema::lower(lowering, value, &at.join("schema"), &name)
        }
        ParameterSchemaOrContent::Content(content) => {
            style.kind = StyleKind::Json;
            let first = content.first();
            let value = first.and_then(|(key, item)| Some((key, item.schema.as_ref()?)));
            match value {
                None => Schema::plain(Type::Any),
                Some((media_type, value)) => {
                    if !media_type.contains("json") {
                        // What is no JSON is a text that the caller has written.
                        style = Style::plain(StyleKind::Simple);
                    }
                    let at = at.join("content").join(media_type).join("schema");
                    schema::lower(lowering, value, &at, &name)
                }
            }
        }
    };
    Parameter {
        name: Name::new(&data.name),
        docs: Docs {
            description: data.description.clone(),
            deprecated: data.deprecated.unwrap_or_default(),
            ..Docs::default()
        },
        place,
        style,
        required: data.required || place == ParameterPlace::Path,
        schema,
    }
}

/// The style of a parameter, with what holds where the document says nothing.
fn style(item: &Item, data: &ParameterData) -> Style {
    let (kind, explode) = match item {
        Item::Query { style, .. } => match style {
            QueryStyle::Form => (StyleKind::Form, true),
            QueryStyle::SpaceDelimited => (StyleKind::SpaceDelimited, false),
            QueryStyle::PipeDelimited => (StyleKind::PipeDelimited, false),
            QueryStyle::DeepObject => (StyleKind::DeepObject, false),
        },
        Item::Path { style, .. } => match style {
            PathStyle::Matrix => (StyleKind::Matrix, false),
            PathStyle::Label => (StyleKind::Label, false),
            PathStyle::Simple => (StyleKind::Simple, false),
        },
        Item::Header { .. } => (StyleKind::Simple, false),
        Item::Cookie { .. } => (StyleKind::Form, true),
    };
    let (allow_reserved, allow_empty) = match item {
        Item::Query {
            allow_reserved,
            allow_empty_value,
            ..
        } => (*allow_reserved, allow_empty_value.unwrap_or_default()),
        Item::Path { .. } | Item::Header { .. } | Item::Cookie { .. } => (false, false),
    };
    Style {
        kind,
        explode: data.explode.unwrap_or(explode),
        allow_reserved,
        allow_empty,
    }
}
