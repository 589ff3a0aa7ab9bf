//! `Supposed`: a policy decided in advance, for a caller of whom only a part is known.

use super::bits::BitSet;
use super::names::equal;
use crate::policy::{Node, Policy, Reach, Requirement, Tenancy};
use crate::vocabulary::{Permissions, Roles, Vocabulary};

/// What is known of the caller. Everything that is neither held nor lacked is unknown.
pub(crate) struct Supposed<const N: usize, const M: usize> {
    held: BitSet<N>,
    lacked: BitSet<N>,
    held_roles: BitSet<M>,
    lacked_roles: BitSet<M>,
    /// What else the caller lacks.
    without: Option<Requirement>,
}

impl<const N: usize, const M: usize> Supposed<N, M> {
    const NOTHING: Self = Self {
        held: BitSet::EMPTY,
        lacked: BitSet::EMPTY,
        held_roles: BitSet::EMPTY,
        lacked_roles: BitSet::EMPTY,
        without: None,
    };

    /// A principal with one role, and no permission but those that it grants.
    pub(crate) const fn role_alone<V, R>(role: u16) -> Self
    where
        V: Vocabulary<Role = R> + Permissions<Set = BitSet<N>>,
        R: Roles<Permission = V, Set = BitSet<M>>,
    {
        let (held, held_roles) = (R::GRANTS[role as usize], R::INCLUDES[role as usize]);
        Self {
            held,
            lacked: others(&held, V::NAMES.len()),
            held_roles,
            lacked_roles: others(&held_roles, R::NAMES.len()),
            without: None,
        }
    }

    /// Somebody who lacks `requirement`, and so every role that would bring it along.
    pub(crate) const fn lacking<V, R>(requirement: Requirement) -> Self
    where
        V: Vocabulary<Role = R> + Permissions<Set = BitSet<N>>,
        R: Roles<Permission = V, Set = BitSet<M>>,
    {
        let mut supposed = Self::NOTHING;
        supposed.without = Some(requirement);
        if let Requirement::Permission(permission) = requirement {
            supposed.lacked = supposed.lacked.with(permission);
        }
        let mut role: u16 = 0;
        while (role as usize) < R::NAMES.len() {
            let brings = match requirement {
                Requirement::Permission(permission) => R::GRANTS[role as usize].has(permission),
                Requirement::Role(wanted) => R::INCLUDES[role as usize].has(wanted),
                _ => false,
            };
            if brings {
                supposed.lacked_roles = supposed.lacked_roles.with(role);
            }
            role += 1;
        }
        supposed
    }

    /// Whether this caller meets the policy.
    pub(crate) const fn meets<V: Vocabulary>(&self, policy: &Policy<V>) -> Reach {
        if policy.is_public() {
            return Reach::Always;
        }
        match (self.without, policy.target()) {
            (Some(Requirement::Authenticated), _) => return Reach::Never,
            (Some(Requirement::Tenant), Some(target))
                if matches!(target.tenancy, Tenancy::Same(_)) =>
            {
                return Reach::Never;
            }
            _ => {}
        }
        self.decide(policy.root())
    }

    const fn decide<V: Vocabulary>(&self, node: &Node<V>) -> Reach {
        match node {
            Node::All(nodes) => self.combine(nodes, Reach::Never, Reach::Always),
            Node::Any(nodes) => self.combine(nodes, Reach::Always, Reach::Never),
            Node::Not(inner) => match self.decide(inner) {
                Reach::Never => Reach::Always,
                Reach::Depends => Reach::Depends,
                Reach::Always => Reach::Never,
            },
            Node::Named(policy) => self.decide(policy.root()),
            Node::Public(_) | Node::Authenticated => Reach::Always,
            Node::Permission(index) => known(self.held.has(*index), self.lacked.has(*index)),
            Node::Role(index) => known(self.held_roles.has(*index), self.lacked_roles.has(*index)),
            leaf => known(false, self.is_without(leaf)),
        }
    }

    /// One `decisive` outcome decides; without any, and without doubt, it is `otherwise`.
    const fn combine<V: Vocabulary>(
        &self,
        nodes: &[Node<V>],
        decisive: Reach,
        otherwise: Reach,
    ) -> Reach {
        let mut outcome = otherwise;
        let mut at = 0;
        while at < nodes.len() {
            match self.decide(&nodes[at]) {
                Reach::Depends => outcome = Reach::Depends,
                found if found as u8 == decisive as u8 => return decisive,
                _ => {}
            }
            at += 1;
        }
        outcome
    }

    /// Whether the caller lacks what `leaf` asks for.
    const fn is_without<V: Vocabulary>(&self, leaf: &Node<V>) -> bool {
        match (self.without, leaf) {
            (Some(Requirement::Scope(lacked)), Node::Scope(scope)) => equal(lacked, scope),
            // Who is not fresh enough for the longer time is not for a shorter one.
            (Some(Requirement::Fresh(lacked)), Node::Fresh(seconds)) => *seconds <= lacked,
            (Some(Requirement::MultiFactor), Node::MultiFactor)
            | (Some(Requirement::Owner), Node::Owner(_) | Node::Parameter(_))
            | (Some(Requirement::Tenant), Node::Tenant(_)) => true,
            _ => false,
        }
    }
}

const fn known(holds: bool, fails: bool) -> Reach {
    match (holds, fails) {
        (true, _) => Reach::Always,
        (false, true) => Reach::Never,
        (false, false) => Reach::Depends,
    }
}

/// The first `count` positions without those in `set`.
const fn others<const L: usize>(set: &BitSet<L>, count: usize) -> BitSet<L> {
    let mut rest = BitSet::EMPTY;
    let mut index: u16 = 0;
    while (index as usize) < count {
        if !set.has(index) {
            rest = rest.with(index);
        }
        index += 1;
    }
    rest
}
