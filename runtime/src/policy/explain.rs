//! `Explanation`: how each condition of a policy came out, and which of them decided.

use core::fmt;

use serde::Serialize;

use super::evaluate::{Answer, Facts, Truth, answer_of, evaluate, evaluate_policy, holds};
use super::reasons::unmet_leaf;
use super::target::{Target, Tenancy};
use super::{Condition, Decision, Node, Policy, Reason};
use crate::vocabulary::Vocabulary;

/// How a condition came out. `Display` is an indented tree with a sign before each condition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Explanation {
    /// The condition in words; `all`, `any` or `not` where it has parts.
    pub condition: String,
    /// How it came out.
    pub mark: Mark,
    /// Why it does not hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Whether this is the condition that decided the whole.
    #[serde(skip_serializing_if = "core::ops::Not::not")]
    pub decides: bool,
    /// What it consists of.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Explanation>,
}

/// How a condition came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Mark {
    /// It holds.
    Holds,
    /// It does not.
    Fails,
    /// The credential does not say, which denies.
    Silent,
    /// What it needs did not answer, which denies.
    Unavailable,
    /// Nobody asked: the decision did not need it, or the object was not there.
    NotEvaluated,
}

impl Mark {
    fn of<V: Vocabulary>(truth: &Truth<'_, '_, V>) -> Self {
        match truth {
            Truth::Holds => Self::Holds,
            Truth::Fails => Self::Fails,
            Truth::Unproven => Self::Silent,
            Truth::Unknown(_) => Self::Unavailable,
            Truth::Ask(_) | Truth::NeedsObject => Self::NotEvaluated,
        }
    }

    /// The sign in text: tick, cross, or what stands for neither.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Holds => "✓",
            Self::Fails | Self::Silent => "✗",
            Self::Unavailable => "!",
            Self::NotEvaluated => "–",
        }
    }
}

