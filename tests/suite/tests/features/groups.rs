//! What belongs to a group uses nothing of another, so that a crate compiles with any of its groups
//! left out. Held on the representation, for every fixture and for the document of `plaid-link`.

use std::collections::BTreeSet;

use specwright::ir::{Api, Holds, Operation, Schema, Type, TypeId, TypeKind};
use specwright::{Job, Observer, Report, Sources};

use crate::fixtures::Fixture;

/// Lowers a fixture and looks through it.
pub(crate) fn check(fixture: &Fixture) {
    let (mut sources, job) = fixture.inputs(crate::fixtures::Repository::default());
    let api = lowered(&mut sources, &job);
    let wrong = wrong(&api);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The groups that a crate offers as features.
pub(crate) fn offered(fixture: &Fixture) -> Vec<String> {
    let (mut sources, job) = fixture.inputs(crate::fixtures::Repository::default());
    lowered(&mut sources, &job).features
}

/// A line for each use of what may be left out.
pub(crate) fn wrong(api: &Api) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut hold = |group: &str, user: &str, used: &[TypeId]| {
        for id in used {
            let def = api.get(*id);
            let may_be_left_out = api.features.contains(&def.group);
            if may_be_left_out && def.group != group {
                let (name, other) = (&def.name.rust, &def.group);
                wrong.push(format!("{user} of `{group}` uses `{name}` of `{other}`"));
            }
        }
    };
    for operation in &api.operations {
        let used = used_by(api, operation);
        hold(&operation.group, &operation.name.rust, &used);
    }
    for def in &api.types {
        hold(&def.group, &def.name.rust, &in_type(&def.kind));
    }
    let messages = api.webhooks.messages.iter().map(|message| message.body);
    let messages: Vec<TypeId> = messages.collect();
    hold("webhooks", "the enumeration of messages", &messages);
    // No name of a feature occurs twice, and each has something.
    let groups: BTreeSet<&String> = api.features.iter().collect();
    if groups.len() != api.features.len() {
        wrong.push(format!("a group occurs twice: {:?}", api.features));
    }
    wrong
}

fn used_by(api: &Api, operation: &Operation) -> Vec<TypeId> {
    let mut used = Vec::new();
    for schema in operation.inputs() {
        in_schema(schema, &mut used);
    }
    for body in api.bodies(&operation.responses) {
        in_schema(&body.schema, &mut used);
    }
    for body in operation
        .callbacks
        .iter()
        .filter_map(|one| one.body.as_ref())
    {
        in_schema(body, &mut used);
    }
    used
}

fn in_type(kind: &TypeKind) -> Vec<TypeId> {
    let mut used = Vec::new();
    match kind {
        TypeKind::Object(object) => {
            for schema in object.schemas() {
                in_schema(schema, &mut used);
            }
        }
        TypeKind::Union(union) => {
            for member in &union.members {
                if let Holds::Value(schema) = &member.holds {
                    in_schema(schema, &mut used);
                }
            }
        }
        TypeKind::Newtype(newtype) => in_schema(&newtype.inner, &mut used),
        TypeKind::Alias(schema) => in_schema(schema, &mut used),
        TypeKind::Enum(_) => {}
    }
    used
}

fn in_schema(schema: &Schema, used: &mut Vec<TypeId>) {
    match &schema.ty {
        Type::Named(id) | Type::Boxed(id) => used.push(*id),
        Type::Array(inner) | Type::Map(inner) => in_schema(inner, used),
        Type::Tuple(elements) => {
            for element in elements {
                in_schema(element, used);
            }
        }
        Type::Bool | Type::Scalar(_) | Type::Any => {}
    }
}

fn lowered(sources: &mut Sources, job: &Job) -> Api {
    let mut report = Report::new();
    specwright::lower(sources, job, &mut Silent, &mut report).unwrap()
}

struct Silent;

impl Observer for Silent {
    fn stage(&mut self, _: &'static str, _: String) {}
}
