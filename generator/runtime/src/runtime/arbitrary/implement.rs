//! The macro that lets types be drawn.

/// Implements drawing for types whose shapes the crate knows, each by `any`, or by `valid` where
/// it has limits: `drawn! { Name any, Other valid }`.
#[allow(unused_macros)]
macro_rules! drawn {
    ($($name:ident $drawing:ident),* $(,)?) => {
        $(impl proptest::arbitrary::Arbitrary for $crate::types::$name {
            type Parameters = ();
            type Strategy = proptest::strategy::BoxedStrategy<Self>;

            // Inlined, so that only what is drawn somewhere is compiled.
            #[inline]
            fn arbitrary_with((): ()) -> proptest::strategy::BoxedStrategy<Self> {
                $crate::runtime::arbitrary::$drawing(&$crate::arbitrary::SHAPES, stringify!($name))
            }
        })*
    };
}
#[allow(unused_imports)]
pub(crate) use drawn;
