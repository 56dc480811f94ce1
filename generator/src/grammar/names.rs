//! The fields below which the document chooses the keys, for those who do not know the kind of the
//! object that they are in.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::{Form, Kind};

/// Whether a field of that name, in whichever object, holds an object whose keys the document
/// chooses.
pub(crate) fn holds_names(field: &str) -> bool {
    static NAMES: LazyLock<HashSet<&str>> = LazyLock::new(names);
    NAMES.contains(field)
}

fn names() -> HashSet<&'static str> {
    let mut found = HashSet::new();
    let mut kinds = vec![Kind::Document];
    let mut seen = HashSet::new();
    while let Some(kind) = kinds.pop() {
        if !seen.insert(kind) {
            continue;
        }
        kinds.extend(kind.members());
        for field in kind.fields() {
            let below = field.form.kind();
            kinds.extend(below);
            let is_map = matches!(field.form, Form::Map(_) | Form::TextMap)
                || below.is_some_and(|kind| kind.members().is_some());
            if is_map {
                found.insert(field.name);
            }
        }
    }
    found
}
