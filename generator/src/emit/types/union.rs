//! Unions.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Value;

use super::{constraints, deprecated};
use crate::emit::context::{Context, ident, rust};
use crate::emit::docs;
use crate::format::{MacroCall, Piece};
use crate::ir::{Check, Holds, Kinds, Member, ScalarType, Schema, Type, TypeDef, TypeKind, Union};

/// The enumeration, and the calls that implement reading, writing and checking.
pub(super) fn pieces(context: &Context<'_>, def: &TypeDef, union: &Union) -> Vec<Piece> {
    let name = rust(&def.name);
    let said = docs::item(&def.docs, &format!("`{}`", def.name.wire));
    let deprecated = deprecated(def.docs.deprecated);
    let variants = union.members.iter().map(|member| variant(context, member));
    let mut pieces = vec![Piece::Items(quote! {
        #said
        #deprecated
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            /// A value that the document does not describe, as it was sent.
            Unlisted(Sensitive<serde_json::Value>),
        }
    })];
    let values = union
        .members
        .iter()
        .filter_map(|member| match &member.holds {
            Holds::Value(schema) => Some(source(context, schema)),
            Holds::Constant(_) => None,
        });
    let sources: Vec<String> = values.collect();
    let entries = union
        .members
        .iter()
        .map(|member| entry(context, def, union, member, &sources))
        .collect();
    let by = union.tag.as_ref().map(|tag| {
        let property = &tag.property;
        let strict = tag.strict.then(|| quote!(strict));
        quote!(by #property #strict)
    });
    pieces.push(Piece::Call(MacroCall {
        name: "one_of",
        head: quote!(#name #by),
        entries,
    }));
    if union.members.iter().all(|member| is_text(context, member)) {
        pieces.push(Piece::Items(quote!(one_of_text!(#name);)));
    }
    pieces.extend(constraints::union(context, def, union));
    pieces
}

/// A variant with its documentation.
fn variant(context: &Context<'_>, member: &Member) -> TokenStream {
    let name = rust(&member.name);
    let mut notes: Vec<String> = Vec::new();
    let payload = match &member.holds {
        Holds::Constant(value) => {
            notes.push(docs::value(value));
            None
        }
        Holds::Value(schema) => {
            notes.extend(docs::limits(context.api, &schema.constraints));
            let ty = context.value(schema);
            Some(quote!((#ty)))
        }
    };
    let fallback = match &member.holds {
        Holds::Constant(_) => String::new(),
        Holds::Value(_) => format!("`{}`", member.name.wire.replace('`', "'")),
    };
    let said = docs::member(&member.docs, &fallback, &notes);
    quote!(#said #name #payload)
}

/// One line of the call that implements reading and writing.
fn entry(
    context: &Context<'_>,
    def: &TypeDef,
    union: &Union,
    member: &Member,
    sources: &[String],
) -> TokenStream {
    let name = rust(&member.name);
    let probe = &member.probe;
    let mut checks: Vec<TokenStream> = probe.checks.iter().map(check).collect();
    let mut from = Vec::new();
    let what = match &member.holds {
        Holds::Constant(value) => {
            let (literal, check) = constant(value);
            checks.insert(0, check);
            quote!(= #literal)
        }
        Holds::Value(schema) => {
            from = conversions(context, def, schema, sources);
            let ty = context.value(schema);
            let codec = codec(context, schema).map(|codec| quote!(as #codec));
            quote!((#ty #codec))
        }
    };
    let tagged = union
        .tag
        .as_ref()
        .filter(|_| !probe.tags.is_empty())
        .map(|tag| {
            let tags = &probe.tags;
            let absent = probe.untagged.then(|| quote!(or absent));
            let adds = probe.tags.first().filter(|_| probe.adds_tag).map(|text| {
                let property = &tag.property;
                quote!(adds #property = #text)
            });
            quote!(tagged [#(#tags),*] #absent #adds)
        });
    let checks = (!checks.is_empty()).then(|| quote!([#(#checks),*]));
    let from = (!from.is_empty()).then(|| quote!(from #(#from)|*));
    quote!(#name #what #tagged #checks #from)
}

/// How the value of a member is read and written, where that is not serde's own way.
fn codec(context: &Context<'_>, schema: &Schema) -> Option<TokenStream> {
    let is_union = |def: &TypeDef| matches!(def.kind, TypeKind::Union(_));
    let hidden = schema.sensitivity.is_some();
    if context.definition(&schema.ty).is_some_and(is_union) && !hidden {
        return Some(match &schema.ty {
            Type::Boxed(_) => quote!(Box<KnownMember>),
            Type::Named(_)
            | Type::Bool
            | Type::Scalar(_)
            | Type::Array(_)
            | Type::Tuple(_)
            | Type::Map(_)
            | Type::Any => quote!(KnownMember),
        });
    }
    context.codec(schema)
}

/// The types that a member can be made from, where no other member can.
fn conversions(
    context: &Context<'_>,
    def: &TypeDef,
    schema: &Schema,
    sources: &[String],
) -> Vec<TokenStream> {
    let own = context.definition(&schema.ty);
    let is_itself = own.is_some_and(|own| std::ptr::eq(own, def));
    let inner = match &schema.ty {
        Type::Boxed(id) => context.path(context.api.get(*id)),
        Type::Named(_)
        | Type::Bool
        | Type::Scalar(_)
        | Type::Array(_)
        | Type::Tuple(_)
        | Type::Map(_)
        | Type::Any => context.value(schema),
    };
    let own_source = source(context, schema);
    let is_alone = sources.iter().filter(|it| **it == own_source).count() == 1;
    if is_itself || !is_alone {
        return Vec::new();
    }
    match context.behind(&schema.ty) {
        Type::Scalar(ScalarType::String) => vec![inner, quote!(&str)],
        Type::Scalar(_)
        | Type::Bool
        | Type::Named(_)
        | Type::Boxed(_)
        | Type::Array(_)
        | Type::Tuple(_)
        | Type::Map(_)
        | Type::Any => vec![inner],
    }
}

/// What a member is made from; two names of one type are one type.
fn source(context: &Context<'_>, schema: &Schema) -> String {
    match context.definition(&schema.ty) {
        Some(def) => context.path(def).to_string(),
        None => signature(context, schema),
    }
}

/// What a type is, whatever names stand for it.
fn signature(context: &Context<'_>, schema: &Schema) -> String {
    let hidden = schema.sensitivity.is_some();
    let nullable = schema.nullable;
    match context.behind(&schema.ty) {
        Type::Array(inner) => format!("[{}]{nullable}", signature(context, inner)),
        Type::Map(inner) => format!("{{{}}}{nullable}", signature(context, inner)),
        Type::Tuple(elements) => {
            let elements = elements.iter().map(|inner| signature(context, inner));
            format!("({}){nullable}", elements.collect::<Vec<_>>().join(","))
        }
        ty @ (Type::Named(_) | Type::Boxed(_) | Type::Bool | Type::Scalar(_) | Type::Any) => {
            format!("{}{hidden}{nullable}", context.bare(ty))
        }
    }
}

/// A constant as Rust writes it, and the check for it.
fn constant(value: &Value) -> (TokenStream, TokenStream) {
    match value {
        Value::Bool(value) => (quote!(#value), quote!(Bool(#value))),
        Value::String(text) => (quote!(#text), quote!(Text(&[#text]))),
        number => {
            let number = integer(number.as_i64().unwrap_or_default());
            (quote!(#number), quote!(Integer(#number)))
        }
    }
}

fn integer(value: i64) -> TokenStream {
    let sign = value.is_negative().then(|| quote!(-));
    let value = Literal::u64_unsuffixed(value.unsigned_abs());
    quote!(#sign #value)
}

fn check(check: &Check) -> TokenStream {
    let kinds = |kinds: &Kinds| {
        let names = kinds.names();
        let names = names.into_iter().map(ident);
        quote!(#(#names)|*)
    };
    match check {
        Check::Kind(of) => {
            let kinds = kinds(of);
            quote!(Kind(#kinds))
        }
        Check::Text(texts) => quote!(Text(&[#(#texts),*])),
        Check::Has(name) => quote!(Has(#name)),
        Check::TextAt(name, texts) => quote!(TextAt(#name, &[#(#texts),*])),
        Check::IntegerAt(name, integers) => {
            let integers = integers.iter().map(|value| integer(*value));
            quote!(IntegerAt(#name, &[#(#integers),*]))
        }
        Check::BoolAt(name, value) => quote!(BoolAt(#name, #value)),
        Check::Only(names) => quote!(Only(&[#(#names),*])),
        Check::Closest(names) => quote!(Closest(&[#(#names),*])),
        Check::NotNull(names) => quote!(NotNull(&[#(#names),*])),
        Check::NotNullInItems(names) => quote!(NotNullInItems(&[#(#names),*])),
        Check::Items(of) => {
            let kinds = kinds(of);
            quote!(Items(#kinds))
        }
    }
}

/// Whether a member is a scalar that may be shown.
fn is_text(context: &Context<'_>, member: &Member) -> bool {
    let Holds::Value(schema) = &member.holds else {
        return true;
    };
    if schema.sensitivity.is_some() {
        return false;
    }
    match context.behind(&schema.ty) {
        Type::Bool | Type::Scalar(_) => true,
        Type::Named(id) => match &context.api.get(*id).kind {
            TypeKind::Enum(_) => true,
            TypeKind::Newtype(newtype) => newtype.inner.sensitivity.is_none(),
            TypeKind::Union(union) => union.members.iter().all(|one| is_text(context, one)),
            TypeKind::Object(_) | TypeKind::Alias(_) => false,
        },
        // An object, or a union that leads back to itself.
        Type::Boxed(_) | Type::Array(_) | Type::Tuple(_) | Type::Map(_) | Type::Any => false,
    }
}
