//! Tokens of every kind, minted here by hand so that no test trusts the code under test.

use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey, crypto};
use portcullis::Security;
use portcullis::authn::jwt::{Jwt, Key};
use serde_json::{Value, json};

use crate::Permission;

/// The issuer that the test apps trust.
pub const ISSUER: &str = "https://issuer.example";
/// The audience that the test apps are.
pub const AUDIENCE: &str = "tests";
/// The key that the test apps verify with.
pub const SECRET: &[u8] = b"a secret of more than thirty-two bytes, for tests only";

/// What the test apps authenticate with: HS256 bearer tokens.
pub fn jwt() -> Jwt {
    Jwt::bearer(ISSUER, AUDIENCE)
        .key(Key::hs256(SECRET.to_vec().into()))
        .tenant_claim("tenant")
        .build()
        .expect("a valid configuration")
}

/// The security of the test apps.
pub fn security() -> Security<Permission> {
    Security::builder().authenticator(jwt()).build().expect("a valid configuration")
}

/// Seconds since 1970.
pub fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs()
}

/// Good claims of `subject` with one role.
pub fn claims(subject: &str, role: &str) -> Value {
    json!({
        "iss": ISSUER, "aud": AUDIENCE, "sub": subject, "exp": now() + 600, "roles": [role],
    })
}

/// A good token of a subject with one role.
pub fn token(role: &str) -> String {
    hs256(&claims("somebody", role))
}

/// A good token of a subject of a tenant with one role.
pub fn token_of(subject: &str, tenant: Option<&str>, role: &str) -> String {
    let tenant = tenant.map(Value::from);
    hs256(&with(claims(subject, role), "tenant", tenant))
}

/// A correctly signed token with these claims.
pub fn hs256(claims: &Value) -> String {
    signed(&json!({"alg": "HS256", "typ": "JWT"}), claims, SECRET)
}

/// A token with any header and claims, and the HMAC-SHA256 of them under `secret`.
pub fn signed(header: &Value, claims: &Value, secret: &[u8]) -> String {
    let message = unsigned(header, claims);
    let key = EncodingKey::from_secret(secret);
    let signature = crypto::sign(message.as_bytes(), &key, Algorithm::HS256).expect("a signature");
    format!("{message}.{signature}")
}

/// The first two parts of a token.
pub fn unsigned(header: &Value, claims: &Value) -> String {
    let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}", encode(header), encode(claims))
}

/// `claims` with the member `name` replaced, or removed where `value` is `None`.
#[must_use]
pub fn with(mut claims: Value, name: &str, value: Option<Value>) -> Value {
    let members = claims.as_object_mut().expect("an object");
    match value {
        Some(value) => {
            members.insert(name.to_owned(), value);
        }
        None => {
            members.remove(name);
        }
    }
    claims
}
