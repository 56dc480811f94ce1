//! The macro that lets types be drawn.

/// Implements drawing for types whose shapes the crate knows, each by `any`, or by `valid` where
/// it has limits: `drawn! { Name any, Other valid }`.
///
/// It stands below the module with the shapes, and the modules of types and of drawing, `Arbitrary`
/// and `BoxedStrategy` have to be in scope.
#[allow(unused_macros)]
macro_rules! drawn {
    ($($name:ident $drawing:ident),* $(,)?) => {
        $(impl Arbitrary for types::$name {
            type Parameters = ();
            type Strategy = BoxedStrategy<Self>;

            // Inlined, so that only what is drawn somewhere is compiled.
            #[inline]
            fn arbitrary_with((): ()) -> BoxedStrategy<Self> {
                arbitrary::$drawing(&super::SHAPES, stringify!($name))
            }
        })*
    };
}
#[allow(unused_imports)]
pub(crate) use drawn;
