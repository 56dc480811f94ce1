//! The command line as a user meets it: the binary, run on temporary folders.

#![expect(clippy::unwrap_used, reason = "a test without its folder has failed")]

mod place;

use std::fs;

use serde_json::Value;

use place::{DOCUMENT, Place};

#[test]
fn bad_input_is_named_and_nothing_is_written() {
    let place = Place::new();
    let deep = "[".repeat(200);
    place.write("folder/x", "");
    let cases: &[(&str, &[u8], i32, &[&str])] = &[
        (
            "empty.yaml",
            b"",
            1,
            &["error[empty-document]", "is empty", "empty.yaml"],
        ),
        (
            "comment.yaml",
            b"# nothing\n",
            1,
            &["error[empty-document]"],
        ),
        (
            "broken.yaml",
            b"openapi: 3.0.3\ninfo: [1,\npaths: {}\n",
            1,
            &["error[invalid-yaml]", "broken.yaml:4:1", "broken.yaml:2:7"],
        ),
        (
            "broken.json",
            b"{\"openapi\": \"3.0.3\",\n \"info\": }",
            1,
            &["error[invalid-json]", "broken.json:2:10"],
        ),
        (
            "other.yaml",
            b"services:\n  web: {}\n",
            1,
            &["error[not-openapi]", "`services`", "other.yaml:1:1"],
        ),
        (
            "list.yaml",
            b"- 1\n",
            1,
            &["error[not-openapi]", "found an array"],
        ),
        (
            "swagger.yaml",
            b"swagger: '2.0'\ninfo: {}\n",
            1,
            &["error[unsupported-version]", "Swagger 2.0", "convert"],
        ),
        (
            "junk.yaml",
            b"\x7fELF\x02\x01\x00\x00\xff\xfe",
            2,
            &["error[not-text]", "zero byte"],
        ),
        (
            "latin.yaml",
            b"title: caf\xe9\n",
            2,
            &["error[not-text]", "no UTF-8 at byte 10"],
        ),
        (
            "wide.yaml",
            b"\xff\xfeo\x00p\x00",
            2,
            &["error[not-text]", "UTF-16"],
        ),
        ("deep.json", deep.as_bytes(), 1, &["error[nested-too-deep]"]),
    ];
    for (name, content, status, parts) in cases {
        place.write(name, content);
        place.generate(name).expect(*status, parts);
        assert!(!place.path().join("out").exists(), "{name}");
    }
    place
        .generate("missing.yaml")
        .expect(2, &["there is no file `missing.yaml`"]);
    place
        .generate("folder")
        .expect(2, &["`folder` is a folder, not a file"]);
    assert!(!place.path().join("out").exists());
}

#[test]
fn a_reference_to_nowhere_is_an_error() {
    let place = Place::new();
    let text = DOCUMENT.replace("schemas/Pet'", "schemas/Nowhere'");
    place.write("dangling.yaml", text);
    place.generate("dangling.yaml").expect(
        1,
        &["error[unresolved-reference]", "dangling.yaml:", "Nowhere"],
    );
    assert!(!place.path().join("out").exists());
}

#[test]
fn a_file_that_is_too_large_is_not_read() {
    let place = Place::new();
    let file = fs::File::create(place.path().join("large.yaml")).unwrap();
    file.set_len(100 * 1024 * 1024 + 1).unwrap();
    place
        .generate("large.yaml")
        .expect(2, &["error[document-too-large]", "larger than 100 MB"]);
    assert!(!place.path().join("out").exists());
}

#[test]
fn an_output_with_files_of_others_is_refused() {
    let place = Place::new();
    place.write("out/notes.txt", "mine");
    place.generate("api.yaml").expect(
        2,
        &["`out` holds files that were not generated", "notes.txt"],
    );
    assert_eq!(place.files("out").len(), 1);
    let as_file = ["generate", "--input", "api.yaml", "--output", "api.yaml"];
    place.run(&as_file).expect(2, &["is a file, not a folder"]);
    let as_source = ["generate", "--input", "api.yaml", "--output", "."];
    place.run(&as_source).expect(2, &["is a source folder"]);
    assert_eq!(
        fs::read_to_string(place.path().join("api.yaml")).unwrap(),
        DOCUMENT
    );
}

