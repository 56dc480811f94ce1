//! Values that break exactly one keyword at one place.
//!
//! Nothing is believed here: a broken value only counts when the oracle
//! refuses it for that keyword at that place.

use proptest::test_runner::TestRunner;
use serde_json::Value;

use crate::oracle::Violation;

use super::breaks;
use super::dice::Dice;
use super::mutate::Mutation;
use super::plan::Plan;
use super::site::Site;

/// A value that its schema refuses.
#[derive(Debug, Clone, PartialEq)]
pub struct Invalid {
    /// The place of the value that is at fault, as a JSON Pointer: of a
    /// missing member, the object that misses it.
    pub pointer: String,
    /// The broken keyword.
    pub keyword: String,
    /// The whole value.
    pub value: Value,
    /// The outermost union around or at the place of the break: the value may
    /// be one that none of its members is.
    pub union: Option<String>,
}

/// A break that was chosen, to be tried on values.
#[derive(Debug, Clone)]
pub(super) struct Break {
    pub(super) keyword: &'static str,
    pub(super) mutation: Mutation,
    union: Option<String>,
    /// Whether the array at fault says for each place what stands there.
    is_tuple: bool,
}

/// One break of a valid value, drawn from all that may be possible: first the
/// keyword, then the place.
pub(super) fn choose(
    plan: &Plan,
    sites: &[Site],
    value: &Value,
    runner: &mut TestRunner,
) -> Option<Break> {
    let mut possible: Vec<(&'static str, usize)> = Vec::new();
    for (index, site) in sites.iter().enumerate() {
        let here = value.pointer(&site.pointer)?;
        let keywords = breaks::keywords(&site.shape, here);
        possible.extend(keywords.into_iter().map(|keyword| (keyword, index)));
    }
    let mut keywords: Vec<&'static str> = possible.iter().map(|(keyword, _)| *keyword).collect();
    keywords.sort_unstable();
    keywords.dedup();
    let mut dice = Dice { runner };
    let keyword = *dice.pick(&keywords)?;
    possible.retain(|(other, _)| *other == keyword);
    let (_, index) = *dice.pick(&possible)?;
    let site = sites.get(index)?;
    let here = value.pointer(&site.pointer)?;
    let change = breaks::change(plan, keyword, &site.shape, here, &mut dice)?;
    Some(Break {
        keyword,
        mutation: Mutation {
            pointer: site.pointer.clone(),
            change,
        },
        union: site.union.clone(),
        is_tuple: !site.shape.array.prefix.is_empty(),
    })
}

/// The broken value, if the oracle refuses it as intended.
pub(super) fn confirm(plan: &Plan, root: &str, chosen: &Break, base: &Value) -> Option<Invalid> {
    let value = chosen.mutation.apply(base)?;
    let violations = plan.oracle.check_in(plan.direction, root, &value).err()?;
    let at = &match chosen.keyword {
        // What is at fault is the member, not the object that has it.
        "propertyNames" => chosen.mutation.touched(),
        _ => chosen.mutation.pointer.clone(),
    };
    // A union reports itself, not what is wrong with its members.
    let in_union = chosen.union.is_some();
    let fits = |violation: &Violation| in_union || violation.instance_pointer == *at;
    let named = violations
        .iter()
        .any(|violation| in_union || violation.keyword == chosen.keyword);
    (named && violations.iter().all(fits)).then(|| Invalid {
        pointer: at.clone(),
        // A tuple that is too long or too short is no such tuple.
        keyword: match chosen.keyword {
            "minItems" | "maxItems" if chosen.is_tuple => "prefixItems".to_owned(),
            keyword => keyword.to_owned(),
        },
        value,
        union: chosen.union.clone(),
    })
}
