//! The macro `object!`, and what it is made of.

/// Implements reading and writing for a struct.
///
/// `object!(Name keep additional_properties { field: Required, other: Optional = "wire-name" });`
/// keeps undeclared members in the named field, `map additional_properties<Int>` in its place reads
/// all of them as values of one type, and without either they are skipped.
#[allow(unused_macros)]
macro_rules! object {
    ($name:ident $(keep $extra:ident)? $(map $others:ident<$other:ty>)? {
        $($field:ident : $kind:ident $(<$codec:ty>)? $(= $wire:literal)?),* $(,)?
    }) => {
        const _: () = {
            #[allow(non_camel_case_types)]
            enum Key { $($field),* }
            #[allow(dead_code)]
            const KEYS: &[Key] = &[$(Key::$field),*];

            impl $crate::runtime::object::Object for $name {
                const SHAPE: $crate::runtime::object::Shape = $crate::runtime::object::Shape {
                    expected: concat!("object ", stringify!($name)),
                    keeps_undeclared: $crate::runtime::object::is_given!($($extra)? $($others)?),
                    names: &[$($crate::runtime::object::wire_name!($field $($wire)?)),*],
                };

                fn read<'de, A: serde::de::MapAccess<'de>>(
                    reader: &mut $crate::runtime::object::Reader<'_, 'de, A>,
                ) -> Result<Self, A::Error> {
                    $($crate::runtime::object::slot!($kind $field);)*
                    $crate::runtime::object::read_members!(
                        reader { $($field => <$crate::runtime::object::$kind $(<$crate::runtime::object::Via<$codec>>)?>)* }
                    );
                    $($crate::runtime::object::settle!($kind reader $field $($wire)?);)*
                    Ok(Self { $($field,)* $($extra: reader.extra())? $($others: reader.others::<$other, _>()?)? })
                }

                fn write<M: serde::ser::SerializeMap>(
                    &self,
                    writer: &mut $crate::runtime::object::Writer<M>,
                ) {
                    // The first failure ends the chain; the writer keeps it.
                    let _ = $(<$crate::runtime::object::$kind $(<$crate::runtime::object::Via<$codec>>)?>::write(
                        writer,
                        $crate::runtime::object::wire_name!($field $($wire)?),
                        &self.$field,
                    ) &&)* true $(&& writer.extra(&self.$extra))? $(&& writer.others::<$other, _>(&self.$others))?;
                    // An object without members leaves the writer alone.
                    let _ = writer;
                }
            }
        };

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::runtime::object::deserialize(deserializer)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::runtime::object::serialize(self, serializer)
            }
        }
    };
}
#[allow(unused_imports)]
pub(crate) use object;

/// The loop over the members of an object, into one slot for each.
#[allow(unused_macros)]
macro_rules! read_members {
    ($reader:ident {}) => {
        $reader.next_declared()?;
    };
    ($reader:ident { $($field:ident => <$kind:ty>)+ }) => {
        while let Some(declared_member) = KEYS.get($reader.next_declared()?) {
            match declared_member {
                $(Key::$field => <$kind>::read($reader, &mut $field),)+
            }?;
        }
    };
}
#[allow(unused_imports)]
pub(crate) use read_members;

/// The place that a member is read into.
#[allow(unused_macros)]
macro_rules! slot {
    (Nullable $field:ident) => {
        let mut $field = $crate::runtime::Nullable::Absent;
    };
    ($kind:ident $field:ident) => {
        let mut $field = None;
    };
}
#[allow(unused_imports)]
pub(crate) use slot;

/// What is left in the place of a member once all have been read.
#[allow(unused_macros)]
macro_rules! settle {
    (Required $reader:ident $field:ident $($wire:literal)?) => {
        let Some($field) = $field else {
            return Err($reader.missing($crate::runtime::object::wire_name!($field $($wire)?)));
        };
    };
    ($kind:ident $reader:ident $field:ident $($wire:literal)?) => {};
}
#[allow(unused_imports)]
pub(crate) use settle;

/// The name of a member on the wire: the given text, else the name of the field.
#[allow(unused_macros)]
macro_rules! wire_name {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident $wire:literal) => {
        $wire
    };
}
#[allow(unused_imports)]
pub(crate) use wire_name;

/// Whether an optional part of a macro call is there.
#[allow(unused_macros)]
macro_rules! is_given {
    () => {
        false
    };
    ($part:ident) => {
        true
    };
}
#[allow(unused_imports)]
pub(crate) use is_given;
