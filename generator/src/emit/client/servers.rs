//! The servers of the document: those that can be named, and those with variables to choose.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::emit::context::{Context, rust};
use crate::emit::docs;
use crate::ir::{Server, ServerVariable};

/// The servers that can be named, as an enumeration.
pub(super) fn environment(servers: &[&Server]) -> TokenStream {
    let variants = servers.iter().map(|server| {
        let name = rust(&server.name);
        let docs = docs::lines(&format!("`{}`", server.default_url()));
        quote!(#docs #name)
    });
    let arms = servers.iter().map(|server| {
        let name = rust(&server.name);
        let url = server.default_url();
        quote!(Self::#name => #url)
    });
    quote! {
        /// A server that the document names.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Environment {
            #(#variants,)*
        }

        impl Environment {
            /// The URL that the paths of the operations are appended to.
            #[must_use]
            pub const fn url(self) -> &'static str {
                match self {
                    #(#arms,)*
                }
            }
        }
    }
}

/// The builder of the core, with the server that there is no choice about.
pub(super) fn builder(context: &Context<'_>, servers: &[&Server]) -> TokenStream {
    if let [only] = servers {
        let name = rust(&only.name);
        return quote!(CoreBuilder::new().server(Environment::#name.url()));
    }
    let own: Option<Vec<&str>> = context
        .api
        .operations
        .iter()
        .map(|operation| operation.server.as_deref())
        .collect();
    match own.as_deref() {
        // Every operation has a server of its own; the client's is never asked for.
        Some([first, ..]) if servers.is_empty() && first.contains("://") => {
            quote!(CoreBuilder::new().server(#first))
        }
        _ => quote!(CoreBuilder::new()),
    }
}

/// The setter for a document whose first server is a path: it needs to know on which host.
pub(super) fn origin(context: &Context<'_>) -> Option<TokenStream> {
    let url = context.api.servers.first()?.default_url();
    if url.contains("://") || url.contains('{') {
        return None;
    }
    let path = url.trim_start_matches(['.', '/']);
    if path.is_empty() {
        return None;
    }
    let docs = docs::lines(&format!(
        "Talks to the API on a host, given as `https://host`: below the path `/{path}`, where the \
         document says that it is."
    ));
    let appended = format!("{{}}/{path}");
    Some(quote! {
        #docs
        pub fn origin(self, origin: &str) -> Self {
            self.base_url(format!(#appended, origin.trim_end_matches('/')))
        }
    })
}

/// The module of servers whose URLs have variables, and the setter that takes any server.
pub(super) fn with_variables(context: &Context<'_>) -> (Option<TokenStream>, TokenStream) {
    let servers: Vec<TokenStream> = context
        .api
        .servers
        .iter()
        .filter(|server| !server.variables.is_empty())
        .map(server)
        .collect();
    let module = (!servers.is_empty()).then(|| {
        quote! {
            /// The servers whose URLs have variables; the builder takes one as its server.
            pub mod servers {
                #(#servers)*
            }
        }
    });
    let setter = quote! {
        /// Talks to a server of the document; operations that have a server of their own go there.
        pub fn server(mut self, url: impl Into<String>) -> Self {
            self.core = self.core.server(url);
            self
        }
    };
    (module, setter)
}

/// A server as a struct of its variables.
fn server(server: &Server) -> TokenStream {
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

            /// The URL with the variables in it.
            #[must_use]
            pub fn url(&self) -> String {
                format!(#url, #(#values),*)
            }
        }

        impl Default for #name {
            fn default() -> Self {
                Self::new()
            }
        }

        impl From<#name> for String {
            fn from(server: #name) -> Self {
                server.url()
            }
        }
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
    use heck::ToPascalCase;
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
