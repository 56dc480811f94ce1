//! Values of the generated types for property tests, by the crate `proptest`.
//!
//! A crate tells once, as data, what the JSON of its types looks like, its [`Shapes`]; values are
//! drawn as JSON and read into the type, all by the code of this module. So a type adds a line of
//! that table and no code of its own. What is drawn keeps the limits of the document, holds listed
//! values only, and has no member that the document does not declare.

mod bits;
mod builder;
mod collections;
mod implement;
mod number;
mod rules;
mod shape;
mod strategy;
mod text;

use std::fmt::Debug;

use proptest::arbitrary::Arbitrary;
use proptest::strategy::{BoxedStrategy, Just, Strategy as _, Union};
use serde::de::DeserializeOwned;
use serde_json::Value;

use self::builder::Builder;
use super::{Base64, Nullable, Sensitive, Validate, decode};

#[allow(unused_imports)]
pub(crate) use self::implement::drawn;
pub use self::shape::Shapes;

/// A strategy for the values of a type without limits.
#[inline(never)]
pub fn any<T: DeserializeOwned + Debug + 'static>(
    shapes: &'static Shapes,
    name: &str,
) -> BoxedStrategy<T> {
    let values = values(shapes, name);
    values.prop_filter_map(INVALID, read).boxed()
}

/// A strategy for the values of a type with limits; what breaks one is dropped.
#[inline(never)]
pub fn valid<T: DeserializeOwned + Debug + Validate + 'static>(
    shapes: &'static Shapes,
    name: &str,
) -> BoxedStrategy<T> {
    let is_valid = |value: &T| value.validate().is_ok();
    let values = values(shapes, name);
    values
        .prop_filter_map(INVALID, move |value| read(value).filter(is_valid))
        .boxed()
}

/// Why a drawn value is dropped.
const INVALID: &str = "not a valid value";

fn read<T: DeserializeOwned>(value: Value) -> Option<T> {
    decode::from_value(&value).ok()
}

/// A strategy for the JSON of a type with a name.
pub fn values(shapes: &'static Shapes, name: &str) -> BoxedStrategy<Value> {
    Builder::new(shapes).strategy(shapes.of(name))
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
        bits::bytes().prop_filter_map(INVALID, read).boxed()
    }
}
