//! Public routes: nobody is asked, unless the handler asks.

use actix_web::{HttpResponse, get};
use portcullis::{App, Principal, public};
use portcullis_tests::client::send;
use portcullis_tests::server::Served;
use portcullis_tests::tokens::{claims, hs256, now, security, token, with};
use serde_json::json;

use crate::Permission;

#[public(reason = "a test")]
#[get("/greeting")]
async fn greeting(somebody: Option<Principal<Permission>>) -> String {
    somebody.map_or("stranger".to_owned(), |principal| principal.subject().to_owned())
}

type Visitor = Option<Principal<Permission>>;

#[public(reason = "a test")]
#[get("/aliased")]
async fn aliased((visitor,): (Visitor,)) -> String {
    visitor.map_or("stranger".to_owned(), |principal| principal.subject().to_owned())
}

#[public(reason = "a test")]
#[get("/indifferent")]
async fn indifferent() -> HttpResponse {
    HttpResponse::Ok().finish()
}

#[public(reason = "a test")]
#[get("/demanding")]
async fn demanding(principal: Principal<Permission>) -> String {
    principal.subject().to_owned()
}

#[test]
fn a_public_handler_sees_who_is_there_but_not_the_bearer_of_a_bad_credential() {
    let security = security();
    let served = Served::start(move || {
        App::new(security.clone())
            .service(greeting)
            .service(aliased)
            .service(indifferent)
            .service(demanding)
    });
    let ask = |path: &str, token: Option<&str>| {
        let bearer = token.map(|token| format!("Bearer {token}"));
        let headers: Vec<_> =
            bearer.iter().map(|value| ("authorization", value.as_str())).collect();
        let reply = send(served.address(), "GET", path, &headers, None);
        (reply.status, reply.body)
    };
    let good = token("reader");
    let expired = hs256(&with(claims("late", "reader"), "exp", Some(json!(now() - 10))));
    for path in ["/greeting", "/aliased"] {
        assert_eq!(ask(path, None), (200, "stranger".to_owned()));
        assert_eq!(ask(path, Some(&good)), (200, "somebody".to_owned()));
        assert_eq!(ask(path, Some(&expired)).0, 401, "{path}");
        assert_eq!(ask(path, Some("garbage")).0, 401, "{path}");
    }
    assert_eq!(ask("/indifferent", Some("garbage")).0, 200);
    assert_eq!(ask("/demanding", None).0, 401);
    assert_eq!(ask("/demanding", Some(&good)), (200, "somebody".to_owned()));
}
