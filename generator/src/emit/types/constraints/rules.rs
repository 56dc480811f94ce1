//! The rules for one value, as the macro `rules!` reads them.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Number;

use crate::emit::context::{Context, ident};
use crate::ir::{Bound, Constraints, NameLimits, Schema, Type, TypeKind};

/// The limits of the value itself: those of the schema, and those of the names that it goes by.
pub(in crate::emit) fn limits(context: &Context<'_>, schema: &Schema) -> Constraints {
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
    if let Type::Named(id) | Type::Boxed(id) = ty
        && let TypeKind::Newtype(newtype) = &context.api.get(*id).kind
    {
        if newtype.is_container() {
            // A named container holds itself against its own.
            return Constraints::NONE;
        }
        limits = limits.and(newtype.inner.constraints.clone());
    }
    limits
}

/// The rules for the value itself.
pub(in crate::emit) fn rules(context: &Context<'_>, schema: &Schema) -> Vec<TokenStream> {
    let limits = limits(context, schema);
    let patterns = limits
        .patterns
        .iter()
        .filter_map(|text| pattern(context, text));
    let steps = limits
        .multiple_of
        .iter()
        .map(|step| number("MultipleOf", step));
    let only = limits.only.map(|only| quote!(Only(#only)));
    [
        only,
        limits.min_length.map(|limit| count("MinLength", limit)),
        limits.max_length.map(|limit| count("MaxLength", limit)),
        bound(limits.minimum.as_ref(), "Minimum", "ExclusiveMinimum"),
        bound(limits.maximum.as_ref(), "Maximum", "ExclusiveMaximum"),
        limits.min_items.map(|limit| count("MinItems", limit)),
        limits.max_items.map(|limit| count("MaxItems", limit)),
        limits.unique_items.then(|| quote!(UniqueItems)),
    ]
    .into_iter()
    .flatten()
    .chain(patterns)
    .chain(steps)
    .chain(members(limits.min_properties, limits.max_properties))
    .chain(names(context, &limits.property_names))
    .collect()
}

/// The rules for the names of members.
pub(in crate::emit) fn names(
    context: &Context<'_>,
    limits: &[NameLimits],
) -> impl Iterator<Item = TokenStream> {
    limits.iter().map(|limits| {
        let values = limits.values.as_ref();
        let values = values.map(|values| quote!(Listed(#(#values),*)));
        let least = limits.min_length.map(|limit| count("MinLength", limit));
        let most = limits.max_length.map(|limit| count("MaxLength", limit));
        let patterns = limits.patterns.iter();
        let patterns = patterns.filter_map(|text| pattern(context, text));
        let rules = [values, least, most].into_iter().flatten().chain(patterns);
        quote!(PropertyNames([#(#rules),*]))
    })
}

/// The rules for the number of members.
pub(in crate::emit) fn members(
    least: Option<usize>,
    most: Option<usize>,
) -> impl Iterator<Item = TokenStream> {
    [
        least.map(|limit| count("MinProperties", limit)),
        most.map(|limit| count("MaxProperties", limit)),
    ]
    .into_iter()
    .flatten()
}

/// The rule for a pattern, where it can be checked.
pub(in crate::emit) fn pattern(context: &Context<'_>, text: &str) -> Option<TokenStream> {
    let reading = context.api.patterns.get(text)?;
    let (flags, expression) = (&reading.flags, &reading.expression);
    Some(if expression != text {
        quote!(Pattern(#text, #flags, #expression))
    } else if flags != "u" {
        quote!(Pattern(#text, #flags))
    } else {
        quote!(Pattern(#text))
    })
}

fn bound(bound: Option<&Bound>, inclusive: &str, exclusive: &str) -> Option<TokenStream> {
    let Bound {
        value,
        exclusive: is_exclusive,
    } = bound?;
    let rule = if *is_exclusive { exclusive } else { inclusive };
    Some(number(rule, value))
}

fn count(rule: &str, limit: usize) -> TokenStream {
    let rule = ident(rule);
    let limit = Literal::usize_unsuffixed(limit);
    quote!(#rule(#limit))
}

fn number(rule: &str, limit: &Number) -> TokenStream {
    // Beyond this no float is a whole number that fits.
    const WHOLE: f64 = 1e38;
    let rule = ident(rule);
    let float = limit.as_f64().unwrap_or_default();
    let sign = (float < 0.0).then(|| quote!(-));
    let whole = match limit.as_i128() {
        None if float.fract() == 0.0 && float.abs() < WHOLE => Some(float as i128),
        whole => whole,
    };
    match whole {
        Some(whole) => {
            let limit = Literal::u128_unsuffixed(whole.unsigned_abs());
            quote!(#rule(#sign #limit))
        }
        None => {
            let limit = Literal::f64_unsuffixed(float.abs());
            quote!(#rule(float #sign #limit))
        }
    }
}