#[test]
fn wrong_usage_is_told_with_status_2() {
    let place = Place::new();
    let cases: &[(&[&str], &str)] = &[
        (&[], "Usage"),
        (&["generate", "--input", "api.yaml"], "--output"),
        (&["generate", "--output", "out"], "--input"),
        (
            &[
                "generate", "--input", "api.yaml", "--output", "out", "--name", "1 x",
            ],
            "begins with a letter",
        ),
        (&["inspect", "api.yaml", "--stage", "late"], "expected load"),
        (
            &["inspect", "api.yaml", "--stage", "load", "--at", "x"],
            "begins with `/`",
        ),
        (&["generate"], "specs"),
        (
            &["generate", "--config", "none.toml"],
            "there is no file `none.toml`",
        ),
    ];
    for (arguments, part) in cases {
        place.run(arguments).expect(2, &[part]);
    }
}

#[test]
fn two_runs_give_the_same_bytes_and_the_second_writes_nothing() {
    let (one, two) = (Place::new(), Place::new());
    for place in [&one, &two] {
        place
            .generate("api.yaml")
            .expect(0, &["out: ", " written, 0 unchanged, 0 removed"]);
    }
    let files = one.files("out");
    assert!(files.contains_key("out/Cargo.toml") && files.contains_key("out/src/lib.rs"));
    assert_eq!(files, two.files("out"));

    let stamp = |place: &Place| {
        let lib = place.path().join("out/src/lib.rs");
        fs::metadata(lib).unwrap().modified().unwrap()
    };
    let before = stamp(&one);
    one.generate("api.yaml").expect(0, &[": 0 written, "]);
    assert_eq!(stamp(&one), before);
    assert_eq!(one.files("out"), files);
}

#[test]
fn check_names_what_is_stale_and_the_cure() {
    let place = Place::new();
    let check = [
        "generate", "--input", "api.yaml", "--output", "out", "--check",
    ];
    place.run(&check).expect(
        1,
        &[
            "missing      out/Cargo.toml",
            "error: out/ is stale: run `cargo xtask generate --input api.yaml --output out`",
        ],
    );
    assert!(!place.path().join("out").exists());

    place.generate("api.yaml").expect(0, &[]);
    place.run(&check).expect(0, &[]);

    let lib = fs::read_to_string(place.path().join("out/src/lib.rs")).unwrap();
    place.write("out/src/lib.rs", format!("{lib}// changed by hand\n"));
    place.write("out/src/old.rs", &lib);
    fs::remove_file(place.path().join("out/Cargo.toml")).unwrap();
    let before = place.files("out");
    place.run(&check).expect(
        1,
        &[
            "missing      out/Cargo.toml",
            "differs      out/src/lib.rs",
            "superfluous  out/src/old.rs",
            "is stale",
        ],
    );
    assert_eq!(place.files("out"), before);

    place
        .generate("api.yaml")
        .expect(0, &["2 written, ", "1 removed"]);
    place.run(&check).expect(0, &[]);
}

#[test]
fn configurations_are_found_and_the_worst_status_counts() {
    let place = Place::new();
    place.write("specs/good.yaml", DOCUMENT);
    place.write(
        "specs/good.overlay.yaml",
        "overlay: 1.0.0\ninfo: {title: T, version: 1.0.0}\n\
         actions:\n  - {target: $.info, update: {title: Overlaid}}\n",
    );
    place.write(
        "specs/good.toml",
        "document = 'good.yaml'\noverlays = ['good.overlay.yaml']\noutput = '../made/good'\n\
         groups = 'tag'\n\n[crate]\nname = 'good'\nversion = '0.2.0'\n",
    );
    place.run(&["generate"]).expect(0, &["good: ", "0 removed"]);
    assert!(place.path().join("made/good/src/lib.rs").exists());
    place.run(&["generate", "--check"]).expect(0, &[]);

    place.write("specs/bad.yaml", "swagger: '2.0'\n");
    place.write(
        "specs/bad.toml",
        "document = 'bad.yaml'\noutput = '../made/bad'\n[crate]\nname = 'bad'\n",
    );
    place.run(&["generate"]).expect(
        1,
        &["Swagger 2.0", "bad: nothing written; 1 error", "good: "],
    );
    let quiet = place
        .run(&["generate", "--quiet"])
        .expect(1, &["Swagger 2.0"]);
    assert!(!quiet.err.contains("good"), "{}", quiet.err);

    place.write("specs/odd.toml", "document = 'good.yaml'\noutputs = 'x'\n");
    place
        .run(&["generate"])
        .expect(2, &["specs/odd.toml:2:1", "unknown field `outputs`"]);
    place.write("specs/odd.toml", "document = \n");
    place.run(&["generate"]).expect(2, &["specs/odd.toml:1:"]);

    let one = ["generate", "--config", "specs/good.toml", "--check"];
    place.write(
        "specs/good.yaml",
        DOCUMENT.replace("Pets", "Cats").replace("age:", "years:"),
    );
    place.run(&one).expect(
        1,
        &["is stale: run `cargo xtask generate --config specs/good.toml`"],
    );
}

