//! Servers and their variables.

use crate::ir::{Name, Server, ServerVariable};

/// Lowers the servers of the document; relative URLs are kept, since they need a base from the user.
pub(super) fn lower_all(servers: &[openapiv3::Server]) -> Vec<Server> {
    servers
        .iter()
        .map(|server| Server {
            name: Name::new(name(server)),
            url: server.url.clone(),
            description: server.description.clone(),
            variables: server
                .variables
                .iter()
                .flatten()
                .filter(|(name, _)| server.url.contains(&format!("{{{name}}}")))
                .map(|(name, variable)| ServerVariable {
                    name: Name::new(name),
                    description: variable.description.clone(),
                    default: variable.default.clone(),
                    values: variable.enumeration.iter().map(Name::new).collect(),
                })
                .collect(),
        })
        .collect()
}

/// The first server of an operation, where the document does not name it for all operations.
pub(super) fn of_operation(own: &[openapiv3::Server], all: &[Server]) -> Option<String> {
    let own = lower_all(own);
    let urls: Vec<String> = own.iter().map(Server::default_url).collect();
    let is_known = |url: &String| all.iter().any(|server| server.default_url() == *url);
    if urls.iter().any(is_known) {
        return None;
    }
    let url = urls.into_iter().next()?;
    if url.contains("://") {
        return Some(url);
    }
    let path = url.trim_start_matches(['.', '/']);
    Some(format!("/{path}"))
}

/// A short description is a name; otherwise the host is.
fn name(server: &openapiv3::Server) -> &str {
    const WORDS: usize = 3;
    let host = || {
        let after_scheme = server.url.split("://").nth(1).unwrap_or(&server.url);
        let host = after_scheme.split('/').next().unwrap_or(after_scheme);
        // A relative URL has none.
        if host.is_empty() { &server.url } else { host }
    };
    server
        .description
        .as_deref()
        .filter(|text| (1..=WORDS).contains(&text.split_whitespace().count()))
        .unwrap_or_else(host)
}
