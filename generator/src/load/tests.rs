use serde_json::{Value, json};

use super::{load, parse};
use crate::diagnostic::{Code, Place, Report};
use crate::source::{Source, Sources};

/// What a text reads as, and the codes of the findings.
fn read(name: &str, text: &str) -> (Option<Value>, Vec<Code>) {
    let mut sources = Sources::new();
    let id = sources.add(Source::new(name, text));
    let mut report = Report::new();
    let tree = parse(&sources, id, &mut report);
    (tree, report.iter().map(|found| found.code).collect())
}

/// The findings of loading a text as an OpenAPI document: code, message, and the text at the
/// place.
fn refuse(name: &str, text: &str) -> (Code, String, String) {
    let mut sources = Sources::new();
    let id = sources.add(Source::new(name, text));
    let mut report = Report::new();
    assert!(load(&sources, id, &[], &mut report).is_none(), "{text}");
    let found = report.iter().next().unwrap();
    let source = sources.get(id);
    let span = match found.place.as_ref().unwrap() {
        Place::Node { pointer, part, .. } => source.span(pointer, *part),
        Place::Bytes { start, end, .. } => *start..*end,
        Place::File(_) => 0..0,
    };
    let place = source.text()[span].to_owned();
    (found.code, found.message.clone(), place)
}

#[test]
fn yaml_becomes_plain_json() {
    let cases = [
        (
            "200: a\ntrue: b\n~: c\n1.10: d",
            json!({"200": "a", "true": "b", "~": "c", "1.10": "d"}),
        ),
        (
            "[18446744073709551615, 18446744073709551616, -9223372036854775809]",
            json!([
                18_446_744_073_709_551_615_u64,
                18_446_744_073_709_551_616.0,
                -9_223_372_036_854_775_809.0
            ]),
        ),
        ("[.nan, .inf, -.inf]", json!([".nan", ".inf", "-.inf"])),
        (
            "[yes, 012, 2020-01-01, 0x10, 1e3]",
            json!(["yes", "012", "2020-01-01", 16, 1000.0]),
        ),
        ("!a {b: !c [!d 1, !!str 2]}", json!({"b": [1, "2"]})),
        ("a: &x [1]\nb: *x\n*x : 3", Value::Null),
        ("a: &x k\n*x : 3", json!({"a": "k", "k": 3})),
        ("{a: b, c: [d]}", json!({"a": "b", "c": ["d"]})),
        (
            "\u{feff}a: 1\r\nb: |\r\n  x\r\n",
            json!({"a": 1, "b": "x\n"}),
        ),
        (
            "b: &b {x: 1, y: 2}\nc: &c {x: 3, z: 4}\nm:\n  y: 5\n  <<: [*b, *c]\nn: {<<: *b}\no: {<<: text}",
            json!({
                "b": {"x": 1, "y": 2},
                "c": {"x": 3, "z": 4},
                "m": {"y": 5, "x": 1, "z": 4},
                "n": {"x": 1, "y": 2},
                "o": {"<<": "text"},
            }),
        ),
    ];
    for (text, expected) in cases {
        let (tree, codes) = read("file", text);
        if expected.is_null() {
            assert_eq!(codes, [Code::InvalidYaml], "{text}");
        } else {
            assert_eq!((tree, codes), (Some(expected), vec![]), "{text}");
        }
    }
}

