//! Which properties of a document traffic has shown.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use http::{Request, Response};
use serde_json::Value;

use super::value_of;
use crate::api::{Api, Operation};
use crate::conform::Inputs;
use crate::document::Node;
use crate::outcome::{Covered, Exercised};
use crate::pointer;

/// Values nested deeper than this are not looked into.
const MAX_DEPTH: usize = 64;

/// Knows the properties below each schema, once it was asked.
#[derive(Debug, Default)]
pub(crate) struct Properties {
    known: RefCell<BTreeMap<String, BTreeSet<String>>>,
}

impl Properties {
    /// What could be seen of an operation, nothing of it seen yet.
    pub(crate) fn expected(&self, api: &Api, operation: &Operation) -> Covered {
        let mut covered = Covered::default();
        for answer in &operation.answers {
            covered.listed.insert(answer.answers.to_string());
            for schema in answer
                .media
                .iter()
                .filter_map(|media| media.schema.as_ref())
            {
                let properties = self.below(api, schema).into_iter();
                covered
                    .outputs
                    .extend(properties.map(|property| (property, false)));
            }
        }
        for parameter in &operation.parameters {
            covered.inputs.insert(parameter.pointer.clone(), UNSEEN);
        }
        let media = operation.body.iter().flat_map(|body| &body.media);
        for schema in media.filter_map(|media| media.schema.as_ref()) {
            let properties = self.below(api, schema).into_iter();
            covered
                .inputs
                .extend(properties.map(|property| (property, UNSEEN)));
        }
        covered
    }

    /// Notes the inputs of a request.
    pub(crate) fn see_inputs(
        &self,
        api: &Api,
        operation: &Operation,
        request: &Request<Bytes>,
        inputs: &Inputs,
        is_valid: bool,
        covered: &mut Covered,
    ) {
        let mut see = |at: &str| {
            let input = covered.inputs.entry(at.to_owned()).or_insert(UNSEEN);
            input.valid |= is_valid;
        };
        for parameter in &operation.parameters {
            let key = (parameter.location, parameter.name.clone());
            if inputs.parameters.contains_key(&key) {
                see(&parameter.pointer);
            }
        }
        let media = operation.body.as_ref().map(|body| body.media.as_slice());
        if let Some((media, value)) =
            value_of(media.unwrap_or_default(), request.headers(), request.body())
            && let Some(schema) = &media.schema
        {
            walk(&node(api, schema), &value, MAX_DEPTH, &mut see);
        }
    }

    /// Notes the properties of an answer.
    pub(crate) fn see_outputs(
        &self,
        api: &Api,
        operation: &Operation,
        response: &Response<Bytes>,
        covered: &mut Covered,
    ) {
        let answer = operation.answer(response.status().as_u16());
        let media = answer
            .map(|answer| answer.media.as_slice())
            .unwrap_or_default();
        if let Some((media, value)) = value_of(media, response.headers(), response.body())
            && let Some(schema) = &media.schema
        {
            walk(&node(api, schema), &value, MAX_DEPTH, &mut |at| {
                covered.outputs.insert(at.to_owned(), true);
            });
        }
    }

    /// The places of all properties that values of a schema can have.
    fn below(&self, api: &Api, schema: &str) -> BTreeSet<String> {
        if let Some(known) = self.known.borrow().get(schema) {
            return known.clone();
        }
        let mut found = BTreeSet::new();
        let mut entered = BTreeSet::new();
        declared(&node(api, schema), &mut entered, &mut found);
        self.known
            .borrow_mut()
            .insert(schema.to_owned(), found.clone());
        found
    }
}

/// Neither way. An observer of traffic does not ask for invalid requests.
const UNSEEN: Exercised = Exercised {
    valid: false,
    invalid: true,
};

/// The schema at a place, where it leads to if it is a reference.
fn node<'a>(api: &'a Api, schema: &str) -> Node<'a> {
    let root = api.document.root();
    pointer::raw_segments(schema)
        .map(pointer::unescape)
        .try_fold(root.clone(), |node, segment| node.get(&segment))
        .unwrap_or(root)
}

/// The schemas that a value has to satisfy as well, or may.
fn parts<'d>(schema: &Node<'d>) -> Vec<Node<'d>> {
    let lists = ["allOf", "oneOf", "anyOf"].map(|keyword| schema.get(keyword));
    lists.iter().flatten().flat_map(Node::items).collect()
}

/// The schemas of what a value holds without a name of its own.
fn inner<'d>(schema: &Node<'d>) -> Vec<Node<'d>> {
    let single = ["items", "additionalProperties"].map(|keyword| schema.get(keyword));
    let mut inner: Vec<_> = single
        .into_iter()
        .flatten()
        .filter(|node| node.value.is_object())
        .collect();
    inner.extend(schema.get("prefixItems").iter().flat_map(Node::items));
    inner
}

fn declared(schema: &Node<'_>, entered: &mut BTreeSet<String>, found: &mut BTreeSet<String>) {
    if !entered.insert(schema.pointer.clone()) {
        return;
    }
    if let Some(properties) = schema.get("properties") {
        for (name, property) in properties.members() {
            found.insert(pointer::join(&properties.pointer, name));
            declared(&property, entered, found);
        }
    }
    for part in parts(schema).iter().chain(&inner(schema)) {
        declared(part, entered, found);
    }
}

/// Tells of each property of a value where it is declared.
fn walk(schema: &Node<'_>, value: &Value, depth: usize, see: &mut impl FnMut(&str)) {
    let Some(depth) = depth.checked_sub(1) else {
        return;
    };
    match value {
        Value::Object(members) => {
            let properties = schema.get("properties");
            let rest = schema.get("additionalProperties");
            for (name, value) in members {
                let property = properties.as_ref().and_then(|properties| {
                    Some((
                        pointer::join(&properties.pointer, name),
                        properties.get(name)?,
                    ))
                });
                match (property, &rest) {
                    (Some((at, property)), _) => {
                        see(&at);
                        walk(&property, value, depth, see);
                    }
                    (None, Some(rest)) => walk(rest, value, depth, see),
                    (None, None) => {}
                }
            }
        }
        Value::Array(items) => {
            let prefix: Vec<_> = schema
                .get("prefixItems")
                .iter()
                .flat_map(Node::items)
                .collect();
            let rest = schema.get("items");
            for (index, item) in items.iter().enumerate() {
                if let Some(schema) = prefix.get(index).or(rest.as_ref()) {
                    walk(schema, item, depth, see);
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => return,
    }
    for part in parts(schema) {
        walk(&part, value, depth, see);
    }
}
