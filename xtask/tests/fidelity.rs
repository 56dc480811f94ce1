//! `cargo xtask fidelity` up to the build of its program, which other commands stand in for here.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test without its folder has failed")]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

const DOCUMENT: &str = "\
openapi: 3.1.0
info: {title: Pets, version: 1.0.0}
components:
  schemas:
    pet-name: {type: [string, 'null'], maxLength: 9}
";

struct Place {
    folder: TempDir,
}

impl Place {
    /// A folder with a document, an overlay, a lock file, and a `cargo` that does as told.
    fn new(cargo: &str) -> Self {
        let place = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        place.write("api.yaml", DOCUMENT);
        place.write(
            "overlay.yaml",
            "overlay: 1.0.0\ninfo: {title: o, version: '1'}\nactions:\n  \
             - {target: \"$.components.schemas['pet-name']\", update: {maxLength: 7}}\n",
        );
        place.write("Cargo.lock", "version = 4\n");
        place.write("cargo", cargo);
        let executable = fs::Permissions::from_mode(0o755);
        fs::set_permissions(place.path("cargo"), executable).unwrap();
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    fn run(&self, arguments: &[&str]) -> (i32, String) {
        let Output {
            status,
            stdout,
            stderr,
        } = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .arg("fidelity")
            .args(arguments)
            .current_dir(self.folder.path())
            .env("CARGO_MANIFEST_DIR", self.path("xtask"))
            .env("CARGO", self.path("cargo"))
            .env("CARGO_TARGET_DIR", "out")
            .output()
            .unwrap();
        let told = [stdout, stderr].concat();
        (status.code().unwrap(), String::from_utf8(told).unwrap())
    }
}

/// A `cargo` that "builds" a program that prints its arguments and ends as told.
fn builds(status: i32) -> String {
    format!(
        "#!/bin/sh\nset -e\nmkdir -p \"$CARGO_TARGET_DIR/debug\"\n\
         printf '#!/bin/sh\\necho ran \"$@\"\\nexit {status}\\n' > \"$CARGO_TARGET_DIR/debug/api-fidelity\"\n\
         chmod +x \"$CARGO_TARGET_DIR/debug/api-fidelity\"\n"
    )
}

#[test]
fn the_program_knows_each_type_and_its_schema() {
    let place = Place::new(&builds(0));
    let (status, told) = place.run(&["api.yaml", "--overlay", "overlay.yaml"]);
    assert_eq!(status, 0, "{told}");
    let main = place.read("out/fidelity/api/harness/src/main.rs");
    assert!(
        main.contains("\"/components/schemas/pet-name\" PetName,"),
        "{main}"
    );
    let manifest = place.read("out/fidelity/api/harness/Cargo.toml");
    assert!(manifest.contains("package = \"api\""), "{manifest}");
    let generated = place.read("out/fidelity/api/crate/Cargo.toml");
    assert!(generated.contains("[workspace]"), "{generated}");
    // What is judged by is the document, its overlays applied and nothing else changed.
    let document: Value =
        serde_json::from_str(&place.read("out/fidelity/api/document.json")).unwrap();
    let schema = &document["components"]["schemas"]["pet-name"];
    assert_eq!(
        schema.to_string(),
        r#"{"type":["string","null"],"maxLength":7}"#
    );
}

#[test]
fn options_are_handed_on_and_the_status_is_handed_back() {
    for (ended, expected) in [(0, 0), (1, 1), (2, 2)] {
        let place = Place::new(&builds(ended));
        let (status, told) = place.run(&[
            "api.yaml", "--cases", "5", "--seed", "7", "--schema", "Pet", "--format", "junit",
        ]);
        assert_eq!(status, expected, "{told}");
        for option in [
            "api/document.json --document api.yaml",
            "--explanations",
            "api/explanations.json",
            "--cases 5",
            "--seed 7",
            "--schema Pet",
            "--format junit",
        ] {
            assert!(told.contains(option), "{told}");
        }
    }
}

#[test]
fn a_second_run_writes_nothing_and_a_new_lock_is_taken_over() {
    let place = Place::new(&builds(0));
    place.run(&["api.yaml"]);
    let lock = "out/fidelity/api/harness/Cargo.lock";
    place.write(lock, "reduced by cargo\n");
    place.run(&["api.yaml"]);
    assert_eq!(place.read(lock), "reduced by cargo\n");
    place.write("Cargo.lock", "version = 5\n");
    place.run(&["api.yaml"]);
    assert_eq!(place.read(lock), "version = 5\n");
}

#[test]
fn what_stands_in_the_way_is_told() {
    let place = Place::new("#!/bin/sh\nexit 101\n");
    for (arguments, expected, part) in [
        (&["api.yaml"][..], 2, "does not compile"),
        (&["missing.yaml"], 2, "there is no file"),
        (&[], 2, "<FILE>"),
        (&["api.yaml", "--cases", "many"], 2, "--cases"),
        (&["api.yaml", "--format", "xml"], 2, "junit"),
        (
            &["api.yaml", "--config", "a.toml"],
            2,
            "cannot be used with",
        ),
        (&["overlay.yaml"], 1, "not-openapi"),
    ] {
        let (status, told) = place.run(arguments);
        assert_eq!(status, expected, "{arguments:?}: {told}");
        assert!(told.contains(part), "{arguments:?}: {told}");
    }
}
