//! Types that contain themselves: a pointer goes exactly where a circle closes.

use std::collections::HashSet;

use crate::diagnostic::{Code, Diagnostic, Report};
use crate::ir::{Api, Holds, Member, Schema, Type, TypeId, TypeKind};

/// Puts a box on each edge that closes a circle of direct containment.
///
/// Arrays and maps hold their elements apart, so they need none. An alias that leads back to
/// itself has no Rust form and becomes any value.
pub(super) fn box_cycles(api: &mut Api, report: &mut Report) {
    break_aliases(api, report);
    break_unions(api, report);
    box_objects_in_unions(api);
    let mut walk = Walk {
        api,
        state: vec![State::New; api.types.len()],
        closing: HashSet::new(),
    };
    for index in 0..walk.state.len() {
        walk.visit(TypeId::new(index));
    }
    let closing = walk.closing;
    for (index, def) in api.types.iter_mut().enumerate() {
        for schema in held(&mut def.kind) {
            if let Type::Named(target) = schema.ty
                && closing.contains(&(TypeId::new(index), target))
            {
                schema.ty = Type::Boxed(target);
            }
        }
    }
}

/// The values that a type holds in place.
fn held(kind: &mut TypeKind) -> Vec<&mut Schema> {
    match kind {
        TypeKind::Object(object) => object
            .fields
            .iter_mut()
            .map(|field| &mut field.schema)
            .collect(),
        TypeKind::Union(union) => union
            .members
            .iter_mut()
            .filter_map(|member| match &mut member.holds {
                Holds::Value(schema) => Some(schema),
                Holds::Constant(_) => None,
            })
            .collect(),
        TypeKind::Alias(_) | TypeKind::Enum(_) | TypeKind::Newtype(_) => Vec::new(),
    }
}

/// Objects in a union stand behind a pointer: else the union would be as large as the largest of
/// them wherever it stands.
fn box_objects_in_unions(api: &mut Api) {
    let objects: Vec<bool> = (0..api.types.len())
        .map(|index| {
            let behind = resolve_alias(api, TypeId::new(index));
            matches!(api.get(behind).kind, TypeKind::Object(_))
        })
        .collect();
    for def in &mut api.types {
        if !matches!(def.kind, TypeKind::Union(_)) {
            continue;
        }
        for schema in held(&mut def.kind) {
            if let Type::Named(target) = schema.ty
                && objects[target.index()]
            {
                schema.ty = Type::Boxed(target);
            }
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    New,
    Open,
    Done,
}

struct Walk<'a> {
    api: &'a Api,
    state: Vec<State>,
    closing: HashSet<(TypeId, TypeId)>,
}

impl Walk<'_> {
    fn visit(&mut self, id: TypeId) {
        if self.state[id.index()] != State::New {
            return;
        }
        self.state[id.index()] = State::Open;
        for written in contained(self.api, id) {
            let target = resolve_alias(self.api, written);
            match self.state[target.index()] {
                State::Open => {
                    self.closing.insert((id, written));
                }
                State::New => self.visit(target),
                State::Done => {}
            }
        }
        self.state[id.index()] = State::Done;
    }
}

/// The types that a type holds in place.
fn contained(api: &Api, id: TypeId) -> Vec<TypeId> {
    match &api.get(id).kind {
        TypeKind::Object(object) => object
            .fields
            .iter()
            .filter_map(|field| named(&field.schema))
            .collect(),
        TypeKind::Union(union) => union
            .members
            .iter()
            .filter_map(|member| match &member.holds {
                Holds::Value(schema) => named(schema),
                Holds::Constant(_) => None,
            })
            .collect(),
        TypeKind::Alias(_) | TypeKind::Enum(_) | TypeKind::Newtype(_) => Vec::new(),
    }
}

const fn named(schema: &Schema) -> Option<TypeId> {
    match schema.ty {
        Type::Named(id) => Some(id),
        Type::Boxed(_)
        | Type::Bool
        | Type::Scalar(_)
        | Type::Array(_)
        | Type::Map(_)
        | Type::Any => None,
    }
}

/// The type that an alias of a named type leads to.
fn resolve_alias(api: &Api, mut id: TypeId) -> TypeId {
    while let TypeKind::Alias(Schema {
        ty: Type::Named(target),
        ..
    }) = api.get(id).kind
    {
        id = target;
    }
    id
}

fn break_aliases(api: &mut Api, report: &mut Report) {
    for index in 0..api.types.len() {
        if reaches_itself(api, TypeId::new(index)) {
            let def = &mut api.types[index];
            let message = format!("`{}` is an array or map of itself", def.name.wire);
            report.push(
                Diagnostic::new(Code::Unsupported, def.pointer.clone(), message)
                    .help("any value is accepted"),
            );
            def.kind = TypeKind::Alias(Schema::plain(Type::Any));
        }
    }
}

/// Takes the members out by which a union is a member of itself: they admit nothing new.
fn break_unions(api: &mut Api, report: &mut Report) {
    for index in 0..api.types.len() {
        let id = TypeId::new(index);
        let TypeKind::Union(union) = &api.get(id).kind else {
            continue;
        };
        let leads_back = |member: &Member| match &member.holds {
            Holds::Value(schema) => named(schema).is_some_and(|of| is_member_of(api, id, of)),
            Holds::Constant(_) => false,
        };
        let keep: Vec<bool> = union.members.iter().map(|one| !leads_back(one)).collect();
        let def = &mut api.types[index];
        if let TypeKind::Union(union) = &mut def.kind
            && keep.contains(&false)
        {
            let mut keep = keep.into_iter();
            union.members.retain(|_| keep.next().unwrap_or(true));
            let message = format!("`{}` is a member of itself", def.name.wire);
            report.push(
                Diagnostic::new(Code::Unsupported, def.pointer.clone(), message)
                    .help("the member was left out, since it admits nothing new"),
            );
        }
    }
}

/// Whether `wanted` is `start`, or a member of it at any distance.
fn is_member_of(api: &Api, wanted: TypeId, start: TypeId) -> bool {
    let mut seen = HashSet::new();
    let mut next = vec![start];
    while let Some(id) = next.pop() {
        let id = resolve_alias(api, id);
        if id == wanted {
            return true;
        }
        if let TypeKind::Union(_) = &api.get(id).kind
            && seen.insert(id)
        {
            next.extend(contained(api, id));
        }
    }
    false
}

/// Whether an alias leads back to itself through aliases only.
fn reaches_itself(api: &Api, start: TypeId) -> bool {
    let mut seen = HashSet::new();
    let mut next = vec![start];
    while let Some(id) = next.pop() {
        if let TypeKind::Alias(schema) = &api.get(id).kind {
            let mut schema = schema;
            while let Type::Array(inner) | Type::Map(inner) = &schema.ty {
                schema = inner;
            }
            if let Some(target) = named(schema) {
                if target == start {
                    return true;
                }
                if seen.insert(target) {
                    next.push(target);
                }
            }
        }
    }
    false
}
