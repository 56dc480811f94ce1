//! The members of a choice: without `null`, without repetition, and with what inline choices in
//! it say on the same level.

use openapiv3::{AdditionalProperties, AnySchema, ReferenceOr, Schema, SchemaKind};
use serde_json::Value;

use super::{TYPES, is_only_choice};
use crate::ir::Docs;
use crate::lower::all_of::{Choice, Merged};
use crate::lower::view::View;
use crate::lower::{Lowering, docs};
use crate::pointer::Pointer;

/// A member of a choice.
pub(super) struct Part<'s> {
    item: Held<'s>,
    pub(super) at: Pointer,
    /// The component that it refers to.
    pub(super) component: Option<String>,
    /// Whether it is the schema itself that the choice belongs to.
    pub(super) itself: bool,
}

/// A schema of the document, or one that says a part of what one says.
enum Held<'s> {
    Written(&'s ReferenceOr<Schema>),
    Own(Box<ReferenceOr<Schema>>),
}

impl<'s> Part<'s> {
    /// A component as a member.
    pub(super) fn component(name: &str, at: &Pointer) -> Self {
        let target = Pointer::components("schemas").join(name);
        Self {
            item: Held::Own(Box::new(ReferenceOr::Reference {
                reference: format!("#{}", target.as_str()),
            })),
            at: at.join(name),
            component: Some(name.to_owned()),
            itself: false,
        }
    }

    /// A component as a member of the union that bears its name.
    pub(super) fn itself(name: &str, at: &Pointer) -> Self {
        Self {
            itself: true,
            ..Self::component(name, at)
        }
    }

    pub(super) fn item(&self) -> &ReferenceOr<Schema> {
        match &self.item {
            Held::Written(item) => item,
            Held::Own(item) => item,
        }
    }

    /// Whether the schema stands nowhere in the document.
    pub(super) fn is_own(&self) -> bool {
        matches!(&self.item, Held::Own(item) if matches!(**item, ReferenceOr::Item(_)))
    }

    /// What the member says of itself.
    pub(super) fn docs(&self, lowering: &Lowering<'_, '_>) -> Docs {
        if self.is_own() {
            return Docs::default();
        }
        Docs {
            deprecated: false,
            ..docs::of_property(lowering.document, self.item())
        }
    }
}

/// The members of a choice, and whether `null` is one of them.
#[derive(Default)]
pub(super) struct Parts<'s> {
    pub(super) all: Vec<Part<'s>>,
    pub(super) nullable: bool,
    /// Whether one of them admits every value.
    pub(super) open: bool,
}

impl<'s> Parts<'s> {
    /// The members of a choice; where they are to be joined with something else, also those that
    /// add nothing to it.
    pub(super) fn of_choice(
        lowering: &Lowering<'_, '_>,
        choice: &Choice<'s>,
        joined: bool,
    ) -> Self {
        let mut parts = Self::default();
        parts.flatten(lowering, choice.members, &choice.at, joined);
        parts
    }

    /// One member for each of the types that a schema lists, with the keywords that concern it.
    pub(super) fn of_types(schema: &Schema, at: &Pointer) -> Self {
        let mut parts = Self::default();
        parts.types(schema, at);
        parts
    }

    pub(super) fn of_components(names: &[&str], at: &Pointer) -> Self {
        Self {
            all: names.iter().map(|name| Part::component(name, at)).collect(),
            ..Self::default()
        }
    }

    fn flatten(
        &mut self,
        lowering: &Lowering<'_, '_>,
        members: &'s [ReferenceOr<Schema>],
        at: &Pointer,
        joined: bool,
    ) {
        for (index, item) in members.iter().enumerate() {
            let at = at.join(index);
            let target = lowering.document.schema(item);
            if is_null(target.schema) {
                self.nullable = true;
                continue;
            }
            let component = match item {
                ReferenceOr::Reference { .. } => target.component.map(ToOwned::to_owned),
                ReferenceOr::Item(schema) => {
                    let view = View::new(schema);
                    let data = &schema.schema_data;
                    if is_only_choice(&view) && data.discriminator.is_none() {
                        let inner = match (view.one_of, view.any_of) {
                            (one_of, []) if !one_of.is_empty() => Some(("oneOf", one_of)),
                            ([], any_of) if !any_of.is_empty() => Some(("anyOf", any_of)),
                            _ => None,
                        };
                        if let Some((keyword, inner)) = inner {
                            self.nullable |= data.nullable;
                            self.flatten(lowering, inner, &at.join(keyword), joined);
                            continue;
                        }
                    }
                    if data.extensions.contains_key(TYPES) && view.values.is_empty() {
                        self.nullable |= data.nullable;
                        self.types(schema, &at.join("type"));
                        continue;
                    }
                    if !joined && admits_everything(schema, &view) {
                        // Whatever no other member is, the union keeps as it is.
                        self.open = true;
                        continue;
                    }
                    None
                }
            };
            let known = self.all.iter().any(|part| same(part.item(), item));
            let known_component =
                component.is_some() && self.all.iter().any(|part| part.component == component);
            if !known && !known_component {
                self.all.push(Part {
                    item: Held::Written(item),
                    at,
                    component,
                    itself: false,
                });
            }
        }
    }

