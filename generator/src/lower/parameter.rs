//! Parameters in path, query and header.

use openapiv3::{
    Parameter as Item, ParameterData, ParameterSchemaOrContent, PathStyle, QueryStyle, ReferenceOr,
};

use super::{Lowering, schema};
use crate::diagnostic::Code;
use crate::ir::{
    Docs, Name, Parameter, ParameterPlace, ScalarType, Style, Type, TypeDef, TypeKind,
};
use crate::pointer::Pointer;

/// Lowers the parameters of an operation together with those of its path.
///
/// `None` where one that must be given cannot be written; the operation is left out then.
pub(super) fn lower_all(
    lowering: &mut Lowering<'_, '_>,
    of_path: &[ReferenceOr<Item>],
    of_operation: &[ReferenceOr<Item>],
    at: &Pointer,
    owner: &str,
) -> Option<Vec<Parameter>> {
    let path_at = at.parent().unwrap_or_default();
    let all = with_places(of_operation, at)
        .chain(with_places(of_path, &path_at))
        .collect::<Vec<_>>();
    let mut parameters: Vec<Parameter> = Vec::new();
    for (item, pointer) in all {
        let Some(item) = lowering.document.parameter(item) else {
            continue;
        };
        let data = item.parameter_data_ref();
        match lower(lowering, item, &pointer, owner) {
            Ok(parameter) => {
                let overridden = parameters.iter().any(|known| {
                    known.name.wire == parameter.name.wire && known.place == parameter.place
                });
                if !overridden {
                    parameters.push(parameter);
                }
            }
            Err(what) => {
                let needed = data.required;
                let help = if needed {
                    "the operation was left out"
                } else {
                    "the parameter was left out"
                };
                let message = format!("{what} of the parameter `{}`", data.name);
                lowering.find(Code::Unsupported, &pointer, message, help);
                if needed {
                    return None;
                }
            }
        }
    }
    Some(parameters)
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

/// Lowers one parameter; the error says what is not supported.
fn lower(
    lowering: &mut Lowering<'_, '_>,
    item: &Item,
    at: &Pointer,
    owner: &str,
) -> Result<Parameter, &'static str> {
    let (place, exploded) = match item {
        Item::Query {
            style: QueryStyle::Form,
            ..
        } => (ParameterPlace::Query, true),
        Item::Query { .. } => return Err("the style"),
        Item::Header { .. } => (ParameterPlace::Header, false),
        Item::Path {
            style: PathStyle::Simple,
            ..
        } => (ParameterPlace::Path, false),
        Item::Path { .. } => return Err("the style"),
        Item::Cookie { .. } => return Err("the place `cookie`"),
    };
    let data: &ParameterData = item.parameter_data_ref();
    let ParameterSchemaOrContent::Schema(value) = &data.format else {
        return Err("the `content`");
    };
    let name = format!("{owner} {}", data.name);
    let schema = schema::lower(lowering, value, &at.join("schema"), &name);
    if !is_simple(lowering, &schema.ty) {
        return Err("the type");
    }
    Ok(Parameter {
        name: Name::new(&data.name),
        docs: Docs {
            description: data.description.clone(),
            deprecated: data.deprecated.unwrap_or_default(),
            ..Docs::default()
        },
        place,
        style: if data.explode.unwrap_or(exploded) && place == ParameterPlace::Query {
            Style::Exploded
        } else {
            Style::Joined
        },
        required: data.required || place == ParameterPlace::Path,
        schema,
    })
}

/// Whether a value can be written as text: a scalar, or an array of scalars.
fn is_simple(lowering: &Lowering<'_, '_>, ty: &Type) -> bool {
    match ty {
        Type::Array(element) => is_text(lowering, &element.ty),
        Type::Named(id) => match lowering.types.get(id.index()).and_then(Option::as_ref) {
            Some(TypeDef {
                kind: TypeKind::Alias(schema),
                ..
            }) => is_simple(lowering, &schema.ty),
            _ => is_text(lowering, ty),
        },
        other => is_text(lowering, other),
    }
}

fn is_text(lowering: &Lowering<'_, '_>, ty: &Type) -> bool {
    match ty {
        Type::Scalar(ScalarType::Base64) => false,
        Type::Bool | Type::Scalar(_) => true,
        Type::Named(id) => match lowering.types.get(id.index()).and_then(Option::as_ref) {
            Some(def) => match &def.kind {
                TypeKind::Enum(_) | TypeKind::Newtype(_) => true,
                TypeKind::Alias(schema) => is_text(lowering, &schema.ty),
                TypeKind::Object(_) => false,
            },
            None => false,
        },
        Type::Boxed(_) | Type::Array(_) | Type::Tuple(_) | Type::Map(_) | Type::Any => false,
    }
}
