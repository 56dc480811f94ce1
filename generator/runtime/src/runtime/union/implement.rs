//! The macro `one_of!`, and what it is made of.

/// Implements reading and writing for a union, and the conversions from its members.
///
/// `one_of!(Name { List(Vec<i64> as Vec<Int>) [Kind(ARRAY)] from Vec<i64>,
/// Auto = "auto" [Text(&["auto"])] });`
/// lists what a value has to look like to be a member. `one_of!(Name by "type" strict {
/// Card(Box<Card>) tagged ["card"] from Card });` lists the values of a tag; a member that may do
/// without it is `tagged ["card"] or absent`, and one that has no place for it
/// `tagged ["card"] adds "type" = "card"`.
#[allow(unused_macros)]
macro_rules! one_of {
    ($name:ident $(by $by:literal $($strict:ident)?)? {
        $($variant:ident $(($ty:ty $(as $codec:ty)?))? $(= $constant:literal)?
            $(tagged [$($tag:literal),*] $(or $absent:ident)? $(adds $added:literal = $text:literal)?)?
            $([$($check:ident ($($argument:expr),*)),*])?
            $(from $($source:ty)|+)?),* $(,)?
    }) => {
        const _: () = {
            #[allow(unused_imports)]
            use $crate::runtime::union::{
                ARRAY, BOOLEAN, FRACTION, INTEGER, NULL, NUMBER, OBJECT, STRING,
            };

            impl $crate::runtime::union::Union for $name {
                const TAG: Option<$crate::runtime::union::Tag> =
                    $crate::runtime::union::one_of_tag!($($by $($strict)?)?);

                const MEMBERS: &'static [$crate::runtime::union::Member<Self>] = &[
                    $($crate::runtime::union::Member {
                        tags: &[$($($tag),*)?],
                        untagged: $crate::runtime::union::one_of_untagged!($(tagged $($absent)?)?),
                        checks: &[$($($crate::runtime::union::Check::$check($($argument),*)),*)?],
                        read: |value| $crate::runtime::union::one_of_read!(
                            $variant value $($ty $(as $codec)?)?
                        ),
                    }),*
                ];

                #[inline]
                fn unlisted(value: serde_json::Value) -> Self {
                    Self::Unlisted($crate::runtime::Sensitive::new(value))
                }

                #[inline]
                fn is_unlisted(&self) -> bool {
                    matches!(self, Self::Unlisted(_))
                }
            }
        };

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::runtime::union::deserialize(deserializer)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant $(($crate::runtime::union::one_of_bind!(member $ty)))? => {
                        $crate::runtime::union::one_of_write!(
                            serializer $(member $ty $(as $codec)?)? $(= $constant)?
                            $($(; $added = $text)?)?
                        )
                    })*
                    Self::Unlisted(value) => serde::Serialize::serialize(value, serializer),
                }
            }
        }

        $($($(impl From<$source> for $name {
            #[inline]
            fn from(value: $source) -> Self {
                Self::$variant(value.into())
            }
        })+)?)*
    };
}
#[allow(unused_imports)]
pub(crate) use one_of;

/// The tag of [`one_of!`].
#[allow(unused_macros)]
macro_rules! one_of_tag {
    () => {
        None
    };
    ($name:literal $($strict:ident)?) => {
        Some($crate::runtime::union::Tag {
            name: $name,
            strict: $crate::runtime::union::one_of_strict!($($strict)?),
        })
    };
}
#[allow(unused_imports)]
pub(crate) use one_of_tag;

/// Whether the tag of [`one_of!`] is strict.
#[allow(unused_macros)]
macro_rules! one_of_strict {
    () => {
        false
    };
    (strict) => {
        true
    };
}
#[allow(unused_imports)]
pub(crate) use one_of_strict;

/// Whether a member of [`one_of!`] may do without the tag.
#[allow(unused_macros)]
macro_rules! one_of_untagged {
    (tagged) => {
        false
    };
    ($(tagged $absent:ident)?) => {
        true
    };
}
#[allow(unused_imports)]
pub(crate) use one_of_untagged;

/// The variable that holds the value of a variant, in a pattern.
#[allow(unused_macros)]
macro_rules! one_of_bind {
    ($member:ident $ty:ty) => {
        $member
    };
}
#[allow(unused_imports)]
pub(crate) use one_of_bind;

/// Reads one member of [`one_of!`].
#[allow(unused_macros)]
macro_rules! one_of_read {
    ($variant:ident $value:ident) => {{
        let _ = $value;
        Ok(Self::$variant)
    }};
    ($variant:ident $value:ident $ty:ty) => {
        $crate::runtime::decode::from_value::<$ty>($value).map(Self::$variant)
    };
    ($variant:ident $value:ident $ty:ty as $codec:ty) => {
        $crate::runtime::decode::through::<$codec, $ty>($value).map(Self::$variant)
    };
}
#[allow(unused_imports)]
pub(crate) use one_of_read;

/// Writes one member of [`one_of!`].
#[allow(unused_macros)]
macro_rules! one_of_write {
    ($serializer:ident = $constant:literal) => {
        serde::Serialize::serialize(&$constant, $serializer)
    };
    ($serializer:ident $member:ident $ty:ty) => {
        serde::Serialize::serialize($member, $serializer)
    };
    ($serializer:ident $member:ident $ty:ty as $codec:ty) => {
        <$codec as $crate::runtime::codec::Codec<$ty>>::encode($member, $serializer)
    };
    ($serializer:ident $member:ident $ty:ty $(as $codec:ty)?; $name:literal = $tag:literal) => {
        $crate::runtime::union::serialize_tagged($member, $name, $tag, $serializer)
    };
}
#[allow(unused_imports)]
pub(crate) use one_of_write;

/// Lets a union of scalars be written as text: `one_of_text!(Name);`
#[allow(unused_macros)]
macro_rules! one_of_text {
    ($name:ident) => {
        impl std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                $crate::runtime::union::display(self, f)
            }
        }
    };
}
#[allow(unused_imports)]
pub(crate) use one_of_text;
