//! `Principal` as a handler parameter.

use actix_web::dev::Payload;
use actix_web::{Error, FromRequest, HttpRequest};
use futures_util::future::{Either, LocalBoxFuture, Ready, ready};

use super::identity::Identity;
use super::{Gate, Rejection};
use crate::authn::Outcome;
use crate::principal::Principal;
use crate::security::Security;
use crate::vocabulary::Vocabulary;

/// A guarded handler always has a principal. A public one asks for `Option<Principal<P>>`: `None`
/// means that no credential was presented; a bad one is still answered 401 by the gate.
impl<V: Vocabulary> FromRequest for Principal<V> {
    type Error = Error;
    type Future = Either<Ready<Result<Self, Error>>, LocalBoxFuture<'static, Result<Self, Error>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let Some(gate) = request.app_data::<Gate<V>>() else {
            return Either::Left(ready(Err(Rejection::without_gate(request))));
        };
        match Identity::of(request, gate.security()) {
            Identity::Known(outcome) => {
                Either::Left(ready(principal(outcome, request, gate.security())))
            }
            asking @ Identity::Asking(_) => {
                let (request, security) = (request.clone(), gate.security().clone());
                Either::Right(Box::pin(async move {
                    let outcome = asking.outcome(&request, &security).await;
                    principal(outcome, &request, &security)
                }))
            }
        }
    }
}

fn principal<V: Vocabulary>(
    outcome: Outcome<V>,
    request: &HttpRequest,
    security: &Security<V>,
) -> Result<Principal<V>, Error> {
    match outcome {
        Outcome::Principal(principal) => Ok(principal),
        other => Err(Rejection::of_outcome(other).into_error(request, security)),
    }
}
