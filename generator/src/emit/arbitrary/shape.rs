//! What a value looks like, as a schema that the runtime reads.

use serde_json::{Number, Value, json};

use crate::emit::context::Context;
use crate::emit::types;
use crate::ir::{
    Additional, Bound, Constraints, Holds, NameLimits, Object, Presence, ScalarType, Schema, Type,
    TypeDef, TypeKind, Union,
};

/// The shape of a type; another name for an array or map has that of its elements.
pub(super) fn of_type(context: &Context<'_>, def: &TypeDef) -> Option<Value> {
    Some(match &def.kind {
        TypeKind::Object(object) => of_object(context, object),
        TypeKind::Enum(values) => {
            let values = values.variants.iter().map(|variant| &variant.value);
            json!({ "enum": values.collect::<Vec<_>>() })
        }
        TypeKind::Union(union) => of_union(context, union),
        TypeKind::Newtype(newtype) => of_value(context, &newtype.inner),
        TypeKind::Alias(_) => return None,
    })
}

fn of_object(context: &Context<'_>, object: &Object) -> Value {
    let mut schema = json!({ "type": "object" });
    let required = object
        .fields
        .iter()
        .filter(|field| context.presence(field) == Presence::Required)
        .map(|field| field.name.wire.as_str());
    let required: Vec<&str> = required.collect();
    if !required.is_empty() {
        schema["required"] = required.into();
    }
    if !object.fields.is_empty() {
        let fields = object.fields.iter();
        let properties = fields.map(|field| {
            let schema = of_element(context, &field.schema);
            (field.name.wire.clone(), schema)
        });
        schema["properties"] = Value::Object(properties.collect());
    }
    if let Additional::Typed(others) = &object.additional {
        schema["additionalProperties"] = of_element(context, others);
    }
    let limits = Constraints {
        min_properties: object.min_properties,
        max_properties: object.max_properties,
        property_names: object.property_names.clone(),
        ..Constraints::NONE
    };
    with(schema, keywords(context, &limits))
}

fn of_union(context: &Context<'_>, union: &Union) -> Value {
    let parts = union.members.iter().map(|member| match &member.holds {
        Holds::Constant(value) => json!({ "const": value }),
        Holds::Value(schema) => of_value(context, schema),
    });
    let mut schema = json!({ "oneOf": parts.collect::<Vec<_>>() });
    if let Some(tag) = &union.tag {
        let members = union.members.iter().enumerate();
        let mapping = members.flat_map(|(index, member)| {
            let tags = member.probe.tags.iter();
            tags.map(move |tag| (tag.clone(), index.into()))
        });
        schema["discriminator"] = json!({
            "propertyName": tag.property,
            "mapping": Value::Object(mapping.collect()),
        });
    }
    schema
}

/// The shape of a value that may be `null`.
fn of_element(context: &Context<'_>, schema: &Schema) -> Value {
    let shape = of_value(context, schema);
    if schema.nullable && !context.is_any(&schema.ty) {
        with(shape, [("nullable", true.into())])
    } else {
        shape
    }
}

/// The shape of a value that is not `null`.
fn of_value(context: &Context<'_>, schema: &Schema) -> Value {
    shape(context, &schema.ty, &types::limits(context, schema))
}

fn shape(context: &Context<'_>, ty: &Type, limits: &Constraints) -> Value {
    let schema = match context.behind(ty) {
        Type::Named(id) | Type::Boxed(id) => {
            let def = context.api.get(*id);
            return match &def.kind {
                // Whoever uses a named scalar may narrow its limits.
                TypeKind::Newtype(newtype) if !newtype.is_container() => {
                    shape(context, &newtype.inner.ty, limits)
                }
                TypeKind::Alias(schema) => of_value(context, schema),
                TypeKind::Object(_)
                | TypeKind::Enum(_)
                | TypeKind::Union(_)
                | TypeKind::Newtype(_) => json!({ "$ref": def.name.rust }),
            };
        }
        Type::Bool => match limits.only {
            Some(only) => json!({ "const": only }),
            None => json!({ "type": "boolean" }),
        },
        Type::Scalar(kind) => scalar(*kind),
        Type::Array(inner) => json!({ "type": "array", "items": of_element(context, inner) }),
        Type::Map(inner) => {
            json!({ "type": "object", "additionalProperties": of_element(context, inner) })
        }
        Type::Tuple(elements) => {
            let elements = elements.iter().map(|element| of_element(context, element));
            json!({ "type": "array", "prefixItems": elements.collect::<Vec<_>>() })
        }
        Type::Any => return Value::Bool(true),
    };
    with(schema, keywords(context, limits))
}