impl<V: Vocabulary> Policy<V> {
    /// How the policy comes out for these facts.
    pub(crate) fn explain(
        &self,
        target: Option<&Target<V>>,
        facts: &Facts<'_, V>,
        answers: &[Answer<'_, V>],
    ) -> Explanation {
        let root = of_node(self.root(), facts, answers);
        let mark = Mark::of(&evaluate_policy(self, target, facts, answers));
        let mut whole = match target.map(|target| &target.tenancy) {
            Some(Tenancy::Same(tenant)) => {
                let holds = facts.object.map(|object| (tenant.holds)(facts.principal, object));
                let tenant = Explanation {
                    condition: format!("tenant({})", tenant.about.resource),
                    mark: match holds {
                        None => Mark::NotEvaluated,
                        Some(Some(true)) => Mark::Holds,
                        Some(Some(false)) => Mark::Fails,
                        Some(None) => Mark::Silent,
                    },
                    reason: (holds.is_some() && holds != Some(Some(true)))
                        .then(|| Reason::OtherTenant(tenant.about.resource).to_string()),
                    decides: false,
                    parts: Vec::new(),
                };
                Explanation::all(mark, vec![tenant, root])
            }
            _ => root,
        };
        whole.mark_decisive();
        whole
    }
}

fn of_node<V: Vocabulary>(
    node: &Node<V>,
    facts: &Facts<'_, V>,
    answers: &[Answer<'_, V>],
) -> Explanation {
    let mark = Mark::of(&evaluate(node, facts, answers));
    let each = |nodes: &[Node<V>]| nodes.iter().map(|node| of_node(node, facts, answers)).collect();
    let (condition, parts) = match node {
        Node::All(nodes) => ("all".to_owned(), each(nodes)),
        Node::Any(nodes) => ("any".to_owned(), each(nodes)),
        Node::Not(inner) => ("not".to_owned(), vec![of_node(inner, facts, answers)]),
        Node::Named(policy) => {
            (Condition::from(node).to_string(), vec![of_node(policy.root(), facts, answers)])
        }
        leaf => (Condition::from(leaf).to_string(), Vec::new()),
    };
    let reason = if parts.is_empty() { reason(node, mark, facts, answers) } else { None };
    Explanation { condition, mark, reason, decides: false, parts }
}

/// Why a condition without parts does not hold.
fn reason<V: Vocabulary>(
    leaf: &Node<V>,
    mark: Mark,
    facts: &Facts<'_, V>,
    answers: &[Answer<'_, V>],
) -> Option<String> {
    let answer = match leaf {
        Node::Check(check) => answer_of(check, answers),
        Node::ObjectCheck(about) => answer_of(&about.check, answers),
        _ => None,
    };
    let reason = match (mark, answer) {
        (Mark::Holds | Mark::NotEvaluated, _) => return None,
        (_, Some(Decision::Deny(denial))) => return Some(denial.to_string()),
        (_, Some(Decision::Unavailable(outage))) => return Some(outage.to_string()),
        (Mark::Silent, _) => Reason::Unproven(leaf.to_string()),
        _ => match leaf {
            Node::Owner(relation) => Reason::NotOwner(relation.about.resource),
            Node::Tenant(relation) => Reason::OtherTenant(relation.about.resource),
            leaf if holds(leaf, facts).is_some() => unmet_leaf(leaf)?,
            _ => return None,
        },
    };
    Some(reason.to_string())
}

impl Explanation {
    /// Several policies, of which all must hold.
    pub(crate) fn every(mut policies: Vec<Self>) -> Self {
        if policies.len() == 1
            && let Some(only) = policies.pop()
        {
            return only;
        }
        // The first that denies is what the gate answers with, before what cannot be told yet.
        let worst = [Mark::Fails, Mark::Silent, Mark::Unavailable, Mark::NotEvaluated];
        let is_there = |mark: &Mark| policies.iter().any(|policy| policy.mark == *mark);
        let mark = worst.into_iter().find(is_there).unwrap_or(Mark::Holds);
        for policy in &mut policies {
            policy.forget_decisive();
        }
        let mut whole = Self::all(mark, policies);
        whole.mark_decisive();
        whole
    }

    fn forget_decisive(&mut self) {
        self.decides = false;
        self.parts.iter_mut().for_each(Self::forget_decisive);
    }

    fn all(mark: Mark, parts: Vec<Self>) -> Self {
        Self { condition: "all".to_owned(), mark, reason: None, decides: false, parts }
    }

    /// Whether the whole allows.
    pub fn is_allowed(&self) -> bool {
        self.mark == Mark::Holds
    }

    /// The condition that decided; `None` where nothing could be decided yet.
    pub fn deciding(&self) -> Option<&Self> {
        if self.decides {
            return Some(self);
        }
        self.parts.iter().find_map(Self::deciding)
    }

    /// Marks the condition that decides: where one part is enough, the first such part; where it
    /// takes every part, their whole.
    fn mark_decisive(&mut self) {
        if self.mark == Mark::NotEvaluated {
            return;
        }
        let mark = self.mark;
        let enough = match (self.condition.as_str(), mark) {
            ("all", Mark::Holds) | ("any", Mark::Fails | Mark::Silent) => self.parts.len() == 1,
            _ => true,
        };
        let is_negation = self.condition == "not";
        let mut decisive = self.parts.iter_mut().filter(|part| is_negation || part.mark == mark);
        match decisive.next() {
            Some(part) if enough => part.mark_decisive(),
            _ => self.decides = true,
        }
    }

    fn write(&self, f: &mut fmt::Formatter<'_>, depth: usize) -> fmt::Result {
        let indent = "  ".repeat(depth);
        write!(f, "{indent}{} {}", self.mark.sign(), self.condition)?;
        match (&self.reason, self.mark) {
            (Some(reason), _) => write!(f, ": {reason}")?,
            (None, Mark::NotEvaluated) if self.parts.is_empty() => {
                f.write_str(": not evaluated")?;
            }
            (None, _) => {}
        }
        writeln!(f, "{}", if self.decides { "   <- decides" } else { "" })?;
        self.parts.iter().try_for_each(|part| part.write(f, depth + 1))
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, 0)
    }
}
