//! The client struct, its builder, security schemes and servers.

use heck::ToShoutySnakeCase;
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::{security, servers};
use crate::emit::context::{Context, rust};
use crate::emit::docs;
use crate::format::{self, Piece};
use crate::ir::{SecurityKind, SecurityScheme, Server};

/// The laid-out pieces of the client's own file.
pub(super) fn pieces(context: &Context<'_>) -> Result<Vec<String>, syn::Error> {
    let schemes = context.api.security.iter().map(scheme);
    let setters = context.api.security.iter().filter_map(setter);
    let servers: Vec<&Server> = context.environments().collect();
    let environment = (!servers.is_empty()).then(|| servers::environment(&servers));
    let environment_setter = (!servers.is_empty()).then(|| {
        quote! {
            /// Talks to one of the servers that the document names; operations that have a server
            /// of their own go there.
            pub fn environment(self, environment: Environment) -> Self {
                self.server(environment.url())
            }
        }
    });
    let (servers_module, server_setter) = servers::with_variables(context);
    let server_setter =
        (environment_setter.is_some() || servers_module.is_some()).then_some(server_setter);
    let mut operations = context.api.operations.iter();
    let has_keys = operations.any(|operation| operation.idempotency_key().is_some());
    let key_setter = has_keys.then(|| {
        quote! {
            /// Makes a key of idempotency for each call that can carry one and has none. All
            /// attempts of a call have the same key, which makes sending it again safe.
            pub fn idempotency_keys(
                mut self,
                make: impl Fn() -> String + Send + Sync + 'static,
            ) -> Self {
                self.core = self.core.idempotency_keys(make);
                self
            }
        }
    });
    let origin_setter = servers::origin(context);
    let builder = servers::builder(context, &servers);
    let security = security::setting(context);
    let title = docs::clean(&context.api.info.title);
    let client_docs = docs::lines(&format!(
        "A client of {title}; cheap to clone, and clones share their connections."
    ));
    let schemes_module = (!context.api.security.is_empty()).then(|| {
        quote! {
            /// The security schemes that the document declares.
            pub mod schemes {
                use crate::runtime::client::{Scheme, SchemeKind};

                #(#schemes)*
            }
        }
    });
    let has_secrets = context
        .api
        .security
        .iter()
        .any(|scheme| scheme.kind != SecurityKind::MutualTls);
    let credentials = has_secrets.then(|| {
        quote!(
            use crate::runtime::client::Credential;
        )
    });
    let pieces = [
        quote! {
            use std::time::Duration;

            use crate::runtime::client::{
                BuildError, Core, CoreBuilder, Hook, RetryPolicy, Sleep, Transport,
            };
            #credentials
        },
        quote!(#environment),
        quote!(#servers_module),
        quote!(#schemes_module),
        quote! {
            #client_docs
            #[derive(Clone, Debug)]
            pub struct Client {
                core: Core,
            }

            impl Client {
                /// Collects the settings of a client.
                pub fn builder() -> ClientBuilder {
                    ClientBuilder {
                        core: #builder #security,
                    }
                }

                /// What all calls of the client share.
                #[must_use]
                pub const fn core(&self) -> &Core {
                    &self.core
                }
            }
        },
        quote! {
            /// Collects the settings of a [`Client`].
            #[derive(Debug)]
            #[must_use = "a builder does nothing until it builds"]
            pub struct ClientBuilder {
                core: CoreBuilder,
            }

            impl ClientBuilder {
                #environment_setter

                #server_setter

                #origin_setter

                /// Talks to the server at a URL, which the paths of the operations are appended
                /// to. It stands for every server of the document, those of single operations
                /// included.
                pub fn base_url(mut self, url: impl Into<String>) -> Self {
                    self.core = self.core.base_url(url);
                    self
                }

                #(#setters)*

                /// Sends requests even where credentials are missing, with those that are set.
                pub fn anonymous(mut self) -> Self {
                    self.core = self.core.anonymous();
                    self
                }

                /// The time until the last byte of an answer; `None` waits for ever. Each attempt of a
                /// call has all of it.
                pub fn timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
                    self.core = self.core.timeout(timeout);
                    self
                }

                /// The time until a connection stands; `None` leaves it to the system.
                pub fn connect_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
                    self.core = self.core.connect_timeout(timeout);
                    self
                }

                /// The `User-Agent` header.
                pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
                    self.core = self.core.user_agent(user_agent);
                    self
                }

                /// Whether requests are held against the document's constraints before they are
                /// sent, which they are unless this says otherwise.
                pub fn validate_requests(mut self, validate: bool) -> Self {
                    self.core = self.core.validate_requests(validate);
                    self
                }

                /// The size of a response body in bytes from which on it is refused.
                pub fn max_response_size(mut self, bytes: usize) -> Self {
                    self.core = self.core.max_response_size(bytes);
                    self
                }

                /// When calls that failed are sent again: [`RetryPolicy::new`] unless this says
                /// otherwise. A call may have its own.
                pub fn retry(mut self, policy: RetryPolicy) -> Self {
                    self.core = self.core.retry(policy);
                    self
                }

                /// What waits between two attempts, where that is not `tokio`.
                pub fn sleep(mut self, sleep: impl Sleep + 'static) -> Self {
                    self.core = self.core.sleep(sleep);
                    self
                }

                #key_setter

                /// Adds a hook, which sees every attempt of every call.
                pub fn hook(mut self, hook: impl Hook + 'static) -> Self {
                    self.core = self.core.hook(hook);
                    self
                }

                /// Sends requests in another way than through the default transport.
                pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
                    self.core = self.core.transport(transport);
                    self
                }

                /// The client.
                ///
                /// # Errors
                /// Fails where a setting cannot be used, or none says where the server is.
                pub fn build(self) -> Result<Client, BuildError> {
                    Ok(Client {
                        core: self.core.build()?,
                    })
                }
            }
        },
    ];
    pieces
        .into_iter()
        .filter(|tokens| !tokens.is_empty())
        .map(|tokens| format::piece(&Piece::Items(tokens)))
        .collect()
}

