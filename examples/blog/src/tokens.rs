//! The demo's tokens: what an identity provider would sign in earnest.

use std::env::var_os;
use std::ffi::OsString;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use jsonwebtoken::{EncodingKey, Header, encode};
use portcullis::Security;
use portcullis::authn::jwt::{Jwt, Key};
use serde_json::json;

use crate::vocabulary::Permission;

/// The issuer that the blog trusts.
pub const ISSUER: &str = "https://issuer.example";
/// The audience that the blog is.
pub const AUDIENCE: &str = "blog";

const TENANT_CLAIM: &str = "tenant";

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

    /// The security of an app that takes these tokens.
    ///
    /// # Errors
    /// The secret is too short for HS256.
    pub fn security(&self) -> Result<Security<Permission>, Box<dyn core::error::Error>> {
        let jwt = Jwt::bearer(ISSUER, AUDIENCE)
            .tenant_claim(TENANT_CLAIM)
            .key(Key::hs256(self.secret.clone().into()))
            .build()?;
        Ok(Security::builder().authenticator(jwt).build()?)
    }

    /// A token for `user` that lasts an hour.
    ///
    /// # Errors
    /// The clock is before 1970, or signing fails.
    pub fn sign(&self, user: &DemoUser) -> Result<String, Box<dyn core::error::Error>> {
        let expires = (SystemTime::now() + Duration::from_hours(1)).duration_since(UNIX_EPOCH)?;
        let claims = json!({
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": user.id.to_string(),
            "exp": expires.as_secs(),
            TENANT_CLAIM: user.tenant,
            "roles": [user.role],
        });
        let key = EncodingKey::from_secret(&self.secret);
        Ok(encode(&Header::default(), &claims, &key)?)
    }
}
