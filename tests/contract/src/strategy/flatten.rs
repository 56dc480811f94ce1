//! All schemas that apply to one value, laid side by side.
//!
//! References and `allOf` are followed here, wrappings for null are opened;
//! what the schemas say is merged elsewhere.

use serde_json::{Map, Value};

use crate::oracle::translate::Translation;
use crate::pointer;

use super::shape::Conjunct;

/// One schema that applies to the value, with its place.
pub(super) struct Flat<'t> {
    pub(super) conjunct: Conjunct,
    pub(super) keywords: &'t Map<String, Value>,
}

impl Flat<'_> {
    pub(super) fn below(&self, keyword: &str) -> String {
        pointer::join(&self.conjunct.place, keyword)
    }
}

/// The conjuncts and all that they include; the flag says that one of them
/// admits no value at all.
pub(super) fn flatten<'t>(
    translation: &'t Translation,
    conjuncts: &[Conjunct],
) -> (Vec<Flat<'t>>, bool) {
    let mut flattening = Flattening {
        translation,
        conjuncts,
        flats: Vec::new(),
        nothing: false,
    };
    for conjunct in conjuncts {
        flattening.add(conjunct.clone(), false);
    }
    (flattening.flats, flattening.nothing)
}

/// The place that a bare reference finally leads to, so that one schema has
/// one shape however it is reached.
pub(super) fn canonical(translation: &Translation, conjunct: &Conjunct) -> Conjunct {
    let mut place = conjunct.place.clone();
    // A chain of references that does not end was reported by the oracle.
    for _ in 0..32 {
        if !conjunct.picked.is_empty() || translation.is_wrapped(&place) {
            break;
        }
        let Some(Value::Object(keywords)) = translation.tree.pointer(&place) else {
            break;
        };
        let alone = keywords
            .keys()
            .all(|keyword| matches!(keyword.as_str(), "$ref" | "allOf" | "examples"));
        let reference = keywords.get("$ref").and_then(Value::as_str);
        let members = keywords
            .get("allOf")
            .and_then(Value::as_array)
            .map_or(0, Vec::len);
        place = match (reference.and_then(pointer::from_reference), members) {
            (Some(target), 0) if alone => target,
            (None, 1) if alone => format!("{place}/allOf/0"),
            _ => break,
        };
    }
    Conjunct {
        place,
        picked: conjunct.picked.clone(),
    }
}

/// Lays schemas flat: each with all that it includes by reference or `allOf`.
struct Flattening<'t, 'c> {
    translation: &'t Translation,
    conjuncts: &'c [Conjunct],
    flats: Vec<Flat<'t>>,
    /// Whether one of the schemas admits no value at all.
    nothing: bool,
}

impl Flattening<'_, '_> {
    fn add(&mut self, conjunct: Conjunct, included: bool) {
        let place = conjunct.place.as_str();
        if self.translation.is_wrapped(place) {
            return self.add(Conjunct::whole(format!("{place}/else")), included);
        }
        // A conjunct speaks for itself, with what is already decided in it.
        let listed = included && self.conjuncts.iter().any(|listed| listed.place == place);
        if listed || self.flats.iter().any(|flat| flat.conjunct.place == place) {
            return;
        }
        let keywords = match self.translation.tree.pointer(place) {
            Some(Value::Object(keywords)) => keywords,
            Some(Value::Bool(true)) => return,
            _ => {
                self.nothing = true;
                return;
            }
        };
        let target = keywords
            .get("$ref")
            .and_then(Value::as_str)
            .and_then(pointer::from_reference);
        let members = keywords
            .get("allOf")
            .and_then(Value::as_array)
            .map_or(0, Vec::len);
        let members: Vec<String> = (0..members)
            .map(|index| format!("{place}/allOf/{index}"))
            .collect();
        self.flats.push(Flat { conjunct, keywords });
        for place in target.into_iter().chain(members) {
            self.add(Conjunct::whole(place), true);
        }
    }
}
