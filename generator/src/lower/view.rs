//! One look at all keywords of a schema, whichever variant of the model holds them.

use indexmap::IndexMap;
use openapiv3::{
    AdditionalProperties, ReferenceOr, Schema, SchemaKind, Type, VariantOrUnknownOrEmpty,
};
use serde::Serialize;
use serde_json::{Number, Value};

use crate::ir::{Bound, Constraints};
use crate::resolve::PROPERTY_NAMES;

/// Where `normalize` keeps numbers of limits that the model would round.
const EXACT_LIMITS: &str = "x-specwright-exact-limits";

/// The keywords of one schema that decide about its type.
#[derive(Debug, Default)]
pub(super) struct View<'d> {
    pub(super) ty: Option<&'d str>,
    pub(super) format: Option<String>,
    pub(super) values: Vec<Value>,
    pub(super) properties: Option<&'d IndexMap<String, ReferenceOr<Box<Schema>>>>,
    pub(super) required: &'d [String],
    pub(super) additional: Option<&'d AdditionalProperties>,
    pub(super) items: Option<&'d ReferenceOr<Box<Schema>>>,
    pub(super) all_of: &'d [ReferenceOr<Schema>],
    pub(super) one_of: &'d [ReferenceOr<Schema>],
    pub(super) any_of: &'d [ReferenceOr<Schema>],
    pub(super) constraints: Constraints,
    /// The schema of `propertyNames`, which [`super::property_names`] reads.
    pub(super) property_names: Option<&'d Value>,
}

impl<'d> View<'d> {
    pub(super) fn new(schema: &'d Schema) -> Self {
        let mut view = Self::of_kind(&schema.schema_kind);
        view.property_names = schema.schema_data.extensions.get(PROPERTY_NAMES);
        if let Some(exact) = schema.schema_data.extensions.get(EXACT_LIMITS) {
            exact_limits(&mut view.constraints, exact);
        }
        if let [Value::Bool(only)] = view.values.as_slice() {
            view.constraints.only = Some(*only);
        }
        view
    }

    fn of_kind(kind: &'d SchemaKind) -> Self {
        match kind {
            SchemaKind::Type(ty) => Self::of_type(ty),
            SchemaKind::OneOf { one_of } => Self {
                one_of,
                ..Self::default()
            },
            SchemaKind::AllOf { all_of } => Self {
                all_of,
                ..Self::default()
            },
            SchemaKind::AnyOf { any_of } => Self {
                any_of,
                ..Self::default()
            },
            SchemaKind::Not { .. } => Self::default(),
            SchemaKind::Any(any) => Self {
                ty: any.typ.as_deref(),
                format: any.format.clone(),
                values: any.enumeration.clone(),
                properties: (!any.properties.is_empty()).then_some(&any.properties),
                required: &any.required,
                additional: any.additional_properties.as_ref(),
                items: any.items.as_ref(),
                all_of: &any.all_of,
                one_of: &any.one_of,
                any_of: &any.any_of,
                constraints: Constraints {
                    only: None,
                    min_length: any.min_length,
                    max_length: any.max_length,
                    patterns: any.pattern.iter().cloned().collect(),
                    minimum: bound(any.minimum, any.exclusive_minimum.unwrap_or_default()),
                    maximum: bound(any.maximum, any.exclusive_maximum.unwrap_or_default()),
                    multiple_of: any.multiple_of.and_then(number).into_iter().collect(),
                    min_items: any.min_items,
                    max_items: any.max_items,
                    unique_items: any.unique_items.unwrap_or_default(),
                    min_properties: any.min_properties,
                    max_properties: any.max_properties,
                    property_names: Vec::new(),
                },
                property_names: None,
            },
        }
    }

