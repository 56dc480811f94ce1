//! Whether a webhook comes from Plaid: verification of its header `Plaid-Verification`.
//!
//! The header holds a JSON Web Token (RFC 7519) with a signature in ES256 over the time and the
//! hash of the body. [`WebhookVerifier`] checks all of it and reads the body; the public keys come
//! from `/webhook_verification_key/get` and are kept for a while.
//!
//! ```no_run
//! use plaid_link::webhook_verification::{VerifyError, WebhookVerifier};
//! use plaid_link::{Client, Webhook};
//!
//! async fn receive(
//!     verifier: &WebhookVerifier,
//!     headers: &http::HeaderMap,
//!     body: &[u8],
//! ) -> Result<(), VerifyError> {
//!     match verifier.receive(headers, body).await? {
//!         Webhook::ItemError(error) => println!("{} needs care", error.item_id),
//!         other => println!("nothing to do for {other:?}"),
//!     }
//!     Ok(())
//! }
//!
//! # fn verifier(client: Client) -> WebhookVerifier {
//! WebhookVerifier::new(client)
//! # }
//! ```
//!
//! The body has to be the bytes as they were received: the hash sees every space.

mod error;
mod keys;
mod token;

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use http::HeaderMap;
use ring::digest::{SHA256, digest};
use subtle::ConstantTimeEq as _;

pub use self::error::VerifyError;

use self::keys::Keys;
use self::token::{Claims, Token};
use crate::{Client, Webhook};

/// The header that holds the token.
pub const HEADER: &str = "plaid-verification";

/// Verifies webhooks; cheap to clone, and clones share the keys.
#[derive(Clone)]
pub struct WebhookVerifier(Arc<Inner>);

struct Inner {
    keys: Keys,
    clock: Clock,
    max_age: Duration,
    leeway: Duration,
}

type Clock = Box<dyn Fn() -> SystemTime + Send + Sync>;

impl WebhookVerifier {
    /// Verifies with the keys that a client gets, in the environment that the client is for.
    #[must_use]
    pub fn new(client: Client) -> Self {
        Self::builder(client).build()
    }

    /// Collects settings other than the usual ones.
    pub fn builder(client: Client) -> WebhookVerifierBuilder {
        WebhookVerifierBuilder {
            keys: Keys::new(client),
            clock: Box::new(SystemTime::now),
            max_age: Duration::from_secs(5 * 60),
            leeway: Duration::from_secs(30),
        }
    }

    /// Verifies a webhook and reads its body.
    ///
    /// # Errors
    /// Fails where the header or anything that [`verify`](Self::verify) looks at is not in order,
    /// or the body is not what the document says.
    pub async fn receive(&self, headers: &HeaderMap, body: &[u8]) -> Result<Webhook, VerifyError> {
        let mut values = headers.get_all(HEADER).iter();
        let (Some(value), None) = (values.next(), values.next()) else {
            return Err(VerifyError::Header);
        };
        let token = value.to_str().map_err(|_| VerifyError::Header)?;
        self.verify(token, body).await?;
        Webhook::from_slice(body).map_err(VerifyError::Body)
    }

    /// Verifies a webhook by the value of its header [`HEADER`] and the bytes of its body.
    ///
    /// Dropping the future gives a look-up of the key up; another call that waits for the same key
    /// then looks it up itself.
    ///
    /// # Errors
    /// Fails where the webhook is not to be trusted, or the key could not be looked up;
    /// [`VerifyError`] tells which.
    pub async fn verify(&self, token: &str, body: &[u8]) -> Result<(), VerifyError> {
        let token = Token::read(token)?;
        let now = (self.0.clock)();
        let key = self.0.keys.get(token.key_id(), now).await?;
        let claims = token.verify(&key)?;
        self.check_time(&claims)?;
        check_body(&claims, body)
    }

    fn check_time(&self, claims: &Claims) -> Result<(), VerifyError> {
        // The look-up of a key takes its time, too.
        let now = (self.0.clock)();
        match now.duration_since(claims.issued_at) {
            Ok(age) if age > self.0.max_age => Err(VerifyError::Stale { age }),
            Ok(_) => Ok(()),
            Err(ahead) if ahead.duration() > self.0.leeway => Err(VerifyError::Future {
                ahead: ahead.duration(),
            }),
            Err(_) => Ok(()),
        }
    }
}

impl fmt::Debug for WebhookVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebhookVerifier")
            .field("keys", &self.0.keys)
            .field("max_age", &self.0.max_age)
            .field("leeway", &self.0.leeway)
            .finish_non_exhaustive()
    }
}

/// Compares the hash of the body in a time that does not depend on where they differ.
fn check_body(claims: &Claims, body: &[u8]) -> Result<(), VerifyError> {
    let hash = hex(digest(&SHA256, body).as_ref());
    if bool::from(hash.as_bytes().ct_eq(claims.body_sha256.as_bytes())) {
        Ok(())
    } else {
        Err(VerifyError::BodyChanged)
    }
}

/// The digits in lower case.
fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(nibble.into(), 16).unwrap_or_default();
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 0xf]);
    digits.map(digit).collect()
}

/// Collects the settings of a [`WebhookVerifier`].
#[must_use = "a builder does nothing until it builds"]
pub struct WebhookVerifierBuilder {
    keys: Keys,
    clock: Clock,
    max_age: Duration,
    leeway: Duration,
}

impl WebhookVerifierBuilder {
    /// Tells the time; usually the system does.
    pub fn clock(mut self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Box::new(clock);
        self
    }

    /// The age from which on a webhook is refused; usually, and at most, five minutes.
    pub fn max_age(mut self, age: Duration) -> Self {
        self.max_age = age.min(self.max_age);
        self
    }

    /// How far the clock of the sender may be ahead; usually 30 seconds.
    pub const fn leeway(mut self, leeway: Duration) -> Self {
        self.leeway = leeway;
        self
    }

    /// How long a key is trusted until it is looked up again; usually an hour.
    pub const fn key_lifetime(mut self, lifetime: Duration) -> Self {
        self.keys.lifetime = lifetime;
        self
    }

    /// How many keys are looked up within a minute at most; usually 10.
    ///
    /// Anyone can send webhooks with identifiers of keys that do not exist. Beyond this number
    /// they are refused without asking.
    pub const fn max_lookups_per_minute(mut self, lookups: usize) -> Self {
        self.keys.max_lookups = lookups;
        self
    }

    /// The verifier.
    #[must_use]
    pub fn build(self) -> WebhookVerifier {
        WebhookVerifier(Arc::new(Inner {
            keys: self.keys,
            clock: self.clock,
            max_age: self.max_age,
            leeway: self.leeway,
        }))
    }
}

impl fmt::Debug for WebhookVerifierBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebhookVerifierBuilder")
            .field("keys", &self.keys)
            .field("max_age", &self.max_age)
            .field("leeway", &self.leeway)
            .finish_non_exhaustive()
    }
}
