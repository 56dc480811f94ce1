//! The typed document, with every `$ref` known to lead somewhere.
//!
//! References are checked on the tree, where each has its place, before the tree becomes the
//! `openapiv3` model; after that a look-up cannot fail.

use std::collections::{HashMap, HashSet};

use openapiv3::{
    OpenAPI, Parameter, PathItem, ReferenceOr, RequestBody, Response, Schema, SecurityScheme,
};
use serde::Deserialize;
use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, Report, Severity};
use crate::normalize::{Kind, Normalized, Reference};
use crate::pointer::Pointer;
use crate::spelling;

/// An OpenAPI document whose references all lead to what they should.
#[derive(Debug)]
pub(crate) struct Resolved {
    /// The document.
    pub(crate) api: OpenAPI,
    /// What `x-webhooks` (or `webhooks` of 3.1) declares.
    pub(crate) webhooks: Vec<(String, PathItem)>,
}

/// A schema together with the name and the place of its definition.
#[derive(Clone, Debug)]
pub(crate) struct Target<'d> {
    /// The component's name, where the schema was reached by reference.
    pub(crate) component: Option<&'d str>,
    /// The schema.
    pub(crate) schema: &'d Schema,
}

/// Checks all references and builds the typed document; `None` where one leads nowhere.
pub(crate) fn resolve(normalized: Normalized, report: &mut Report) -> Option<Resolved> {
    let Normalized { tree, references } = normalized;
    check(&tree, &references, report);
    // Of what is known to be wrong, the model would only say again that it is, without a place.
    if report.has_errors() {
        return None;
    }
    let mut api = match OpenAPI::deserialize(tree) {
        Ok(api) => api,
        Err(error) => {
            let message = format!("the document does not fit the OpenAPI model: {error}");
            report.push(Diagnostic::new(Code::WrongType, Pointer::root(), message));
            return None;
        }
    };
    let webhooks = match api.extensions.shift_remove("x-webhooks") {
        None => Vec::new(),
        Some(webhooks) => match HashMap::<String, ReferenceOr<PathItem>>::deserialize(&webhooks) {
            Ok(mut items) => webhooks
                .as_object()
                .into_iter()
                .flat_map(serde_json::Map::keys)
                .filter_map(|name| Some((name.clone(), items.remove(name)?.into_item()?)))
                .collect(),
            Err(error) => {
                let pointer = Pointer::root().join("x-webhooks");
                let message = format!("the webhooks are no map of path items: {error}");
                report.push(
                    Diagnostic::new(Code::IgnoredField, pointer, message)
                        .help("they were left out"),
                );
                Vec::new()
            }
        },
    };
    Some(Resolved { api, webhooks })
}

/// Every reference must lead to a component of its kind, and end at something that is none.
fn check(tree: &Value, references: &[Reference], report: &mut Report) {
    let leads_on: HashMap<&str, &Reference> = references
        .iter()
        .map(|reference| (reference.pointer.as_str(), reference))
        .collect();
    for reference in references {
        if let Some(diagnostic) = judge(tree, reference, &leads_on) {
            report.push(diagnostic);
        }
    }
}

fn judge(
    tree: &Value,
    reference: &Reference,
    leads_on: &HashMap<&str, &Reference>,
) -> Option<Diagnostic> {
    let at = |code, message: String| Diagnostic::new(code, reference.pointer.join("$ref"), message);
    let target = &reference.target;
    let Some(pointer) = target.strip_prefix('#').and_then(Pointer::parse) else {
        return Some(
            at(
                Code::ExternalReference,
                format!("`{target}` leads out of this document"),
            )
            .help("only references within the document are read; join the files first"),
        );
    };
    if tree.pointer(pointer.as_str()).is_none() {
        let mut diagnostic = at(
            Code::UnresolvedReference,
            format!("`{target}` does not exist"),
        );
        if let Some(similar) = most_similar(tree, &pointer) {
            diagnostic = diagnostic.help(format!("did you mean `{similar}`?"));
        }
        return Some(diagnostic);
    }
    let section = reference.kind.section().unwrap_or_default();
    let tokens: Vec<String> = pointer.tokens().collect();
    if tokens.len() != 3 || tokens[0] != "components" || tokens[1] != section {
        let message = format!(
            "`{target}` is no component of `#/components/{section}`, where {} belongs",
            reference.kind.name()
        );
        let mut diagnostic = at(Code::ReferenceKind, message).help(format!(
            "move the target to `#/components/{section}` and name it there"
        ));
        if reference.kind == Kind::Header {
            // No code comes from the headers of a response.
            diagnostic.severity = Severity::Warning;
        }
        return Some(diagnostic);
    }
    let mut passed = HashSet::new();
    let mut place = pointer;
    while let Some(next) = leads_on.get(place.as_str()) {
        if !passed.insert(place) {
            let message = format!("`{target}` leads in a circle of references");
            return Some(
                at(Code::ReferenceLoop, message)
                    .help("let one of the components in the circle be a schema of its own"),
            );
        }
        place = next.target.strip_prefix('#').and_then(Pointer::parse)?;
    }
    None
}

