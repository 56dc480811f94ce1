//! Answers whose body depends on the status: an enumeration with a variant for each.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens as _, quote};

use super::answer;
use crate::emit::context::{Context, rust};
use crate::emit::docs;
use crate::format::{MacroCall, Piece};
use crate::ir::{AnswerBody, Case, Choice, Form, Status, Type, TypeKind};

/// The enumeration, and the call that reads it.
pub(super) fn pieces(context: &Context<'_>, choice: &Choice) -> Vec<Piece> {
    let name = rust(&choice.name);
    let variants = choice.cases.iter().map(|case| {
        let name = rust(&case.name);
        let docs = docs::lines(&case_docs(case));
        let value = case.body.as_ref().map(|body| {
            let value = boxed(context, body);
            quote!((#value))
        });
        quote!(#docs #name #value)
    });
    let has_default = choice
        .cases
        .iter()
        .any(|case| case.status == Status::Default);
    let unlisted = (!has_default).then(|| {
        quote! {
            /// A status that the document does not list.
            Unlisted(Undeclared),
        }
    });
    let mut entries: Vec<TokenStream> = choice
        .cases
        .iter()
        .map(|case| entry(context, case))
        .collect();
    if !has_default {
        entries.push(quote!(Unlisted(Json) = _));
    }
    vec![
        Piece::Items(quote! {
            /// An answer whose body depends on the status.
            #[derive(Clone, Debug, PartialEq)]
            #[non_exhaustive]
            pub enum #name {
                #(#variants,)*
                #unlisted
            }
        }),
        Piece::Call(MacroCall {
            name: "by_status",
            head: quote!(#name),
            entries,
        }),
    ]
}

fn case_docs(case: &Case) -> String {
    let status = match case.status {
        Status::Code(code) => format!("Status {code}"),
        Status::Range(digit) => format!("Any other status {digit}xx"),
        Status::Default => "Any other status".to_owned(),
    };
    match case.description.as_deref().map(docs::clean) {
        Some(text) if !text.is_empty() => format!("{status}: {text}"),
        _ => format!("{status}."),
    }
}

/// `NotFound(Json) = 404`
fn entry(context: &Context<'_>, case: &Case) -> TokenStream {
    let name = rust(&case.name);
    let form = case.body.as_ref().map(|body| {
        let form = answer::body(context, body).form;
        quote!((#form))
    });
    let number = |number: u16| Literal::u16_unsuffixed(number);
    let pattern = match case.status {
        Status::Code(code) => number(code).into_token_stream(),
        Status::Range(digit) => {
            let (first, last) = (number(digit * 100), number(digit * 100 + 99));
            quote!(#first..=#last)
        }
        Status::Default => quote!(_),
    };
    quote!(#name #form = #pattern)
}

/// The value of a variant: objects behind a pointer, so that no variant makes all others large.
fn boxed(context: &Context<'_>, body: &AnswerBody) -> TokenStream {
    let value = answer::body(context, body).value;
    let definition = match (body.form, context.behind(&body.schema.ty)) {
        (Form::Json, Type::Named(id)) => Some(context.api.get(*id)),
        _ => None,
    };
    match definition.map(|def| &def.kind) {
        Some(TypeKind::Enum(_) | TypeKind::Newtype(_)) | None => value,
        Some(_) => quote!(Box<#value>),
    }
}
