//! Logging in with a password, and the tokens that programs get for it.

use actix_web::{Error, HttpRequest, HttpResponse, post, web};
use portcullis::authn::password::{Attempt, Verdict};
use portcullis::authn::tokens::{Issued, Login, RefreshError};
use portcullis::{Outage, Problem, public};
use secrecy::SecretString;
use serde::Deserialize;

use super::identity::Identity;
use super::store;
use super::wire::{address, label, peer};
use crate::db::Db;

/// Who somebody says they are.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Claimed {
    email: String,
    password: SecretString,
}

/// A refresh token, as the client has kept it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    refresh_token: SecretString,
}

/// The subject whose password it is. Who has no account and who has another password is told the
/// same, after the same effort.
pub(super) async fn prove(
    identity: &Identity,
    db: &Db,
    claimed: &Claimed,
    request: &HttpRequest,
) -> Result<String, Problem> {
    let address = address(&claimed.email).ok_or(Problem::LoginFailed)?;
    let admitted = identity.logins.admit(&Attempt::new(&address, peer(request)?))?;
    let login = store::find(db, &address).await?;
    let stored = login.as_ref().map(|login| login.password_hash.as_str());
    let verdict = identity.passwords.verify(stored, &claimed.password).await?;
    let subject = login.as_ref().map(|login| login.user_id.to_string());
    let (Verdict::Right { rehash }, Some(login), Some(subject)) = (verdict, &login, &subject)
    else {
        admitted.failed(subject.as_deref());
        return Err(Problem::LoginFailed);
    };
    if let Some(hash) = rehash {
        store::rehash(db, login, &hash).await?;
    }
    admitted.succeeded(subject);
    Ok(subject.clone())
}

/// For programs and apps on phones, which keep both tokens themselves. Browsers begin a session.
#[public(reason = "where logins begin")]
#[post("/login")]
pub(crate) async fn log_in(
    request: HttpRequest,
    claimed: web::Json<Claimed>,
    identity: web::Data<Identity>,
    db: web::Data<Db>,
) -> Result<Issued, Error> {
    let subject = prove(&identity, &db, &claimed, &request).await?;
    let login = Login::of(subject).method("pwd").label(label(&request));
    Ok(identity.tokens.issue(login).await?)
}

#[public(reason = "the refresh token is the credential")]
#[post("/refresh")]
pub(crate) async fn refresh(
    kept: web::Json<Kept>,
    identity: web::Data<Identity>,
) -> Result<Issued, RefreshError> {
    identity.tokens.refresh(&kept.refresh_token).await
}

#[public(reason = "the refresh token is the credential")]
#[post("/logout")]
pub(crate) async fn log_out(
    kept: web::Json<Kept>,
    identity: web::Data<Identity>,
) -> Result<HttpResponse, Outage> {
    identity.tokens.logout(&kept.refresh_token).await?;
    Ok(HttpResponse::NoContent().finish())
}
