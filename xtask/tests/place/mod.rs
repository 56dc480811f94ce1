//! A folder in which the binary runs, for the tests of the command line.

#![allow(dead_code, reason = "not every test needs everything")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

/// A document that nothing is wrong with.
pub(crate) const DOCUMENT: &str = "\
openapi: 3.0.3
info:
  title: Pets
  version: 1.0.0
servers:
  - url: https://pets.example
paths:
  /pets:
    get:
      operationId: listPets
      tags: [pets]
      responses:
        '200':
          description: All pets.
          content:
            application/json:
              schema:
                type: array
                items:
                  $ref: '#/components/schemas/Pet'
components:
  schemas:
    Pet:
      type: object
      required: [name]
      properties:
        name:
          type: string
        age:
          type: integer
";

/// A folder with a document, in which commands run.
pub(crate) struct Place {
    folder: TempDir,
}

impl Place {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("api.yaml"), DOCUMENT).unwrap();
        Self { folder }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(arguments)
            .current_dir(self.path())
            // The workspace of the command is the parent of its package.
            .env("CARGO_MANIFEST_DIR", self.path().join("xtask"))
            .env_remove("NO_COLOR")
            .output()
            .unwrap();
        Ran::new(&output)
    }

    pub(crate) fn generate(&self, input: &str) -> Ran {
        self.run(&["generate", "--input", input, "--output", "out"])
    }

    /// All files below a folder with their content.
    pub(crate) fn files(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        let mut folders = vec![self.path().join(folder)];
        while let Some(folder) = folders.pop() {
            let Ok(entries) = fs::read_dir(&folder) else {
                continue;
            };
            for entry in entries {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let name = path.strip_prefix(self.path()).unwrap();
                    files.insert(name.display().to_string(), fs::read(&path).unwrap());
                }
            }
        }
        files
    }
}

pub(crate) struct Ran {
    pub(crate) status: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    pub(crate) fn new(output: &Output) -> Self {
        Self {
            status: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout.clone()).unwrap(),
            err: String::from_utf8(output.stderr.clone()).unwrap(),
        }
    }

    #[track_caller]
    pub(crate) fn expect(self, status: i32, parts: &[&str]) -> Self {
        assert_eq!(self.status, status, "{}{}", self.out, self.err);
        for part in parts {
            assert!(
                self.err.contains(part),
                "expected {part:?} in:\n{}",
                self.err
            );
        }
        assert!(!self.err.contains("panicked"), "{}", self.err);
        assert!(!self.err.contains('\u{1b}'), "colour without a terminal");
        self
    }
}
