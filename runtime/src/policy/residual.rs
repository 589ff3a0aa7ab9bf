//! `Residual`: what is left of a policy for a principal when only the objects are unknown.

use super::evaluate::{Answer, Facts, Truth, evaluate};
use super::{Node, ObjectCheck, Policy, Relation, Target};
use crate::outage::Outage;
use crate::vocabulary::Vocabulary;

/// A condition on objects alone.
pub(crate) enum Residual<'n, V: Vocabulary> {
    Everything,
    Nothing,
    /// The principal owns it.
    Owner,
    /// It is of the principal's tenant.
    Tenant,
    Check(&'n ObjectCheck<V>),
    Not(Box<Residual<'n, V>>),
    Every(Vec<Residual<'n, V>>),
    Some(Vec<Residual<'n, V>>),
    /// A check that could not answer decides.
    Unknown(Outage),
}

impl<V: Vocabulary> Policy<V> {
    /// What the tree asks of the objects. The checks that are not about objects have been answered;
    /// the tenant that a target keeps apart is not part of it.
    pub(crate) fn residual(
        &self,
        target: &Target<V>,
        facts: &Facts<'_, V>,
        answers: &[Answer<'_, V>],
    ) -> Residual<'_, V> {
        residual(self.root(), true, target, facts, answers)
    }
}

/// What makes `node` `wanted`. Negations are pushed to the leaves, so that a leaf which cannot be
/// proven fails on both sides.
fn residual<'n, V: Vocabulary>(
    node: &'n Node<V>,
    wanted: bool,
    target: &Target<V>,
    facts: &Facts<'_, V>,
    answers: &[Answer<'_, V>],
) -> Residual<'n, V> {
    let each = |nodes: &'n [Node<V>]| {
        nodes.iter().map(|node| residual(node, wanted, target, facts, answers)).collect()
    };
    let leaf = match node {
        Node::All(nodes) => return combine(each(nodes), wanted),
        Node::Any(nodes) => return combine(each(nodes), !wanted),
        Node::Not(inner) => return residual(inner, !wanted, target, facts, answers),
        Node::Named(policy) => return residual(policy.root(), wanted, target, facts, answers),
        Node::Owner(Relation { about, .. })
        | Node::Tenant(Relation { about, .. })
        | Node::ObjectCheck(ObjectCheck { about, .. })
            if (about.id)() != (target.about.id)() =>
        {
            return Residual::Unknown(Outage::of("the object of a condition"));
        }
        Node::Owner(_) => Residual::Owner,
        Node::Tenant(_) => Residual::Tenant,
        Node::ObjectCheck(check) => Residual::Check(check),
        leaf => {
            return match evaluate(leaf, facts, answers) {
                Truth::Holds if wanted => Residual::Everything,
                Truth::Fails if !wanted => Residual::Everything,
                Truth::Unknown(outage) => Residual::Unknown(outage.clone()),
                _ => Residual::Nothing,
            };
        }
    };
    if wanted { leaf } else { Residual::Not(Box::new(leaf)) }
}

/// One that decides stands for all; those that change nothing are left out.
fn combine<V: Vocabulary>(parts: Vec<Residual<'_, V>>, every: bool) -> Residual<'_, V> {
    let mut kept = Vec::new();
    let mut unknown = None;
    for part in parts {
        match part {
            Residual::Nothing if every => return Residual::Nothing,
            Residual::Everything if !every => return Residual::Everything,
            Residual::Nothing | Residual::Everything => {}
            Residual::Unknown(outage) => unknown = unknown.or(Some(outage)),
            part => kept.push(part),
        }
    }
    match (unknown, kept.pop()) {
        (Some(outage), _) => Residual::Unknown(outage),
        (None, None) if every => Residual::Everything,
        (None, None) => Residual::Nothing,
        (None, Some(only)) if kept.is_empty() => only,
        (None, Some(last)) => {
            kept.push(last);
            if every { Residual::Every(kept) } else { Residual::Some(kept) }
        }
    }
}
