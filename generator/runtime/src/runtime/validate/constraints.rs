//! The macro `constraints!`, and what it is made of.

/// Implements [`Validate`](crate::runtime::Validate).
///
/// `constraints!(Name { a "a" [MinLength(1)], list "list" each [MaxLength(9)], other "other" nested });`
#[allow(unused_macros)]
macro_rules! constraints {
    ($name:ident { $($field:ident $wire:literal $($what:ident)? $([$($rules:tt)*])?),* $(,)? }) => {
        impl $crate::runtime::Validate for $name {
            #[inline]
            fn check(&self, validator: &mut $crate::runtime::Validator) {
                $($crate::runtime::validate::constraint!(
                    validator self $field $wire $($what)? $([$($rules)*])?
                );)*
            }
        }
    };
}
#[allow(unused_imports)]
pub(crate) use constraints;

/// One line of [`constraints!`].
#[allow(unused_macros)]
macro_rules! constraint {
    ($validator:ident $this:ident $field:ident $wire:literal nested) => {
        $validator.nested($wire, &$this.$field)
    };
    ($validator:ident $this:ident $field:ident $wire:literal each [$($rules:tt)*]) => {
        $validator.each($wire, &$this.$field, $crate::runtime::validate::rules![$($rules)*])
    };
    ($validator:ident $this:ident $field:ident $wire:literal [$($rules:tt)*]) => {
        $validator.member($wire, &$this.$field, $crate::runtime::validate::rules![$($rules)*])
    };
}
#[allow(unused_imports)]
pub(crate) use constraint;

/// A list of rules: `rules![MinLength(1), Maximum(9), Minimum(float 0.5), Pattern("^a")]`.
#[allow(unused_macros)]
macro_rules! rules {
    ($($rule:ident $(($($limit:tt)*))?),* $(,)?) => {
        &[$($crate::runtime::validate::rule!($rule $($($limit)*)?)),*]
    };
}
#[allow(unused_imports)]
pub(crate) use rules;

/// One rule of [`rules!`].
#[allow(unused_macros)]
macro_rules! rule {
    (UniqueItems) => {
        $crate::runtime::Rule::UniqueItems
    };
    (Pattern $($pattern:tt)+) => {
        $crate::runtime::Rule::Pattern($crate::runtime::validate::pattern::pattern!($($pattern)+))
    };
    (PropertyNames [$($rules:tt)*]) => {{
        const RULES: &[$crate::runtime::Rule] = $crate::runtime::validate::rules![$($rules)*];
        $crate::runtime::Rule::PropertyNames(RULES)
    }};
    (Listed $($value:literal),* $(,)?) => {
        $crate::runtime::Rule::Listed(&[$($value),*])
    };
    (Only $value:literal) => {
        $crate::runtime::Rule::Only($value)
    };
    (MinLength $limit:literal) => {
        $crate::runtime::Rule::MinLength($limit)
    };
    (MaxLength $limit:literal) => {
        $crate::runtime::Rule::MaxLength($limit)
    };
    (MinItems $limit:literal) => {
        $crate::runtime::Rule::MinItems($limit)
    };
    (MaxItems $limit:literal) => {
        $crate::runtime::Rule::MaxItems($limit)
    };
    (MinProperties $limit:literal) => {
        $crate::runtime::Rule::MinProperties($limit)
    };
    (MaxProperties $limit:literal) => {
        $crate::runtime::Rule::MaxProperties($limit)
    };
    ($rule:ident float $limit:expr) => {
        $crate::runtime::Rule::$rule($crate::runtime::validate::Number::Float($limit))
    };
    ($rule:ident $limit:expr) => {
        $crate::runtime::Rule::$rule($crate::runtime::validate::Number::Int($limit))
    };
}
#[allow(unused_imports)]
pub(crate) use rule;
