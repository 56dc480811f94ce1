//! Credentials: what most operations need is said once.

use std::collections::BTreeMap;

use crate::ir::{Api, Operation};

/// Finds what most operations need; of several such, what is needed first in the document.
pub(super) fn find_usual(api: &mut Api) {
    let mut counts: BTreeMap<Vec<Vec<&str>>, usize> = BTreeMap::new();
    for operation in &api.operations {
        *counts.entry(operation.schemes()).or_default() += 1;
    }
    let most = counts.values().max();
    let mut needs = api.operations.iter().map(Operation::schemes);
    let usual = needs.find(|schemes| counts.get(schemes) == most);
    let owned = |schemes: Vec<&str>| schemes.into_iter().map(str::to_owned).collect();
    let usual = usual.unwrap_or_default().into_iter().map(owned).collect();
    api.usual_schemes = usual;
}
