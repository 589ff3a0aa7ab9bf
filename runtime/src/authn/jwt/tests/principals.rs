//! What a token grants, and what is refused for it.

use std::time::{Duration, UNIX_EPOCH};

use serde_json::{Value, json};

use super::{
    AUDIENCE, HEADER, ISSUER, Permission, Role, SECRET, claims_with, refusal, token, verifier,
    verify,
};
use crate::authn::jwt::{Jwt, JwtBuilder, Key, TokenError, WithKey};
use crate::principal::{CredentialKind, Principal};

fn builder() -> JwtBuilder<WithKey> {
    Jwt::bearer(ISSUER, AUDIENCE).key(Key::hs256(SECRET.to_vec().into()))
}

fn principal(jwt: &Jwt, changes: &Value) -> Principal<Permission> {
    verify(jwt, &token(HEADER, &claims_with(changes))).unwrap()
}

#[test]
fn subjects_of_an_issuer_can_be_kept_apart() {
    let jwt = builder().subject_prefix("theirs|").build().unwrap();
    assert_eq!(principal(&jwt, &json!({})).subject(), "theirs|alice");
}

/// What a login gave out later counts as issued when the login began, and never later than it says.
#[test]
fn a_token_of_a_login_is_as_old_as_the_login() {
    let jwt = builder().build().unwrap();
    for (claims, issued) in [
        (json!({ "iat": 1_700_000_100 }), Some(1_700_000_100)),
        (json!({ "iat": 1_700_000_100, "sid_iat": 1_700_000_000 }), Some(1_700_000_000)),
        (json!({ "iat": 1_700_000_100, "sid_iat": 1_700_000_200 }), Some(1_700_000_100)),
        (json!({ "sid_iat": 1_700_000_000 }), None),
    ] {
        let issued = issued.map(|seconds| UNIX_EPOCH + Duration::from_secs(seconds));
        assert_eq!(principal(&jwt, &claims).credential().issued_at(), issued, "{claims}");
    }
}

#[test]
fn a_token_grants_what_its_claims_name() {
    let jwt = builder().tenant_claim("org").build().unwrap();
    let principal = principal(
        &jwt,
        &json!({
            "permissions": ["posts:read", "posts:fly"],
            "roles": ["editor", "emperor", "Editor"],
            "scope": "read  write",
            "scp": ["ignored"],
            "auth_time": 1_700_000_000,
            "amr": ["pwd", "mfa"],
            "jti": "id-1",
            "org": "acme",
            "custom": { "kept": true },
        }),
    );
    assert_eq!(principal.subject(), "alice");
    assert_eq!(principal.tenant(), Some("acme"));
    assert!(principal.has_permission(Permission::Read));
    assert!(principal.has_permission(Permission::Write));
    assert_eq!(principal.roles().collect::<Vec<_>>(), [Role::Editor]);
    assert_eq!(principal.ignored_names(), 3);
    assert_eq!(principal.scopes(), ["read", "write"]);
    let at = UNIX_EPOCH + Duration::from_secs(1_700_000_000);
    assert_eq!(principal.authenticated_at(), Some(at));
    assert!(principal.used_multiple_factors());
    assert_eq!(principal.credential().kind(), CredentialKind::BearerToken);
    assert_eq!(principal.credential().id(), Some("id-1"));
    assert_eq!(principal.claims()["custom"]["kept"], true);
}

#[test]
fn a_token_without_grants_grants_nothing() {
    let principal = principal(&verifier(), &json!({ "tenant": "acme", "org": "acme" }));
    assert_eq!(principal.permissions().iter().count(), 0);
    assert_eq!(principal.roles().count(), 0);
    assert!(principal.scopes().is_empty() && principal.methods().is_empty());
    assert_eq!(principal.tenant(), None);
    assert_eq!(principal.authenticated_at(), None);
    assert_eq!(principal.credential().id(), None);
}

#[test]
fn claim_names_are_configurable() {
    let jwt = builder().permissions_claim("p").roles_claim("r").scope_claim("s").build().unwrap();
    let named = principal(&jwt, &json!({ "p": ["posts:read"], "r": ["editor"], "s": ["a", "b"] }));
    assert!(named.has_permission(Permission::Read) && named.has_role(Role::Editor));
    assert_eq!(named.scopes(), ["a", "b"]);

    let by_default = json!({
        "permissions": ["posts:read"], "roles": ["editor"], "scope": "a", "scp": "a"
    });
    let unnamed = principal(&jwt, &by_default);
    assert_eq!(unnamed.permissions().iter().count(), 0);
    assert!(unnamed.scopes().is_empty());
}

#[test]
fn scp_stands_in_for_an_absent_scope() {
    assert_eq!(principal(&verifier(), &json!({ "scp": ["a"] })).scopes(), ["a"]);
    assert_eq!(principal(&verifier(), &json!({ "scp": "a b" })).scopes(), ["a", "b"]);
    assert!(principal(&verifier(), &json!({ "scope": "", "scp": "a" })).scopes().is_empty());
}

#[test]
fn grants_of_the_wrong_type_refuse_the_token() {
    let jwt = builder().tenant_claim("org").build().unwrap();
    for (name, value) in [
        ("permissions", json!("posts:write")),
        ("permissions", json!({ "posts:write": true })),
        ("permissions", json!(["posts:write", 1])),
        ("roles", json!("editor")),
        ("roles", json!([["editor"]])),
        ("scope", json!(7)),
        ("scope", json!({})),
        ("scope", json!(["a", null])),
        ("scp", json!(true)),
        ("amr", json!("mfa")),
        ("auth_time", json!("1700000000")),
        ("org", json!("")),
        ("org", json!(["acme"])),
    ] {
        let token = token(HEADER, &claims_with(&json!({ name: value })));
        let expected = TokenError::MalformedClaim(name.into());
        assert_eq!(refusal(&jwt, &token), Some(expected), "{name} {value}");
    }
}

#[test]
fn an_explicit_null_is_not_an_absent_claim() {
    let with_null = claims_with(&json!({ "roles": "NULL" })).replace(r#""NULL""#, "null");
    let expected = TokenError::MalformedClaim("roles".into());
    assert_eq!(refusal(&verifier(), &token(HEADER, &with_null)), Some(expected));
}
