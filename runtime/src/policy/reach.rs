//! `Reach`: what a policy says about a role, or about callers who lack something, in advance.

use super::Policy;
use crate::const_eval::reach::Supposed;
use crate::vocabulary::{BitSet, Permissions, Roles, Vocabulary};

/// Whether a policy lets a caller pass of whom only a part is known.
///
/// Strong Kleene logic, so a policy may always or never hold and yet be found to depend, as
/// `any(mfa, not(mfa))` does; the other two are certain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Whatever else is the case, it denies.
    Never,
    /// The object, the request or the rest of the credential decides.
    Depends,
    /// Whatever else is the case, it allows.
    Always,
}

/// What a policy can require of everybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Requirement {
    /// A credential: the policy is not public.
    Authenticated,
    /// The permission at this position of the vocabulary.
    Permission(u16),
    /// The role at this position, held directly or by inheritance.
    Role(u16),
    /// This OAuth scope.
    Scope(&'static str),
    /// An authentication at most this many seconds ago.
    Fresh(u32),
    /// Several factors.
    MultiFactor,
    /// To own the object, or to be whom the path names.
    Owner,
    /// To act in the tenant of the object.
    Tenant,
}

impl<V, R, const N: usize, const M: usize> Policy<V>
where
    V: Vocabulary<Role = R> + Permissions<Set = BitSet<N>>,
    R: Roles<Permission = V, Set = BitSet<M>>,
{
    /// Whether a principal passes who has `role` alone, with what it inherits and grants: no other
    /// role, no permission beside it.
    ///
    /// That the object is another tenant's denies it as well; this is about the conditions.
    pub fn reach(&self, role: R) -> Reach {
        self.reach_at(role.index())
    }

    pub(crate) const fn reach_at(&self, role: u16) -> Reach {
        Supposed::<N, M>::role_alone::<V, R>(role).meets(self)
    }

    /// Whether nobody passes without `requirement`. Whoever has a role has what it grants and
    /// inherits, so a policy that asks for a role requires that too.
    pub const fn requires(&self, requirement: Requirement) -> bool {
        matches!(self.reach_without(requirement), Reach::Never)
    }

    /// Whether somebody passes who lacks `requirement`, and of whom nothing else is known.
    pub(crate) const fn reach_without(&self, requirement: Requirement) -> Reach {
        Supposed::<N, M>::lacking::<V, R>(requirement).meets(self)
    }
}
