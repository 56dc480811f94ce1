//! Security schemes, and which of them an operation asks for.

use openapiv3::{APIKeyLocation, SecurityRequirement, SecurityScheme as Item};

use super::Lowering;
use crate::diagnostic::Code;
use crate::ir::{Credential, Name, Requirement, SecurityKind, SecurityScheme};
use crate::pointer::Pointer;
use crate::resolve::MUTUAL_TLS;

/// Lowers every scheme that travels in a way that is supported.
pub(super) fn lower_schemes(lowering: &mut Lowering<'_, '_>) -> Vec<SecurityScheme> {
    let document = lowering.document;
    let Some(components) = &document.api.components else {
        return Vec::new();
    };
    let root = Pointer::components("securitySchemes");
    let mut schemes = Vec::new();
    for (name, item) in &components.security_schemes {
        let Some(item) = document.security_scheme(item) else {
            continue;
        };
        let (kind, description) = match item {
            Item::APIKey {
                location,
                name,
                description,
                ..
            } => {
                let kind = match location {
                    APIKeyLocation::Header => SecurityKind::Header(name.clone()),
                    APIKeyLocation::Query => SecurityKind::Query(name.clone()),
                    APIKeyLocation::Cookie => SecurityKind::Cookie(name.clone()),
                };
                (kind, description)
            }
            Item::HTTP {
                scheme,
                description,
                ..
            } if scheme.eq_ignore_ascii_case("basic") => (SecurityKind::Basic, description),
            Item::HTTP {
                scheme,
                description,
                ..
            } => (http(lowering, scheme, &root.join(name)), description),
            Item::OAuth2 { description, .. } | Item::OpenIDConnect { description, .. } => {
                (SecurityKind::Bearer, description)
            }
        };
        schemes.push(SecurityScheme {
            name: Name::new(name),
            description: description.clone(),
            kind,
        });
    }
    schemes
}

/// How the credential of a scheme of HTTP travels that is not `basic`.
fn http(lowering: &mut Lowering<'_, '_>, scheme: &str, at: &Pointer) -> SecurityKind {
    if scheme == MUTUAL_TLS {
        return SecurityKind::MutualTls;
    }
    if scheme.eq_ignore_ascii_case("bearer") {
        return SecurityKind::Bearer;
    }
    let message = format!("the HTTP authentication scheme `{scheme}`");
    let help = "the credential is sent as the whole value of the header `Authorization`";
    lowering.find(Code::Unsupported, at, message, help);
    SecurityKind::Http(scheme.to_owned())
}

/// The alternatives that an operation accepts.
pub(super) fn lower_requirements(
    lowering: &mut Lowering<'_, '_>,
    requirements: &[SecurityRequirement],
    at: &Pointer,
) -> Vec<Requirement> {
    let schemes = lowering
        .document
        .api
        .components
        .as_ref()
        .map(|components| &components.security_schemes);
    let mut lowered = Vec::new();
    for (index, requirement) in requirements.iter().enumerate() {
        let mut credentials = Vec::new();
        for (name, scopes) in requirement {
            if schemes.is_some_and(|schemes| schemes.contains_key(name)) {
                credentials.push(Credential {
                    scheme: name.clone(),
                    scopes: scopes.clone(),
                });
            } else {
                lowering.find(
                    Code::SecuritySchemeMissing,
                    &at.join(index).join(name),
                    format!("the security scheme `{name}` is not declared"),
                    "it was ignored; declare it in `#/components/securitySchemes`",
                );
            }
        }
        lowered.push(credentials);
    }
    lowered
}
