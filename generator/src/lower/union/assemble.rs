//! Members that have been lowered to a union.

use super::facts::Facts;
use super::{Making, probe};
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{
    Constraints, Docs, Holds, Member, Name, Probe, ScalarType, Schema, Tag, Type, Union,
};
use crate::lower::Lowering;
use crate::lower::discriminator::Tags;
use crate::pointer::Pointer;

/// A member that has been lowered.
pub(super) struct Made {
    pub(super) name: String,
    pub(super) docs: Docs,
    pub(super) facts: Facts,
    pub(super) tags: Option<Tags>,
    pub(super) holds: Holds,
}

/// Takes out what is there twice, and integers that another kind of integer has room for.
pub(super) fn distinct(made: &mut Vec<Made>) {
    let number = |made: &Made| match &made.holds {
        Holds::Value(Schema {
            ty: Type::Scalar(scalar),
            sensitivity: None,
            ..
        }) => Some(*scalar).filter(|scalar| scalar.is_number()),
        Holds::Value(_) | Holds::Constant(_) => None,
    };
    let widest = |integer: bool, wide: ScalarType| {
        let all = made.iter().filter_map(number);
        let all: Vec<_> = all.filter(|one| one.is_integer() == integer).collect();
        let same = all.iter().all(|one| Some(one) == all.first());
        (all.len() > 1 && !same).then_some(wide)
    };
    let widest = [
        widest(true, ScalarType::I64),
        widest(false, ScalarType::F64),
    ];
    let mut seen: Vec<Type> = Vec::new();
    made.retain_mut(|one| {
        let wide = number(one).and_then(|number| widest[usize::from(!number.is_integer())]);
        let Holds::Value(schema) = &mut one.holds else {
            return true;
        };
        // Whatever no other member is, the union keeps as it is.
        if schema.ty == Type::Any {
            return false;
        }
        if let Some(wide) = wide {
            schema.ty = Type::Scalar(wide);
            schema.constraints = Constraints::NONE;
        }
        let new = !seen.contains(&schema.ty);
        seen.push(schema.ty.clone());
        new
    });
}

/// Puts the members into their order, with what tells each from the others.
pub(super) fn assemble(
    lowering: &mut Lowering<'_, '_>,
    made: Vec<Made>,
    making: &Making<'_, '_>,
) -> Union {
    let facts: Vec<Facts> = made.iter().map(|made| made.facts.clone()).collect();
    let tag = making
        .tags
        .as_ref()
        .filter(|_| made.iter().any(|made| made.tags.is_some()));
    let order = match tag {
        Some(_) => (0..made.len()).collect(),
        None => probe::order(&facts),
    };
    let facts: Vec<&Facts> = order.iter().map(|index| &facts[*index]).collect();
    let mut made: Vec<Option<Made>> = made.into_iter().map(Some).collect();
    let made: Vec<Made> = order
        .iter()
        .filter_map(|index| made[*index].take())
        .collect();
    let mut members = Vec::new();
    for (index, one) in made.iter().enumerate() {
        // Several members that one value of the tag names are told apart as if there were no tag.
        let shares = |other: &&Made| match (&one.tags, &other.tags) {
            (Some(a), Some(b)) => a.values.iter().any(|value| b.values.contains(value)),
            _ => true,
        };
        let rivals: Vec<usize> = (0..made.len())
            .filter(|other| *other == index || shares(&&made[*other]))
            .collect();
        let within: Vec<&Facts> = rivals.iter().map(|other| facts[*other]).collect();
        let own = rivals.iter().position(|other| *other == index);
        let is_constant = matches!(one.holds, Holds::Constant(_));
        let checks = match own {
            Some(own) if !is_constant => probe::checks(&within, own),
            _ => Vec::new(),
        };
        let is_guess = |other: &usize| {
            let is_constant = is_constant || matches!(made[*other].holds, Holds::Constant(_));
            *other > index && !is_constant && probe::is_guess(facts[index], facts[*other])
        };
        if let Some(other) = rivals.iter().copied().find(is_guess) {
            guess(lowering, one, &made[other], making.at);
        }
        let tags = one.tags.clone().unwrap_or_default();
        let adds_tag = tag.is_some() && !tags.declared && tags.values.len() == 1;
        members.push(Member {
            name: Name::new(&one.name),
            docs: one.docs.clone(),
            holds: one.holds.clone(),
            probe: Probe {
                // What comes without a tag must not go with one.
                untagged: tags.values.is_empty() || (tags.optional && !adds_tag),
                adds_tag,
                tags: tags.values,
                checks,
            },
        });
    }
    Union {
        members,
        tag: tag.map(|tagging| Tag {
            property: tagging.discriminator.property_name.clone(),
            strict: tagging.strict,
        }),
    }
}

fn guess(lowering: &mut Lowering<'_, '_>, one: &Made, other: &Made, at: &Pointer) {
    let another = if one.name == other.name {
        "another "
    } else {
        ""
    };
    let message = format!(
        "nothing tells `{}` from {another}`{}` for every value",
        one.name, other.name
    );
    let help = format!(
        "a value that may be both is read as `{}`; tell them apart by a constant or a required \
         property, or add a discriminator",
        one.name
    );
    let diagnostic = Diagnostic::new(Code::AmbiguousUnion, at.clone(), message);
    lowering.report.push(diagnostic.help(help));
}
