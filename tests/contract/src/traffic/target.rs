//! Which exchanges are for the API.

use crate::api::Api;

/// Says of a URL whether it is one of the API's.
#[derive(Clone, Debug)]
pub struct Scope {
    /// Beginnings of URLs, without a slash at the end; none where every URL is one of the API's.
    bases: Vec<String>,
}

impl Scope {
    /// URLs below this one.
    #[must_use]
    pub fn below(base_url: &str) -> Self {
        Self {
            bases: vec![base_url.trim_end_matches('/').to_owned()],
        }
    }

    /// URLs below the servers of the document; all where it names none with a host.
    #[must_use]
    pub fn servers(api: &Api) -> Self {
        let bases = api.servers.iter().filter(|url| url.contains("://"));
        Self {
            bases: bases
                .map(|url| url.trim_end_matches('/').to_owned())
                .collect(),
        }
    }

    /// The URL's path and query, from where the API begins.
    ///
    /// # Errors
    /// The scheme and the host of a URL that is not one of the API's.
    pub fn path(&self, url: &str) -> Result<String, String> {
        let url = url.split('#').next().unwrap_or_default();
        for base in &self.bases {
            if let Some(rest) = strip(url, base)
                && (rest.is_empty() || rest.starts_with(['/', '?']))
            {
                let slash = if rest.starts_with('/') { "" } else { "/" };
                return Ok(format!("{slash}{rest}"));
            }
        }
        let from = url.find("://").map_or(0, |at| at + 3);
        let at = url[from..].find(['/', '?']).map(|at| at + from);
        let (origin, path) = at.map_or((url, "/"), |at| url.split_at(at));
        if self.bases.is_empty() {
            Ok(path.to_owned())
        } else {
            Err(origin.to_owned())
        }
    }
}

/// The rest of a URL behind a base, in which scheme and host may be written in capitals.
fn strip<'u>(url: &'u str, base: &str) -> Option<&'u str> {
    let (head, rest) = url.split_at_checked(base.len())?;
    let host = base.find("://").map_or(0, |at| at + 3);
    let path = base[host..].find('/').map_or(base.len(), |at| at + host);
    let is_same =
        head.get(..path)?.eq_ignore_ascii_case(&base[..path]) && head[path..] == base[path..];
    is_same.then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_told_by_their_beginning() {
        let scope = Scope::below("https://a.example/v1/");
        assert_eq!(scope.path("https://A.example/v1/b?c#d").unwrap(), "/b?c");
        assert_eq!(scope.path("https://a.example/v1").unwrap(), "/");
        assert_eq!(
            scope.path("https://a.example/v12/b").unwrap_err(),
            "https://a.example"
        );
        let all = Scope { bases: Vec::new() };
        assert_eq!(all.path("http://b.example?x=1").unwrap(), "?x=1");
        assert_eq!(all.path("/b/c").unwrap(), "/b/c");
    }
}
