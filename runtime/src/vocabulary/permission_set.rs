//! `PermissionSet`: the permissions that a principal holds.

use core::fmt;

use super::{Permissions, Set};

/// A set of permissions of one vocabulary.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PermissionSet<P: Permissions>(P::Set);

impl<P: Permissions> PermissionSet<P> {
    pub(crate) const fn from_bits(bits: P::Set) -> Self {
        Self(bits)
    }

    pub(crate) const fn bits(&self) -> &P::Set {
        &self.0
    }

    /// The set without members.
    pub const fn empty() -> Self {
        Self(P::Set::EMPTY)
    }

    /// This set and `permission`.
    #[must_use]
    pub fn with(self, permission: P) -> Self {
        Self(self.0.with(permission.index()))
    }

    /// The members of either set.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self(self.0.union(&other.0))
    }

    /// Whether `permission` is a member.
    #[inline]
    pub fn contains(&self, permission: P) -> bool {
        self.0.has(permission.index())
    }

    /// The members in the order of the vocabulary.
    pub fn iter(&self) -> impl Iterator<Item = P> {
        let bits = self.0;
        P::VARIANTS.iter().copied().filter(move |permission| bits.has(permission.index()))
    }

    /// The names of the members in the order of the vocabulary.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        let bits = self.0;
        P::NAMES.iter().zip(0..).filter_map(move |(name, index)| bits.has(index).then_some(*name))
    }
}

impl<P: Permissions> fmt::Debug for PermissionSet<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.names()).finish()
    }
}

impl<P: Permissions> FromIterator<P> for PermissionSet<P> {
    fn from_iter<I: IntoIterator<Item = P>>(permissions: I) -> Self {
        permissions.into_iter().fold(Self::empty(), Self::with)
    }
}
