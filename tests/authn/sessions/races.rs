//! Several at once: one renewal wins, logins keep to the limit, an end is an end.

use actix_web::HttpRequest;
use actix_web::test::TestRequest;
use futures_util::future::{join, join_all};
use portcullis::authn::session::{Login, Renewal, SessionError};

use crate::store::Mood;
use crate::world::World;

fn request(cookie: &str) -> HttpRequest {
    TestRequest::post()
        .insert_header(("sec-fetch-site", "same-origin"))
        .insert_header(("cookie", cookie))
        .to_http_request()
}

#[actix_web::test]
async fn of_many_renewals_one_wins() {
    let world = World::new();
    let cookie = world.log_in("ada");
    world.store.is(Mood::Dawdles);
    let request = request(&cookie);
    let renewals = (0..50).map(|_| world.sessions.renew(&request, Renewal::of_privileges()));
    let answers = join_all(renewals).await;
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
    let lost = |answer: &&Result<_, SessionError>| matches!(answer, Err(SessionError::Refused(_)));
    assert_eq!(answers.iter().filter(lost).count(), 49);
    world.store.is(Mood::Answers);
    assert_eq!(world.status("GET", "/me", &cookie), 401);
    assert_eq!(world.sessions.list("ada", None).await.unwrap().len(), 1);
}

#[actix_web::test]
async fn a_session_that_ends_while_it_is_renewed_stays_ended() {
    let world = World::new();
    let cookie = world.log_in("ada");
    world.store.is(Mood::Dawdles);
    let request = request(&cookie);
    let (renewed, ended) = join(
        world.sessions.renew(&request, Renewal::of_privileges()),
        world.sessions.end_all("ada", None),
    )
    .await;
    assert_eq!(ended, Ok(1));
    assert!(matches!(renewed, Err(SessionError::Refused(_))));
    assert_eq!(world.sessions.list("ada", None).await.unwrap().len(), 0);
}

#[actix_web::test]
async fn logins_at_once_keep_to_the_limit() {
    let world = World::with(|builder| builder.at_most(3));
    world.store.is(Mood::Dawdles);
    let request = request("a=b");
    let logins = (0..20).map(|_| world.sessions.start(Login::of("ada"), &request));
    assert!(join_all(logins).await.iter().all(Result::is_ok));
    assert_eq!(world.sessions.list("ada", None).await.unwrap().len(), 3);
}