#[test]
fn machines_get_one_object() {
    let place = Place::new();
    let json = [
        "generate", "--input", "api.yaml", "--output", "out", "--format", "json",
    ];
    let ran = place.run(&json).expect(0, &[]);
    assert_eq!(ran.err, "");
    let object: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(object["status"], "done");
    assert_eq!(object["input"], "api.yaml");
    assert!(object["stages"][0]["name"].is_string());
    assert!(!object["files"]["written"].as_array().unwrap().is_empty());

    place.write("api.yaml", "swagger: '2.0'\n");
    let ran = place.run(&json).expect(1, &[]);
    let object: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(object["status"], "errors");
    assert_eq!(object["diagnostics"][0]["code"], "unsupported-version");
    assert_eq!(object["diagnostics"][0]["line"], 1);

    fs::remove_file(place.path().join("api.yaml")).unwrap();
    let ran = place.run(&json).expect(2, &[]);
    let object: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(object["status"], "unusable");
    assert!(
        object["failures"][0]["message"]
            .as_str()
            .unwrap()
            .contains("no file")
    );
}

#[test]
fn inspect_prints_one_datum() {
    let place = Place::new();
    let inspect = |at| place.run(&["inspect", "api.yaml", "--stage", "load", "--at", at]);
    let ran = inspect("/info/version").expect(0, &[]);
    assert!(ran.out.contains("1.0.0"), "{}", ran.out);
    inspect("/nothing").expect(1, &["#/nothing"]);
    place.write("bad.yaml", "- 1\n");
    place
        .run(&["inspect", "bad.yaml", "--stage", "load"])
        .expect(1, &["error[not-openapi]"]);
}

#[cfg(unix)]
#[test]
fn a_file_without_permission_is_named() {
    use std::os::unix::fs::PermissionsExt as _;

    let place = Place::new();
    let secret = place.path().join("secret.yaml");
    fs::write(&secret, DOCUMENT).unwrap();
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o000)).unwrap();
    // The superuser may read everything.
    if fs::File::open(&secret).is_err() {
        place
            .generate("secret.yaml")
            .expect(2, &["no permission to read `secret.yaml`"]);
    }
}

#[test]
fn modules_are_read_beside_their_configuration() {
    let place = Place::new();
    let config = "document = \"../api.yaml\"\noutput = \"../out\"\n[crate]\nname = \"pets\"\n\
                  [modules.tricks]\nfile = \"pets/tricks.rs\"\nparts = [\"pets/tricks/sit.rs\"]\n";
    place.write("specs/pets.toml", config);
    let run = || place.run(&["generate", "--config", "specs/pets.toml"]);
    let missing = [
        "there is no file `specs/pets/tricks.rs`",
        "there is no file `specs/pets/tricks/sit.rs`",
    ];
    run().expect(2, &missing);
    assert!(!place.path().join("out").exists());

    place.write("specs/pets/tricks.rs", "//! Tricks.\n\nmod sit;\n");
    place.write("specs/pets/tricks/sit.rs", "//! Sitting.\n");
    run().expect(0, &["written"]);
    let written = place.files("out");
    for (path, text) in [
        ("out/src/tricks.rs", "\n//! Tricks.\n\nmod sit;\n"),
        ("out/src/tricks/sit.rs", "\n//! Sitting.\n"),
    ] {
        let found = String::from_utf8(written[path].clone()).unwrap();
        assert!(
            found.starts_with("// @generated") && found.ends_with(text),
            "{found}"
        );
    }

    // A module that is gone from the configuration goes from the crate.
    let bare = config.split("[modules").next().unwrap();
    place.write("specs/pets.toml", bare);
    run().expect(0, &["2 removed"]);

    place.write("specs/pets.toml", format!("{config}requires = 1\n"));
    run().expect(2, &["pets.toml:8:12", "expected a sequence"]);
}
