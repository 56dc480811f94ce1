//! What all emitters ask of the representation: Rust types, codecs, and what an alias stands for.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::config::Config;
use crate::format::Provenance;
use crate::ir::{Api, Name, Presence, ScalarType, Schema, Server, Type, TypeDef, TypeKind};

/// The representation together with the choices of the maintainer.
#[derive(Debug)]
pub(super) struct Context<'a> {
    pub(super) api: &'a Api,
    pub(super) config: &'a Config,
    pub(super) provenance: &'a Provenance,
    /// Whether types are named through their module, as they are outside of it.
    qualified: bool,
}

/// The identifier of a name, raw where it is a keyword.
pub(super) fn ident(name: &str) -> Ident {
    if KEYWORDS.contains(&name) {
        Ident::new_raw(name, Span::call_site())
    } else {
        Ident::new(name, Span::call_site())
    }
}

/// The keywords that a lower-case name may be (Rust Reference, "Keywords"); `self`, `super` and
/// `crate` never are one here, since they cannot be raw.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// The identifier of a [`Name`].
pub(super) fn rust(name: &Name) -> Ident {
    ident(&name.rust)
}

impl<'a> Context<'a> {
    pub(super) const fn new(api: &'a Api, config: &'a Config, provenance: &'a Provenance) -> Self {
        Self {
            api,
            config,
            provenance,
            qualified: false,
        }
    }

    /// The same for files outside of the module of types, where a type of the document must not
    /// be taken for one of the runtime.
    pub(super) const fn outside(&self) -> Self {
        Self {
            api: self.api,
            config: self.config,
            provenance: self.provenance,
            qualified: true,
        }
    }

