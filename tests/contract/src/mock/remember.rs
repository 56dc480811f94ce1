//! What a request tells of things, and what is kept of that.

use serde_json::Value;

use super::answer::Asked;
use super::mark;
use super::role;
use super::state::{Fact, Known};
use crate::api;
use crate::conform::{self, Inputs};

/// A request, as far as things are known by it.
pub(super) struct Said {
    pub(super) said: Vec<Fact>,
    pub(super) keys: Vec<u64>,
    pub(super) known: Known,
}

/// What an answer tells of a thing that was made.
#[derive(Default)]
pub(super) struct Told {
    /// The ids and tokens that were made for it.
    pub(super) fresh: Vec<Fact>,
    /// The rest.
    pub(super) facts: Vec<Fact>,
}

impl Asked<'_> {
    /// What the request says: its parameters, and the properties of its body.
    pub(super) fn said(&self, inputs: &Inputs) -> Vec<Fact> {
        let tree = self.world.api.document.tree();
        let mut said = Vec::new();
        if let Some(body) = &inputs.body {
            let mut media = self.operation.body.iter().flat_map(|body| &body.media);
            let content_type = conform::content_type(self.request.headers());
            let media = media.find(|media| content_type.is_some_and(|it| media.covers(it)));
            if let Some(schema) = media.and_then(|media| media.schema.as_ref()) {
                let sites = self.world.finder().all(schema, body).into_iter();
                let sites = sites.filter(|site| site.is_first && !site.mark.is_passing);
                said.extend(sites.map(|site| Fact {
                    pointer: site.pointer,
                    mark: site.mark,
                    value: site.value.clone(),
                }));
            }
        }
        for ((_, name), value) in &inputs.parameters {
            let parameter = self.operation.parameters.iter().find(|p| p.name == *name);
            let schema = parameter
                .and_then(|parameter| parameter.schema.as_ref())
                .and_then(|schema| tree.pointer(schema));
            if let Some(schema) = schema {
                said.push(Fact {
                    pointer: format!("/{name}"),
                    mark: self.world.marks.of(tree, name, schema),
                    value: value.clone(),
                });
            }
        }
        said
    }

    /// What records are found by.
    pub(super) fn keys(&self, said: &[Fact]) -> Vec<u64> {
        let identities = said.iter().filter(|fact| fact.mark.is_identity);
        let mut keys: Vec<u64> = identities
            .flat_map(|fact| fact.mark.keys(&fact.value))
            .collect();
        let role = &self.world.roles[self.index];
        let thing = role.thing_of(&self.path);
        keys.extend(thing.map(|path| mark::path_key(&path)));
        keys
    }

    /// Keeps what is to be known later.
    pub(super) fn remember(&self, said: &Said, told: Told) {
        let world = self.world;
        let role = &world.roles[self.index];
        let consumed = &world.behaviours[self.index].consumes;
        match consumed {
            Some(names) => {
                let named = said.said.iter().filter(|fact| {
                    let name = fact.pointer.strip_prefix('/').unwrap_or_default();
                    names.iter().any(|wanted| wanted == name)
                });
                let keys: Vec<_> = named.flat_map(|fact| fact.mark.keys(&fact.value)).collect();
                // A value that was not given out here is to be known from now on.
                if self.state.find(&keys).records.is_empty() && !keys.is_empty() {
                    self.state.add(keys.clone(), Vec::new(), Vec::new());
                }
                self.state.remove(&keys);
            }
            // Of several things it is not clear which is gone.
            None if role.removes && said.known.records.len() <= 1 => {
                if let Some(path) = role.thing_of(&self.path) {
                    let key = mark::path_key(&path);
                    if said.known.records.is_empty() {
                        self.state.add(vec![key], Vec::new(), Vec::new());
                    }
                }
                self.state.remove(&said.keys);
            }
            None => {}
        }
        if role.makes {
            self.made(said, told);
        } else if role.changes {
            let told = top_level(&said.said);
            if said.known.records.is_empty() || said.known.is_gone {
                if let Some(path) = role.thing_of(&self.path).filter(|_| role.is_thing) {
                    let key = mark::path_key(&path);
                    self.state.add(vec![key], told, Vec::new());
                }
            } else {
                self.state.change(&said.known.records, &told);
            }
        }
    }

    /// Keeps what was made.
    fn made(&self, said: &Said, told: Told) {
        let role = &self.world.roles[self.index];
        let fresh: Vec<Fact> = told
            .fresh
            .into_iter()
            .filter(|fact| !fact.mark.is_passing)
            .collect();
        let mut keys: Vec<u64> = fresh
            .iter()
            .flat_map(|fact| fact.mark.keys(&fact.value))
            .collect();
        if let Some(member) = &role.member
            && let Some(id) = id_of(&fresh, member)
        {
            let path = role::filled(&self.operation.path, &self.path);
            let path = format!("{}/{id}", path.trim_end_matches('/'));
            keys.push(mark::path_key(&path));
        }
        if keys.is_empty() {
            return;
        }
        let mut facts = fresh;
        facts.extend(told.facts);
        facts.extend(top_level(&said.said));
        self.state.add(keys, facts, said.known.records.clone());
    }
}

/// The facts that do not stand in others.
fn top_level(said: &[Fact]) -> Vec<Fact> {
    let own = said
        .iter()
        .filter(|fact| fact.pointer.matches('/').count() == 1);
    own.cloned().collect()
}

/// The id of what was made, as a path shows it: the property that is called like the parameter, or
/// `id`.
fn id_of(fresh: &[Fact], parameter: &str) -> Option<String> {
    let named = |wanted: &str| {
        fresh.iter().find(|fact| {
            let name = fact.pointer.rsplit('/').next().unwrap_or_default();
            name.eq_ignore_ascii_case(wanted)
        })
    };
    let fact = named(parameter).or_else(|| named("id")).or(fresh.first())?;
    match &fact.value {
        Value::String(text) => Some(api::encoded(text)),
        other => Some(other.to_string()),
    }
}
