//! How a value is written where serde's own way would lose or refuse something.
//!
//! A codec is a type without values, named in the member list of a struct: `Optional<Int>`.
//! [`Plain`] is serde's own way and the default.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, SerializeTuple, Serializer};

/// A way to read and write values of type `T`.
pub trait Codec<T> {
    /// Reads one value.
    ///
    /// # Errors
    /// Fails where the input is no such value.
    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error>;

    /// Writes one value.
    ///
    /// # Errors
    /// Fails where the serializer does.
    fn encode<S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error>;
}

/// A codec as a seed for reading.
#[derive(Debug)]
pub struct Decoding<C, T>(PhantomData<(C, T)>);

impl<C, T> Decoding<C, T> {
    /// The seed; it has no state.
    pub const NEW: Self = Self(PhantomData);
}

impl<'de, C: Codec<T>, T> DeserializeSeed<'de> for Decoding<C, T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        C::decode(deserializer)
    }
}

/// A value that is written through a codec.
#[derive(Debug)]
pub struct Encoding<'v, C, T> {
    value: &'v T,
    codec: PhantomData<C>,
}

impl<'v, C, T> Encoding<'v, C, T> {
    /// The value together with its codec.
    pub fn new(value: &'v T) -> Self {
        Self {
            value,
            codec: PhantomData,
        }
    }
}

impl<C: Codec<T>, T> Serialize for Encoding<'_, C, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        C::encode(self.value, serializer)
    }
}

/// serde's own way.
#[derive(Debug)]
pub struct Plain;

impl<T: Serialize + for<'a> Deserialize<'a>> Codec<T> for Plain {
    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
        T::deserialize(deserializer)
    }

    fn encode<S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        value.serialize(serializer)
    }
}

/// `null` or a value of the inner codec.
impl<C: Codec<T>, T> Codec<Option<T>> for Option<C> {
    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
        struct OptionVisitor<C, T>(PhantomData<(C, T)>);

        impl<'de, C: Codec<T>, T> Visitor<'de> for OptionVisitor<C, T> {
            type Value = Option<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value or null")
            }

            fn visit_none<E: Error>(self) -> Result<Option<T>, E> {
                Ok(None)
            }

            fn visit_unit<E: Error>(self) -> Result<Option<T>, E> {
                Ok(None)
            }

            fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<Option<T>, D::Error> {
                C::decode(inner).map(Some)
            }
        }

        deserializer.deserialize_option(OptionVisitor::<C, T>(PhantomData))
    }

    fn encode<S: Serializer>(value: &Option<T>, serializer: S) -> Result<S::Ok, S::Error> {
        match value {
            None => serializer.serialize_none(),
            Some(value) => C::encode(value, serializer),
        }
    }
}

impl<C: Codec<T>, T> Codec<Box<T>> for Box<C> {
    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Box<T>, D::Error> {
        C::decode(deserializer).map(Box::new)
    }

    fn encode<S: Serializer>(value: &Box<T>, serializer: S) -> Result<S::Ok, S::Error> {
        C::encode(value, serializer)
    }
}

/// An array whose elements are written through the inner codec.
impl<C: Codec<T>, T> Codec<Vec<T>> for Vec<C> {
    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
        struct VecVisitor<C, T>(PhantomData<(C, T)>);

        impl<'de, C: Codec<T>, T> Visitor<'de> for VecVisitor<C, T> {
            type Value = Vec<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an array")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<T>, A::Error> {
                let mut values = Vec::with_capacity(seq.size_hint().unwrap_or(0).min(1024));
                while let Some(value) = seq.next_element_seed(Decoding::<C, T>::NEW)? {
                    values.push(value);
                }
                Ok(values)
            }
        }

        deserializer.deserialize_seq(VecVisitor::<C, T>(PhantomData))
    }

    fn encode<S: Serializer>(value: &Vec<T>, serializer: S) -> Result<S::Ok, S::Error> {
        let mut seq = serializer.serialize_seq(Some(value.len()))?;
        for element in value {
            seq.serialize_element(&Encoding::<C, T>::new(element))?;
        }
        seq.end()
    }
}

