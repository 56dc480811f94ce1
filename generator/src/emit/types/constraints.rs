//! The implementation of `Validate`: a macro call where each member needs a line at most for
//! itself, for its elements and for what lies below, and written out where that is not enough.

mod rules;
mod written_out;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::emit::context::{Context, rust};
use crate::format::{MacroCall, Piece};
use crate::ir::{Name, Object, Schema, Type, TypeDef, TypeKind};

use rules::rules;
pub(in crate::emit) use rules::{limits, pattern};
pub(in crate::emit) use written_out::{checks_of_value, only_rules};
pub(super) use written_out::{newtype, union};

/// The implementation for a type that has limits on or below it.
pub(super) fn piece(context: &Context<'_>, def: &TypeDef, object: &Object) -> Option<Piece> {
    if !def.limited {
        return None;
    }
    if written_out::is_needed(context, object) {
        return Some(written_out::object(context, def, object));
    }
    let members = object.fields.iter();
    let members = members.map(|field| (&field.name, &field.schema));
    Some(call(&rust(&def.name), entries(context, members)))
}

/// The call for a type that is no type of the document, where its members have limits.
pub(in crate::emit) fn of_members<'a>(
    context: &Context<'_>,
    name: &Ident,
    members: impl Iterator<Item = (&'a Name, &'a Schema)>,
) -> Option<Piece> {
    let entries = entries(context, members);
    (!entries.is_empty()).then(|| call(name, entries))
}

fn call(name: &Ident, entries: Vec<TokenStream>) -> Piece {
    Piece::Call(MacroCall {
        name: "constraints",
        head: quote!(#name),
        entries,
    })
}

fn entries<'a>(
    context: &Context<'_>,
    members: impl Iterator<Item = (&'a Name, &'a Schema)>,
) -> Vec<TokenStream> {
    let mut entries = Vec::new();
    for (name, schema) in members {
        let wire = &name.wire;
        let name = rust(name);
        let lines = lines(context, schema).into_iter();
        entries.extend(lines.map(|line| match line {
            Line::Own(rules) => quote!(#name #wire [#(#rules),*]),
            Line::Each(rules) => quote!(#name #wire each [#(#rules),*]),
            Line::Nested => quote!(#name #wire nested),
        }));
    }
    entries
}

/// What is checked of one member.
enum Line {
    /// The value itself.
    Own(Vec<TokenStream>),
    /// Its elements.
    Each(Vec<TokenStream>),
    /// What lies below.
    Nested,
}

/// What is checked of a member that has no limits further down than on its elements.
fn lines(context: &Context<'_>, schema: &Schema) -> Vec<Line> {
    let mut lines = Vec::new();
    let own = rules(context, schema);
    if !own.is_empty() {
        lines.push(Line::Own(own));
    }
    if let Type::Array(inner) | Type::Map(inner) = context.behind(&schema.ty) {
        let each = rules(context, inner);
        if !each.is_empty() {
            lines.push(Line::Each(each));
        }
    }
    if holds_limited(context, &schema.ty) {
        lines.push(Line::Nested);
    }
    lines
}

/// Whether something with limits of its own lies in a value, which then is `Validate`.
fn holds_limited(context: &Context<'_>, ty: &Type) -> bool {
    match context.behind(ty) {
        Type::Named(id) | Type::Boxed(id) => checks_itself(context.api.get(*id)),
        Type::Array(inner) | Type::Map(inner) => holds_limited(context, &inner.ty),
        Type::Tuple(_) | Type::Bool | Type::Scalar(_) | Type::Any => false,
    }
}

/// Whether all that is checked of a value lies in types that check themselves.
pub(in crate::emit) fn holds_all(context: &Context<'_>, schema: &Schema) -> bool {
    let below = match context.behind(&schema.ty) {
        Type::Array(inner) | Type::Map(inner) => holds_all(context, inner),
        Type::Tuple(_) => false,
        Type::Named(_) | Type::Boxed(_) | Type::Bool | Type::Scalar(_) | Type::Any => true,
    };
    below && rules(context, schema).is_empty()
}

/// Whether a type implements `Validate`.
pub(in crate::emit) fn is_validated(def: &TypeDef) -> bool {
    def.limited && !matches!(def.kind, TypeKind::Enum(_) | TypeKind::Alias(_))
}

/// Whether whoever holds a value of a type leaves its limits to it. Those of a named scalar may be
/// narrower where it is used.
fn checks_itself(def: &TypeDef) -> bool {
    def.limited
        && match &def.kind {
            TypeKind::Object(_) | TypeKind::Union(_) => true,
            TypeKind::Newtype(newtype) => newtype.is_container(),
            TypeKind::Enum(_) | TypeKind::Alias(_) => false,
        }
}
