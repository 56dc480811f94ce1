//! `allOf`: a reference with annotations is the reference; everything else is joined to one schema.

use openapiv3::{AdditionalProperties, Discriminator, ReferenceOr, Schema, SchemaData, SchemaKind};
use serde_json::Value;

use super::view::View;
use super::{Lowering, discriminator, property_names, schema};
use crate::diagnostic::Code;
use crate::ir::{self, Constraints};
use crate::pointer::Pointer;
use crate::resolve::Resolved;

/// What a schema is once its `allOf` has been looked at.
#[derive(Debug)]
pub(super) enum Joined<'d> {
    /// A reference, narrowed by limits of its own.
    Reference(&'d ReferenceOr<Schema>, Box<Constraints>),
    /// One schema with the keywords of all.
    Merged(Box<Merged<'d>>),
}

/// The keywords of a schema and of all that it is joined with.
#[derive(Clone, Debug, Default)]
pub(super) struct Merged<'d> {
    pub(super) ty: Option<&'d str>,
    pub(super) format: Option<String>,
    pub(super) values: Vec<Value>,
    pub(super) properties: Vec<Property<'d>>,
    pub(super) required: Vec<(&'d str, Pointer)>,
    pub(super) additional: Option<(&'d AdditionalProperties, Pointer)>,
    pub(super) items: Option<Inside<'d>>,
    /// Every `oneOf` and `anyOf`, all of which hold.
    pub(super) choices: Vec<Choice<'d>>,
    pub(super) constraints: Constraints,
}

/// A `oneOf` or `anyOf`.
#[derive(Clone, Debug)]
pub(super) struct Choice<'d> {
    pub(super) members: &'d [ReferenceOr<Schema>],
    pub(super) discriminator: Option<&'d Discriminator>,
    /// The place of the keyword.
    pub(super) at: Pointer,
}

/// A property and everything that is said about its value.
#[derive(Clone, Debug)]
pub(super) struct Property<'d> {
    pub(super) name: &'d str,
    pub(super) value: Inside<'d>,
}

/// Everything that is said about a property or the elements of an array, all of which holds.
#[derive(Clone, Debug)]
pub(super) struct Inside<'d> {
    /// Its first schema, and others from further declarations.
    first: &'d ReferenceOr<Box<Schema>>,
    others: Vec<&'d ReferenceOr<Box<Schema>>>,
    /// The place of the last schema.
    pub(super) pointer: Pointer,
}

impl<'d> Inside<'d> {
    const fn new(schema: &'d ReferenceOr<Box<Schema>>, pointer: Pointer) -> Self {
        Self {
            first: schema,
            others: Vec::new(),
            pointer,
        }
    }

    /// Adds a further declaration; both hold.
    fn also(&mut self, schema: &'d ReferenceOr<Box<Schema>>, pointer: Pointer) {
        if self.first != schema && !self.others.contains(&schema) {
            self.others.push(schema);
        }
        self.pointer = pointer;
    }

    /// All declarations.
    pub(super) fn all(&self) -> impl Iterator<Item = &'d ReferenceOr<Box<Schema>>> {
        std::iter::once(self.first).chain(self.others.iter().copied())
    }

    /// The last declaration, which is the most specific one.
    pub(super) fn said(&self) -> &'d ReferenceOr<Box<Schema>> {
        self.others.last().copied().unwrap_or(self.first)
    }

    /// The one schema that holds for its value; several are joined.
    pub(super) fn schema(&self) -> Declared<'d> {
        if self.others.is_empty() {
            return Declared::Once(self.first);
        }
        let all_of = self.all().map(|item| item.clone().unbox()).collect();
        Declared::Often(Box::new(Schema {
            schema_data: SchemaData::default(),
            schema_kind: SchemaKind::AllOf { all_of },
        }))
    }

    /// Lowers that schema.
    pub(super) fn lower(&self, lowering: &mut Lowering<'_, '_>, name: &str) -> ir::Schema {
        match self.schema() {
            Declared::Once(item) => schema::lower(lowering, item, &self.pointer, name),
            Declared::Often(joined) => {
                let shaped = schema::shape(lowering, &joined, &self.pointer, name);
                // What they are together stands nowhere in the document.
                let place = self.pointer.join("allOf");
                schema::named(lowering, &joined, shaped, &place, name)
            }
        }
    }
}

