//! What an operation does to things: makes, changes or removes them.
//!
//! A document does not say so. Methods do, as far as HTTP defines them; where everything is `POST`,
//! the verbs in paths and names do.

use http::Method;

use crate::api::{Answers, Operation};
use crate::words::words;

const MAKING: [&str; 13] = [
    "create",
    "exchange",
    "generate",
    "issue",
    "new",
    "add",
    "register",
    "import",
    "start",
    "open",
    "invalidate",
    "rotate",
    "mint",
];
const CHANGING: [&str; 8] = [
    "update", "set", "edit", "modify", "change", "replace", "patch", "upsert",
];
const REMOVING: [&str; 4] = ["remove", "delete", "revoke", "destroy"];

/// What an operation does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Role {
    /// Whether its answers have fresh ids and tokens.
    pub(super) makes: bool,
    /// Whether what it is given is to be read back.
    pub(super) changes: bool,
    /// Whether the thing that it names is gone afterwards.
    pub(super) removes: bool,
    /// The template of the path of the thing that it is about, up to its last parameter.
    pub(super) thing: Option<String>,
    /// Whether that path is its own.
    pub(super) is_thing: bool,
    /// The name of the parameter below its path that names one of the things that it lists or
    /// makes.
    pub(super) member: Option<String>,
}

impl Role {
    pub(super) fn of(operation: &Operation, all: &[Operation]) -> Self {
        let path = operation.path.as_str();
        let thing = path.rfind('}').map(|end| path[..=end].to_owned());
        let is_thing = path.ends_with('}');
        let member = all.iter().find_map(|other| {
            let rest = other.path.strip_prefix(path.trim_end_matches('/'))?;
            let name = rest.strip_prefix("/{")?.strip_suffix('}')?;
            (!name.contains(['{', '/'])).then(|| name.to_owned())
        });
        let last = path.rsplit('/').find(|segment| !segment.starts_with('{'));
        let mut verbs = words(last.unwrap_or_default());
        let in_path = |of: &[&str]| verbs.iter().any(|word| of.contains(&word.as_str()));
        let is_post = operation.method == Method::POST;
        let segments = path.split('/').filter(|segment| !segment.is_empty());
        // Of `/user/items/remove` it is not clear what is gone.
        let removes_by_name = is_post && in_path(&REMOVING) && segments.count() <= 2;
        let creates = operation
            .answers
            .iter()
            .any(|answer| answer.answers == Answers::Status(201));
        verbs.extend(words(&operation.id));
        let named = |of: &[&str]| verbs.iter().any(|word| of.contains(&word.as_str()));
        Self {
            makes: is_post && (creates || member.is_some() || named(&MAKING)),
            changes: operation.method == Method::PUT
                || operation.method == Method::PATCH
                || is_post && named(&CHANGING),
            removes: operation.method == Method::DELETE && is_thing || removes_by_name,
            thing,
            is_thing,
            member,
        }
    }

    /// The path of the thing that a request is about.
    pub(super) fn thing_of(&self, path: &[(String, String)]) -> Option<String> {
        self.thing.as_deref().map(|template| filled(template, path))
    }
}

/// A template with the texts of its parameters.
pub(super) fn filled(template: &str, path: &[(String, String)]) -> String {
    let mut filled = template.to_owned();
    for (name, text) in path {
        filled = filled.replace(&format!("{{{name}}}"), text);
    }
    filled
}
