//! Checking values against the constraints that the document states.
//!
//! Types cannot say that a text is at most 30 characters long; [`Validate::validate`] does, and
//! reports every violation with its place and keyword.

use std::collections::BTreeMap;
use std::fmt;
use std::fmt::Write as _;

use super::{Nullable, Sensitive};

/// A constraint that the document puts on a value (JSON Schema Validation, section 6).
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Rule {
    /// `minLength`: at least so many characters.
    MinLength(usize),
    /// `maxLength`: at most so many characters.
    MaxLength(usize),
    /// `minimum`: this number or more.
    Minimum(f64),
    /// `maximum`: this number or less.
    Maximum(f64),
    /// `exclusiveMinimum`: more than this number.
    ExclusiveMinimum(f64),
    /// `exclusiveMaximum`: less than this number.
    ExclusiveMaximum(f64),
    /// `multipleOf`: a whole multiple of this number.
    MultipleOf(f64),
    /// `minItems`: at least so many elements.
    MinItems(usize),
    /// `maxItems`: at most so many elements.
    MaxItems(usize),
    /// `uniqueItems`: no two elements are equal.
    UniqueItems,
    /// `minProperties`: at least so many members.
    MinProperties(usize),
    /// `maxProperties`: at most so many members.
    MaxProperties(usize),
}

impl Rule {
    /// The keyword of JSON Schema that states the rule.
    #[must_use]
    pub const fn keyword(&self) -> &'static str {
        match self {
            Self::MinLength(_) => "minLength",
            Self::MaxLength(_) => "maxLength",
            Self::Minimum(_) => "minimum",
            Self::Maximum(_) => "maximum",
            Self::ExclusiveMinimum(_) => "exclusiveMinimum",
            Self::ExclusiveMaximum(_) => "exclusiveMaximum",
            Self::MultipleOf(_) => "multipleOf",
            Self::MinItems(_) => "minItems",
            Self::MaxItems(_) => "maxItems",
            Self::UniqueItems => "uniqueItems",
            Self::MinProperties(_) => "minProperties",
            Self::MaxProperties(_) => "maxProperties",
        }
    }
}

/// What a rule demands, such as `at most 30 characters`.
impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MinLength(limit) => write!(f, "at least {limit} characters"),
            Self::MaxLength(limit) => write!(f, "at most {limit} characters"),
            Self::Minimum(limit) => write!(f, "{limit} or more"),
            Self::Maximum(limit) => write!(f, "{limit} or less"),
            Self::ExclusiveMinimum(limit) => write!(f, "more than {limit}"),
            Self::ExclusiveMaximum(limit) => write!(f, "less than {limit}"),
            Self::MultipleOf(step) => write!(f, "a multiple of {step}"),
            Self::MinItems(limit) => write!(f, "at least {limit} elements"),
            Self::MaxItems(limit) => write!(f, "at most {limit} elements"),
            Self::UniqueItems => f.write_str("no two equal elements"),
            Self::MinProperties(limit) => write!(f, "at least {limit} members"),
            Self::MaxProperties(limit) => write!(f, "at most {limit} members"),
        }
    }
}

/// One broken constraint.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Violation {
    /// The value, as a JSON Pointer (RFC 6901).
    pub pointer: String,
    /// The constraint that it breaks.
    pub rule: Rule,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { pointer, rule } = self;
        write!(f, "{pointer}: {} demands {rule}", rule.keyword())
    }
}

/// Every constraint that a value breaks; never empty.
#[derive(Clone, Debug, PartialEq)]
pub struct Violations(Vec<Violation>);

impl Violations {
    /// The violations, in the order of the document.
    pub fn iter(&self) -> std::slice::Iter<'_, Violation> {
        self.0.iter()
    }
}

