//! Whole numbers.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Error, Visitor};
use serde::ser::{Serialize, Serializer};

use super::Codec;

/// A whole number, also when it is written as `1.0` or `1e3`, which JSON Schema takes for integers.
#[derive(Debug)]
pub struct Int;

/// A whole number that may be beyond 64 bits.
#[derive(Debug)]
pub struct Wide;

impl Codec<i128> for Wide {
    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i128, D::Error> {
        // Asked for anything, `serde_json` would round what is beyond 64 bits.
        deserializer.deserialize_i128(IntVisitor(PhantomData))
    }

    fn encode<S: Serializer>(value: &i128, serializer: S) -> Result<S::Ok, S::Error> {
        value.serialize(serializer)
    }
}

/// The types that [`Int`] reads.
trait Integer: Copy + Serialize + TryFrom<i128> {
    const EXPECTED: &'static str;
}

impl Integer for i128 {
    const EXPECTED: &'static str = "an integer (i128)";
}

macro_rules! integers {
    ($($type:ident)+) => {
        $(
            impl Integer for $type {
                const EXPECTED: &'static str = concat!("an integer (", stringify!($type), ")");
            }

            impl Codec<$type> for Int {
                fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<$type, D::Error> {
                    deserializer.deserialize_any(IntVisitor::<$type>(PhantomData))
                }

                fn encode<S: Serializer>(value: &$type, serializer: S) -> Result<S::Ok, S::Error> {
                    value.serialize(serializer)
                }
            }
        )+
    };
}
integers!(i32 i64 u32 u64);

struct IntVisitor<T>(PhantomData<T>);

impl<T: Integer> IntVisitor<T> {
    fn narrow<E: Error>(&self, value: i128) -> Result<T, E> {
        T::try_from(value).map_err(|_| {
            E::invalid_value(
                serde::de::Unexpected::Other("a number out of range"),
                &T::EXPECTED,
            )
        })
    }
}

impl<T: Integer> Visitor<'_> for IntVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::EXPECTED)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<T, E> {
        self.narrow(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<T, E> {
        self.narrow(value.into())
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<T, E> {
        self.narrow(value)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<T, E> {
        if value.fract() == 0.0 && value.abs() < 1e30 {
            self.narrow(value as i128)
        } else {
            Err(E::invalid_type(
                serde::de::Unexpected::Float(value),
                &T::EXPECTED,
            ))
        }
    }
}