    fn types(&mut self, schema: &Schema, at: &Pointer) {
        let Some(Value::Array(types)) = schema.schema_data.extensions.get(TYPES) else {
            return;
        };
        let SchemaKind::Any(any) = &schema.schema_kind else {
            return;
        };
        let names = types.iter().filter_map(Value::as_str);
        for (index, name) in names.enumerate() {
            let mut data = schema.schema_data.clone();
            data.extensions.shift_remove(TYPES);
            data.nullable = false;
            let item = ReferenceOr::Item(Schema {
                schema_data: data,
                schema_kind: SchemaKind::Any(of_type(any, name)),
            });
            self.all.push(Part {
                item: Held::Own(Box::new(item)),
                at: at.join(index),
                component: None,
                itself: false,
            });
        }
    }
}

/// The keywords that concern one type.
fn of_type(any: &AnySchema, name: &str) -> AnySchema {
    let mut of_type = AnySchema {
        typ: Some(name.to_owned()),
        ..any.clone()
    };
    if name != "object" {
        of_type.properties.clear();
        of_type.required.clear();
        of_type.additional_properties = None;
    }
    if name != "array" {
        of_type.items = None;
    }
    if !matches!(name, "string" | "integer" | "number") {
        of_type.format = None;
    }
    let is_of_number = |format: &String| {
        let formats = ["int32", "int64", "float", "double", "uint32", "uint64"];
        formats.contains(&format.as_str())
    };
    if name == "string" {
        of_type.format = of_type.format.filter(|format| !is_of_number(format));
        of_type.minimum = None;
        of_type.maximum = None;
    } else {
        of_type.format = of_type.format.filter(is_of_number);
        of_type.pattern = None;
    }
    of_type
}

/// Whether two members say the same, apart from annotations.
fn same(a: &ReferenceOr<Schema>, b: &ReferenceOr<Schema>) -> bool {
    match (a, b) {
        (ReferenceOr::Item(a), ReferenceOr::Item(b)) => {
            let plain = |schema: &Schema| View::new(schema).properties.is_none();
            a.schema_kind == b.schema_kind
                && (plain(a) || a.schema_data.title == b.schema_data.title)
                && a.schema_data.extensions == b.schema_data.extensions
        }
        (ReferenceOr::Reference { reference: a }, ReferenceOr::Reference { reference: b }) => {
            a == b
        }
        _ => false,
    }
}

/// Whether a schema admits `null` and nothing else.
///
/// A schema that says no more than `nullable` is how many tools write that.
fn is_null(schema: &Schema) -> bool {
    let view = View::new(schema);
    if view.values.is_empty() {
        let data = &schema.schema_data;
        return data.nullable
            && view.ty.is_none()
            && !data.extensions.contains_key(TYPES)
            && admits_everything(schema, &view);
    }
    view.values.iter().all(Value::is_null)
}

/// Whether a schema says nothing about values.
fn admits_everything(schema: &Schema, view: &View<'_>) -> bool {
    !matches!(schema.schema_kind, SchemaKind::Not { .. })
        && view.ty.is_none()
        && view.is_annotation()
        && view.constraints.is_empty()
}

/// Whether a choice only narrows what stands beside it: which members an object must have, or
/// how long a text may be. It has no effect on the type then.
pub(super) fn only_narrows(members: &[ReferenceOr<Schema>], beside: &Merged<'_>) -> bool {
    let typed = beside.ty.is_some() || !beside.properties.is_empty() || beside.additional.is_some();
    typed && members.iter().all(|member| narrows(member, beside))
}

fn narrows(item: &ReferenceOr<Schema>, beside: &Merged<'_>) -> bool {
    let ReferenceOr::Item(schema) = item else {
        return false;
    };
    let view = View::new(schema);
    let is_scalar = matches!(beside.ty, Some("string" | "number" | "integer" | "boolean"));
    let below = |members: &[ReferenceOr<Schema>]| {
        let mut members = members.iter();
        members.all(|member| narrows(member, beside))
    };
    let type_is_known = view.ty.is_none() || view.ty == beside.ty || {
        view.ty == Some("object") && beside.ty.is_none() && !beside.properties.is_empty()
    };
    type_is_known
        && view.properties.is_none()
        && view.values.is_empty()
        && view.items.is_none()
        && (view.format.is_none() || is_scalar)
        && matches!(view.additional, None | Some(AdditionalProperties::Any(_)))
        && !schema.schema_data.extensions.contains_key(TYPES)
        && below(view.all_of)
        && below(view.one_of)
        && below(view.any_of)
}
