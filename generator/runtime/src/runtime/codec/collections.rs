//! Arrays, tuples and maps, written through the codecs of what they hold.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::ser::{SerializeMap, SerializeSeq, SerializeTuple, Serializer};

use super::{Codec, Decoding, Encoding};

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
