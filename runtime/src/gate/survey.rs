//! All policies of a route for one principal: what can be told at once, and then the rest.

use actix_web::HttpRequest;

use super::object::{Now, Object};
use super::{Gate, Rejection, Rule};
use crate::policy::{Decision, Facts, Progress};
use crate::principal::Principal;

/// What the handler may get of the rule's object.
pub(super) type Witness<R> = <<R as Rule>::Object as Object>::Witness;

/// What can be told without waiting.
pub(super) enum Survey<W> {
    Allowed(W),
    Rejected(Rejection),
    Open(Open),
}

/// What has to be waited for.
#[derive(Clone, Copy)]
pub(super) struct Open {
    /// A scope's policy asks a check.
    scopes: bool,
    /// The route's own policy asks a check that is not about its object.
    own: bool,
}

/// Looks at every policy, so that a denial which can be told now comes before a check that would
/// have to be waited for.
#[inline]
pub(super) fn survey<R: Rule>(
    gate: &Gate<R::Vocabulary>,
    principal: &Principal<R::Vocabulary>,
    request: &HttpRequest,
) -> Survey<Witness<R>> {
    let facts = Facts::new(principal, request);
    let mut scopes = false;
    for policy in gate.chain.iter() {
        if policy.allows_at_once(principal) {
            continue;
        }
        match policy.progress(&facts, &[]) {
            Progress::Decided(Decision::Allow) => {}
            Progress::Decided(decision) => match Rejection::of_decision(decision) {
                Some(rejection) => return Survey::Rejected(rejection),
                None => scopes = true,
            },
            Progress::Ask(_) | Progress::NeedsObject => scopes = true,
        }
    }
    match R::Object::now(R::POLICY, &facts) {
        Now::Allowed(witness) if !scopes => Survey::Allowed(witness),
        Now::Allowed(_) => Survey::Open(Open { scopes, own: true }),
        Now::Rejected(rejection) => Survey::Rejected(rejection),
        Now::Undecided { asks } => Survey::Open(Open { scopes, own: asks }),
    }
}

/// Decides the rest: every policy that is about functions, before an object is loaded.
pub(super) async fn settle<R: Rule>(
    gate: &Gate<R::Vocabulary>,
    principal: &Principal<R::Vocabulary>,
    request: &HttpRequest,
    open: Open,
) -> Result<Witness<R>, Rejection> {
    if open.scopes {
        for policy in gate.chain.iter() {
            let decision = policy.decide(principal, request).await;
            if let Some(rejection) = Rejection::of_decision(decision) {
                return Err(rejection);
            }
        }
    }
    let facts = Facts::new(principal, request);
    R::Object::later(R::POLICY, &facts, request, open.own).await
}
