//! `Clauses`: the permission and role part of a policy, as a disjunction of bit-set tests.

use super::bits::{BitSet, Set};
use crate::policy::Node;
use crate::vocabulary::{Permissions, Roles, Vocabulary};

/// How many alternatives are tested as masks; a policy with more is walked as a tree.
const CAPACITY: usize = 8;

/// One alternative: holds all that is needed and nothing that is forbidden.
#[derive(Clone, Copy)]
struct Clause<P, R> {
    needed: P,
    forbidden: P,
    needed_roles: R,
    forbidden_roles: R,
}

/// Alternatives of which one must hold. `exact` says that they are the whole policy.
#[derive(Clone, Copy)]
pub(crate) struct Clauses<P, R> {
    alternatives: [Clause<P, R>; CAPACITY],
    count: usize,
    exact: bool,
}

impl<P: Set, R: Set> Clauses<P, R> {
    /// Whether the principal that holds these bits satisfies the policy, when the masks can tell.
    #[inline]
    pub(crate) fn decide(&self, permissions: &P, roles: &R) -> Option<bool> {
        if !self.exact {
            return None;
        }
        let alternatives = self.alternatives.get(..self.count)?;
        Some(alternatives.iter().any(|clause| {
            permissions.contains_all(&clause.needed)
                && permissions.is_disjoint(&clause.forbidden)
                && roles.contains_all(&clause.needed_roles)
                && roles.is_disjoint(&clause.forbidden_roles)
        }))
    }
}

impl<const N: usize, const M: usize> Clauses<BitSet<N>, BitSet<M>> {
    const ANYBODY: Clause<BitSet<N>, BitSet<M>> = Clause {
        needed: BitSet::EMPTY,
        forbidden: BitSet::EMPTY,
        needed_roles: BitSet::EMPTY,
        forbidden_roles: BitSet::EMPTY,
    };

    const ALWAYS: Self = Self::one(Self::ANYBODY);

    const NEVER: Self = Self { alternatives: [Self::ANYBODY; CAPACITY], count: 0, exact: true };

    const INEXACT: Self = Self { alternatives: [Self::ANYBODY; CAPACITY], count: 0, exact: false };

    /// Compiles the tree under `root`.
    pub(crate) const fn of<V, Q>(root: &Node<V>) -> Self
    where
        V: Vocabulary<Role = Q> + Permissions<Set = BitSet<N>>,
        Q: Roles<Permission = V, Set = BitSet<M>>,
    {
        match root {
            Node::Public(_) => Self::ALWAYS,
            condition => Self::compile(condition, false),
        }
    }

    /// Compiles a condition, or its negation.
    const fn compile<V, Q>(node: &Node<V>, negated: bool) -> Self
    where
        V: Vocabulary<Role = Q> + Permissions<Set = BitSet<N>>,
        Q: Roles<Permission = V, Set = BitSet<M>>,
    {
        match node {
            Node::Public(_) => panic!("`public` stands alone: it is no part of a policy"),
            Node::Authenticated => {
                if negated {
                    Self::NEVER
                } else {
                    Self::ALWAYS
                }
            }
            Node::Permission(index) => {
                let mut clause = Self::ANYBODY;
                let mask = Self::position(*index, V::NAMES.len());
                if negated {
                    clause.forbidden = mask;
                } else {
                    clause.needed = mask;
                }
                Self::one(clause)
            }
            Node::Role(index) => {
                let mut clause = Self::ANYBODY;
                let mask = Self::position(*index, Q::NAMES.len());
                if negated {
                    clause.forbidden_roles = mask;
                } else {
                    clause.needed_roles = mask;
                }
                Self::one(clause)
            }
            Node::Not(inner) => Self::compile(inner, !negated),
            Node::Named(policy) => Self::compile(policy.root(), negated),
            Node::All(nodes) => Self::combine(nodes, negated, !negated),
            Node::Any(nodes) => Self::combine(nodes, negated, negated),
            Node::Scope(_)
            | Node::Fresh(_)
            | Node::MultiFactor
            | Node::Check(_)
            | Node::Parameter(_)
            | Node::Owner(_)
            | Node::Tenant(_)
            | Node::ObjectCheck(_) => Self::INEXACT,
        }
    }

    /// The mask of one name. A mask without it would ask for nothing and so be met by everybody.
    const fn position<const L: usize>(index: u16, names: usize) -> BitSet<L> {
        let mask = BitSet::EMPTY.with(index);
        assert!(
            (index as usize) < names && mask.has(index),
            "a policy names a permission or role beyond the end of its vocabulary"
        );
        mask
    }

    const fn combine<V, Q>(nodes: &[Node<V>], negated: bool, conjunction: bool) -> Self
    where
        V: Vocabulary<Role = Q> + Permissions<Set = BitSet<N>>,
        Q: Roles<Permission = V, Set = BitSet<M>>,
    {
        assert!(!nodes.is_empty(), "`all` and `any` need at least one condition");
        let mut combined = if conjunction { Self::ALWAYS } else { Self::NEVER };
        let mut at = 0;
        while at < nodes.len() {
            let next = Self::compile(&nodes[at], negated);
            combined = if conjunction { combined.and(&next) } else { combined.or(&next) };
            at += 1;
        }
        combined
    }

    const fn one(clause: Clause<BitSet<N>, BitSet<M>>) -> Self {
        let mut alternatives = [Self::ANYBODY; CAPACITY];
        alternatives[0] = clause;
        Self { alternatives, count: 1, exact: true }
    }

    const fn or(mut self, other: &Self) -> Self {
        if !(self.exact && other.exact) || self.count + other.count > CAPACITY {
            return Self::INEXACT;
        }
        let mut at = 0;
        while at < other.count {
            self.alternatives[self.count] = other.alternatives[at];
            self.count += 1;
            at += 1;
        }
        self
    }

    const fn and(&self, other: &Self) -> Self {
        if !(self.exact && other.exact) || self.count * other.count > CAPACITY {
            return Self::INEXACT;
        }
        let mut product = Self::NEVER;
        let mut left = 0;
        while left < self.count {
            let mut right = 0;
            while right < other.count {
                let (a, b) = (&self.alternatives[left], &other.alternatives[right]);
                product.alternatives[product.count] = Clause {
                    needed: a.needed.union(&b.needed),
                    forbidden: a.forbidden.union(&b.forbidden),
                    needed_roles: a.needed_roles.union(&b.needed_roles),
                    forbidden_roles: a.forbidden_roles.union(&b.forbidden_roles),
                };
                product.count += 1;
                right += 1;
            }
            left += 1;
        }
        product
    }
}
