//! `cargo xtask bundle` as a user meets it: the binary, run on temporary folders.

#![expect(clippy::unwrap_used, reason = "a test without its folder has failed")]

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

const ROOT: &str = "\
# kept
openapi: 3.1.0
info: {title: Lamps, version: 1.0.0, x-owner: Ada}
paths: {}
components:
  schemas:
    Lamp: {$ref: parts/lamp.yaml}
";

const LAMP: &str = "\
type: object
examples: [{watts: 5}]
properties:
  watts: {type: [integer, 'null']}
  shade: {$ref: 'shades.json#/Shade'}
";

const SHADES: &str = r#"{"Shade": {"const": "green"}}"#;

fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("parts")).unwrap();
    write(&folder, "api.yaml", ROOT);
    write(&folder, "parts/lamp.yaml", LAMP);
    write(&folder, "parts/shades.json", SHADES);
    folder
}

fn write(folder: &TempDir, name: &str, text: &str) {
    fs::write(folder.path().join(name), text).unwrap();
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// The exit status, the standard output and the standard error.
fn run(folder: &TempDir, arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(arguments)
        .current_dir(folder.path())
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let status = output.status.code().unwrap();
    (status, text(output.stdout), text(output.stderr))
}

#[test]
fn many_files_become_one_that_stays_what_it_was() {
    let folder = folder();
    let (status, out, err) = run(&folder, &["bundle", "api.yaml", "-o", "-"]);
    assert_eq!((status, err.as_str()), (0, ""));
    let expected = "\
openapi: 3.1.0
info:
  title: Lamps
  version: 1.0.0
  x-owner: Ada
paths: {}
components:
  schemas:
    Lamp:
      type: object
      examples:
      - watts: 5
      properties:
        watts:
          type:
          - integer
          - 'null'
        shade:
          $ref: '#/components/schemas/Shade'
    Shade:
      const: green
";
    assert_eq!(out, expected);

    let (status, out, _) = run(&folder, &["bundle", "api.yaml", "-o", "new/one.json"]);
    assert_eq!((status, out.as_str()), (0, ""));
    let written = fs::read_to_string(folder.path().join("new/one.json")).unwrap();
    assert!(
        written.starts_with("{\n  \"openapi\": \"3.1.0\""),
        "{written}"
    );
    assert_eq!(names(&folder.path().join("new")), ["one.json"]);

    // One file is one already.
    write(&folder, "one.yaml", expected);
    let commented = format!("# a word\n{expected}");
    write(&folder, "commented.yaml", &commented);
    let (_, out, _) = run(&folder, &["bundle", "commented.yaml", "-o", "-"]);
    assert_eq!(out, commented);
}

#[test]
fn what_no_code_comes_from_is_brought_in_too() {
    let folder = folder();
    let contact = "{name: Ada, url: 'https://lamps.example'}";
    write(&folder, "contact.yaml", contact);
    write(&folder, "docs.yaml", "url: https://lamps.example/docs\n");
    let text = "\
openapi: 3.0.3
info:
  title: Lamps
  version: 1.0.0
  contact: {$ref: contact.yaml}
  license: {$ref: gone.yaml}
paths: {}
externalDocs: {$ref: docs.yaml}
";
    write(&folder, "api.yaml", text);
    let (status, out, err) = run(&folder, &["bundle", "api.yaml", "-o", "-"]);
    assert_eq!((status, err.as_str()), (0, ""));
    let expected = "\
openapi: 3.0.3
info:
  title: Lamps
  version: 1.0.0
  contact:
    name: Ada
    url: https://lamps.example
  license:
    $ref: gone.yaml
paths: {}
externalDocs:
  url: https://lamps.example/docs
";
    assert_eq!(out, expected);
}

#[test]
fn an_overlay_comes_first() {
    let folder = folder();
    let overlay = "\
overlay: 1.0.0
info: {title: Other, version: 1.0.0}
actions:
  - target: $.components.schemas.Lamp
    update: {$ref: 'parts/shades.json#/Shade'}
";
    write(&folder, "other.yaml", overlay);
    let arguments = ["bundle", "api.yaml", "-o", "-", "--overlay", "other.yaml"];
    let (status, out, _) = run(&folder, &arguments);
    assert_eq!(status, 0);
    assert!(out.ends_with("    Lamp:\n      const: green\n"), "{out}");
}

#[test]
fn what_is_wrong_is_said_and_nothing_is_written() {
    let folder = folder();
    write(
        &folder,
        "parts/lamp.yaml",
        "properties:\n  shade: {$ref: shade.json}\n",
    );
    let (status, _, err) = run(&folder, &["bundle", "api.yaml", "-o", "one.yaml"]);
    assert_eq!(status, 1);
    assert!(err.contains("error[external-reference]"), "{err}");
    assert!(err.contains("there is no file `parts/shade.json`"), "{err}");
    assert!(err.contains("parts/lamp.yaml:2:11"), "{err}");
    assert_eq!(names(folder.path()), ["api.yaml", "parts"]);

    let (status, _, err) = run(&folder, &["bundle", "none.yaml", "-o", "one.yaml"]);
    assert_eq!(status, 2);
    assert!(err.contains("there is no file `none.yaml`"), "{err}");

    write(&folder, "parts/lamp.yaml", LAMP);
    for read in ["./api.yaml", "parts/lamp.yaml"] {
        let (status, _, err) = run(&folder, &["bundle", "api.yaml", "-o", read]);
        assert_eq!(status, 2);
        assert!(
            err.contains("is what is read, and is not overwritten"),
            "{err}"
        );
    }
    let (status, _, err) = run(&folder, &["bundle", "api.yaml", "-o", "parts"]);
    assert_eq!(status, 2);
    assert!(err.contains("is a folder"), "{err}");
    assert_eq!(names(folder.path()), ["api.yaml", "parts"]);
}

#[test]
fn files_that_would_fill_the_memory_are_refused() {
    let folder = folder();
    write(
        &folder,
        "api.yaml",
        &ROOT.replace("parts/lamp.yaml", "0.yaml#/all"),
    );
    for level in 0..12 {
        let next = level + 1;
        let member =
            format!("{{type: object, properties: {{$ref: '{next}.yaml#/all/properties'}}}}");
        let members: String = (0..10)
            .map(|name| format!("    m{name}: {member}\n"))
            .collect();
        let text = format!("all:\n  type: object\n  properties:\n{members}");
        write(&folder, &format!("{level}.yaml"), &text);
    }
    write(
        &folder,
        "12.yaml",
        "all: {properties: {end: {type: string}}}\n",
    );
    let (status, _, err) = run(&folder, &["bundle", "api.yaml", "-o", "one.yaml"]);
    assert_eq!(status, 1);
    assert!(err.contains("error[document-too-large]"), "{err}");

    write(
        &folder,
        "api.yaml",
        &ROOT.replace("parts/lamp.yaml", "0.yaml"),
    );
    for level in 0..300 {
        let next = level + 1;
        let text = format!(
            "type: object\nproperties: {{$ref: '{next}.yaml#/x'}}\nx: {{a: {{properties: {{$ref: '{next}.yaml#/x'}}}}}}\n"
        );
        write(&folder, &format!("{level}.yaml"), &text);
    }
    write(&folder, "300.yaml", "x: {a: {type: string}}\n");
    let (status, _, err) = run(&folder, &["bundle", "api.yaml", "-o", "one.yaml"]);
    assert_eq!(status, 1);
    assert!(err.contains("error[nested-too-deep]"), "{err}");
    assert!(!folder.path().join("one.yaml").exists());
}

#[test]
fn the_header_tells_of_all_files() {
    let folder = folder();
    let generate = ["generate", "--input", "api.yaml", "--output", "out"];
    let check = [&generate[..], &["--check"]].concat();
    assert_eq!(run(&folder, &generate).0, 0);
    assert_eq!(run(&folder, &check).0, 0);
    write(&folder, "parts/lamp.yaml", &format!("# changed\n{LAMP}"));
    assert_eq!(run(&folder, &check).0, 1);
}

#[test]
fn long_chains_and_files_that_hold_themselves_come_to_an_end() {
    const LINKS: usize = 30_000;
    let folder = folder();
    let chain = |section: &str| -> String {
        (0..LINKS)
            .map(|link| format!("\"A{link}\":{{\"$ref\":\"#/{section}/A{}\"}},", link + 1))
            .collect()
    };
    let document = |definitions: &str, schemas: &str| {
        format!(
            "{{\"openapi\":\"3.0.3\",\"info\":{{\"title\":\"Long\",\"version\":\"1.0.0\"}},\
             \"paths\":{{}},\"definitions\":{{{definitions}\"Z\":{{}}}},\
             \"components\":{{\"schemas\":{{{schemas}\"Z\":{{}}}}}}}}"
        )
    };
    let end = format!("\"A{LINKS}\":{{\"type\":\"object\"}},");
    let circle = format!("\"A{LINKS}\":{{\"$ref\":\"#/components/schemas/A0\"}},");
    let inspect = [
        "inspect",
        "long.json",
        "--stage",
        "resolve",
        "--at",
        "/info",
    ];

    let (first, second) = (chain("components/schemas"), chain("definitions"));
    let start = "\"S\":{\"$ref\":\"#/definitions/A0\"},";
    let good = document(&format!("{second}{end}"), &format!("{start}{first}{end}"));
    write(&folder, "long.json", &good);
    let (status, _, err) = run(&folder, &inspect);
    assert_eq!(status, 0, "{err}");

    write(
        &folder,
        "long.json",
        &document("", &format!("{first}{circle}")),
    );
    let (status, _, err) = run(&folder, &inspect);
    assert_eq!(status, 1);
    assert_eq!(err.matches("error[reference-loop]").count(), 1);

    let own =
        "openapi: 3.0.3\ninfo: {title: Own, version: 1.0.0}\npaths: {$ref: own.yaml#/paths}\n";
    write(&folder, "own.yaml", own);
    let (status, _, err) = run(
        &folder,
        &["generate", "--input", "own.yaml", "--output", "out2"],
    );
    assert_eq!(status, 1);
    assert!(err.contains("error[reference-loop]"), "{err}");
}
