//! Modules: operations go by tag or path, and types with the operations that use them.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToSnakeCase;

use super::usage;
use crate::config::{Features, Grouping};
use crate::ir::{Api, Operation, TypeId, WEBHOOKS};

/// The group of types that several groups of operations use, or none, with what these use.
const SHARED: &str = "shared";
/// The longest name of a module.
const LONGEST: usize = 80;
/// The modules that the client and the types have anyway, the names that no module can bear, and the features that
/// a crate has anyway or may come to have.
const TAKEN: &[&str] = &[
    "answers",
    "arbitrary",
    "blocking",
    "client",
    "crate",
    "default",
    "full",
    "kinds",
    "object",
    "open_enum",
    "operations",
    "proptest",
    "reqwest",
    "retry",
    "schemes",
    "self",
    "servers",
    "shared",
    "super",
    "tracing",
];
/// How the names of the modules for the answers of one group begin.
const ANSWERS: &str = "answers_";

/// The most letters of a group's name: a file is named after it, and no system takes one of 255.
const NAME_LIMIT: usize = 80;

/// Gives every operation and every type its group.
pub(super) fn assign(api: &mut Api, grouping: Grouping) {
    let tags: BTreeSet<&str> = api
        .operations
        .iter()
        .filter_map(|operation| operation.tag.as_deref())
        .collect();
    let by_tag = match grouping {
        Grouping::Auto => tags.len() > 1,
        Grouping::Tag => true,
        Grouping::Path => false,
    };
    let common = common_segments(&api.operations);
    for operation in &mut api.operations {
        operation.group = group_of(operation, by_tag, common);
    }
    let mut users: BTreeMap<TypeId, BTreeSet<String>> = BTreeMap::new();
    for operation in &api.operations {
        visit(api, roots_of(api, operation), &operation.group, &mut users);
    }
    let bodies = api.webhooks.messages.iter().map(|message| message.body);
    let mut bodies: Vec<TypeId> = bodies.collect();
    for body in &api.webhooks.others {
        usage::roots(body, &mut bodies);
    }
    visit(api, bodies, WEBHOOKS, &mut users);
    // What nothing leads to is always there, and so is what it leads to.
    let unused = (0..api.types.len()).map(TypeId::new);
    let unused = unused.filter(|id| !users.contains_key(id)).collect();
    visit(api, unused, SHARED, &mut users);
    for (index, def) in api.types.iter_mut().enumerate() {
        let groups = users.remove(&TypeId::new(index)).unwrap_or_default();
        let mut groups = groups.into_iter();
        def.group = match (groups.next(), groups.next()) {
            (Some(only), None) => only,
            _ => SHARED.to_owned(),
        };
    }
}

/// Lets dependents leave groups out, where there are several.
///
/// What several groups use is always there, so that each group is complete by itself.
pub(super) fn offer(api: &mut Api, features: Features) {
    let operations = api.operations.iter();
    let mut groups: BTreeSet<&str> = operations.map(|one| one.group.as_str()).collect();
    if !api.webhooks.messages.is_empty() || api.types.iter().any(|def| def.group == WEBHOOKS) {
        groups.insert(WEBHOOKS);
    }
    api.features = match features {
        Features::Groups if groups.len() > 1 => groups.into_iter().map(Into::into).collect(),
        Features::Groups | Features::None => Vec::new(),
    };
}

/// How many segments all paths begin with, such as `/api/v1`: they tell no group from another.
fn common_segments(operations: &[Operation]) -> usize {
    let segments = |operation: &'_ Operation| -> Vec<String> {
        let path = operation.path.trim_start_matches('/');
        path.split('/').map(ToOwned::to_owned).collect()
    };
    let Some((first, rest)) = operations.split_first() else {
        return 0;
    };
    let mut common = segments(first);
    // What follows the common part has to name the group.
    common.pop();
    for operation in rest {
        let mut segments = segments(operation);
        segments.pop();
        let same = common
            .iter()
            .zip(&segments)
            .take_while(|(a, b)| a == b)
            .count();
        common.truncate(same);
    }
    common.len()
}

/// The module name of an operation.
fn group_of(operation: &Operation, by_tag: bool, common: usize) -> String {
    let path = operation.path.split('?').next().unwrap_or_default();
    let segment = path
        .trim_start_matches('/')
        .split('/')
        .skip(common)
        .find(|segment| !segment.is_empty() && !segment.starts_with('{'));
    let text = if by_tag {
        operation.tag.as_deref().or(segment)
    } else {
        segment
    };
    let name = text.unwrap_or_default().to_snake_case();
    let mut name: String = name
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '_')
        .collect();
    name.truncate(NAME_LIMIT);
    name.truncate(name.trim_end_matches('_').len());
    // `link_2` is what the second file of the group `link` is called.
    if let Some((stem, number)) = name.rsplit_once('_')
        && number.chars().all(|c| c.is_ascii_digit())
    {
        name = format!("{stem}{number}");
    }
    // It names a file, too.
    name.truncate(LONGEST);
    if name.is_empty() {
        "root".to_owned()
    } else if TAKEN.contains(&name.as_str()) || name.starts_with(ANSWERS) {
        format!("{name}_group")
    } else if name.starts_with(|c: char| c.is_ascii_digit()) {
        format!("n{name}")
    } else {
        name
    }
}

fn roots_of(api: &Api, operation: &Operation) -> Vec<TypeId> {
    let mut roots = Vec::new();
    for schema in operation.inputs() {
        usage::roots(schema, &mut roots);
    }
    for body in api.bodies(&operation.responses) {
        usage::roots(&body.schema, &mut roots);
    }
    for callback in &operation.callbacks {
        if let Some(body) = &callback.body {
            usage::roots(body, &mut roots);
        }
    }
    roots
}

fn visit(
    api: &Api,
    mut next: Vec<TypeId>,
    group: &str,
    users: &mut BTreeMap<TypeId, BTreeSet<String>>,
) {
    while let Some(id) = next.pop() {
        if users.entry(id).or_default().insert(group.to_owned()) {
            usage::reached(api, id, &mut next);
        }
    }
}
