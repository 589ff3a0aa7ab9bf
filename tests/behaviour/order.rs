//! Nothing of the handler's own exists before the decision, and no byte of the body is read.

use std::future::{Ready, ready};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, HttpResponse, post, web};
use portcullis::{App, require_permission};
use portcullis_tests::client::{send, send_raw};
use portcullis_tests::server::Served;
use portcullis_tests::tokens::{security, token};

static CONSTRUCTED: AtomicUsize = AtomicUsize::new(0);

struct Spy;

impl FromRequest for Spy {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, Self::Error>>;

    fn from_request(_: &HttpRequest, _: &mut Payload) -> Self::Future {
        CONSTRUCTED.fetch_add(1, Ordering::SeqCst);
        ready(Ok(Self))
    }
}

#[require_permission("reports:write")]
#[post("/spied")]
async fn spied(_: Spy) -> HttpResponse {
    HttpResponse::Ok().finish()
}

#[require_permission("reports:write")]
#[post("/bytes")]
async fn bytes(body: web::Bytes) -> HttpResponse {
    HttpResponse::Ok().body(body)
}

#[test]
fn extractors_are_not_constructed_for_the_denied() {
    let security = security();
    let served = Served::start(move || App::new(security.clone()).service(spied));
    let ask = |role: &str| {
        let bearer = format!("Bearer {}", token(role));
        send(served.address(), "POST", "/spied", &[("authorization", &bearer)], None).status
    };
    assert_eq!(send(served.address(), "POST", "/spied", &[], None).status, 401);
    assert_eq!(ask("reader"), 403);
    assert_eq!(CONSTRUCTED.load(Ordering::SeqCst), 0);
    // The control: the spy works.
    assert_eq!(ask("editor"), 200);
    assert_eq!(CONSTRUCTED.load(Ordering::SeqCst), 1);
}

#[test]
fn an_endless_body_is_answered_before_it_ends() {
    let security = security();
    let served = Served::start(move || App::new(security.clone()).service(bytes));
    let endless = |credential: &str| {
        format!(
            "POST /bytes HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n{credential}\r\n\
             4\r\n{{{{{{{{\r\n"
        )
    };
    let patience = Duration::from_secs(2);
    let anonymous = send_raw(served.address(), endless("").as_bytes(), patience).unwrap();
    assert_eq!(anonymous.status, 401);
    let denied = endless(&format!("Authorization: Bearer {}\r\n", token("reader")));
    assert_eq!(send_raw(served.address(), denied.as_bytes(), patience).unwrap().status, 403);
    // The control: one who may is kept waiting for the rest of the body.
    let allowed = endless(&format!("Authorization: Bearer {}\r\n", token("editor")));
    assert!(send_raw(served.address(), allowed.as_bytes(), Duration::from_millis(300)).is_none());
}
