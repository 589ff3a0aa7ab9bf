//! The closed vocabulary: which permissions and roles exist.

use core::fmt;
use core::hash::Hash;

pub use crate::const_eval::bits::{BitSet, Set};

mod permission_set;

pub use permission_set::PermissionSet;

/// The permissions of an app: implemented by `#[derive(Permissions)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a permission vocabulary",
    note = "put `#[derive(Permissions)]` on the enum that lists the permissions"
)]
pub trait Permissions: Copy + Eq + Send + Sync + Unpin + 'static {
    /// A bit set wide enough for every permission.
    type Set: Set;
    /// The names, in the order of the variants.
    const NAMES: &'static [&'static str];
    /// The variants, in the order of declaration.
    const VARIANTS: &'static [Self];
    /// The permissions that no role needs to grant.
    const UNGRANTED: Self::Set;

    /// The position of this variant.
    fn index(self) -> u16;
}

/// The roles of an app: implemented by `#[derive(Roles)]`.
pub trait Roles: Copy + Eq + Send + Sync + Unpin + 'static {
    /// What the roles grant.
    type Permission: Permissions;
    /// A bit set wide enough for every role.
    type Set: Set;
    /// The names as tokens carry them, in the order of the variants.
    const NAMES: &'static [&'static str];
    /// The variants, in the order of declaration.
    const VARIANTS: &'static [Self];
    /// For each role, itself and everything it inherits.
    const INCLUDES: &'static [Self::Set];
    /// For each role, every permission it grants, inherited ones too.
    const GRANTS: &'static [<Self::Permission as Permissions>::Set];
    /// The position of the role that counts as administrator, where there is one.
    const ADMIN: Option<u16>;

    /// The position of this variant.
    fn index(self) -> u16;
}

/// Permissions together with the roles that grant them: what a policy, a principal and an app
/// speak about.
///
/// Implemented by `#[derive(Roles)]` for the permissions it names, or by
/// `#[permissions(no_roles)]` on the permissions themselves.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no roles",
    note = "derive `Roles` on an enum with `#[roles(permission = {Self})]`",
    note = "or mark the permissions `#[permissions(no_roles)]`"
)]
pub trait Vocabulary: Permissions {
    /// The roles that grant these permissions.
    type Role: Roles<Permission = Self>;
}

/// The roles of a vocabulary that has none.
pub enum NoRoles<P> {
    /// Never: neither part can be made.
    #[doc(hidden)]
    Never(core::convert::Infallible, core::marker::PhantomData<P>),
}

impl<P> Clone for NoRoles<P> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<P> Copy for NoRoles<P> {}
impl<P> PartialEq for NoRoles<P> {
    fn eq(&self, other: &Self) -> bool {
        let (Self::Never(left, _), Self::Never(right, _)) = (self, other);
        left == right
    }
}
impl<P> Eq for NoRoles<P> {}

impl<P: Permissions> Roles for NoRoles<P> {
    type Permission = P;
    type Set = BitSet<1>;
    const NAMES: &'static [&'static str] = &[];
    const VARIANTS: &'static [Self] = &[];
    const INCLUDES: &'static [Self::Set] = &[];
    const GRANTS: &'static [P::Set] = &[];
    const ADMIN: Option<u16> = None;

    fn index(self) -> u16 {
        match self {
            Self::Never(never, _) => match never {},
        }
    }
}

/// The name of the permission at `index`, for messages.
pub(crate) fn permission_name<P: Permissions>(index: u16) -> &'static str {
    P::NAMES.get(usize::from(index)).copied().unwrap_or("?")
}

/// The name of the role at `index`, for messages.
pub(crate) fn role_name<R: Roles>(index: u16) -> &'static str {
    R::NAMES.get(usize::from(index)).copied().unwrap_or("?")
}

/// The text was not the name of a permission or role of this vocabulary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct UnknownName;

impl fmt::Display for UnknownName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the vocabulary has no such name")
    }
}

impl core::error::Error for UnknownName {}

/// The variant whose name is `name`; what `FromStr` of both derives calls.
///
/// # Errors
/// [`UnknownName`] when there is none.
#[doc(hidden)]
pub fn find<T: Copy>(names: &[&str], variants: &[T], name: &str) -> Result<T, UnknownName> {
    names
        .iter()
        .zip(variants)
        .find_map(|(candidate, variant)| (*candidate == name).then_some(*variant))
        .ok_or(UnknownName)
}
