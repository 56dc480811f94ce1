//! Checks for which the lines of `constraints!` are not enough: on elements of elements, in
//! tuples, on undeclared members of one type, and on the number of members.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::named_text;
use super::super::object::EXTRA;
use super::rules::{self, rules};
use super::{Line, checks_itself, is_validated, lines};
use crate::emit::context::{Context, ident, rust};
use crate::format::Piece;
use crate::ir::{
    Additional, Field, Holds, Newtype, Object, Presence, Schema, Type, TypeDef, Union,
};

/// Whether an object needs its checks written out.
pub(super) fn is_needed(context: &Context<'_>, object: &Object) -> bool {
    let members = match &object.additional {
        Additional::Typed(schema) => !checks(context, schema).is_empty(),
        Additional::Keep | Additional::Skip => false,
    };
    members
        || !object.property_names.is_empty()
        || count_rules(object).next().is_some()
        || object
            .fields
            .iter()
            .any(|field| is_deep(context, &field.schema, 0))
}

fn count_rules(object: &Object) -> impl Iterator<Item = TokenStream> {
    rules::members(object.min_properties, object.max_properties)
}

/// Whether there are rules on elements of elements, or in tuples.
fn is_deep(context: &Context<'_>, schema: &Schema, level: usize) -> bool {
    match context.behind(&schema.ty) {
        Type::Array(inner) | Type::Map(inner) => {
            level > 0 && !rules(context, inner).is_empty() || is_deep(context, inner, level + 1)
        }
        Type::Tuple(elements) => elements
            .iter()
            .any(|element| !checks(context, element).is_empty()),
        Type::Named(_) | Type::Boxed(_) | Type::Bool | Type::Scalar(_) | Type::Any => false,
    }
}

