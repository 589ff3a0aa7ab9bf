//! The answers to clients, to the letter, and what never reaches the store.

use portcullis::authn::tokens::{IssueError, Login};
use portcullis_tests::client::send;
use serde_json::{Value, json};

use crate::world::{World, is_invalid_grant};

/// RFC 6749 section 5.1.
#[test]
fn tokens_are_answered_as_the_rfc_says() {
    let world = World::new();
    let first = world.post("/token", "ada");
    let token = serde_json::from_str::<Value>(&first.body).unwrap()["refresh_token"].clone();
    let second = world.post("/refresh", token.as_str().unwrap());
    for reply in [first, second] {
        assert_eq!(reply.status, 200);
        assert_eq!(reply.header("cache-control"), Some("no-store"));
        assert_eq!(reply.header("content-type"), Some("application/json"));
        let mut document: Value = serde_json::from_str(&reply.body).unwrap();
        let members = document.as_object_mut().unwrap();
        let secrets = ["access_token", "refresh_token"].map(|name| members.remove(name).unwrap());
        assert_eq!(secrets[0].as_str().unwrap().split('.').count(), 3);
        assert_eq!(secrets[1].as_str().unwrap().len(), 53);
        assert_eq!(
            document,
            json!({ "token_type": "Bearer", "expires_in": 300, "scope": "read write" })
        );
    }
}

#[actix_web::test]
async fn a_browsers_answer_has_no_refresh_token() {
    let world = World::new();
    let issued = world.issuer.issue(Login::of("ada")).await.unwrap();
    let answer = issued.response_without_refresh_token();
    assert_eq!(answer.headers().get("cache-control").unwrap(), "no-store");
    let body = actix_web::body::to_bytes(answer.into_body()).await.unwrap();
    let document: Value = serde_json::from_slice(&body).unwrap();
    let names: Vec<&String> = document.as_object().unwrap().keys().collect();
    assert_eq!(names, ["access_token", "expires_in", "token_type"], "nor an empty scope");
    assert_eq!(issued.refresh_expires_in.as_secs(), 14 * 24 * 3600);
}

#[test]
fn what_is_no_refresh_token_never_reaches_the_store() {
    let world = World::new();
    let tokens = world.log_in("ada");
    let asked = world.store.asked();
    let good = &tokens.refresh;
    let wrong = [
        String::new(),
        "prt_".to_owned(),
        good[1..].to_owned(),
        good[..good.len() - 1].to_owned(),
        format!("{good}A"),
        format!(" {good}"),
        format!("{good}\n"),
        good.replacen("prt_", "PRT_", 1),
        good.replacen(&good[10..11], if &good[10..11] == "x" { "y" } else { "x" }, 1),
        tokens.access.clone(),
        "a".repeat(53),
        "é".repeat(26),
        "prt_' OR 1=1 --".to_owned(),
        "x".repeat(100_000),
    ];
    for token in wrong {
        is_invalid_grant(&world.try_refresh(&token));
        assert_eq!(world.post("/logout", &token).status, 204);
    }
    assert_eq!(world.store.asked(), asked);
    world.refresh(good);
    assert!(world.store.asked() > asked, "the control: a good one does");
}

/// RFC 7009 section 2.2: what the client wants is true already.
#[test]
fn an_unknown_token_is_refused_at_refresh_and_no_error_at_logout() {
    let world = World::new();
    let other = World::new().log_in("ada").refresh;
    is_invalid_grant(&world.try_refresh(&other));
    assert_eq!(world.post("/logout", &other).status, 204);
    assert_eq!(world.take_events(), [""; 0]);
}

#[actix_web::test]
async fn a_scope_cannot_become_two() {
    let world = World::new();
    for scope in ["", "read admin", "a\"b", "a\\b", "\u{e9}", "a\tb", "a\n"] {
        let refused = world.issuer.issue(Login::of("ada").scope(scope)).await.unwrap_err();
        assert_eq!(refused, IssueError::Scope, "{scope:?}");
    }
    assert_eq!(world.store.asked(), 0);
    let issued = world.issuer.issue(Login::of("ada").scope("reports:read!#[]~")).await.unwrap();
    assert_eq!(issued.scopes, ["reports:read!#[]~"]);
}

#[test]
fn a_refresh_token_in_the_query_is_nothing() {
    let world = World::new();
    let token = world.log_in("ada").refresh;
    let path = format!("/refresh?refresh_token={token}");
    is_invalid_grant(&send(world.served.address(), "POST", &path, &[], Some("")));
    world.refresh(&token);
}
