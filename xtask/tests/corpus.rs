//! `cargo xtask corpus` on a made-up corpus.

#![expect(clippy::unwrap_used, reason = "a test without its folder has failed")]

use std::fs;
use std::path::Path;
use std::process::Command;

const GOOD: &str = "\
openapi: 3.0.3
info: {title: Good, version: 1.0.0}
servers: [{url: 'https://good.example'}]
paths:
  /things:
    get:
      operationId: listThings
      responses: {'200': {description: All things.}}
";

const WARNED: &str = "\
openapi: 3.0.3
info: {title: Warned, version: 1.0.0}
paths: {}
components:
  schemas:
    Thing: {type: object, required: [missing], properties: {name: {type: string}}}
";

const BAD: &str = "\
openapi: 3.0.3
info: {title: Bad, version: 1.0.0}
paths: {}
components:
  schemas:
    Thing: {$ref: '#/components/schemas/Thin'}
";

const BASELINE: &str = "\
document\tverdict\tcompile\tfindings
edge/fail/bad.yaml\trefused\t-\tunresolved-reference=1
edge/warned.yaml\tgenerated\t?\trequired-without-property=1
real/good.yaml\tgenerated\t?
";

fn write(folder: &Path, files: &[(&str, &str)]) {
    for (name, text) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

fn corpus() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        &[
            ("corpus/real/INDEX.tsv", "name\tfile\ngood\tgood.yaml\n"),
            ("corpus/real/good.yaml", GOOD),
            (
                "corpus/edge/INDEX.tsv",
                "set\tfile\topenapi_root\nx\twarned.yaml\tyes\nx\tfail/bad.yaml\tyes\nx\tpart.yaml\tno\n",
            ),
            ("corpus/edge/warned.yaml", WARNED),
            ("corpus/edge/fail/bad.yaml", BAD),
        ],
    );
    folder
}

/// Runs the command in a folder that stands for the repository.
fn run(folder: &Path, target: &Path, arguments: &[&str]) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .arg("corpus")
        .args(arguments)
        .current_dir(folder)
        .env("CARGO_MANIFEST_DIR", folder.join("xtask"))
        .env("CARGO_TARGET_DIR", target)
        .env("SPECWRIGHT_CORPUS", folder.join("corpus"))
        .output()
        .unwrap();
    let text = [output.stdout, output.stderr].concat();
    (
        output.status.code().unwrap(),
        String::from_utf8(text).unwrap(),
    )
}

