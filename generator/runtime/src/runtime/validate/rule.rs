//! The constraints of a document, as values.

use std::fmt;

use super::Number;

/// A constraint that the document puts on a value (JSON Schema Validation, section 6).
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Rule {
    /// `enum` or `const` of one truth value.
    Only(bool),
    /// `minLength`: at least so many characters.
    MinLength(usize),
    /// `maxLength`: at most so many characters.
    MaxLength(usize),
    /// `pattern`: a text that the regular expression matches somewhere.
    Pattern(Pattern),
    /// `minimum`: this number or more.
    Minimum(Number),
    /// `maximum`: this number or less.
    Maximum(Number),
    /// `exclusiveMinimum`: more than this number.
    ExclusiveMinimum(Number),
    /// `exclusiveMaximum`: less than this number.
    ExclusiveMaximum(Number),
    /// `multipleOf`: a whole multiple of this number.
    MultipleOf(Number),
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
    /// `propertyNames`: members whose names keep all of these.
    PropertyNames(&'static [Rule]),
    /// `enum` or `const` of names: one of these texts.
    Listed(&'static [&'static str]),
}

impl Rule {
    /// The keyword of JSON Schema that states the rule.
    #[must_use]
    pub const fn keyword(&self) -> &'static str {
        match self {
            Self::Only(_) => "enum",
            Self::MinLength(_) => "minLength",
            Self::MaxLength(_) => "maxLength",
            Self::Pattern(_) => "pattern",
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
            Self::PropertyNames(_) => "propertyNames",
            Self::Listed(_) => "enum",
        }
    }
}

/// What a rule demands, such as `at most 30 characters`.
impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Only(value) => write!(f, "{value}"),
            Self::MinLength(limit) => write!(f, "at least {limit} characters"),
            Self::MaxLength(limit) => write!(f, "at most {limit} characters"),
            Self::Pattern(pattern) => write!(f, "a match of {}", pattern.text()),
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
            Self::PropertyNames(rules) => {
                f.write_str("a name of ")?;
                for (index, rule) in rules.iter().enumerate() {
                    let separator = if index == 0 { "" } else { ", " };
                    write!(f, "{separator}{rule}")?;
                }
                Ok(())
            }
            Self::Listed(texts) => write!(f, "one of {}", texts.join(", ")),
        }
    }
}

/// A regular expression of the document together with the function that applies it.
#[derive(Clone, Copy)]
pub struct Pattern {
    text: &'static str,
    matches: fn(&str) -> bool,
}

impl Pattern {
    /// The expression as the document writes it, and what applies it to a text.
    #[must_use]
    pub const fn new(text: &'static str, matches: fn(&str) -> bool) -> Self {
        Self { text, matches }
    }

    /// The expression as the document writes it.
    #[must_use]
    pub const fn text(&self) -> &'static str {
        self.text
    }

    /// Whether the expression matches somewhere in a text.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        (self.matches)(text)
    }
}

/// Two patterns are the same where the document writes the same.
impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Pattern").field(&self.text).finish()
    }
}
