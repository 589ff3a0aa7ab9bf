//! `Gated`: the one extractor of a guarded handler, which decides and only then delegates.

use core::fmt;
use core::future::Future;
use core::marker::PhantomData;
use core::pin::Pin;
use core::task::{Context, Poll, ready};

use actix_web::dev::Payload;
use actix_web::{Error, FromRequest, HttpRequest};
use futures_util::future::LocalBoxFuture;
use pin_project_lite::pin_project;

use super::argument::Arguments;
use super::identity::{Identity, refusal_on_record};
use super::object::Object;
use super::records::record_attempts;
use super::survey::{Open, Survey, Witness, settle, survey};
use super::{Gate, Rejection, Rule};
use crate::allowlist::InputRefusal;
use crate::authn::Outcome;
use crate::outage::Outage;
use crate::principal::Principal;
use crate::problem::Problem;
use crate::security::Security;
use crate::vocabulary::Vocabulary;

/// The arguments `A` of a handler, constructed after the policy of `R` has allowed the request.
///
/// Generated code takes this as the handler's only parameter, so that the check is part of the
/// callable itself and none of the handler's own extractors exists before the decision.
pub struct Gated<R, A> {
    arguments: A,
    rule: PhantomData<fn() -> R>,
}

impl<R, A> Gated<R, A> {
    /// The handler's own arguments.
    pub fn into_inner(self) -> A {
        self.arguments
    }
}

/// Shows nothing of the arguments, which may be secrets.
impl<R, A> fmt::Debug for Gated<R, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gated").finish_non_exhaustive()
    }
}

/// The arguments of a handler that has a policy: a single [`Gated`].
#[diagnostic::on_unimplemented(
    message = "this handler has no policy",
    label = "no policy was decided for this handler",
    note = "put a policy above the function: `#[require_permission(\"..\")]`, `#[require_role(..)]`, `#[authorize(..)]`, `#[authenticated]`, or `#[public(reason = \"..\")]`"
)]
pub trait GuardedArguments: FromRequest + sealed::Sealed + 'static {
    /// The policy of the handler.
    type Rule: Rule;
}

/// Arguments of the app's own could name a rule that nothing checks.
mod sealed {
    #[diagnostic::on_unimplemented(
        message = "`{Self}` is not what the gate hands over",
        note = "put a policy attribute on the handler; it makes its arguments guarded"
    )]
    pub trait Sealed {}
    impl<R, A> Sealed for (super::Gated<R, A>,) {}
}

impl<R: Rule, A: Arguments<R::Object>> GuardedArguments for (Gated<R, A>,) {
    type Rule = R;
}

impl<R: Rule, A: Arguments<R::Object>> FromRequest for Gated<R, A> {
    type Error = Error;
    type Future = GatedFuture<R, A>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let state = match request.app_data::<Gate<R::Vocabulary>>() {
            None => State::refused(Rejection::without_gate(request)),
            Some(gate) => match decide::<R>(gate, request) {
                Step::Allowed(witness) if A::IS_REVIEWED => {
                    let pending = Pending::Arguments(witness);
                    State::Deciding {
                        gated: later::<R, A>(gate.clone(), pending, request, payload),
                    }
                }
                Step::Allowed(witness) => {
                    State::Extracting { arguments: A::begin(&mut Some(witness), request, payload) }
                }
                Step::Rejected(rejection) => {
                    State::refused(rejection.into_error(request, gate.security()))
                }
                Step::Later(pending) => State::Deciding {
                    gated: later::<R, A>(gate.clone(), pending, request, payload),
                },
            },
        };
        GatedFuture { request: request.clone(), state }
    }
}

enum Step<R: Rule> {
    Allowed(Witness<R>),
    Rejected(Rejection),
    Later(Pending<R>),
}

/// What has to be waited for first.
enum Pending<R: Rule> {
    Identity(Identity<R::Vocabulary>),
    Policies(Principal<R::Vocabulary>, Open),
    /// Nothing but the arguments, which have rules of their own.
    Arguments(Witness<R>),
}

/// Decides as far as nothing has to be waited for.
#[inline]
fn decide<R: Rule>(gate: &Gate<R::Vocabulary>, request: &HttpRequest) -> Step<R> {
    if R::POLICY.is_public()
        && gate.chain.is_empty()
        && let Some(nothing) = R::Object::without_policy()
    {
        return Step::Allowed(nothing);
    }
    let principal = match Identity::of(request, &gate.security) {
        Identity::Known(Outcome::Principal(principal)) => principal,
        Identity::Known(outcome) => return Step::Rejected(Rejection::of_outcome(outcome)),
        asking @ Identity::Asking(_) => return Step::Later(Pending::Identity(asking)),
    };
    match survey::<R>(gate, &principal, request) {
        Survey::Allowed(witness) => Step::Allowed(witness),
        Survey::Rejected(rejection) => Step::Rejected(rejection),
        Survey::Open(open) => Step::Later(Pending::Policies(principal, open)),
    }
}

