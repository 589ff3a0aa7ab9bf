//! `Object`: what a guard finds out about objects before the handler's arguments exist.

use core::future::Future;
use core::marker::PhantomData;
use std::any::Any;

use actix_web::HttpRequest;
use actix_web::web::Data;

use super::Rejection;
use super::path::parameter;
use crate::policy::{Answer, Decision, Facts, OnDenied, Policy, Progress, Source, Target};
use crate::resource::{Action, Authorized, Listing, Load, Parameters, Resource};
use crate::vocabulary::Vocabulary;

/// What a rule is about besides the principal: nothing, one loaded object, or a list.
pub trait Object: sealed::Sealed + 'static {
    /// What the handler may get of it.
    type Witness: 'static;

    /// The object in it, for rules about fields.
    #[doc(hidden)]
    fn object(witness: &Self::Witness) -> Option<&dyn Any> {
        let _ = witness;
        None
    }

    /// What a public route hands over; only one about no object has it without a decision.
    #[doc(hidden)]
    fn without_policy() -> Option<Self::Witness> {
        None
    }

    /// Decides the route's own policy as far as nothing has to be waited for.
    #[doc(hidden)]
    fn now<V: Vocabulary>(policy: &'static Policy<V>, facts: &Facts<'_, V>) -> Now<Self::Witness>;

    /// Decides it with everything that has to be waited for; without `asks`, what needs no object
    /// has been decided.
    #[doc(hidden)]
    fn later<V: Vocabulary>(
        policy: &'static Policy<V>,
        facts: &Facts<'_, V>,
        request: &HttpRequest,
        asks: bool,
    ) -> impl Future<Output = Result<Self::Witness, Rejection>>;
}

/// What could be decided at once.
#[doc(hidden)]
#[derive(Debug)]
pub enum Now<W> {
    Allowed(W),
    Rejected(Rejection),
    /// Something has to be waited for: the object, and a check before it where `asks` says so.
    Undecided {
        asks: bool,
    },
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::NoObject {}
    impl<T, A> Sealed for super::Loaded<T, A> {}
    impl<T> Sealed for super::Listed<T> {}
}

/// The rule is about no object.
#[derive(Debug)]
pub enum NoObject {}

impl Object for NoObject {
    type Witness = ();

    #[inline]
    fn without_policy() -> Option<()> {
        Some(())
    }

    #[inline]
    fn now<V: Vocabulary>(policy: &'static Policy<V>, facts: &Facts<'_, V>) -> Now<()> {
        if policy.allows_at_once(facts.principal) {
            return Now::Allowed(());
        }
        without_object(policy, facts)
    }

    async fn later<V: Vocabulary>(
        policy: &'static Policy<V>,
        facts: &Facts<'_, V>,
        _: &HttpRequest,
        _: bool,
    ) -> Result<(), Rejection> {
        let decision = policy.decide(facts.principal, facts.surroundings).await;
        Rejection::of_decision(decision).map_or(Ok(()), Err)
    }
}

/// What the masks alone do not allow. Apart, so that what they allow stays a few instructions.
#[inline(never)]
fn without_object<V: Vocabulary>(policy: &Policy<V>, facts: &Facts<'_, V>) -> Now<()> {
    match policy.progress(facts, &[]) {
        Progress::Decided(Decision::Allow) => Now::Allowed(()),
        Progress::Decided(decision) => Now::refused(decision),
        Progress::Ask(_) | Progress::NeedsObject => Now::Undecided { asks: true },
    }
}

/// The rule is about one `T`, which the gate loads for `A`.
#[derive(Debug)]
pub struct Loaded<T, A>(PhantomData<fn() -> (T, A)>);

impl<T: Load, A: Action> Object for Loaded<T, A> {
    type Witness = Authorized<T, A>;

    fn object(witness: &Authorized<T, A>) -> Option<&dyn Any> {
        Some(&**witness)
    }

    fn now<V: Vocabulary>(
        policy: &'static Policy<V>,
        facts: &Facts<'_, V>,
    ) -> Now<Authorized<T, A>> {
        if policy.waits_for_object() {
            return Now::Undecided { asks: false };
        }
        match policy.progress(facts, &[]) {
            // Even what is allowed already needs its object, which may not exist.
            Progress::Decided(Decision::Allow) | Progress::NeedsObject => {
                Now::Undecided { asks: false }
            }
            Progress::Ask(_) => Now::Undecided { asks: true },
            Progress::Decided(decision) => Now::refused(decision),
        }
    }

    async fn later<V: Vocabulary>(
        policy: &'static Policy<V>,
        facts: &Facts<'_, V>,
        request: &HttpRequest,
        asks: bool,
    ) -> Result<Authorized<T, A>, Rejection> {
        let mut answers = Vec::new();
        if asks && let Some(refused) = function_level(policy, facts, &mut answers).await {
            return Err(refused);
        }
        // A rule of somebody's own may name a policy about another object.
        let target = policy.target().filter(|it| it.is_about::<T>() && it.is_for::<A>());
        let Some(target) = target else { return Err(Rejection::NoObject) };
        let Some(object) = load::<T, V>(target, request).await? else {
            return Err(Rejection::Missing(target.on_denied()));
        };
        let facts = facts.about(Some(&object as &dyn Any));
        match policy.advance(&facts, &mut answers).await {
            Some(Decision::Allow) => Ok(Authorized::grant(object)),
            Some(decision) => Err(Rejection::of_object(decision, target.on_denied())),
            None => Err(Rejection::NoObject),
        }
    }
}

