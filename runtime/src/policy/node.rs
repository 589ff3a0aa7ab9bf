//! `Node`: one condition of a policy.

use std::any::{Any, TypeId};

use futures_util::future::LocalBoxFuture;

use super::{Decision, Policy, SqlPart};
use crate::principal::Principal;
use crate::vocabulary::Vocabulary;

/// One condition.
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
    /// Is what a path parameter names.
    Parameter(Parameter<V>),
    /// Is an owner of the object.
    Owner(Relation<V>),
    /// Acts in the tenant of the object.
    Tenant(Relation<V>),
    /// What an asynchronous function of the app decides about the object.
    ObjectCheck(ObjectCheck<V>),
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

/// The type-erased form of a check. The second argument is whatever the gate knows of the request,
/// or the object; policies themselves know nothing of HTTP.
pub type CheckFn<V> = for<'a> fn(&'a Principal<V>, &'a dyn Any) -> LocalBoxFuture<'a, Decision>;

/// Which resource a condition is about.
#[derive(Clone, Copy, Debug)]
pub struct About {
    /// The name of the type.
    pub resource: &'static str,
    /// Its whole path, by which const evaluation tells apart what has one name.
    pub(crate) key: &'static str,
    /// The type itself: two in different functions may have one path.
    pub(crate) id: fn() -> TypeId,
}

/// How a principal stands to an object.
pub struct Relation<V: Vocabulary> {
    /// What the object is.
    pub about: About,
    /// `None` for an object of another type.
    pub(crate) holds: fn(&Principal<V>, &dyn Any) -> Option<bool>,
}

/// A check that is about an object.
pub struct ObjectCheck<V: Vocabulary> {
    /// What the object is.
    pub about: About,
    /// The function; its second argument is the object.
    pub check: Check<V>,
    /// The same rule as a condition of the database, for lists.
    pub sql: Option<&'static [SqlPart]>,
}

/// A path parameter that must name the subject.
pub struct Parameter<V: Vocabulary> {
    /// The name of the parameter.
    pub name: &'static str,
    /// `None` when the surroundings have no such parameter.
    pub(crate) holds: fn(&Principal<V>, &dyn Any, &str) -> Option<bool>,
}
