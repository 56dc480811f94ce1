//! The document as a list of its objects, each with its kind, its place and what holds it.

use serde_json::{Map, Value};

use crate::grammar::{Field, Form, Kind, Since, Version};
use crate::pointer::Pointer;

/// How many references in a row are followed.
const HOPS: usize = 32;

/// A document, walked once.
#[derive(Debug)]
pub(super) struct Document<'d> {
    pub(super) tree: &'d Value,
    pub(super) version: Version,
    nodes: Vec<Node<'d>>,
}

/// One object of the document, or a boolean in the place of a schema.
#[derive(Debug)]
pub(super) struct Node<'d> {
    pub(super) kind: Kind,
    pub(super) value: &'d Value,
    parent: Option<usize>,
    /// The field of the parent that holds it.
    field: Option<&'static str>,
    key: Key<'d>,
}

/// What leads from a field to an object in it.
#[derive(Clone, Copy, Debug)]
enum Key<'d> {
    None,
    Name(&'d str),
    Index(usize),
}

/// An object of the document and where to find it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Site<'a, 'd> {
    document: &'a Document<'d>,
    id: usize,
}

impl<'d> Document<'d> {
    /// Walks a tree.
    pub(super) fn new(tree: &'d Value) -> Self {
        let mut document = Self {
            tree,
            version: Version::of(tree),
            nodes: Vec::new(),
        };
        document.walk(tree, Kind::Document, None, None, Key::None);
        document
    }

    fn walk(
        &mut self,
        value: &'d Value,
        kind: Kind,
        parent: Option<usize>,
        field: Option<&'static str>,
        key: Key<'d>,
    ) {
        let is_schema = kind == Kind::Schema && value.is_boolean();
        if !value.is_object() && !is_schema {
            return;
        }
        let id = self.nodes.len();
        self.nodes.push(Node {
            kind,
            value,
            parent,
            field,
            key,
        });
        let Value::Object(object) = value else { return };
        let is_reference = object.get("$ref").is_some_and(Value::is_string);
        let siblings_count =
            kind == Kind::PathItem || (kind == Kind::Schema && self.version == Version::V3_1);
        if is_reference && !siblings_count {
            return;
        }
        self.members(object, kind, id, None);
        // The fields that are there are fewer than those that may be.
        for (name, value) in object {
            let Some(field) = known_fields(kind).find(|field| field.name == name) else {
                continue;
            };
            let name = Some(field.name);
            match (field.form, value) {
                (Form::One(kind) | Form::OneOrBool(kind), Value::Object(map))
                    if kind.members().is_some() =>
                {
                    self.members(map, kind, id, name);
                }
                (Form::One(kind) | Form::OneOrBool(kind), _) => {
                    self.walk(value, kind, Some(id), name, Key::None);
                }
                (Form::List(kind), Value::Array(list)) => {
                    for (index, value) in list.iter().enumerate() {
                        self.walk(value, kind, Some(id), name, Key::Index(index));
                    }
                }
                (Form::Map(kind), Value::Object(map)) => {
                    for (key, value) in map {
                        self.walk(value, kind, Some(id), name, Key::Name(key));
                    }
                }
                (
                    Form::Text
                    | Form::TextList
                    | Form::TextMap
                    | Form::Bool
                    | Form::Number
                    | Form::Count
                    | Form::Values
                    | Form::Any
                    | Form::List(_)
                    | Form::Map(_),
                    _,
                ) => {}
            }
        }
    }

    /// Walks what an object holds whose keys the document chooses.
    ///
    /// Such an object in a field of its own is not on the list: the field of its parent says all.
    fn members(
        &mut self,
        object: &'d Map<String, Value>,
        kind: Kind,
        parent: usize,
        field: Option<&'static str>,
    ) {
        for (name, value) in object {
            if let Some(kind) = kind.member(name) {
                self.walk(value, kind, Some(parent), field, Key::Name(name));
            }
        }
    }