/// The implementation for an object.
pub(super) fn object(context: &Context<'_>, def: &TypeDef, object: &Object) -> Piece {
    let extra = ident(EXTRA);
    let members = object
        .fields
        .iter()
        .filter_map(|field| member(context, field));
    let others = match &object.additional {
        Additional::Typed(schema) => each(context, schema, &quote!(&self.#extra)),
        Additional::Keep | Additional::Skip => None,
    };
    let rules: Vec<_> = count_rules(object).collect();
    let counted = (!rules.is_empty()).then(|| {
        let count = count(context, object);
        quote!(validator.counts(#count, rules![#(#rules),*]);)
    });
    let names: Vec<_> = rules::names(context, &object.property_names).collect();
    let named =
        (!names.is_empty()).then(|| quote!(validator.keeps(&self.#extra, rules![#(#names),*]);));
    implementation(def, &quote!(#(#members)* #others #named #counted))
}

/// The implementation for a named scalar, array or map.
pub(in crate::emit::types) fn newtype(
    context: &Context<'_>,
    def: &TypeDef,
    newtype: &Newtype,
) -> Option<Piece> {
    let checks = checks(context, &newtype.inner);
    // What a text with a name holds is the runtime's own business.
    let value = if named_text::is_one(def) {
        quote!(self)
    } else {
        quote!(&self.0)
    };
    def.limited
        .then(|| implementation(def, &quote!(let value = #value; #checks)))
}

/// The implementation for a union: that of the member at hand.
pub(in crate::emit::types) fn union(
    context: &Context<'_>,
    def: &TypeDef,
    union: &Union,
) -> Option<Piece> {
    let checked = union.members.iter().filter_map(|member| {
        let Holds::Value(schema) = &member.holds else {
            return None;
        };
        let checks = checks(context, schema);
        let name = rust(&member.name);
        (!checks.is_empty()).then(|| (quote!(Self::#name(value)), checks))
    });
    let checked: Vec<_> = checked.collect();
    let body = match checked.as_slice() {
        [(pattern, checks)] => quote!(if let #pattern = self { #checks }),
        many => {
            let arms = many
                .iter()
                .map(|(pattern, checks)| quote!(#pattern => { #checks }));
            // Nothing is demanded of the other members.
            quote!(match self { #(#arms)* _ => {} })
        }
    };
    def.limited.then(|| implementation(def, &body))
}

fn implementation(def: &TypeDef, checks: &TokenStream) -> Piece {
    let name = rust(&def.name);
    Piece::Items(quote! {
        impl crate::runtime::Validate for #name {
            #[inline]
            fn check(&self, validator: &mut crate::runtime::Validator) {
                #checks
            }
        }
    })
}

/// The checks of one member.
fn member(context: &Context<'_>, field: &Field) -> Option<TokenStream> {
    let (name, wire) = (rust(&field.name), &field.name.wire);
    if !is_deep(context, &field.schema, 0) {
        let lines = lines(context, &field.schema)
            .into_iter()
            .map(|line| match line {
                Line::Own(rules) => {
                    quote!(validator.member(#wire, &self.#name, rules![#(#rules),*]);)
                }
                Line::Each(rules) => {
                    quote!(validator.each(#wire, &self.#name, rules![#(#rules),*]);)
                }
                Line::Nested => quote!(validator.nested(#wire, &self.#name);),
            });
        return Some(quote!(#(#lines)*));
    }
    let checks = checks(context, &field.schema);
    let may_be_null = field.schema.nullable && !context.is_any(&field.schema.ty);
    let is_there = context.presence(field) == Presence::Required && !may_be_null;
    let checks = if is_there {
        quote!(let value = &self.#name; #checks)
    } else {
        quote!(if let Some(value) = self.#name.as_ref() { #checks })
    };
    Some(quote!(validator.below(#wire, |validator| { #checks });))
}

/// The checks of `value`, which is a reference to what a schema describes; none where there is
/// nothing to check.
pub(in crate::emit) fn checks_of_value(
    context: &Context<'_>,
    schema: &Schema,
) -> Option<TokenStream> {
    perhaps(context, schema)
}

/// The rules for a value, where these are all that is to be checked of it.
pub(in crate::emit) fn only_rules(
    context: &Context<'_>,
    schema: &Schema,
) -> Option<Vec<TokenStream>> {
    let below = match context.behind(&schema.ty) {
        Type::Array(inner) | Type::Map(inner) => perhaps(context, inner).is_some(),
        Type::Named(id) | Type::Boxed(id) => is_validated(context.api.get(*id)),
        Type::Tuple(_) => true,
        Type::Bool | Type::Scalar(_) | Type::Any => false,
    };
    let may_be_null = schema.nullable && !context.is_any(&schema.ty);
    (!below && !may_be_null).then(|| rules(context, schema))
}

/// The checks of `value`, which is a reference to something that is no `Option`.
fn checks(context: &Context<'_>, schema: &Schema) -> TokenStream {
    let rules = rules(context, schema);
    let own = (!rules.is_empty()).then(|| quote!(validator.keeps(value, rules![#(#rules),*]);));
    let below = match context.behind(&schema.ty) {
        Type::Array(inner) | Type::Map(inner) => each(context, inner, &quote!(value)),
        Type::Tuple(elements) => {
            let elements = elements.iter().enumerate().filter_map(|(index, schema)| {
                let checks = perhaps(context, schema)?;
                let token = index.to_string();
                let index = proc_macro2::Literal::usize_unsuffixed(index);
                Some(quote! {
                    validator.below(#token, |validator| {
                        let value = &value.#index;
                        #checks
                    });
                })
            });
            Some(quote!(#(#elements)*))
        }
        Type::Named(id) | Type::Boxed(id) if checks_itself(context.api.get(*id)) => {
            Some(quote!(crate::runtime::Validate::check(value, validator);))
        }
        Type::Named(_) | Type::Boxed(_) | Type::Bool | Type::Scalar(_) | Type::Any => None,
    };
    quote!(#own #below)
}

/// The checks of all elements of an array or map.
fn each(context: &Context<'_>, inner: &Schema, items: &TokenStream) -> Option<TokenStream> {
    let checks = perhaps(context, inner)?;
    Some(quote!(validator.elements(#items, |validator, value| { #checks });))
}

/// The checks of `value`, which is a reference to something that may be an `Option`.
fn perhaps(context: &Context<'_>, schema: &Schema) -> Option<TokenStream> {
    let checks = checks(context, schema);
    if checks.is_empty() {
        None
    } else if schema.nullable && !context.is_any(&schema.ty) {
        Some(quote!(if let Some(value) = value { #checks }))
    } else {
        Some(checks)
    }
}

/// An expression for the number of members that are present.
fn count(context: &Context<'_>, object: &Object) -> TokenStream {
    let presence = |field: &Field| context.presence(field);
    let required = object
        .fields
        .iter()
        .filter(|field| presence(field) == Presence::Required);
    let required = required.count();
    let optional = object.fields.iter().filter_map(|field| {
        let name = rust(&field.name);
        match presence(field) {
            Presence::Required => None,
            Presence::Optional => Some(quote!(usize::from(self.#name.is_some()))),
            Presence::OptionalNullable => Some(quote!(usize::from(!self.#name.is_absent()))),
        }
    });
    let required = (required > 0).then(|| {
        let required = proc_macro2::Literal::usize_unsuffixed(required);
        quote!(#required)
    });
    let extra = ident(EXTRA);
    let extra = match object.additional {
        Additional::Keep | Additional::Typed(_) => Some(quote!(self.#extra.len())),
        Additional::Skip => None,
    };
    let counts: Vec<_> = required.into_iter().chain(optional).chain(extra).collect();
    if counts.is_empty() {
        quote!(0)
    } else {
        quote!(#(#counts)+*)
    }
}