    fn of_type(ty: &'d Type) -> Self {
        match ty {
            Type::String(string) => Self {
                ty: Some("string"),
                format: format(&string.format),
                values: values(&string.enumeration),
                constraints: Constraints {
                    min_length: string.min_length,
                    max_length: string.max_length,
                    patterns: string.pattern.iter().cloned().collect(),
                    ..Constraints::NONE
                },
                ..Self::default()
            },
            Type::Number(number) => Self {
                ty: Some("number"),
                format: format(&number.format),
                values: values(&number.enumeration),
                constraints: Constraints {
                    minimum: bound(number.minimum, number.exclusive_minimum),
                    maximum: bound(number.maximum, number.exclusive_maximum),
                    multiple_of: number
                        .multiple_of
                        .and_then(self::number)
                        .into_iter()
                        .collect(),
                    ..Constraints::NONE
                },
                ..Self::default()
            },
            Type::Integer(integer) => Self {
                ty: Some("integer"),
                format: format(&integer.format),
                values: values(&integer.enumeration),
                constraints: Constraints {
                    minimum: whole_bound(integer.minimum, integer.exclusive_minimum),
                    maximum: whole_bound(integer.maximum, integer.exclusive_maximum),
                    multiple_of: integer.multiple_of.map(Number::from).into_iter().collect(),
                    ..Constraints::NONE
                },
                ..Self::default()
            },
            Type::Object(object) => Self {
                ty: Some("object"),
                properties: (!object.properties.is_empty()).then_some(&object.properties),
                required: &object.required,
                additional: object.additional_properties.as_ref(),
                constraints: Constraints {
                    min_properties: object.min_properties,
                    max_properties: object.max_properties,
                    ..Constraints::NONE
                },
                ..Self::default()
            },
            Type::Array(array) => Self {
                ty: Some("array"),
                items: array.items.as_ref(),
                constraints: Constraints {
                    min_items: array.min_items,
                    max_items: array.max_items,
                    unique_items: array.unique_items,
                    ..Constraints::NONE
                },
                ..Self::default()
            },
            Type::Boolean(boolean) => Self {
                ty: Some("boolean"),
                values: values(&boolean.enumeration),
                ..Self::default()
            },
        }
    }

    /// Whether the schema says nothing that changes the type of what it is joined with.
    ///
    /// A bare `type` says nothing new beside a reference to a schema of that type.
    pub(super) fn is_annotation(&self) -> bool {
        self.format.is_none()
            && self.values.is_empty()
            && self.properties.is_none()
            && self.required.is_empty()
            && matches!(
                self.additional,
                None | Some(AdditionalProperties::Any(true))
            )
            && self.items.is_none()
            && self.all_of.is_empty()
            && self.one_of.is_empty()
            && self.any_of.is_empty()
            && self.property_names.is_none()
    }
}

/// Puts in the numbers that the model could not hold.
fn exact_limits(constraints: &mut Constraints, exact: &Value) {
    let number = |keyword: &str| exact.get(keyword).and_then(Value::as_number).cloned();
    let bound = |keyword: &str, flag: &str| {
        Some(Bound {
            value: number(keyword)?,
            exclusive: exact.get(flag).is_some_and(|flag| flag == true),
        })
    };
    if let Some(minimum) = bound("minimum", "exclusiveMinimum") {
        constraints.minimum = Some(minimum);
    }
    if let Some(maximum) = bound("maximum", "exclusiveMaximum") {
        constraints.maximum = Some(maximum);
    }
    constraints.multiple_of.extend(number("multipleOf"));
}

fn bound(value: Option<f64>, exclusive: bool) -> Option<Bound> {
    let value = value.and_then(number)?;
    Some(Bound { value, exclusive })
}

fn whole_bound(value: Option<i64>, exclusive: bool) -> Option<Bound> {
    let value = value?.into();
    Some(Bound { value, exclusive })
}

/// The number that a document writes; a whole one stays whole.
fn number(value: f64) -> Option<Number> {
    // From here on not every whole number is a float.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if value.fract() == 0.0 && value.abs() <= EXACT {
        Some(Number::from(value as i64))
    } else {
        Number::from_f64(value)
    }
}

/// The values of an enum as JSON; `null` is spoken of by `nullable`.
fn values<T: Clone + Into<Value>>(values: &[Option<T>]) -> Vec<Value> {
    values.iter().flatten().cloned().map(Into::into).collect()
}

/// The name of a format, known to the model or not.
fn format<T: Serialize>(format: &VariantOrUnknownOrEmpty<T>) -> Option<String> {
    match format {
        VariantOrUnknownOrEmpty::Item(known) => serde_json::to_value(known)
            .ok()
            .and_then(|name| name.as_str().map(ToOwned::to_owned)),
        VariantOrUnknownOrEmpty::Unknown(name) => Some(name.clone()),
        VariantOrUnknownOrEmpty::Empty => None,
    }
}
