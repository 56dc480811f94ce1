//! Large types: an object that is large stands behind a pointer wherever it is a member, so that
//! nothing grows with all that it holds.

use crate::ir::{
    Additional, Api, EnumBase, Field, Holds, Object, Presence, ScalarType, Schema, Type, TypeDef,
    TypeId, TypeKind,
};

/// The most bytes that an object has in the place of a member.
///
/// To move so many costs about as much as to ask for memory; an absent member of such a type costs
/// eight bytes instead.
const LIMIT: usize = 192;
/// The size of a pointer and of a number of elements.
const WORD: usize = 8;
/// The size of a text, an array or a map.
const HEAP: usize = 3 * WORD;
/// The size of any JSON value, with an ordered map.
const VALUE: usize = 9 * WORD;

/// Boxes the members that are large objects. Circles have their boxes already.
pub(super) fn box_large(api: &mut Api) {
    let mut sizes = Sizes {
        api,
        known: vec![None; api.types.len()],
    };
    let large: Vec<bool> = (0..api.types.len())
        .map(|index| sizes.is_large(TypeId::new(index)))
        .collect();
    for def in &mut api.types {
        if let TypeKind::Object(object) = &mut def.kind {
            for Field { schema, .. } in &mut object.fields {
                if let Type::Named(target) = schema.ty
                    && large[target.index()]
                {
                    schema.ty = Type::Boxed(target);
                }
            }
        }
    }
}

/// The sizes of types on a machine of 64 bits, as far as they have been asked for. They need not be
/// exact: the compiler orders the members of a struct, and finds room for what is absent.
struct Sizes<'a> {
    api: &'a Api,
    known: Vec<Option<usize>>,
}

impl Sizes<'_> {
    /// Whether a type is an object, by whatever name, that is past the limit.
    fn is_large(&mut self, id: TypeId) -> bool {
        let api = self.api;
        let is_object = match &api.get(id).kind {
            TypeKind::Object(_) => true,
            TypeKind::Alias(schema) => match schema.ty {
                Type::Named(target) => return self.is_large(target),
                Type::Boxed(_)
                | Type::Bool
                | Type::Scalar(_)
                | Type::Array(_)
                | Type::Tuple(_)
                | Type::Map(_)
                | Type::Any => false,
            },
            TypeKind::Enum(_) | TypeKind::Union(_) | TypeKind::Newtype(_) => false,
        };
        is_object && self.of_type(id) > LIMIT
    }

    fn of_type(&mut self, id: TypeId) -> usize {
        if let Some(size) = self.known[id.index()] {
            return size;
        }
        let size = self.of_definition(self.api.get(id));
        self.known[id.index()] = Some(size);
        size
    }

    fn of_definition(&mut self, def: &TypeDef) -> usize {
        match &def.kind {
            TypeKind::Object(object) => self.of_object(object),
            TypeKind::Enum(values) => match values.base {
                EnumBase::String => HEAP,
                EnumBase::Integer | EnumBase::Number => 2 * WORD,
                EnumBase::Mixed => VALUE,
            },
            TypeKind::Union(union) => {
                let members = union.members.iter().map(|member| match &member.holds {
                    Holds::Value(schema) => self.of_schema(schema),
                    Holds::Constant(_) => 0,
                });
                members.max().unwrap_or(0).max(VALUE)
            }
            TypeKind::Newtype(newtype) => self.of_schema(&newtype.inner),
            TypeKind::Alias(schema) => self.of_schema(schema),
        }
    }

    fn of_object(&mut self, object: &Object) -> usize {
        let members = object.fields.iter().map(|field| self.of_member(field));
        let members: usize = members.sum();
        let others = match object.additional {
            Additional::Keep => WORD,
            Additional::Typed(_) => HEAP,
            Additional::Skip => 0,
        };
        members.next_multiple_of(WORD) + others
    }

    fn of_member(&mut self, field: &Field) -> usize {
        let Schema { ty, nullable, .. } = &field.schema;
        let boxed = matches!(*ty, Type::Named(target) if self.is_large(target));
        let size = if boxed { WORD } else { self.of_value(ty) };
        let may_be_absent = match field.presence() {
            Presence::Required => *nullable,
            Presence::Optional | Presence::OptionalNullable => true,
        };
        // What has no pointer inside has no room for being absent either.
        if may_be_absent && size < HEAP && is_plain(ty) {
            size + size.min(WORD)
        } else {
            size
        }
    }

    fn of_schema(&mut self, schema: &Schema) -> usize {
        self.of_value(&schema.ty)
    }

    fn of_value(&mut self, ty: &Type) -> usize {
        match ty {
            Type::Named(id) => self.of_type(*id),
            Type::Boxed(_) => WORD,
            Type::Bool => 1,
            Type::Scalar(scalar) => of_scalar(*scalar),
            Type::Array(_) | Type::Map(_) => HEAP,
            Type::Tuple(elements) => elements.iter().map(|one| self.of_schema(one)).sum(),
            Type::Any => VALUE,
        }
    }
}

/// Whether all values of the bits of a type are taken.
fn is_plain(ty: &Type) -> bool {
    match ty {
        Type::Scalar(scalar) => scalar.is_number() || *scalar == ScalarType::Uuid,
        Type::Named(_)
        | Type::Boxed(_)
        | Type::Bool
        | Type::Array(_)
        | Type::Tuple(_)
        | Type::Map(_)
        | Type::Any => false,
    }
}

const fn of_scalar(scalar: ScalarType) -> usize {
    match scalar {
        ScalarType::String | ScalarType::Base64 => HEAP,
        ScalarType::DateTime | ScalarType::Uuid | ScalarType::Ipv6 | ScalarType::I128 => 16,
        ScalarType::I64 | ScalarType::U64 | ScalarType::F64 => 8,
        ScalarType::Date
        | ScalarType::Ipv4
        | ScalarType::I32
        | ScalarType::U32
        | ScalarType::F32 => 4,
    }
}
