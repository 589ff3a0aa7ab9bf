//! The truth of a condition, as far as it is known: strong Kleene logic over the tree.

use std::any::Any;
use std::time::Duration;

use super::target::{Target, Tenancy};
use super::{Check, Decision, Node, Policy};
use crate::outage::Outage;
use crate::principal::Principal;
use crate::vocabulary::{Set as _, Vocabulary};

/// What a decision can look at. Only this crate can put it together.
#[derive(Clone, Copy)]
pub struct Facts<'a, V: Vocabulary> {
    pub(crate) principal: &'a Principal<V>,
    /// What the gate knows of the request.
    pub(crate) surroundings: &'a dyn Any,
    /// The object, once there is one.
    pub(crate) object: Option<&'a dyn Any>,
    /// What is taken for granted, to see what would follow; nothing in a decision.
    pub(super) supposed: Supposed,
}

/// An authentication that the principal may not have had.
#[derive(Clone, Copy, Default)]
pub(super) struct Supposed {
    /// A moment ago.
    pub(super) is_fresh: bool,
    /// With several factors.
    pub(super) is_multi_factor: bool,
}

impl<'a, V: Vocabulary> Facts<'a, V> {
    /// What is known before an object is loaded.
    pub(crate) fn new(principal: &'a Principal<V>, surroundings: &'a dyn Any) -> Self {
        Self { principal, surroundings, object: None, supposed: Supposed::default() }
    }

    /// The same about `object`.
    pub(crate) fn about(self, object: Option<&'a dyn Any>) -> Self {
        Self { object, ..self }
    }
}

/// What one check answered.
pub(crate) struct Answer<'n, V: Vocabulary> {
    pub(super) check: &'n Check<V>,
    pub(super) decision: Decision,
}

/// A check to ask next.
pub(crate) struct Question<'n, V: Vocabulary> {
    check: &'n Check<V>,
    about_object: bool,
}

impl<'n, V: Vocabulary> Question<'n, V> {
    /// Asks the app.
    pub(crate) async fn ask(self, facts: &Facts<'_, V>) -> Answer<'n, V> {
        let subject = if self.about_object { facts.object } else { Some(facts.surroundings) };
        let decision = match subject {
            Some(subject) => (self.check.call)(facts.principal, subject).await,
            None => Decision::unavailable("the object of a check"),
        };
        Answer { check: self.check, decision }
    }
}

/// What is unknown never turns into an allowance, not even under `not`.
pub(super) enum Truth<'n, 'a, V: Vocabulary> {
    Holds,
    Fails,
    /// The credential does not say, which is a denial.
    Unproven,
    /// A check could not answer, which is an outage.
    Unknown(&'a Outage),
    Ask(Question<'n, V>),
    /// Only the object, or the request, can tell, and there is none yet.
    NeedsObject,
}

impl<V: Vocabulary> Truth<'_, '_, V> {
    pub(super) fn of(holds: bool) -> Self {
        if holds { Self::Holds } else { Self::Fails }
    }

    fn proven(holds: Option<bool>) -> Self {
        holds.map_or(Self::Unproven, Self::of)
    }
}

/// The whole policy: the tenant of the object, and the tree.
pub(super) fn evaluate_policy<'n, 'a, V: Vocabulary>(
    policy: &'n Policy<V>,
    target: Option<&Target<V>>,
    facts: &Facts<'_, V>,
    answers: &'a [Answer<'_, V>],
) -> Truth<'n, 'a, V> {
    let root = || evaluate(policy.root(), facts, answers);
    match target.map(|target| &target.tenancy) {
        Some(Tenancy::Same(tenant)) => {
            combine([related(tenant.holds, facts), root()].into_iter(), false)
        }
        _ => root(),
    }
}

pub(super) fn evaluate<'n, 'a, V: Vocabulary>(
    node: &'n Node<V>,
    facts: &Facts<'_, V>,
    answers: &'a [Answer<'_, V>],
) -> Truth<'n, 'a, V> {
    let each = |nodes: &'n [Node<V>], decisive| {
        combine(nodes.iter().map(|node| evaluate(node, facts, answers)), decisive)
    };
    match node {
        Node::Check(check) => answered(check, false, answers),
        Node::ObjectCheck(_) if facts.object.is_none() => Truth::NeedsObject,
        Node::ObjectCheck(about) => answered(&about.check, true, answers),
        Node::Owner(relation) | Node::Tenant(relation) => related(relation.holds, facts),
        // Without a request nobody knows what it will name.
        Node::Parameter(_) if facts.surroundings.is::<()>() => Truth::NeedsObject,
        Node::All(nodes) => each(nodes, false),
        Node::Any(nodes) => each(nodes, true),
        Node::Not(inner) => match evaluate(inner, facts, answers) {
            Truth::Holds => Truth::Fails,
            Truth::Fails => Truth::Holds,
            undecided => undecided,
        },
        Node::Named(policy) => evaluate(policy.root(), facts, answers),
        leaf => Truth::proven(holds(leaf, facts)),
    }
}