#[test]
fn json_keeps_order_and_tells_of_repeated_keys() {
    let (tree, codes) = read(
        "a.json",
        "\u{feff}{\"b\":1,\"a\":{\"x\":1,\"x\":2},\"<<\":{}}",
    );
    assert_eq!(tree.unwrap().to_string(), r#"{"b":1,"a":{"x":2},"<<":{}}"#);
    assert_eq!(codes, [Code::DuplicateKey]);
    let (_, codes) = read("a.yaml", "b: {x: 1, x: 2}\nb: 3\n");
    assert_eq!(codes, [Code::DuplicateKey, Code::DuplicateKey]);
}

#[test]
fn unreadable_text_is_told_with_its_place() {
    let bomb = (0..20).fold("a0: &a0 [x,x,x,x,x,x,x,x,x]\n".to_owned(), |bomb, level| {
        let alias = format!("*a{level},").repeat(9);
        format!("{bomb}a{}: &a{} [{alias}]\n", level + 1, level + 1)
    });
    let long = format!(
        "a: &a \"{}\"\nb: [{}]",
        "x".repeat(50_000),
        "*a,".repeat(5_000)
    );
    let brackets = "[".repeat(10_000);
    let in_yaml = format!("a: {brackets}");
    let cases = [
        ("a", "", Code::EmptyDocument, "is empty", ""),
        (
            "a",
            "\u{feff} \n# nothing\n---\n",
            Code::EmptyDocument,
            "is empty",
            "",
        ),
        (
            "a",
            "é: [1,\nb: 2",
            Code::InvalidYaml,
            "expected ',' or ']'",
            "",
        ),
        ("a", "é: \"ü\" €\n", Code::InvalidYaml, "expected", "€"),
        (
            "a",
            "a: 1\n---\nb: 2\n",
            Code::InvalidYaml,
            "more than one",
            "---",
        ),
        (
            "a",
            "a: \u{0}b\n",
            Code::InvalidYaml,
            "control characters",
            "\u{0}",
        ),
        (
            "a",
            "? {a: b}\n: c\n",
            Code::InvalidYaml,
            "a key that is text",
            "{",
        ),
        ("a", "a: *b\n", Code::InvalidYaml, "unknown anchor", "*"),
        ("a", &bomb, Code::InvalidYaml, "aliases repeat", ""),
        ("a", &long, Code::InvalidYaml, "aliases repeat", ""),
        (
            "a",
            "a: &a\n  b: *a\n",
            Code::NestedTooDeep,
            "128 levels",
            "",
        ),
        ("a", &in_yaml, Code::NestedTooDeep, "128 levels", "["),
        ("a", &brackets, Code::NestedTooDeep, "128 levels", "["),
        (
            "a.json",
            "{\"é\": 1,\n \"ü\": [1,,2]}",
            Code::InvalidJson,
            "expected value",
            ",",
        ),
        (
            "a.json",
            "{a: b}",
            Code::InvalidJson,
            "key must be a string",
            "a",
        ),
        (
            "a.json",
            "{} x",
            Code::InvalidJson,
            "trailing characters",
            "x",
        ),
        ("a.yml", "{a: b", Code::InvalidYaml, "expected", ""),
    ];
    for (name, text, code, message, _) in cases {
        let found = refuse(name, text);
        let shown = &text[..text.len().min(60)];
        assert_eq!(found.0, code, "{shown}: {}", found.1);
        assert!(found.1.contains(message), "{shown}: {}", found.1);
    }
    for (name, text, _, _, place) in cases.into_iter().filter(|case| !case.4.is_empty()) {
        let shown = &text[..text.len().min(60)];
        assert_eq!(refuse(name, text).2, place, "{shown}");
    }
}

#[test]
fn other_documents_are_named() {
    let cases = [
        ("[1]", Code::NotOpenApi, "found an array", "[1]"),
        ("hello", Code::NotOpenApi, "found the text `hello`", "hello"),
        ("{}", Code::NotOpenApi, "found an empty object", "{}"),
        ("a: 1\nb: 2", Code::NotOpenApi, "found `a`, `b`", "a: 1"),
        ("asyncapi: 2.0.0", Code::NotOpenApi, "AsyncAPI", "2.0.0"),
        ("openapi: [3]", Code::NotOpenApi, "found an array", "[3]"),
        (
            "swagger: '2.0'",
            Code::UnsupportedVersion,
            "Swagger 2.0",
            "'2.0'",
        ),
        (
            "x: 1\nopenapi: 3.2.0",
            Code::UnsupportedVersion,
            "OpenAPI 3.2.0",
            "3.2.0",
        ),
        (
            "openapi: 4.0.0",
            Code::UnsupportedVersion,
            "3.0.x or 3.1.x",
            "4.0.0",
        ),
        (
            "openapi: 3.01",
            Code::UnsupportedVersion,
            "OpenAPI 3.01",
            "3.01",
        ),
    ];
    for (text, code, message, place) in cases {
        let found = refuse("file", text);
        assert_eq!((found.0, found.2.as_str()), (code, place), "{text}");
        assert!(found.1.contains(message), "{text}: {}", found.1);
    }
}

#[test]
fn versions_without_quotes_are_text() {
    for (written, read) in [("3.0", "3.0"), ("3.1", "3.1"), ("'3.0.3'", "3.0.3")] {
        let mut sources = Sources::new();
        let id = sources.add(Source::new("file", format!("openapi: {written}\n")));
        let mut report = Report::new();
        let loaded = load(&sources, id, &[], &mut report).unwrap();
        assert_eq!(loaded.tree["openapi"], read);
        assert_eq!(report.iter().count(), 0);
    }
}

#[test]
fn mistakes_in_all_files_are_told() {
    let mut sources = Sources::new();
    let document = sources.add(Source::new("d", "swagger: '2.0'"));
    let overlays = ["[", "overlay: 2.0.0"].map(|text| sources.add(Source::new("o", text)));
    let mut report = Report::new();
    assert!(load(&sources, document, &overlays, &mut report).is_none());
    let codes: Vec<_> = report.iter().map(|found| found.code).collect();
    assert_eq!(
        codes,
        [
            Code::UnsupportedVersion,
            Code::InvalidJson,
            Code::InvalidOverlay
        ]
    );
}
