//! Values of the generated types for property tests, by the crate `proptest`.
//!
//! Each type states as data what its JSON looks like, its [`Shape`]; values are drawn as JSON and
//! read into the type, all by the code of this module. So a type adds a table and no code of its
//! own. What is drawn keeps the limits of the document, holds listed values only, and has no member
//! that the document does not declare.

mod builder;
mod collections;
mod implement;
mod number;
mod shape;
mod text;

use proptest::arbitrary::Arbitrary;
use proptest::strategy::{BoxedStrategy, FilterMap, Just, Strategy as _, Union};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{Base64, Nullable, Sensitive, Validate, decode};
use builder::Builder;

#[allow(unused_imports)]
pub(crate) use self::implement::{
    drawn, drawn_enum, drawn_object, drawn_others, drawn_tag, drawn_union,
};
pub use self::shape::{Member, Others, Part, Presence, Shape};

/// A type whose values can be drawn.
pub trait Drawn: Sized {
    /// What its JSON looks like.
    fn shape() -> &'static Shape;
}

/// What the JSON of a type looks like; a function to stand in the shape of another type.
#[must_use]
pub fn of<T: Drawn>() -> &'static Shape {
    T::shape()
}

/// A strategy for the values of a type.
pub type Drawing<T> = FilterMap<BoxedStrategy<Value>, fn(Value) -> Option<T>>;

/// A strategy for the values of a type, each read from JSON by a function.
pub fn drawing<T: Drawn + std::fmt::Debug>(read: fn(Value) -> Option<T>) -> Drawing<T> {
    values(T::shape()).prop_filter_map("not a valid value", read)
}

/// A strategy for JSON of a shape.
pub fn values(shape: &'static Shape) -> BoxedStrategy<Value> {
    Builder::default().strategy(shape)
}

/// Reads a value of a type without limits.
#[must_use]
pub fn read<T: DeserializeOwned>(value: Value) -> Option<T> {
    decode::from_value(&value).ok()
}

/// Reads a value of a type with limits, and drops it where it breaks one.
#[must_use]
pub fn read_valid<T: DeserializeOwned + Validate>(value: Value) -> Option<T> {
    read(value).filter(|value: &T| value.validate().is_ok())
}

impl<T: Arbitrary + Clone + 'static> Arbitrary for Nullable<T> {
    type Parameters = T::Parameters;
    type Strategy = Union<BoxedStrategy<Self>>;

    fn arbitrary_with(parameters: Self::Parameters) -> Self::Strategy {
        let value = T::arbitrary_with(parameters).prop_map(Self::Value);
        let others = Union::new([Just(Self::Absent), Just(Self::Null)]);
        Union::new([others.boxed(), value.boxed()])
    }
}

impl<T: Arbitrary + 'static> Arbitrary for Sensitive<T> {
    type Parameters = T::Parameters;
    type Strategy = BoxedStrategy<Self>;

    fn arbitrary_with(parameters: Self::Parameters) -> Self::Strategy {
        T::arbitrary_with(parameters).prop_map(Self::new).boxed()
    }
}

impl Arbitrary for Base64 {
    type Parameters = ();
    type Strategy = BoxedStrategy<Self>;

    fn arbitrary_with((): ()) -> Self::Strategy {
        Vec::<u8>::arbitrary().prop_map(Self::from).boxed()
    }
}
