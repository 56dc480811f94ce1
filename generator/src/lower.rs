//! The resolved document to the intermediate representation.
//!
//! Every component schema becomes a named type; objects and enumerations inside other schemas
//! become named types with a derived name. Names are still the document's own: Rust names are
//! chosen by `passes`.

mod all_of;
mod alternative;
mod array;
mod callback;
mod choice;
mod component;
mod discriminator;
mod docs;
mod encoding;
mod enumeration;
mod form;
mod header;
mod multipart;
mod object;
mod operation;
mod parameter;
mod pattern;
mod property_names;
mod repeatable;
mod request_body;
mod response;
mod scalar;
mod schema;
mod security;
mod server;
mod status;
mod told_apart;
mod union;
mod view;
mod webhook;

use std::collections::{BTreeMap, HashMap, HashSet};

use openapiv3::ReferenceOr;

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Report};
use crate::ir::{Api, Info, PatternReading, Schema, TypeDef, TypeId};
use crate::pointer::Pointer;
use crate::resolve::Resolved;

/// Lowers a document; what is not supported is reported and left out.
pub(crate) fn lower(document: &Resolved, config: &Config, report: &mut Report) -> Api {
    let mut lowering = Lowering {
        document,
        config,
        report,
        said: HashSet::new(),
        components: HashMap::new(),
        types: Vec::new(),
        inline: HashMap::new(),
        answers: choice::Shared::default(),
        facts: HashMap::new(),
        children: discriminator::children(document),
        patterns: BTreeMap::new(),
    };
    component::lower_all(&mut lowering);
    let security = security::lower_schemes(&mut lowering);
    let operations = operation::lower_all(&mut lowering);
    let webhooks = webhook::lower_all(&mut lowering);
    let info = &document.api.info;
    Api {
        info: Info {
            title: info.title.clone(),
            version: info.version.clone(),
            description: info.description.clone(),
        },
        servers: server::lower_all(&document.api.servers),
        types: lowering.types.into_iter().flatten().collect(),
        operations,
        choices: lowering.answers.choices,
        headers: lowering.answers.headers,
        webhooks,
        features: Vec::new(),
        security,
        usual_schemes: Vec::new(),
        patterns: lowering.patterns,
    }
}

/// The component that a reference leads to; `None` where the thing stands here itself.
fn place_of<T>(item: &ReferenceOr<T>) -> Option<Pointer> {
    match item {
        ReferenceOr::Reference { reference } => {
            let pointer = Pointer::parse(reference.strip_prefix('#')?)?;
            let is_component = pointer.tokens().next().as_deref() == Some("components");
            is_component.then_some(pointer)
        }
        ReferenceOr::Item(_) => None,
    }
}

/// The state of lowering.
struct Lowering<'d, 'r> {
    document: &'d Resolved,
    config: &'d Config,
    report: &'r mut Report,
    /// What has been reported.
    said: HashSet<(Code, Pointer, String)>,
    /// The type of each component schema, by the component's name.
    components: HashMap<&'d str, TypeId>,
    /// All types; a component's place is reserved before its schema is lowered.
    types: Vec<Option<TypeDef>>,
    /// What each schema inside another one became, by its place: `allOf` brings the same one into
    /// several types.
    inline: HashMap<Pointer, Inline>,
    /// What the answers of several operations share.
    answers: choice::Shared,
    /// What is known of the values of components, for telling the members of unions apart.
    facts: HashMap<(String, u8), union::Known>,
    /// The components that inherit from one with a discriminator, by its name.
    children: HashMap<&'d str, Vec<&'d str>>,
    /// How each pattern that can be checked is read.
    patterns: BTreeMap<String, PatternReading>,
}

/// A schema inside another one that has been met.
enum Inline {
    /// It is being lowered; the type is reserved where it has met itself.
    Open(Option<TypeId>),
    /// It has been lowered.
    Done(Box<Schema>),
}

impl Lowering<'_, '_> {
    /// Reports a finding, once: several operations look at what they share.
    fn find(&mut self, code: Code, at: &Pointer, message: impl Into<String>, help: &str) {
        let diagnostic = Diagnostic::new(code, at.clone(), message);
        let said = (code, at.clone(), diagnostic.message.clone());
        if !self.said.insert(said) {
            return;
        }
        self.report.push(if help.is_empty() {
            diagnostic
        } else {
            diagnostic.help(help)
        });
    }

    /// Adds a type that has no component of its own, at the place that is reserved for it.
    fn add(&mut self, def: TypeDef) -> TypeId {
        let id = match self.inline.get(&def.pointer) {
            Some(Inline::Open(Some(id))) => *id,
            _ => self.reserve(),
        };
        self.types[id.index()] = Some(def);
        id
    }

    /// A place for a type that comes later.
    fn reserve(&mut self) -> TypeId {
        self.types.push(None);
        TypeId::new(self.types.len() - 1)
    }
}
