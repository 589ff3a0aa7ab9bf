//! Listing sessions and ending them: one, all others, those of a provider, the oldest.

use std::time::{Duration, SystemTime};

use actix_web::test::TestRequest;
use portcullis::Clock as _;
use portcullis::authn::session::Login;
use portcullis::store::ProviderSession;
use serde_json::Value;

use crate::world::World;

fn listed(world: &World, cookie: &str) -> Vec<Value> {
    let reply = world.ask("GET", "/sessions", cookie, None);
    assert_eq!(reply.status, 200);
    serde_json::from_str(&reply.body).unwrap()
}

fn handle(world: &World, cookie: &str) -> String {
    world.me(cookie)["session"].as_str().unwrap().to_owned()
}

#[test]
fn ones_own_sessions_are_listed_and_the_current_one_is_marked() {
    let world = World::new();
    let (first, _) = (world.log_in("ada"), world.log_in("bob"));
    world.clock.advance(Duration::from_secs(1));
    let second = world.log_in("ada");
    let own = listed(&world, &first);
    assert_eq!(own.len(), 2);
    assert_eq!(own[0]["handle"], handle(&world, &second));
    assert_eq!(own[1]["handle"], handle(&world, &first));
    assert_eq!((&own[0]["is_current"], &own[1]["is_current"]), (&false.into(), &true.into()));
    assert_eq!(own[0]["label"], "a browser");
    world.clock.advance(Duration::from_mins(29));
    assert_eq!(world.status("GET", "/me", &first), 200);
    world.clock.advance(Duration::from_mins(1));
    assert_eq!(listed(&world, &first).len(), 1, "the other one is over");
}

#[test]
fn one_ends_one_of_ones_own_and_nobody_elses() {
    let world = World::new();
    let (one, other, bob) = (world.log_in("ada"), world.log_in("ada"), world.log_in("bob"));
    let path = |cookie: &str| format!("/sessions/{}", handle(&world, cookie));
    let (of_bob, of_other) = (path(&bob), path(&other));
    assert_eq!(world.status("DELETE", &of_bob, &one), 404);
    assert_eq!(world.status("GET", "/me", &bob), 200);
    assert_eq!(world.status("DELETE", &of_other, &one), 200);
    assert_eq!(world.status("GET", "/me", &other), 401);
    assert_eq!(world.status("DELETE", &of_other, &one), 404, "it is gone");
    assert_eq!(world.status("GET", "/me", &one), 200);
}

#[test]
fn all_others_end_and_those_of_others_stay() {
    let world = World::new();
    let cookies: Vec<_> = (0..3).map(|_| world.log_in("ada")).collect();
    let bob = world.log_in("bob");
    let reply = world.ask("DELETE", "/sessions", &cookies[1], None);
    assert_eq!((reply.status, reply.body.as_str()), (200, "2"));
    let after: Vec<_> = cookies.iter().map(|cookie| world.status("GET", "/me", cookie)).collect();
    assert_eq!(after, [401, 200, 401]);
    assert_eq!(world.status("GET", "/me", &bob), 200);
}

#[actix_web::test]
async fn an_administrator_ends_all_of_them() {
    let world = World::new();
    let cookie = world.log_in("ada");
    assert_eq!(world.sessions.end_all("ada", None).await, Ok(1));
    assert_eq!(world.status("GET", "/me", &cookie), 401);
    assert_eq!(world.sessions.end_all("ada", None).await, Ok(0));
}

#[actix_web::test]
async fn the_logout_of_a_provider_ends_what_came_from_it() {
    let world = World::new();
    let session = |issuer: &str, sid: Option<&str>| ProviderSession {
        issuer: issuer.to_owned(),
        subject: "ada at the provider".to_owned(),
        sid: sid.map(str::to_owned),
    };
    let request = TestRequest::post().insert_header(("sec-fetch-site", "same-origin"));
    let request = request.to_http_request();
    for (issuer, sid) in [("https://one", "a"), ("https://one", "b"), ("https://two", "a")] {
        let login = Login::of("ada").provider(session(issuer, Some(sid)));
        let _started = world.sessions.start(login, &request).await.unwrap();
    }
    let left = async || world.sessions.list("ada", None).await.unwrap().len();
    assert_eq!(world.sessions.end_of_provider(&session("https://one", Some("a"))).await, Ok(1));
    assert_eq!(left().await, 2);
    assert_eq!(world.sessions.end_of_provider(&session("https://one", None)).await, Ok(1));
    assert_eq!(left().await, 1);
    let events = world.take_events();
    assert_eq!(events.last().unwrap(), &("session_expired", "ended by its provider".to_owned()));
}

/// A login is now, unless a provider vouches for it: that one has to say when, or has proved nothing.
#[actix_web::test]
async fn a_provider_that_does_not_say_when_has_proved_nothing() {
    let world = World::new();
    let request = TestRequest::post().insert_header(("sec-fetch-site", "same-origin"));
    let request = request.to_http_request();
    let (issuer, subject) = ("https://one".to_owned(), "ada".to_owned());
    let provider = ProviderSession { issuer, subject, sid: None };
    let now = of_millis(world.clock.now());
    for (login, expected) in [
        (Login::of("ada"), now),
        (Login::of("ada").provider(provider.clone()), SystemTime::UNIX_EPOCH),
        (Login::of("ada").provider(provider).authenticated_at(now), now),
    ] {
        let _started = world.sessions.start(login, &request).await.unwrap();
        let kept = world.store.given.lock().unwrap().pop().unwrap();
        assert_eq!(of_millis(kept.authenticated_at), expected);
    }
}

/// As stores keep times.
fn of_millis(at: SystemTime) -> SystemTime {
    let since = at.duration_since(SystemTime::UNIX_EPOCH).unwrap();
    SystemTime::UNIX_EPOCH + Duration::from_millis(since.as_millis().try_into().unwrap())
}

#[test]
fn the_oldest_ends_when_there_are_too_many() {
    let world = World::with(|builder| builder.at_most(2));
    let (bob, mut cookies) = (world.log_in("bob"), Vec::new());
    for _ in 0..4 {
        world.clock.advance(Duration::from_secs(1));
        cookies.push(world.log_in("ada"));
    }
    let after: Vec<_> = cookies.iter().map(|cookie| world.status("GET", "/me", cookie)).collect();
    assert_eq!(after, [401, 401, 200, 200]);
    assert_eq!(world.status("GET", "/me", &bob), 200);
    let events = world.take_events();
    assert_eq!(events.iter().filter(|(_, detail)| detail == "too many sessions").count(), 2);
}
