//! Revocations of what is remembered.

use std::time::{Duration, SystemTime};

use portcullis::authn::revocation::{Revocation, Revocations, Target};
use portcullis_tests::tokens::now;
use serde_json::json;

use crate::{builder, serve, status, token};

fn revoke(target: Target) -> Revocation {
    let at = SystemTime::now();
    Revocation { target, at, until: at + Duration::from_hours(1) }
}

#[test]
fn a_revoked_token_is_refused_at_the_next_request() {
    for target in [
        Target::Token("t-1".to_owned()),
        Target::Session("s-1".to_owned()),
        Target::Subject("alice".to_owned()),
    ] {
        let revocations = Revocations::in_process();
        let jwt = builder().revocations(&revocations).build().unwrap();
        let served = serve(&jwt);
        let named = json!({ "jti": "t-1", "sid": "s-1", "iat": now() - 5 });
        let (alice, bob) = (token("alice", &named), token("bob", &json!({ "jti": "t-2" })));
        for token in [&alice, &bob, &alice, &bob] {
            assert_eq!(status(&served, token), 200);
        }
        assert_eq!(jwt.cache_usage().entries, 2);

        revocations.apply(&revoke(Target::Token("somebody else's".to_owned())));
        assert_eq!(status(&served, &alice), 200, "{target:?}");
        revocations.apply(&revoke(target.clone()));
        for _ in 0..3 {
            assert_eq!(status(&served, &alice), 401, "{target:?}");
            assert_eq!(status(&served, &bob), 200, "{target:?}");
        }
    }
}

#[test]
fn a_token_that_is_revoked_before_it_comes_is_not_remembered_as_good() {
    let revocations = Revocations::in_process();
    let jwt = builder().revocations(&revocations).build().unwrap();
    let served = serve(&jwt);
    let token = token("alice", &json!({ "jti": "t-1" }));
    revocations.apply(&revoke(Target::Token("t-1".to_owned())));
    for _ in 0..3 {
        assert_eq!(status(&served, &token), 401);
    }
    assert_eq!(jwt.cache_usage().entries, 0);
}
