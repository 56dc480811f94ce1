//! Unions: a value that is one of several things, and what tells them apart.

use serde_json::Value;

use super::{Docs, Name, Schema};

/// A value that is one of several things.
#[derive(Clone, Debug)]
pub struct Union {
    /// The members, in the order in which a reader tries them.
    pub members: Vec<Member>,
    /// The member of an object that names what it is.
    pub tag: Option<Tag>,
}

/// The member of an object that names what the object is.
#[derive(Clone, Debug)]
pub struct Tag {
    /// Its name on the wire.
    pub property: String,
    /// Whether an object that names a member has to be one; it need not where the members are the
    /// children of a schema that admits more than they do.
    pub strict: bool,
}

/// One of the things that a union may be.
#[derive(Clone, Debug)]
pub struct Member {
    /// What the document calls it, and the name of its variant.
    pub name: Name,
    /// Prose and annotations.
    pub docs: Docs,
    /// What it is.
    pub holds: Holds,
    /// What a JSON value has to look like to be this member.
    pub probe: Probe,
}

/// What a member of a union is.
#[derive(Clone, Debug)]
pub enum Holds {
    /// This text, number or truth value.
    Constant(Value),
    /// A value of a type.
    Value(Schema),
}

/// What a JSON value has to look like to be a member of a union, as far as its type leaves that
/// open.
#[derive(Clone, Debug, Default)]
pub struct Probe {
    /// The values of the tag that name the member.
    pub tags: Vec<String>,
    /// Whether the member may do without the tag.
    pub untagged: bool,
    /// Whether the member's type has no place for the tag, so that a writer has to add it.
    pub adds_tag: bool,
    /// What tells it from other members.
    pub checks: Vec<Check>,
}

/// Something that tells a member of a union from others.
#[derive(Clone, Debug, PartialEq)]
pub enum Check {
    /// The value is of one of these kinds.
    Kind(Kinds),
    /// The value is one of these texts.
    Text(Vec<String>),
    /// The object has this member.
    Has(String),
    /// This member of the object, where it is there, is one of these texts.
    TextAt(String, Vec<String>),
    /// This member of the object, where it is there, is one of these integers.
    IntegerAt(String, Vec<i64>),
    /// This member of the object, where it is there, is this truth value.
    BoolAt(String, bool),
    /// The object has no members but these.
    Only(Vec<String>),
    /// The object has no members but these, if there is such a member of the union; else it does
    /// not matter.
    Closest(Vec<String>),
    /// None of these members of the object is `null`.
    NotNull(Vec<String>),
    /// The same for each object in the array.
    NotNullInItems(Vec<String>),
    /// All elements of the array are of one of these kinds.
    Items(Kinds),
}

/// A set of kinds of JSON values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kinds(u8);

impl Kinds {
    /// No kind.
    pub const NONE: Self = Self(0);
    /// `null`.
    pub const NULL: Self = Self(1);
    /// `true` and `false`.
    pub const BOOLEAN: Self = Self(1 << 1);
    /// Whole numbers.
    pub const INTEGER: Self = Self(1 << 2);
    /// Numbers that are not whole.
    pub const FRACTION: Self = Self(1 << 3);
    /// Texts.
    pub const STRING: Self = Self(1 << 4);
    /// Arrays.
    pub const ARRAY: Self = Self(1 << 5);
    /// Objects.
    pub const OBJECT: Self = Self(1 << 6);
    /// All numbers.
    pub const NUMBER: Self = Self::INTEGER.or(Self::FRACTION);
    /// Every kind.
    pub const ALL: Self = Self((1 << 7) - 1);

    /// Each kind with its name.
    const NAMES: [(Self, &'static str); 7] = [
        (Self::NULL, "NULL"),
        (Self::BOOLEAN, "BOOLEAN"),
        (Self::INTEGER, "INTEGER"),
        (Self::FRACTION, "FRACTION"),
        (Self::STRING, "STRING"),
        (Self::ARRAY, "ARRAY"),
        (Self::OBJECT, "OBJECT"),
    ];

    /// The kinds of both.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The kinds that are in both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// The kinds that are not in the other.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether all kinds of the other are among them.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Each kind by itself.
    pub fn each(self) -> impl Iterator<Item = Self> {
        Self::NAMES
            .into_iter()
            .map(|(kind, _)| kind)
            .filter(move |kind| self.contains(*kind))
    }

    /// The names of the kinds, such as `STRING`; whole numbers and others together are `NUMBER`.
    #[must_use]
    pub fn names(self) -> Vec<&'static str> {
        let mut names = Vec::new();
        for (kind, name) in Self::NAMES {
            if !self.contains(kind) {
                continue;
            }
            match name {
                "FRACTION" if self.contains(Self::NUMBER) => {}
                "INTEGER" if self.contains(Self::NUMBER) => names.push("NUMBER"),
                name => names.push(name),
            }
        }
        names
    }

    /// The kind of a JSON value.
    #[must_use]
    pub fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::NULL,
            Value::Bool(_) => Self::BOOLEAN,
            Value::Number(number) if number.as_f64().is_some_and(|value| value.fract() != 0.0) => {
                Self::FRACTION
            }
            Value::Number(_) => Self::INTEGER,
            Value::String(_) => Self::STRING,
            Value::Array(_) => Self::ARRAY,
            Value::Object(_) => Self::OBJECT,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Kinds;

    #[test]
    fn kinds_have_the_names_that_the_runtime_knows() {
        assert_eq!(
            Kinds::NUMBER.or(Kinds::STRING).names(),
            ["NUMBER", "STRING"]
        );
        assert_eq!(Kinds::FRACTION.names(), ["FRACTION"]);
        assert_eq!(Kinds::of(&json!(2.0)), Kinds::INTEGER);
        assert_eq!(Kinds::of(&json!(2.5)), Kinds::FRACTION);
        assert_eq!(Kinds::ALL.each().count(), 7);
    }
}