#[test]
fn a_run_is_compared_with_the_baseline() {
    let corpus = corpus();
    let folder = corpus.path();
    let run = |arguments: &[&str]| {
        let arguments: Vec<&str> = ["--only-generate"]
            .iter()
            .chain(arguments)
            .copied()
            .collect();
        run(folder, &folder.join("target"), &arguments)
    };
    let baseline = folder.join("specs/corpus.tsv");

    let (status, text) = run(&[]);
    assert_eq!(status, 0, "{text}");
    assert!(text.contains("knows none of these documents"), "{text}");
    let (status, text) = run(&["--bless"]);
    assert_eq!(status, 0, "{text}");
    assert_eq!(fs::read_to_string(&baseline).unwrap(), BASELINE);
    let (status, text) = run(&["--jobs", "1"]);
    assert_eq!(status, 0, "{text}");
    assert!(
        text.contains("edge: 2 documents, 1 generated, 1 refused"),
        "{text}"
    );

    // A part is blessed alone.
    fs::write(folder.join("corpus/real/good.yaml"), BAD).unwrap();
    fs::write(folder.join("corpus/edge/fail/bad.yaml"), GOOD).unwrap();
    let (status, text) = run(&[]);
    assert_eq!(status, 1, "{text}");
    for part in [
        "failed: edge/fail/bad.yaml: was made to be refused",
        "differs: real/good.yaml\n    verdict: generated → refused\n    unresolved-reference: 0 → 1",
        "differs: edge/fail/bad.yaml\n    verdict: refused → generated\n    unresolved-reference: 1 → 0",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    let (status, text) = run(&["--filter", "good", "--bless"]);
    assert_eq!(status, 0, "{text}");
    let expected = BASELINE.replace(
        "real/good.yaml\tgenerated\t?",
        "real/good.yaml\trefused\t-\tunresolved-reference=1",
    );
    assert_eq!(fs::read_to_string(&baseline).unwrap(), expected);

    // A reason makes accepting right, and is wrong for what is refused.
    write(
        folder,
        &[(
            "specs/corpus-accepted.tsv",
            "edge/fail/bad.yaml\tit is good\n",
        )],
    );
    let (status, text) = run(&["--set", "edge", "--bless"]);
    assert_eq!(status, 0, "{text}");
    fs::write(folder.join("corpus/edge/fail/bad.yaml"), BAD).unwrap();
    let (status, text) = run(&[]);
    assert_eq!(status, 1, "{text}");
    assert!(
        text.contains("is refused, but stands in the list"),
        "{text}"
    );
}

#[test]
fn refusing_what_was_made_to_be_read_needs_a_reason() {
    let corpus = corpus();
    let folder = corpus.path();
    fs::write(folder.join("corpus/edge/warned.yaml"), BAD).unwrap();
    let run = || {
        let arguments = ["--only-generate", "--set", "edge"];
        run(folder, &folder.join("target"), &arguments)
    };
    let (status, text) = run();
    assert_eq!(status, 1, "{text}");
    let without = "failed: edge/warned.yaml: is refused without a reason";
    assert!(text.contains(without), "{text}");
    assert!(!text.contains("failed: edge/fail/bad.yaml"), "{text}");

    let reason = "edge/warned.yaml\tit is bad\n";
    write(folder, &[("specs/corpus-refused.tsv", reason)]);
    let (status, text) = run();
    assert_eq!(status, 0, "{text}");
    fs::write(folder.join("corpus/edge/warned.yaml"), GOOD).unwrap();
    let (status, text) = run();
    assert_eq!(status, 1, "{text}");
    assert!(
        text.contains("is accepted, but stands in the list"),
        "{text}"
    );
}

#[test]
fn what_cannot_run_says_so() {
    let corpus = corpus();
    let folder = corpus.path();
    let run = |arguments: &[&str]| run(folder, &folder.join("target"), arguments);
    let (status, text) = run(&["nowhere"]);
    assert_eq!(status, 2, "{text}");
    assert!(text.contains("there is no folder `nowhere`"), "{text}");
    let (status, text) = run(&["--filter", "nothing"]);
    assert_eq!(status, 2, "{text}");
    assert!(text.contains("no document"), "{text}");
    write(folder, &[("specs/corpus.tsv", "document\nx\n")]);
    let (status, text) = run(&[]);
    assert_eq!(status, 2, "{text}");
    assert!(text.contains("corpus.tsv:2: expected"), "{text}");
}

#[test]
fn a_folder_without_lists_is_searched() {
    let corpus = corpus();
    let folder = corpus.path();
    write(
        folder,
        &[
            ("own/a/api.yml", GOOD),
            (
                "own/api.json",
                r#"{"openapi": "3.0.3", "info": {}, "paths": {}}"#,
            ),
            ("own/part.yaml", "about: openapi\n"),
            ("own/notes.txt", GOOD),
        ],
    );
    let (status, text) = run(folder, &folder.join("target"), &["own", "--only-generate"]);
    assert_eq!(status, 0, "{text}");
    assert!(text.contains("all: 2 documents, 2 generated"), "{text}");
}

/// Compiles for half a minute where nothing is built yet, so that it runs only when asked for.
#[test]
#[ignore = "compiles an HTTP client"]
fn crates_are_compiled() {
    let corpus = corpus();
    let target = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let (status, text) = run(corpus.path(), target, &["--bless"]);
    assert_eq!(status, 0, "{text}");
    assert!(
        text.contains("1 of 1 crates compile without a warning"),
        "{text}"
    );
    let (status, text) = run(corpus.path(), target, &["--clippy"]);
    assert_eq!(status, 0, "{text}");
}

#[test]
#[cfg(unix)]
fn fidelity_is_judged_document_by_document() {
    use std::os::unix::fs::PermissionsExt as _;

    let corpus = corpus();
    let folder = corpus.path();
    // A `cargo` whose programs print how many findings there are.
    let cargo = folder.join("cargo");
    let builds = |findings: u32| {
        let told = format!(r#"{{"findings":{findings},"explained":1,"schemas":[{{}}]}}"#);
        let script = format!(
            "#!/bin/sh\nset -e\nmkdir -p \"$CARGO_TARGET_DIR/debug\"\n\
             program=$CARGO_TARGET_DIR/debug/good-fidelity\n\
             cat > \"$program\" <<'END'\n#!/bin/sh\necho '{told}'\nEND\nchmod +x \"$program\"\n"
        );
        fs::write(&cargo, script).unwrap();
        fs::set_permissions(&cargo, fs::Permissions::from_mode(0o755)).unwrap();
    };
    fs::write(folder.join("Cargo.lock"), "version = 4\n").unwrap();
    let run = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(["corpus", "--fidelity", "--cases", "3"])
            .args(arguments)
            .current_dir(folder)
            .env("CARGO_MANIFEST_DIR", folder.join("xtask"))
            .env("CARGO", &cargo)
            .env("CARGO_TARGET_DIR", folder.join("target"))
            .env("SPECWRIGHT_CORPUS", folder.join("corpus"))
            .output()
            .unwrap();
        let text = [output.stdout, output.stderr].concat();
        (
            output.status.code().unwrap(),
            String::from_utf8(text).unwrap(),
        )
    };

    builds(0);
    let (status, text) = run(&["--set", "real"]);
    assert_eq!(status, 1, "{text}");
    let new = "differs: real/good.yaml: nothing → 0 findings and 1 explained by diagnostics";
    assert!(text.contains(new), "{text}");
    let (status, text) = run(&["--set", "real", "--bless"]);
    assert_eq!(status, 0, "{text}");
    let baseline = folder.join("specs/corpus-fidelity.tsv");
    assert_eq!(
        fs::read_to_string(baseline).unwrap(),
        "document\tfindings\texplained\nreal/good.yaml\t0\t1\n"
    );
    let (status, text) = run(&["--set", "real"]);
    assert_eq!(status, 0, "{text}");
    assert!(text.contains("1 documents, 1 judged"), "{text}");

    // Findings are wrong even where they are known.
    builds(2);
    let (status, text) = run(&["--set", "real", "--bless"]);
    assert_eq!(status, 1, "{text}");
    let (status, text) = run(&["--filter", "bad"]);
    assert_eq!(status, 1, "{text}");
    assert!(text.contains("edge/fail/bad.yaml: not judged"), "{text}");
    assert!(text.contains("unresolved-reference"), "{text}");
}
