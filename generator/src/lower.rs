//! The resolved document to the intermediate representation.
//!
//! Every component schema becomes a named type; objects and enumerations inside other schemas
//! become named types with a derived name. Names are still the document's own: Rust names are
//! chosen by `passes`.

mod all_of;
mod array;
mod component;
mod docs;
mod encoding;
mod enumeration;
mod media_type;
mod multipart;
mod object;
mod operation;
mod parameter;
mod request_body;
mod response;
mod scalar;
mod schema;
mod security;
mod server;
mod union;
mod view;
mod webhook;

use std::collections::{HashMap, HashSet};

use openapiv3::ReferenceOr;

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Report};
use crate::ir::{Api, Info, Schema, TypeDef, TypeId};
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
        webhooks,
        security,
    }
}

/// The component that a reference leads to; `None` where the thing stands here itself.
fn place_of<T>(item: &ReferenceOr<T>) -> Option<Pointer> {
    match item {
        ReferenceOr::Reference { reference } => Pointer::parse(reference.strip_prefix('#')?),
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
}

/// A schema inside another one that has been met.
enum Inline {
    /// It is being lowered; the type is reserved where it has met itself.
    Open(Option<TypeId>),
    /// It has been lowered.
    Done(Schema),
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

    /// Takes back every type from a place on, and what is known of the schemas that became one.
    fn forget_from(&mut self, len: usize) {
        self.types.truncate(len);
        self.inline.retain(|_, inline| match inline {
            Inline::Open(_) => true,
            Inline::Done(schema) => !schema.names_type_from(len),
        });
    }
}
