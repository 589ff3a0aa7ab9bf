//! Configurations that would leave a gap are refused, each by name.

use std::time::Duration;

use actix_web::{HttpResponse, post};
use portcullis::authn::session::{ConfigError, SameOrigin, Sessions, SessionsBuilder};
use portcullis::{App, public};
use portcullis_tests::client::send;
use portcullis_tests::server::Served;

use crate::Permission;
use crate::world::People;

fn refused(
    configure: impl FnOnce(SessionsBuilder<Permission>) -> SessionsBuilder<Permission>,
) -> ConfigError {
    configure(Sessions::builder(People::default())).build().expect_err("it cannot be used")
}

#[test]
fn the_prefix_of_the_cookie_stays() {
    for name in [
        "session",
        "__Secure-session",
        "__host-session",
        "__Host-",
        "__Host-a b",
        "__Host-a;b",
        "__Host-a=b",
        "__Host-ä",
        "",
    ] {
        let error = refused(|builder| builder.cookie_name(name));
        assert_eq!(error, ConfigError::CookieName(name.to_owned()));
    }
}

#[test]
fn timeouts_mean_something() {
    let (second, day) = (Duration::from_secs(1), Duration::from_hours(24));
    let short = second / 2;
    assert_eq!(refused(|it| it.idle_timeout(short)), ConfigError::IdleTimeout(short));
    assert_eq!(refused(|it| it.absolute_timeout(second)), ConfigError::AbsoluteTimeout(second));
    let long = 401 * day;
    assert_eq!(refused(|it| it.absolute_timeout(long)), ConfigError::AbsoluteTimeout(long));
    let limit = Duration::MAX;
    assert_eq!(refused(|it| it.absolute_timeout(limit)), ConfigError::AbsoluteTimeout(limit));
    assert_eq!(refused(|it| it.store_timeout(Duration::ZERO)), ConfigError::NoTimeForTheStore);
    assert_eq!(refused(|it| it.at_most(0)), ConfigError::NoSession);
}

#[test]
fn what_is_trusted_is_an_origin_over_https() {
    for origin in
        ["*", "null", "app.example.com", "http://app.example.com", "https://app.example.com/"]
    {
        let error = refused(|builder| builder.trust("https://good.example").trust(origin));
        assert_eq!(error, ConfigError::Origin(origin.to_owned()));
    }
}

#[public(reason = "a login")]
#[post("/login")]
async fn log_in(_: SameOrigin<Permission>) -> HttpResponse {
    HttpResponse::Ok().finish()
}

/// Without sessions nothing says which origins are trusted.
#[test]
fn the_rule_for_logins_without_sessions_answers_500() {
    let security = portcullis_tests::tokens::security();
    let served = Served::start(move || App::new(security.clone()).service(log_in));
    let headers = [("sec-fetch-site", "same-origin")];
    assert_eq!(send(served.address(), "POST", "/login", &headers, None).status, 500);
}

#[test]
fn the_default_can_be_used() {
    assert!(Sessions::builder(People::default()).build().is_ok());
}
