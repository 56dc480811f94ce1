use serde_json::{Value, json};

use crate::diagnostic::{Code, Place, Report};
use crate::load::{Loaded, load};
use crate::pointer::Pointer;
use crate::source::{Part, Source, Sources};

const DOCUMENT: &str = "\
openapi: 3.0.3
info:
  title: Pets
  version: 1.0.0
servers:
  - url: https://one
  - url: https://two
  - url: https://three
paths:
  /pets:
    get:
      tags: [a]
      x-internal: true
      responses: {}
    post:
      responses: {}
  /dogs:
    get:
      responses: {}
";

struct Run {
    loaded: Option<Loaded>,
    /// Code, message and the text at the place.
    found: Vec<(Code, String, String)>,
    sources: Sources,
}

fn apply(overlay: &str) -> Run {
    let mut sources = Sources::new();
    let document = sources.add(Source::new("document", DOCUMENT));
    let overlay = sources.add(Source::new("overlay", overlay));
    let mut report = Report::new();
    let loaded = load(&sources, document, &[overlay], &mut report);
    let found = report
        .iter()
        .map(|found| {
            let span = match found.place.as_ref().unwrap() {
                Place::Node {
                    source,
                    pointer,
                    part,
                } if *source == overlay => sources.get(overlay).span(pointer, *part),
                Place::Bytes { source, start, end } if *source == overlay => *start..*end,
                place => panic!("{place:?}"),
            };
            let text = sources.get(overlay).text()[span].to_owned();
            (found.code, found.message.clone(), text)
        })
        .collect();
    Run {
        loaded,
        found,
        sources,
    }
}

fn actions(actions: &str) -> Run {
    apply(&format!(
        "overlay: 1.0.0\ninfo: {{title: T, version: 1.0}}\nactions:\n{actions}"
    ))
}

#[test]
fn updates_merge_and_removals_take_away() {
    type Cases<'c> = &'c [(&'c str, &'c str, Value)];
    let cases: Cases<'_> = &[
        // Members are added, objects merged, primitives replaced.
        (
            "- target: $.info\n  update: {title: Dogs, contact: {name: N}}",
            "/info",
            json!({"title": "Dogs", "version": "1.0.0", "contact": {"name": "N"}}),
        ),
        // Arrays inside an update are joined.
        (
            "- target: $.paths['/pets'].get\n  update: {tags: [b, c]}",
            "/paths/~1pets/get/tags",
            json!(["a", "b", "c"]),
        ),
        // An array that is selected takes one more element, or those of an array.
        (
            "- target: $.paths['/pets'].get.tags\n  update: b\n\
             - target: $.paths['/pets'].get.tags\n  update: [c, d]",
            "/paths/~1pets/get/tags",
            json!(["a", "b", "c", "d"]),
        ),
        // One action changes all that it selects.
        (
            "- target: $.paths.*.get\n  update: {deprecated: true}",
            "/paths/~1dogs/get",
            json!({"responses": {}, "deprecated": true}),
        ),
        // Filters select by what is there.
        (
            "- target: $.paths.*[?@['x-internal'] == true]\n  remove: true",
            "/paths/~1pets",
            json!({"post": {"responses": {}}}),
        ),
        // All functions of RFC 9535 can select.
        (
            "- target: $.paths[?match(@.get.tags[0], '[a-c]') && length(@.get.tags) == 1].get\n  update: {x: match}\n\
             - target: $.paths[?search(@.get.tags[0], 'a')].get\n  update: {z: search}\n\
             - target: $.paths[?count(@.*) == 1].get\n  update: {x: count}\n\
             - target: $.paths[?value(@..tags[0]) == 'a'].get\n  update: {y: value}",
            "/paths/~1pets/get",
            json!({"tags": ["a"], "x-internal": true, "responses": {}, "x": "match", "z": "search", "y": "value"}),
        ),
        // Single values can be removed, too, wherever they stand.
        (
            "- target: $..['x-internal']\n  remove: true\n- target: $.paths.*.get.tags[?@ == 'a']\n  remove: true",
            "/paths/~1pets/get",
            json!({"tags": [], "responses": {}}),
        ),
        // What is removed can be written anew, as another kind of value.
        (
            "- target: $.servers\n  remove: true\n- target: $\n  update: {servers: none}",
            "/servers",
            json!("none"),
        ),
        // To remove wins.
        (
            "- target: $.servers[0]\n  remove: true\n  update: {url: https://four}",
            "/servers/0/url",
            json!("https://two"),
        ),
        // Several elements of an array are removed, whatever their order.
        (
            "- target: $.servers[0,2]\n  remove: true",
            "/servers",
            json!([{"url": "https://two"}]),
        ),
        // Actions see what those before them have done; the root is an object as well.
        (
            "- target: $\n  update: {x-new: {a: 1}}\n- target: $['x-new']\n  update: {b: 2}",
            "/x-new",
            json!({"a": 1, "b": 2}),
        ),
        (
            "- target: $.info\n  description: nothing to see\n  remove: false\n  update: {title: 1}\n  x-why: y",
            "/info/title",
            json!(1),
        ),
    ];
    for (text, at, expected) in cases {
        let run = actions(text);
        assert_eq!(run.found, [], "{text}");
        let tree = run.loaded.unwrap().tree;
        assert_eq!(tree.pointer(at), Some(expected), "{text}");
    }
}

