//! Checking values against the constraints that the document states.
//!
//! Types cannot say that a text is at most 30 characters long; [`Validate::validate`] does, and
//! reports every violation with its place and keyword.

mod constraints;
mod measure;
mod number;
pub mod pattern;
mod place;
mod rule;

use std::fmt;

#[allow(unused_imports)]
pub(crate) use self::constraints::{constraint, constraints, rule, rules};
#[allow(unused_imports)]
pub(crate) use self::measure::measured_text;
pub use self::measure::{Elements, Items, Measure, written};
pub use self::number::Number;
pub use self::place::Place;
pub use self::rule::{Pattern, Rule};

/// One broken constraint.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Violation {
    /// Where the value is that was checked.
    pub place: Place,
    /// The value in there, as a JSON Pointer (RFC 6901).
    pub pointer: String,
    /// The constraint that it breaks.
    pub rule: Rule,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            place,
            pointer,
            rule,
        } = self;
        let is_inside = *place != Place::Value && !pointer.is_empty();
        let at = if is_inside { " at " } else { "" };
        write!(f, "{place}{at}{pointer}: {} demands {rule}", rule.keyword())
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

impl IntoIterator for Violations {
    type Item = Violation;
    type IntoIter = std::vec::IntoIter<Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
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
        Validator::run(|validator| self.check(validator))
    }
}

/// Collects violations while walking through a value.
#[derive(Debug)]
pub struct Validator {
    place: Place,
    pointer: String,
    found: Vec<Violation>,
}

impl Validator {
    /// Makes checks, and gives every violation that they found.
    ///
    /// # Errors
    /// Fails where there is one.
    pub fn run(checks: impl FnOnce(&mut Self)) -> Result<(), Violations> {
        let mut validator = Self::default();
        checks(&mut validator);
        validator.finish()
    }

    /// Ends the checks, and gives every violation that they found.
    ///
    /// # Errors
    /// Fails where there is one.
    pub fn finish(self) -> Result<(), Violations> {
        if self.found.is_empty() {
            Ok(())
        } else {
            Err(Violations(self.found))
        }
    }

    /// Checks a value that is in a part of a request.
    pub fn within(&mut self, place: Place, check: impl FnOnce(&mut Self)) {
        let outside = std::mem::replace(&mut self.place, place);
        check(self);
        self.place = outside;
    }

    /// Holds one member against its rules.
    pub fn member<T: Measure + ?Sized>(&mut self, name: &str, value: &T, rules: &[Rule]) {
        self.below(name, |validator| validator.keeps(value, rules));
    }

    /// Checks what lies below one member.
    pub fn nested<T: Validate + ?Sized>(&mut self, name: &str, value: &T) {
        self.below(name, |validator| value.check(validator));
    }

    /// Holds every element or value of one member against rules.
    pub fn each<T: Elements + ?Sized>(&mut self, name: &str, value: &T, rules: &[Rule]) {
        self.below(name, |validator| {
            value.visit(&mut |name, element| validator.member(name, element, rules));
        });
    }

    /// Holds the value at hand against rules.
    pub fn keeps<T: Measure + ?Sized>(&mut self, value: &T, rules: &[Rule]) {
        for rule in rules {
            if let Rule::PropertyNames(of_names) = rule {
                value.names(&mut |name| {
                    if !name.keeps_all(of_names) {
                        self.below(name, |validator| validator.report(*rule));
                    }
                });
            } else if !value.keeps(rule) {
                self.report(*rule);
            }
        }
    }

    /// Holds the number of members of the object at hand against rules.
    pub fn counts(&mut self, members: usize, rules: &[Rule]) {
        for rule in rules {
            let kept = match *rule {
                Rule::MinProperties(limit) => members >= limit,
                Rule::MaxProperties(limit) => members <= limit,
                _ => true,
            };
            if !kept {
                self.report(*rule);
            }
        }
    }

    /// Checks every element or value of the array or map at hand.
    pub fn elements<T: Items + ?Sized>(&mut self, items: &T, check: impl Fn(&mut Self, &T::Item)) {
        items.each(|name, item| self.below(name, |validator| check(validator, item)));
    }

    /// Checks what lies one token further down.
    pub fn below(&mut self, name: &str, check: impl FnOnce(&mut Self)) {
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
            place: self.place,
            pointer: self.pointer.clone(),
            rule,
        });
    }
}

impl Default for Validator {
    fn default() -> Self {
        Self {
            place: Place::Value,
            pointer: String::new(),
            found: Vec::new(),
        }
    }
}
