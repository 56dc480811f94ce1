//! Webhooks: one open enumeration of all messages.

use proc_macro2::TokenStream;
use quote::quote;

use super::context::{Context, rust};
use super::{Emitter, Files, docs};
use crate::format::{self, Piece};

/// Writes `src/webhooks.rs`, where the document declares messages.
#[derive(Debug)]
pub(super) struct Webhooks;

impl Emitter for Webhooks {
    fn emit(&self, context: &Context<'_>, files: &mut Files) -> Result<(), syn::Error> {
        if context.api.webhooks.messages.is_empty() {
            return Ok(());
        }
        let context = &context.outside();
        let mut pieces = Vec::new();
        for tokens in [declaration(context), implementation(context)] {
            pieces.push(format::piece(&Piece::Items(tokens))?);
        }
        let text = format::file(context.provenance, &pieces);
        files.0.insert("src/webhooks.rs".to_owned(), text);
        Ok(())
    }
}

fn declaration(context: &Context<'_>) -> TokenStream {
    let variants = context.api.webhooks.messages.iter().map(|message| {
        let name = rust(&message.name);
        let body = context.path(context.api.get(message.body));
        let matches: Vec<String> = message
            .matches
            .iter()
            .filter_map(|value| value.as_str())
            .map(|value| format!("`{value}`"))
            .collect();
        let docs = docs::member(&message.docs, "A message.", &[matches.join(", ")]);
        let deprecated = message.docs.deprecated.then(|| quote!(#[deprecated]));
        quote! {
            #docs
            #deprecated
            #name(Box<#body>)
        }
    });
    quote! {
        //! What the API sends on its own.

        use serde::{Deserialize, Deserializer, Serialize, Serializer};
        use serde_json::Value;

        use crate::runtime::Sensitive;
        use crate::runtime::decode::{self, Mismatch, ReadError};
        use crate::types;

        /// A message that the API sends on its own.
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum Webhook {
            #(#variants,)*
            /// A message of a kind that the document does not declare, as it was sent.
            Unlisted(Sensitive<Value>),
        }
    }
}

fn implementation(context: &Context<'_>) -> TokenStream {
    let webhooks = &context.api.webhooks;
    let keys = &webhooks.keys;
    let reads = webhooks.messages.iter().map(|message| {
        let name = rust(&message.name);
        let patterns = message.matches.iter().map(|value| match value.as_str() {
            Some(text) => quote!(Some(#text)),
            None => quote!(_),
        });
        let pattern = together(patterns.collect());
        quote!(#pattern => Self::#name(decode::from_value(value)?))
    });
    let found = together(keys.iter().map(|key| quote!(text(#key))).collect());
    let writes = webhooks.messages.iter().map(|message| {
        let name = rust(&message.name);
        quote!(Self::#name(message) => message.serialize(serializer))
    });
    quote! {
        impl Webhook {
            /// The members that tell the kinds of messages apart.
            pub const KEYS: &'static [&'static str] = &[#(#keys),*];

            /// Reads the body of a webhook request.
            ///
            /// # Errors
            /// Fails where the body is not JSON, or a message of a declared kind is not what the
            /// document says.
            #[inline]
            pub fn from_slice(body: &[u8]) -> Result<Self, ReadError> {
                let value: Value = decode::from_slice(body)?;
                Self::from_value(&value).map_err(ReadError::Mismatch)
            }

            /// Reads a message that has been parsed already.
            ///
            /// # Errors
            /// Fails where a message of a declared kind is not what the document says.
            #[inline]
            pub fn from_value(value: &Value) -> Result<Self, Mismatch> {
                let text = |key: &str| value.get(key).and_then(Value::as_str);
                Ok(match #found {
                    #(#reads,)*
                    _ => Self::Unlisted(value.clone().into()),
                })
            }
        }

        impl<'de> Deserialize<'de> for Webhook {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let value = Value::deserialize(deserializer)?;
                Self::from_value(&value).map_err(Mismatch::into_error)
            }
        }

        impl Serialize for Webhook {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    #(#writes,)*
                    Self::Unlisted(value) => value.serialize(serializer),
                }
            }
        }
    }
}

/// One by itself, several as a tuple.
fn together(parts: Vec<TokenStream>) -> TokenStream {
    match parts.as_slice() {
        [only] => only.clone(),
        _ => quote!((#(#parts),*)),
    }
}
