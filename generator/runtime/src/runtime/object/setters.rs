//! The macro `setters!`.

/// A setter for each member that may be absent, in an `impl` block of the struct.
///
/// ```text
/// setters! {
///     with_count(count: i64) = Some(count),
///     with_list(list: impl IntoIterator<Item = Type>) = Some(list.into_iter().collect()),
///     with_state(state: impl Into<String>) = Nullable::Value(state.into()) => with_state_null,
/// }
/// ```
///
/// says of each what it takes, what becomes of that, and the name of the setter for `null`, where
/// that is a value of its own.
#[allow(unused_macros)]
macro_rules! setters {
    (
        $($setter:ident($field:ident : $ty:ty) = $value:expr $(=> $null:ident)?),* $(,)?
    ) => {
        $(
            #[doc = concat!("Sets the member `", stringify!($field), "`.")]
            #[must_use]
            #[inline]
            pub fn $setter(mut self, $field: $ty) -> Self {
                self.$field = $value;
                self
            }

            $(
                #[doc = concat!("Sets the member `", stringify!($field), "` to `null`.")]
                #[must_use]
                #[inline]
                pub fn $null(mut self) -> Self {
                    self.$field = $crate::runtime::Nullable::Null;
                    self
                }
            )?
        )*
    };
}
#[allow(unused_imports)]
pub(crate) use setters;
