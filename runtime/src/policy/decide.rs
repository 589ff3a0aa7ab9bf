//! Deciding: masks first, then the tree, then the checks that only the app can answer.

use std::any::Any;

use super::evaluate::{Answer, Facts, Question, Truth, evaluate_policy};
use super::reasons::unmet;
use super::{Decision, Policy, Target};
use crate::outage::Outage;
use crate::principal::Principal;
use crate::vocabulary::Vocabulary;

/// How far a policy could be decided.
pub(crate) enum Progress<'n, V: Vocabulary> {
    Decided(Decision),
    /// A check has to be asked.
    Ask(Question<'n, V>),
    /// Everything that needs no object is known, and does not decide.
    NeedsObject,
}

impl<V: Vocabulary> Policy<V> {
    /// Decides without asking any check; `None` when only a check, the request or the object can
    /// tell.
    ///
    /// Allocates nothing unless it denies.
    #[inline]
    pub fn decide_now(&self, principal: &Principal<V>) -> Option<Decision> {
        match self.progress(&Facts::new(principal, &()), &[]) {
            Progress::Decided(decision) => Some(decision),
            Progress::Ask(_) | Progress::NeedsObject => None,
        }
    }

    /// Decides, asking those checks that matter, from left to right and each at most once.
    ///
    /// `surroundings` is handed to the checks; the gate passes the request. A policy about an object
    /// cannot be decided without one: that is an outage, never an allowance.
    pub async fn decide(&self, principal: &Principal<V>, surroundings: &dyn Any) -> Decision {
        let facts = Facts::new(principal, surroundings);
        self.advance(&facts, &mut Vec::new())
            .await
            .unwrap_or_else(|| Decision::Unavailable(no_object()))
    }

    /// Asks checks until the policy is decided, or until only the object can tell (`None`).
    pub(crate) async fn advance<'n>(
        &'n self,
        facts: &Facts<'_, V>,
        answers: &mut Vec<Answer<'n, V>>,
    ) -> Option<Decision> {
        loop {
            match self.progress(facts, answers) {
                Progress::Decided(decision) => return Some(decision),
                Progress::NeedsObject => return None,
                Progress::Ask(question) => answers.push(question.ask(facts).await),
            }
        }
    }

    /// Whether the masks alone allow: nothing but bits is looked at, and nothing is made that would
    /// have to be dropped.
    #[inline]
    pub(crate) fn allows_at_once(&self, principal: &Principal<V>) -> bool {
        let masks = self.clauses.decide(principal.permission_bits(), principal.role_bits());
        self.target.is_none() && masks == Some(true)
    }

    /// Whether it allows as far as nothing has to be asked, without a reason where it does not;
    /// `None` where only the object can tell.
    pub(crate) fn holds_now(&self, facts: &Facts<'_, V>) -> Option<bool> {
        if self.allows_at_once(facts.principal) {
            return Some(true);
        }
        match evaluate_policy(self, self.target(), facts, &[]) {
            Truth::Holds => Some(true),
            Truth::NeedsObject => None,
            _ => Some(false),
        }
    }

    /// The decision as far as the answers tell.
    #[inline]
    pub(crate) fn progress(
        &self,
        facts: &Facts<'_, V>,
        answers: &[Answer<'_, V>],
    ) -> Progress<'_, V> {
        let principal = facts.principal;
        match self.clauses.decide(principal.permission_bits(), principal.role_bits()) {
            Some(true) if self.target.is_none() => Progress::Decided(Decision::Allow),
            Some(false) => Progress::Decided(self.deny(facts, answers)),
            _ => self.settle(self.target(), facts, answers),
        }
    }

    /// Decides about an object that is at hand, as `target` says.
    pub(crate) async fn decide_for(&self, target: &Target<V>, facts: &Facts<'_, V>) -> Decision {
        let mut answers = Vec::new();
        loop {
            match self.settle(Some(target), facts, &answers) {
                Progress::Decided(decision) => return decision,
                Progress::Ask(question) => answers.push(question.ask(facts).await),
                Progress::NeedsObject => return Decision::Unavailable(no_object()),
            }
        }
    }

    #[inline(never)]
    fn settle(
        &self,
        target: Option<&Target<V>>,
        facts: &Facts<'_, V>,
        answers: &[Answer<'_, V>],
    ) -> Progress<'_, V> {
        match evaluate_policy(self, target, facts, answers) {
            Truth::Holds => Progress::Decided(Decision::Allow),
            Truth::Fails | Truth::Unproven => {
                Progress::Decided(Decision::Deny(unmet(self, target, facts, answers)))
            }
            Truth::Unknown(outage) => Progress::Decided(Decision::Unavailable(outage.clone())),
            Truth::Ask(question) => Progress::Ask(question),
            Truth::NeedsObject => Progress::NeedsObject,
        }
    }

    #[cold]
    pub(crate) fn deny(&self, facts: &Facts<'_, V>, answers: &[Answer<'_, V>]) -> Decision {
        Decision::Deny(unmet(self, self.target(), facts, answers))
    }
}

fn no_object() -> Outage {
    Outage::of("the object of the policy")
}
