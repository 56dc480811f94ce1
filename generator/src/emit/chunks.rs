//! Long groups become several files.

/// The number of lines at which a file is closed and the next one begun.
const LINES: usize = 1_100;

/// Divides things, each with its number of lines, into files that are not too long.
pub(super) fn divide<T>(things: impl IntoIterator<Item = (usize, T)>) -> Vec<Vec<T>> {
    let mut files = Vec::new();
    let mut file = Vec::new();
    let mut lines = 0;
    for (more, thing) in things {
        if lines > 0 && lines + more > LINES {
            files.push(std::mem::take(&mut file));
            lines = 0;
        }
        file.push(thing);
        lines += more;
    }
    files.push(file);
    files
}

/// The module for the file of a group with that index.
pub(super) fn module(group: &str, index: usize) -> String {
    match index {
        0 => group.to_owned(),
        _ => format!("{group}_{}", index + 1),
    }
}

/// The number of lines of a text that a blank line follows.
pub(super) fn lines(text: &str) -> usize {
    text.lines().count() + 1
}

#[cfg(test)]
mod tests {
    use super::{divide, module};

    #[test]
    fn a_file_is_closed_before_it_is_too_long() {
        let files = divide([(600, 'a'), (500, 'b'), (1, 'c'), (5_000, 'd'), (1, 'e')]);
        assert_eq!(files, [vec!['a', 'b'], vec!['c'], vec!['d'], vec!['e']]);
        assert_eq!(module("link", 0), "link");
        assert_eq!(module("link", 2), "link_3");
    }
}
