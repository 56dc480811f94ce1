//! Documents that were made to be refused and are rightly not: a reason for each.
//!
//! A line holds the path of a document below the corpus and, behind a tab, the reason; a line
//! that begins with `#` is a comment.

use std::collections::BTreeMap;
use std::path::Path;

use crate::failure::Failure;
use crate::input;

/// The reasons, by the path of the document.
#[derive(Debug, Default)]
pub(super) struct Accepted(BTreeMap<String, String>);

impl Accepted {
    /// Reads the list; no file is an empty list.
    pub(super) fn read(path: &Path) -> Result<Self, Failure> {
        if !path.exists() {
            return Ok(Self::default());
        }
        Self::parse(&input::read_text(path)?).map_err(|line| {
            Failure::new(format!(
                "{}:{line}: expected a path, a tab and a reason",
                path.display()
            ))
        })
    }

    /// Why the document is accepted.
    pub(super) fn reason(&self, id: &str) -> Option<&str> {
        self.0.get(id).map(String::as_str)
    }

    /// Reads the lines; the number of the first that has no reason.
    fn parse(text: &str) -> Result<Self, usize> {
        let mut reasons = BTreeMap::new();
        for (number, line) in text.lines().enumerate() {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            match line.split_once('\t') {
                Some((id, reason)) if !reason.trim().is_empty() => {
                    reasons.insert(id.to_owned(), reason.trim().to_owned());
                }
                _ => return Err(number + 1),
            }
        }
        Ok(Self(reasons))
    }
}

#[cfg(test)]
mod tests {
    use super::Accepted;

    #[test]
    fn every_line_has_a_reason() {
        let accepted = Accepted::parse("# why\n\na/b.yaml\tit is right\n").unwrap();
        assert_eq!(accepted.reason("a/b.yaml"), Some("it is right"));
        assert_eq!(accepted.reason("b.yaml"), None);
        assert_eq!(Accepted::parse("# x\na/b.yaml\n").unwrap_err(), 2);
        assert_eq!(Accepted::parse("a/b.yaml\t \n").unwrap_err(), 1);
    }
}
