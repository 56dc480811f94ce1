//! The modules that are written by hand: whether the crate can hold them beside its own.
//!
//! Knows their texts as far as to see that they are Rust; what they mean is the compiler's to say.

use std::collections::BTreeMap;

use crate::config::{Config, Dependency, Module, ModuleFile};
use crate::diagnostic::{Code, Diagnostic, Place, Report};
use crate::emit;
use crate::pointer::Pointer;
use crate::source::{Source, SourceId, Sources};

/// Adds the files to the texts of the run and looks for what makes them unusable.
pub(crate) fn check(sources: &mut Sources, config: &Config, report: &mut Report) {
    let mut dependencies = BTreeMap::new();
    for (name, module) in &config.modules {
        let mut check = Check {
            name,
            module,
            source: add(sources, &module.file),
            sources,
            report,
        };
        check.names();
        check.feature();
        check.dependencies(&mut dependencies);
        check.syntax(&module.file, check.source);
        let mut stems = Vec::new();
        for part in &module.parts {
            let source = add(check.sources, part);
            check.part(part, source, &stems);
            stems.push(part.stem());
            check.syntax(part, source);
        }
    }
}

fn add(sources: &mut Sources, file: &ModuleFile) -> SourceId {
    sources.add(Source::new(file.path.clone(), file.text.clone()))
}

/// One module on its way.
struct Check<'c, 'r> {
    name: &'c str,
    module: &'c Module,
    source: SourceId,
    sources: &'r mut Sources,
    report: &'r mut Report,
}

impl<'c> Check<'c, '_> {
    fn names(&mut self) {
        let name = self.name;
        if !is_module_name(name) {
            let message = format!("`{name}` cannot be the name of a module");
            self.found(Code::ModuleName, self.source, message, NAMES);
        } else if emit::MODULES.contains(&name) {
            let message = format!("the crate has a module `{name}` of its own");
            let help = "give the module another name in the table `modules`";
            self.found(Code::ModuleName, self.source, message, help);
        }
    }

    fn part(&mut self, part: &ModuleFile, source: SourceId, others: &[&str]) {
        let stem = part.stem();
        let name = self.name;
        if !is_module_name(stem) {
            let message = format!("`{stem}` cannot be the name of a module inside of `{name}`");
            self.found(Code::ModuleName, source, message, NAMES);
        } else if others.contains(&stem) {
            let message = format!("`{name}` has two parts that are called `{stem}`");
            self.found(Code::ModuleName, source, message, "rename one of the files");
        }
    }

    fn feature(&mut self) {
        let module = self.module;
        let Some(feature) = &module.feature else {
            if module.default || !module.requires.is_empty() || module.about.is_some() {
                let name = self.name;
                let message =
                    format!("the module `{name}` says what its feature does, and has none");
                let help = "name the `feature`, or leave `about`, `default` and `requires` out";
                self.found(Code::ModuleFeature, self.source, message, help);
            }
            return;
        };
        let is_known = emit::features().any(|known| known == feature);
        let is_changed = module.default
            || module.about.is_some()
            || !module.requires.is_empty()
            || !module.dependencies.is_empty();
        if !is_feature_name(feature) || feature == "default" {
            let message = format!("`{feature}` cannot be the name of a feature");
            let help = "use letters, digits, `-` and `_`";
            self.found(Code::ModuleFeature, self.source, message, help);
        } else if is_known && is_changed {
            let message = format!("the crate has a feature `{feature}` of its own");
            let help = "a module may belong to it, but not change what it does";
            self.found(Code::ModuleFeature, self.source, message, help);
        }
    }

    fn dependencies(&mut self, others: &mut BTreeMap<&'c str, &'c Dependency>) {
        for (name, dependency) in &self.module.dependencies {
            if emit::dependencies().any(|known| known == name) {
                let message = format!("every crate depends on `{name}` already, or may");
                let help = format!("write `dep:{name}` in `requires` instead");
                self.found(Code::ModuleDependency, self.source, message, &help);
            } else if *others.entry(name).or_insert(dependency) != dependency {
                let message = format!("another module depends on `{name}` in another way");
                let help = "give both the same version and features";
                self.found(Code::ModuleDependency, self.source, message, help);
            }
        }
    }

    fn syntax(&mut self, file: &ModuleFile, source: SourceId) {
        if let Err(error) = syn::parse_file(&file.text) {
            let message = format!("the file is no Rust: {error}");
            let help = "it is emitted as it is, so that it has to compile in the generated crate";
            self.found(Code::ModuleNotRust, source, message, help);
        }
    }

    /// A finding about a file, at its beginning.
    fn found(&mut self, code: Code, source: SourceId, message: String, help: &str) {
        let line = self.sources.get(source).line_at(0);
        let place = Place::Bytes {
            source,
            start: line.start,
            end: line.end,
        };
        let found = Diagnostic::new(code, Pointer::root(), message);
        self.report.push(found.help(help).at(place));
    }
}

const NAMES: &str = "use a word of lower-case letters, digits and `_` that Rust does not reserve";

/// The files that mean something to cargo or the compiler.
const TAKEN: [&str; 3] = ["lib", "main", "mod"];

/// Whether a text is an identifier in snake case; keywords are none.
fn is_module_name(name: &str) -> bool {
    let is_snake = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    is_snake && !TAKEN.contains(&name) && syn::parse_str::<syn::Ident>(name).is_ok()
}

fn is_feature_name(name: &str) -> bool {
    let is_letter = |c: char| c.is_ascii_alphanumeric() || c == '_';
    name.starts_with(is_letter) && name.chars().all(|c| is_letter(c) || c == '-')
}
