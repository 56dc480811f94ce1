//! Answers whose body depends on the status.

/// Reads an enumeration of answers by the status: `by_status!(Name { Variant(Form) = 200, … })`.
///
/// The statuses are patterns, so that those of several statuses come after the single ones.
#[allow(unused_macros)]
macro_rules! by_status {
    ($name:ident { $($variant:ident $(($form:ident))? = $status:pat,)+ }) => {
        impl $crate::runtime::client::ReadBody<$name> for $name {
            #[inline]
            fn read(
                received: &mut $crate::runtime::client::Received,
            ) -> ::core::result::Result<Self, $crate::runtime::decode::ReadError> {
                ::core::result::Result::Ok(match received.status().as_u16() {
                    $($status => Self::$variant $((
                        $crate::runtime::client::$form::read(received)?
                    ))?,)+
                })
            }
        }
    };
}
#[allow(unused_imports)]
pub(crate) use by_status;
