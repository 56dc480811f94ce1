//! The token: its form, its signature and its claims.
//!
//! `jsonwebtoken` reads the parts. It checks signatures by a provider that is chosen once for the
//! whole process, which a library must not do; so `ring` is asked directly, and for nothing but
//! ES256.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, dangerous, decode_header};
use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
use serde_json::Value;

use super::VerifyError;
use crate::types::JwkPublicKey;

/// The longest token that is looked at, in bytes; one of Plaid's has some 400.
const LONGEST: usize = 8 * 1024;
/// The longest identifier of a key that is looked up, in bytes; one of Plaid's is a UUID.
const LONGEST_KEY_ID: usize = 64;

/// A token that has the right form.
pub(super) struct Token<'t> {
    text: &'t str,
    key_id: String,
}

/// What a verified token says.
pub(super) struct Claims {
    pub(super) issued_at: SystemTime,
    pub(super) body_sha256: String,
}

impl<'t> Token<'t> {
    pub(super) fn read(text: &'t str) -> Result<Self, VerifyError> {
        if text.len() > LONGEST || text.split('.').count() != 3 {
            return Err(VerifyError::Token);
        }
        let header = decode_header(text).map_err(|_| unreadable(text))?;
        if header.alg != Algorithm::ES256 {
            return Err(VerifyError::Algorithm);
        }
        // What is declared critical has to be understood (RFC 7515, section 4.1.11).
        if header.crit.is_some() {
            return Err(VerifyError::Token);
        }
        let key_id = header.kid.ok_or(VerifyError::KeyIdMissing)?;
        let is_plausible = !key_id.is_empty()
            && key_id.len() <= LONGEST_KEY_ID
            && key_id.bytes().all(|byte| byte.is_ascii_graphic());
        if !is_plausible {
            return Err(VerifyError::UnknownKey);
        }
        Ok(Self { text, key_id })
    }

    pub(super) fn key_id(&self) -> &str {
        &self.key_id
    }

    /// Checks the signature; what the token says counts only afterwards.
    pub(super) fn verify(&self, key: &PublicKey) -> Result<Claims, VerifyError> {
        let (message, signature) = self.text.rsplit_once('.').ok_or(VerifyError::Token)?;
        let signature = URL_SAFE_NO_PAD
            .decode(signature)
            .map_err(|_| VerifyError::Signature)?;
        UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, &key.0)
            .verify(message.as_bytes(), &signature)
            .map_err(|_| VerifyError::Signature)?;
        let claims: Value =
            dangerous::insecure_decode_claims(self.text).map_err(|_| VerifyError::Claims)?;
        let issued_at = claims.get("iat").and_then(Value::as_u64);
        let issued_at = issued_at.and_then(|at| UNIX_EPOCH.checked_add(Duration::from_secs(at)));
        let body_sha256 = claims.get("request_body_sha256").and_then(Value::as_str);
        Ok(Claims {
            issued_at: issued_at.ok_or(VerifyError::Claims)?,
            body_sha256: body_sha256.ok_or(VerifyError::Claims)?.to_owned(),
        })
    }
}

/// What is wrong with a token whose header cannot be read: where it names an algorithm, that one
/// is not known, `none` included.
fn unreadable(text: &str) -> VerifyError {
    let header = text.split('.').next().unwrap_or_default();
    let header = URL_SAFE_NO_PAD.decode(header).unwrap_or_default();
    match serde_json::from_slice::<Value>(&header) {
        Ok(header) if header.get("alg").is_some_and(Value::is_string) => VerifyError::Algorithm,
        _ => VerifyError::Token,
    }
}

/// A point on the curve P-256, not compressed (SEC 1, section 2.3.3).
#[derive(Debug)]
pub(super) struct PublicKey([u8; 65]);

impl PublicKey {
    /// The key that was asked for, where it is one and has not expired.
    pub(super) fn read(key: &JwkPublicKey, key_id: &str) -> Result<Self, VerifyError> {
        let is_meant = key.kid == key_id
            && key.alg == "ES256"
            && key.crv == "P-256"
            && key.kty == "EC"
            && key.r#use == "sig";
        if !is_meant {
            return Err(VerifyError::KeyUnusable);
        }
        if key.expired_at.is_some() {
            return Err(VerifyError::KeyExpired);
        }
        let coordinate = |text: &str| {
            let bytes = URL_SAFE_NO_PAD.decode(text).unwrap_or_default();
            <[u8; 32]>::try_from(bytes).map_err(|_| VerifyError::KeyUnusable)
        };
        let mut point = [4; 65];
        point[1..33].copy_from_slice(&coordinate(key.x.expose())?);
        point[33..].copy_from_slice(&coordinate(key.y.expose())?);
        Ok(Self(point))
    }
}
