//! `FieldPolicy`: the rule of one field, whatever the vocabulary that it speaks.

use core::fmt;
use std::any::Any;
use std::rc::Rc;

use actix_web::HttpRequest;
use futures_util::FutureExt as _;
use futures_util::future::LocalBoxFuture;

use super::identity::Identity;
use super::{Gate, Rejection};
use crate::authn::Outcome;
use crate::outage::Outage;
use crate::policy::{Condition, Facts, Policy, Progress};
use crate::principal::Principal;
use crate::vocabulary::Vocabulary;

/// Who may set or see a field. The route's own policy has allowed the request before.
pub trait FieldPolicy: sealed::Sealed + fmt::Display + Sync {
    /// Decides as far as nothing has to be waited for; `Ok` when it allows.
    #[doc(hidden)]
    fn now(&self, request: &HttpRequest, object: Option<&dyn Any>)
    -> Option<Result<(), Rejection>>;

    /// Decides with everything that has to be waited for.
    #[doc(hidden)]
    fn later<'a>(
        &'a self,
        request: &'a HttpRequest,
        object: Option<&'a dyn Any>,
    ) -> LocalBoxFuture<'a, Result<(), Rejection>>;

    /// Who sees a field among several objects. What is not known at once is not seen.
    #[doc(hidden)]
    fn sight(&'static self, request: &HttpRequest) -> Sight;

    /// The rule as plain data.
    fn condition(&self) -> Condition;
}

mod sealed {
    pub trait Sealed {}
    impl<V: crate::Vocabulary> Sealed for crate::Policy<V> {}
}

/// Whether a caller sees a field.
#[doc(hidden)]
#[derive(Clone)]
pub enum Sight {
    /// In every object.
    Always,
    /// In none.
    Never,
    /// Where this says so.
    Of(Rc<SeesObject>),
}

/// Whether a caller sees the field in this object.
type SeesObject = dyn Fn(&dyn Any) -> bool;

impl Sight {
    pub(crate) fn covers(&self, object: &dyn Any) -> bool {
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Of(sees) => sees(object),
        }
    }
}

impl fmt::Debug for Sight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Always => "Always",
            Self::Never => "Never",
            Self::Of(_) => "Of(..)",
        })
    }
}

impl<V: Vocabulary> FieldPolicy for Policy<V> {
    fn now(
        &self,
        request: &HttpRequest,
        object: Option<&dyn Any>,
    ) -> Option<Result<(), Rejection>> {
        let principal = match known::<V>(request)? {
            Ok(principal) => principal,
            Err(rejection) => return Some(Err(rejection)),
        };
        let facts = Facts::new(&principal, request).about(object);
        match self.progress(&facts, &[]) {
            Progress::Decided(decision) => {
                Some(Rejection::of_decision(decision).map_or(Ok(()), Err))
            }
            Progress::Ask(_) | Progress::NeedsObject => None,
        }
    }

    fn later<'a>(
        &'a self,
        request: &'a HttpRequest,
        object: Option<&'a dyn Any>,
    ) -> LocalBoxFuture<'a, Result<(), Rejection>> {
        async move {
            let Some(gate) = request.app_data::<Gate<V>>() else { return Err(Rejection::NoGate) };
            let security = gate.security();
            let identity = Identity::of(request, security);
            let principal = match identity.outcome(request, security).await {
                Outcome::Principal(principal) => principal,
                outcome => return Err(Rejection::of_outcome(outcome)),
            };
            let facts = Facts::new(&principal, request).about(object);
            let mut answers = Vec::new();
            let limit = security.decision_timeout();
            let decided = actix_web::rt::time::timeout(limit, self.advance(&facts, &mut answers));
            match decided.await {
                Ok(Some(decision)) => Rejection::of_decision(decision).map_or(Ok(()), Err),
                Ok(None) => Err(Rejection::NoObject),
                Err(_) => Err(Rejection::Unavailable(Outage::of("a check of a field"))),
            }
        }
        .boxed_local()
    }

    fn sight(&'static self, request: &HttpRequest) -> Sight {
        let Some(Ok(principal)) = known::<V>(request) else { return Sight::Never };
        let facts = Facts::new(&principal, request);
        match self.holds_now(&facts) {
            Some(true) => Sight::Always,
            Some(false) => Sight::Never,
            None => Sight::Of(self.by_object(principal, request.clone())),
        }
    }

    fn condition(&self) -> Condition {
        Policy::condition(self)
    }
}

impl<V: Vocabulary> Policy<V> {
    fn by_object(&'static self, principal: Principal<V>, request: HttpRequest) -> Rc<SeesObject> {
        Rc::new(move |object| {
            let facts = Facts::new(&principal, &request).about(Some(object));
            self.holds_now(&facts) == Some(true)
        })
    }
}

/// The principal of the request, or why there is none; `None` where that has to be waited for.
fn known<V: Vocabulary>(request: &HttpRequest) -> Option<Result<Principal<V>, Rejection>> {
    let Some(gate) = request.app_data::<Gate<V>>() else { return Some(Err(Rejection::NoGate)) };
    match Identity::of(request, gate.security()) {
        Identity::Known(Outcome::Principal(principal)) => Some(Ok(principal)),
        Identity::Known(outcome) => Some(Err(Rejection::of_outcome(outcome))),
        Identity::Asking(_) => None,
    }
}