/// The sibling of a missing target whose name differs least.
fn most_similar(tree: &Value, missing: &Pointer) -> Option<Pointer> {
    let parent = missing.parent()?;
    let wanted = missing.last()?;
    let siblings = tree.pointer(parent.as_str())?.as_object()?;
    spelling::nearest(siblings.keys().map(String::as_str), &wanted).map(|name| parent.join(name))
}

/// The component's name in a reference that has been checked.
fn component(reference: &str) -> String {
    Pointer::parse(reference)
        .and_then(|pointer| pointer.last())
        .unwrap_or_default()
}

macro_rules! look_up {
    ($(#[doc = $doc:literal] $method:ident $section:ident $type:ident;)+) => {
        $(
            #[doc = $doc]
            pub(crate) fn $method<'d>(&'d self, item: &'d ReferenceOr<$type>) -> Option<&'d $type> {
                let mut item = item;
                loop {
                    match item {
                        ReferenceOr::Item(item) => return Some(item),
                        ReferenceOr::Reference { reference } => {
                            let components = self.api.components.as_ref()?;
                            item = components.$section.get(&component(reference))?;
                        }
                    }
                }
            }
        )+
    };
}

impl Resolved {
    look_up! {
        /// The parameter, wherever it is written.
        parameter parameters Parameter;
        /// The request body, wherever it is written.
        request_body request_bodies RequestBody;
        /// The response, wherever it is written.
        response responses Response;
        /// The security scheme, wherever it is written.
        security_scheme security_schemes SecurityScheme;
    }

    /// The schema, wherever it is written, with the name of the component that it is.
    ///
    /// A component that is itself only a reference counts as the one that it leads to.
    pub(crate) fn schema<'d, S: AsSchema>(&'d self, item: &'d ReferenceOr<S>) -> Target<'d> {
        match item {
            ReferenceOr::Item(schema) => Target {
                component: None,
                schema: schema.as_schema(),
            },
            ReferenceOr::Reference { reference } => self.component_schema(&component(reference)),
        }
    }

    fn component_schema(&self, name: &str) -> Target<'_> {
        static ANY: std::sync::LazyLock<Schema> = std::sync::LazyLock::new(|| Schema {
            schema_data: openapiv3::SchemaData::default(),
            schema_kind: openapiv3::SchemaKind::Any(openapiv3::AnySchema::default()),
        });
        let schemas = self
            .api
            .components
            .as_ref()
            .map(|components| &components.schemas);
        match schemas.and_then(|schemas| schemas.get_key_value(name)) {
            Some((name, ReferenceOr::Item(schema))) => Target {
                component: Some(name),
                schema,
            },
            Some((_, ReferenceOr::Reference { reference })) => {
                self.component_schema(&component(reference))
            }
            None => Target {
                component: None,
                schema: &ANY,
            },
        }
    }
}

/// A schema, boxed or not.
pub(crate) trait AsSchema {
    /// The schema itself.
    fn as_schema(&self) -> &Schema;
}

impl AsSchema for Schema {
    fn as_schema(&self) -> &Schema {
        self
    }
}

impl AsSchema for Box<Schema> {
    fn as_schema(&self) -> &Schema {
        self
    }
}
