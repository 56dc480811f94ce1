use serde_json::{Value, json};

use super::{Choice, Layout, Slice, Unmatched, slice};
use crate::diagnostic::Report;
use crate::load;
use crate::source::{Source, Sources};

/// Slices a text; the choices are words such as `path:/pets` or `tag:a`.
fn cut(text: &str, choices: &[&str]) -> Result<Slice, Vec<Unmatched>> {
    let mut choice = Choice::default();
    for given in choices {
        let (kind, wanted) = given.split_once(':').unwrap();
        let list = match kind {
            "path" => &mut choice.paths,
            "operation" => &mut choice.operations,
            "tag" => &mut choice.tags,
            "method" => &mut choice.methods,
            "webhook" => &mut choice.webhooks,
            _ => panic!("{kind}"),
        };
        list.push(wanted.to_owned());
    }
    let mut sources = Sources::new();
    let id = sources.add(Source::new("document", text));
    let tree = load::load(&sources, id, &[], &mut Report::new())
        .unwrap()
        .tree;
    let source = sources.get(id);
    slice(&tree, Some(source), source.format(), &choice)
}

fn read(text: &str) -> Value {
    let mut sources = Sources::new();
    let id = sources.add(Source::new("slice", text));
    let loaded = load::load(&sources, id, &[], &mut Report::new());
    loaded.unwrap_or_else(|| panic!("{text}")).tree
}

/// What is left of a document: its operations and components, as one sorted list.
fn left(text: &str, choices: &[&str]) -> Vec<String> {
    let slice = cut(text, choices).unwrap();
    let tree = read(&slice.text);
    let mut left = Vec::new();
    for container in ["paths", "webhooks", "x-webhooks"] {
        for (path, item) in tree[container].as_object().into_iter().flatten() {
            left.extend(
                item.as_object()
                    .unwrap()
                    .keys()
                    .map(|key| format!("{key} {path}")),
            );
        }
    }
    for (section, members) in tree["components"].as_object().into_iter().flatten() {
        left.extend(
            members
                .as_object()
                .unwrap()
                .keys()
                .map(|key| format!("{section}/{key}")),
        );
    }
    left.sort();
    left
}

const PETS: &str = "\
# The pet shop.
openapi: 3.0.3
info: {title: Pets, version: 1.0.0}   # in one line

tags:
  # everything about pets
  - name: pets
    description: Pets
  - name: 'food'
    description: Food

paths:
  # ---- pets ----

  # the list
  /pets:
    parameters:
      - $ref: '#/components/parameters/Shop'
    # read
    get:
      operationId: listPets
      tags: [pets]
      responses:
        '200':
          description: |
            All of them.

            # no comment, but text
          content: {application/json: {schema: {$ref: '#/components/schemas/Pets'}}}

    # write
    post:
      operationId: addPet
      tags: [pets]
      security: [{key: []}]
      requestBody: {$ref: '#/components/requestBodies/Pet'}
      responses: {}
      # the end of adding
    # the end of pets

  # ---- food ----

  # what they eat
  /food/{kind}:
    get:
      operationId: getFood
      tags: [food]
      responses:
        default: {$ref: '#/components/responses/Food'}
# what all share
components:
  parameters:
    Shop: {name: shop, in: query, schema: {type: string}}
  requestBodies:
    Pet:
      content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}
  responses:
    Food: {description: Food}
  securitySchemes:
    key: {type: http, scheme: basic}
  schemas:
    # many
    Pets: {type: array, items: {$ref: '#/components/schemas/Pet'}}

    Pet:
      type: object   # one
      properties:
        default: {$ref: '#/components/schemas/Name'}
      example: {$ref: '#/components/schemas/Unused'}
    Name: {type: string, default: {$ref: '#/components/schemas/Unused2'}}
    Unused: {type: string}
    Unused2: {type: string, example: {x: {$ref: '#/components/schemas/Unused'}}}
";

