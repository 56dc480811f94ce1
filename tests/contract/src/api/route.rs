//! Which operation a request is for.

use std::collections::BTreeMap;

use http::Method;

use super::operation::Operation;

/// Finds operations by method and path.
#[derive(Clone, Debug)]
pub struct Router {
    /// Templates by their number of segments, the concrete ones first.
    templates: BTreeMap<usize, Vec<Template>>,
    /// Paths of servers that may stand before the templates.
    prefixes: Vec<String>,
}

/// What a request is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route<'r> {
    /// An operation, by its number in [`Api::operations`](super::Api::operations), and the texts of
    /// the path's parameters, still encoded.
    Operation(usize, Vec<(String, String)>),
    /// The path is known, the method is not; these are.
    OtherMethod(Vec<&'r Method>),
    /// The path is not known.
    Unknown,
}

#[derive(Clone, Debug)]
struct Template {
    segments: Vec<Vec<Piece>>,
    operations: Vec<(Method, usize)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Literal(String),
    Parameter(String),
}

impl Router {
    pub(super) fn new(operations: &[Operation], servers: &[String]) -> Self {
        let mut templates: BTreeMap<usize, Vec<Template>> = BTreeMap::new();
        for (index, operation) in operations.iter().enumerate() {
            let segments: Vec<_> = segments(&operation.path).map(pieces).collect();
            let same = templates.entry(segments.len()).or_default();
            let entry = (operation.method.clone(), index);
            match same
                .iter_mut()
                .find(|template| template.segments == segments)
            {
                Some(template) => template.operations.push(entry),
                None => same.push(Template {
                    segments,
                    operations: vec![entry],
                }),
            }
        }
        for same in templates.values_mut() {
            same.sort_by_key(|template| {
                (template.parameters(), std::cmp::Reverse(template.literal()))
            });
        }
        let mut prefixes: Vec<_> = servers.iter().filter_map(|url| prefix(url)).collect();
        prefixes.sort_by_key(|prefix| std::cmp::Reverse(prefix.len()));
        prefixes.dedup();
        Self {
            templates,
            prefixes,
        }
    }

    /// What a request with this method and path, still encoded, is for. The path of a server may
    /// stand before it.
    #[must_use]
    pub fn find(&self, method: &Method, path: &str) -> Route<'_> {
        let direct = self.find_below(method, path);
        if direct != Route::Unknown {
            return direct;
        }
        let stripped = self
            .prefixes
            .iter()
            .filter_map(|prefix| path.strip_prefix(prefix.as_str()));
        for rest in stripped.filter(|rest| rest.starts_with('/')) {
            let found = self.find_below(method, rest);
            if found != Route::Unknown {
                return found;
            }
        }
        Route::Unknown
    }

    fn find_below(&self, method: &Method, path: &str) -> Route<'_> {
        let given: Vec<&str> = segments(path).collect();
        let mut others = Vec::new();
        for template in self.templates.get(&given.len()).into_iter().flatten() {
            let Some(parameters) = template.read(&given) else {
                continue;
            };
            let operations = &template.operations;
            match operations.iter().find(|(of, _)| of == method) {
                Some((_, index)) => return Route::Operation(*index, parameters),
                None => others.extend(operations.iter().map(|(method, _)| method)),
            }
        }
        if others.is_empty() {
            Route::Unknown
        } else {
            Route::OtherMethod(others)
        }
    }
}

impl Template {
    fn parameters(&self) -> Vec<bool> {
        let segments = self.segments.iter();
        segments
            .map(|pieces| {
                pieces
                    .iter()
                    .any(|piece| matches!(piece, Piece::Parameter(_)))
            })
            .collect()
    }

    /// How much of it is literal: of two that differ in nothing else, the one with more comes first.
    fn literal(&self) -> usize {
        let pieces = self.segments.iter().flatten();
        let lengths = pieces.map(|piece| match piece {
            Piece::Literal(text) => text.len(),
            Piece::Parameter(_) => 0,
        });
        lengths.sum()
    }

    fn read(&self, given: &[&str]) -> Option<Vec<(String, String)>> {
        let mut found = Vec::new();
        for (pieces, segment) in self.segments.iter().zip(given) {
            read_segment(pieces, segment, &mut found)?;
        }
        Some(found)
    }
}

/// Reads the parameters of one segment; a parameter takes as little as the literal behind it
/// allows, and never nothing.
fn read_segment(pieces: &[Piece], segment: &str, found: &mut Vec<(String, String)>) -> Option<()> {
    let mut rest = segment;
    let mut pieces = pieces.iter().peekable();
    while let Some(piece) = pieces.next() {
        match piece {
            Piece::Literal(text) => rest = rest.strip_prefix(text.as_str())?,
            Piece::Parameter(name) => {
                let end = match pieces.peek() {
                    Some(Piece::Literal(next)) => {
                        let from = rest.chars().next()?.len_utf8();
                        from + rest.get(from..)?.find(next.as_str())?
                    }
                    _ => rest.len(),
                };
                if end == 0 {
                    return None;
                }
                found.push((name.clone(), rest[..end].to_owned()));
                rest = &rest[end..];
            }
        }
    }
    rest.is_empty().then_some(())
}

/// The segments of a path; a slash at the end is one more, empty segment.
fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.strip_prefix('/').unwrap_or(path).split('/')
}

fn pieces(segment: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = segment;
    while let Some((before, behind)) = rest.split_once('{') {
        let Some((name, after)) = behind.split_once('}') else {
            break;
        };
        if !before.is_empty() {
            pieces.push(Piece::Literal(before.to_owned()));
        }
        pieces.push(Piece::Parameter(name.to_owned()));
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Literal(rest.to_owned()));
    }
    pieces
}

/// The path of a server's URL, where it has one.
fn prefix(url: &str) -> Option<String> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = rest.find('/').map(|at| &rest[at..])?;
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let path = path.trim_end_matches('/');
    (!path.is_empty()).then(|| path.to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::api::Api;
    use crate::document::Document;

    fn found(path: &str) -> String {
        let document = json!({
            "openapi": "3.1.0", "info": {"title": "T", "version": "1"},
            "servers": [{"url": "https://a.example/v1/"}],
            "paths": {
                "/pets/{id}": {"get": {"operationId": "one"}},
                "/pets/mine": {"get": {"operationId": "mine"}, "post": {"operationId": "new"}},
                "/files/{name}.{kind}": {"get": {"operationId": "file"}},
                "/pets/{id}.pdf": {"get": {"operationId": "print"}},
                "/": {"get": {"operationId": "root"}},
            },
        });
        let api = Api::new(Document::parse("t.json", &document.to_string()).unwrap());
        match api.router.find(&Method::GET, path) {
            Route::Operation(index, parameters) => {
                format!("{} {parameters:?}", api.operations[index].id)
            }
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn concrete_paths_come_before_templates() {
        assert_eq!(found("/pets/mine"), "mine []");
        assert_eq!(found("/pets/7%2F8"), r#"one [("id", "7%2F8")]"#);
        assert_eq!(found("/pets/7.pdf"), r#"print [("id", "7")]"#);
        assert_eq!(found("/v1/pets/7"), r#"one [("id", "7")]"#);
        assert_eq!(
            found("/files/a.b.c"),
            r#"file [("name", "a"), ("kind", "b.c")]"#
        );
        assert_eq!(found("/"), "root []");
        assert_eq!(found("/pets/"), "Unknown");
        assert_eq!(found("/pets"), "Unknown");
    }
}
