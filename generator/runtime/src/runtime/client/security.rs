//! Security schemes, and which of the credentials that are set an operation needs.

use std::fmt;

use super::authorize::Prepared;

/// A security scheme of the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Scheme {
    /// Its name in the document.
    pub name: &'static str,
    /// Where its credential goes.
    pub kind: SchemeKind,
}

/// Where the credential of a security scheme goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SchemeKind {
    /// A header of this name.
    ApiKeyHeader(&'static str),
    /// A query parameter of this name.
    ApiKeyQuery(&'static str),
    /// A cookie of this name.
    ApiKeyCookie(&'static str),
    /// The `Authorization` header; the credential is `user:password`.
    Basic,
    /// The `Authorization` header; the credential is a token.
    Bearer,
    /// The `Authorization` header, whole: the credential begins with the name of the scheme.
    Authorization,
    /// A certificate, which the transport shows: nothing in the request tells of it.
    MutualTls,
}

/// The credentials to send: all of the first alternative for which none is missing. One that asks
/// for nothing comes last, wherever it stands: what is set for an operation is sent.
///
/// # Errors
/// Gives the first scheme without a credential where no alternative is complete.
pub(super) fn choose<'c>(
    alternatives: &[&[Scheme]],
    credentials: &'c [Prepared],
) -> Result<Vec<&'c Prepared>, &'static str> {
    let mut missing = None;
    let mut nothing_is_enough = alternatives.is_empty();
    for alternative in alternatives {
        // What the transport shows is not ours to miss.
        let needed = alternative
            .iter()
            .filter(|scheme| scheme.kind != SchemeKind::MutualTls);
        let found: Result<Vec<_>, _> = needed
            .map(|scheme| {
                let mut known = credentials.iter();
                let found = known.find(|credential| credential.scheme == scheme);
                found.ok_or(scheme.name)
            })
            .collect();
        match found {
            Ok(chosen) if chosen.is_empty() => nothing_is_enough = true,
            Ok(chosen) => return Ok(chosen),
            Err(scheme) => {
                missing.get_or_insert(scheme);
            }
        }
    }
    match missing {
        Some(scheme) if !nothing_is_enough => Err(scheme),
        Some(_) | None => Ok(Vec::new()),
    }
}

/// What an operation accepts, where there is more to say than the one scheme that is missing.
pub(super) fn write_alternatives(
    f: &mut fmt::Formatter<'_>,
    alternatives: &[&[Scheme]],
) -> fmt::Result {
    if let [[_]] = alternatives {
        return Ok(());
    }
    for (index, alternative) in alternatives.iter().enumerate() {
        let before = if index == 0 { "; needed is " } else { ", or " };
        let names: Vec<&str> = alternative.iter().map(|scheme| scheme.name).collect();
        write!(f, "{before}{}", names.join(" with "))?;
    }
    Ok(())
}

/// Whatever is set of the schemes that an operation names, complete or not.
pub(super) fn available<'c>(
    alternatives: &[&[Scheme]],
    credentials: &'c [Prepared],
) -> Vec<&'c Prepared> {
    credentials
        .iter()
        .filter(|credential| {
            alternatives
                .iter()
                .any(|alternative| alternative.contains(credential.scheme))
        })
        .collect()
}
