//! The layout of shapes as JSON.

use std::fmt::Write as _;

use serde_json::{Map, Value};

/// The shape of a type with its name; the members of an object have a line each.
pub(super) fn entry(name: &str, shape: &Value) -> String {
    let mut text = format!("{}: ", json(&name.into()));
    match shape.as_object() {
        Some(keywords) if keywords.contains_key("properties") => {
            let keywords = keywords.iter().map(|(keyword, value)| {
                let value = match value.as_object() {
                    Some(members) if keyword == "properties" => lines(members),
                    _ => json(value),
                };
                format!("\"{keyword}\": {value}")
            });
            let keywords: Vec<String> = keywords.collect();
            text.extend(["{", &keywords.join(", "), "}"]);
        }
        _ => text.push_str(&json(shape)),
    }
    text
}

fn lines(members: &Map<String, Value>) -> String {
    let members = members
        .iter()
        .map(|(name, value)| format!("    {}: {}", json(&name.as_str().into()), json(value)));
    format!("{{\n{}\n}}", members.collect::<Vec<_>>().join(",\n"))
}

/// The constant that holds the shapes of a file.
pub(super) fn table(entries: &[String]) -> String {
    let entries = entries.join(",\n");
    let fence = fence(&entries);
    format!("pub(super) const SHAPES: &str = r{fence}\"{{\n{entries}\n}}\"{fence};\n")
}

/// So many `#` that the text does not end a raw string before its end.
fn fence(text: &str) -> String {
    let ends = text.split('"').skip(1);
    let ends = ends.map(|rest| rest.len() - rest.trim_start_matches('#').len() + 1);
    "#".repeat(ends.max().unwrap_or(1))
}

/// JSON in one line; signs that an editor might hide or turn are escaped.
fn json(value: &Value) -> String {
    let mut text = String::new();
    for character in value.to_string().chars() {
        if character.is_ascii() || character.is_alphanumeric() {
            text.push(character);
        } else {
            for unit in character.encode_utf16(&mut [0; 2]) {
                let _ = write!(text, "\\u{unit:04x}");
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{entry, table};

    #[test]
    fn members_have_lines() {
        let shape = json!({ "type": "object", "properties": { "a": true, "b": { "$ref": "B" } } });
        let lines = [
            r#""A": {"type": "object", "properties": {"#,
            r#"    "a": true,"#,
            r#"    "b": {"$ref":"B"}"#,
            "}}",
        ];
        assert_eq!(entry("A", &shape), lines.join("\n"));
    }

    #[test]
    fn a_raw_string_holds_anything() {
        let entries = ["a\"##b".to_owned(), "c".to_owned()];
        let table = table(&entries);
        assert!(table.contains("r###\"{\n") && table.ends_with("\n}\"###;\n"));
        let shape = json!({ "const": "é\u{202e}\u{1f600}" });
        assert_eq!(
            entry("A", &shape),
            r#""A": {"const":"é\u202e\ud83d\ude00"}"#
        );
    }
}
