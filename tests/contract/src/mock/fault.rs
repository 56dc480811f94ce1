//! What can be made to go wrong with an answer.

use bytes::Bytes;
use proptest::strategy::{Strategy as _, ValueTree as _};
use serde::Deserialize;

use super::mint::Chance;
use super::world::World;
use crate::api::Media;

/// Something that goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fault {
    /// The connection is reset before a byte of the answer.
    Reset,
    /// The body breaks off in the middle; the length in the headers is that of what is there.
    Malformed,
    /// The body breaks its schema at one place.
    WrongSchema,
    /// There is no body.
    Empty,
}

impl Fault {
    const ALL: [(&'static str, Self); 4] = [
        ("reset", Self::Reset),
        ("malformed", Self::Malformed),
        ("wrong-schema", Self::WrongSchema),
        ("empty", Self::Empty),
    ];

    pub(super) fn named(name: &str) -> Option<Self> {
        let found = Self::ALL.iter().find(|(known, _)| *known == name);
        found.map(|(_, fault)| *fault)
    }

    pub(super) fn names() -> String {
        let names: Vec<_> = Self::ALL.iter().map(|(name, _)| *name).collect();
        format!("one of {}", names.join(", "))
    }

    /// The body that goes out instead of a good one. A reset is the business of the connection.
    pub(super) fn spoil(
        self,
        world: &World,
        media: Option<&Media>,
        body: Bytes,
        chance: Chance,
    ) -> Bytes {
        match self {
            Self::Reset => body,
            Self::Empty => Bytes::new(),
            Self::Malformed => body.slice(..body.len() / 2),
            Self::WrongSchema => media
                .and_then(|media| wrong(world, media, chance))
                .unwrap_or(body),
        }
    }
}

fn wrong(world: &World, media: &Media, chance: Chance) -> Option<Bytes> {
    let values = world.responses.invalid(media.schema.as_ref()?).ok()?;
    let drawn = values.new_tree(&mut chance.runner()).ok()?.current();
    media.encode(&drawn.value)
}
