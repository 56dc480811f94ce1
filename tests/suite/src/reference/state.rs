//! What the server remembers.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, FixedOffset};
use plaid_link::types::{
    ClientUserIdentity, LinkTokenGetMetadataResponse, Products, RequestId,
    SandboxItemSetVerificationStatusRequestVerificationStatus as VerificationStatus,
};

use super::faults::{Lapse, Switched};
use super::outbox::Message;
use super::refusal::{self, Refusal};

/// All that the server knows.
#[derive(Debug, Default)]
pub(super) struct State {
    pub(super) faults: Switched,
    pub(super) items: BTreeMap<String, Item>,
    /// Items by access token.
    pub(super) access_tokens: BTreeMap<String, String>,
    /// Items by public token, until it is exchanged.
    pub(super) public_tokens: BTreeMap<String, String>,
    pub(super) links: BTreeMap<String, Link>,
    pub(super) users: BTreeMap<String, User>,
    pub(super) third_party_tokens: BTreeSet<String>,
    pub(super) deliveries: BTreeMap<String, DateTime<FixedOffset>>,
    /// What is to be sent once the request at hand is answered.
    pub(super) outbox: Vec<Message>,
    made: u64,
}

#[derive(Clone, Debug)]
pub(super) struct Item {
    pub(super) id: String,
    pub(super) institution: Option<String>,
    pub(super) webhook: Option<String>,
    pub(super) products: Vec<Products>,
    pub(super) user: Option<String>,
    pub(super) needs_login: bool,
    pub(super) created: DateTime<FixedOffset>,
    pub(super) accounts: Vec<Account>,
}

#[derive(Clone, Debug)]
pub(super) struct Account {
    pub(super) id: String,
    pub(super) verification: Option<VerificationStatus>,
}

#[derive(Clone, Debug)]
pub(super) struct Link {
    pub(super) created: DateTime<FixedOffset>,
    pub(super) expires: DateTime<FixedOffset>,
    pub(super) user: Option<String>,
    pub(super) metadata: LinkTokenGetMetadataResponse,
}

#[derive(Clone, Debug)]
pub(super) struct User {
    pub(super) id: String,
    pub(super) token: Option<String>,
    pub(super) client_user_id: String,
    pub(super) identity: Option<ClientUserIdentity>,
    pub(super) created: DateTime<FixedOffset>,
    pub(super) updated: DateTime<FixedOffset>,
}

impl State {
    /// Whether the server shall lapse in this way.
    pub(super) fn lapses(&self, lapse: Lapse) -> bool {
        self.faults.contains(lapse)
    }

    /// An identifier that was never given before.
    pub(super) fn fresh(&mut self) -> String {
        self.made += 1;
        let high = mixed(self.made);
        let low = mixed(high ^ self.made);
        format!(
            "{:08x}-{:04x}-4{:03x}-8{:03x}-{:012x}",
            high >> 32,
            (high >> 16) & 0xffff,
            high & 0xfff,
            low >> 52,
            low & 0xffff_ffff_ffff
        )
    }

    /// The identifier of an answer.
    pub(super) fn request_id(&mut self) -> RequestId {
        RequestId::from(&self.fresh().replace('-', "")[..15])
    }

    /// Adds an Item with two accounts.
    pub(super) fn add_item(
        &mut self,
        institution: Option<String>,
        products: Vec<Products>,
        webhook: Option<String>,
        user: Option<String>,
    ) -> String {
        let id = self.fresh();
        let accounts = [self.fresh(), self.fresh()].map(|id| Account {
            id,
            verification: None,
        });
        let item = Item {
            id: id.clone(),
            institution,
            webhook,
            products,
            user,
            needs_login: false,
            created: now(),
            accounts: accounts.to_vec(),
        };
        self.items.insert(id.clone(), item);
        id
    }

    /// A new access token of an Item.
    pub(super) fn grant_access(&mut self, item: &str) -> String {
        let token = format!("access-sandbox-{}", self.fresh());
        self.access_tokens.insert(token.clone(), item.to_owned());
        token
    }

    /// A new public token of an Item.
    pub(super) fn grant_public(&mut self, item: &str) -> String {
        let token = match self.public_tokens.keys().next_back() {
            Some(last) if self.lapses(Lapse::SamePublicToken) => last.clone(),
            _ => format!("public-sandbox-{}", self.fresh()),
        };
        self.public_tokens.insert(token.clone(), item.to_owned());
        token
    }

    /// The Item that an access token leads to.
    pub(super) fn item(&mut self, access_token: &str) -> Result<&mut Item, Refusal> {
        let mut id = self.access_tokens.get(access_token).cloned();
        if id.is_none() && self.lapses(Lapse::AnotherKindOfToken) {
            id = self.public_tokens.get(access_token).cloned();
        }
        if id.is_none() && self.lapses(Lapse::AnyAccessToken) {
            id = self.access_tokens.values().next_back().cloned();
        }
        let item = id.and_then(|id| self.items.get_mut(&id));
        item.ok_or_else(refusal::access_token)
    }

    /// Removes an Item, its tokens and its ties.
    pub(super) fn remove_item(&mut self, id: &str) {
        self.items.remove(id);
        self.access_tokens.retain(|_, item| item != id);
        self.public_tokens.retain(|_, item| item != id);
    }

    /// The user that is named by identifier, by token, or by both.
    pub(super) fn user(
        &self,
        id: Option<&str>,
        token: Option<&str>,
    ) -> Result<Option<&User>, Refusal> {
        let by_id = |id: &str| self.users.get(id).ok_or_else(refusal::user);
        let by_token = |token: &str| {
            let mut users = self.users.values();
            let found = users.find(|user| user.token.as_deref() == Some(token));
            found.ok_or_else(|| {
                Refusal::input("INVALID_USER_TOKEN", "this user token leads to no user")
            })
        };
        match (id, token) {
            (None, None) => Ok(None),
            (Some(id), None) => by_id(id).map(Some),
            (None, Some(token)) => by_token(token).map(Some),
            (Some(id), Some(token)) => {
                let user = by_id(id)?;
                by_token(token)?;
                Ok(Some(user))
            }
        }
    }

    /// The same, where a user has to be named.
    pub(super) fn named_user(
        &self,
        id: Option<&str>,
        token: Option<&str>,
    ) -> Result<&User, Refusal> {
        self.user(id, token)?.ok_or_else(refusal::user)
    }
}

/// The time, in whole seconds.
pub(super) fn now() -> DateTime<FixedOffset> {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let seconds = since.map_or(0, |since| since.as_secs());
    let seconds = i64::try_from(seconds).unwrap_or_default();
    DateTime::from_timestamp(seconds, 0)
        .unwrap_or_default()
        .fixed_offset()
}

/// Later by seconds.
pub(super) fn later(seconds: i64) -> DateTime<FixedOffset> {
    now() + chrono::TimeDelta::seconds(seconds)
}

/// The finalizer of splitmix64: neighbouring numbers become numbers that look unrelated.
const fn mixed(number: u64) -> u64 {
    let number = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}
