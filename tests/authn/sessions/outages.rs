//! A store or accounts that fail or hang: 503 in time, and never allowed.

use std::time::{Duration, Instant};

use crate::store::Mood;
use crate::world::World;

/// Far above the decision timeout of the test app, far below what a client waits.
const IN_TIME: Duration = Duration::from_secs(3);

#[test]
fn a_silent_store_allows_nothing() {
    let world = World::new();
    let cookie = world.log_in("ada");
    for mood in [Mood::Fails, Mood::Hangs] {
        world.store.is(mood);
        let before = world.effects();
        for (method, path, body) in [
            ("GET", "/me", None),
            ("POST", "/effect", Some("{}")),
            ("GET", "/reports", None),
            ("POST", "/greeting", None),
            ("POST", "/renew", Some("mfa")),
            ("POST", "/logout", None),
            ("DELETE", "/sessions", None),
        ] {
            let start = Instant::now();
            let reply = world.ask(method, path, &cookie, body);
            assert_eq!(reply.status, 503, "{method} {path} {mood:?}");
            assert_eq!(reply.header("retry-after"), Some("5"), "{method} {path} {mood:?}");
            assert_eq!(reply.header("set-cookie"), None, "{method} {path} {mood:?}");
            assert!(start.elapsed() < IN_TIME, "{method} {path} {mood:?}");
        }
        assert_eq!(world.effects(), before);
        let reply = world.ask("POST", "/login", "", Some("ada"));
        assert_eq!((reply.status, reply.header("set-cookie")), (503, None), "{mood:?}");
        world.store.is(Mood::Answers);
        assert_eq!(world.status("GET", "/me", &cookie), 200, "it is back by itself");
    }
}

#[test]
fn accounts_that_do_not_answer_allow_nothing_and_end_nothing() {
    let world = World::new();
    for subject in ["nobody can tell", "nobody ever tells"] {
        let cookie = world.log_in(subject);
        let start = Instant::now();
        assert_eq!(world.status("GET", "/me", &cookie), 503, "{subject}");
        assert!(start.elapsed() < IN_TIME, "{subject}");
    }
    let events = world.take_events();
    assert!(events.iter().all(|(name, _)| *name == "session_created"), "{events:?}");
}
