//! Which name was meant by one that does not exist.

use serde_json::Value;

use crate::pointer::Pointer;

/// The sibling of a missing target whose name differs least.
pub(crate) fn most_similar(tree: &Value, missing: &Pointer) -> Option<Pointer> {
    let parent = missing.parent()?;
    let wanted = missing.last()?;
    let siblings = tree.pointer(parent.as_str())?.as_object()?;
    siblings
        .keys()
        .map(|name| (distance(name, &wanted), name))
        .filter(|(distance, _)| *distance <= wanted.len() / 3 + 1)
        .min()
        .map(|(_, name)| parent.join(name))
}

/// The number of insertions, deletions and replacements between two names, letter case aside.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.to_lowercase().chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.to_lowercase().chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = (diagonal + usize::from(x != *y))
                .min(above + 1)
                .min(row[j] + 1);
            diagonal = above;
        }
    }
    row[b.len()]
}
