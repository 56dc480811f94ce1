//! Which values keep which rules.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use super::{Number, Rule, Validate, Validator};
use crate::runtime::{Base64, Extra, Nullable, Sensitive};

/// A value that rules can be held against.
pub trait Measure {
    /// Whether the value keeps a rule; one that does not concern its kind is kept.
    fn keeps(&self, rule: &Rule) -> bool;

    /// Whether the value keeps all of these rules.
    fn keeps_all(&self, rules: &[Rule]) -> bool {
        rules.iter().all(|rule| self.keeps(rule))
    }

    /// Visits the names of the members that no rule is stated for by name; a value that is no
    /// object has none.
    fn names(&self, _visit: &mut dyn FnMut(&str)) {}
}

/// A value with elements that rules can be held against.
pub trait Elements {
    /// Visits every element with its index or name.
    fn visit(&self, visit: &mut dyn FnMut(&str, &dyn Measure));
}

/// An array or a map, whose elements are visited as what they are.
pub trait Items {
    /// An element of an array, or a value of a map.
    type Item;

    /// Visits every element with its index or name.
    fn each(&self, visit: impl FnMut(&str, &Self::Item));
}

impl<T> Items for [T] {
    type Item = T;

    fn each(&self, visit: impl FnMut(&str, &T)) {
        for_each_index(self, visit);
    }
}

impl<T> Items for Vec<T> {
    type Item = T;

    fn each(&self, visit: impl FnMut(&str, &T)) {
        for_each_index(self, visit);
    }
}

impl<T> Items for BTreeMap<String, T> {
    type Item = T;

    fn each(&self, mut visit: impl FnMut(&str, &T)) {
        for (name, value) in self {
            visit(name, value);
        }
    }
}

impl Measure for bool {
    fn keeps(&self, rule: &Rule) -> bool {
        match *rule {
            Rule::Only(value) => *self == value,
            _ => true,
        }
    }
}

impl Measure for str {
    fn keeps(&self, rule: &Rule) -> bool {
        match *rule {
            Rule::MinLength(limit) => self.chars().count() >= limit,
            Rule::MaxLength(limit) => self.chars().count() <= limit,
            Rule::Pattern(pattern) => pattern.matches(self),
            Rule::Listed(texts) => texts.contains(&self),
            _ => true,
        }
    }
}

impl Measure for String {
    fn keeps(&self, rule: &Rule) -> bool {
        self.as_str().keeps(rule)
    }
}

/// The text that a value is written as.
#[must_use]
pub fn written<T: Serialize>(value: &T) -> Option<String> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => Some(text),
        Ok(_) | Err(_) => None,
    }
}

/// Holds rules for texts against what a type is written as: `measured_text!(uuid::Uuid);`
macro_rules! measured_text {
    ($($type:ty)+) => {
        $(impl $crate::runtime::validate::Measure for $type {
            fn keeps(&self, rule: &$crate::runtime::Rule) -> bool {
                let written = $crate::runtime::validate::written(self);
                written.is_none_or(|text| $crate::runtime::validate::Measure::keeps(&text, rule))
            }
        })+
    };
}
#[allow(unused_imports)]
pub(crate) use measured_text;

measured_text! {
    Base64
    chrono::DateTime<chrono::FixedOffset>
    chrono::NaiveDate
    std::net::Ipv4Addr
    std::net::Ipv6Addr
}

fn number_keeps(value: Number, rule: &Rule) -> bool {
    match *rule {
        Rule::Minimum(limit) => value.compare(limit).is_some_and(Ordering::is_ge),
        Rule::Maximum(limit) => value.compare(limit).is_some_and(Ordering::is_le),
        Rule::ExclusiveMinimum(limit) => value.compare(limit).is_some_and(Ordering::is_gt),
        Rule::ExclusiveMaximum(limit) => value.compare(limit).is_some_and(Ordering::is_lt),
        Rule::MultipleOf(step) => value.is_multiple_of(step),
        _ => true,
    }
}

macro_rules! integers {
    ($($type:ident)+) => {
        $(impl Measure for $type {
            fn keeps(&self, rule: &Rule) -> bool {
                number_keeps(Number::Int((*self).into()), rule)
            }
        })+
    };
}
integers!(i32 i64 i128 u32 u64);

impl Measure for f64 {
    fn keeps(&self, rule: &Rule) -> bool {
        number_keeps(Number::Float(*self), rule)
    }
}

/// What is compared is the decimal that the number is written as.
impl Measure for f32 {
    fn keeps(&self, rule: &Rule) -> bool {
        let written = self.to_string().parse();
        number_keeps(
            Number::Float(written.unwrap_or_else(|_| (*self).into())),
            rule,
        )
    }
}

impl<T: PartialEq> Measure for Vec<T> {
    fn keeps(&self, rule: &Rule) -> bool {
        self.as_slice().keeps(rule)
    }
}

impl<T: PartialEq> Measure for [T] {
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

    fn names(&self, visit: &mut dyn FnMut(&str)) {
        self.keys().for_each(|name| visit(name));
    }
}

/// What an object holds besides its declared members; their number is for the whole of it.
impl Measure for Extra {
    fn keeps(&self, _rule: &Rule) -> bool {
        true
    }

    fn names(&self, visit: &mut dyn FnMut(&str)) {
        self.iter().for_each(|(name, _)| visit(name));
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

                fn names(&self, visit: &mut dyn FnMut(&str)) {
                    let $value = self;
                    if let Some(value) = $inner {
                        value.names(visit);
                    }
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
        self.as_slice().check(validator);
    }
}

impl<T: Validate> Validate for [T] {
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