/// The rule is about every `T` that it allows.
#[derive(Debug)]
pub struct Listed<T>(PhantomData<fn() -> T>);

impl<T: Resource> Object for Listed<T> {
    type Witness = Listing<T>;

    fn now<V: Vocabulary>(policy: &'static Policy<V>, facts: &Facts<'_, V>) -> Now<Listing<T>> {
        match policy.progress(facts, &[]) {
            Progress::Decided(Decision::Allow) | Progress::NeedsObject => {
                match listing_of_path(policy, facts, &[]) {
                    Ok(listing) => Now::Allowed(listing),
                    Err(rejection) => Now::Rejected(rejection),
                }
            }
            Progress::Decided(decision) => Now::refused(decision),
            Progress::Ask(_) => Now::Undecided { asks: true },
        }
    }

    async fn later<V: Vocabulary>(
        policy: &'static Policy<V>,
        facts: &Facts<'_, V>,
        _: &HttpRequest,
        _: bool,
    ) -> Result<Listing<T>, Rejection> {
        let mut answers = Vec::new();
        match function_level(policy, facts, &mut answers).await {
            Some(refused) => Err(refused),
            None => listing_of_path(policy, facts, &answers),
        }
    }
}

/// What refuses the request before any object is known.
async fn function_level<'n, V: Vocabulary>(
    policy: &'n Policy<V>,
    facts: &Facts<'_, V>,
    answers: &mut Vec<Answer<'n, V>>,
) -> Option<Rejection> {
    policy.advance(facts, answers).await.and_then(Rejection::of_decision)
}

/// The list that `policy` leaves, below the parents that the path names.
fn listing_of_path<T: Resource, V: Vocabulary>(
    policy: &'static Policy<V>,
    facts: &Facts<'_, V>,
    answers: &[Answer<'_, V>],
) -> Result<Listing<T>, Rejection> {
    let Some(request) = facts.surroundings.downcast_ref::<HttpRequest>() else {
        return Err(Rejection::NoObject);
    };
    let listing = listing::<T, V>(policy, policy.target(), facts, answers)?;
    Ok(listing.below(|name| parameter(request, name)))
}

/// The list that `policy` leaves, as `target` says.
pub(super) fn listing<T: Resource, V: Vocabulary>(
    policy: &'static Policy<V>,
    target: Option<&Target<V>>,
    facts: &Facts<'_, V>,
    answers: &[Answer<'_, V>],
) -> Result<Listing<T>, Rejection> {
    let Some(target) = target.filter(|target| target.is_about::<T>()) else {
        return Err(Rejection::NoObject);
    };
    let residual = policy.residual(target, facts, answers);
    Listing::of(target, residual, facts, || policy.deny(facts, answers))
        .map_err(|decision| Rejection::of_decision(decision).unwrap_or(Rejection::NoObject))
}

/// The object that the path names. One whose parents are not those of the path is none.
async fn load<T: Load, V: Vocabulary>(
    target: &Target<V>,
    request: &HttpRequest,
) -> Result<Option<T>, Rejection> {
    let Source::Loaded { id, relations, .. } = target.source else {
        return Err(Rejection::NoObject);
    };
    let Some(store) = request.app_data::<Data<T::Store>>() else {
        return Err(Rejection::NoStore { resource: T::NAME });
    };
    let Some(id_of_path) = T::id(&Parameters::new(id, &|name| parameter(request, name))) else {
        return Ok(None);
    };
    let found = T::load(store, id_of_path).await.map_err(Rejection::Unavailable)?;
    Ok(found.filter(|object| {
        names_before(request, id)
            .filter(|name| relations.contains(name) && !id.contains(name))
            .filter_map(|name| Some((name, parameter(request, name)?)))
            .all(|(relation, text)| object.agrees(relation, &text))
    }))
}

/// The parameters of the path up to the last one of the identifier: what stands around an object
/// stands in front of it.
fn names_before<'r>(
    request: &'r HttpRequest,
    id: &[&'static str],
) -> impl Iterator<Item = &'r str> {
    let names = || request.match_info().iter().map(|(name, _)| name);
    let last = names().zip(1..).filter(|(name, _)| id.contains(name)).last();
    names().take(last.map_or(0, |(_, count)| count))
}

impl<W> Now<W> {
    fn refused(decision: Decision) -> Self {
        Rejection::of_decision(decision).map_or(Self::Undecided { asks: true }, Self::Rejected)
    }
}

impl Rejection {
    /// The rejection that a decision about an object leads to.
    pub(super) fn of_object(decision: Decision, on_denied: OnDenied) -> Self {
        match decision {
            Decision::Deny(denial) => Self::DeniedObject(denial, on_denied),
            Decision::Unavailable(outage) => Self::Unavailable(outage),
            Decision::Allow => Self::NoObject,
        }
    }
}
