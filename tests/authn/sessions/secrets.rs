//! The id of a session is in the answer to the browser and nowhere else: no log, no `Debug`, no record.

use actix_web::test::TestRequest;
use portcullis::authn::session::{Login, Renewal};
use portcullis_authn_tests::recorder::Recorder;
use portcullis_tests::client::send;

use crate::store::Mood;
use crate::world::{World, cookie_of, id_of};

/// Everything that can happen to a session; yields the ids that there were.
fn a_whole_life(world: &World) -> Vec<String> {
    let first = world.log_in("ada");
    let second = cookie_of(&world.ask("POST", "/renew", &first, Some("mfa")));
    let third = world.log_in_with("ada", &second);
    for cookie in [&first, &second, &third] {
        world.ask("GET", "/me", cookie, None);
        world.ask("GET", "/sessions", cookie, None);
        world.ask("GET", "/reports", cookie, None);
        world.ask("DELETE", "/sessions/other", cookie, None);
        world.ask("GET", "/me", &format!("{cookie}; {cookie}"), None);
        world.ask("GET", "/me", &format!("{cookie}x"), None);
        let cross = [("cookie", cookie.as_str()), ("origin", "https://evil.com")];
        send(world.served.address(), "POST", "/effect", &cross, None);
    }
    for mood in [Mood::Fails, Mood::Hangs] {
        world.store.is(mood);
        world.ask("GET", "/me", &third, None);
        world.ask("POST", "/logout", &third, None);
        world.ask("POST", "/login", &third, Some("ada"));
    }
    world.store.is(Mood::Answers);
    world.ask("POST", "/logout", &third, None);
    world.ask("GET", "/me", &third, None);
    [first, second, third].iter().map(|cookie| id_of(cookie).to_owned()).collect()
}

#[test]
fn no_log_and_no_record_has_an_id() {
    let recorder = Recorder::start();
    let world = World::new();
    let ids = a_whole_life(&world);
    let logged = recorder.text();
    let records = format!("{:?}", world.events.lock().unwrap());
    for (what, text) in [("log", &logged), ("audit", &records)] {
        for id in &ids {
            assert!(!text.contains(id.as_str()), "an id is in the {what}");
        }
    }
    // The controls: both tell of what happened.
    assert!(logged.contains("request turned away") && logged.contains("it was told to fail"));
    assert!(records.contains("session_renewed") && records.contains("malicious_csrf"));
}

#[actix_web::test]
async fn debug_shows_no_id() {
    let world = World::new();
    let request = || TestRequest::post().insert_header(("sec-fetch-site", "none"));
    let login = Login::of("ada").method("pwd");
    let shown_login = format!("{login:?}");
    let started = world.sessions.start(login, &request().to_http_request()).await.unwrap();
    let set = started.cookie().value().to_str().unwrap().to_owned();
    let pair = set.split(';').next().unwrap();
    let request = request().insert_header(("cookie", pair)).to_http_request();
    let renewed = world.sessions.renew(&request, Renewal::of_privileges()).await.unwrap();
    let error = world.sessions.renew(&request, Renewal::of_privileges()).await.unwrap_err();
    let mut answer = actix_web::HttpResponse::Ok().finish();
    started.cookie().put_on(&mut answer);
    let shown = format!(
        "{shown_login} {started:?} {renewed:?} {error:?} {error} {answer:?} {:?} {:?} {:?}",
        world.sessions,
        started.cookie().value(),
        world.sessions.list("ada", None).await.unwrap(),
    );
    let renewed = renewed.cookie().value().to_str().unwrap();
    for id in [id_of(pair), id_of(renewed.split(';').next().unwrap())] {
        assert_eq!(id.len(), 43);
        assert!(!shown.contains(id), "{shown}");
    }
    assert!(shown.contains("ada") && shown.contains("Started"));
}
