//! Which operations give what others take.

use std::collections::{BTreeMap, BTreeSet};

use super::field::{self, Field};
use crate::api::{Api, Location};
use crate::run::pins::At;
use crate::run::settings::Settings;

/// What an operation takes.
#[derive(Clone, Debug)]
pub(super) struct Input {
    /// Where.
    pub(super) at: At,
    /// By what it is matched.
    pub(super) keys: Vec<String>,
    /// The place of its schema in the document.
    pub(super) pointer: String,
    /// Whether a request must have it.
    pub(super) is_required: bool,
}

/// Producers and consumers of a document.
#[derive(Debug)]
pub(super) struct Graph {
    /// What each operation takes, of what another one gives.
    pub(super) inputs: Vec<Vec<Input>>,
    /// What each operation gives.
    pub(super) outputs: Vec<Vec<Field>>,
    /// The operations that give something, by its key, those with the least to do before first.
    /// and whether it always does.
    pub(super) producers: BTreeMap<String, Vec<(usize, bool)>>,
}

impl Graph {
    pub(super) fn new(api: &Api, settings: &Settings) -> Self {
        let tried: Vec<bool> = api
            .operations
            .iter()
            .map(|operation| settings.may_call(operation))
            .collect();
        let outputs: Vec<Vec<Field>> = (0..api.operations.len())
            .map(|index| {
                if tried[index] {
                    outputs(api, index)
                } else {
                    Vec::new()
                }
            })
            .collect();
        let mut outputs = outputs;
        let mut inputs: Vec<Vec<Input>> = (0..api.operations.len())
            .map(|index| inputs(api, settings, index))
            .collect();
        link(api, &tried, &mut inputs, &mut outputs);
        let mut producers: BTreeMap<String, Vec<(usize, bool)>> = BTreeMap::new();
        for (index, fields) in outputs.iter().enumerate() {
            let keys: BTreeSet<_> = fields.iter().flat_map(|field| &field.keys).collect();
            for key in keys {
                let mut of_key = fields.iter().filter(|field| field.keys.contains(key));
                let is_sure = of_key.any(|field| field.is_required);
                producers
                    .entry(key.clone())
                    .or_default()
                    .push((index, is_sure));
            }
        }
        let mut graph = Self {
            inputs,
            outputs,
            producers,
        };
        for inputs in &mut graph.inputs {
            let producers = &graph.producers;
            inputs.retain(|input| input.keys.iter().any(|key| producers.contains_key(key)));
        }
        graph.order(api, settings);
        graph
    }

    /// The operations that give something.
    pub(super) fn producers_of(&self, keys: &[String]) -> Vec<usize> {
        let mut found = Vec::new();
        for (index, _) in keys
            .iter()
            .filter_map(|key| self.producers.get(key))
            .flatten()
        {
            if !found.contains(index) {
                found.push(*index);
            }
        }
        found
    }

    /// Those that always give it; all, where none always does.
    fn sure_producers_of(&self, keys: &[String]) -> Vec<usize> {
        let producers = keys
            .iter()
            .filter_map(|key| self.producers.get(key))
            .flatten();
        let sure = producers.filter(|(_, is_sure)| *is_sure);
        let sure: Vec<usize> = sure.map(|(index, _)| *index).collect();
        if sure.is_empty() {
            self.producers_of(keys)
        } else {
            sure
        }
    }

    /// Sorts producers by how many steps come before them.
    fn order(&mut self, api: &Api, settings: &Settings) {
        let mut depths: BTreeMap<usize, usize> = BTreeMap::new();
        loop {
            let mut is_settled = true;
            for index in 0..self.inputs.len() {
                let required = self.inputs[index].iter().filter(|input| input.is_required);
                let mut depths_of = required.map(|input| {
                    let producers = self.sure_producers_of(&input.keys).into_iter();
                    producers
                        .filter(|producer| *producer != index)
                        .filter_map(|producer| depths.get(&producer))
                        .min()
                        .map(|depth| depth + 1)
                });
                let depth = depths_of.try_fold(0, |most, depth| Some(most.max(depth?)));
                if let Some(depth) = depth
                    && depths.get(&index).is_none_or(|known| depth < *known)
                {
                    depths.insert(index, depth);
                    is_settled = false;
                }
            }
            if !is_settled {
                continue;
            }
            // Operations that wait for each other: the first one begins, with a value of its own.
            match (0..self.inputs.len()).find(|index| !depths.contains_key(index)) {
                Some(first) => depths.insert(first, self.inputs.len()),
                None => break,
            };
        }
        for index in 0..self.inputs.len() {
            let own = depths.get(&index).copied();
            let is_before = |producer: &usize| depths.get(producer).copied() < own;
            let inputs = std::mem::take(&mut self.inputs[index]);
            let is_free = |input: &Input| {
                let mut producers = self.sure_producers_of(&input.keys).into_iter();
                input.is_required && !producers.any(|producer| is_before(&producer))
            };
            self.inputs[index] = inputs.into_iter().filter(|input| !is_free(input)).collect();
        }
        let preferred = &settings.chains.prefer;
        for producers in self.producers.values_mut() {
            producers.sort_by_key(|(index, is_sure)| {
                let operation = &api.operations[*index];
                let rank = preferred.iter().position(|name| *name == operation.id);
                // What a run creates by itself is its own to change and to remove.
                let creates = operation.method == http::Method::POST;
                let rank = (rank.unwrap_or(usize::MAX), !is_sure, !creates);
                (rank, depths.get(index).copied(), *index)
            });
        }
    }
}

