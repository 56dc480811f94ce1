//! Names of properties and operations, whatever way they are spelt.

/// The words of a name, in lower case: those of `APIKey`, `apiKey` and `api_key` are the same.
pub(crate) fn words(name: &str) -> Vec<String> {
    let letters: Vec<char> = name.chars().collect();
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    for (index, letter) in letters.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|index| letters.get(index));
        let after = letters.get(index + 1);
        let begins = letter.is_uppercase()
            && (before.is_some_and(|before| before.is_lowercase())
                || before.is_some_and(|before| before.is_uppercase())
                    && after.is_some_and(|after| after.is_lowercase()));
        if (begins || !letter.is_alphanumeric()) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if letter.is_alphanumeric() {
            word.extend(letter.to_lowercase());
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// The letters and digits of a name, in lower case.
pub(crate) fn squeezed(name: &str) -> String {
    let letters = name.chars().filter(|character| character.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_split_however_they_are_spelt() {
        for name in ["APIKey", "apiKey", "api_key", "api-key", "Api Key"] {
            assert_eq!(words(name), ["api", "key"], "{name}");
            assert_eq!(squeezed(name), "apikey");
        }
        assert_eq!(words("itemGet2"), ["item", "get2"]);
    }
}
