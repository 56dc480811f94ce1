//! `allOf`: a reference with annotations is the reference; everything else is joined to one schema.

use openapiv3::{AdditionalProperties, ReferenceOr, Schema, SchemaData, SchemaKind};
use serde_json::Value;

use super::Lowering;
use super::view::View;
use crate::diagnostic::Code;
use crate::ir::Constraints;
use crate::pointer::Pointer;
use crate::resolve::Resolved;

/// What a schema is once its `allOf` has been looked at.
#[derive(Debug)]
pub(super) enum Joined<'d> {
    /// A reference, narrowed by limits of its own.
    Reference(&'d ReferenceOr<Schema>, Constraints),
    /// One schema with the keywords of all.
    Merged(Box<Merged<'d>>),
}

/// The keywords of a schema and of all that it is joined with.
#[derive(Debug, Default)]
pub(super) struct Merged<'d> {
    pub(super) ty: Option<&'d str>,
    pub(super) format: Option<String>,
    pub(super) values: Vec<Value>,
    pub(super) properties: Vec<Property<'d>>,
    pub(super) required: Vec<(&'d str, Pointer)>,
    pub(super) additional: Option<(&'d AdditionalProperties, Pointer)>,
    pub(super) items: Option<(&'d ReferenceOr<Box<Schema>>, Pointer)>,
    pub(super) one_of: Vec<(&'d ReferenceOr<Schema>, Pointer)>,
    pub(super) any_of: Vec<(&'d ReferenceOr<Schema>, Pointer)>,
    pub(super) constraints: Constraints,
}

/// A property and everything that is said about its value, all of which holds.
#[derive(Debug)]
pub(super) struct Property<'d> {
    pub(super) name: &'d str,
    /// Its first schema, and others from further declarations.
    first: &'d ReferenceOr<Box<Schema>>,
    others: Vec<&'d ReferenceOr<Box<Schema>>>,
    /// The place of the last schema.
    pub(super) pointer: Pointer,
}

impl<'d> Property<'d> {
    /// The last declaration, which is the most specific one.
    pub(super) fn said(&self) -> &'d ReferenceOr<Box<Schema>> {
        self.others.last().copied().unwrap_or(self.first)
    }

    /// The one schema that holds for its value; several are joined.
    pub(super) fn schema(&self) -> Declared<'d> {
        if self.others.is_empty() {
            return Declared::Once(self.first);
        }
        let all = std::iter::once(&self.first).chain(&self.others);
        let all_of = all.map(|item| (*item).clone().unbox()).collect();
        Declared::Often(Box::new(Schema {
            schema_data: SchemaData::default(),
            schema_kind: SchemaKind::AllOf { all_of },
        }))
    }
}

/// What is declared of the value of a property.
pub(super) enum Declared<'d> {
    /// By one schema.
    Once(&'d ReferenceOr<Box<Schema>>),
    /// By several, joined to one that stands nowhere in the document.
    Often(Box<Schema>),
}

/// Joins a schema with the members of its `allOf`.
pub(super) fn join<'s, 'd: 's>(
    lowering: &mut Lowering<'d, '_>,
    schema: &'s Schema,
    at: &Pointer,
) -> Joined<'s> {
    let view = View::new(schema);
    if let Some(reference) = annotated_reference(lowering.document, &view) {
        return Joined::Reference(reference, view.constraints);
    }
    let mut merged = Merged::default();
    absorb(lowering, &mut merged, view, at, &mut Vec::new());
    Joined::Merged(Box::new(merged))
}

/// The one reference of an `allOf`, where nothing else in it or beside it changes the type.
fn annotated_reference<'s>(
    document: &'s Resolved,
    view: &View<'s>,
) -> Option<&'s ReferenceOr<Schema>> {
    let mut references = view.all_of.iter().filter(|member| is_reference(member));
    let reference = references.next()?;
    let beside = View {
        all_of: &[],
        constraints: Constraints::NONE,
        ty: view.ty,
        format: view.format.clone(),
        values: view.values.clone(),
        ..*view
    };
    let others = view.all_of.iter().filter(|member| !is_reference(member));
    let only_annotations = references.next().is_none()
        && beside.is_annotation()
        && others
            .map(|member| View::new(document.schema(member).schema))
            .all(|view| view.is_annotation() && view.constraints.is_empty());
    only_annotations.then_some(reference)
}

const fn is_reference<T>(item: &ReferenceOr<T>) -> bool {
    matches!(item, ReferenceOr::Reference { .. })
}

