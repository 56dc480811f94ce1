//! The macro that lets types be drawn.

/// Implements drawing for types whose shapes the crate knows, each with how it is read: by `read`,
/// or by `read_valid` where it has limits: `drawn! { Name read, Other read_valid }`.
#[allow(unused_macros)]
macro_rules! drawn {
    ($($name:ident $read:ident),* $(,)?) => {
        $(impl proptest::arbitrary::Arbitrary for $crate::types::$name {
            type Parameters = ();
            type Strategy = $crate::runtime::arbitrary::Drawing<Self>;

            // Inlined, so that only what is drawn somewhere is compiled.
            #[inline]
            fn arbitrary_with((): ()) -> Self::Strategy {
                let name = stringify!($name);
                let read = $crate::runtime::arbitrary::$read;
                $crate::runtime::arbitrary::drawing(&$crate::arbitrary::SHAPES, name, read)
            }
        })*
    };
}
#[allow(unused_imports)]
pub(crate) use drawn;