    /// The condition for what belongs to a group that a dependent may leave out.
    pub(super) fn gate(&self, group: &str) -> Option<TokenStream> {
        let features = &self.api.features;
        let is_feature = features.iter().any(|feature| feature == group);
        is_feature.then(|| quote!(#[cfg(feature = #group)]))
    }

    /// The path of a named type.
    pub(super) fn path(&self, def: &TypeDef) -> TokenStream {
        let name = rust(&def.name);
        if self.qualified {
            quote!(types::#name)
        } else {
            quote!(#name)
        }
    }

    /// The servers that can be named without asking for anything: those that are absolute with
    /// the defaults of their variables.
    pub(super) fn environments(&self) -> impl Iterator<Item = &'a Server> {
        self.api
            .servers
            .iter()
            .filter(|server| is_absolute(&server.default_url()))
    }

    /// The type of a value that is there and not `null`.
    pub(super) fn value(&self, schema: &Schema) -> TokenStream {
        let plain = self.ty(&schema.ty);
        if schema.sensitivity.is_some() && self.can_be_hidden(&schema.ty) {
            quote!(Sensitive<#plain>)
        } else {
            plain
        }
    }

    /// The type of a value that is there, perhaps as `null`.
    pub(super) fn element(&self, schema: &Schema) -> TokenStream {
        let value = self.value(schema);
        if self.may_be_null(schema) {
            quote!(Option<#value>)
        } else {
            value
        }
    }

    /// The type of a member.
    pub(super) fn member(&self, schema: &Schema, presence: Presence) -> TokenStream {
        let value = self.value(schema);
        match presence {
            Presence::Required => self.element(schema),
            Presence::Optional => quote!(Option<#value>),
            Presence::OptionalNullable => quote!(Nullable<#value>),
        }
    }

    /// How a member may be missing; any value may be `null`, so that its absence is a third thing.
    pub(super) fn presence(&self, field: &crate::ir::Field) -> Presence {
        if !field.required && self.is_any(&field.schema.ty) {
            Presence::OptionalNullable
        } else {
            field.presence()
        }
    }

    /// Whether `null` needs a place of its own beside the value.
    fn may_be_null(&self, schema: &Schema) -> bool {
        schema.nullable && !self.is_any(&schema.ty)
    }

    /// The type of a value, hidden or not, behind other names of it.
    pub(super) fn bare(&self, ty: &Type) -> TokenStream {
        self.ty(self.behind(ty))
    }

    fn ty(&self, ty: &Type) -> TokenStream {
        match ty {
            Type::Named(id) => self.path(self.api.get(*id)),
            Type::Boxed(id) => {
                let path = self.path(self.api.get(*id));
                quote!(Box<#path>)
            }
            Type::Bool => quote!(bool),
            Type::Scalar(scalar) => self::scalar(*scalar),
            Type::Array(inner) => {
                let inner = self.element(inner);
                quote!(Vec<#inner>)
            }
            Type::Tuple(elements) => {
                let elements: Vec<_> = elements
                    .iter()
                    .map(|element| self.element(element))
                    .collect();
                tuple(&elements)
            }
            Type::Map(inner) => {
                let inner = self.element(inner);
                quote!(std::collections::BTreeMap<String, #inner>)
            }
            Type::Any => quote!(serde_json::Value),
        }
    }

    /// The type behind aliases.
    pub(super) fn behind<'t>(&'t self, ty: &'t Type) -> &'t Type {
        match ty {
            Type::Named(id) => match &self.api.get(*id).kind {
                TypeKind::Alias(schema) => self.behind(&schema.ty),
                TypeKind::Object(_)
                | TypeKind::Enum(_)
                | TypeKind::Union(_)
                | TypeKind::Newtype(_) => ty,
            },
            Type::Boxed(_)
            | Type::Bool
            | Type::Scalar(_)
            | Type::Array(_)
            | Type::Tuple(_)
            | Type::Map(_)
            | Type::Any => ty,
        }
    }

    /// The definition behind aliases, where there is one.
    pub(super) fn definition(&self, ty: &Type) -> Option<&TypeDef> {
        match self.behind(ty) {
            Type::Named(id) => Some(self.api.get(*id)),
            Type::Boxed(id) => match &self.api.get(*id).kind {
                TypeKind::Alias(schema) => self.definition(&schema.ty),
                TypeKind::Object(_)
                | TypeKind::Enum(_)
                | TypeKind::Union(_)
                | TypeKind::Newtype(_) => Some(self.api.get(*id)),
            },
            Type::Bool
            | Type::Scalar(_)
            | Type::Array(_)
            | Type::Tuple(_)
            | Type::Map(_)
            | Type::Any => None,
        }
    }

    pub(super) fn is_any(&self, ty: &Type) -> bool {
        matches!(self.behind(ty), Type::Any)
    }

    /// Whether a mark on a value of this type has something to hide: types with a name of their
    /// own hide what they hold themselves.
    fn can_be_hidden(&self, ty: &Type) -> bool {
        match self.definition(ty) {
            None => matches!(ty, Type::Bool | Type::Scalar(_) | Type::Any),
            Some(def) => match &def.kind {
                TypeKind::Newtype(newtype) => newtype.inner.sensitivity.is_none(),
                TypeKind::Enum(_) | TypeKind::Union(_) => true,
                TypeKind::Object(_) | TypeKind::Alias(_) => false,
            },
        }
    }

    /// The codec of a value that is not written in serde's own way.
    pub(super) fn codec(&self, schema: &Schema) -> Option<TokenStream> {
        let codec = match self.behind(&schema.ty) {
            Type::Scalar(scalar) => scalar_codec(*scalar),
            Type::Array(inner) => self.element_codec(inner).map(|inner| quote!(Vec<#inner>)),
            Type::Map(inner) => self.element_codec(inner).map(|inner| quote!(MapOf<#inner>)),
            Type::Tuple(elements) => {
                let codec = |inner| self.element_codec(inner).unwrap_or(quote!(Plain));
                Some(tuple(&elements.iter().map(codec).collect::<Vec<_>>()))
            }
            Type::Boxed(id) => match &self.api.get(*id).kind {
                TypeKind::Alias(schema) => self.codec(schema).map(|inner| quote!(Box<#inner>)),
                TypeKind::Object(_)
                | TypeKind::Enum(_)
                | TypeKind::Union(_)
                | TypeKind::Newtype(_) => None,
            },
            Type::Named(_) | Type::Bool | Type::Any => None,
        }?;
        if schema.sensitivity.is_some() && self.can_be_hidden(&schema.ty) {
            Some(quote!(Sensitive<#codec>))
        } else {
            Some(codec)
        }
    }

    /// The codec of a value that may be `null`.
    pub(super) fn element_codec(&self, schema: &Schema) -> Option<TokenStream> {
        let codec = self.codec(schema)?;
        Some(if self.may_be_null(schema) {
            quote!(Option<#codec>)
        } else {
            codec
        })
    }
}

/// Whether a URL can have the paths of operations appended.
fn is_absolute(url: &str) -> bool {
    let host = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"));
    host.is_some_and(|host| {
        !host.is_empty()
            && !host.starts_with(['/', ':'])
            && !host.contains(['{', '}', '?', '#', '@', ' '])
    })
}

/// The codec of a scalar that is not written in serde's own way.
pub(super) fn scalar_codec(scalar: ScalarType) -> Option<TokenStream> {
    match scalar {
        ScalarType::DateTime => Some(quote!(Rfc3339)),
        ScalarType::I128 => Some(quote!(Wide)),
        _ => scalar.is_integer().then(|| quote!(Int)),
    }
}

fn tuple(elements: &[TokenStream]) -> TokenStream {
    match elements {
        [only] => quote!((#only,)),
        _ => quote!((#(#elements),*)),
    }
}

/// The Rust type of a scalar.
pub(super) fn scalar(scalar: ScalarType) -> TokenStream {
    match scalar {
        ScalarType::String => quote!(String),
        ScalarType::DateTime => quote!(chrono::DateTime<chrono::FixedOffset>),
        ScalarType::Date => quote!(chrono::NaiveDate),
        ScalarType::Uuid => quote!(uuid::Uuid),
        ScalarType::Base64 => quote!(Base64),
        ScalarType::Ipv4 => quote!(std::net::Ipv4Addr),
        ScalarType::Ipv6 => quote!(std::net::Ipv6Addr),
        ScalarType::I32 => quote!(i32),
        ScalarType::I64 => quote!(i64),
        ScalarType::U32 => quote!(u32),
        ScalarType::U64 => quote!(u64),
        ScalarType::I128 => quote!(i128),
        ScalarType::F32 => quote!(f32),
        ScalarType::F64 => quote!(f64),
    }
}
