//! Why a policy does not hold: every leaf that keeps it from holding.

use super::evaluate::{Answer, Facts, Truth, answer_of, evaluate, holds};
use super::target::{Target, Tenancy};
use super::{Decision, Denial, Node, Policy, Reason};
use crate::vocabulary::{Vocabulary, permission_name, role_name};

/// The conditions of `policy` that are not met.
pub(super) fn unmet<V: Vocabulary>(
    policy: &Policy<V>,
    target: Option<&Target<V>>,
    facts: &Facts<'_, V>,
    answers: &[Answer<'_, V>],
) -> Denial {
    let mut reasons = Vec::new();
    if let (Some(Tenancy::Same(tenant)), Some(object)) =
        (target.map(|target| &target.tenancy), facts.object)
        && (tenant.holds)(facts.principal, object) != Some(true)
    {
        reasons.push(Reason::OtherTenant(tenant.about.resource));
    }
    collect(policy.root(), true, facts, answers, &mut reasons);
    let explanation = policy.explain(target, facts, answers);
    let step_up = policy.step_up(target, facts, answers);
    Denial { reasons, explanation: Some(Box::new(explanation)), step_up }
}

/// Every leaf that keeps `node` from being `wanted`.
fn collect<V: Vocabulary>(
    node: &Node<V>,
    wanted: bool,
    facts: &Facts<'_, V>,
    answers: &[Answer<'_, V>],
    reasons: &mut Vec<Reason>,
) {
    match (evaluate(node, facts, answers), wanted) {
        (Truth::Holds, true) | (Truth::Fails, false) | (Truth::NeedsObject, _) => return,
        _ => {}
    }
    let check = match node {
        Node::All(nodes) | Node::Any(nodes) => {
            for node in *nodes {
                collect(node, wanted, facts, answers, reasons);
            }
            return;
        }
        Node::Not(inner) => return collect(inner, !wanted, facts, answers, reasons),
        Node::Named(policy) => return collect(policy.root(), wanted, facts, answers, reasons),
        Node::Check(check) => check,
        Node::ObjectCheck(about) => &about.check,
        Node::Owner(relation) | Node::Tenant(relation) => {
            let resource = relation.about.resource;
            reasons.push(match node {
                _ if !wanted => Reason::Excluded(node.to_string()),
                Node::Owner(_) => Reason::NotOwner(resource),
                _ => Reason::OtherTenant(resource),
            });
            return;
        }
        leaf => {
            reasons.extend(match holds(leaf, facts) {
                None => Some(Reason::Unproven(leaf.to_string())),
                Some(_) if !wanted => Some(Reason::Excluded(leaf.to_string())),
                Some(_) => unmet_leaf(leaf),
            });
            return;
        }
    };
    match answer_of(check, answers) {
        Some(Decision::Deny(denial)) if wanted => {
            reasons.push(Reason::Check(check.name, denial.clone()));
        }
        Some(Decision::Allow) if !wanted => reasons.push(Reason::Excluded(node.to_string())),
        _ => {}
    }
}

pub(super) fn unmet_leaf<V: Vocabulary>(leaf: &Node<V>) -> Option<Reason> {
    Some(match leaf {
        Node::Permission(index) => Reason::MissingPermission(permission_name::<V>(*index)),
        Node::Role(index) => Reason::MissingRole(role_name::<V::Role>(*index)),
        Node::Scope(scope) => Reason::MissingScope(scope),
        Node::Fresh(seconds) => Reason::NotFresh(*seconds),
        Node::MultiFactor => Reason::SingleFactor,
        Node::Parameter(parameter) => Reason::NotSubject(parameter.name),
        _ => return None,
    })
}
