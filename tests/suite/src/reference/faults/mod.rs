//! Faults that can be switched on, and what a run over them has to find.

mod answers;
mod conduct;
mod requests;
mod writes;

use bytes::Bytes;
use serde_json::Value;
use specwright_contract::api::Operation;
use specwright_contract::check::Check;

use super::answer::Answer;
use super::outbox::Message;

/// One way in which the server breaks the contract.
#[derive(Debug)]
pub struct Fault {
    /// Its name.
    pub name: &'static str,
    /// What the server does wrong.
    pub about: &'static str,
    /// The operation that does it, as `POST /item/get`.
    pub operation: &'static str,
    /// What shows it: one of these checks, about one of these operations or webhooks.
    pub found_as: &'static [(&'static str, Check)],
    pub(super) effect: Effect,
}

/// What a fault changes.
#[derive(Clone, Copy, Debug)]
pub(super) enum Effect {
    /// A request is mended before it is judged.
    Request(fn(&mut Incoming)),
    /// An answer is spoilt before it leaves.
    Answer(fn(&Occasion<'_>, &mut Answer)),
    /// A missing or a wrong credential is overlooked.
    Credential {
        /// The member of the body that it could stand in.
        of: &'static str,
        /// Whether a wrong one is overlooked, or a missing one.
        if_wrong: bool,
    },
    /// A method that the document does not list is answered.
    Method(&'static str),
    /// A webhook with that code is changed.
    Message(&'static str, fn(&mut Message)),
    /// The server forgets, or remembers, what it should not.
    Lapse(Lapse),
}

/// What the server does not do as it should with what it knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lapse {
    WebhookUpdateLost,
    UserUpdateLost,
    EmailsLost,
    ProductsLost,
    PublicTokenWorksTwice,
    InvalidatedTokenWorks,
    RemovedItemReadable,
    RemovedUserReadable,
    ItemsOfUserStay,
    ThirdPartyTokenStays,
    SameLinkToken,
    SamePublicToken,
    SessionTokenUnknown,
    AnyAccessToken,
    AnotherKindOfToken,
    AnyAccount,
    AnotherItem,
    ErrorWebhookMissing,
    WebhookTwice,
    AcknowledgedAtOldUrl,
}

/// A request that may still be mended.
#[derive(Debug)]
pub(super) struct Incoming {
    /// Whether it says that it is JSON.
    pub(super) is_json: bool,
    pub(super) body: Bytes,
}

/// The circumstances of an answer.
#[derive(Debug)]
pub(super) struct Occasion<'a> {
    /// The body of the request.
    pub(super) body: &'a Value,
    /// How many successes the operation has had, this one included.
    pub(super) count: u64,
}

/// The faults that are on.
#[derive(Clone, Debug, Default)]
pub(super) struct Switched(pub(super) Vec<&'static Fault>);

/// Every fault.
pub fn catalogue() -> impl Iterator<Item = &'static Fault> {
    [
        answers::FAULTS,
        requests::FAULTS,
        conduct::FAULTS,
        writes::FAULTS,
    ]
    .into_iter()
    .flatten()
}

/// The fault of that name.
#[must_use]
pub fn fault(name: &str) -> Option<&'static Fault> {
    catalogue().find(|fault| fault.name == name)
}

impl Switched {
    pub(super) fn effects(&self) -> impl Iterator<Item = &'static Effect> + use<'_> {
        self.0.iter().map(|fault| &fault.effect)
    }

    pub(super) fn contains(&self, lapse: Lapse) -> bool {
        self.effects()
            .any(|effect| matches!(effect, Effect::Lapse(on) if *on == lapse))
    }

    pub(super) fn allows_method(&self, target: &str) -> bool {
        self.effects()
            .any(|effect| matches!(effect, Effect::Method(allowed) if *allowed == target))
    }

    /// Whether a fault about this credential is one of this operation's.
    pub(super) fn overlooks(&self, operation: &Operation, member: &str, wrong: bool) -> bool {
        self.of(operation).any(|effect| {
            matches!(effect, Effect::Credential { of, if_wrong }
                if *of == member && *if_wrong == wrong)
        })
    }

    pub(super) fn repair(&self, operation: &Operation, incoming: &mut Incoming) {
        for effect in self.of(operation) {
            if let Effect::Request(repair) = effect {
                repair(incoming);
            }
        }
    }

    pub(super) fn distort(
        &self,
        operation: &Operation,
        occasion: &Occasion<'_>,
        answer: &mut Answer,
    ) {
        for effect in self.of(operation) {
            if let Effect::Answer(distort) = effect {
                distort(occasion, answer);
            }
        }
    }

    fn of(&self, operation: &Operation) -> impl Iterator<Item = &'static Effect> + use<'_> {
        let label = operation.label();
        let faults = self.0.iter();
        faults
            .filter(move |fault| fault.operation == label)
            .map(|fault| &fault.effect)
    }
}

/// Declares the faults of one file.
macro_rules! faults {
    ($($name:literal: $about:literal, at $operation:literal, found as
       [$($check:ident $(at $place:literal)?),+ $(,)?] => $effect:expr;)+) => {
        pub(super) const FAULTS: &[super::Fault] = &[$(super::Fault {
            name: $name,
            about: $about,
            operation: $operation,
            found_as: &[$((
                faults!(@place $operation $($place)?),
                specwright_contract::check::Check::$check,
            )),+],
            effect: $effect,
        }),+];
    };
    (@place $operation:literal) => { $operation };
    (@place $operation:literal $place:literal) => { $place };
}
use faults;
