use crate::pointer::Pointer;
use crate::source::{Part, Source};

/// The text of the source that a pointer's key and value lead to.
fn seen(source: &Source, pointer: &str) -> (String, String) {
    let pointer = Pointer::parse(pointer).unwrap();
    let text = |part| source.text()[source.span(&pointer, part)].to_owned();
    (text(Part::Key), text(Part::Value))
}

fn check(text: &str, cases: &[(&str, &str, &str)]) {
    let source = Source::new("file", text);
    for (pointer, key, value) in cases {
        assert_eq!(
            seen(&source, pointer),
            ((*key).to_owned(), (*value).to_owned()),
            "{pointer} in {text:?}"
        );
    }
}

#[test]
fn yaml_with_characters_of_several_bytes_and_crlf() {
    check(
        "\u{feff}ä: 'ö' # ü\r\n\"q\\u00e9\":\r\n  - €\r\n  - {k: v}\r\nempty:\r\nlast: \"x\\ny\"\r\n",
        &[
            ("/ä", "ä", "'ö'"),
            ("/qé", "\"q\\u00e9\"", "- €"),
            ("/qé/0", "€", "€"),
            ("/qé/1", "{k: v}", "{k: v}"),
            ("/qé/1/k", "k", "v"),
            ("/empty", "empty", "empty"),
            ("/last", "last", "\"x\\ny\""),
            // What does not exist leads to its nearest container.
            ("/qé/7/x", "\"q\\u00e9\"", "\"q\\u00e9\""),
            ("/none", "ä: 'ö' # ü", "ä: 'ö' # ü"),
        ],
    );
}

#[test]
fn json_on_one_line() {
    check(
        r#"{"a":{"b/c":[1,"ü",{}]},"e\"":true,"d":null}"#,
        &[
            ("/a", "\"a\"", r#"{"b/c":[1,"ü",{}]}"#),
            ("/a/b~1c", "\"b/c\"", r#"[1,"ü",{}]"#),
            ("/a/b~1c/1", "\"ü\"", "\"ü\""),
            ("/a/b~1c/2/x", "{}", "{}"),
            ("/e\"", r#""e\"""#, "true"),
            ("/d", "\"d\"", "null"),
        ],
    );
}

#[test]
fn containers_show_their_first_line() {
    check(
        "a:\n  b: 1\n  c: 2\nd: [1,\n  2]\ne: |\n  text\n  more\n",
        &[
            ("/a", "a", "b: 1"),
            ("/d", "d", "[1,"),
            ("/d/1", "2", "2"),
            ("/e", "e", "text"),
        ],
    );
    check("{\n \"a\": [\n  1]}", &[("/a", "\"a\"", "[")]);
}

#[test]
fn aliases_and_merge_keys_lead_to_the_anchor() {
    check(
        "base: &base\n  x: 1\nother: *base\nmerged:\n  <<: *base\n  y: 2\n\
         list:\n  <<: [{p: 3}, *base]\n",
        &[
            ("/other", "other", "*base"),
            ("/other/x", "x", "1"),
            ("/merged/x", "x", "1"),
            ("/merged/y", "y", "2"),
            ("/list/p", "p", "3"),
            ("/list/x", "x", "1"),
        ],
    );
}

#[test]
fn flow_mappings_of_yaml_and_brackets_too_far_left() {
    check("{a: b, 'c': d}", &[("/a", "a", "b"), ("/c", "'c'", "d")]);
    check(
        "a:\n  b:\n    {\n      \"é\": [\n      1\n    ]\n  }\n  c: ü\nd: 2\n",
        &[("/a/b/é/0", "1", "1"), ("/a/c", "c", "ü"), ("/d", "d", "2")],
    );
}

#[test]
fn scalars_come_without_quotes() {
    let source = Source::new("file", "a: \"1.10\"\nb: 007\nc: [x]\nd: &n 'q'\ne: *n\n");
    let text = |pointer| source.scalar_text(&Pointer::parse(pointer).unwrap());
    assert_eq!(text("/a"), Some("1.10"));
    assert_eq!(text("/b"), Some("007"));
    assert_eq!(text("/c"), None);
    assert_eq!(text("/e"), Some("q"));
    assert_eq!(text("/f"), None);
}

#[test]
fn repeated_keys_show_the_last_and_know_the_one_before() {
    let source = Source::new("file", "a: 1\nb: 2\na: 3\n");
    let pointer = Pointer::parse("/a").unwrap();
    assert_eq!(source.span(&pointer, Part::Key), 10..11);
    assert_eq!(source.repeated_key(&pointer), Some(0..1));
    assert_eq!(source.repeated_key(&Pointer::parse("/b").unwrap()), None);
}

#[test]
fn deep_nesting_and_broken_text_do_no_harm() {
    for text in ["[".repeat(10_000), format!("a: {}", "[".repeat(10_000))] {
        let _ = Source::new("file", text).span(&Pointer::parse("/0/0/0").unwrap(), Part::Value);
    }
    for text in [
        "",
        "a: [1",
        "{\"a\"",
        "\u{feff}",
        "a: *nowhere",
        "? [1, 2]\n: x",
    ] {
        let _ = Source::new("file", text).span(&Pointer::parse("/a/0").unwrap(), Part::Key);
    }
}

#[test]
fn positions_count_lines_and_characters() {
    let source = Source::new("file", "\u{feff}é: 1\r\nbc: 2\n");
    let at = |byte| {
        let position = source.position(byte);
        (position.line, position.column)
    };
    assert_eq!(at(3), (1, 1));
    assert_eq!(at(5), (1, 2));
    assert_eq!(at(10), (2, 1));
    assert_eq!(at(999), (3, 1));
    assert_eq!(&source.text()[source.line_at(6)], "\u{feff}é: 1");
}
