//! Going through the members of objects: to write them, to show them and to compare them.
//!
//! One function for each struct serves all three, since what a struct costs to compile is how many
//! functions it has.

use std::collections::BTreeMap;
use std::fmt::{Debug, DebugStruct};

use serde::Serialize;

use crate::runtime::codec::{Codec, Encoding};
use crate::runtime::{Extra, Nullable};

/// What is done with each member of two objects, in the order of the document.
///
/// The kinds of members are those of [`Reader`](super::Reader).
pub trait Visit {
    /// A member of the one and of the other object, and what is written for that of the one, if
    /// anything.
    fn member<T: Debug + PartialEq, W: Serialize>(
        &mut self,
        name: &'static str,
        one: &T,
        other: &T,
        written: Option<W>,
    );

    /// The members that the document does not declare.
    fn keep(&mut self, one: &Extra, other: &Extra);

    /// The members that the document does not declare, all of one type.
    fn map<C: Codec<T>, T: Debug + PartialEq>(
        &mut self,
        one: &BTreeMap<String, T>,
        other: &BTreeMap<String, T>,
    );

    /// A member that is always there.
    fn required<T: Serialize + Debug + PartialEq>(
        &mut self,
        name: &'static str,
        one: &T,
        other: &T,
    ) {
        self.member(name, one, other, Some(one));
    }

    /// The same, through a codec.
    fn required_via<C: Codec<T>, T: Debug + PartialEq>(
        &mut self,
        name: &'static str,
        one: &T,
        other: &T,
    ) {
        self.member(name, one, other, Some(Encoding::<C, T>::new(one)));
    }

    /// A member that may be absent.
    fn optional<T: Serialize + Debug + PartialEq>(
        &mut self,
        name: &'static str,
        one: &Option<T>,
        other: &Option<T>,
    ) {
        self.member(name, one, other, one.as_ref());
    }

    /// The same, through a codec.
    fn optional_via<C: Codec<T>, T: Debug + PartialEq>(
        &mut self,
        name: &'static str,
        one: &Option<T>,
        other: &Option<T>,
    ) {
        self.member(name, one, other, one.as_ref().map(Encoding::<C, T>::new));
    }

    /// A member that may be absent or `null`, which are two things.
    fn nullable<T: Serialize + Debug + PartialEq>(
        &mut self,
        name: &'static str,
        one: &Nullable<T>,
        other: &Nullable<T>,
    ) {
        let written = (!one.is_absent()).then(|| one.as_ref());
        self.member(name, one, other, written);
    }

    /// The same, through a codec.
    fn nullable_via<C: Codec<T>, T: Debug + PartialEq>(
        &mut self,
        name: &'static str,
        one: &Nullable<T>,
        other: &Nullable<T>,
    ) {
        let written = (!one.is_absent()).then(|| one.as_ref().map(Encoding::<C, T>::new));
        self.member(name, one, other, written);
    }
}

/// Shows the members by their names on the wire.
pub(super) struct Shown<'f, 'b> {
    pub(super) members: DebugStruct<'f, 'b>,
    /// The name of the field that keeps undeclared members.
    pub(super) undeclared: &'static str,
}

impl Visit for Shown<'_, '_> {
    fn member<T: Debug, W>(&mut self, name: &'static str, one: &T, _: &T, _: Option<W>) {
        self.members.field(name, one);
    }

    fn keep(&mut self, one: &Extra, _: &Extra) {
        self.members.field(self.undeclared, one);
    }

    fn map<C, T: Debug>(&mut self, one: &BTreeMap<String, T>, _: &BTreeMap<String, T>) {
        self.members.field(self.undeclared, one);
    }
}

/// Whether all members so far are equal.
pub(super) struct Same(pub(super) bool);

impl Same {
    fn and<T: PartialEq>(&mut self, one: &T, other: &T) {
        self.0 = self.0 && one == other;
    }
}

impl Visit for Same {
    fn member<T: PartialEq, W>(&mut self, _: &'static str, one: &T, other: &T, _: Option<W>) {
        self.and(one, other);
    }

    fn keep(&mut self, one: &Extra, other: &Extra) {
        self.and(one, other);
    }

    fn map<C, T: PartialEq>(&mut self, one: &BTreeMap<String, T>, other: &BTreeMap<String, T>) {
        self.and(one, other);
    }
}
