//! What tells the messages of webhooks apart: members that hold a constant.

use serde_json::Value;

use super::Lowering;
use crate::ir::{EnumBase, Object, Type, TypeId, TypeKind};

/// For each body, the members and their values that no other body has; `None` where there are no
/// such members.
///
/// One member is looked for that tells all bodies apart, then two. Where neither are found, the
/// member that is constant in most of them tells those apart that differ in it.
pub(super) fn by_constants(
    lowering: &Lowering<'_, '_>,
    bodies: &[TypeId],
) -> Vec<Option<Vec<(String, Value)>>> {
    let constants: Vec<Vec<(String, String)>> = bodies
        .iter()
        .map(|body| {
            object(lowering, *body).map_or_else(Vec::new, |found| constants_of(lowering, found))
        })
        .collect();
    let mut keys: Vec<&str> = Vec::new();
    for (key, _) in constants.iter().flatten() {
        if !keys.contains(&key.as_str()) {
            keys.push(key);
        }
    }
    let count = |keys: &[&str]| {
        let told = (0..bodies.len()).filter(|index| is_told(&constants, *index, keys));
        told.count()
    };
    let mut best: Vec<&str> = Vec::new();
    let mut most = 0;
    for (index, key) in keys.iter().enumerate() {
        let others = keys.iter().skip(index + 1).map(|other| vec![*key, *other]);
        for tried in std::iter::once(vec![*key]).chain(others) {
            let told = count(&tried);
            if told > most || (told == most && tried.len() < best.len()) {
                (most, best) = (told, tried);
            }
        }
    }
    (0..bodies.len())
        .map(|index| {
            is_told(&constants, index, &best).then(|| {
                let of_key = |key: &&str| {
                    let value = value(&constants[index], key)?;
                    Some(((*key).to_owned(), Value::from(value)))
                };
                best.iter().filter_map(of_key).collect()
            })
        })
        .collect()
}

/// Whether a body holds a constant in all members, and no other body may hold the same.
fn is_told(constants: &[Vec<(String, String)>], index: usize, keys: &[&str]) -> bool {
    let own = &constants[index];
    !keys.is_empty()
        && keys.iter().all(|key| value(own, key).is_some())
        && constants.iter().enumerate().all(|(other, theirs)| {
            other == index
                || keys.iter().any(|key| {
                    let theirs = value(theirs, key);
                    theirs.is_some() && theirs != value(own, key)
                })
        })
}

fn value<'c>(constants: &'c [(String, String)], key: &str) -> Option<&'c str> {
    let found = constants.iter().find(|(name, _)| name == key);
    found.map(|(_, value)| value.as_str())
}

/// The members that have only one value, which is text.
///
/// A message that leaves such a member out is none that can be told.
fn constants_of(lowering: &Lowering<'_, '_>, object: &Object) -> Vec<(String, String)> {
    let fields = object.fields.iter();
    fields
        .filter_map(|field| {
            let value = constant(lowering, &field.schema.ty)?;
            Some((field.name.wire.clone(), value))
        })
        .collect()
}

fn constant(lowering: &Lowering<'_, '_>, ty: &Type) -> Option<String> {
    match behind(lowering, ty)? {
        TypeKind::Enum(values) if values.base == EnumBase::String => {
            match values.variants.as_slice() {
                [only] => only.value.as_str().map(ToOwned::to_owned),
                _ => None,
            }
        }
        TypeKind::Enum(_)
        | TypeKind::Object(_)
        | TypeKind::Newtype(_)
        | TypeKind::Alias(_)
        | TypeKind::Union(_) => None,
    }
}

fn object<'l>(lowering: &'l Lowering<'_, '_>, id: TypeId) -> Option<&'l Object> {
    match behind(lowering, &Type::Named(id))? {
        TypeKind::Object(object) => Some(object),
        TypeKind::Enum(_) | TypeKind::Newtype(_) | TypeKind::Alias(_) | TypeKind::Union(_) => None,
    }
}

/// What a type is behind its other names, which may still lead in a circle here.
fn behind<'l>(lowering: &'l Lowering<'_, '_>, ty: &Type) -> Option<&'l TypeKind> {
    let mut next = ty.clone();
    for _ in 0..=lowering.types.len() {
        let Type::Named(id) = next else { return None };
        let def = lowering.types.get(id.index())?.as_ref()?;
        match &def.kind {
            TypeKind::Alias(schema) => next = schema.ty.clone(),
            kind @ (TypeKind::Object(_)
            | TypeKind::Enum(_)
            | TypeKind::Newtype(_)
            | TypeKind::Union(_)) => {
                return Some(kind);
            }
        }
    }
    None
}
