//! Answers of the app's own, and panics that still answer.

use actix_web::middleware::{Next, from_fn};
use actix_web::{HttpRequest, HttpResponse, get, web};
use portcullis::{Answers, App, Problem, Rejection, Security, authenticated, public};
use portcullis_tests::client::send;
use portcullis_tests::server::Served;
use portcullis_tests::tokens::{AUDIENCE, ISSUER, SECRET, security};

#[authenticated]
#[get("/known")]
async fn known() -> HttpResponse {
    HttpResponse::Ok().finish()
}

#[public(reason = "a test")]
#[get("/boom")]
async fn boom() -> HttpResponse {
    panic!("boom: a secret")
}

#[public(reason = "a test")]
#[get("/late-boom")]
async fn late_boom() -> HttpResponse {
    actix_web::rt::task::yield_now().await;
    panic!("late boom: a secret")
}

#[public(reason = "a test")]
#[get("/fine")]
async fn fine() -> HttpResponse {
    HttpResponse::Ok().finish()
}

#[public(reason = "a test")]
#[get("/numbers/{number}")]
async fn number(number: web::Path<u8>) -> String {
    number.to_string()
}

struct House;

impl Answers for House {
    fn answer(&self, problem: &Problem, request: Option<&HttpRequest>) -> HttpResponse {
        let path = request.map_or("?", HttpRequest::path);
        problem
            .response()
            .insert_header(("x-house", "1"))
            .body(format!("{} at {path}", problem.status().as_u16()))
    }
}

#[test]
fn an_app_may_word_every_refusal_itself() {
    use portcullis::authn::jwt::{Jwt, Key};

    let jwt = Jwt::bearer(ISSUER, AUDIENCE).key(Key::hs256(SECRET.to_vec().into()));
    let security =
        Security::builder().authenticator(jwt.build().unwrap()).answers(House).build().unwrap();
    let served = Served::start(move || {
        App::new(security.clone()).service(known).service(boom).service(number)
    });
    let rows = [
        ("GET", "/known", "401 at /known"),
        ("PUT", "/known", "405 at /known"),
        ("GET", "/nothing", "404 at /nothing"),
        ("GET", "/numbers/x", "404 at /numbers/x"),
        ("GET", "/boom", "500 at ?"),
    ];
    for (method, path, body) in rows {
        let reply = send(served.address(), method, path, &[], None);
        assert_eq!(reply.body, body);
        assert_eq!(reply.header("x-house"), Some("1"), "{path}");
    }
    // The headers that the standards ask for come with the builder.
    let challenge = send(served.address(), "GET", "/known", &[], None);
    assert_eq!(challenge.header("www-authenticate"), Some("Bearer"));
}

#[test]
fn a_panic_is_an_answer_and_the_server_goes_on() {
    let security = security();
    let served = Served::start(move || {
        App::new(security.clone()).service(boom).service(late_boom).service(fine)
    });
    for path in ["/boom", "/late-boom", "/boom"] {
        let reply = send(served.address(), "GET", path, &[], None);
        assert_eq!(reply.status, 500, "{path}");
        assert!(reply.is_problem_document(), "{reply:?}");
        assert!(!reply.body.contains("secret"), "{reply:?}");
        assert_eq!(send(served.address(), "GET", "/fine", &[], None).status, 200);
    }
}

struct Broken;

impl Answers for Broken {
    fn answer(&self, _: &Problem, _: Option<&HttpRequest>) -> HttpResponse {
        panic!("the answers themselves: a secret")
    }
}

#[test]
fn answers_that_panic_are_replaced() {
    use portcullis::authn::jwt::{Jwt, Key};

    let jwt = Jwt::bearer(ISSUER, AUDIENCE).key(Key::hs256(SECRET.to_vec().into()));
    let security =
        Security::builder().authenticator(jwt.build().unwrap()).answers(Broken).build().unwrap();
    let served = Served::start(move || App::new(security.clone()).service(known).service(fine));
    for (path, status) in [("/known", 500), ("/nothing", 500), ("/fine", 200)] {
        let reply = send(served.address(), "GET", path, &[], None);
        assert_eq!(reply.status, status, "{path}");
        assert!(status == 200 || reply.is_problem_document(), "{reply:?}");
    }
}

/// Middleware and logs can tell why, although the client cannot.
#[test]
fn the_cause_travels_with_the_answer_inside_the_server() {
    let security = security();
    let served = Served::start(move || {
        App::new(security.clone())
            .wrap(from_fn(|request, next: Next<_>| async move {
                let mut reply = next.call(request).await?;
                let cause = reply.response().error().map(ToString::to_string);
                let header = cause.unwrap_or_default().try_into().unwrap();
                reply.headers_mut().insert("x-cause".parse().unwrap(), header);
                Ok::<_, actix_web::Error>(reply)
            }))
            .service(known)
    });
    let reply = send(served.address(), "GET", "/known", &[("authorization", "Bearer x")], None);
    assert!(reply.header("x-cause").unwrap().starts_with("credential refused: "), "{reply:?}");
    let none = Rejection::NoCredential.to_string();
    let reply = send(served.address(), "GET", "/known", &[], None);
    assert_eq!(reply.header("x-cause"), Some(none.as_str()));
}
