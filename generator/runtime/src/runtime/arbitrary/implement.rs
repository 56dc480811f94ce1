//! The macros that give types their shapes. Each is told how a value is read: by `read`, or by
//! `read_valid` where the type has limits.

/// Implements drawing: `drawn!(Name read_valid Text(rules![MaxLength(9)]));`
#[allow(unused_macros)]
macro_rules! drawn {
    ($name:ident $read:ident $shape:expr) => {
        impl $crate::runtime::arbitrary::Drawn for $crate::types::$name {
            #[inline]
            fn shape() -> &'static $crate::runtime::arbitrary::Shape {
                static SHAPE: $crate::runtime::arbitrary::Shape = $shape;
                &SHAPE
            }
        }

        impl proptest::arbitrary::Arbitrary for $crate::types::$name {
            type Parameters = ();
            type Strategy = $crate::runtime::arbitrary::Drawing<Self>;

            // Inlined, so that only what is drawn somewhere is compiled.
            #[inline]
            fn arbitrary_with((): ()) -> Self::Strategy {
                $crate::runtime::arbitrary::drawing($crate::runtime::arbitrary::$read)
            }
        }
    };
}
#[allow(unused_imports)]
pub(crate) use drawn;

/// A struct: `drawn_object!(Name read_valid counted [MinProperties(1)] others (Any) {
/// Required "a": Text(&[]) });`
#[allow(unused_macros)]
macro_rules! drawn_object {
    ($name:ident $read:ident $(counted [$($rules:tt)*])? $(others ($others:expr))? {
        $($presence:ident $wire:literal : $shape:expr),* $(,)?
    }) => {
        $crate::runtime::arbitrary::drawn!($name $read $crate::runtime::arbitrary::Shape::Object {
            members: &[$($crate::runtime::arbitrary::Member {
                name: $wire,
                presence: $crate::runtime::arbitrary::Presence::$presence,
                shape: $shape,
            }),*],
            others: $crate::runtime::arbitrary::drawn_others!($($others)?),
            counted: $crate::runtime::validate::rules![$($($rules)*)?],
        });
    };
}
#[allow(unused_imports)]
pub(crate) use drawn_object;

/// The undeclared members of [`drawn_object!`].
#[allow(unused_macros)]
macro_rules! drawn_others {
    () => {
        $crate::runtime::arbitrary::Others::Free
    };
    ($shape:expr) => {
        $crate::runtime::arbitrary::Others::Like(&$shape)
    };
}
#[allow(unused_imports)]
pub(crate) use drawn_others;

/// An enumeration, of which the listed values are drawn: `drawn_enum!(Name);`
#[allow(unused_macros)]
macro_rules! drawn_enum {
    ($name:ident) => {
        $crate::runtime::arbitrary::drawn!($name read $crate::runtime::arbitrary::Shape::Listed(|| {
            let listed = $crate::types::$name::LISTED.iter();
            listed.flat_map(serde_json::to_value).collect()
        }));
    };
}
#[allow(unused_imports)]
pub(crate) use drawn_enum;

/// A union: `drawn_union!(Name read_valid by "type" { ["card"] Of(of::<Card>), [] Constant("1") });`
#[allow(unused_macros)]
macro_rules! drawn_union {
    ($name:ident $read:ident $(by $tag:literal)? {
        $([$($text:literal),*] $shape:expr),* $(,)?
    }) => {
        $crate::runtime::arbitrary::drawn!($name $read $crate::runtime::arbitrary::Shape::OneOf {
            parts: &[$($crate::runtime::arbitrary::Part {
                tags: &[$($text),*],
                shape: $shape,
            }),*],
            tag: $crate::runtime::arbitrary::drawn_tag!($($tag)?),
            is_known: $crate::runtime::union::is_known::<$crate::types::$name>,
        });
    };
}
#[allow(unused_imports)]
pub(crate) use drawn_union;

/// The tag of [`drawn_union!`].
#[allow(unused_macros)]
macro_rules! drawn_tag {
    () => {
        None
    };
    ($tag:literal) => {
        Some($tag)
    };
}
#[allow(unused_imports)]
pub(crate) use drawn_tag;
