//! The rules that paths and methods tell by themselves.

use http::Method;

use super::Rule;
use crate::api::{Api, Operation};
use crate::check::Check;

/// For each path that ends with a parameter: what `POST` to the path before it creates can be read,
/// and what `DELETE` removes cannot be read any more.
pub(super) fn rules(api: &Api) -> Vec<Rule> {
    let mut rules = Vec::new();
    let items = api
        .operations
        .iter()
        .filter(|read| read.method == Method::GET);
    for read in items {
        let Some((collection, last)) = read.path.rsplit_once('/') else {
            continue;
        };
        if !(last.starts_with('{') && last.ends_with('}')) {
            continue;
        }
        let of = |method: Method, path: &str| {
            let mut operations = api.operations.iter();
            operations.find(|operation| operation.method == method && operation.path == path)
        };
        let creation = of(Method::POST, collection);
        let removal = of(Method::DELETE, &read.path);
        if let Some(creation) = creation.filter(|creation| is_immediate(creation)) {
            rules.push(rule(Check::EnsureResourceAvailability, creation, read));
        }
        if let (Some(removal), Some(_)) = (removal.filter(|one| is_immediate(one)), creation) {
            rules.push(rule(Check::UseAfterFree, removal, read));
        }
    }
    rules
}

/// Whether a success means that it is done: 202 says that it will be.
fn is_immediate(operation: &Operation) -> bool {
    operation.answer(202).is_none() && operation.success().is_some()
}

fn rule(check: Check, operation: &Operation, read: &Operation) -> Rule {
    Rule {
        check,
        operation: operation.id.clone(),
        value: None,
        uses: vec![read.id.clone()],
        read: None,
        write: Default::default(),
        members: Default::default(),
        answered: Default::default(),
    }
}
