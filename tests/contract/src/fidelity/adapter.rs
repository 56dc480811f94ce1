//! Making [`Entry`](super::Entry)s of the types of a generated crate.
//!
//! This crate knows no generated crate, and each of them has a runtime of its own; so what stands
//! between the two is a macro that is given the name of the crate.

/// A module `adapter` with functions over the types of a generated crate.
///
/// It needs the crates `serde` and `serde_json` beside it.
#[macro_export]
macro_rules! adapter {
    ($subject:ident) => {
        /// Functions over the types of the crate, for the table of types.
        pub mod adapter {
            use ::serde::{Serialize, de::DeserializeOwned};
            use ::serde_json::Value;
            use ::$subject::runtime::Validate;
            use ::$subject::runtime::decode::{self, ReadError};
            use $crate::fidelity::{Breach, Failure, Validation, written};

            /// Reads a value from text as a client does, and from the parsed value, which must
            /// agree.
            pub fn read<T: DeserializeOwned>(value: &Value) -> Result<T, Failure> {
                let from_text = decode::from_slice::<T>(value.to_string().as_bytes());
                let from_value = decode::from_value::<T>(value);
                match (from_text, from_value) {
                    (Ok(read), Ok(_)) => Ok(read),
                    (Err(ReadError::Mismatch(mismatch)), Err(other)) if mismatch == other => {
                        Err(Failure::Refused {
                            message: mismatch.to_string(),
                            path: mismatch.path,
                        })
                    }
                    (text, value) => Err(Failure::Broken(format!(
                        "from text: {:?}, from a parsed value: {:?}",
                        text.err(),
                        value.err()
                    ))),
                }
            }

            /// Reads a value and writes it again.
            pub fn round_trip<T: DeserializeOwned + Serialize>(
                value: &Value,
            ) -> Result<Value, Failure> {
                write(&read::<T>(value)?)
            }

            /// Reads a value from text in one go and writes it again.
            pub fn read_once<T: DeserializeOwned + Serialize>(
                text: &str,
            ) -> Result<Value, Failure> {
                match ::serde_json::from_str::<T>(text) {
                    Ok(read) => write(&read),
                    Err(error) => Err(Failure::Refused {
                        path: String::new(),
                        message: error.to_string(),
                    }),
                }
            }

            fn write<T: Serialize>(read: &T) -> Result<Value, Failure> {
                let broken = |error| Failure::Broken(format!("not written: {error}"));
                written(&::serde_json::to_string(read).map_err(broken)?)
            }

            fn validate<T: DeserializeOwned + Validate>(
                value: &Value,
            ) -> Result<Vec<Breach>, Failure> {
                let violations = read::<T>(value)?.validate().err();
                let violations = violations.iter().flat_map(|violations| violations.iter());
                Ok(violations
                    .map(|found| Breach {
                        pointer: found.pointer.clone(),
                        keyword: found.rule.keyword().to_owned(),
                        text: format!("{found} {found:?}"),
                    })
                    .collect())
            }

            /// Whether a type has limits: its own constant is found where the type implements
            /// `Validate`, and else that of [`Unlimited`].
            #[derive(Debug)]
            pub struct Probe<T>(::std::marker::PhantomData<fn() -> T>);

            impl<T: DeserializeOwned + Validate> Probe<T> {
                /// The function that validates.
                pub const VALIDATION: Option<Validation> = Some(validate::<T>);
            }

            /// Types without limits.
            pub trait Unlimited {
                /// No function.
                const VALIDATION: Option<Validation> = None;
            }

            impl<T> Unlimited for Probe<T> {}
        }
    };
}

/// The [`Entry`](crate::fidelity::Entry) of a type, next to an [`adapter!`](crate::adapter) for its
/// crate: `entry!(adapter, "/components/schemas/Item", types::Item)`.
#[macro_export]
macro_rules! entry {
    ($($adapter:ident)::+, $pointer:expr, $type:ty) => {
        $crate::entry!($($adapter)::+, $pointer, $type, stringify!($type), false)
    };
    ($($adapter:ident)::+, $pointer:expr, $type:ty, $name:expr, $is_alias:expr) => {{
        #[allow(unused_imports)]
        use $($adapter)::+::Unlimited as _;
        $crate::fidelity::Entry {
            pointer: $pointer,
            name: $name,
            is_alias: $is_alias,
            round_trip: $($adapter)::+::round_trip::<$type>,
            read_once: $($adapter)::+::read_once::<$type>,
            validate: <$($adapter)::+::Probe<$type>>::VALIDATION,
        }
    }};
}

/// The adapter for a crate and `ENTRIES`, the table of its types:
/// `table!(the_crate, "/components/schemas/Item" Item, "/components/schemas/Items" = Items);`, with
/// `=` before what is only another name for an array, a tuple or a map.
#[macro_export]
macro_rules! table {
    ($subject:ident, $($pointer:literal $(= $alias:ident)? $($name:ident)?),* $(,)?) => {
        $crate::adapter!($subject);

        /// All types, in the order of the generator.
        #[allow(deprecated, reason = "deprecated types are to be right, too")]
        pub static ENTRIES: &[$crate::fidelity::Entry] = &[
            $(
                $($crate::entry!(
                    adapter, $pointer, ::$subject::types::$name, stringify!($name), false
                ),)?
                $($crate::entry!(
                    adapter, $pointer, ::$subject::types::$alias, stringify!($alias), true
                ),)?
            )*
        ];
    };
}
