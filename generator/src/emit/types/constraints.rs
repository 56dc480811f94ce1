//! The implementation of `Validate`: a macro call where each member needs a line at most for
//! itself, for its elements and for what lies below, and written out where that is not enough.

mod rules;
mod written_out;

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::context::{Context, rust};
use crate::format::{MacroCall, Piece};
use crate::ir::{Field, Object, Type, TypeDef, TypeKind};

use rules::rules;
pub(super) use written_out::newtype;

/// The implementation for a type that has limits on or below it.
pub(super) fn piece(context: &Context<'_>, def: &TypeDef, object: &Object) -> Option<Piece> {
    if !def.limited {
        return None;
    }
    if written_out::is_needed(context, object) {
        return Some(written_out::object(context, def, object));
    }
    let entries = object.fields.iter().flat_map(|field| {
        let (name, wire) = (rust(&field.name), &field.name.wire);
        let lines = lines(context, field).into_iter();
        lines.map(move |line| match line {
            Line::Own(rules) => quote!(#name #wire [#(#rules),*]),
            Line::Each(rules) => quote!(#name #wire each [#(#rules),*]),
            Line::Nested => quote!(#name #wire nested),
        })
    });
    let entries = entries.collect();
    let name = rust(&def.name);
    Some(Piece::Call(MacroCall {
        name: "constraints",
        head: quote!(#name),
        entries,
    }))
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
fn lines(context: &Context<'_>, field: &Field) -> Vec<Line> {
    let mut lines = Vec::new();
    let own = rules(context, &field.schema);
    if !own.is_empty() {
        lines.push(Line::Own(own));
    }
    if let Type::Array(inner) | Type::Map(inner) = context.behind(&field.schema.ty) {
        let each = rules(context, inner);
        if !each.is_empty() {
            lines.push(Line::Each(each));
        }
    }
    if holds_limited(context, &field.schema.ty) {
        lines.push(Line::Nested);
    }
    lines
}

/// Whether something with limits of its own lies in a value, which then is `Validate`.
pub(in crate::emit) fn holds_limited(context: &Context<'_>, ty: &Type) -> bool {
    match context.behind(ty) {
        Type::Named(id) | Type::Boxed(id) => is_validated(context.api.get(*id)),
        Type::Array(inner) | Type::Map(inner) => holds_limited(context, &inner.ty),
        Type::Tuple(_) | Type::Bool | Type::Scalar(_) | Type::Any => false,
    }
}

/// Whether a type implements `Validate`.
fn is_validated(def: &TypeDef) -> bool {
    def.limited
        && match &def.kind {
            TypeKind::Object(_) => true,
            TypeKind::Newtype(newtype) => newtype.is_container(),
            TypeKind::Enum(_) | TypeKind::Alias(_) => false,
        }
}
