//! `cargo xtask slice` as a user meets it.

#![expect(clippy::unwrap_used, reason = "a test without its folder has failed")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const DOCUMENT: &str = "\
openapi: 3.0.3
info: {title: Pets, version: 1.0.0}
paths:
  # the pets
  /pets:
    get: {operationId: listPets, responses: {}}
  # the food
  /food:
    get:
      operationId: getFood
      responses:
        default: {$ref: 'parts.yaml#/Food'}
";

const FOOD: &str = "\
openapi: 3.0.3
info: {title: Pets, version: 1.0.0}
paths:
  # the food
  /food:
    get:
      operationId: getFood
      responses:
        default: {$ref: 'parts.yaml#/Food'}
";

fn slice(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .arg("slice")
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code().unwrap(), text(stdout), text(stderr))
}

#[test]
fn a_slice_is_written_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    fs::write(path.join("api.yaml"), DOCUMENT).unwrap();
    let files = || {
        let entries = fs::read_dir(path).unwrap();
        let mut names: Vec<_> = entries.map(|it| it.unwrap().file_name()).collect();
        names.sort();
        names
    };

    let (status, out, err) = slice(path, &["api.yaml", "--path", "/fo*", "-o", "new/food.yaml"]);
    assert_eq!((status, out.as_str()), (0, ""), "{err}");
    assert_eq!(
        fs::read_to_string(path.join("new/food.yaml")).unwrap(),
        FOOD
    );
    assert!(
        err.contains("food.yaml: operations 1, webhooks 0, components 0"),
        "{err}"
    );
    assert!(
        err.contains("kept as written (1)") && err.contains("parts.yaml#/Food"),
        "{err}"
    );

    let (status, out, _) = slice(path, &["api.yaml", "--operation", "getFood", "-o", "-"]);
    assert_eq!((status, out.as_str()), (0, FOOD));

    let before = files();
    let cases: &[(&[&str], i32, &str)] = &[
        (
            &["api.yaml", "--operation", "getFod", "-o", "x"],
            1,
            "did you mean `getFood`?",
        ),
        (
            &["api.yaml", "--path", "/pets", "-o", "api.yaml"],
            2,
            "not overwritten",
        ),
        (
            &["api.yaml", "--path", "/pets", "-o", "new"],
            2,
            "is a folder",
        ),
        (&["api.yaml", "-o", "x"], 2, "required"),
        (
            &["none.yaml", "--path", "/pets", "-o", "x"],
            2,
            "no file `none.yaml`",
        ),
    ];
    for (arguments, expected, told) in cases {
        let (status, _, err) = slice(path, arguments);
        assert_eq!(status, *expected, "{err}");
        assert!(err.contains(told), "{err}");
    }
    assert_eq!(files(), before);
    assert_eq!(fs::read_to_string(path.join("api.yaml")).unwrap(), DOCUMENT);
}

#[test]
fn the_ending_of_the_output_chooses_the_notation() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    fs::write(path.join("api.yaml"), DOCUMENT).unwrap();
    let (status, _, err) = slice(path, &["api.yaml", "--path", "/pets", "-o", "pets.json"]);
    assert_eq!(status, 0, "{err}");
    assert!(err.contains("another notation"), "{err}");
    let text = fs::read_to_string(path.join("pets.json")).unwrap();
    assert!(text.starts_with("{\n  \"openapi\": \"3.0.3\""), "{text}");
    assert!(text.contains("/pets") && !text.contains("/food"), "{text}");

    let (status, _, err) = slice(path, &["pets.json", "--path", "/pets", "-o", "again.yml"]);
    assert_eq!(status, 0, "{err}");
    let text = fs::read_to_string(path.join("again.yml")).unwrap();
    assert!(text.starts_with("openapi: 3.0.3\n"), "{text}");
}

#[test]
fn overlays_are_applied_before() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    fs::write(path.join("api.yaml"), DOCUMENT).unwrap();
    fs::write(
        path.join("tags.yaml"),
        "overlay: 1.0.0\ninfo: {title: T, version: '1'}\nactions:\n\
         - {target: '$.paths[\"/pets\"].get', update: {tags: [new]}}\n",
    )
    .unwrap();
    let arguments = [
        "api.yaml",
        "--overlay",
        "tags.yaml",
        "--tag",
        "new",
        "-o",
        "-",
    ];
    let (status, out, err) = slice(path, &arguments);
    assert_eq!(status, 0, "{err}");
    assert!(err.contains("overlays were applied"), "{err}");
    assert!(out.contains("- new") && !out.contains("/food"), "{out}");
}
