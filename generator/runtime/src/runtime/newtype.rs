//! Named scalars that are no texts, and named containers: each is a type of its own, so that one
//! cannot be passed for another.

/// Implements a named scalar of another kind: `scalar_newtype!(Name(bool));` or
/// `scalar_newtype!(Name(i64) via Int);`
#[allow(unused_macros)]
macro_rules! scalar_newtype {
    ($name:ident($inner:ty)) => {
        $crate::runtime::newtype::scalar_newtype!($name($inner) via Plain);
    };
    ($name:ident($inner:ty) via $codec:ident) => {
        impl $name {
            /// The value.
            #[must_use]
            #[inline]
            pub fn get(&self) -> &$inner {
                &self.0
            }
        }

        impl From<$inner> for $name {
            #[inline]
            fn from(value: $inner) -> Self {
                Self(value)
            }
        }

        impl From<$name> for $inner {
            #[inline]
            fn from(value: $name) -> Self {
                value.0
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                <$crate::runtime::codec::$codec as $crate::runtime::codec::Codec<$inner>>::encode(
                    &self.0, serializer,
                )
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                <$crate::runtime::codec::$codec as $crate::runtime::codec::Codec<$inner>>::decode(
                    deserializer,
                )
                .map(Self)
            }
        }
    };
}
#[allow(unused_imports)]
pub(crate) use scalar_newtype;

/// Lets a named scalar be written as text, as it is on the wire, and read from it:
/// `scalar_text!(Name(i64));`
#[allow(unused_macros)]
macro_rules! scalar_text {
    ($name:ident($inner:ty)) => {
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                $crate::runtime::union::display(self, f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = <$inner as std::str::FromStr>::Err;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    };
}
#[allow(unused_imports)]
pub(crate) use scalar_text;

/// Implements a named array, tuple or map: `container_newtype!(Name { Vec<Name>: Plain });`
///
/// The inner type names types of the document, which no name of a parameter here may hide.
#[allow(unused_macros)]
macro_rules! container_newtype {
    ($name:ident { $inner:ty : $codec:ty $(,)? }) => {
        impl std::ops::Deref for $name {
            type Target = $inner;

            #[inline]
            fn deref(&self) -> &$inner {
                &self.0
            }
        }

        impl std::ops::DerefMut for $name {
            #[inline]
            fn deref_mut(&mut self) -> &mut $inner {
                &mut self.0
            }
        }

        impl From<$inner> for $name {
            #[inline]
            fn from(value: $inner) -> Self {
                Self(value)
            }
        }

        impl From<$name> for $inner {
            #[inline]
            fn from(value: $name) -> Self {
                value.0
            }
        }

        impl serde::Serialize for $name {
            fn serialize<__S: serde::Serializer>(
                &self,
                serializer: __S,
            ) -> Result<__S::Ok, __S::Error> {
                <$codec as $crate::runtime::codec::Codec<$inner>>::encode(&self.0, serializer)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<__D: serde::Deserializer<'de>>(
                deserializer: __D,
            ) -> Result<Self, __D::Error> {
                <$codec as $crate::runtime::codec::Codec<$inner>>::decode(deserializer).map(Self)
            }
        }
    };
}
#[allow(unused_imports)]
pub(crate) use container_newtype;

/// Lets limits be checked on a named scalar: `measured!(Name);`
#[allow(unused_macros)]
macro_rules! measured {
    ($name:ident) => {
        impl $crate::runtime::validate::Measure for $name {
            #[inline]
            fn keeps(&self, rule: &$crate::runtime::Rule) -> bool {
                $crate::runtime::validate::Measure::keeps(&self.0, rule)
            }
        }
    };
}
#[allow(unused_imports)]
pub(crate) use measured;
