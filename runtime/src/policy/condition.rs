//! `Condition`: a policy as plain data, whatever its vocabulary, for reports.

use core::fmt;
use std::borrow::Cow;

use serde::Serialize;

use super::target::Tenancy;
use super::{Node, Policy};
use crate::vocabulary::{Vocabulary, permission_name, role_name};

/// A name that a program declares, or that a file repeats.
pub type Name = Cow<'static, str>;

/// One condition of a policy, without its vocabulary and without the functions behind it: what
/// reports, lock files and pages are made of. `Display` writes it as attributes do; a named policy
/// shows its name.
///
/// As JSON it is an object with a `kind`; what a kind consists of is under `of`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Condition {
    /// Anybody, for the reason given.
    Public {
        /// Why.
        reason: Name,
    },
    /// Any principal.
    Authenticated,
    /// Holds the permission.
    Permission {
        /// Its name, such as `users:delete`.
        name: Name,
    },
    /// Has the role, itself or by inheritance.
    Role {
        /// Its name, such as `admin`.
        name: Name,
    },
    /// The credential carries this OAuth scope.
    Scope {
        /// The scope.
        name: Name,
    },
    /// Authenticated interactively at most this long ago.
    Fresh {
        /// The age.
        seconds: u32,
    },
    /// Used several factors.
    Mfa,
    /// What a function of the app decides.
    Check {
        /// The function, as the attribute names it.
        name: Name,
    },
    /// Is what the path parameter names.
    Parameter {
        /// The parameter.
        name: Name,
    },
    /// Is an owner of the object.
    Owner {
        /// The type of the object.
        resource: Name,
    },
    /// Acts in the tenant of the object.
    Tenant {
        /// The type of the object.
        resource: Name,
    },
    /// What a function of the app decides about the object.
    ObjectCheck {
        /// The type of the object.
        resource: Name,
        /// The function, as the attribute names it.
        name: Name,
    },
    /// Every one of these.
    All {
        /// The conditions.
        of: Vec<Condition>,
    },
    /// At least one of these.
    Any {
        /// The conditions.
        of: Vec<Condition>,
    },
    /// Not this.
    Not {
        /// The condition.
        of: Box<Condition>,
    },
    /// A policy that has a name.
    Named {
        /// The name.
        name: Name,
        /// What it requires.
        of: Box<Condition>,
    },
}

impl<V: Vocabulary> Policy<V> {
    /// The policy as plain data: the tenant of the object, where tenants are kept apart, and the
    /// tree.
    pub fn condition(&self) -> Condition {
        let root = Condition::from(self.root());
        let root = match self.name() {
            Some(name) => Condition::Named { name: name.into(), of: Box::new(root) },
            None => root,
        };
        match self.target().map(|target| &target.tenancy) {
            Some(Tenancy::Same(_)) if matches!(root, Condition::Tenant { .. }) => root,
            Some(Tenancy::Same(tenant)) => {
                let tenant = Condition::Tenant { resource: tenant.about.resource.into() };
                Condition::All { of: vec![tenant, root] }
            }
            _ => root,
        }
    }
}

impl<V: Vocabulary> From<&Node<V>> for Condition {
    fn from(node: &Node<V>) -> Self {
        let each = |nodes: &[Node<V>]| nodes.iter().map(Self::from).collect();
        match node {
            Node::Public(reason) => Self::Public { reason: (*reason).into() },
            Node::Authenticated => Self::Authenticated,
            Node::Permission(index) => {
                Self::Permission { name: permission_name::<V>(*index).into() }
            }
            Node::Role(index) => Self::Role { name: role_name::<V::Role>(*index).into() },
            Node::Scope(scope) => Self::Scope { name: (*scope).into() },
            Node::Fresh(seconds) => Self::Fresh { seconds: *seconds },
            Node::MultiFactor => Self::Mfa,
            Node::Check(check) => Self::Check { name: check.name.into() },
            Node::Parameter(parameter) => Self::Parameter { name: parameter.name.into() },
            Node::Owner(relation) => Self::Owner { resource: relation.about.resource.into() },
            Node::Tenant(relation) => Self::Tenant { resource: relation.about.resource.into() },
            Node::ObjectCheck(check) => Self::ObjectCheck {
                resource: check.about.resource.into(),
                name: check.check.name.into(),
            },
            Node::All(nodes) => Self::All { of: each(nodes) },
            Node::Any(nodes) => Self::Any { of: each(nodes) },
            Node::Not(inner) => Self::Not { of: Box::new(Self::from(*inner)) },
            Node::Named(policy) => {
                let root = Self::from(policy.root());
                match policy.name() {
                    Some(name) => Self::Named { name: name.into(), of: Box::new(root) },
                    None => root,
                }
            }
        }
    }
}

impl Condition {
    /// Whether it holds where `leaf` tells which of the conditions without parts hold.
    pub fn holds_where(&self, leaf: &dyn Fn(&Self) -> bool) -> bool {
        match self {
            Self::All { of } => of.iter().all(|part| part.holds_where(leaf)),
            Self::Any { of } => of.iter().any(|part| part.holds_where(leaf)),
            Self::Not { of } => !of.holds_where(leaf),
            Self::Named { of, .. } => of.holds_where(leaf),
            single => leaf(single),
        }
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Public { reason } => write!(f, "public(reason = {reason:?})"),
            Self::Authenticated => f.write_str("authenticated"),
            Self::Permission { name } => write!(f, "permission({name:?})"),
            Self::Role { name } => write!(f, "role({name})"),
            Self::Scope { name } => write!(f, "scope({name:?})"),
            Self::Fresh { seconds } if seconds % 60 == 0 => {
                write!(f, "fresh(minutes = {})", seconds / 60)
            }
            Self::Fresh { seconds } => write!(f, "fresh(seconds = {seconds})"),
            Self::Mfa => f.write_str("mfa"),
            Self::Check { name } => write!(f, "check({name})"),
            Self::Parameter { name } => write!(f, "owner(id = {name:?})"),
            Self::Owner { resource } => write!(f, "owner({resource})"),
            Self::Tenant { resource } => write!(f, "tenant({resource})"),
            Self::ObjectCheck { resource, name } => write!(f, "check({resource}, {name})"),
            Self::All { of } => list(f, "all", of),
            Self::Any { of } => list(f, "any", of),
            Self::Not { of } => write!(f, "not({of})"),
            Self::Named { name, .. } => f.write_str(name),
        }
    }
}

fn list(f: &mut fmt::Formatter<'_>, word: &str, conditions: &[Condition]) -> fmt::Result {
    write!(f, "{word}(")?;
    for (at, condition) in conditions.iter().enumerate() {
        if at > 0 {
            f.write_str(", ")?;
        }
        write!(f, "{condition}")?;
    }
    f.write_str(")")
}
