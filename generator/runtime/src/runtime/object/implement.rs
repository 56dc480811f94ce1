//! The macro `object!`.

/// Implements reading, writing, `Clone`, `Debug` and `PartialEq` for a struct.
///
/// ```text
/// object!(Name "1" keep additional_properties {
///     0 None => optional_via<Int> [_] count = "count",
///     1 None => required (text) = "text",
///     2 Nullable::Absent => nullable [_] state = "state",
/// });
/// ```
///
/// numbers the members in the order of the document, each with the slot that it is read into, its
/// kind, its codec where it has one, its field, and its name on the wire. The field of a required
/// member stands in parentheses, and its number in the text at the head; before any other field is the
/// pattern of its slot, which matches in any case. Undeclared members are kept in the named field;
/// `map additional_properties<Int>` in its place reads all of them as values of one type, and
/// `skip` does without them. An object without members, or with none that is required, makes for code
/// that the compiler warns of, as the name of the field for undeclared members does: the module
/// allows `irrefutable_let_patterns`, `unused_mut`, `unused_parens`, `unused_variables` and
/// `clippy::never_loop`.
///
/// The module `object` has to be in scope.
///
/// Crates have thousands of these, so what stands here for each member is what compiles fastest:
/// one method call, no macro within the macro, one tuple for all slots, so that there is one thing
/// to drop, and names given as text.
#[allow(unused_macros)]
macro_rules! object {
    ($name:ident $required_places:literal $mode:ident $($extra:ident $(<$other:ty>)?)? {
        $(
            $place:tt $slot:path => $kind:ident $(<$codec:ty>)?
            $(($required:ident))? $([$any:tt] $field:ident)? = $wire:literal
        ),* $(,)?
    }) => {
        impl object::Object for $name {
            fn read<'de, A: serde::de::MapAccess<'de>>(
                reader: &mut object::Reader<'_, 'de, A>,
            ) -> Result<Self, A::Error> {
                let mut slots = ($($slot,)*);
                loop {
                    match reader.next_declared() {
                        $($place => reader.$kind$(::<$codec, _>)?(&mut slots.$place),)*
                        _ => break,
                    }
                }
                // Returned from within, so that on the way to a value nothing is left to drop.
                if let Some(($($extra)?)) = reader.$mode$($(::<$other, _>)?)?()
                    && let ($($(Some($required))? $($any)?,)*) = slots
                {
                    return Ok(Self {
                        $($($required,)? $($field: slots.$place,)?)*
                        $($extra)?
                    });
                }
                Err(reader.failure())
            }

            #[inline]
            fn visit<'v, V: object::Visit<'v>>(&'v self, visit: &mut V) {
                $(visit.$kind$(::<$codec, _>)?(
                    $wire,
                    &self.$($required)?$($field)?,
                );)*
                $(visit.$mode$(::<$other, _>)?(&self.$extra);)?
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                object::deserialize(deserializer, &object::Shape {
                    name: stringify!($name),
                    undeclared: concat!($(stringify!($extra))?),
                    names: &[$($wire),*],
                    required: $required_places,
                })
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                object::serialize(self, serializer)
            }
        }

        impl Clone for $name {
            #[inline]
            fn clone(&self) -> Self {
                Self {
                    $(
                        $($required: object::copy(&self.$required),)?
                        $($field: object::copy(&self.$field),)?
                    )*
                    $($extra: object::copy(&self.$extra))?
                }
            }
        }

        impl std::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                object::debug(self, f, stringify!($name), concat!($(stringify!($extra))?))
            }
        }

        impl PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                object::same(self, other)
            }
        }
    };
}
#[allow(unused_imports)]
pub(crate) use object;
