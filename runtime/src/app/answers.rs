//! Refusals that handlers return, in the app's own words.

use core::future::Future;

use actix_web::Error;
use actix_web::dev::ServiceResponse;
use actix_web::http::header::{self, HeaderMap, HeaderName};

use crate::authn::api_key::ApiKeyError;
use crate::authn::session::SessionError;
use crate::gate::{Gate, Rejection, record_denial};
use crate::outage::Outage;
use crate::problem::Problem;
use crate::resource::Conflict;
use crate::vocabulary::Vocabulary;

/// Words the answer anew when a handler returned an error of ours.
pub(super) async fn in_the_apps_words<V: Vocabulary>(
    answer: impl Future<Output = Result<ServiceResponse, Error>>,
) -> Result<ServiceResponse, Error> {
    let answer = answer.await?;
    let Some(problem) = answer.response().error().and_then(problem_of) else { return Ok(answer) };
    let Some(gate) = answer.request().app_data::<Gate<V>>() else { return Ok(answer) };
    if let Some(rejection) = answer.response().error().and_then(Error::as_error::<Rejection>) {
        record_denial(rejection, answer.request(), gate.security());
    }
    let mut worded = gate.security().answers().answer(&problem, Some(answer.request()));
    keep_headers(answer.headers(), worded.headers_mut());
    Ok(answer.into_response(worded))
}

/// What middleware inside added stays; what describes the old body, or is the problem's own, goes.
fn keep_headers(old: &HeaderMap, new: &mut HeaderMap) {
    const REPLACED: [HeaderName; 7] = [
        header::CONTENT_TYPE,
        header::CONTENT_LENGTH,
        header::CONTENT_ENCODING,
        header::TRANSFER_ENCODING,
        header::WWW_AUTHENTICATE,
        header::RETRY_AFTER,
        header::ALLOW,
    ];
    let kept: Vec<_> = old
        .iter()
        .filter(|(name, _)| !REPLACED.contains(name) && !new.contains_key(*name))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    for (name, value) in kept {
        new.append(name, value);
    }
}

fn problem_of(error: &Error) -> Option<Problem> {
    if let Some(problem) = error.as_error::<Problem>() {
        return Some(problem.clone());
    }
    if let Some(rejection) = error.as_error::<Rejection>() {
        return Some(rejection.problem());
    }
    if let Some(outage) = error.as_error::<Outage>() {
        return Some(outage.problem());
    }
    #[cfg(feature = "oidc")]
    if let Some(error) = error.as_error::<crate::authn::oidc::LoginError>() {
        return Some(error.problem());
    }
    #[cfg(feature = "jwt")]
    if let Some(outage) = crate::authn::tokens::outage_of(error) {
        return Some(outage.problem());
    }
    if let Some(error) = error.as_error::<ApiKeyError>() {
        return Some(error.problem());
    }
    if let Some(error) = error.as_error::<SessionError>() {
        return Some(error.problem());
    }
    error.as_error::<Conflict>().map(|_| Problem::Conflict)
}
