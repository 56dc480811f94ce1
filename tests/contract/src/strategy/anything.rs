//! Values for where the schema does not care: any JSON at all, kept small.

use serde_json::{Map, Value, json};

use super::dice::Dice;
use super::number;
use super::shape::{NumberLimits, TextLimits, Types};
use super::{plan::Plan, text};

/// A small JSON value of one of `types`.
pub(super) fn value(plan: &Plan, types: Types, dice: &mut Dice<'_>, levels: u32) -> Option<Value> {
    let mut kinds = types.each();
    if levels == 0 {
        kinds.retain(|kind| !matches!(*kind, Types::OBJECT | Types::ARRAY));
    }
    let kind = *dice.pick(&kinds)?;
    Some(match kind {
        Types::OBJECT => {
            let mut members = Map::new();
            for name in ["a", "b/c", "ünïcode", "null"].iter().take(dice.below(4)) {
                let member = value(plan, Types::ALL, dice, levels - 1)?;
                members.insert((*name).to_owned(), member);
            }
            Value::Object(members)
        }
        Types::ARRAY => (0..dice.below(3))
            .map(|_| value(plan, Types::ALL, dice, levels - 1))
            .collect::<Option<Vec<_>>>()?
            .into(),
        Types::STRING => Value::from(text::text(plan, &TextLimits::default(), dice, false)?),
        Types::BOOLEAN => json!(dice.once_in(2)),
        Types::NUMBER => number::number(&NumberLimits::default(), dice, false)?,
        Types::INTEGER => number::integer(&NumberLimits::default(), dice, false)?,
        _ => Value::Null,
    })
}
