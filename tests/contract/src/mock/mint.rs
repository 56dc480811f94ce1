//! Fresh ids and tokens, each like one that the document shows.

use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};
use serde_json::Value;

/// A text of fewer random characters than this is made longer where its schema allows that.
const ENOUGH: usize = 10;

/// What is drawn for one request: the same for the same seed and number of the request.
#[derive(Clone, Copy, Debug)]
pub(super) struct Chance {
    state: u64,
}

impl Chance {
    pub(super) fn new(seed: u64, number: u64) -> Self {
        // Neighbouring numbers must not lead into one sequence.
        let state = Self { state: number }.bits();
        Self {
            state: Self {
                state: seed ^ state,
            }
            .bits(),
        }
    }

    /// The next 64 bits (splitmix64).
    pub(super) fn bits(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.state;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// The source of drawn values.
    pub(super) fn runner(mut self) -> TestRunner {
        let mut seed = [0; 32];
        for part in seed.chunks_mut(8) {
            part.copy_from_slice(&self.bits().to_le_bytes());
        }
        let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
        TestRunner::new_with_rng(proptest::test_runner::Config::default(), rng)
    }

    fn of(&mut self, alphabet: &[u8]) -> char {
        let index = self.bits() % alphabet.len().max(1) as u64;
        char::from(alphabet[index as usize])
    }
}

/// A value like the sample and, so far as its kind has room for that, another one than all before.
/// The first that is accepted counts: a text of the same form, then a longer one.
pub(super) fn fresh(
    sample: &Value,
    chance: &mut Chance,
    accepts: impl Fn(&Value) -> bool,
) -> Option<Value> {
    let candidates = match sample {
        Value::String(text) => {
            let alike = alike(text, chance);
            let longer: String = (0..12).map(|_| chance.of(LOWER_AND_DIGITS)).collect();
            let longer = if text.is_empty() {
                longer
            } else {
                format!("{text}-{longer}")
            };
            let mut candidates = vec![Value::from(alike), Value::from(longer)];
            if random_part(text).chars().count() < ENOUGH {
                candidates.reverse();
            }
            candidates
        }
        Value::Number(_) => [1u64 << 52, 1 << 31, 1 << 15]
            .map(|end| Value::from(chance.bits() % end + 1))
            .into(),
        _ => Vec::new(),
    };
    candidates.into_iter().find(accepts)
}

const LOWER_AND_DIGITS: &[u8] = b"abcdefghijklmnopqrstuvwxyz0123456789";

/// The text with its random part drawn anew, each character from those like it.
fn alike(text: &str, chance: &mut Chance) -> String {
    let random = random_part(text);
    let is_hex = random
        .chars()
        .all(|character| matches!(character, '0'..='9' | 'a'..='f' | '-'))
        && random.contains(|character: char| character.is_ascii_digit());
    let mut fresh = text[..text.len() - random.len()].to_owned();
    for (index, character) in random.char_indices() {
        fresh.push(match character {
            // A number does not begin with a zero that it did not have.
            '0'..='9' if !is_hex && index == 0 => chance.of(b"123456789"),
            '0'..='9' | 'a'..='f' if is_hex => chance.of(b"0123456789abcdef"),
            '0'..='9' => chance.of(b"0123456789"),
            'a'..='z' => chance.of(b"abcdefghijklmnopqrstuvwxyz"),
            'A'..='Z' => chance.of(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
            other => other,
        });
    }
    fresh
}

/// What follows the words at the beginning: `1f0a-22` of `access-sandbox-1f0a-22`.
fn random_part(text: &str) -> &str {
    let mut rest = text;
    while let Some(end) = rest.find(['-', '_', ':', '.', '/']) {
        let word = &rest[..end];
        let is_word = word
            .chars()
            .all(|character| character.is_ascii_alphabetic());
        let is_hex = word.len() >= 8 && word.chars().all(|c| c.is_ascii_hexdigit());
        if !is_word || is_hex || rest.len() == end + 1 {
            break;
        }
        rest = &rest[end + 1..];
    }
    rest
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn neighbours_have_nothing_in_common() {
        let drawn = |number| -> Vec<u64> {
            let mut chance = Chance::new(0, number);
            (0..4).map(|_| chance.bits()).collect()
        };
        assert_eq!(drawn(1), drawn(1));
        assert!(drawn(1).iter().all(|bits| !drawn(2).contains(bits)));
    }

    #[test]
    fn what_is_fresh_looks_like_the_sample() {
        let mut chance = Chance::new(1, 1);
        let mut of = |sample: Value| fresh(&sample, &mut chance, |_| true).unwrap();
        let token = of(json!("link-sandbox-af1a0311-da53-4636-b754-dd15cc058176"));
        let token = token.as_str().unwrap();
        let uuid = token.strip_prefix("link-sandbox-").unwrap();
        assert!(uuid.chars().all(|c| c == '-' || c.is_ascii_hexdigit()));
        assert_ne!(uuid, "af1a0311-da53-4636-b754-dd15cc058176");
        assert_eq!(uuid.len(), 36);
        let short = of(json!("ins_1"));
        assert!(short.as_str().unwrap().starts_with("ins_1-"), "{short}");
        assert!(of(json!(7)).as_u64().unwrap() > 0);
        assert_eq!(fresh(&json!("x"), &mut chance, |_| false), None);
    }
}
