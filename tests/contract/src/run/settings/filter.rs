//! Which operations are tried, and which part of the cases.

use std::str::FromStr;

use crate::api::Operation;

/// Which operations are tried. Each entry is an `operationId`, a label (`GET /pets`), a path in
/// which `*` stands for anything, or `tag:NAME`.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Only these; all where there are none.
    pub include: Vec<String>,
    /// Not these.
    pub exclude: Vec<String>,
}

/// A part of all cases: number `index` of `count`, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    /// Which part.
    pub index: u64,
    /// How many parts there are.
    pub count: u64,
}

impl Filter {
    /// Whether an operation is tried.
    #[must_use]
    pub fn includes(&self, operation: &Operation) -> bool {
        let any = |entries: &[String]| entries.iter().any(|entry| matches(entry, operation));
        (self.include.is_empty() || any(&self.include)) && !any(&self.exclude)
    }

    /// Whether an operation is left out by name.
    #[must_use]
    pub fn excludes(&self, operation: &Operation) -> bool {
        self.exclude.iter().any(|entry| matches(entry, operation))
    }

    /// The entries that no operation matches.
    pub fn idle<'f>(&'f self, operations: &[Operation]) -> Vec<&'f str> {
        let entries = self.include.iter().chain(&self.exclude);
        entries
            .filter(|entry| !operations.iter().any(|operation| matches(entry, operation)))
            .map(String::as_str)
            .collect()
    }
}

impl Default for Shard {
    fn default() -> Self {
        Self { index: 1, count: 1 }
    }
}

impl Shard {
    /// Whether a case is of this part; its number says which.
    #[must_use]
    pub const fn takes(self, number: u64) -> bool {
        number % self.count == self.index - 1
    }
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no part such as `1/4`");
        let (index, count) = text.split_once('/').ok_or_else(wrong)?;
        let index = index.parse().map_err(|_| wrong())?;
        let count = count.parse().map_err(|_| wrong())?;
        if index == 0 || index > count {
            return Err(wrong());
        }
        Ok(Self { index, count })
    }
}

fn matches(entry: &str, operation: &Operation) -> bool {
    if let Some(tag) = entry.strip_prefix("tag:") {
        return operation.tags.iter().any(|own| own == tag);
    }
    entry == operation.id || entry == operation.label() || is_like(&operation.path, entry)
}

/// Whether a text matches a pattern in which `*` stands for anything.
fn is_like(text: &str, pattern: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| text.strip_prefix(first)) else {
        return false;
    };
    let mut parts: Vec<&str> = parts.collect();
    let Some(last) = parts.pop() else {
        return rest.is_empty();
    };
    for part in parts {
        let Some(at) = rest.find(part) else {
            return false;
        };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_match_patterns() {
        assert!(is_like("/pets/{id}", "/pets/*"));
        assert!(is_like("/a/b/c", "*/b/*"));
        assert!(is_like("/pets", "/pets"));
        assert!(!is_like("/pets/1", "/pets"));
        assert!(!is_like("/owners", "/pets*"));
    }

    #[test]
    fn each_number_is_of_one_part() {
        let parts: Vec<Shard> = ["1/3", "2/3", "3/3"]
            .map(|text| text.parse().unwrap())
            .to_vec();
        for number in 0..20 {
            assert_eq!(parts.iter().filter(|part| part.takes(number)).count(), 1);
        }
        assert!("0/3".parse::<Shard>().is_err());
        assert!("4/3".parse::<Shard>().is_err());
    }
}
