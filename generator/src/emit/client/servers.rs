//! The servers of the document: those that can be named, and those with variables to choose.

use proc_macro2::TokenStream;
use quote::quote;

use super::server_variable;
use crate::emit::context::{Context, rust};
use crate::emit::docs;
use crate::ir::Server;

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
        .map(server_variable::item)
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
