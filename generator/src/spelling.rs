//! How far apart two names are, for "did you mean".

/// The name that differs least from the wanted one, where any is near enough to be meant.
pub(crate) fn nearest<'n>(
    names: impl IntoIterator<Item = &'n str>,
    wanted: &str,
) -> Option<&'n str> {
    names
        .into_iter()
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

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_is_recognized_and_another_word_is_not() {
        let names = ["off", "unused-component", "empty-schema"];
        assert_eq!(nearest(names, "unused-componet"), Some("unused-component"));
        assert_eq!(nearest(names, "Empty-Schema"), Some("empty-schema"));
        assert_eq!(nearest(names, "ambiguous"), None);
    }
}
