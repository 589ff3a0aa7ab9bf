//! Finding a condition anywhere in a policy, in const evaluation.

use super::names::equal;
use super::pattern::has_parameter;
use crate::policy::{About, Node};
use crate::vocabulary::Vocabulary;

/// What is looked for.
#[derive(Clone, Copy)]
pub(crate) enum Sought<'a> {
    /// About a resource, or about another one than this.
    AboutAnother(Option<&'a About>),
    /// A check about an object that states no SQL.
    WithoutSql,
    /// A check about functions.
    FunctionCheck,
    /// A check of either kind.
    AnyCheck,
    /// Something that only a request can tell.
    OfRequest,
    /// A path parameter that this pattern lacks.
    ParameterMissingIn(&'a str),
}

/// The first condition under `node` that is `sought`.
pub(crate) const fn find<'n, V: Vocabulary>(
    node: &'n Node<V>,
    sought: Sought<'_>,
) -> Option<&'n Node<V>> {
    match node {
        Node::Not(inner) => find(inner, sought),
        Node::Named(policy) => find(policy.root(), sought),
        Node::All(nodes) | Node::Any(nodes) => {
            let mut at = 0;
            while at < nodes.len() {
                let found = find(&nodes[at], sought);
                if found.is_some() {
                    return found;
                }
                at += 1;
            }
            None
        }
        leaf => {
            if is(leaf, sought) {
                Some(leaf)
            } else {
                None
            }
        }
    }
}

const fn is<V: Vocabulary>(leaf: &Node<V>, sought: Sought<'_>) -> bool {
    match (sought, leaf) {
        (Sought::AboutAnother(expected), leaf) => match (about(leaf), expected) {
            (Some(about), Some(expected)) => !equal(expected.key, about.key),
            (about, _) => about.is_some(),
        },
        (Sought::WithoutSql, Node::ObjectCheck(check)) => check.sql.is_none(),
        (Sought::AnyCheck, Node::Check(_) | Node::ObjectCheck(_))
        | (Sought::FunctionCheck, Node::Check(_))
        | (Sought::OfRequest, Node::Check(_) | Node::Parameter(_)) => true,
        (Sought::ParameterMissingIn(pattern), Node::Parameter(parameter)) => {
            !has_parameter(pattern, parameter.name)
        }
        _ => false,
    }
}

/// The resource that a condition is about.
pub(crate) const fn about<V: Vocabulary>(leaf: &Node<V>) -> Option<&About> {
    match leaf {
        Node::Owner(relation) | Node::Tenant(relation) => Some(&relation.about),
        Node::ObjectCheck(check) => Some(&check.about),
        _ => None,
    }
}
