//! The typed document, with every `$ref` known to lead somewhere.
//!
//! References are checked on the tree, where each has its place, before the tree becomes the
//! `openapiv3` model; after that a look-up cannot fail.

use std::collections::{HashMap, HashSet};

use openapiv3::{
    Header, OpenAPI, Parameter, PathItem, ReferenceOr, RequestBody, Response, Schema,
    SecurityScheme,
};
use serde::Deserialize;
use serde_json::Value;

use crate::bundle::most_similar;
use crate::diagnostic::{Code, Diagnostic, Report, Severity};
use crate::grammar::Kind;
pub(crate) use crate::normalize::{ENCODING, MUTUAL_TLS, PROPERTY_NAMES};
use crate::normalize::{Normalized, Reference};
use crate::pointer::Pointer;

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
    let Normalized {
        mut tree,
        references,
    } = normalized;
    check(&tree, &references, report);
    // Of what is known to be wrong, the model would only say again that it is, without a place.
    if report.has_errors() {
        return None;
    }
    shorten(&mut tree, &references);
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
    let ends = Ends::of(references);
    for reference in references {
        if let Some(diagnostic) = judge(tree, reference, &ends) {
            report.push(diagnostic);
        }
    }
}

/// Where references end that may themselves be the target of references.
struct Ends {
    /// The end of each place that is a reference; none where it leads in a circle.
    ends: HashMap<Pointer, Option<Pointer>>,
    /// One place of each circle: the first that is met.
    circles: HashSet<Pointer>,
}

impl Ends {
    fn of(references: &[Reference]) -> Self {
        let leads_on: HashMap<&Pointer, Pointer> = references
            .iter()
            .filter_map(|reference| Some((&reference.pointer, local(&reference.target)?)))
            .collect();
        let mut ends = HashMap::new();
        let mut circles = HashSet::new();
        for Reference { pointer: start, .. } in references {
            let mut passed = Vec::new();
            let mut seen = HashSet::new();
            let mut at = start;
            let end = loop {
                if let Some(known) = ends.get(at) {
                    break Clone::clone(known);
                }
                let Some(next) = leads_on.get(at) else {
                    break Some(at.clone());
                };
                if !seen.insert(at) {
                    circles.insert(at.clone());
                    break None;
                }
                passed.push(at);
                at = next;
            };
            for at in passed {
                ends.insert(at.clone(), end.clone());
            }
        }
        Self { ends, circles }
    }
}

/// The place that a reference within the document names.
fn local(target: &str) -> Option<Pointer> {
    target.strip_prefix('#').and_then(Pointer::parse)
}

/// Lets each reference lead to its end at once, however many lie between.
fn shorten(tree: &mut Value, references: &[Reference]) {
    let ends = Ends::of(references);
    for reference in references {
        let end = local(&reference.target).and_then(|target| ends.ends.get(&target)?.as_ref());
        let holder = tree.pointer_mut(reference.pointer.as_str());
        if let (Some(end), Some(Value::Object(holder))) = (end, holder) {
            holder.insert(
                "$ref".to_owned(),
                Value::String(format!("#{}", end.as_str())),
            );
        }
    }
}

fn judge(tree: &Value, reference: &Reference, ends: &Ends) -> Option<Diagnostic> {
    let at = |code, message: String| Diagnostic::new(code, reference.pointer.join("$ref"), message);
    let target = &reference.target;
    // What leads out of the document has been reported when the files were joined.
    let pointer = target.strip_prefix('#')?;
    let pointer = Pointer::parse(pointer).unwrap_or_else(|| Pointer::root().join(pointer));
    let Some(found) = tree.pointer(pointer.as_str()) else {
        let mut diagnostic = at(
            Code::UnresolvedReference,
            format!("`{target}` does not exist"),
        );
        if let Some(similar) = most_similar(tree, &pointer) {
            diagnostic = diagnostic.help(format!("did you mean `{similar}`?"));
        }
        return Some(diagnostic);
    };
    let section = reference.kind.section().unwrap_or_default();
    let is_component = pointer.component_in(section).is_some();
    // What is only another reference has been followed already, as far as it led.
    if !is_component && found.get("$ref").is_some() {
        return None;
    }
    if !is_component {
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
    ends.circles.contains(&reference.pointer).then(|| {
        let message = format!("`{target}` leads in a circle of references");
        at(Code::ReferenceLoop, message)
            .help("let one of the components in the circle be a schema of its own")
    })
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
        /// The header, wherever it is written.
        header headers Header;
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
