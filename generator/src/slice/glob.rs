//! Patterns for paths and names: `*` within a segment, `**` across segments.

/// Whether a path fits a pattern, segment by segment; `**` stands for any number of segments.
pub(super) fn path_fits(pattern: &str, path: &str) -> bool {
    let pattern: Vec<&str> = pattern.split('/').collect();
    let path: Vec<&str> = path.split('/').collect();
    segments_fit(&pattern, &path)
}

/// Whether a name fits a pattern in which `*` stands for any text.
pub(super) fn name_fits(pattern: &str, name: &str) -> bool {
    let Some((first, rest)) = pattern.split_once('*') else {
        return pattern == name;
    };
    let Some(name) = name.strip_prefix(first) else {
        return false;
    };
    let Some((middle, last)) = rest.rsplit_once('*') else {
        return name.ends_with(rest);
    };
    let Some(mut name) = name.strip_suffix(last) else {
        return false;
    };
    // Each part is best found as early as possible: that leaves most for those after it.
    for part in middle.split('*') {
        match name.find(part) {
            Some(at) => name = &name[at + part.len()..],
            None => return false,
        }
    }
    true
}

/// Compares as a table of prefixes, so that several `**` cost no more than their product.
fn segments_fit(pattern: &[&str], path: &[&str]) -> bool {
    let mut fits = vec![false; path.len() + 1];
    fits[0] = true;
    for segment in pattern {
        let mut next = vec![false; path.len() + 1];
        if *segment == "**" {
            let first = fits.iter().position(|fits| *fits).unwrap_or(next.len());
            next[first..].fill(true);
        } else {
            for (at, part) in path.iter().enumerate() {
                next[at + 1] = fits[at] && name_fits(segment, part);
            }
        }
        fits = next;
    }
    fits[path.len()]
}

#[cfg(test)]
mod tests {
    use super::{name_fits, path_fits};

    #[test]
    fn stars_stand_for_text_and_segments() {
        let cases = [
            ("/a/b", "/a/b", true),
            ("/a/b", "/a/c", false),
            ("/link/*", "/link/get", true),
            ("/link/*", "/link", false),
            ("/link/*", "/link/token/get", false),
            ("/link/*/get", "/link/token/get", true),
            ("/link/**", "/link/token/get", true),
            ("/link/**", "/link", true),
            ("/**/get", "/link/token/get", true),
            ("/**/token/**/get", "/a/token/b/c/get", true),
            ("/**/token/**/get", "/a/b/c/get", false),
            ("**", "/anything/{id}", true),
            ("/items/{*}", "/items/{id}", true),
            ("/items/{id}", "/items/{id}", true),
            ("/v*/*s", "/v1/pets", true),
            ("/v*/*s", "/v1/pet", false),
        ];
        for (pattern, path, expected) in cases {
            assert_eq!(path_fits(pattern, path), expected, "{pattern} {path}");
        }
    }

    #[test]
    fn stars_in_names_cross_slashes() {
        let cases = [
            ("*", "a/b", true),
            ("a*", "a/b", true),
            ("*a*b*", "xaybz", true),
            ("*ab*ab", "ab", false),
            ("*ab*ab", "abab", true),
            ("a*a", "a", false),
        ];
        for (pattern, name, expected) in cases {
            assert_eq!(name_fits(pattern, name), expected, "{pattern} {name}");
        }
    }
}
