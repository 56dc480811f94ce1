//! The macro `object!`.

/// Implements reading and writing for a struct.
///
/// `object!(Name keep additional_properties { 0 required field = "field", 1 optional<Int> n = "n" });`
/// numbers the members in the order of the document, each with its kind and its name on the wire.
/// Undeclared members are kept in the named field; `map additional_properties<Int>` in its place
/// reads all of them as values of one type, and `skip` does without them.
///
/// Crates have thousands of these, so what stands here for each member is what compiles fastest:
/// statements with few branches, no macro within the macro, and names given as text.
#[allow(unused_macros)]
macro_rules! object {
    ($name:ident $mode:ident $($extra:ident $(<$other:ty>)?)? {
        $(
            $place:literal
            $(required $(<$required_codec:ty>)? $required:ident)?
            $(optional $(<$optional_codec:ty>)? $optional:ident)?
            $(nullable $(<$nullable_codec:ty>)? $nullable:ident)?
            = $wire:literal
        ),* $(,)?
    }) => {
        impl $crate::runtime::object::Object for $name {
            const SHAPE: $crate::runtime::object::Shape =
                $crate::runtime::object::Shape::$mode(stringify!($name), &[$($wire),*]);

            fn read<'de, A: serde::de::MapAccess<'de>>(
                reader: &mut $crate::runtime::object::Reader<'_, 'de, A>,
            ) -> Result<Self, A::Error> {
                $(
                    $(let mut $required = None;)?
                    $(let mut $optional = None;)?
                    $(let mut $nullable = $crate::runtime::Nullable::Absent;)?
                )*
                while let Some(place) = reader.next_declared() {
                    match place {
                        $(
                            $place => {
                                $(<$crate::runtime::object::Required $(<$crate::runtime::object::Via<$required_codec>>)?>::read(reader, &mut $required);)?
                                $(<$crate::runtime::object::Optional $(<$crate::runtime::object::Via<$optional_codec>>)?>::read(reader, &mut $optional);)?
                                $(<$crate::runtime::object::Nullable $(<$crate::runtime::object::Via<$nullable_codec>>)?>::read(reader, &mut $nullable);)?
                            }
                        )*
                        _ => {}
                    }
                }
                let undeclared = match reader.$mode $($(::<$other, _>)?)? () {
                    Ok(undeclared) => undeclared,
                    Err(error) => return Err(error),
                };
                $($(let Some($required) = $required else {
                    return Err(reader.missing($wire));
                };)?)*
                // Nothing is left where undeclared members are skipped.
                #[allow(clippy::let_unit_value)]
                let _ = &undeclared;
                Ok(Self {
                    $($($required,)? $($optional,)? $($nullable,)?)*
                    $($extra: undeclared)?
                })
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::runtime::object::deserialize(deserializer)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                #[allow(unused_mut)]
                let mut writer = $crate::runtime::object::Writer::<S>::new(serializer);
                $(
                    $(<$crate::runtime::object::Required $(<$crate::runtime::object::Via<$required_codec>>)?>::write(&mut writer, $wire, &self.$required);)?
                    $(<$crate::runtime::object::Optional $(<$crate::runtime::object::Via<$optional_codec>>)?>::write(&mut writer, $wire, &self.$optional);)?
                    $(<$crate::runtime::object::Nullable $(<$crate::runtime::object::Via<$nullable_codec>>)?>::write(&mut writer, $wire, &self.$nullable);)?
                )*
                $(writer.$mode $(::<$other, _>)? (&self.$extra);)?
                writer.end()
            }
        }
    };
}
#[allow(unused_imports)]
pub(crate) use object;