    /// All objects, each before what it holds.
    pub(super) fn all<'a>(&'a self) -> impl Iterator<Item = Site<'a, 'd>> {
        (0..self.nodes.len()).map(|id| Site { document: self, id })
    }

    /// All objects of a kind.
    pub(super) fn of_kind<'a>(&'a self, kind: Kind) -> impl Iterator<Item = Site<'a, 'd>> {
        self.all().filter(move |site| site.node().kind == kind)
    }

    /// All schemas that are objects and no references, with their keywords.
    pub(super) fn schemas<'a>(
        &'a self,
    ) -> impl Iterator<Item = (Site<'a, 'd>, &'d Map<String, Value>)> {
        self.of_kind(Kind::Schema).filter_map(|site| {
            let keywords = site.node().value.as_object()?;
            (reference(site.node().value).is_none() || self.version == Version::V3_1)
                .then_some((site, keywords))
        })
    }

    /// The operations of the document, those of webhooks and callbacks too, with their methods.
    pub(super) fn operations<'a>(&'a self) -> impl Iterator<Item = (Site<'a, 'd>, &'static str)> {
        self.of_kind(Kind::Operation)
            .filter_map(|site| Some((site, site.node().field?)))
    }

    /// A section of `components`.
    pub(super) fn components(&self, section: &str) -> Option<&'d Map<String, Value>> {
        self.tree.get("components")?.get(section)?.as_object()
    }

    /// What a reference leads to, as far as it leads within this document.
    pub(super) fn target(&self, reference: &str) -> Option<&'d Value> {
        self.tree.pointer(pointer_of(reference)?.as_str())
    }

    /// The value behind all references in a row; the last of them where one leads nowhere.
    pub(super) fn follow<'v>(&self, value: &'v Value) -> &'v Value
    where
        'd: 'v,
    {
        let mut value = value;
        for _ in 0..HOPS {
            match reference(value).and_then(|target| self.target(target)) {
                Some(target) => value = target,
                None => break,
            }
        }
        value
    }
}

/// The fields of an object in the versions that documents are held to.
pub(super) fn known_fields(kind: Kind) -> impl Iterator<Item = &'static Field> {
    let fields = kind.fields().iter();
    fields.filter(|field| field.since != Since::Drafts)
}

/// What `$ref` says.
pub(super) fn reference(value: &Value) -> Option<&str> {
    value.get("$ref")?.as_str()
}

/// The pointer that a reference within the document stands for.
pub(super) fn pointer_of(reference: &str) -> Option<Pointer> {
    Pointer::from_fragment(reference.strip_prefix('#')?)
}

/// The name of the component schema that a reference leads to.
pub(super) fn schema_name(reference: &str) -> Option<String> {
    let pointer = pointer_of(reference)?;
    pointer.is_component_schema().then(|| pointer.last())?
}

impl<'a, 'd> Site<'a, 'd> {
    pub(super) fn node(self) -> &'a Node<'d> {
        &self.document.nodes[self.id]
    }

    /// The object itself.
    pub(super) fn value(self) -> &'d Value {
        self.node().value
    }

    /// A member of the object.
    pub(super) fn get(self, name: &str) -> Option<&'d Value> {
        self.node().value.get(name)
    }

    /// What holds the object.
    pub(super) fn parent(self) -> Option<Self> {
        let id = self.node().parent?;
        Some(Self { id, ..self })
    }

    /// The field of the parent in which the object stands.
    pub(super) fn field(self) -> Option<&'static str> {
        self.node().field
    }

    /// The key under which the object stands, where the document chooses keys.
    pub(super) fn name(self) -> Option<&'d str> {
        match self.node().key {
            Key::Name(name) => Some(name),
            Key::None | Key::Index(_) => None,
        }
    }

    /// Whether the object is a component itself.
    pub(super) fn is_component(self) -> bool {
        self.parent()
            .is_some_and(|parent| parent.node().kind == Kind::Components)
    }

    /// Where the object stands.
    pub(super) fn at(self) -> Pointer {
        let mut way = Vec::new();
        let mut site = Some(self);
        while let Some(here) = site {
            way.push(here.node());
            site = here.parent();
        }
        let mut pointer = Pointer::root();
        for node in way.into_iter().rev() {
            if let Some(field) = node.field {
                pointer.push(field);
            }
            match node.key {
                Key::None => {}
                Key::Name(name) => pointer.push(name),
                Key::Index(index) => pointer.push(index),
            }
        }
        pointer
    }
}
