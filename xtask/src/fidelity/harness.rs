//! The program that judges the types of one generated crate: its manifest, its source, its build.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use specwright::Pointer;
use specwright::ir::{Api, TypeKind};

use super::{cache, finish, write};
use crate::failure::Failure;
use crate::input;
use crate::project::workspace_root;

/// The written program, to be built.
#[derive(Debug)]
pub(super) struct Harness {
    folder: PathBuf,
    program: String,
}

/// Writes the program into `harness`, beside `crate`.
pub(super) fn prepare(
    folder: &Path,
    package: &str,
    api: &Api,
    document: &Value,
) -> Result<Harness, Failure> {
    let program = format!("{package}-fidelity");
    let root = workspace_root();
    let harness = folder.join("harness");
    let manifest = manifest(&program, package, &root.join("tests/contract"));
    write(&harness.join("Cargo.toml"), &manifest)?;
    write(&harness.join("src/main.rs"), &main(api, document))?;
    // The versions that the workspace is locked to are at hand, and are those that are tested.
    // Cargo then strikes out of the copy what is not needed here.
    let lock = input::read_text(&root.join("Cargo.lock"))?;
    if write(&harness.join("Cargo.lock.workspace"), &lock)? {
        write(&harness.join("Cargo.lock"), &lock)?;
    }
    Ok(Harness {
        folder: harness,
        program,
    })
}

impl Harness {
    /// Builds the program and gives its path.
    pub(super) fn build(&self) -> Result<PathBuf, Failure> {
        let target = cache().join("build");
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        command
            .args(["build", "--quiet", "--manifest-path"])
            .arg(self.folder.join("Cargo.toml"))
            .env("CARGO_TARGET_DIR", &target);
        for (name, _) in std::env::vars_os() {
            // What the user wants for the workspace would undo the profile of this program.
            if name.to_string_lossy().starts_with("CARGO_PROFILE_") {
                command.env_remove(name);
            }
        }
        let status = finish(&mut command)?;
        if !status.success() {
            return Err(Failure::new("the generated crate does not compile")
                .help("the messages above are those of the compiler"));
        }
        Ok(target.join("debug").join(&self.program))
    }
}

/// Everything is optimized once but what differs from document to document.
fn manifest(program: &str, package: &str, contract: &Path) -> String {
    let contract = Value::from(contract.display().to_string());
    format!(
        r#"[package]
name = "{program}"
version = "0.0.0"
edition = "2024"
publish = false

[dependencies]
serde = "1"
serde_json = "1"
specwright-contract = {{ path = {contract}, default-features = false }}
subject = {{ package = "{package}", path = "../crate", default-features = false, features = ["full"] }}

[profile.dev]
debug = false
incremental = false

[profile.dev.package."*"]
opt-level = 2

[profile.dev.package.{package}]
opt-level = 0

[workspace]
"#
    )
}

/// The table of types; the rest is the judge's.
fn main(api: &Api, document: &Value) -> String {
    let mut text = String::from(
        "//! Holds the types of the crate beside it to their document.\n\n\
         specwright_contract::table!(\n    subject,\n",
    );
    for def in &api.types {
        if stands_nowhere(&def.pointer) {
            continue;
        }
        let pointer = Value::from(written_at(&def.pointer, document));
        let alias = match &def.kind {
            TypeKind::Alias(_) => "= ",
            TypeKind::Object(_) | TypeKind::Enum(_) | TypeKind::Union(_) | TypeKind::Newtype(_) => {
                ""
            }
        };
        // Writing to a `String` cannot fail.
        let _ = writeln!(text, "    {pointer} {alias}{},", def.name.rust);
    }
    text.push_str(
        ");\n\nfn main() -> std::process::ExitCode {\n    \
         specwright_contract::fidelity::command::main(ENTRIES)\n}\n",
    );
    text
}

/// Whether a type was joined of several schemas: such a type is judged where it is used, since the
/// document holds no schema for it alone.
///
/// It is noted at an `allOf`, at one name in a list of types, or at the discriminator of what others
/// inherit from.
fn stands_nowhere(pointer: &Pointer) -> bool {
    let mut tokens = pointer.as_str().rsplit('/');
    let (last, parent) = (tokens.next(), tokens.next());
    match last {
        Some("allOf") => parent != Some("properties"),
        Some("base") => parent == Some("discriminator"),
        Some(index) => {
            parent == Some("type")
                && tokens.next() != Some("properties")
                && index.bytes().all(|byte| byte.is_ascii_digit())
        }
        None => false,
    }
}

/// The place in the document as it is written: a `webhooks` of OpenAPI 3.1 is called `x-webhooks`, as
/// documents of 3.0 call it, inside of the generator.
fn written_at(pointer: &Pointer, document: &Value) -> String {
    let pointer = pointer.as_str();
    match pointer.strip_prefix("/x-webhooks/") {
        Some(rest) if document.get("x-webhooks").is_none() => format!("/webhooks/{rest}"),
        _ => pointer.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use specwright::Pointer;

    use super::written_at;

    #[test]
    fn webhooks_are_where_the_document_has_them() {
        let pointer = Pointer::root().join("x-webhooks").join("sent");
        assert_eq!(written_at(&pointer, &json!({})), "/webhooks/sent");
        let document = json!({ "x-webhooks": {} });
        assert_eq!(written_at(&pointer, &document), "/x-webhooks/sent");
    }
}
