//! What an operation gives: the types of its answers.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::context::{Context, rust};
use crate::ir::{Answer, AnswerBody, Form, Operation};

/// The value of an answer and the form in which it comes.
#[derive(Debug)]
pub(super) struct Read {
    pub(super) value: TokenStream,
    pub(super) form: TokenStream,
}

/// What a successful call gives.
pub(super) fn success(context: &Context<'_>, operation: &Operation) -> Read {
    read(
        context,
        &operation.responses.success,
        quote!(Empty),
        quote!(()),
    )
}

/// What a refused call gives.
pub(super) fn failure(context: &Context<'_>, operation: &Operation) -> Read {
    let json = quote!(Json);
    match &operation.responses.failure {
        Answer::Body(body) | Answer::Optional(body) => Read {
            value: context.value(&body.schema),
            form: json,
        },
        answer @ (Answer::Empty | Answer::ByStatus(_)) => {
            read(context, answer, json, quote!(Undeclared))
        }
    }
}

fn read(context: &Context<'_>, answer: &Answer, empty: TokenStream, nothing: TokenStream) -> Read {
    match answer {
        Answer::Empty => Read {
            value: nothing,
            form: empty,
        },
        Answer::Body(body) => self::body(context, body),
        Answer::Optional(body) => {
            let Read { value, form } = self::body(context, body);
            Read {
                value: quote!(Option<#value>),
                form: quote!(Maybe<#form>),
            }
        }
        Answer::ByStatus(id) => {
            let name = rust(&context.api.choice(*id).name);
            Read {
                value: quote!(operations::#name),
                form: quote!(operations::#name),
            }
        }
    }
}

/// The value of a body and the form in which it comes.
pub(super) fn body(context: &Context<'_>, body: &AnswerBody) -> Read {
    let element = || context.element(&body.schema);
    let (value, form) = match body.form {
        Form::Json => (element(), quote!(Json)),
        Form::Events => {
            let element = element();
            (quote!(EventStream<#element>), quote!(Events))
        }
        Form::TextEvents => (quote!(EventStream<String>), quote!(TextEvents)),
        Form::Lines => {
            let element = element();
            (quote!(JsonLines<#element>), quote!(Lines))
        }
        Form::Sequence => {
            let element = element();
            (quote!(JsonLines<#element>), quote!(Sequence))
        }
        Form::Text => (quote!(String), quote!(Text)),
        Form::Binary => (quote!(bytes::Bytes), quote!(Binary)),
    };
    Read { value, form }
}

/// The media types to ask for, where the form alone does not say them.
pub(super) fn accept(context: &Context<'_>, operation: &Operation) -> TokenStream {
    let types: Vec<&str> = match &operation.responses.success {
        Answer::Empty => Vec::new(),
        Answer::Body(body) | Answer::Optional(body) => asked_for(body),
        Answer::ByStatus(id) => {
            let cases = context.api.choice(*id).cases.iter();
            let mut types: Vec<&str> = Vec::new();
            for media_type in cases
                .filter_map(|case| case.body.as_ref())
                .flat_map(asked_for)
            {
                if !types.contains(&media_type) {
                    types.push(media_type);
                }
            }
            types
        }
    };
    constant(&types)
}

/// The constant that says whether a redirect is a success, unless it is none.
pub(super) fn redirects(operation: &Operation) -> TokenStream {
    if operation.responses.redirects {
        quote!(
            const REDIRECTS: bool = true;
        )
    } else {
        TokenStream::new()
    }
}

/// The constant that names media types, unless it is the usual one.
pub(super) fn constant(types: &[&str]) -> TokenStream {
    if types.is_empty() || matches!(types, ["application/json"]) {
        return TokenStream::new();
    }
    let accept = types.join(", ");
    quote!(const ACCEPT: &'static str = #accept;)
}

/// The media types of a body, each once, without what no header can hold.
pub(super) fn asked_for(body: &AnswerBody) -> Vec<&str> {
    let is_header = |text: &&str| text.bytes().all(|byte| (0x20..0x7f).contains(&byte));
    let mut types: Vec<&str> = Vec::new();
    for media_type in body
        .media_types
        .iter()
        .map(String::as_str)
        .filter(is_header)
    {
        let media_type = match (body.form, media_type) {
            // Whoever writes `*/*` of JSON wants to say that nothing else is asked for.
            (Form::Json, "*/*") => "application/json",
            (_, other) => other,
        };
        if !types.contains(&media_type) {
            types.push(media_type);
        }
    }
    types
}
