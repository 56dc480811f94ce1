//! The macro `setters!`.

/// Implements a setter for each member that may be absent.
///
/// `setters!(Name { with_field(field: Type), with_list(list: each Type) });`
#[allow(unused_macros)]
macro_rules! setters {
    ($name:ident { $($setter:ident($field:ident : $($ty:tt)+)),* $(,)? }) => {
        impl $name {
            $($crate::runtime::object::setter!($setter $field $($ty)+);)*
        }
    };
}
#[allow(unused_imports)]
pub(crate) use setters;

/// One setter: `each Type` takes elements, any other type takes the value.
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
