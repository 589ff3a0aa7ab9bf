//! What can be revoked: a token, a session, a subject up to a time, a key; and nothing else with it.

use std::time::{Duration, SystemTime};

use portcullis::authn::revocation::{Revocation, Revocations, Target};
use portcullis::store::MemoryStore;
use portcullis_tests::tokens::now;
use serde_json::Value;

use crate::node::{serve, status, status_of_key, token};

/// Revocations of one node, and of several.
async fn each_kind() -> [Revocations; 2] {
    let shared = Revocations::shared(MemoryStore::new()).bound(Duration::from_secs(5)).build();
    let shared = shared.unwrap();
    assert!(shared.wait_until_known(Duration::from_secs(10)).await);
    [Revocations::in_process(), shared]
}

fn in_an_hour() -> SystemTime {
    SystemTime::now() + Duration::from_hours(1)
}

#[actix_web::test]
async fn a_token() {
    for revocations in each_kind().await {
        let node = serve(&revocations);
        let revoked = token("anna", &[("jti", "1".into()), ("sid", "s".into())]);
        let others = [
            token("anna", &[("jti", "2".into()), ("sid", "s".into())]),
            // The same name of something else.
            token("1", &[("sid", "1".into())]),
        ];
        assert_eq!(status(node.address(), &revoked), 200);
        revocations.revoke_token("1", in_an_hour()).await.unwrap();
        assert_eq!(status(node.address(), &revoked), 401);
        for other in others {
            assert_eq!(status(node.address(), &other), 200);
        }
        assert_eq!(status_of_key(node.address(), "1"), 200);
    }
}

#[actix_web::test]
async fn a_session_with_every_token_that_came_from_it() {
    for revocations in each_kind().await {
        let node = serve(&revocations);
        let of = |session: &str, jti: &str| {
            token("anna", &[("sid", session.into()), ("jti", jti.into())])
        };
        revocations.revoke_session("s").await.unwrap();
        assert_eq!(status(node.address(), &of("s", "1")), 401);
        assert_eq!(status(node.address(), &of("s", "2")), 401);
        assert_eq!(status(node.address(), &of("another", "s")), 200);
        assert_eq!(status(node.address(), &token("anna", &[])), 200);
    }
}

#[actix_web::test]
async fn a_subject_up_to_a_time() {
    for revocations in each_kind().await {
        let node = serve(&revocations);
        let issued = |seconds_ago: u64| Value::from(now() - seconds_ago);
        let at = SystemTime::now() - Duration::from_secs(20);
        let target = Target::Subject("anna".to_owned());
        revocations.revoke(Revocation { target, at, until: in_an_hour() }).await.unwrap();
        let of = |subject, ago| token(subject, &[("iat", issued(ago))]);
        assert_eq!(status(node.address(), &of("anna", 30)), 401);
        assert_eq!(status(node.address(), &token("anna", &[])), 401, "it does not say when");
        assert_eq!(status(node.address(), &of("anna", 10)), 200, "issued afterwards");
        assert_eq!(status(node.address(), &of("bert", 30)), 200);

        // Issued within the same second, before or after: refused.
        let target = Target::Subject("carl".to_owned());
        let second = SystemTime::UNIX_EPOCH + Duration::from_secs(now() - 10);
        let at = second + Duration::from_millis(1);
        revocations.revoke(Revocation { target, at, until: in_an_hour() }).await.unwrap();
        let in_second = |more| {
            let second = second.duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs();
            token("carl", &[("iat", Value::from(second + more))])
        };
        assert_eq!(status(node.address(), &in_second(0)), 401);
        assert_eq!(status(node.address(), &in_second(1)), 200);

        // Once more, later: what was good is not any more.
        revocations.revoke_subject("anna").await.unwrap();
        assert_eq!(status(node.address(), &of("anna", 10)), 401);
    }
}

#[actix_web::test]
async fn an_api_key() {
    for revocations in each_kind().await {
        let node = serve(&revocations);
        assert_eq!(status_of_key(node.address(), "k"), 200);
        revocations.revoke_key("k").await.unwrap();
        assert_eq!(status_of_key(node.address(), "k"), 401);
        assert_eq!(status_of_key(node.address(), "l"), 200);
        assert_eq!(status(node.address(), &token("anna", &[("jti", "k".into())])), 200);
    }
}
