//! A spent refresh token that comes again: the family is dead, its access tokens too, and it is told.

use std::time::Duration;

use futures_util::FutureExt as _;
use portcullis::authn::tokens::RefreshError;
use portcullis::store::MemoryStore;
use secrecy::SecretString;

use crate::backends::{Kept, on_stores};
use crate::spy::{Mood, Spy};
use crate::world::World;

on_stores! { memory sqlite postgres redis: reuse_ends_the_family_at_once }

fn reuse_ends_the_family_at_once(kept: &Kept) {
    let world = World::on(kept);
    let (other, first) = (world.log_in("ada"), world.log_in("ada"));
    let second = world.refresh(&first.refresh);
    let third = world.refresh(&second.refresh);
    for access in [&first.access, &second.access, &third.access] {
        assert_eq!(world.status(access), 200);
    }
    world.take_events();
    world.is_refused(&first.refresh);
    for access in [&first.access, &second.access, &third.access] {
        assert_eq!(world.status(access), 401, "at once");
    }
    {
        let events = world.events.lock().unwrap();
        let [alert] = events
            .iter()
            .filter(|event| event.event == "authn_token_reuse")
            .collect::<Vec<_>>()[..]
        else {
            panic!("{events:?}")
        };
        assert_eq!(alert.subject.as_deref(), Some("ada"));
        assert_eq!(alert.credential.as_ref().map(String::len), Some(22));
    }
    for refresh in [&first.refresh, &second.refresh, &third.refresh] {
        world.is_refused(refresh);
    }
    assert_eq!(world.alerts(), 1, "what is dead raises no alert");
    assert_eq!(world.status(&other.access), 200, "another login is not concerned");
    world.refresh(&other.refresh);
    world.refresh(&world.log_in("ada").refresh);
}

#[test]
fn reuse_is_noticed_after_any_time() {
    let world = World::new();
    let mut tokens = world.log_in("ada");
    let stolen = tokens.refresh.clone();
    for _ in 0..8 {
        world.advance(Duration::from_hours(10 * 24));
        tokens = world.refresh(&tokens.refresh);
    }
    world.is_refused(&stolen);
    world.is_refused(&tokens.refresh);
    assert_eq!(world.alerts(), 1);
}

/// Whoever presents a copy and hangs up must not escape the alert.
#[actix_web::test]
async fn an_alert_does_not_need_a_client_that_waits() {
    let store = Spy::before(std::sync::Arc::new(MemoryStore::new()));
    let world = World::before(store, |builder| builder);
    let first = world.log_in("ada");
    let second = world.refresh(&first.refresh);
    world.store.is("spend", Mood::Dawdles);
    let presented = SecretString::from(first.refresh);
    assert!(world.issuer.refresh(&presented).now_or_never().is_none(), "it hung up");
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    assert_eq!(world.alerts(), 1);
    assert_eq!(world.status(&second.access), 401);
    let after = world.issuer.refresh(&presented).await.unwrap_err();
    assert_eq!(after, RefreshError::Unknown);
}
