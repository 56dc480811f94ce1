//! Texts: lengths at their limits, and characters that break careless code.

use proptest::strategy::{Strategy as _, ValueTree as _};

use super::dice::Dice;
use super::format;
use super::plan::Plan;
use super::shape::TextLimits;

/// Palettes that a text's characters come from, plain ones first.
const PALETTES: [&str; 6] = [
    "abcdefghijklmnopqrstuvwxyz",
    "ABCxyz0189 -_.:/?=&%+",
    "äöüßéñøčłşÅ中文字日本語한국어עבריתالعربيةहिन्दी",
    "😀👩\u{200d}👩\u{200d}👧🇩🇪e\u{301}\u{feff}\u{202e}𝒳\u{10ffff}",
    "\"\\/\u{8}\u{c}\n\r\t'`<>&${}",
    "\u{0}\u{1}\u{1b}\u{1f}\u{7f}\u{80}\u{9f}\u{2028}\u{2029}",
];

/// Texts that look like something else.
const LOOKALIKES: [&str; 10] = [
    "",
    " ",
    "null",
    "true",
    "0",
    "-1",
    "1e5",
    "{}",
    "[]",
    "2024-02-30",
];

/// A longest limit up to which a text of full length is drawn.
const LONG: usize = 2000;

/// Texts to try where a pattern cannot be generated from.
const GUESSES: [&str; 8] = [
    "a",
    "A1",
    "0",
    "12345678",
    "2024-01-01",
    "https://example.com/a",
    "a@example.com",
    "aA1!aA1!",
];

/// A text within the limits, most of the time: patterns are approximated.
pub(super) fn text(
    plan: &Plan,
    limits: &TextLimits,
    dice: &mut Dice<'_>,
    plain: bool,
) -> Option<String> {
    if !limits.patterns.is_empty() {
        return patterned(plan, limits, dice);
    }
    if let Some(format) = &limits.format
        && let Some(text) = format::text(format, dice, plain)
    {
        return Some(text);
    }
    let most = limits.most.unwrap_or(limits.least + 24);
    if limits.least > most {
        return None;
    }
    if plain {
        return Some(of_length(limits.least.max(most.min(4)), PALETTES[0], dice));
    }
    if dice.once_in(8) {
        let text = LOOKALIKES[dice.below(LOOKALIKES.len())];
        if (limits.least..=most).contains(&text.chars().count()) {
            return Some(text.to_owned());
        }
    }
    let length = match dice.below(6) {
        0 => limits.least,
        1 if most <= LONG => most,
        2 => most.min(limits.least + 1),
        _ => dice.between(limits.least, most.min(limits.least + 24)),
    };
    let palette = if dice.once_in(2) {
        0
    } else {
        dice.below(PALETTES.len())
    };
    Some(of_length(length, PALETTES[palette], dice))
}

fn of_length(length: usize, palette: &str, dice: &mut Dice<'_>) -> String {
    let characters: Vec<char> = palette.chars().collect();
    (0..length).filter_map(|_| dice.pick(&characters)).collect()
}

fn patterned(plan: &Plan, limits: &TextLimits, dice: &mut Dice<'_>) -> Option<String> {
    let pattern = limits.patterns.get(dice.below(limits.patterns.len()))?;
    let Some(generator) = plan.pattern(pattern) else {
        return dice.pick(&GUESSES).map(|guess| (*guess).to_owned());
    };
    let mut text = generator.new_tree(dice.runner).ok()?.current();
    // A pattern of one repeated class can be lengthened and cut.
    for _ in 0..32 {
        if text.chars().count() >= limits.least {
            break;
        }
        text.push_str(&generator.new_tree(dice.runner).ok()?.current());
    }
    if let Some(most) = limits.most
        && let Some((end, _)) = text.char_indices().nth(most)
    {
        text.truncate(end);
    }
    Some(text)
}
