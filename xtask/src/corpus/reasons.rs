//! Why a document does not end as it was made to: a reason for each.
//!
//! One list is of documents that were made to be refused and are rightly accepted, the other of
//! those that are rightly refused although nothing in their path says so. A line holds the path of a
//! document below the corpus and, behind a tab, the reason; a line that begins with `#` is a comment.

use std::collections::BTreeMap;
use std::path::Path;

use crate::failure::Failure;
use crate::input;

/// A list: the reasons, by the path of the document.
#[derive(Debug, Default)]
pub(super) struct Reasons(BTreeMap<String, String>);

impl Reasons {
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

    /// The reason of a document.
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

/// Both lists.
#[derive(Debug, Default)]
pub(super) struct Lists {
    pub(super) accepted: Reasons,
    pub(super) refused: Reasons,
}

#[cfg(test)]
mod tests {
    use super::Reasons;

    #[test]
    fn every_line_has_a_reason() {
        let reasons = Reasons::parse("# why\n\na/b.yaml\tit is right\n").unwrap();
        assert_eq!(reasons.reason("a/b.yaml"), Some("it is right"));
        assert_eq!(reasons.reason("b.yaml"), None);
        assert_eq!(Reasons::parse("# x\na/b.yaml\n").unwrap_err(), 2);
        assert_eq!(Reasons::parse("a/b.yaml\t \n").unwrap_err(), 1);
    }
}
