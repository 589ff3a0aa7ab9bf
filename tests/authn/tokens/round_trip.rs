//! From a login to a principal and on, with what the accounts say each time.

use portcullis::PermissionSet;
use portcullis::authn::Account;
use portcullis::authn::jwt::{Jwt, Key};
use portcullis::{Principal, principal::CredentialKind};
use serde_json::json;

use crate::world::{AUDIENCE, ISSUER, World};
use crate::{Permission, Role};

#[test]
fn the_verifier_reads_back_what_was_issued() {
    let world = World::new();
    let direct = PermissionSet::empty().with(Permission::DeleteUsers);
    world.people.put(Account::new("eve").tenant("acme").role(Role::Reader).permissions(direct));
    let tokens = world.log_in("eve");
    let me = world.me(&tokens.access);
    let family = me["session"].as_str().unwrap();
    assert_eq!(family.len(), 22);
    let expected = json!({
        "subject": "eve", "tenant": "acme", "roles": ["reader"],
        "permissions": ["reports:read", "users:delete"],
        "scopes": ["read", "write"], "methods": ["pwd", "mfa"], "session": family,
    });
    assert_eq!(me, expected);
    let next = world.refresh(&tokens.refresh);
    assert_eq!(world.me(&next.access), expected, "renewed, it is the same");
    assert_ne!(next.refresh, tokens.refresh);
}

/// RFC 9068 section 2: a verifier that knows the public key alone finds all that it needs.
#[test]
fn another_service_verifies_by_the_published_key() {
    let world = World::new();
    let tokens = world.log_in("ada");
    let keys = world.issuer.jwks();
    let key = Key::jwk(&keys["keys"][0].to_string());
    let jwt = Jwt::access_tokens(ISSUER, AUDIENCE).key(key).build().unwrap();
    let principal: Principal<Permission> = jwt.verify(&tokens.access).unwrap();
    assert_eq!(principal.subject(), "ada");
    assert_eq!(principal.credential().kind(), CredentialKind::BearerToken);
    assert_eq!(principal.credential().id().unwrap().len(), 22);
    let claims = principal.claims();
    assert_eq!(claims["client_id"], "the-client");
    let (issued, expires) = (claims["iat"].as_u64().unwrap(), claims["exp"].as_u64().unwrap());
    assert_eq!(expires - issued, 300);
    assert_eq!(claims["auth_time"].as_u64(), Some(issued));
    assert_eq!(claims["sid"].as_str(), principal.credential().session());
}

#[test]
fn every_access_token_has_an_id_of_its_own() {
    let world = World::new();
    let tokens = world.log_in("ada");
    let next = world.refresh(&tokens.refresh);
    assert_ne!(tokens.access, next.access, "even in the same second");
}

#[test]
fn roles_are_those_of_the_refresh() {
    let world = World::new();
    let first = world.log_in("ada");
    assert_eq!(world.ask("POST", "/reports", &first.access).status, 403);
    world.people.put(Account::new("ada").role(Role::Editor).tenant("acme"));
    let second = world.refresh(&first.refresh);
    assert_eq!(world.ask("POST", "/reports", &second.access).status, 200);
    assert_eq!(world.me(&second.access)["tenant"], "acme");
    world.people.put(Account::new("ada"));
    let third = world.refresh(&second.refresh);
    assert_eq!(world.ask("POST", "/reports", &third.access).status, 403);
    assert_eq!(world.me(&third.access)["roles"], json!([]));
    assert_eq!(world.me(&third.access)["tenant"], json!(null));
}

#[test]
fn the_login_stays_the_same_through_refreshes() {
    let world = World::new();
    let mut tokens = world.log_in("ada");
    let auth_time = |access: &str| {
        let principal: Principal<Permission> = world.issuer.verifier().verify(access).unwrap();
        (principal.authenticated_at(), principal.credential().session().map(str::to_owned))
    };
    let first = auth_time(&tokens.access);
    for _ in 0..3 {
        world.advance(std::time::Duration::from_secs(100));
        tokens = world.refresh(&tokens.refresh);
        assert_eq!(auth_time(&tokens.access), first, "a refresh proves nothing");
    }
}

#[test]
fn who_has_no_account_gets_nothing() {
    let world = World::new();
    let reply = world.post("/token", "mallory");
    assert_eq!(reply.status, 400);
    assert!(reply.body.contains("invalid_grant"), "{}", reply.body);
    world.people.answer_for("mallory", Account::new("ada").role(Role::Admin));
    assert_eq!(world.post("/token", "mallory").status, 400, "an answer about somebody else");
    assert_eq!(world.store.asked_for("open"), 0);
    assert!(world.take_events().is_empty());
}