fn inputs(api: &Api, settings: &Settings, index: usize) -> Vec<Input> {
    let operation = &api.operations[index];
    let mut found = Vec::new();
    for parameter in &operation.parameters {
        // What may be left out of a query mostly filters: it is not to be more than asked for.
        if !parameter.required || parameter.location == Location::Cookie {
            continue;
        }
        let schema = parameter.schema.as_deref();
        let name = &parameter.name;
        let keys = field::parameter_keys(&api.document, name, schema, &operation.path);
        if keys.is_empty() || settings.fixed(operation, name, "").is_some() {
            continue;
        }
        found.push(Input {
            at: At::Parameter(parameter.location, name.clone()),
            keys,
            pointer: parameter.pointer.clone(),
            is_required: true,
        });
    }
    let media = operation.body.as_ref().and_then(|body| body.media.first());
    if let Some(schema) = media.and_then(|media| media.schema.as_ref()) {
        for field in field::fields(&api.document, schema, &operation.path) {
            let name = field.instance.rsplit('/').next().unwrap_or_default();
            if settings.fixed(operation, name, &field.instance).is_none() {
                found.push(Input {
                    at: At::Body(field.instance),
                    keys: field.keys,
                    pointer: field.pointer,
                    is_required: field.is_required,
                });
            }
        }
    }
    found
}

/// Joins what the links of the document join: a key of its own for each.
fn link(api: &Api, tried: &[bool], inputs: &mut [Vec<Input>], outputs: &mut [Vec<Field>]) {
    for (index, operation) in api.operations.iter().enumerate() {
        let Some((_, answer)) = operation.success().filter(|_| tried[index]) else {
            continue;
        };
        for link in &answer.links {
            let target = api
                .operations
                .iter()
                .position(|target| target.id == link.target || target.pointer == link.target);
            let Some(target) = target else {
                continue;
            };
            for (name, expression) in &link.parameters {
                let place = expression
                    .as_str()
                    .and_then(|text| text.strip_prefix("$response.body#"));
                let name = name.rsplit('.').next().unwrap_or(name);
                let mut parameters = api.operations[target].parameters.iter();
                let parameter = parameters.find(|parameter| parameter.name == name);
                let (Some(place), Some(parameter)) = (place, parameter) else {
                    continue;
                };
                let key = format!("link {} {name}", api.operations[target].id);
                outputs[index].push(Field {
                    instance: place.to_owned(),
                    pointer: link.pointer.clone(),
                    keys: vec![key.clone()],
                    is_required: false,
                });
                let at = At::Parameter(parameter.location, name.to_owned());
                match inputs[target].iter_mut().find(|input| input.at == at) {
                    Some(input) if input.keys.contains(&key) => {}
                    Some(input) => input.keys.insert(0, key),
                    None => inputs[target].push(Input {
                        at,
                        keys: vec![key],
                        pointer: parameter.pointer.clone(),
                        is_required: parameter.required,
                    }),
                }
            }
        }
    }
}

fn outputs(api: &Api, index: usize) -> Vec<Field> {
    let operation = &api.operations[index];
    let Some((_, answer)) = operation.success() else {
        return Vec::new();
    };
    let schemas = answer
        .media
        .iter()
        .filter_map(|media| media.schema.as_ref());
    let fields = schemas.flat_map(|schema| field::fields(&api.document, schema, &operation.path));
    fields.collect()
}