#[test]
fn what_stays_is_as_it_was_written() {
    let slice = cut(PETS, &["operation:getFood"]).unwrap();
    assert_eq!(slice.layout, Layout::Kept);
    let expected = "\
# The pet shop.
openapi: 3.0.3
info: {title: Pets, version: 1.0.0}   # in one line

tags:
  - name: 'food'
    description: Food

paths:
  # ---- pets ----

  # ---- food ----

  # what they eat
  /food/{kind}:
    get:
      operationId: getFood
      tags: [food]
      responses:
        default: {$ref: '#/components/responses/Food'}
# what all share
components:
  responses:
    Food: {description: Food}
";
    assert_eq!(slice.text, expected);

    let slice = cut(PETS, &["operation:listPets"]).unwrap();
    assert_eq!(slice.layout, Layout::Kept);
    let paths = "\
paths:
  # ---- pets ----

  # the list
  /pets:
    parameters:
      - $ref: '#/components/parameters/Shop'
    # read
    get:
      operationId: listPets
      tags: [pets]
      responses:
        '200':
          description: |
            All of them.

            # no comment, but text
          content: {application/json: {schema: {$ref: '#/components/schemas/Pets'}}}

    # the end of pets

  # ---- food ----

# what all share
";
    assert!(slice.text.contains(paths), "{}", slice.text);
}

#[test]
fn components_are_reached_from_everywhere() {
    let cases: &[(&[&str], &[&str])] = &[
        (
            &["method:post"],
            &[
                "parameters /pets",
                "parameters/Shop",
                "post /pets",
                "requestBodies/Pet",
                "schemas/Name",
                "schemas/Pet",
                "schemas/Unused",
                "schemas/Unused2",
                "securitySchemes/key",
            ],
        ),
        (&["path:/food/*"], &["get /food/{kind}", "responses/Food"]),
        (
            &["tag:food", "path:/pets", "method:GET"],
            &[
                "get /food/{kind}",
                "get /pets",
                "parameters /pets",
                "parameters/Shop",
                "responses/Food",
                "schemas/Name",
                "schemas/Pet",
                "schemas/Pets",
                "schemas/Unused",
                "schemas/Unused2",
            ],
        ),
    ];
    for (choices, expected) in cases {
        assert_eq!(left(PETS, choices), *expected, "{choices:?}");
    }
    let all = cut(PETS, &["path:**"]).unwrap();
    assert_eq!(all.text, PETS);
    assert_eq!((all.operations, all.webhooks, all.components), (3, 0, 9));
}

/// Unions, inheritance, links, webhooks, callbacks and references between paths.
const LINKED: &str = r##"{
  "openapi": "3.1.0",
  "info": {"title": "Linked", "version": "1"},
  "security": [{"global": []}],
  "x-see": {"$ref": "#/components/schemas/See"},
  "paths": {
    "/animals": {"get": {"operationId": "animals", "responses": {"200": {"description": "",
      "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Animal"}}},
      "links": {"dead": {"operationId": "plants"}, "alive": {"operationId": "animals"}}}}}},
    "/plants": {"get": {"operationId": "plants", "responses": {"200": {"description": "",
      "content": {"application/json": {"schema": {"oneOf": [{"type": "string"}],
        "discriminator": {"propertyName": "kind", "mapping": {"t": "Tree", "f": "#/components/schemas/Flower", "x": "other.yaml"}}}}}}}}},
    "/part": {"get": {"operationId": "part", "responses": {"200": {"$ref": "#/paths/~1whole/get/responses/200"}}}},
    "/whole": {"get": {"operationId": "whole", "responses": {"200": {"description": "", "links": {"dead": {"$ref": "#/components/links/ToPlants"}}}}}},
    "/shared": {"$ref": "#/components/pathItems/Shared"},
    "/called": {"post": {"operationId": "called", "callbacks": {"done": {"{$request.body#/url}": {"post":
      {"tags": ["back"], "security": [{"key": []}], "requestBody": {"$ref": "#/components/requestBodies/Done%20it"}}}}}}},
    "/far": {"$ref": "far.yaml#/item"},
    "x-paths": {"$ref": "#/components/schemas/Never"}
  },
  "webhooks": {
    "fell": {"post": {"tags": ["tree"], "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Tree"}}}}}},
    "grew": {"post": {"requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Flower"}}}}}}
  },
  "components": {
    "links": {"ToPlants": {"operationRef": "#/paths/~1plants/get"}},
    "pathItems": {"Shared": {"get": {"operationId": "sharedGet"}, "put": {"operationId": "sharedPut",
      "requestBody": {"$ref": "#/components/requestBodies/Done%20it"}}}},
    "requestBodies": {"Done it": {"content": {"text/plain": {}}}},
    "schemas": {
      "Animal": {"type": "object", "discriminator": {"propertyName": "kind"}},
      "Cat": {"allOf": [{"$ref": "#/components/schemas/Animal"}]},
      "Lion": {"allOf": [{"$ref": "#/components/schemas/Cat"}]},
      "Tree": {"$ref": "#bark"}, "Flower": {}, "See": {}, "Never": {},
      "Bark": {"$defs": {"b": {"$anchor": "bark"}}}
    },
    "securitySchemes": {"global": {"type": "http", "scheme": "basic"}, "key": {"type": "http", "scheme": "bearer"}, "no": {"type": "http"}}
  }
}"##;