impl<'v> IntoIterator for &'v Violations {
    type Item = &'v Violation;
    type IntoIter = std::slice::Iter<'v, Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for Violations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, violation) in self.iter().enumerate() {
            let separator = if index == 0 { "" } else { "; " };
            write!(f, "{separator}{violation}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Violations {}

/// A value that can be held against the document's constraints.
pub trait Validate {
    /// Reports what is broken here and below.
    fn check(&self, validator: &mut Validator);

    /// Checks every constraint that the document states for this value and all below it.
    ///
    /// # Errors
    /// Gives every violation with its place and keyword.
    fn validate(&self) -> Result<(), Violations> {
        let mut validator = Validator::default();
        self.check(&mut validator);
        if validator.found.is_empty() {
            Ok(())
        } else {
            Err(Violations(validator.found))
        }
    }
}

/// Collects violations while walking through a value.
#[derive(Debug, Default)]
pub struct Validator {
    pointer: String,
    found: Vec<Violation>,
}

impl Validator {
    /// Holds one member against its rules.
    pub fn member<T: Measure + ?Sized>(&mut self, name: &str, value: &T, rules: &[Rule]) {
        self.below(name, |validator| validator.here(value, rules));
    }

    /// Holds the value at hand against its rules.
    pub fn here<T: Measure + ?Sized>(&mut self, value: &T, rules: &[Rule]) {
        for rule in rules {
            if !value.keeps(rule) {
                self.report(*rule);
            }
        }
    }

    /// Holds every element of the value at hand against rules.
    pub fn each_here<T: Elements + ?Sized>(&mut self, value: &T, rules: &[Rule]) {
        value.visit(&mut |name, element| self.member(name, element, rules));
    }

    /// Checks what lies below one member.
    pub fn nested<T: Validate + ?Sized>(&mut self, name: &str, value: &T) {
        self.below(name, |validator| value.check(validator));
    }

    /// Holds every element or value of one member against rules.
    pub fn each<T: Elements + ?Sized>(&mut self, name: &str, value: &T, rules: &[Rule]) {
        self.below(name, |validator| validator.each_here(value, rules));
    }

    fn below(&mut self, name: &str, check: impl FnOnce(&mut Self)) {
        let end = self.pointer.len();
        self.pointer.push('/');
        if name.contains(['~', '/']) {
            self.pointer
                .push_str(&name.replace('~', "~0").replace('/', "~1"));
        } else {
            self.pointer.push_str(name);
        }
        check(self);
        self.pointer.truncate(end);
    }

    fn report(&mut self, rule: Rule) {
        self.found.push(Violation {
            pointer: self.pointer.clone(),
            rule,
        });
    }
}

/// A value that rules can be held against.
pub trait Measure {
    /// Whether the value keeps a rule; one that does not concern its kind is kept.
    fn keeps(&self, rule: &Rule) -> bool;
}

/// A value with elements that rules can be held against.
pub trait Elements {
    /// Visits every element with its index or name.
    fn visit(&self, visit: &mut dyn FnMut(&str, &dyn Measure));
}

impl Measure for str {
    fn keeps(&self, rule: &Rule) -> bool {
        match *rule {
            Rule::MinLength(limit) => self.chars().count() >= limit,
            Rule::MaxLength(limit) => self.chars().count() <= limit,
            _ => true,
        }
    }
}

impl Measure for String {
    fn keeps(&self, rule: &Rule) -> bool {
        self.as_str().keeps(rule)
    }
}

fn number_keeps(value: f64, rule: &Rule) -> bool {
    match *rule {
        Rule::Minimum(limit) => value >= limit,
        Rule::Maximum(limit) => value <= limit,
        Rule::ExclusiveMinimum(limit) => value > limit,
        Rule::ExclusiveMaximum(limit) => value < limit,
        Rule::MultipleOf(step) => {
            let quotient = value / step;
            (quotient - quotient.round()).abs() <= f64::EPSILON * quotient.abs().max(1.0)
        }
        _ => true,
    }
}

macro_rules! numbers {
    ($($type:ident)+) => {
        $(impl Measure for $type {
            fn keeps(&self, rule: &Rule) -> bool {
                number_keeps(*self as f64, rule)
            }
        })+
    };
}
numbers!(i32 i64 u32 u64 f32 f64);

impl<T: PartialEq> Measure for Vec<T> {
    fn keeps(&self, rule: &Rule) -> bool {
        match *rule {
            Rule::MinItems(limit) => self.len() >= limit,
            Rule::MaxItems(limit) => self.len() <= limit,
            Rule::UniqueItems => self
                .iter()
                .enumerate()
                .all(|(index, element)| !self[..index].contains(element)),
            _ => true,
        }
    }
}

impl<T: Measure> Elements for Vec<T> {
    fn visit(&self, visit: &mut dyn FnMut(&str, &dyn Measure)) {
        for_each_index(self, |index, element| visit(index, element));
    }
}

impl<T> Measure for BTreeMap<String, T> {
    fn keeps(&self, rule: &Rule) -> bool {
        match *rule {
            Rule::MinProperties(limit) => self.len() >= limit,
            Rule::MaxProperties(limit) => self.len() <= limit,
            _ => true,
        }
    }
}

impl<T: Measure> Elements for BTreeMap<String, T> {
    fn visit(&self, visit: &mut dyn FnMut(&str, &dyn Measure)) {
        for (name, value) in self {
            visit(name, value);
        }
    }
}

macro_rules! through {
    ($($type:ty, $value:ident => $inner:expr;)+) => {
        $(
            impl<T: Measure> Measure for $type {
                fn keeps(&self, rule: &Rule) -> bool {
                    let $value = self;
                    $inner.is_none_or(|value| value.keeps(rule))
                }
            }

            impl<T: Elements> Elements for $type {
                fn visit(&self, visit: &mut dyn FnMut(&str, &dyn Measure)) {
                    let $value = self;
                    if let Some(value) = $inner {
                        value.visit(visit);
                    }
                }
            }

            impl<T: Validate> Validate for $type {
                fn check(&self, validator: &mut Validator) {
                    let $value = self;
                    if let Some(value) = $inner {
                        value.check(validator);
                    }
                }
            }
        )+
    };
}
through! {
    Option<T>, value => value.as_ref();
    Nullable<T>, value => value.as_ref();
    Box<T>, value => Some(value.as_ref());
    Sensitive<T>, value => Some(value.expose());
}

impl<T: Validate> Validate for Vec<T> {
    fn check(&self, validator: &mut Validator) {
        for_each_index(self, |index, element| {
            validator.below(index, |validator| element.check(validator));
        });
    }
}

impl<T: Validate> Validate for BTreeMap<String, T> {
    fn check(&self, validator: &mut Validator) {
        for (name, value) in self {
            validator.below(name, |validator| value.check(validator));
        }
    }
}

/// Visits elements with their index as text, in one buffer.
fn for_each_index<T>(elements: &[T], mut visit: impl FnMut(&str, &T)) {
    let mut name = String::new();
    for (index, element) in elements.iter().enumerate() {
        name.clear();
        if write!(name, "{index}").is_ok() {
            visit(&name, element);
        }
    }
}

/// Implements [`Validate`].
///
/// `constraints!(Name { a "a" [MinLength(1)], list "list" each [MaxLength(9)], other "other" nested });`
#[allow(unused_macros)]
macro_rules! constraints {
    ($name:ident { $($field:ident $wire:literal $($what:ident)? $([$($rule:ident $(($limit:expr))?),*])?),* $(,)? }) => {
        impl $crate::runtime::Validate for $name {
            fn check(&self, validator: &mut $crate::runtime::Validator) {
                $($crate::runtime::validate::constraint!(
                    validator self $field $wire $($what)? $([$($rule $(($limit))?),*])?
                );)*
                // Limits that only arrays within arrays have are not checked.
                let _ = validator;
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
    ($validator:ident $this:ident $field:ident $wire:literal each [$($rule:ident $(($limit:expr))?),*]) => {
        $validator.each($wire, &$this.$field, &[$($crate::runtime::Rule::$rule $(($limit))?),*])
    };
    ($validator:ident $this:ident $field:ident $wire:literal [$($rule:ident $(($limit:expr))?),*]) => {
        $validator.member($wire, &$this.$field, &[$($crate::runtime::Rule::$rule $(($limit))?),*])
    };
}
#[allow(unused_imports)]
pub(crate) use constraint;
