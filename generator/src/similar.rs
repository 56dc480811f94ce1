//! Names that may have been meant: what differs least from a name that does not exist.

/// The candidate that differs least from `wanted`; `None` where all differ too much.
pub(crate) fn most_similar<'c>(
    candidates: impl Iterator<Item = &'c str>,
    wanted: &str,
) -> Option<&'c str> {
    candidates
        .map(|name| (distance(name, wanted), name))
        .filter(|(distance, _)| *distance <= wanted.len() / 3 + 1)
        .min()
        .map(|(_, name)| name)
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
