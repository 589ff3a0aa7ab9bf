//! The story of a login in lines to paste: sign up, log in, use, refresh, be copied, log out; and an API
//! key.

use std::time::Duration;

use portcullis::authn::api_key::{ExposeSecret as _, NewKey};
use portcullis::authn::tokens::{Issued, Login};
use serde_json::json;

use crate::accounts::Identity;
use crate::tokens::{DemoTokens, DemoUser};
use crate::vocabulary::Permission;

/// A request to paste.
#[derive(Debug)]
pub struct Line {
    /// The status of the answer.
    pub status: u16,
    /// Why.
    pub why: &'static str,
    /// The arguments of `curl`.
    pub request: String,
}

/// The lines, in the order in which they are answered so. Ada's tokens are issued for the story, as if
/// she had just logged in, because the lines have to be known before she could.
///
/// # Errors
/// The database failed, or the system has no randomness to give.
pub async fn story(
    identity: &Identity,
    tokens: &DemoTokens,
    host: &str,
) -> Result<Vec<Line>, Box<dyn core::error::Error>> {
    let ada = DemoUser::ADA.id.to_string();
    let issue = || identity.tokens.issue(Login::of(&ada).method("pwd").label("the story"));
    let (copied, left): (Issued, Issued) = (issue().await?, issue().await?);
    let key = NewKey::named("the story").permissions([Permission::WriteComments]);
    let key = key.expires_in(Duration::from_hours(1));
    let key = identity.keys.create_for(&ada, key).await?.key;
    let key = format!("-H 'X-Api-Key: {}'", key.expose_secret());
    let bearer = |token: &str| format!("-H 'Authorization: Bearer {token}'");
    let access = bearer(copied.access_token.expose_secret());
    let demo = bearer(&tokens.sign(&DemoUser::ADA)?);
    let refresh = json!({"refresh_token": copied.refresh_token.expose_secret()});
    let log_out = json!({"refresh_token": left.refresh_token.expose_secret()});
    let (email, password) = invented()?;
    let zoe = json!({"email": email, "password": password});
    let sign_up = json!({"name": "zoe", "email": email, "password": password});
    let wrong = json!({"email": email, "password": "not the password"});
    let new_key = r#"{"name": "feed", "permissions": ["comments:write"], "expires_in_days": 7}"#;
    let comment = r#"{"body": "said a program"}"#;
    let json = "-H content-type:application/json -d";
    let line = |status, why, request: String| Line { status, why, request };
    Ok(vec![
        line(202, "zoe signs up", format!("{json} '{sign_up}' http://{host}/sign-up")),
        line(401, "not her password", format!("{json} '{wrong}' http://{host}/login")),
        line(200, "two tokens", format!("{json} '{zoe}' http://{host}/login")),
        line(
            204,
            "a session in a cookie, for pages of this host",
            format!("-H 'Origin: http://{host}' {json} '{zoe}' http://{host}/session"),
        ),
        line(
            403,
            "another site logs nobody in",
            format!("-H 'Origin: https://evil.example' {json} '{zoe}' http://{host}/session"),
        ),
        line(200, "ada's logins, by a token of one", format!("{access} http://{host}/sessions")),
        line(200, "her next tokens", format!("{json} '{refresh}' http://{host}/refresh")),
        line(
            400,
            "the same refresh token again: somebody has a copy, so the login ends",
            format!("{json} '{refresh}' http://{host}/refresh"),
        ),
        line(401, "and its access tokens with it", format!("{access} http://{host}/sessions")),
        line(204, "she logs out elsewhere", format!("{json} '{log_out}' http://{host}/logout")),
        line(
            201,
            "an API key, shown once",
            format!("{demo} {json} '{new_key}' http://{host}/api-keys"),
        ),
        line(
            201,
            "another key of hers, used",
            format!("{key} {json} '{comment}' http://{host}/posts/1/comments"),
        ),
        line(
            403,
            "a key makes no keys",
            format!("{key} {json} '{new_key}' http://{host}/api-keys"),
        ),
    ])
}

/// An address and a password that nobody had before.
fn invented() -> Result<(String, String), getrandom::Error> {
    let mut random = [0; 16];
    getrandom::fill(&mut random)?;
    let random = format!("{:032x}", u128::from_be_bytes(random));
    let (name, password) = random.split_at(8);
    Ok((format!("zoe-{name}@example.com"), password.to_owned()))
}
