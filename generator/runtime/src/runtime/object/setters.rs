//! The macro `setters!`.

/// Implements a setter for each member that may be absent.
///
/// `setters!(Name { with_field(field: Type), with_list(list: each Type),
/// with_map(map: entries Type), with_state(state: Type) or with_state_null });`
#[allow(unused_macros)]
macro_rules! setters {
    ($name:ident {
        $($setter:ident($field:ident : $($ty:tt)+) $(or $null:ident)?),* $(,)?
    }) => {
        impl $name {
            $($crate::runtime::object::setter!($setter $field $($ty)+);)*
            $($($crate::runtime::object::null_setter!($null $field);)?)*
        }
    };
}
#[allow(unused_imports)]
pub(crate) use setters;

/// One setter: `each Type` takes elements, `entries Type` takes names and values, any other type
/// takes the value.
#[allow(unused_macros)]
macro_rules! setter {
    ($setter:ident $field:ident each $element:ty) => {
        #[doc = concat!("Sets the member `", stringify!($field), "`.")]
        #[must_use]
        pub fn $setter(mut self, elements: impl IntoIterator<Item = impl Into<$element>>) -> Self {
            let elements: Vec<$element> = elements.into_iter().map(Into::into).collect();
            self.$field = elements.into();
            self
        }
    };
    ($setter:ident $field:ident entries $value:ty) => {
        #[doc = concat!("Sets the member `", stringify!($field), "`.")]
        #[must_use]
        pub fn $setter(
            mut self,
            entries: impl IntoIterator<Item = (impl Into<String>, impl Into<$value>)>,
        ) -> Self {
            let entries = entries.into_iter();
            let entries: std::collections::BTreeMap<String, $value> = entries
                .map(|(name, value)| (name.into(), value.into()))
                .collect();
            self.$field = entries.into();
            self
        }
    };
    ($setter:ident $field:ident $value:ty) => {
        #[doc = concat!("Sets the member `", stringify!($field), "`.")]
        #[must_use]
        pub fn $setter(mut self, value: impl Into<$value>) -> Self {
            let value: $value = value.into();
            self.$field = value.into();
            self
        }
    };
}
#[allow(unused_imports)]
pub(crate) use setter;

/// The setter that makes a member `null`.
#[allow(unused_macros)]
macro_rules! null_setter {
    ($setter:ident $field:ident) => {
        #[doc = concat!("Sets the member `", stringify!($field), "` to `null`.")]
        #[must_use]
        // Inlined, so that it is compiled only where it is called.
        #[inline]
        pub fn $setter(mut self) -> Self {
            self.$field = $crate::runtime::Nullable::Null;
            self
        }
    };
}
#[allow(unused_imports)]
pub(crate) use null_setter;
