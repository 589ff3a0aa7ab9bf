//! Deciding: masks first, then the tree, then the checks that only the app can answer.

use std::any::Any;
use std::time::Duration;

use super::{Check, Decision, Denial, Node, Policy, Reason};
use crate::outage::Outage;
use crate::principal::Principal;
use crate::vocabulary::{Vocabulary, permission_name, role_name};

impl<V: Vocabulary> Policy<V> {
    /// Decides without asking any check; `None` when only a check can tell.
    ///
    /// Allocates nothing unless it denies.
    #[inline]
    pub fn decide_now(&self, principal: &Principal<V>) -> Option<Decision> {
        match self.clauses.decide(principal.permission_bits(), principal.role_bits()) {
            Some(true) => Some(Decision::Allow),
            Some(false) => Some(self.deny(principal, &[])),
            None => self.settle(principal, &[]).ok(),
        }
    }

    /// Decides, asking those checks that matter, from left to right and each at most once.
    ///
    /// `surroundings` is handed to the checks; the gate passes the request.
    pub async fn decide(&self, principal: &Principal<V>, surroundings: &dyn Any) -> Decision {
        if let Some(decision) = self.decide_now(principal) {
            return decision;
        }
        let mut answers = Vec::new();
        loop {
            match self.settle(principal, &answers) {
                Ok(decision) => return decision,
                Err(check) => {
                    let decision = (check.call)(principal, surroundings).await;
                    answers.push(Answer { check, decision });
                }
            }
        }
    }

    /// The decision as far as the answers tell, or the check to ask next.
    fn settle(
        &self,
        principal: &Principal<V>,
        answers: &[Answer<'_, V>],
    ) -> Result<Decision, &Check<V>> {
        match evaluate(self.root(), principal, answers) {
            Truth::Holds => Ok(Decision::Allow),
            Truth::Fails | Truth::Unproven => Ok(self.deny(principal, answers)),
            Truth::Unknown(outage) => Ok(Decision::Unavailable(outage)),
            Truth::Ask(check) => Err(check),
        }
    }

    #[cold]
    fn deny(&self, principal: &Principal<V>, answers: &[Answer<'_, V>]) -> Decision {
        let mut reasons = Vec::new();
        collect(self.root(), true, principal, answers, &mut reasons);
        Decision::Deny(Denial { reasons })
    }
}

/// What one check answered.
struct Answer<'n, V: Vocabulary> {
    check: &'n Check<V>,
    decision: Decision,
}

/// Strong Kleene logic: what is unknown never turns into an allowance, not even under `not`.
enum Truth<'n, V: Vocabulary> {
    Holds,
    Fails,
    /// The credential does not say, which is a denial.
    Unproven,
    /// A check could not answer, which is an outage.
    Unknown(Outage),
    Ask(&'n Check<V>),
}

impl<V: Vocabulary> Truth<'_, V> {
    fn of(holds: bool) -> Self {
        if holds { Self::Holds } else { Self::Fails }
    }
}

fn evaluate<'n, V: Vocabulary>(
    node: &'n Node<V>,
    principal: &Principal<V>,
    answers: &[Answer<'_, V>],
) -> Truth<'n, V> {
    match node {
        Node::Check(check) => match answer_of(check, answers) {
            None => Truth::Ask(check),
            Some(Decision::Allow) => Truth::Holds,
            Some(Decision::Deny(_)) => Truth::Fails,
            Some(Decision::Unavailable(outage)) => Truth::Unknown(outage.clone()),
        },
        Node::All(nodes) => combine(nodes, false, principal, answers),
        Node::Any(nodes) => combine(nodes, true, principal, answers),
        Node::Not(inner) => match evaluate(inner, principal, answers) {
            Truth::Holds => Truth::Fails,
            Truth::Fails => Truth::Holds,
            undecided => undecided,
        },
        Node::Named(policy) => evaluate(policy.root(), principal, answers),
        leaf => holds(leaf, principal).map_or(Truth::Unproven, Truth::of),
    }
}