fn related<'n, 'a, V: Vocabulary>(
    holds: fn(&Principal<V>, &dyn Any) -> Option<bool>,
    facts: &Facts<'_, V>,
) -> Truth<'n, 'a, V> {
    match facts.object {
        None => Truth::NeedsObject,
        Some(object) => Truth::proven(holds(facts.principal, object)),
    }
}

fn answered<'n, 'a, V: Vocabulary>(
    check: &'n Check<V>,
    about_object: bool,
    answers: &'a [Answer<'_, V>],
) -> Truth<'n, 'a, V> {
    match answer_of(check, answers) {
        None => Truth::Ask(Question { check, about_object }),
        Some(Decision::Allow) => Truth::Holds,
        Some(Decision::Deny(_)) => Truth::Fails,
        Some(Decision::Unavailable(outage)) => Truth::Unknown(outage),
    }
}

/// `all` (decided by one that fails) or `any` (decided by one that holds). What can be told at
/// once is looked at before a check is asked, and what needs no object before it is loaded.
fn combine<'n, 'a, V: Vocabulary>(
    truths: impl Iterator<Item = Truth<'n, 'a, V>>,
    decisive: bool,
) -> Truth<'n, 'a, V> {
    let mut unproven = false;
    let mut needs_object = false;
    let mut unknown = None;
    let mut ask = None;
    for truth in truths {
        match truth {
            Truth::Holds if decisive => return Truth::Holds,
            Truth::Fails if !decisive => return Truth::Fails,
            Truth::Holds | Truth::Fails => {}
            Truth::Unproven => unproven = true,
            Truth::NeedsObject => needs_object = true,
            Truth::Unknown(outage) => unknown = unknown.or(Some(outage)),
            Truth::Ask(question) => ask = ask.or(Some(question)),
        }
    }
    match (ask, unknown) {
        (Some(question), _) => Truth::Ask(question),
        // Before the object is loaded, so that an outage does not tell which objects exist.
        (None, Some(outage)) => Truth::Unknown(outage),
        (None, None) if needs_object => Truth::NeedsObject,
        (None, None) if unproven => Truth::Unproven,
        (None, None) => Truth::of(!decisive),
    }
}

/// Whether a condition holds that needs neither check nor object; `None` when the credential is
/// silent about it.
pub(super) fn holds<V: Vocabulary>(leaf: &Node<V>, facts: &Facts<'_, V>) -> Option<bool> {
    let principal = facts.principal;
    match leaf {
        Node::Public(_) | Node::Authenticated => Some(true),
        Node::Permission(index) => Some(principal.permission_bits().has(*index)),
        Node::Role(index) => Some(principal.role_bits().has(*index)),
        Node::Scope(scope) => Some(principal.has_scope(scope)),
        Node::Fresh(_) if facts.supposed.is_fresh => Some(true),
        Node::MultiFactor if facts.supposed.is_multi_factor => Some(true),
        Node::Fresh(seconds) => principal
            .authenticated_at()
            .map(|_| principal.is_fresh(Duration::from_secs(u64::from(*seconds)))),
        Node::MultiFactor => principal.names_methods().then(|| principal.used_multiple_factors()),
        Node::Parameter(parameter) => {
            (parameter.holds)(principal, facts.surroundings, parameter.name)
        }
        _ => None,
    }
}

pub(super) fn answer_of<'a, V: Vocabulary>(
    check: &Check<V>,
    answers: &'a [Answer<'_, V>],
) -> Option<&'a Decision> {
    answers.iter().find(|answer| core::ptr::eq(answer.check, check)).map(|answer| &answer.decision)
}
