//! `Node`: one condition of a policy.

use std::any::Any;

use futures_util::future::LocalBoxFuture;

use super::{Decision, Policy};
use crate::principal::Principal;
use crate::vocabulary::Vocabulary;

/// One condition. Conditions about a loaded object take their place here beside the others.
#[non_exhaustive]
pub enum Node<V: Vocabulary> {
    /// Anybody, for the reason given. Only ever the root of a route's own policy.
    Public(&'static str),
    /// Any principal.
    Authenticated,
    /// Holds the permission at this position of the vocabulary.
    Permission(u16),
    /// Has the role at this position, itself or by inheritance.
    Role(u16),
    /// The credential carries this OAuth scope.
    Scope(&'static str),
    /// Authenticated interactively at most this many seconds ago.
    Fresh(u32),
    /// Used several factors (`amr` contains `mfa`, RFC 8176).
    MultiFactor,
    /// What an asynchronous function of the app decides.
    Check(Check<V>),
    /// Every one of these; never empty.
    All(&'static [Node<V>]),
    /// At least one of these; never empty.
    Any(&'static [Node<V>]),
    /// Not this.
    Not(&'static Node<V>),
    /// Another policy, by name.
    Named(&'static Policy<V>),
}

/// A function of the app that decides: attribute-based rules.
pub struct Check<V: Vocabulary> {
    /// The path by which the attribute names it.
    pub name: &'static str,
    /// The function, behind the adapter that generated code supplies.
    pub call: CheckFn<V>,
}

/// The type-erased form of a check. The second argument is whatever the gate knows of the request;
/// policies themselves know nothing of HTTP.
pub type CheckFn<V> = for<'a> fn(&'a Principal<V>, &'a dyn Any) -> LocalBoxFuture<'a, Decision>;