/// `all` (decided by one that fails) or `any` (decided by one that holds). What can be told at
/// once is looked at before a check is asked.
fn combine<'n, V: Vocabulary>(
    nodes: &'n [Node<V>],
    decisive: bool,
    principal: &Principal<V>,
    answers: &[Answer<'_, V>],
) -> Truth<'n, V> {
    let mut unproven = false;
    let mut unknown = None;
    let mut ask = None;
    for node in nodes {
        match evaluate(node, principal, answers) {
            Truth::Holds if decisive => return Truth::Holds,
            Truth::Fails if !decisive => return Truth::Fails,
            Truth::Holds | Truth::Fails => {}
            Truth::Unproven => unproven = true,
            Truth::Unknown(outage) => unknown = unknown.or(Some(outage)),
            Truth::Ask(check) => ask = ask.or(Some(check)),
        }
    }
    match (ask, unknown) {
        (Some(check), _) => Truth::Ask(check),
        (None, Some(outage)) => Truth::Unknown(outage),
        (None, None) if unproven => Truth::Unproven,
        (None, None) => Truth::of(!decisive),
    }
}

/// Whether a condition holds that the principal alone decides; `None` when the credential is silent
/// about it.
fn holds<V: Vocabulary>(leaf: &Node<V>, principal: &Principal<V>) -> Option<bool> {
    use crate::vocabulary::Set as _;
    match leaf {
        Node::Public(_) | Node::Authenticated => Some(true),
        Node::Permission(index) => Some(principal.permission_bits().has(*index)),
        Node::Role(index) => Some(principal.role_bits().has(*index)),
        Node::Scope(scope) => Some(principal.has_scope(scope)),
        Node::Fresh(seconds) => principal
            .authenticated_at()
            .map(|_| principal.is_fresh(Duration::from_secs(u64::from(*seconds)))),
        Node::MultiFactor => {
            (!principal.methods().is_empty()).then(|| principal.used_multiple_factors())
        }
        Node::Check(_) | Node::All(_) | Node::Any(_) | Node::Not(_) | Node::Named(_) => None,
    }
}

fn answer_of<'a, V: Vocabulary>(
    check: &Check<V>,
    answers: &'a [Answer<'_, V>],
) -> Option<&'a Decision> {
    answers.iter().find(|answer| core::ptr::eq(answer.check, check)).map(|answer| &answer.decision)
}

/// Every leaf that keeps `node` from being `wanted`.
fn collect<V: Vocabulary>(
    node: &Node<V>,
    wanted: bool,
    principal: &Principal<V>,
    answers: &[Answer<'_, V>],
    reasons: &mut Vec<Reason>,
) {
    match (evaluate(node, principal, answers), wanted) {
        (Truth::Holds, true) | (Truth::Fails, false) => return,
        _ => {}
    }
    match node {
        Node::All(nodes) | Node::Any(nodes) => {
            for node in *nodes {
                collect(node, wanted, principal, answers, reasons);
            }
        }
        Node::Not(inner) => collect(inner, !wanted, principal, answers, reasons),
        Node::Named(policy) => collect(policy.root(), wanted, principal, answers, reasons),
        Node::Check(check) => match answer_of(check, answers) {
            Some(Decision::Deny(denial)) if wanted => {
                reasons.push(Reason::Check(check.name, denial.to_string()));
            }
            Some(Decision::Allow) if !wanted => reasons.push(Reason::Excluded(node.to_string())),
            _ => {}
        },
        leaf if holds(leaf, principal).is_none() => {
            reasons.push(Reason::Unproven(leaf.to_string()));
        }
        leaf if !wanted => reasons.push(Reason::Excluded(leaf.to_string())),
        leaf => reasons.extend(unmet(leaf)),
    }
}

fn unmet<V: Vocabulary>(leaf: &Node<V>) -> Option<Reason> {
    Some(match leaf {
        Node::Permission(index) => Reason::MissingPermission(permission_name::<V>(*index)),
        Node::Role(index) => Reason::MissingRole(role_name::<V::Role>(*index)),
        Node::Scope(scope) => Reason::MissingScope(scope),
        Node::Fresh(seconds) => Reason::NotFresh(*seconds),
        Node::MultiFactor => Reason::SingleFactor,
        _ => return None,
    })
}
