//! Types that contain themselves: a pointer goes exactly where a circle closes.

use std::collections::HashSet;

use crate::diagnostic::{Code, Diagnostic, Report};
use crate::ir::{Api, Holds, Member, Newtype, Schema, Type, TypeId, TypeKind};

/// Puts a box on each edge that closes a circle of direct containment.
///
/// Arrays and maps hold their elements apart, so they need none. An alias cannot lead back to
/// itself in Rust, so that an array or map of itself becomes a type of its own.
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
        let closes = |target| closing.contains(&(TypeId::new(index), target));
        for schema in held(&mut def.kind) {
            box_in_place(schema, &closes);
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
        TypeKind::Alias(schema) if matches!(schema.ty, Type::Tuple(_)) => vec![schema],
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

/// Boxes what a value holds in place and closes a circle.
fn box_in_place(schema: &mut Schema, closes: &impl Fn(TypeId) -> bool) {
    match &mut schema.ty {
        Type::Named(target) if closes(*target) => schema.ty = Type::Boxed(*target),
        Type::Tuple(elements) => {
            for element in elements {
                box_in_place(element, closes);
            }
        }
        Type::Named(_)
        | Type::Boxed(_)
        | Type::Bool
        | Type::Scalar(_)
        | Type::Array(_)
        | Type::Map(_)
        | Type::Any => {}
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
    let mut found = Vec::new();
    match &api.get(id).kind {
        TypeKind::Object(object) => {
            for field in &object.fields {
                in_place(&field.schema, &mut found);
            }
        }
        TypeKind::Union(union) => {
            for member in &union.members {
                if let Holds::Value(schema) = &member.holds {
                    in_place(schema, &mut found);
                }
            }
        }
        TypeKind::Alias(schema) => in_place(schema, &mut found),
        TypeKind::Enum(_) | TypeKind::Newtype(_) => {}
    }
    found
}

/// The named types that a value holds in place.
fn in_place(schema: &Schema, found: &mut Vec<TypeId>) {
    match &schema.ty {
        Type::Named(id) => found.push(*id),
        Type::Tuple(elements) => {
            for element in elements {
                in_place(element, found);
            }
        }
        Type::Boxed(_)
        | Type::Bool
        | Type::Scalar(_)
        | Type::Array(_)
        | Type::Map(_)
        | Type::Any => {}
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

/// Gives aliases that lead back to themselves a type of their own.
fn break_aliases(api: &mut Api, report: &mut Report) {
    for index in 0..api.types.len() {
        let Some(way) = way_back(api, TypeId::new(index)) else {
            continue;
        };
        let def = &mut api.types[index];
        if let TypeKind::Alias(schema) = &def.kind
            && way == Way::Apart
            && matches!(schema.ty, Type::Array(_) | Type::Map(_) | Type::Tuple(_))
        {
            let inner = schema.clone();
            def.kind = TypeKind::Newtype(Newtype { inner });
        } else if way == Way::InPlace {
            let message = format!("`{}` consists of itself", def.name.wire);
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
            Holds::Value(schema) => {
                matches!(schema.ty, Type::Named(of) if is_member_of(api, id, of))
            }
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

/// How an alias leads back to itself.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    /// Through an array or map, which holds its elements apart.
    Apart,
    /// Without one.
    InPlace,
}

/// How an alias leads back to itself through aliases only, if it does.
fn way_back(api: &Api, start: TypeId) -> Option<Way> {
    let mut seen = HashSet::new();
    let mut found = None;
    let mut next = vec![(start, Way::InPlace)];
    while let Some((id, way)) = next.pop() {
        let TypeKind::Alias(schema) = &api.get(id).kind else {
            continue;
        };
        let mut targets = Vec::new();
        aliased(schema, way, &mut targets);
        for (target, way) in targets {
            if target == start {
                found = found.max(Some(way));
            } else if seen.insert((target, way == Way::Apart)) {
                next.push((target, way));
            }
        }
    }
    found
}

/// The named types in arrays, maps and tuples, and how they are held.
fn aliased(schema: &Schema, way: Way, found: &mut Vec<(TypeId, Way)>) {
    match &schema.ty {
        Type::Named(id) => found.push((*id, way)),
        Type::Array(inner) | Type::Map(inner) => aliased(inner, Way::Apart, found),
        Type::Tuple(elements) => {
            for element in elements {
                aliased(element, way, found);
            }
        }
        Type::Boxed(_) | Type::Bool | Type::Scalar(_) | Type::Any => {}
    }
}