/// The constant of a security scheme.
pub(super) fn constant(scheme: &SecurityScheme) -> Ident {
    let name = scheme.name.rust.to_shouty_snake_case();
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        format_ident!("_{name}")
    } else {
        format_ident!("{name}")
    }
}

fn scheme(scheme: &SecurityScheme) -> TokenStream {
    let constant = constant(scheme);
    let name = &scheme.name.wire;
    let kind = match &scheme.kind {
        SecurityKind::Header(header) => quote!(ApiKeyHeader(#header)),
        SecurityKind::Query(parameter) => quote!(ApiKeyQuery(#parameter)),
        SecurityKind::Cookie(cookie) => quote!(ApiKeyCookie(#cookie)),
        SecurityKind::Basic => quote!(Basic),
        SecurityKind::Bearer => quote!(Bearer),
        SecurityKind::Http(_) => quote!(Authorization),
        SecurityKind::MutualTls => quote!(MutualTls),
    };
    let docs = scheme_docs(scheme);
    quote! {
        #docs
        pub const #constant: Scheme = Scheme {
            name: #name,
            kind: SchemeKind::#kind,
        };
    }
}

/// The setter of a credential; there is none for what the transport shows.
fn setter(scheme: &SecurityScheme) -> Option<TokenStream> {
    if scheme.kind == SecurityKind::MutualTls {
        return None;
    }
    let constant = constant(scheme);
    let name = rust(&scheme.name);
    let docs = scheme_docs(scheme);
    Some(quote! {
        #docs
        pub fn #name(mut self, credential: impl Into<Credential>) -> Self {
            self.core = self.core.credential(&schemes::#constant, credential);
            self
        }
    })
}

fn scheme_docs(scheme: &SecurityScheme) -> TokenStream {
    let travels = match &scheme.kind {
        SecurityKind::Header(header) => format!("Sent as the header `{header}`."),
        SecurityKind::Query(parameter) => format!("Sent as the query parameter `{parameter}`."),
        SecurityKind::Cookie(cookie) => format!("Sent as the cookie `{cookie}`."),
        SecurityKind::Basic => {
            "The text `user:password`, sent as HTTP basic authentication.".to_owned()
        }
        SecurityKind::Bearer => "Sent as a bearer token.".to_owned(),
        SecurityKind::Http(name) => format!(
            "The whole value of the header `Authorization`, which begins with the scheme `{name}`."
        ),
        SecurityKind::MutualTls => {
            "A certificate of the client: give the builder a transport that shows it.".to_owned()
        }
    };
    let description = scheme.description.as_deref().map(docs::clean);
    let all: Vec<String> = description
        .filter(|text| !text.is_empty())
        .into_iter()
        .chain([travels])
        .collect();
    docs::paragraphs(&all)
}
