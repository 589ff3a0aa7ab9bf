//! What the routes of accounts have in common: the forms of addresses, times and refusals.

use std::net::IpAddr;
use std::time::{SystemTime, UNIX_EPOCH};

use actix_web::HttpRequest;
use actix_web::http::header::USER_AGENT;
use portcullis::{FieldError, FieldErrorCode, OnDenied, Outage, Place, Problem, Rejection};

/// The form in which addresses are compared; `None` for what no column holds, and opens nothing.
pub(super) fn address(email: &str) -> Option<String> {
    (!email.contains('\0')).then(|| email.trim().to_lowercase())
}

/// Who is connected. Behind a proxy of one's own this is the proxy, and its word is to be taken.
pub(super) fn peer(request: &HttpRequest) -> Result<IpAddr, Problem> {
    request.peer_addr().map(|peer| peer.ip()).ok_or(Problem::Internal)
}

/// What a user recognises a login by: how the browser calls itself.
pub(super) fn label(request: &HttpRequest) -> &str {
    let agent = request.headers().get(USER_AGENT);
    agent.and_then(|agent| agent.to_str().ok()).unwrap_or("unknown")
}

/// What a path names, if it can be the name of a credential at all; what no column holds is not asked for.
pub(super) fn name(text: &str) -> Result<&str, Rejection> {
    if text.contains('\0') { Err(Rejection::Missing(OnDenied::NotFound)) } else { Ok(text) }
}

/// Whole seconds since 1970.
pub(super) fn seconds(at: SystemTime) -> u64 {
    at.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()
}

/// The field at `pointer` is of its type, and not valid.
pub(super) fn invalid(pointer: impl Into<String>, why: impl Into<String>) -> FieldError {
    let place = Place::Pointer(pointer.into());
    FieldError::new(place, FieldErrorCode::Invalid).with_detail(why.into())
}

/// A name that nobody guesses, and so no organisation that anybody is in.
pub(super) fn own_organisation() -> Result<String, Outage> {
    let mut random = [0; 16];
    getrandom::fill(&mut random).map_err(|_| Outage::of("the source of randomness"))?;
    Ok(format!("own-{:032x}", u128::from_be_bytes(random)))
}
