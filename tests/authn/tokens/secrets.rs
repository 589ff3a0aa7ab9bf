//! Tokens and keys are in the answer to the client and nowhere else: no log, no `Debug`, no record.

use portcullis::authn::tokens::{Login, SigningKey};
use portcullis_authn_tests::recorder::Recorder;
use secrecy::{ExposeSecret as _, SecretString};

use crate::spy::Mood;
use crate::world::{PRIVATE_KEY, Tokens, World};

/// Everything that can happen to tokens; yields those that there were.
fn a_whole_life(world: &World) -> Vec<Tokens> {
    let first = world.log_in("ada");
    let second = world.refresh(&first.refresh);
    let other = world.log_in("ada");
    for tokens in [&first, &second, &other] {
        world.status(&tokens.access);
        world.status(&tokens.refresh);
        world.status(&format!("{}x", tokens.access));
        world.ask("GET", "/logins", &tokens.access);
        world.ask("POST", "/reports", &tokens.access);
    }
    for mood in [Mood::Fails, Mood::Hangs] {
        world.store.is_all(mood);
        for tokens in [&second, &other] {
            world.try_refresh(&tokens.refresh);
            world.post("/logout", &tokens.refresh);
        }
    }
    world.store.is_all(Mood::Answers);
    let third = world.log_in("ada");
    let fourth = world.refresh(&third.refresh);
    world.is_refused(&third.refresh);
    world.try_refresh(&format!("{}x", fourth.refresh));
    world.post("/logout", &other.refresh);
    vec![first, second, other, third, fourth]
}

#[test]
fn no_log_and_no_record_has_a_token() {
    let recorder = Recorder::start();
    let limit = std::time::Duration::from_millis(200);
    let world = World::with(|builder| builder.timeout(limit));
    let all = a_whole_life(&world);
    let logged = recorder.text();
    let records = format!("{:?}", world.events.lock().unwrap());
    for (what, text) in [("log", &logged), ("audit", &records)] {
        for tokens in &all {
            // The part that proves something is as secret as the whole.
            let signature = tokens.access.rsplit('.').next().unwrap();
            for secret in [&tokens.access, signature, &tokens.refresh, &tokens.refresh[4..40]] {
                assert!(!text.contains(secret), "a token is in the {what}");
            }
        }
        assert!(!text.contains("MC4CAQ") && !text.contains("nWGxne"), "a key is in the {what}");
    }
    // The controls: both tell of what happened.
    assert!(logged.contains("it was told to fail"));
    assert!(records.contains("authn_token_reuse") && records.contains("authn_token_revoked"));
}

#[actix_web::test]
async fn debug_shows_no_token_and_no_key() {
    let world = World::new();
    let issued = world.issuer.issue(Login::of("ada")).await.unwrap();
    let wrong = SecretString::from(format!("{}x", issued.refresh_token.expose_secret()));
    let error = world.issuer.refresh(&wrong).await.unwrap_err();
    let key = SigningKey::eddsa(PRIVATE_KEY.into());
    let shown = format!("{issued:?} {error:?} {error} {key:?} {:?}", world.issuer);
    let (access, refresh) =
        (issued.access_token.expose_secret(), issued.refresh_token.expose_secret());
    for secret in [access, &access[access.len() - 40..], refresh, &refresh[4..40], "MC4CAQ"] {
        assert!(!shown.contains(secret), "{shown}");
    }
    assert!(shown.contains("Issued") && shown.contains(&issued.family), "{shown}");
}