/// What is declared of a value.
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
    if let Some(reference) = annotated_reference(lowering.document, &view)
        && !discriminator::inherits(lowering, reference, at)
    {
        return Joined::Reference(reference, Box::new(view.constraints));
    }
    let mut merged = Merged::default();
    let mut walk = Walk {
        owner: component_at(at),
        inside: Vec::new(),
    };
    let discriminator = schema.schema_data.discriminator.as_ref();
    absorb(lowering, &mut merged, (view, discriminator), at, &mut walk);
    Joined::Merged(Box::new(merged))
}

/// Joins one more schema, such as a member of a choice, to what has been gathered.
pub(super) fn join_also<'s, 'd: 's>(
    lowering: &mut Lowering<'d, '_>,
    mut merged: Merged<'s>,
    item: &'s ReferenceOr<Schema>,
    at: &Pointer,
    owner: &Pointer,
) -> Merged<'s> {
    let target = lowering.document.schema(item);
    let mut walk = Walk {
        owner: component_at(owner),
        inside: component_at(owner).into_iter().collect(),
    };
    let here = match target.component {
        Some(name) => {
            walk.inside.push(name.to_owned());
            Pointer::components("schemas").join(name)
        }
        None => at.clone(),
    };
    let said = said(target.schema);
    absorb(lowering, &mut merged, said, &here, &mut walk);
    merged
}

/// The component that stands at a place.
fn component_at(at: &Pointer) -> Option<String> {
    at.is_component_schema().then(|| at.last()).flatten()
}

/// What a schema says, and how it tells what a value is.
type Said<'s> = (View<'s>, Option<&'s Discriminator>);

fn said(schema: &Schema) -> Said<'_> {
    (View::new(schema), schema.schema_data.discriminator.as_ref())
}

/// Where gathering has come to.
struct Walk {
    /// The component that everything is gathered for.
    owner: Option<String>,
    /// The components that are being looked at.
    inside: Vec<String>,
}

impl Walk {
    /// Whether a choice is between the children of a schema, one of which is being gathered: it
    /// has been decided then.
    fn is_decided(&self, lowering: &Lowering<'_, '_>, members: &[ReferenceOr<Schema>]) -> bool {
        members.iter().any(|member| {
            let target = lowering.document.schema(member);
            target.component.is_some_and(|name| {
                self.owner.as_deref() == Some(name) || self.inside.iter().any(|one| one == name)
            })
        })
    }
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
    (view, discriminator): Said<'s>,
    at: &Pointer,
    walk: &mut Walk,
) {
    for (index, member) in view.all_of.iter().enumerate() {
        let target = lowering.document.schema(member);
        let here = match target.component {
            // `validate` has refused circles; this only keeps a mistake of ours from going round.
            Some(name) if walk.inside.iter().any(|one| one == name) => continue,
            Some(name) => {
                walk.inside.push(name.to_owned());
                Pointer::components("schemas").join(name)
            }
            None => at.join("allOf").join(index),
        };
        absorb(lowering, merged, said(target.schema), &here, walk);
        if target.component.is_some() {
            walk.inside.pop();
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
        let pointer = at.join("items");
        match &mut merged.items {
            Some(known) => known.also(items, pointer),
            none => *none = Some(Inside::new(items, pointer)),
        }
    }
    for (keyword, members) in [("oneOf", view.one_of), ("anyOf", view.any_of)] {
        if !members.is_empty() && !walk.is_decided(lowering, members) {
            merged.choices.push(Choice {
                members,
                discriminator,
                at: at.join(keyword),
            });
        }
    }
    let mut constraints = view.constraints;
    if let Some(names) = view.property_names {
        let at = at.join("propertyNames");
        constraints
            .property_names
            .extend(property_names::read(lowering, names, &at));
    }
    merged.constraints = std::mem::take(&mut merged.constraints).and(constraints);
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
            value: Inside::new(schema, pointer),
        }),
        Some(known) => known.value.also(schema, pointer),
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
        let is_composed =
            !(view.all_of.is_empty() && view.one_of.is_empty() && view.any_of.is_empty());
        view.ty.is_some() || schema.schema_data.nullable || !view.values.is_empty() || is_composed
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
