//! What to generate and where: a `specs/<name>.toml`, or the options of the command line.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use specwright::Levels;
use specwright::config::{Config, Features, Grouping, Module, Naming, Package, ScalarType};

use crate::cli::{FidelityOptions, GenerateOptions, crate_name};
use crate::failure::Failure;
use crate::input;

/// One crate to generate.
#[derive(Debug)]
pub(crate) struct Project {
    /// The name in messages.
    pub(crate) name: String,
    /// The configuration file, where there is one.
    pub(crate) file: Option<PathBuf>,
    /// The OpenAPI document.
    pub(crate) document: PathBuf,
    /// The overlays, in the order of their application.
    pub(crate) overlays: Vec<PathBuf>,
    /// The folder of the crate.
    pub(crate) output: PathBuf,
    /// What the generator has to know.
    pub(crate) config: Config,
}

/// A configuration file: three paths relative to it, and the tables of `specwright::Config`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    document: PathBuf,
    #[serde(default)]
    overlays: Vec<PathBuf>,
    output: PathBuf,
    #[serde(rename = "crate")]
    package: Package,
    #[serde(default)]
    naming: Naming,
    #[serde(default)]
    formats: BTreeMap<String, ScalarType>,
    #[serde(default)]
    groups: Grouping,
    #[serde(default)]
    features: Features,
    #[serde(default)]
    rules: Levels,
    #[serde(default)]
    modules: BTreeMap<String, Module>,
}

impl Project {
    /// Reads a configuration file.
    pub(crate) fn read(path: &Path) -> Result<Self, Failure> {
        let text = input::read_text(path)?;
        let file: File = toml::from_str(&text).map_err(|error| bad_toml(path, &text, &error))?;
        let folder = path.parent().unwrap_or(Path::new(""));
        let mut modules = file.modules;
        for file in modules.values_mut().flat_map(Module::files_mut) {
            file.path = folder.join(&file.path).to_string_lossy().into_owned();
        }
        Ok(Self {
            name: stem(path).unwrap_or_else(|| file.package.name.clone()),
            file: Some(path.to_path_buf()),
            document: folder.join(file.document),
            overlays: file.overlays.iter().map(|path| folder.join(path)).collect(),
            output: folder.join(file.output),
            config: Config {
                package: file.package,
                naming: file.naming,
                formats: file.formats,
                groups: file.groups,
                features: file.features,
                rules: file.rules,
                modules,
            },
        })
    }

    /// A document with nothing but the options of the command line.
    pub(crate) fn from_options(input: &Path, output: &Path, options: &GenerateOptions) -> Self {
        let name = options.name.clone().unwrap_or_else(|| name_of(output));
        Self {
            name: name.clone(),
            file: None,
            document: input.to_path_buf(),
            overlays: options.overlay.clone(),
            output: output.to_path_buf(),
            config: named(name),
        }
    }

    /// A document whose types are to be judged: a crate that stands alone, in a folder of its own.
    pub(crate) fn to_judge(options: &FidelityOptions) -> Result<Self, Failure> {
        let file = options.file.as_deref().or(options.config.as_deref());
        let mut project = Self::to_inspect(file.unwrap_or(Path::new("")), &options.overlay)?;
        if project.file.is_none() {
            let name = name_of(Path::new(&project.name));
            project.name.clone_from(&name);
            project.config = named(name);
        }
        project.config.package.in_workspace = false;
        // What is written by hand is no type of the document.
        project.config.modules.clear();
        Ok(project)
    }

    /// A document to look at, without any output.
    pub(crate) fn to_inspect(document: &Path, overlays: &[PathBuf]) -> Result<Self, Failure> {
        if document.extension() == Some(OsStr::new("toml")) {
            let mut project = Self::read(document)?;
            project.overlays.extend_from_slice(overlays);
            return Ok(project);
        }
        let name = stem(document).unwrap_or_default();
        Ok(Self {
            name: name.clone(),
            file: None,
            document: document.to_path_buf(),
            overlays: overlays.to_vec(),
            output: PathBuf::new(),
            config: Config::default(),
        })
    }
}

/// The root of the workspace that this command belongs to.
pub(crate) fn workspace_root() -> PathBuf {
    let package = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    package.parent().map_or(package.clone(), Path::to_path_buf)
}

/// All configuration files in the folder `specs` of the workspace, sorted by name.
pub(crate) fn all(root: &Path) -> Result<Vec<PathBuf>, Failure> {
    let specs = root.join("specs");
    let entries = std::fs::read_dir(&specs).map_err(|error| Failure::io("list", &specs, &error))?;
    let mut files = Vec::new();
    for entry in entries {
        let path = entry
            .map_err(|error| Failure::io("list", &specs, &error))?
            .path();
        if path.extension() == Some(OsStr::new("toml")) {
            files.push(PathBuf::from(input::display_name(&path)));
        }
    }
    files.sort();
    if files.is_empty() {
        let specs = specs.display();
        return Err(
            Failure::new(format!("there is no configuration in `{specs}`"))
                .help("add a file such as `specs/plaid-link.toml`, or use --input and --output"),
        );
    }
    Ok(files)
}

fn bad_toml(path: &Path, text: &str, error: &toml::de::Error) -> Failure {
    let before = error.span().and_then(|span| text.get(..span.start));
    let place = before.map_or_else(String::new, |before| {
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = before.matches('\n').count() + 1;
        let column = before[line_start..].chars().count() + 1;
        format!(":{line}:{column}")
    });
    let message = error.message().trim_end();
    Failure::new(format!("{}{place}: {message}", path.display())).help(
        "a configuration has `document`, `output`, `[crate]` with `name`; and may have \
               `overlays`, `groups`, `features`, `[naming]`, `[formats]`, `[rules]` and `[modules]`",
    )
}

fn stem(path: &Path) -> Option<String> {
    Some(path.file_stem()?.to_string_lossy().into_owned())
}

/// The name of a crate for a folder: its own name, as far as cargo takes it.
fn name_of(folder: &Path) -> String {
    let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_path_buf());
    let name = folder
        .file_name()
        .map(|name| name.to_string_lossy().to_ascii_lowercase())
        .unwrap_or_default();
    let name = name.replace(|c: char| !c.is_ascii_alphanumeric() && c != '_', "-");
    let name = name.trim_matches('-');
    crate_name(name).unwrap_or_else(|_| Package::default().name)
}

fn named(name: String) -> Config {
    Config {
        package: Package {
            name,
            ..Package::default()
        },
        ..Config::default()
    }
}
