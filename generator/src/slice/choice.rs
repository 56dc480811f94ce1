//! Which operations somebody wants.

use super::glob::{name_fits, path_fits};
use super::operations::{Operation, Operations};
use crate::grammar::methods;
use crate::spelling;

/// What was asked for; an operation is chosen when any of it names the operation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// Patterns for paths: `*` within a segment, `**` for any number of segments.
    pub paths: Vec<String>,
    /// The `operationId`s.
    pub operations: Vec<String>,
    /// The tags of operations and webhooks.
    pub tags: Vec<String>,
    /// Only these methods count for `paths` and `tags`; alone they choose from all paths.
    pub methods: Vec<String>,
    /// Patterns for the names of webhooks: `*` is any text.
    pub webhooks: Vec<String>,
}

/// Something asked for that selects nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmatched {
    /// Which kind of choice: `path`, `operation`, `tag`, `method` or `webhook`.
    pub kind: &'static str,
    /// The choice as it was given.
    pub wanted: String,
    /// What may have been meant.
    pub similar: Option<String>,
}

impl Choice {
    /// The operations that were asked for, or all that selects nothing.
    pub(super) fn choose<'o, 't>(
        &self,
        operations: &'o Operations<'t>,
    ) -> Result<Vec<&'o Operation<'t>>, Vec<Unmatched>> {
        let all = &operations.0;
        let mut chosen = vec![false; all.len()];
        let mut unmatched = Vec::new();
        let mut choose =
            |kind: &'static str, wanted: &str, fits: &dyn Fn(&Operation<'t>) -> bool| {
                let mut fitting = false;
                for (operation, chosen) in all.iter().zip(&mut chosen) {
                    if fits(operation) {
                        fitting = true;
                        *chosen = true;
                    }
                }
                if !fitting {
                    unmatched.push(Unmatched {
                        kind,
                        wanted: wanted.to_owned(),
                        similar: similar(kind, wanted, all),
                    });
                }
            };
        for pattern in &self.paths {
            choose("path", pattern, &|it| {
                !it.webhook && path_fits(pattern, it.path) && self.has_method(it)
            });
        }
        for id in &self.operations {
            choose("operation", id, &|it| it.id == Some(id));
        }
        for tag in &self.tags {
            choose("tag", tag, &|it| {
                it.tags.contains(&tag.as_str()) && self.has_method(it)
            });
        }
        for pattern in &self.webhooks {
            choose("webhook", pattern, &|it| {
                it.webhook && name_fits(pattern, it.path)
            });
        }
        if self.paths.is_empty() && self.tags.is_empty() {
            for method in &self.methods {
                choose("method", method, &|it| !it.webhook && is(it, method));
            }
        }
        if unmatched.is_empty() {
            let pairs = all.iter().zip(chosen);
            Ok(pairs.filter(|(_, it)| *it).map(|(it, _)| it).collect())
        } else {
            Err(unmatched)
        }
    }

    fn has_method(&self, operation: &Operation<'_>) -> bool {
        self.methods.is_empty() || self.methods.iter().any(|method| is(operation, method))
    }
}

fn is(operation: &Operation<'_>, method: &str) -> bool {
    operation
        .method
        .is_some_and(|own| own.eq_ignore_ascii_case(method))
}

fn similar(kind: &str, wanted: &str, all: &[Operation<'_>]) -> Option<String> {
    let webhook = kind == "webhook";
    let candidates: Vec<&str> = match kind {
        "operation" => all.iter().filter_map(|it| it.id).collect(),
        "tag" => all.iter().flat_map(|it| it.tags.iter().copied()).collect(),
        "method" => methods().collect(),
        _ => {
            let named = all.iter().filter(|it| it.webhook == webhook);
            named.map(|it| it.path).collect()
        }
    };
    spelling::nearest(candidates.into_iter().filter(|it| *it != wanted), wanted).map(str::to_owned)
}