/// An array of so many elements, each written through its own codec.
macro_rules! tuples {
    ($($expected:literal: $($codec:ident $type:ident $index:tt)+;)+) => {
        $(
            impl<$($codec: Codec<$type>, $type),+> Codec<($($type,)+)> for ($($codec,)+) {
                fn decode<'de, De: Deserializer<'de>>(
                    deserializer: De,
                ) -> Result<($($type,)+), De::Error> {
                    struct TupleVisitor<$($codec, $type),+>(PhantomData<($($codec, $type),+)>);

                    impl<'de, $($codec: Codec<$type>, $type),+> Visitor<'de>
                        for TupleVisitor<$($codec, $type),+>
                    {
                        type Value = ($($type,)+);

                        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                            f.write_str($expected)
                        }

                        fn visit_seq<Seq: SeqAccess<'de>>(
                            self,
                            mut seq: Seq,
                        ) -> Result<Self::Value, Seq::Error> {
                            let values = ($(
                                seq.next_element_seed(Decoding::<$codec, $type>::NEW)?
                                    .ok_or_else(|| Seq::Error::invalid_length($index, &$expected))?,
                            )+);
                            match seq.next_element::<IgnoredAny>()? {
                                None => Ok(values),
                                Some(_) => Err(Seq::Error::invalid_length(
                                    [$($index),+].len() + 1,
                                    &$expected,
                                )),
                            }
                        }
                    }

                    // Not `deserialize_tuple`, which leaves what is too much to the caller.
                    deserializer.deserialize_seq(TupleVisitor::<$($codec, $type),+>(PhantomData))
                }

                fn encode<Se: Serializer>(
                    value: &($($type,)+),
                    serializer: Se,
                ) -> Result<Se::Ok, Se::Error> {
                    let mut tuple = serializer.serialize_tuple([$($index),+].len())?;
                    $(tuple.serialize_element(&Encoding::<$codec, $type>::new(&value.$index))?;)+
                    tuple.end()
                }
            }
        )+
    };
}
tuples! {
    "an array of 1 element": CA A 0;
    "an array of 2 elements": CA A 0 CB B 1;
    "an array of 3 elements": CA A 0 CB B 1 CC C 2;
    "an array of 4 elements": CA A 0 CB B 1 CC C 2 CD D 3;
    "an array of 5 elements": CA A 0 CB B 1 CC C 2 CD D 3 CE E 4;
    "an array of 6 elements": CA A 0 CB B 1 CC C 2 CD D 3 CE E 4 CF F 5;
    "an array of 7 elements": CA A 0 CB B 1 CC C 2 CD D 3 CE E 4 CF F 5 CG G 6;
    "an array of 8 elements": CA A 0 CB B 1 CC C 2 CD D 3 CE E 4 CF F 5 CG G 6 CH H 7;
}

/// An object used as a map, whose values are written through the inner codec.
#[derive(Debug)]
pub struct MapOf<C>(PhantomData<C>);

impl<C: Codec<T>, T> Codec<BTreeMap<String, T>> for MapOf<C> {
    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<String, T>, D::Error> {
        struct MapVisitor<C, T>(PhantomData<(C, T)>);

        impl<'de, C: Codec<T>, T> Visitor<'de> for MapVisitor<C, T> {
            type Value = BTreeMap<String, T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut values = BTreeMap::new();
                while let Some(name) = map.next_key()? {
                    values.insert(name, map.next_value_seed(Decoding::<C, T>::NEW)?);
                }
                Ok(values)
            }
        }

        deserializer.deserialize_map(MapVisitor::<C, T>(PhantomData))
    }

    fn encode<S: Serializer>(
        value: &BTreeMap<String, T>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(value.len()))?;
        for (name, value) in value {
            map.serialize_entry(name, &Encoding::<C, T>::new(value))?;
        }
        map.end()
    }
}

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
