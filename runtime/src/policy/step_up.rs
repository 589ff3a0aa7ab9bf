//! `StepUp`: the authentication that a denied request lacks, and nothing else (RFC 9470).

use std::time::Duration;

use super::evaluate::{Answer, Facts, Supposed, Truth, evaluate_policy, holds};
use super::target::Target;
use super::{Node, Policy};
use crate::vocabulary::Vocabulary;

/// How the subject would have to authenticate for a request that was denied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct StepUp {
    /// How long ago the last authentication may be at most; `None` where it is recent enough.
    pub max_age: Option<Duration>,
    /// Whether several factors are needed.
    pub multi_factor: bool,
}

impl StepUp {
    /// What is enough for both.
    pub(crate) fn and(self, other: Self) -> Self {
        Self {
            max_age: match (self.max_age, other.max_age) {
                (Some(one), Some(other)) => Some(one.min(other)),
                (one, other) => one.or(other),
            },
            multi_factor: self.multi_factor || other.multi_factor,
        }
    }
}

impl<V: Vocabulary> Policy<V> {
    /// What better authentication of the same subject would change: the least of a fresh one,
    /// several factors, or both. `None` where it would still be denied.
    pub(super) fn step_up(
        &self,
        target: Option<&Target<V>>,
        facts: &Facts<'_, V>,
        answers: &[Answer<'_, V>],
    ) -> Option<StepUp> {
        let suppositions = [(true, false), (false, true), (true, true)]
            .map(|(is_fresh, is_multi_factor)| Supposed { is_fresh, is_multi_factor });
        let enough = suppositions.into_iter().find(|supposed| {
            let facts = Facts { supposed: *supposed, ..*facts };
            match evaluate_policy(self, target, &facts, answers) {
                Truth::Holds => true,
                // What an object or a check will say is asked once the authentication is there; but
                // once the object is loaded, the answer must not tell that there is one.
                Truth::NeedsObject | Truth::Ask(_) => facts.object.is_none(),
                _ => false,
            }
        })?;
        let seconds = enough.is_fresh.then(|| most_recent(self.root(), facts)).flatten();
        Some(StepUp {
            max_age: seconds.map(|seconds| Duration::from_secs(u64::from(seconds))),
            multi_factor: enough.is_multi_factor,
        })
    }
}

/// The strictest freshness below `node` that does not hold.
fn most_recent<V: Vocabulary>(node: &Node<V>, facts: &Facts<'_, V>) -> Option<u32> {
    match node {
        Node::All(nodes) | Node::Any(nodes) => {
            nodes.iter().filter_map(|node| most_recent(node, facts)).min()
        }
        Node::Not(inner) => most_recent(inner, facts),
        Node::Named(policy) => most_recent(policy.root(), facts),
        Node::Fresh(seconds) => (holds(node, facts) != Some(true)).then_some(*seconds),
        _ => None,
    }
}