fn scalar(kind: ScalarType) -> Value {
    let (kind, format) = match kind {
        ScalarType::String => ("string", None),
        ScalarType::DateTime => ("string", Some("date-time")),
        ScalarType::Date => ("string", Some("date")),
        ScalarType::Uuid => ("string", Some("uuid")),
        ScalarType::Base64 => ("string", Some("byte")),
        ScalarType::Ipv4 => ("string", Some("ipv4")),
        ScalarType::Ipv6 => ("string", Some("ipv6")),
        ScalarType::I32 => ("integer", Some("int32")),
        ScalarType::I64 => ("integer", Some("int64")),
        ScalarType::U32 => ("integer", Some("uint32")),
        ScalarType::U64 => ("integer", Some("uint64")),
        ScalarType::I128 => ("integer", None),
        ScalarType::F32 => ("number", Some("float")),
        ScalarType::F64 => ("number", Some("double")),
    };
    with(
        json!({ "type": kind }),
        format.map(|it| ("format", it.into())),
    )
}

/// The keywords that state limits; what stands more than once is in an `allOf`.
fn keywords(context: &Context<'_>, limits: &Constraints) -> Vec<(&'static str, Value)> {
    let mut keywords: Vec<(&'static str, Value)> = Vec::new();
    let counts = [
        ("minLength", limits.min_length),
        ("maxLength", limits.max_length),
        ("minItems", limits.min_items),
        ("maxItems", limits.max_items),
        ("minProperties", limits.min_properties),
        ("maxProperties", limits.max_properties),
    ];
    let counts = counts.into_iter();
    keywords.extend(counts.filter_map(|(keyword, limit)| Some((keyword, limit?.into()))));
    let bounds = [
        (&limits.minimum, "minimum", "exclusiveMinimum"),
        (&limits.maximum, "maximum", "exclusiveMaximum"),
    ];
    for (bound, inclusive, exclusive) in bounds {
        if let Some(Bound {
            value,
            exclusive: is_exclusive,
        }) = bound
        {
            let keyword = if *is_exclusive { exclusive } else { inclusive };
            keywords.push((keyword, number(value)));
        }
    }
    if limits.unique_items {
        keywords.push(("uniqueItems", true.into()));
    }
    let patterns = patterns(context, &limits.patterns);
    let steps = limits.multiple_of.iter();
    let steps = steps.map(|step| ("multipleOf", number(step)));
    let names = limits.property_names.iter();
    let names = names.map(|names| ("propertyNames", of_name(context, names)));
    let mut more = Vec::new();
    for (keyword, limit) in patterns.chain(steps).chain(names) {
        if keywords.iter().any(|(other, _)| *other == keyword) {
            more.push(json!({ keyword: limit }));
        } else {
            keywords.push((keyword, limit));
        }
    }
    if !more.is_empty() {
        keywords.push(("allOf", more.into()));
    }
    keywords
}

/// What `propertyNames` demands.
fn of_name(context: &Context<'_>, names: &NameLimits) -> Value {
    let limits = Constraints {
        min_length: names.min_length,
        max_length: names.max_length,
        patterns: names.patterns.clone(),
        ..Constraints::NONE
    };
    let values = names.values.as_ref();
    let values = values.map(|values| ("enum", values.clone().into()));
    with(
        json!({}),
        keywords(context, &limits).into_iter().chain(values),
    )
}

/// The patterns that can be checked.
fn patterns<'p>(
    context: &Context<'p>,
    patterns: &'p [String],
) -> impl Iterator<Item = (&'static str, Value)> {
    let known = &context.api.patterns;
    let patterns = patterns.iter().filter(|text| known.contains_key(*text));
    patterns.map(|text| ("pattern", text.as_str().into()))
}

/// A limit; one without a fraction is written as a whole number.
fn number(limit: &Number) -> Value {
    // Beyond this not every whole number is a float.
    const WHOLE: f64 = 9_007_199_254_740_992.0;
    match limit.as_f64() {
        Some(float) if limit.is_f64() && float.fract() == 0.0 && float.abs() < WHOLE => {
            Value::from(float as i64)
        }
        _ => limit.clone().into(),
    }
}

fn with(mut schema: Value, keywords: impl IntoIterator<Item = (&'static str, Value)>) -> Value {
    if let Some(schema) = schema.as_object_mut() {
        let keywords = keywords.into_iter();
        schema.extend(keywords.map(|(keyword, value)| (keyword.to_owned(), value)));
    }
    schema
}
