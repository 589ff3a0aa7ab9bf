//! A policy in words: the text that tables and reports show.

use core::fmt;

use super::target::Tenancy;
use super::{Condition, Node, Policy};
use crate::vocabulary::Vocabulary;

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
        Condition::from(self).fmt(f)
    }
}

impl<V: Vocabulary> fmt::Debug for Node<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}