#[test]
fn needs_are_found_where_they_hide() {
    let always = ["schemas/See", "securitySchemes/global"];
    let cases: &[(&str, &[&str])] = &[
        (
            "operation:animals",
            &[
                "get /animals",
                "schemas/Animal",
                "schemas/Cat",
                "schemas/Lion",
            ],
        ),
        (
            "operation:plants",
            &[
                "get /plants",
                "schemas/Bark",
                "schemas/Flower",
                "schemas/Tree",
            ],
        ),
        ("operation:part", &["get /part", "get /whole"]),
        ("operation:sharedGet", &["$ref /shared", "pathItems/Shared"]),
        (
            "path:/called",
            &[
                "post /called",
                "requestBodies/Done it",
                "securitySchemes/key",
            ],
        ),
        ("path:/far", &["$ref /far"]),
        ("tag:tree", &["post fell", "schemas/Bark", "schemas/Tree"]),
        ("webhook:g*", &["post grew", "schemas/Flower"]),
    ];
    for (choice, expected) in cases {
        let mut expected: Vec<&str> = expected.iter().chain(&always).copied().collect();
        // Extensions of `paths` are nobody's operations.
        expected.push("$ref x-paths");
        expected.sort_unstable();
        assert_eq!(left(LINKED, &[choice]), expected, "{choice}");
        assert_eq!(cut(LINKED, &[choice]).unwrap().layout, Layout::Kept);
    }

    let links = |choices: &[&str]| {
        let tree = read(&cut(LINKED, choices).unwrap().text);
        tree.pointer("/paths/~1animals/get/responses/200/links")
            .cloned()
    };
    assert_eq!(
        links(&["operation:animals"]),
        Some(json!({"alive": {"operationId": "animals"}}))
    );
    assert_eq!(
        links(&["operation:animals", "operation:plants"]).unwrap()["dead"],
        json!({"operationId": "plants"})
    );
    let whole = read(&cut(LINKED, &["operation:whole"]).unwrap().text);
    assert_eq!(
        whole.pointer("/paths/~1whole/get/responses/200"),
        Some(&json!({"description": ""}))
    );
    let external = |choice| cut(LINKED, &[choice]).unwrap().external;
    assert_eq!(external("path:/far"), ["far.yaml#/item"]);
    assert_eq!(external("path:/plants"), ["other.yaml"]);
    let shared = read(&cut(LINKED, &["operation:sharedGet"]).unwrap().text);
    assert_eq!(
        shared["components"]["pathItems"]["Shared"],
        json!({"get": {"operationId": "sharedGet"}})
    );
}

#[test]
fn a_slice_without_paths_keeps_an_empty_map() {
    let yaml = "openapi: 3.0.3\npaths: # all\n  /a: {get: {}}\n  /b: {get: {}}\nx-webhooks:\n  w: {post: {}}\ninfo: {}\n";
    let slice = cut(yaml, &["webhook:*"]).unwrap();
    assert_eq!(slice.layout, Layout::Kept);
    assert_eq!(
        slice.text,
        "openapi: 3.0.3\npaths: {} # all\nx-webhooks:\n  w: {post: {}}\ninfo: {}\n"
    );
    let json = r#"{"openapi":"3.1.0", "paths":{"/a":{"get":{}}, "/b":{"get":{}}}, "webhooks":{"w":{"post":{}}}}"#;
    let slice = cut(json, &["webhook:w"]).unwrap();
    assert_eq!(
        slice.text,
        r#"{"openapi":"3.1.0", "paths":{}, "webhooks":{"w":{"post":{}}}}"#
    );
    let slice = cut(json, &["path:/b"]).unwrap();
    assert_eq!(
        slice.text,
        r#"{"openapi":"3.1.0", "paths":{"/b":{"get":{}}}}"#
    );
    let slice = cut(json, &["path:/a"]).unwrap();
    assert_eq!(
        slice.text,
        r#"{"openapi":"3.1.0", "paths":{"/a":{"get":{}}}}"#
    );
}

