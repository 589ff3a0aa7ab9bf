//! Tests of the token verifier. Tokens are minted by `mint`, which shares no code with it.

use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

use super::{Jwt, Key, TokenError};
use crate::principal::Principal;
use crate::vocabulary::{BitSet, Permissions, Roles, Vocabulary};

mod algorithms;
mod attacks;
mod cache;
mod claims;
mod configuration;
mod issuers;
#[cfg(feature = "jwks")]
mod jwk_set;
mod key_validation;
mod keys;
pub(super) mod mint;
mod principals;
mod requests;

/// A vocabulary as the derives would write it: an editor may write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Permission {
    Read,
    Write,
}

impl Permissions for Permission {
    type Set = BitSet<1>;
    const NAMES: &'static [&'static str] = &["posts:read", "posts:write"];
    const VARIANTS: &'static [Self] = &[Self::Read, Self::Write];
    const UNGRANTED: Self::Set = BitSet::EMPTY;

    fn index(self) -> u16 {
        self as u16
    }
}

impl Vocabulary for Permission {
    type Role = Role;
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Editor,
}

impl Roles for Role {
    type Permission = Permission;
    type Set = BitSet<1>;
    const NAMES: &'static [&'static str] = &["editor"];
    const VARIANTS: &'static [Self] = &[Self::Editor];
    const INCLUDES: &'static [Self::Set] = &[BitSet::EMPTY.with(0)];
    const GRANTS: &'static [BitSet<1>] = &[BitSet::EMPTY.with(1)];
    const ADMIN: Option<u16> = None;

    fn index(self) -> u16 {
        self as u16
    }
}

const ISSUER: &str = "https://issuer.example";
const AUDIENCE: &str = "my-api";
const SECRET: &[u8; 32] = b"canary-0123456789-0123456789-abc";

/// Verifies HS256 with `SECRET`.
fn verifier() -> Jwt {
    Jwt::bearer(ISSUER, AUDIENCE).key(Key::hs256(SECRET.to_vec().into())).build().unwrap()
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

/// Claims that are valid for an hour.
fn claims() -> Value {
    json!({ "iss": ISSUER, "aud": AUDIENCE, "sub": "alice", "exp": now() + 3600 })
}

/// The valid claims with the members of `changes` in place; `null` removes one.
fn claims_with(changes: &Value) -> String {
    let mut claims = claims();
    for (name, value) in changes.as_object().unwrap() {
        if value.is_null() {
            claims.as_object_mut().unwrap().remove(name);
        } else {
            claims[name] = value.clone();
        }
    }
    claims.to_string()
}

const HEADER: &str = r#"{"alg":"HS256"}"#;

/// A token signed with `SECRET`.
fn token(header: &str, payload: &str) -> String {
    mint::hs256(SECRET).token(header, payload)
}

fn verify(jwt: &Jwt, token: &str) -> Result<Principal<Permission>, TokenError> {
    jwt.verify(token)
}

/// Why `token` is refused; `None` when it is good.
fn refusal(jwt: &Jwt, token: &str) -> Option<TokenError> {
    verify(jwt, token).err()
}