/// Decides what must be waited for, then constructs the arguments.
fn later<R: Rule, A: Arguments<R::Object>>(
    gate: Gate<R::Vocabulary>,
    pending: Pending<R>,
    request: &HttpRequest,
    payload: &mut Payload,
) -> LocalBoxFuture<'static, Result<A, Error>> {
    let (request, mut payload) = (request.clone(), payload.take());
    Box::pin(async move {
        let security = gate.security();
        let witness = verdict::<R>(&gate, pending, &request)
            .await
            .map_err(|rejection| rejection.into_error(&request, security))?;
        made::<R, A>(witness, &request, &mut payload)
            .await
            .map_err(|error| in_our_form(error, &request, security))
    })
}

/// The arguments, whose own rules hold.
async fn made<R: Rule, A: Arguments<R::Object>>(
    witness: Witness<R>,
    request: &HttpRequest,
    payload: &mut Payload,
) -> Result<A, Error> {
    let mut witness = Some(witness);
    let arguments = A::begin(&mut witness, request, payload).await?;
    if A::IS_REVIEWED {
        arguments.review(witness.as_ref(), request).await?;
    }
    Ok(arguments)
}

async fn verdict<R: Rule>(
    gate: &Gate<R::Vocabulary>,
    pending: Pending<R>,
    request: &HttpRequest,
) -> Result<Witness<R>, Rejection> {
    let (principal, open) = match pending {
        Pending::Arguments(witness) => return Ok(witness),
        Pending::Policies(principal, open) => (principal, open),
        Pending::Identity(identity) => {
            let principal = match identity.outcome(request, gate.security()).await {
                Outcome::Principal(principal) => principal,
                outcome => return Err(Rejection::of_outcome(outcome)),
            };
            match survey::<R>(gate, &principal, request) {
                Survey::Allowed(witness) => return Ok(witness),
                Survey::Rejected(rejection) => return Err(rejection),
                Survey::Open(open) => (principal, open),
            }
        }
    };
    let limit = gate.security().decision_timeout();
    let settled = settle::<R>(gate, &principal, request, open);
    actix_web::rt::time::timeout(limit, settled)
        .await
        .unwrap_or_else(|_| Err(Rejection::Unavailable(Outage::of("a check or a store"))))
}

/// An extractor's plain error as a problem document that leaks no parser detail; errors that the
/// app forms itself stay as they are.
fn in_our_form<V: Vocabulary>(
    error: Error,
    request: &HttpRequest,
    security: &Security<V>,
) -> Error {
    if let Some(refusal) = error.as_error::<InputRefusal>() {
        record_attempts(refusal, request, security);
        return Rejection::BadInput(refusal.problem.clone()).into_error(request, security);
    }
    match Problem::of_extractor(&error) {
        Some(problem) => Rejection::BadInput(problem).into_error(request, security),
        None => error,
    }
}

pin_project! {
    /// The future of [`Gated`].
    pub struct GatedFuture<R: Rule, A: Arguments<R::Object>> {
        request: HttpRequest,
        #[pin]
        state: State<R, A>,
    }
}

pin_project! {
    #[project = StateProjection]
    enum State<R: Rule, A: Arguments<R::Object>> {
        Refused { error: Option<Error>, rule: PhantomData<fn() -> R> },
        Extracting { #[pin] arguments: A::Future },
        Deciding { gated: LocalBoxFuture<'static, Result<A, Error>> },
    }
}

impl<R: Rule, A: Arguments<R::Object>> State<R, A> {
    fn refused(error: Error) -> Self {
        Self::Refused { error: Some(error), rule: PhantomData }
    }
}

impl<R: Rule, A: Arguments<R::Object>> Future for GatedFuture<R, A> {
    type Output = Result<Gated<R, A>, Error>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let arguments = match this.state.project() {
            StateProjection::Refused { error, .. } => match error.take() {
                Some(error) => Err(error),
                None => return Poll::Pending,
            },
            StateProjection::Deciding { gated } => ready!(gated.as_mut().poll(cx)),
            StateProjection::Extracting { arguments } => {
                finish::<R, A>(ready!(arguments.poll(cx)), this.request)
            }
        };
        Poll::Ready(arguments.map(|arguments| Gated { arguments, rule: PhantomData }))
    }
}

/// After the arguments of a handler were constructed on the synchronous path.
///
/// A public handler may have asked for `Option<Principal<P>>`, in which actix-web turns every
/// error into `None`; a credential that was asked about and is bad refuses the request here.
#[inline]
fn finish<R: Rule, A>(arguments: Result<A, Error>, request: &HttpRequest) -> Result<A, Error> {
    if arguments.is_ok() && !R::POLICY.is_public() {
        return arguments;
    }
    let Some(gate) = request.app_data::<Gate<R::Vocabulary>>() else {
        return Err(Rejection::without_gate(request));
    };
    let security = gate.security();
    match refusal_on_record(request, security) {
        Some(rejection) if R::POLICY.is_public() => Err(rejection.into_error(request, security)),
        _ => arguments.map_err(|error| in_our_form(error, request, security)),
    }
}
