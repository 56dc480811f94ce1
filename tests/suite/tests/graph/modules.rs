//! Which modules of a crate refer to which, read from its source.
//!
//! Only the top level counts: `lower/object.rs` is `lower`. A reference is a path that begins with
//! `crate`, or with enough `super` to reach the root, in a `use`, in an expression or type, or among
//! the tokens of a macro; what `quote!` holds is text for another crate. Whatever is there for
//! tests only does not count.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};
use syn::{Attribute, Expr, Item, ItemMod, ItemUse, Macro, UseTree, Visibility};

/// The crate's root, as a module: what is defined there and not in any module.
pub(crate) const ROOT: &str = "lib";

/// Macros whose tokens are code of another crate.
const QUOTING: [&str; 4] = [
    "quote",
    "quote_spanned",
    "parse_quote",
    "parse_quote_spanned",
];

type Values = Punctuated<Expr, syn::Token![,]>;

/// What the top-level modules of a crate refer to.
#[derive(Debug, Default)]
pub(crate) struct Modules {
    /// All modules that the root declares.
    pub(crate) names: BTreeSet<String>,
    /// From a module to another, and one of the files where that is.
    pub(crate) edges: BTreeMap<(String, String), String>,
    /// Every identifier in a module's code, and one of the files where it is.
    pub(crate) mentions: BTreeMap<(String, String), String>,
}

impl Modules {
    /// Reads the modules of a crate, from `lib.rs` on.
    pub(crate) fn read(sources: &BTreeMap<String, String>) -> Self {
        let mut modules = Self::default();
        let root = parse(sources, "lib.rs");
        modules.names = root.items.iter().filter_map(declared).collect();
        let mut reader = Reader {
            sources,
            modules: &mut modules,
            here: Vec::new(),
            file: "lib.rs".to_owned(),
        };
        reader.visit_file(&root);
        modules
    }
}

/// The texts of all Rust files below a folder, by their paths relative to it.
pub(crate) fn sources(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    collect(folder, "", &mut found);
    found
}

fn collect(folder: &Path, prefix: &str, found: &mut BTreeMap<String, String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.is_dir() {
            collect(&path, &format!("{prefix}{name}/"), found);
        } else if name.ends_with(".rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            found.insert(format!("{prefix}{name}"), text);
        }
    }
}

fn parse(sources: &BTreeMap<String, String>, file: &str) -> syn::File {
    let text = sources.get(file).unwrap_or_else(|| panic!("no {file}"));
    syn::parse_file(text).unwrap_or_else(|error| panic!("{file}: {error}"))
}

fn declared(item: &Item) -> Option<String> {
    match item {
        Item::Mod(module) if !for_tests(&module.attrs) => Some(module.ident.to_string()),
        _ => None,
    }
}

fn for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let condition = attribute.meta.require_list();
        attribute.path().is_ident("cfg")
            && condition.is_ok_and(|condition| condition.tokens.to_string() == "test")
    })
}

struct Reader<'s> {
    sources: &'s BTreeMap<String, String>,
    modules: &'s mut Modules,
    /// The path of the module, from the root.
    here: Vec<String>,
    file: String,
}

impl Reader<'_> {
    /// Notes what a path leads to.
    fn path(&mut self, segments: &[String]) {
        let Some(first) = segments.first() else {
            return;
        };
        let mut within = match first.as_str() {
            "crate" => Vec::new(),
            "super" => self.here.clone(),
            _ => return,
        };
        let mut rest = segments.iter().peekable();
        while let Some(up) = rest.next_if(|up| matches!(up.as_str(), "crate" | "super" | "self")) {
            if up == "super" {
                within.pop();
            }
        }
        let (Some(from), true) = (self.here.first(), within.is_empty()) else {
            return;
        };
        let to = rest.next().filter(|to| self.modules.names.contains(*to));
        let to = to.map_or(ROOT, String::as_str);
        if from != to {
            let edge = (from.clone(), to.to_owned());
            self.modules.edges.entry(edge).or_insert(self.file.clone());
        }
    }

    fn mention(&mut self, word: &str) {
        if let Some(from) = self.here.first() {
            let mention = (from.clone(), word.to_owned());
            let file = || self.file.clone();
            self.modules.mentions.entry(mention).or_insert_with(file);
        }
    }

    fn tree(&mut self, tree: &UseTree, before: &[String]) {
        let joined = |name: String| [before, &[name]].concat();
        match tree {
            UseTree::Path(path) => {
                self.mention(&path.ident.to_string());
                self.tree(&path.tree, &joined(path.ident.to_string()));
            }
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.tree(tree, before);
                }
            }
            UseTree::Name(name) => {
                self.mention(&name.ident.to_string());
                self.path(&joined(name.ident.to_string()));
            }
            UseTree::Rename(name) => {
                self.mention(&name.ident.to_string());
                self.path(&joined(name.ident.to_string()));
            }
            UseTree::Glob(_) => self.path(before),
        }
    }
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_item_mod(&mut self, module: &'ast ItemMod) {
        if for_tests(&module.attrs) {
            return;
        }
        self.here.push(module.ident.to_string());
        if module.content.is_some() {
            visit::visit_item_mod(self, module);
        } else {
            let path = self.here.join("/");
            let flat = format!("{path}.rs");
            let known = self.sources.contains_key(&flat);
            let file = if known {
                flat
            } else {
                format!("{path}/mod.rs")
            };
            let text = parse(self.sources, &file);
            let outer = std::mem::replace(&mut self.file, file);
            self.visit_file(&text);
            self.file = outer;
        }
        self.here.pop();
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        if !for_tests(&item.attrs) {
            self.tree(&item.tree, &[]);
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments = path.segments.iter();
        let segments: Vec<String> = segments.map(|part| part.ident.to_string()).collect();
        self.path(&segments);
        visit::visit_path(self, path);
    }

    // `pub(crate)` and `pub(super)` say who may look in, and do not look out.
    fn visit_visibility(&mut self, _: &'ast Visibility) {}

    fn visit_ident(&mut self, ident: &'ast syn::Ident) {
        self.mention(&ident.to_string());
    }

    fn visit_macro(&mut self, called: &'ast Macro) {
        visit::visit_macro(self, called);
        let name = called.path.segments.last();
        if name.is_some_and(|name| QUOTING.iter().any(|quoting| name.ident == quoting)) {
            return;
        }
        // Most macros take expressions, which may hold other macros.
        if let Ok(values) = called.parse_body_with(Values::parse_terminated) {
            for value in &values {
                self.visit_expr(value);
            }
            return;
        }
        let text = called.tokens.to_string().replace(' ', "");
        for (at, _) in text.match_indices("crate::") {
            let after = &text[at + "crate::".len()..];
            let to: Vec<&str> = words(after).take(1).collect();
            self.path(&["crate".to_owned(), to.concat()]);
        }
        for word in words(&called.tokens.to_string()) {
            self.mention(word);
        }
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '_');
    words.filter(|word| !word.is_empty())
}