/// Adds the keywords of one schema, and of all in its `allOf`, to what has been gathered.
fn absorb<'s, 'd: 's>(
    lowering: &mut Lowering<'d, '_>,
    merged: &mut Merged<'s>,
    view: View<'s>,
    at: &Pointer,
    inside: &mut Vec<&'s str>,
) {
    for (index, member) in view.all_of.iter().enumerate() {
        let target = lowering.document.schema(member);
        let here = match target.component {
            // `validate` has refused circles; this only keeps a mistake of ours from going round.
            Some(name) if inside.contains(&name) => continue,
            Some(name) => {
                inside.push(name);
                Pointer::components("schemas").join(name)
            }
            None => at.join("allOf").join(index),
        };
        absorb(lowering, merged, View::new(target.schema), &here, inside);
        if target.component.is_some() {
            inside.pop();
        }
    }
    if let (Some(a), Some(b)) = (merged.ty, view.ty)
        && a != b
        && !(a == "number" && b == "integer")
    {
        let message = format!("the joined schemas demand both `{a}` and `{b}`");
        lowering.find(Code::AllOfConflict, at, message, "the first type counts");
    } else {
        merged.ty = view.ty.or(merged.ty);
    }
    merged.format = merged.format.take().or(view.format);
    merged.values = both_lists(std::mem::take(&mut merged.values), view.values);
    for (name, schema) in view.properties.into_iter().flatten() {
        let pointer = at.join("properties").join(name);
        property(merged, name, schema, pointer);
    }
    for (index, name) in view.required.iter().enumerate() {
        merged
            .required
            .push((name, at.join("required").join(index)));
    }
    // `true` allows nothing that its absence does not; a schema or `false` outweighs it.
    if let Some(additional) = view.additional
        && !matches!(
            (&merged.additional, additional),
            (Some(_), AdditionalProperties::Any(true))
        )
    {
        merged.additional = Some((additional, at.join("additionalProperties")));
    }
    if let Some(items) = view.items {
        merged.items.get_or_insert((items, at.join("items")));
    }
    let places = |keyword: &str, members: &'s [ReferenceOr<Schema>]| {
        let at = at.join(keyword);
        let with_place = |(index, member)| (member, at.join(index));
        members
            .iter()
            .enumerate()
            .map(with_place)
            .collect::<Vec<_>>()
    };
    merged.one_of.extend(places("oneOf", view.one_of));
    merged.any_of.extend(places("anyOf", view.any_of));
    merged.constraints = std::mem::take(&mut merged.constraints).and(view.constraints);
}

/// Adds a property; of one that is declared twice, both declarations hold.
fn property<'s>(
    merged: &mut Merged<'s>,
    name: &'s str,
    schema: &'s ReferenceOr<Box<Schema>>,
    pointer: Pointer,
) {
    match merged
        .properties
        .iter_mut()
        .find(|known| known.name == name)
    {
        None => merged.properties.push(Property {
            name,
            first: schema,
            others: Vec::new(),
            pointer,
        }),
        Some(known) => {
            if known.first != schema && !known.others.contains(&schema) {
                known.others.push(schema);
            }
            known.pointer = pointer;
        }
    }
}

/// The values that both enums list; an empty enum means that there is none.
fn both_lists(a: Vec<Value>, b: Vec<Value>) -> Vec<Value> {
    if a.is_empty() {
        return b;
    }
    if b.is_empty() {
        return a;
    }
    a.into_iter().filter(|value| b.contains(value)).collect()
}

/// Whether `null` is a value of a schema.
///
/// It is where the schema says so, and where it is only a join of schemas that all say so or a
/// choice of which one does.
pub(super) fn is_nullable(document: &Resolved, schema: &Schema) -> bool {
    nullable_within(document, schema, 0)
}

fn nullable_within(document: &Resolved, schema: &Schema, depth: usize) -> bool {
    const DEEPEST: usize = 32;
    if schema.schema_data.nullable {
        return true;
    }
    let view = View::new(schema);
    if view.ty.is_some() || depth >= DEEPEST {
        return false;
    }
    if !view.values.is_empty() {
        return view.values.iter().all(Value::is_null);
    }
    let within = |member: &&ReferenceOr<Schema>| {
        nullable_within(document, document.schema(member).schema, depth + 1)
    };
    let some = |members: &[ReferenceOr<Schema>]| {
        members.is_empty() || members.iter().any(|member| within(&member))
    };
    // A member that says nothing about types leaves the answer to the others.
    let mut demanding = view.all_of.iter().filter(|member| {
        let schema = document.schema(member).schema;
        let view = View::new(schema);
        view.ty.is_some() || schema.schema_data.nullable || !view.is_annotation()
    });
    let says_something =
        demanding.clone().next().is_some() || !view.one_of.is_empty() || !view.any_of.is_empty();
    says_something
        && demanding.all(|member| within(&member))
        && some(view.one_of)
        && some(view.any_of)
}

/// The limits of a schema that is a scalar or a reference to one.
pub(super) fn own_constraints(document: &Resolved, schema: &Schema) -> Constraints {
    let view = View::new(schema);
    match annotated_reference(document, &view) {
        Some(reference) => {
            own_constraints(document, document.schema(reference).schema).and(view.constraints)
        }
        None => view.constraints,
    }
}
