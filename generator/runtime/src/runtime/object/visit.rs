//! Going through the members of objects: to write them, to show them and to compare them.
//!
//! One function for each struct serves all three and names each member once, since what a struct
//! costs to compile is how many functions it has, and how much they say.

use std::any::Any;
use std::collections::BTreeMap;
use std::fmt::Debug;

use serde::Serialize;

use super::Object;
use crate::runtime::codec::{Codec, Encoding};
use crate::runtime::{Extra, Nullable};

/// What is done with each member of an object, in the order of the document.
///
/// The kinds of members are those of [`Reader`](super::Reader).
pub trait Visit<'v> {
    /// A member, and what is written for it, if anything.
    fn member<T: Debug + PartialEq + 'static, W: Serialize>(
        &mut self,
        name: &'static str,
        value: &'v T,
        written: Option<W>,
    );

    /// The members that the document does not declare.
    fn keep(&mut self, extra: &'v Extra);

    /// The members that the document does not declare, all of one type.
    fn map<C: Codec<T>, T: Debug + PartialEq + 'static>(
        &mut self,
        members: &'v BTreeMap<String, T>,
    );

    /// A member that is always there.
    #[inline(always)]
    fn required<T: Serialize + Debug + PartialEq + 'static>(
        &mut self,
        name: &'static str,
        value: &'v T,
    ) {
        self.member(name, value, Some(value));
    }

    /// The same, through a codec.
    #[inline(always)]
    fn required_via<C: Codec<T>, T: Debug + PartialEq + 'static>(
        &mut self,
        name: &'static str,
        value: &'v T,
    ) {
        self.member(name, value, Some(Encoding::<C, T>::new(value)));
    }

    /// A member that may be absent.
    #[inline(always)]
    fn optional<T: Serialize + Debug + PartialEq + 'static>(
        &mut self,
        name: &'static str,
        value: &'v Option<T>,
    ) {
        self.member(name, value, value.as_ref());
    }

    /// The same, through a codec.
    #[inline(always)]
    fn optional_via<C: Codec<T>, T: Debug + PartialEq + 'static>(
        &mut self,
        name: &'static str,
        value: &'v Option<T>,
    ) {
        self.member(name, value, value.as_ref().map(Encoding::<C, T>::new));
    }

    /// A member that may be absent or `null`, which are two things.
    #[inline(always)]
    fn nullable<T: Serialize + Debug + PartialEq + 'static>(
        &mut self,
        name: &'static str,
        value: &'v Nullable<T>,
    ) {
        let written = (!value.is_absent()).then(|| value.as_ref());
        self.member(name, value, written);
    }

    /// The same, through a codec.
    #[inline(always)]
    fn nullable_via<C: Codec<T>, T: Debug + PartialEq + 'static>(
        &mut self,
        name: &'static str,
        value: &'v Nullable<T>,
    ) {
        let written = (!value.is_absent()).then(|| value.as_ref().map(Encoding::<C, T>::new));
        self.member(name, value, written);
    }
}

/// What every member can do, whatever its type.
pub(super) trait Member: Debug + Any {
    /// Whether it is equal to another.
    fn same(&self, other: &dyn Member) -> bool;
}

impl<T: Debug + PartialEq + 'static> Member for T {
    fn same(&self, other: &dyn Member) -> bool {
        let other: &dyn Any = other;
        other.downcast_ref::<T>() == Some(self)
    }
}

/// Lists the members by their names on the wire; what the document does not declare has none.
pub(super) struct Members<'v>(pub(super) Vec<(Option<&'static str>, &'v dyn Member)>);

impl<'v> Members<'v> {
    /// The members of an object.
    pub(super) fn of<T: Object>(object: &'v T) -> Self {
        let mut members = Self(Vec::new());
        object.visit(&mut members);
        members
    }
}

impl<'v> Visit<'v> for Members<'v> {
    fn member<T: Debug + PartialEq + 'static, W>(
        &mut self,
        name: &'static str,
        value: &'v T,
        _: Option<W>,
    ) {
        self.0.push((Some(name), value));
    }

    fn keep(&mut self, extra: &'v Extra) {
        self.0.push((None, extra));
    }

    fn map<C, T: Debug + PartialEq + 'static>(&mut self, members: &'v BTreeMap<String, T>) {
        self.0.push((None, members));
    }
}