#[test]
fn what_changes_nothing_is_told() {
    let run = actions(
        "- target: $.info.nothing\n  remove: true\n- target: $.info\n- target: $.info\n  remove: false\n\
         - target: $.info\n  update: {title: Dogs}\n",
    );
    let told: Vec<_> = run.found.iter().map(|it| (it.0, it.2.as_str())).collect();
    assert_eq!(
        told,
        [
            (Code::InvalidOverlay, "target: $.info"),
            (Code::InvalidOverlay, "target: $.info"),
            (Code::OverlayTargetMissing, "$.info.nothing"),
        ]
    );
    assert_eq!(run.loaded.unwrap().tree["info"]["title"], "Dogs");
}

#[test]
fn nodes_know_where_they_were_written() {
    let run = actions(
        "- target: $.info\n  update: {title: Dogs, contact: {name: N}}\n\
         - target: $.servers[0]\n  remove: true\n\
         - target: $.servers\n  update: {url: https://four}\n",
    );
    let origins = run.loaded.unwrap().origins;
    let cases = [
        ("/info/title", "overlay", "Dogs"),
        ("/info/contact/name", "overlay", "N"),
        ("/info/version", "document", "1.0.0"),
        ("/servers/0/url", "document", "https://two"),
        ("/servers/1/url", "document", "https://three"),
        ("/servers/2/url", "overlay", "https://four"),
    ];
    for (at, file, text) in cases {
        let at = Pointer::parse(at).unwrap();
        let Place::Node {
            source,
            pointer,
            part,
        } = origins.place(&at, Part::Value)
        else {
            panic!("{at}");
        };
        let source = run.sources.get(source);
        let found = &source.text()[source.span(&pointer, part)];
        assert_eq!((source.name(), found), (file, text), "{at}");
    }
}

#[test]
fn mistakes_are_shown_in_the_overlay() {
    let head = "overlay: 1.0.0\ninfo: {title: T, version: '1'}\n";
    let cases = [
        ("[1]".to_owned(), "is no overlay", "[1]"),
        (
            "openapi: 3.0.0".to_owned(),
            "`overlay` is missing",
            "openapi: 3.0.0",
        ),
        ("overlay: 1.1.0".to_owned(), "version 1.0.x", "1.1.0"),
        (
            "overlay: 1.0.0\nactions: [{target: $, remove: true}]".to_owned(),
            "`info` is missing",
            "overlay: 1.0.0",
        ),
        (
            "overlay: 1.0.0\ninfo: {title: T}\nactions: [{target: $.info, update: {}}]".to_owned(),
            "`version` is missing",
            "{title: T}",
        ),
        (head.to_owned(), "`actions` is missing", "overlay: 1.0.0"),
        (format!("{head}actions: []"), "at least one", "[]"),
        (format!("{head}actions: 3"), "must be an array", "3"),
        (
            format!("{head}action: []"),
            "unknown field `action`",
            "action",
        ),
        (format!("{head}actions: [x]"), "must be an object", "x"),
        (
            format!("{head}actions: [{{update: {{}}}}]"),
            "`target` is missing",
            "{update: {}}",
        ),
        (
            format!("{head}actions: [{{target: '$.a[', remove: true}}]"),
            "not a valid JSONPath",
            "",
        ),
        (
            format!("{head}actions: [{{target: $.info, remove: 1}}]"),
            "must be a boolean",
            "1",
        ),
        (
            format!("{head}actions: [{{target: $.info, remove: true, when: x}}]"),
            "unknown field `when`",
            "when",
        ),
        (
            format!("{head}actions: [{{target: $, update: {{info: 1}}}}]"),
            "#/info is an object in the document, and the number `1` cannot be merged",
            "1",
        ),
        (
            format!("{head}actions: [{{target: \"$.paths['/pets'].get\", update: {{tags: b}}}}]"),
            "and the text `b` cannot be merged",
            "b",
        ),
        (
            format!("{head}actions: [{{target: $, update: {{paths: }}}}]"),
            "and null cannot be merged",
            "paths",
        ),
        (
            format!("{head}actions: [{{target: $.info.title, update: x}}]"),
            "only objects and arrays can be updated",
            "x",
        ),
        (
            format!("{head}actions: [{{target: $.info, update: x}}]"),
            "only an object can update the object",
            "x",
        ),
        (
            format!("{head}actions: [{{target: $, remove: true}}]"),
            "as a whole",
            "$",
        ),
    ];
    for (text, message, place) in cases {
        let run = apply(&text);
        assert!(run.loaded.is_none(), "{text}");
        let hit = run
            .found
            .iter()
            .find(|found| found.1.contains(message))
            .unwrap_or_else(|| panic!("{text}: {:?}", run.found));
        if !place.is_empty() {
            assert_eq!(hit.2, place, "{text}");
        }
    }
}

#[test]
fn an_invalid_path_is_shown_at_its_character() {
    let run = actions("- target: '$.ä[?'\n  remove: true\n- target: $.b b\n  remove: true");
    assert_eq!(run.found.len(), 2);
    assert_eq!(run.found[1].0, Code::InvalidOverlay);
    assert_eq!(run.found[1].2.len(), 1, "{:?}", run.found);
}
