//! `cargo xtask lint` as its readers meet it: people, machines, GitHub and code scanning services.

#![expect(clippy::unwrap_used, reason = "a test without its folder has failed")]

mod place;

use std::collections::BTreeSet;

use serde_json::Value;

use place::{DOCUMENT, Place, Ran};

/// The document with a component that nothing uses and a default that breaks its schema.
fn doubtful() -> String {
    format!(
        "{DOCUMENT}    Owner:\n      type: object\n      properties:\n        \
         name: {{type: string, default: 100%}}\n        age: {{type: integer, default: many}}\n"
    )
}

fn doubtful_place() -> Place {
    let place = Place::new();
    place.write("api.yaml", doubtful());
    place
}

impl Place {
    fn lint(&self, arguments: &[&str]) -> Ran {
        self.run(&[&["lint"], arguments].concat())
    }

    /// The findings as `code severity line:column`.
    fn findings(&self, status: i32, arguments: &[&str]) -> Vec<String> {
        let ran = self.lint(&[arguments, &["--format", "json"]].concat());
        let object: Value = serde_json::from_str(&ran.expect(status, &[]).out).unwrap();
        let text = |found: &Value, name: &str| match &found[name] {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let findings = object["diagnostics"].as_array().unwrap().iter();
        findings
            .map(|found| {
                let [code, severity, line, column] =
                    ["code", "severity", "line", "column"].map(|name| text(found, name));
                format!("{code} {severity} {line}:{column}")
            })
            .collect()
    }
}

#[test]
fn people_see_frames_and_counts() {
    let place = doubtful_place();
    let ran = place.lint(&["api.yaml"]).expect(0, &[]);
    for part in [
        "warning[default-breaks-schema]: the default breaks its schema: expected an integer, found a string",
        "--> api.yaml:35:39",
        "= note: at #/components/schemas/Owner/properties/age/default",
        "warning[unused-component]: nothing uses the component `Owner` of `schemas`",
        "--> api.yaml:31:5",
        "api: 2 warnings\n",
    ] {
        assert!(ran.out.contains(part), "{part} in\n{}", ran.out);
    }
    place.lint(&["api.yaml", "-D"]).expect(1, &[]);
    place.write("clean.yaml", DOCUMENT);
    let ran = place
        .lint(&["clean.yaml", "--deny-warnings"])
        .expect(0, &[]);
    assert_eq!(ran.out, "clean: nothing found\n");
    assert!(!place.path().join("out").exists());

    place.write(
        "dangling.yaml",
        doubtful().replace("schemas/Pet'", "schemas/Pat'"),
    );
    let found = place.findings(1, &["dangling.yaml"]);
    let found: Vec<&str> = found
        .iter()
        .filter_map(|line| line.split(' ').next())
        .collect();
    let expected = [
        "default-breaks-schema",
        "unused-component",
        "unused-component",
        "unresolved-reference",
    ];
    assert_eq!(found, expected);
    place
        .lint(&["missing.yaml"])
        .expect(2, &["there is no file `missing.yaml`"]);
}

#[test]
fn places_are_exact_in_json_on_one_line_and_in_overlays() {
    let place = Place::new();
    let head = r#"{"openapi":"3.0.3","info":{"title":"Pëts","version":"1.0.0"},"paths":{"/":{"get":{"operationId":"a","responses":{"200":{"description":"","content":{"application/json":{"schema":{"type":"string","enum":["ü","b","#;
    let text = format!("{head}\"ü\"]}}}}}}}}}}}}}}}}}}");
    place.write("one.json", &text);
    let column = head.chars().count() + 1;
    let expected = format!("duplicate-enum-value warning 1:{column}");
    assert_eq!(place.findings(0, &["one.json"]), [expected]);

    place.write(
        "over.yaml",
        "overlay: 1.0.0\ninfo: {title: T, version: 1.0.0}\nactions:\n  - target: $.components.schemas.Pet.properties.age\n    update:\n      default: old\n",
    );
    let ran = place
        .lint(&["api.yaml", "--overlay", "over.yaml"])
        .expect(0, &[]);
    assert!(ran.out.contains("--> over.yaml:6:16"), "{}", ran.out);
}

#[test]
fn github_gets_a_command_for_each_finding() {
    let place = Place::new();
    let text = doubtful()
        .replace("many", "'50%'")
        .replace("default: 100%", "maxLength: 3, default: 100%");
    place.write("a, b.yaml", text);
    let ran = place
        .lint(&["a, b.yaml", "--format", "github"])
        .expect(0, &[]);
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!(
        lines,
        [
            "::warning file=a%2C b.yaml,line=34,endLine=34,col=53,endColumn=57,\
             title=default-breaks-schema::the default breaks its schema: \"100%25\" has \
             4 characters, expected 3 or less%0A\
             at #/components/schemas/Owner/properties/name/default",
            "::warning file=a%2C b.yaml,line=35,endLine=35,col=39,endColumn=44,\
             title=default-breaks-schema::the default breaks its schema: expected an integer, \
             found a string%0Aat #/components/schemas/Owner/properties/age/default",
            "::warning file=a%2C b.yaml,line=31,endLine=31,col=5,endColumn=10,\
             title=unused-component::nothing uses the component `Owner` of `schemas`%0A\
             at #/components/schemas/Owner%0Ahelp: remove it, or refer to it",
        ]
    );
    place.write(
        "pattern.yaml",
        DOCUMENT.replace(
            "type: integer",
            "{type: string, default: x, enum: ['%:', b]}",
        ),
    );
    let ran = place.lint(&[
        "pattern.yaml",
        "--format",
        "github",
        "--rule",
        "default-breaks-schema=error",
    ]);
    assert!(
        ran.expect(1, &[])
            .out
            .starts_with("::error file=pattern.yaml,")
    );
    place.write("empty.yaml", "");
    let ran = place
        .lint(&["empty.yaml", "--format", "github"])
        .expect(1, &[]);
    assert!(
        ran.out
            .starts_with("::error file=empty.yaml,title=empty-document::"),
        "{}",
        ran.out
    );
}

#[test]
fn code_scanning_gets_a_log_of_sarif() {
    let place = doubtful_place();
    place.write(
        "my api.yaml",
        doubtful()
            .replace("listPets", "list")
            .replace("[pets]", "[pets]\n      operationid: x"),
    );
    let arguments = [
        "api.yaml",
        "my api.yaml",
        "--format",
        "sarif",
        "--rule",
        "unused-component=note",
    ];
    let ran = place.lint(&arguments).expect(0, &[]);
    assert_eq!(ran.out, place.lint(&arguments).out, "two runs differ");
    let log: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(log["version"], "2.1.0");
    assert!(log["$schema"].as_str().unwrap().contains("sarif-2.1.0"));
    let runs = log["runs"].as_array().unwrap();
    assert_eq!(runs.len(), 2);
    for (run, uri) in runs.iter().zip(["api.yaml", "my%20api.yaml"]) {
        assert_run(run, uri);
    }
    let found = runs[0]["results"].as_array().unwrap();
    let levels: Vec<_> = found
        .iter()
        .map(|found| {
            (
                found["ruleId"].as_str().unwrap(),
                found["level"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        levels,
        [
            ("default-breaks-schema", "warning"),
            ("unused-component", "note")
        ]
    );
    let place_of = &found[0]["locations"][0];
    assert_eq!(place_of["physicalLocation"]["region"]["startLine"], 35);
    assert_eq!(place_of["physicalLocation"]["region"]["startColumn"], 39);
    assert_eq!(
        place_of["logicalLocations"][0]["fullyQualifiedName"],
        "#/components/schemas/Owner/properties/age/default"
    );
}

/// What SARIF demands of a run, as far as it is used here.
#[track_caller]
fn assert_run(run: &Value, uri: &str) {
    let driver = &run["tool"]["driver"];
    assert_eq!(driver["name"], "specwright");
    let rules = driver["rules"].as_array().unwrap();
    let ids: BTreeSet<&str> = rules
        .iter()
        .map(|rule| rule["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids.len(), rules.len(), "ids are not unique");
    let is_level =
        |level: &Value| ["none", "note", "warning", "error"].contains(&level.as_str().unwrap());
    for rule in rules {
        assert!(!rule["help"]["text"].as_str().unwrap().is_empty(), "{rule}");
        assert!(
            !rule["shortDescription"]["text"]
                .as_str()
                .unwrap()
                .is_empty()
        );
        assert!(is_level(&rule["defaultConfiguration"]["level"]), "{rule}");
        assert!(rule["defaultConfiguration"]["enabled"].is_boolean());
    }
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let results = run["results"].as_array().unwrap();
    assert!(!results.is_empty());
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
        assert!(is_level(&result["level"]));
        assert!(!result["message"]["text"].as_str().unwrap().is_empty());
        for location in result["locations"].as_array().unwrap() {
            let physical = &location["physicalLocation"];
            assert_eq!(physical["artifactLocation"]["uri"], uri);
            let region = ["startLine", "startColumn", "endLine", "endColumn"];
            assert!(
                region
                    .iter()
                    .all(|name| physical["region"][name].as_u64().unwrap() > 0)
            );
        }
    }
}

#[test]
fn rules_have_the_level_that_the_configuration_says() {
    let place = Place::new();
    place.write("specs/api.yaml", doubtful());
    let configure = |rules: &str| {
        place.write(
            "specs/api.toml",
            format!(
                "document = 'api.yaml'\noutput = '../made'\n[crate]\nname = 'api'\n[rules]\n{rules}"
            ),
        );
    };
    configure(
        "unused-component = 'off'\ndefault-breaks-schema = 'error'\noperation-id-missing = 'note'\n",
    );
    assert_eq!(
        place.findings(1, &["specs/api.toml"]),
        ["default-breaks-schema error 35:39"]
    );
    assert_eq!(place.findings(1, &["--config", "specs/api.toml"]).len(), 1);
    // Without any file, all configurations are looked at.
    assert_eq!(place.findings(1, &[]).len(), 1);
    // The command line has the last word.
    let found = place.findings(
        0,
        &[
            "specs/api.toml",
            "--rule",
            "default-breaks-schema=note",
            "--rule",
            "unused-component=warn",
        ],
    );
    assert_eq!(
        found,
        [
            "default-breaks-schema note 35:39",
            "unused-component warning 31:5"
        ]
    );
    // Generating looks for less, and has the same levels.
    place.run(&["generate"]).expect(0, &[]);
    place.write(
        "specs/api.yaml",
        doubtful().replace("type: integer, default: many", "type: string, enum: [a, a]"),
    );
    configure("duplicate-enum-value = 'error'\n");
    place
        .run(&["generate"])
        .expect(1, &["error[duplicate-enum-value]", "nothing written"]);
    configure("duplicate-enum-value = 'off'\n");
    let ran = place.run(&["generate"]).expect(0, &[]);
    assert!(!ran.err.contains("duplicate-enum-value"), "{}", ran.err);

    for (rules, expected) in [
        (
            "unused-componet = 'off'\n",
            "specs/api.toml:6:1: there is no rule `unused-componet`; did you mean `unused-component`?",
        ),
        (
            "unused-component = 'never'\n",
            "specs/api.toml:6:20: `never` is no level: expected off, note, warn or error",
        ),
        (
            "wrong-type = 'warn'\n",
            "specs/api.toml:6:14: `wrong-type` must stay an error",
        ),
    ] {
        configure(rules);
        place.run(&["generate"]).expect(2, &[expected]);
        place.lint(&[]).expect(2, &[expected]);
    }
}

#[test]
fn rules_are_listed_and_explained() {
    let place = Place::new();
    let ran = place.lint(&["--list"]).expect(0, &[]);
    for part in [
        "  off    missing-description ",
        "  error  unresolved-reference ",
        "  warn   ambiguous-union ",
    ] {
        assert!(ran.out.contains(part), "{part} in\n{}", ran.out);
    }
    let ran = place
        .lint(&["--list", "--rule", "missing-description=warn"])
        .expect(0, &[]);
    assert!(
        ran.out.contains("  warn   missing-description "),
        "{}",
        ran.out
    );
    let ran = place
        .lint(&["--explain", "missing-description"])
        .expect(0, &[]);
    for part in [
        "missing-description (off)\n",
        "has no description",
        "Only `cargo xtask lint` looks for it.",
    ] {
        assert!(ran.out.contains(part), "{part} in\n{}", ran.out);
    }
    place
        .lint(&["--explain", "mising-description"])
        .expect(2, &["did you mean `missing-description`?"]);
    place
        .lint(&["api.yaml", "--rule", "missing-description"])
        .expect(2, &["expected the code of a rule, `=` and a level"]);
    place
        .lint(&["api.yaml", "--rule", "invalid-yaml=off"])
        .expect(2, &["`invalid-yaml` must stay an error"]);
}

#[test]
fn the_document_of_the_committed_crate_is_described() {
    let place = Place::new();
    let specs = concat!(env!("CARGO_MANIFEST_DIR"), "/../specs");
    let opinions = [
        "--rule=missing-description=warn",
        "--rule=tag-undeclared=warn",
        "--rule=operation-id-missing=warn",
    ];
    let config = format!("{specs}/plaid-link.toml");
    let found = place.findings(0, &[&[config.as_str()], &opinions[..]].concat());
    assert_eq!(found, ["version-not-semver note 11:12"]);
    // Without its overlay the document has the mistakes of its origin, and all descriptions.
    let document = format!("{specs}/plaid-link.yml");
    let found = place.findings(0, &[&[document.as_str()], &opinions[..]].concat());
    assert!(found.len() > 1);
    assert!(
        found
            .iter()
            .all(|found| !found.starts_with("missing-description"))
    );
}
