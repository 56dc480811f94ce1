//! How much the user wants each kind of finding to weigh.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::de::{DeserializeSeed, Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::{Code, Diagnostic, Severity};
use crate::spelling;

/// How much a kind of finding weighs, or that it is not looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// It is not reported.
    Off,
    /// It is worth knowing.
    Note,
    /// It is doubtful.
    Warning,
    /// It has to be mended before anything is generated.
    Error,
}

impl Level {
    /// Every level, from light to heavy.
    pub const ALL: &'static [Self] = &[Self::Off, Self::Note, Self::Warning, Self::Error];

    /// The word for it in a configuration: `off`, `note`, `warn` or `error`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Note => "note",
            Self::Warning => "warn",
            Self::Error => "error",
        }
    }

    /// The severity of what is reported; none where it is off.
    #[must_use]
    pub const fn severity(self) -> Option<Severity> {
        match self {
            Self::Off => None,
            Self::Note => Some(Severity::Note),
            Self::Warning => Some(Severity::Warning),
            Self::Error => Some(Severity::Error),
        }
    }
}

impl FromStr for Level {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::ALL
            .iter()
            .copied()
            .find(|level| level.as_str() == text);
        found.ok_or_else(|| format!("`{text}` is no level: expected off, note, warn or error"))
    }
}

/// The levels that the user has chosen; every other code has its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Levels {
    chosen: BTreeMap<Code, Level>,
}

impl Levels {
    /// Chooses a level for a code.
    ///
    /// # Errors
    ///
    /// Says why an error on which generation depends cannot weigh less.
    pub fn choose(&mut self, code: Code, level: Level) -> Result<(), String> {
        if code.level() == Level::Error && level != Level::Error {
            return Err(format!(
                "`{}` must stay an error: nothing can be generated from a document that has it",
                code.as_str()
            ));
        }
        self.chosen.insert(code, level);
        Ok(())
    }

    /// The level of a code.
    #[must_use]
    pub fn of(&self, code: Code) -> Level {
        self.chosen.get(&code).copied().unwrap_or(code.level())
    }

    /// The severity of a finding; none where it is not to be reported.
    pub(super) fn decide(&self, found: &Diagnostic) -> Option<Severity> {
        // What a stage has made an error by itself stays one, and so does what it has made less of
        // an error.
        let is_decided = found.severity == Severity::Error || found.code.level() == Level::Error;
        match self.chosen.get(&found.code) {
            Some(level) if !is_decided => level.severity(),
            None if found.code.level() == Level::Off => None,
            Some(_) | None => Some(found.severity),
        }
    }
}

impl FromStr for Code {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        Self::named(name).ok_or_else(|| {
            let names = Self::ALL.iter().map(|code| code.as_str());
            let meant = spelling::nearest(names, name)
                .map(|name| format!("; did you mean `{name}`?"))
                .unwrap_or_default();
            format!("there is no rule `{name}`{meant}")
        })
    }
}

impl<'de> Deserialize<'de> for Levels {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Table)
    }
}

/// Reads a table of codes and levels, so that a mistake is told where it stands.
struct Table;

impl<'de> Visitor<'de> for Table {
    type Value = Levels;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a table of rules and their levels")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Levels, A::Error> {
        let mut levels = Levels::default();
        while let Some(code) = map.next_key_seed(Parsed(None))? {
            map.next_value_seed(Parsed(Some((code, &mut levels))))?;
        }
        Ok(levels)
    }
}

/// Reads the name of a code or, behind it, its level.
struct Parsed<'l>(Option<(Code, &'l mut Levels)>);

impl<'de> DeserializeSeed<'de> for Parsed<'_> {
    type Value = Code;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Code, D::Error> {
        let text = String::deserialize(deserializer)?;
        match self.0 {
            None => text.parse(),
            Some((code, levels)) => text
                .parse()
                .and_then(|level| levels.choose(code, level))
                .map(|()| code),
        }
        .map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::{Level, Levels};
    use crate::diagnostic::{Code, Diagnostic, Report, Severity};
    use crate::pointer::Pointer;

    fn report(codes: &[Code]) -> Report {
        let finding = |code: &Code| Diagnostic::new(*code, Pointer::root(), "");
        codes.iter().map(finding).collect()
    }

    #[test]
    fn the_choice_decides_and_errors_stay() {
        let mut levels = Levels::default();
        levels.choose(Code::EmptySchema, Level::Off).unwrap();
        levels.choose(Code::TagUndeclared, Level::Note).unwrap();
        levels.choose(Code::UnusedComponent, Level::Error).unwrap();
        let refused = levels.choose(Code::WrongType, Level::Warning).unwrap_err();
        assert!(refused.contains("`wrong-type` must stay an error"));

        let mut report = report(&[
            Code::EmptySchema,
            Code::TagUndeclared,
            Code::UnusedComponent,
            Code::WrongType,
            Code::OperationIdMissing,
            Code::InvalidPattern,
        ]);
        report.apply(&levels);
        let left: Vec<_> = report.iter().map(|d| (d.code, d.severity)).collect();
        assert_eq!(
            left,
            [
                (Code::TagUndeclared, Severity::Note),
                (Code::UnusedComponent, Severity::Error),
                (Code::WrongType, Severity::Error),
                (Code::InvalidPattern, Severity::Warning),
            ]
        );
    }
}