#[test]
fn text_that_cannot_be_cut_is_written_anew() {
    let texts = [
        // What is removed bears the anchor of what is kept.
        "openapi: 3.0.3\npaths:\n  /a: {get: &g {operationId: a}}\n  /b: {post: *g}\n",
        // Two paths are merged into one.
        "openapi: 3.0.3\nx-all: &all\n  /a: {get: {}}\n  /b: {post: {}}\npaths:\n  <<: *all\n",
        // The key begins with a question mark.
        "openapi: 3.0.3\npaths:\n  ? /a\n  : {get: {}}\n  ? /b\n  : {post: {}}\n",
    ];
    for text in texts {
        let slice = cut(text, &["path:/b"]).unwrap();
        assert_eq!(slice.layout, Layout::Written, "{text}");
        let tree = read(&slice.text);
        assert_eq!(
            tree["paths"]
                .as_object()
                .unwrap()
                .keys()
                .collect::<Vec<_>>(),
            ["/b"],
            "{text}"
        );
        assert_eq!(slice.operations, 1);
    }
}

#[test]
fn odd_layouts_are_cut_as_well() {
    let cases = [
        // Windows lines, elements at the column of their key.
        (
            "openapi: 3.0.3\r\ntags:\r\n- name: x\r\n- name: y\r\npaths:\r\n  /a:\r\n    get: {}\r\n\r\n  /b:\r\n    get: {tags: [y]}",
            "openapi: 3.0.3\r\ntags:\r\n- name: y\r\npaths:\r\n  /b:\r\n    get: {tags: [y]}",
        ),
        // Brackets over several lines within lines.
        (
            "openapi: 3.0.3\ntags: [\n  {name: x},\n  {name: y},\n]\npaths: {\n  /a: {get: {}},\n  /b: {get: {tags: [y]}}\n}\n",
            "openapi: 3.0.3\ntags: [\n  {name: y},\n]\npaths: {\n  /b: {get: {tags: [y]}}\n}\n",
        ),
        // A quoted text over several lines, a key with escapes.
        (
            "openapi: 3.0.3\npaths:\n  \"/\\u0061\":\n    get: {description: \"x\n\n      # y\"}\n    # of a\n  # of b\n  /b: {get: {}}\n",
            "openapi: 3.0.3\npaths:\n  # of b\n  /b: {get: {}}\n",
        ),
        // A key that is written twice goes twice.
        (
            "openapi: 3.0.3\npaths:\n  /a: {get: {}}\n  /b: {get: {}}\n  /a: {put: {}}\n",
            "openapi: 3.0.3\npaths:\n  /b: {get: {}}\n",
        ),
    ];
    for (text, expected) in cases {
        let slice = cut(text, &["path:/b"]).unwrap();
        assert_eq!(
            (slice.text.as_str(), slice.layout),
            (expected, Layout::Kept)
        );
    }
}

#[test]
fn what_selects_nothing_is_told_with_what_was_meant() {
    let unmatched = cut(
        PETS,
        &[
            "path:/pet",
            "operation:getfod",
            "tag:xyz",
            "path:/food/*",
            "webhook:*",
        ],
    )
    .unwrap_err();
    let told: Vec<_> = unmatched
        .iter()
        .map(|it| (it.kind, it.wanted.as_str(), it.similar.as_deref()))
        .collect();
    assert_eq!(
        told,
        [
            ("path", "/pet", Some("/pets")),
            ("operation", "getfod", Some("getFood")),
            ("tag", "xyz", None),
            ("webhook", "*", None),
        ]
    );
    let unmatched = cut(PETS, &["path:/food/*", "method:put"]).unwrap_err();
    assert_eq!(unmatched[0].kind, "path");
}
