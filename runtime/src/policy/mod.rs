//! Policies: what must hold before a handler runs, as const data.

use crate::const_eval::bits::BitSet;
use crate::const_eval::clauses::Clauses;
use crate::vocabulary::{Permissions, Roles, Vocabulary};

mod decide;
mod decision;
mod node;
mod words;

pub use decision::{Decision, Denial, Reason};
pub use node::{Check, CheckFn, Node};

/// A policy: a tree of conditions, and their permission and role part compiled to bit masks.
///
/// Made in const evaluation by the attributes and by [`policy!`](crate::policy!). The check, the
/// inventory and every later view read this one value. `Display` gives the policy in words.
pub struct Policy<V: Vocabulary> {
    name: Option<&'static str>,
    root: Node<V>,
    clauses: Clauses<<V as Permissions>::Set, <V::Role as Roles>::Set>,
}

impl<V, R, const N: usize, const M: usize> Policy<V>
where
    V: Vocabulary<Role = R> + Permissions<Set = BitSet<N>>,
    R: Roles<Permission = V, Set = BitSet<M>>,
{
    /// Compiles the tree under `root`.
    pub const fn new(root: Node<V>) -> Self {
        Self { name: None, clauses: Clauses::<BitSet<N>, BitSet<M>>::of(&root), root }
    }

    /// The same, under the name that reports show.
    pub const fn named(name: &'static str, root: Node<V>) -> Self {
        let mut policy = Self::new(root);
        policy.name = Some(name);
        policy
    }
}

impl<V: Vocabulary> Policy<V> {
    /// The tree of conditions.
    pub const fn root(&self) -> &Node<V> {
        &self.root
    }

    /// The name of a policy made with [`policy!`](crate::policy!).
    pub const fn name(&self) -> Option<&'static str> {
        self.name
    }

    /// Why the route is public, if it is.
    pub const fn public_reason(&self) -> Option<&'static str> {
        match self.root {
            Node::Public(reason) => Some(reason),
            _ => None,
        }
    }

    /// Whether anybody may pass, without a principal.
    #[inline]
    pub const fn is_public(&self) -> bool {
        matches!(self.root, Node::Public(_))
    }
}
