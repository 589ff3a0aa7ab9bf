//! A policy in words: the text that tables and reports show.

use core::fmt;

use super::target::Tenancy;
use super::{Node, Policy};
use crate::vocabulary::{Vocabulary, permission_name, role_name};

impl<V: Vocabulary> fmt::Display for Policy<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.target().map(|target| &target.tenancy) {
            Some(Tenancy::Same(_)) if matches!(self.root(), Node::Tenant(_)) => {
                write!(f, "{}", self.root())
            }
            Some(Tenancy::Same(tenant)) => {
                write!(f, "tenant({}) and {}", tenant.about.resource, self.root())
            }
            _ => write!(f, "{}", self.root()),
        }
    }
}

impl<V: Vocabulary> fmt::Debug for Policy<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Policy({self})")
    }
}

/// The condition as the attributes write it.
impl<V: Vocabulary> fmt::Display for Node<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Public(reason) => write!(f, "public(reason = {reason:?})"),
            Self::Authenticated => f.write_str("authenticated"),
            Self::Permission(index) => write!(f, "permission({:?})", permission_name::<V>(*index)),
            Self::Role(index) => write!(f, "role({})", role_name::<V::Role>(*index)),
            Self::Scope(scope) => write!(f, "scope({scope:?})"),
            Self::Fresh(seconds) if seconds % 60 == 0 => {
                write!(f, "fresh(minutes = {})", seconds / 60)
            }
            Self::Fresh(seconds) => write!(f, "fresh(seconds = {seconds})"),
            Self::MultiFactor => f.write_str("mfa"),
            Self::Check(check) => write!(f, "check({})", check.name),
            Self::Parameter(parameter) => write!(f, "owner(id = {:?})", parameter.name),
            Self::Owner(relation) => write!(f, "owner({})", relation.about.resource),
            Self::Tenant(relation) => write!(f, "tenant({})", relation.about.resource),
            Self::ObjectCheck(about) => {
                write!(f, "check({}, {})", about.about.resource, about.check.name)
            }
            Self::All(nodes) => list(f, "all", nodes),
            Self::Any(nodes) => list(f, "any", nodes),
            Self::Not(node) => write!(f, "not({node})"),
            Self::Named(policy) => match policy.name() {
                Some(name) => f.write_str(name),
                None => write!(f, "{}", policy.root()),
            },
        }
    }
}

impl<V: Vocabulary> fmt::Debug for Node<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

fn list<V: Vocabulary>(f: &mut fmt::Formatter<'_>, word: &str, nodes: &[Node<V>]) -> fmt::Result {
    write!(f, "{word}(")?;
    for (at, node) in nodes.iter().enumerate() {
        if at > 0 {
            f.write_str(", ")?;
        }
        write!(f, "{node}")?;
    }
    f.write_str(")")
}
