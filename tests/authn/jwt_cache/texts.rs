//! Tokens that are nearly remembered ones.

use portcullis::Permissions;
use portcullis::authn::jwt::Jwt;
use portcullis::authn::{Authentication, Outcome};
use portcullis_tests::{Permission, tokens};
use serde_json::json;

use crate::{accepts, builder, serve, status, token};

#[test]
fn one_other_character_anywhere_is_another_token() {
    let jwt = builder().build().unwrap();
    let served = serve(&jwt);
    let good = token("alice", &json!({}));
    assert_eq!(status(&served, &good), 200);
    for at in 0..good.len() {
        for other in ["A", "b", "."] {
            let mut changed = good.clone();
            changed.replace_range(at..=at, other);
            if changed != good {
                assert!(!accepts(&jwt, &changed), "{at} {other}");
            }
        }
    }
    for at in (0..good.len()).step_by(7) {
        let mut changed = good.clone();
        changed.replace_range(at..=at, if good.as_bytes()[at] == b'x' { "y" } else { "x" });
        assert_eq!(status(&served, &changed), 401, "{at}");
        assert_eq!(status(&served, &changed), 401, "{at}");
    }
    assert_eq!(status(&served, &good), 200);
    assert_eq!(jwt.cache_usage().entries, 1);
}

#[test]
fn claims_under_the_signature_of_others_are_refused() {
    let jwt = builder().build().unwrap();
    let served = serve(&jwt);
    let good = token("alice", &json!({}));
    let signature = good.rsplit_once('.').unwrap().1;
    let header = json!({ "alg": "HS256", "typ": "JWT" });
    // As long as the good one, so that length and signature are the same.
    let forged = tokens::unsigned(&header, &tokens::claims("admin", "reader"));
    let forged = format!("{forged}.{signature}");
    assert_eq!(forged.len(), good.len());
    for _ in 0..3 {
        assert_eq!(status(&served, &good), 200);
        assert_eq!(status(&served, &forged), 401);
    }
}

/// The vocabulary of another app in the same process.
#[derive(Permissions, Clone, Copy, Debug, PartialEq, Eq)]
#[permissions(no_roles)]
enum Stranger {
    #[permission("reports:write")]
    WriteReports,
}

fn strangers(jwt: &Jwt, token: &str) -> Vec<Stranger> {
    let found: Authentication<Stranger> = jwt.authenticate_token(token);
    let Authentication::Done(Outcome::Principal(principal)) = found else { panic!("not accepted") };
    principal.permissions().iter().collect()
}

#[test]
fn two_vocabularies_share_a_verifier_and_no_principal() {
    let jwt = builder().build().unwrap();
    let token = token("alice", &json!({ "permissions": ["reports:write"] }));
    for _ in 0..3 {
        assert_eq!(strangers(&jwt, &token), [Stranger::WriteReports]);
        let found: Authentication<Permission> = jwt.authenticate_token(&token);
        let Authentication::Done(Outcome::Principal(principal)) = found else {
            panic!("not accepted")
        };
        assert!(principal.has_permission(Permission::WriteReports));
        assert!(principal.has_permission(Permission::ReadReports), "of the role `reader`");
    }
    assert_eq!(jwt.cache_usage().entries, 1);
}
