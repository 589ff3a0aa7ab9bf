//! Policies: what must hold before a handler runs, as const data.

use crate::const_eval::bits::BitSet;
use crate::const_eval::clauses::Clauses;
use crate::const_eval::objects::{
    assert_about, assert_about_nothing, assert_listable, assert_without_checks, waits_for_object,
};
use crate::vocabulary::{Permissions, Roles, Vocabulary};

mod condition;
mod decide;
mod decision;
mod evaluate;
mod explain;
mod node;
mod reach;
mod reasons;
mod residual;
mod sql_part;
mod step_up;
mod target;
mod words;

pub use condition::{Condition, Name};
pub use decision::{Decision, Denial, Reason};
pub use explain::{Explanation, Mark};
pub use node::{About, Check, CheckFn, Node, ObjectCheck, Parameter, Relation};
pub use reach::{Reach, Requirement};
pub use sql_part::SqlPart;
pub use step_up::StepUp;
pub use target::{OnDenied, Target};

pub(crate) use decide::Progress;
pub(crate) use evaluate::{Answer, Facts};
pub(crate) use residual::Residual;
pub(crate) use target::{Source, Store, Tenancy};

/// A policy: a tree of conditions, and their permission and role part compiled to bit masks.
///
/// Made in const evaluation by the attributes and by [`policy!`](crate::policy!). The check, the
/// inventory and every later view read this one value. `Display` gives the policy in words.
pub struct Policy<V: Vocabulary> {
    name: Option<&'static str>,
    root: Node<V>,
    target: Option<Target<V>>,
    waits_for_object: bool,
    clauses: Clauses<<V as Permissions>::Set, <V::Role as Roles>::Set>,
}

impl<V, R, const N: usize, const M: usize> Policy<V>
where
    V: Vocabulary<Role = R> + Permissions<Set = BitSet<N>>,
    R: Roles<Permission = V, Set = BitSet<M>>,
{
    /// Compiles the tree under `root`, in which nothing is about an object.
    ///
    /// # Panics
    /// When something is; in const evaluation that is a compile error.
    #[track_caller]
    pub const fn new(root: Node<V>) -> Self {
        assert_about(&root, None);
        Self::compile(None, root, None)
    }

    /// Compiles the tree under `root`, all of whose object conditions are about `target`.
    ///
    /// # Panics
    /// When one is about something else, or a list asks a check that states no SQL; in const
    /// evaluation that is a compile error.
    #[track_caller]
    pub const fn about(root: Node<V>, target: Target<V>) -> Self {
        assert_about(&root, Some(&target.about));
        if target.is_list() {
            assert_listable(&root);
        }
        Self::compile(None, root, Some(target))
    }

    /// Compiles a tree under the name that reports show. It may be about an object; the guard that
    /// names the policy says which.
    pub const fn named(name: &'static str, root: Node<V>) -> Self {
        Self::compile(Some(name), root, None)
    }

    /// Compiles the rule of a field, in which everything about an object is about `about`.
    ///
    /// # Panics
    /// When something is about another object; in const evaluation that is a compile error.
    #[track_caller]
    pub const fn of_field(root: Node<V>, about: About) -> Self {
        assert_about(&root, Some(&about));
        Self::compile(None, root, None)
    }

    /// The same for a field of a new object, about which nothing can be asked yet.
    ///
    /// # Panics
    /// When something is about an object; in const evaluation that is a compile error.
    #[track_caller]
    pub const fn of_new_field(root: Node<V>) -> Self {
        assert_about_nothing(&root);
        Self::compile(None, root, None)
    }

    /// The same for a field that goes out, where nothing can be waited for.
    ///
    /// # Panics
    /// When something is about another object, or a check is asked; in const evaluation that is a
    /// compile error.
    #[track_caller]
    pub const fn of_shown_field(root: Node<V>, about: About) -> Self {
        assert_without_checks(&root);
        Self::of_field(root, about)
    }

    const fn compile(name: Option<&'static str>, root: Node<V>, target: Option<Target<V>>) -> Self {
        Self {
            name,
            clauses: Clauses::<BitSet<N>, BitSet<M>>::of(&root),
            waits_for_object: waits_for_object(&root),
            root,
            target,
        }
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

    /// The object that the policy is about, if it is about one.
    pub const fn target(&self) -> Option<&Target<V>> {
        self.target.as_ref()
    }

    /// Whether nothing can be told before the object is there.
    #[inline]
    pub(crate) const fn waits_for_object(&self) -> bool {
        self.waits_for_object
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
