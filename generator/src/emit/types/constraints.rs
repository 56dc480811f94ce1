//! The call that implements `Validate`.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use crate::emit::context::{Context, rust};
use crate::format::{MacroCall, Piece};
use crate::ir::{Bound, Name, Object, Schema, Type, TypeDef, TypeKind};

/// `constraints!(Name { … });` for a type that has limits on or below it.
pub(super) fn piece(context: &Context<'_>, def: &TypeDef, object: &Object) -> Option<Piece> {
    if !def.limited {
        return None;
    }
    let fields = object
        .fields
        .iter()
        .map(|field| (&field.name, &field.schema));
    let entries = entries(context, fields);
    let name = rust(&def.name);
    Some(call(&name, entries))
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
        let rules = rules(context, schema);
        if !rules.is_empty() {
            entries.push(quote!(#name #wire [#(#rules),*]));
        }
        if let Type::Array(inner) | Type::Map(inner) = context.behind(&schema.ty) {
            let rules = self::rules(context, inner);
            if !rules.is_empty() {
                entries.push(quote!(#name #wire each [#(#rules),*]));
            }
        }
        if holds_limited(context, &schema.ty) {
            entries.push(quote!(#name #wire nested));
        }
    }
    entries
}

/// Whether an object with limits lies in a value.
pub(in crate::emit) fn holds_limited(context: &Context<'_>, ty: &Type) -> bool {
    match context.behind(ty) {
        Type::Named(id) | Type::Boxed(id) => {
            let def = context.api.get(*id);
            def.limited && matches!(def.kind, TypeKind::Object(_))
        }
        Type::Array(inner) | Type::Map(inner) => holds_limited(context, &inner.ty),
        Type::Bool | Type::Scalar(_) | Type::Any => false,
    }
}

/// The rules for the value itself.
fn rules(context: &Context<'_>, schema: &Schema) -> Vec<TokenStream> {
    let mut limits = schema.constraints.clone();
    let mut ty = &schema.ty;
    // An alias brings its own limits along.
    while let Type::Named(id) = ty {
        let TypeKind::Alias(aliased) = &context.api.get(*id).kind else {
            break;
        };
        limits = limits.and(aliased.constraints.clone());
        ty = &aliased.ty;
    }
    let bound = |bound: Option<Bound>, inclusive, exclusive| {
        bound.map(|bound| {
            let rule = if bound.exclusive {
                exclusive
            } else {
                inclusive
            };
            number(rule, bound.value)
        })
    };
    [
        limits.min_length.map(|limit| count("MinLength", limit)),
        limits.max_length.map(|limit| count("MaxLength", limit)),
        bound(limits.minimum, "Minimum", "ExclusiveMinimum"),
        bound(limits.maximum, "Maximum", "ExclusiveMaximum"),
        limits.multiple_of.map(|step| number("MultipleOf", step)),
        limits.min_items.map(|limit| count("MinItems", limit)),
        limits.max_items.map(|limit| count("MaxItems", limit)),
        limits.unique_items.then(|| quote!(UniqueItems)),
        limits
            .min_properties
            .map(|limit| count("MinProperties", limit)),
        limits
            .max_properties
            .map(|limit| count("MaxProperties", limit)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn count(rule: &str, limit: usize) -> TokenStream {
    let rule = crate::emit::context::ident(rule);
    let limit = Literal::usize_unsuffixed(limit);
    quote!(#rule(#limit))
}

fn number(rule: &str, limit: f64) -> TokenStream {
    let rule = crate::emit::context::ident(rule);
    let sign = limit.is_sign_negative().then(|| quote!(-));
    let limit = Literal::f64_unsuffixed(limit.abs());
    quote!(#rule(#sign #limit))
}
