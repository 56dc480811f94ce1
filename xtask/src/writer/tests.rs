use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use specwright::{Files, HEADER_MARK};

use super::{Plan, plan, refuse_source_folders};

fn files(list: &[(&str, &str)]) -> Files {
    let content = |text: &str| format!("// {HEADER_MARK}\n{text}\n");
    Files(
        list.iter()
            .map(|(name, text)| ((*name).to_owned(), content(text)))
            .collect::<BTreeMap<_, _>>(),
    )
}

fn write(files: &Files, output: &Path) -> Plan {
    let plan = plan(files, output).unwrap();
    plan.carry_out(files).unwrap();
    plan
}

#[test]
fn only_what_changed_is_written_and_what_is_gone_is_removed() {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("new/crate");
    let first = files(&[("a.rs", "1"), ("deep/er/b.rs", "2"), ("c.rs", "3")]);
    assert_eq!(write(&first, &output).written.len(), 3);
    let again = plan(&first, &output).unwrap();
    assert!(!again.is_stale());
    assert_eq!(again.unchanged, ["a.rs", "c.rs", "deep/er/b.rs"]);

    let second = files(&[("a.rs", "1"), ("c.rs", "4"), ("d.rs", "5")]);
    let done = write(&second, &output);
    assert_eq!(done.summary(), "3 files: 2 written, 1 unchanged, 1 removed");
    assert_eq!(done.written, ["c.rs", "d.rs"]);
    assert_eq!(done.missing, ["d.rs"]);
    assert_eq!(done.removed, ["deep/er/b.rs"]);
    assert!(!output.join("deep").exists());
    assert_eq!(
        fs::read_to_string(output.join("c.rs")).unwrap(),
        second.0["c.rs"]
    );
}

#[test]
fn files_of_others_are_never_touched() {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path();
    for (name, text) in [
        ("Cargo.lock", ""),
        (".gitignore", ""),
        (".git/config", ""),
        ("target/debug/x", ""),
    ] {
        fs::create_dir_all(output.join(name).parent().unwrap()).unwrap();
        fs::write(output.join(name), text).unwrap();
    }
    let wanted = files(&[("a.rs", "1"), ("notes.md", "2")]);
    write(&wanted, output);
    assert!(output.join("target/debug/x").exists());

    for name in ["mine/notes.txt", "notes.md", "Cargo.lock.bak"] {
        let path = output.join(name);
        let before = fs::read(&path).ok();
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, "mine\n").unwrap();
        let message = plan(&wanted, output).unwrap_err().to_string();
        assert!(message.contains(&format!("\n    {name}")), "{message}");
        match before {
            Some(content) => fs::write(&path, content).unwrap(),
            None => fs::remove_file(&path).unwrap(),
        }
    }
}

#[test]
fn what_a_cut_run_left_behind_is_cleaned_up() {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path();
    let wanted = files(&[("src/a.rs", "1")]);
    write(&wanted, output);
    fs::write(output.join("src/.specwright-7.tmp"), "half").unwrap();
    write(&wanted, output);
    assert!(!output.join("src/.specwright-7.tmp").exists());
}

#[test]
fn a_failing_run_leaves_nothing_new() {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("out");
    // The second file needs a folder where the first one is a file.
    let wanted = files(&[("a", "1"), ("b", "2")]);
    fs::create_dir_all(&output).unwrap();
    write(&files(&[("a", "0")]), &output);
    let mut plan = plan(&wanted, &output).unwrap();
    plan.written.push("a/x.rs".to_owned());
    assert!(plan.carry_out(&wanted).is_err());
    let left: Vec<_> = fs::read_dir(&output)
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(left, ["a"]);
    assert!(fs::read_to_string(output.join("a")).unwrap().contains('0'));
}

#[test]
fn source_folders_and_files_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("workspace");
    fs::create_dir_all(root.join("specs")).unwrap();
    for output in [
        "",
        "..",
        "specs",
        "specs/new",
        "generator/src",
        "specs/../xtask",
    ] {
        assert!(
            refuse_source_folders(&root.join(output), &root).is_err(),
            "{output}"
        );
    }
    for output in [
        "generated",
        "specs/../generated",
        "../other",
        "specs-of-others",
    ] {
        assert!(
            refuse_source_folders(&root.join(output), &root).is_ok(),
            "{output}"
        );
    }
    let file = root.join("file");
    fs::write(&file, "").unwrap();
    let message = plan(&files(&[]), &file).unwrap_err().to_string();
    assert!(message.contains("is a file, not a folder"), "{message}");
    assert!(plan(&files(&[("../x", "")]), &root.join("new")).is_err());
}
