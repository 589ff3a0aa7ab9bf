//! The demo's tokens: for users who have no password, signed as the blog signs after a login.

use std::env::var_os;
use std::ffi::OsString;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use jsonwebtoken::{EncodingKey, Header, encode};
use portcullis::audit::Audit;
use portcullis::authn::revocation::Revocations;
use portcullis::authn::tokens::SigningKey;
use serde_json::json;

use crate::accounts::Identity;
use crate::db::Db;

/// The issuer of access tokens: the blog itself.
pub const ISSUER: &str = "https://issuer.example";
/// The audience that the blog is.
pub const AUDIENCE: &str = "blog";

pub(crate) const TENANT_CLAIM: &str = "tenant";

/// What tokens call the key.
const KEY: &str = "demo";
const LIFETIME: Duration = Duration::from_hours(1);

/// Somebody whom a token is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DemoUser {
    /// The user's identifier, which is the subject.
    pub id: i64,
    /// What the user is called.
    pub name: &'static str,
    /// The organisation.
    pub tenant: &'static str,
    /// The name of the role.
    pub role: &'static str,
}

/// Signs and verifies with one secret.
#[derive(Clone)]
pub struct DemoTokens {
    secret: Vec<u8>,
}

impl DemoTokens {
    /// With the secret in `PORTCULLIS_JWT_SECRET`, or a random one.
    ///
    /// # Errors
    /// The system has no randomness to give.
    pub fn from_environment() -> Result<Self, getrandom::Error> {
        let mut random = vec![0; 32];
        getrandom::fill(&mut random)?;
        let secret = var_os("PORTCULLIS_JWT_SECRET").map_or(random, OsString::into_encoded_bytes);
        Ok(Self { secret })
    }

    /// What an app takes these tokens by, and everything else that a login gives, on `db` and for this
    /// process alone.
    ///
    /// # Errors
    /// The secret is too short for HS256, or the system has no randomness or no thread to give.
    pub fn identity(&self, db: &Db) -> Result<Identity, Box<dyn core::error::Error>> {
        Identity::new(self, db, &Revocations::in_process(), &Audit::tracing())
    }

    /// What the blog signs with.
    pub(crate) fn key(&self) -> SigningKey {
        SigningKey::hs256(self.secret.clone().into(), KEY)
    }

    /// A token for `user` that lasts an hour, as if they had just logged in.
    ///
    /// # Errors
    /// The clock is before 1970, signing fails, or the system has no randomness to give.
    pub fn sign(&self, user: &DemoUser) -> Result<String, Box<dyn core::error::Error>> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH)?;
        let mut id = [0; 16];
        getrandom::fill(&mut id)?;
        let claims = json!({
            "iss": ISSUER,
            "aud": AUDIENCE,
            "client_id": AUDIENCE,
            "sub": user.id.to_string(),
            "jti": format!("{:032x}", u128::from_be_bytes(id)),
            "iat": now.as_secs(),
            "auth_time": now.as_secs(),
            "exp": (now + LIFETIME).as_secs(),
            TENANT_CLAIM: user.tenant,
            "roles": [user.role],
        });
        let mut header = Header { kid: Some(KEY.to_owned()), ..Header::default() };
        header.typ = Some("at+jwt".to_owned());
        Ok(encode(&header, &claims, &EncodingKey::from_secret(&self.secret))?)
    }
}
