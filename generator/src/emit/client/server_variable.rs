//! Servers whose URLs have variables: a struct for each, and an enumeration of the values that a
//! variable may have.

use heck::ToPascalCase;
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::emit::context::rust;
use crate::emit::docs;
use crate::ir::{Server, ServerVariable};

/// A server as a struct of its variables.
pub(super) fn item(server: &Server) -> TokenStream {
    let name = rust(&server.name);
    let prose = server.description.as_deref().map(docs::clean);
    let url_docs = format!("`{}`", server.url);
    let docs = docs::paragraphs(
        &prose
            .filter(|prose| !prose.is_empty())
            .into_iter()
            .chain([url_docs])
            .collect::<Vec<_>>(),
    );
    let choices = server
        .variables
        .iter()
        .filter_map(|variable| choice(server, variable));
    let fields = server.variables.iter().map(|variable| {
        let name = rust(&variable.name);
        let ty = variable_type(server, variable);
        quote!(#name: #ty)
    });
    let defaults = server.variables.iter().map(|variable| {
        let name = rust(&variable.name);
        let default = &variable.default;
        match default_choice(variable) {
            Some(value) => {
                let ty = choice_name(server, variable);
                quote!(#name: #ty::#value)
            }
            None if default.is_empty() => quote!(#name: String::new()),
            None => quote!(#name: #default.to_owned()),
        }
    });
    let setters = server.variables.iter().map(|variable| {
        let name = rust(&variable.name);
        let prose = variable.description.as_deref().map(docs::clean);
        let prose = prose.filter(|prose| !prose.is_empty());
        let says = prose.unwrap_or_else(|| format!("Sets `{}`.", variable.name.wire));
        let default =
            (!variable.default.is_empty()).then(|| format!("Default: `{}`.", variable.default));
        let docs = docs::paragraphs(&[says].into_iter().chain(default).collect::<Vec<_>>());
        let ty = variable_type(server, variable);
        let (argument, value) = if default_choice(variable).is_some() {
            (ty, quote!(#name))
        } else {
            (quote!(impl Into<String>), quote!(#name.into()))
        };
        quote! {
            #docs
            #[must_use]
            pub fn #name(mut self, #name: #argument) -> Self {
                self.#name = #value;
                self
            }
        }
    });
    let (url, values) = template(server);
    let is_absolute = url.contains("://") || url.starts_with('{');
    let (url_method, into_text) = if is_absolute {
        let method = quote! {
            /// The URL with the variables in it.
            #[must_use]
            pub fn url(&self) -> String {
                format!(#url, #(#values),*)
            }
        };
        let into_text = quote! {
            impl From<#name> for String {
                fn from(server: #name) -> Self {
                    server.url()
                }
            }
        };
        (method, Some(into_text))
    } else {
        let url = format!("{{}}/{}", url.trim_start_matches(['.', '/']));
        let method = quote! {
            /// The URL with the variables in it, on a host that is given as `https://host`.
            #[must_use]
            pub fn url(&self, origin: &str) -> String {
                format!(#url, origin.trim_end_matches('/'), #(#values),*)
            }
        };
        (method, None)
    };
    quote! {
        #(#choices)*

        #docs
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct #name {
            #(#fields,)*
        }

        impl #name {
            /// The server with the default of every variable.
            #[must_use]
            pub fn new() -> Self {
                Self { #(#defaults,)* }
            }

            #(#setters)*

            #url_method
        }

        impl Default for #name {
            fn default() -> Self {
                Self::new()
            }
        }

        #into_text
    }
}

/// The URL as a template of `format!`, and the values for its places.
fn template(server: &Server) -> (String, Vec<TokenStream>) {
    let mut text = String::new();
    let mut values = Vec::new();
    let mut rest = server.url.as_str();
    while let Some((before, name, after)) = split(rest) {
        text.push_str(&escaped(before));
        match server
            .variables
            .iter()
            .find(|variable| variable.name.wire == name)
        {
            Some(variable) => {
                let field = rust(&variable.name);
                let value = match default_choice(variable) {
                    Some(_) => quote!(self.#field.as_str()),
                    None => quote!(self.#field),
                };
                text.push_str("{}");
                values.push(value);
            }
            None => text.push_str(&escaped(&format!("{{{name}}}"))),
        }
        rest = after;
    }
    text.push_str(&escaped(rest));
    (text, values)
}

/// Splits a template at its first `{name}`.
fn split(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

fn escaped(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}

fn choice_name(server: &Server, variable: &ServerVariable) -> Ident {
    format_ident!(
        "{}{}",
        server.name.rust,
        variable.name.rust.to_pascal_case()
    )
}

/// The name of the default among the values of a variable that has some.
fn default_choice(variable: &ServerVariable) -> Option<Ident> {
    let mut values = variable.values.iter();
    values
        .find(|value| value.wire == variable.default)
        .map(rust)
}

fn variable_type(server: &Server, variable: &ServerVariable) -> TokenStream {
    if default_choice(variable).is_some() {
        let name = choice_name(server, variable);
        quote!(#name)
    } else {
        quote!(String)
    }
}

/// The values of a variable as an enumeration, where its default is one of them.
fn choice(server: &Server, variable: &ServerVariable) -> Option<TokenStream> {
    default_choice(variable)?;
    let name = choice_name(server, variable);
    let title = docs::lines(&format!("A value of `{}`.", variable.name.wire));
    let variants = variable.values.iter().map(|value| {
        let name = rust(value);
        let docs = docs::lines(&format!("`{}`", value.wire));
        quote!(#docs #name)
    });
    let arms = variable.values.iter().map(|value| {
        let (name, wire) = (rust(value), &value.wire);
        quote!(Self::#name => #wire)
    });
    Some(quote! {
        #title
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
        }

        impl #name {
            /// The value as it stands in the URL.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    #(#arms,)*
                }
            }
        }
    })
}
