//! What a request remembers of its authentication: bound to who asked, and never outliving it.

use std::rc::Rc;
use std::sync::atomic::{AtomicUsize, Ordering};

use actix_web::dev::Service as _;
use actix_web::middleware::{Next, from_fn};
use actix_web::{HttpRequest, HttpResponse, get, test as in_process, web};
use futures_util::FutureExt as _;
use portcullis::authn::{Authentication, Authenticator, Outcome};
use portcullis::{App, Gate, Principal, Security, authenticated};

use crate::Permission;

#[authenticated]
#[get("/known")]
async fn known() -> HttpResponse {
    HttpResponse::Ok().finish()
}

/// Knows those who present its own word.
struct Word(&'static str);

impl Authenticator<Permission> for Word {
    fn authenticate(&self, request: &HttpRequest) -> Authentication<Permission> {
        match request.headers().get("x-word") {
            Some(word) if word == self.0 => Outcome::Principal(Principal::builder("x").build()),
            _ => Outcome::Anonymous,
        }
        .into()
    }
}

fn knows(word: &'static str) -> Security<Permission> {
    Security::builder().authenticator(Word(word)).build().unwrap()
}

/// Two securities over one request: what the outer one found must not open the inner gate.
#[actix_web::test]
async fn what_one_security_found_is_nothing_to_another() {
    let ask_outer = from_fn(|outer: Option<Principal<Permission>>, request, next: Next<_>| {
        assert!(outer.is_some(), "the outer gate knows the caller");
        next.call(request)
    });
    let (outer, inner) = (Gate::new(knows("outer")), Gate::new(knows("inner")));
    let app = in_process::init_service(
        actix_web::App::new()
            .app_data(outer)
            .wrap(ask_outer)
            .service(known)
            .service(web::scope("/inner").app_data(inner).service(known)),
    )
    .await;
    for (path, status) in [("/known", 200), ("/inner/known", 401)] {
        let request = in_process::TestRequest::get().uri(path).insert_header(("x-word", "outer"));
        let answer = app.call(request.to_request()).await.unwrap();
        assert_eq!(answer.status(), status, "{path}");
    }
}

/// Never answers, and owns the request that it was asked about.
struct Owner;

static ALIVE: AtomicUsize = AtomicUsize::new(0);

struct Alive(#[expect(dead_code, reason = "owned, not read")] HttpRequest);

impl Drop for Alive {
    fn drop(&mut self) {
        ALIVE.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Authenticator<Permission> for Owner {
    fn authenticate(&self, request: &HttpRequest) -> Authentication<Permission> {
        ALIVE.fetch_add(1, Ordering::SeqCst);
        let owned = Rc::new(Alive(request.clone()));
        Authentication::pending(async move {
            let _owned = owned;
            std::future::pending().await
        })
    }
}

/// A client that goes away takes the attempt to authenticate it along.
#[actix_web::test]
async fn an_abandoned_request_is_freed() {
    let security = Security::builder().authenticator(Owner).build().unwrap();
    let app = in_process::init_service(App::new(security).service(known)).await;
    for _ in 0..10 {
        let request = in_process::TestRequest::get().uri("/known").to_request();
        let mut answer = Box::pin(app.call(request));
        assert!(answer.as_mut().now_or_never().is_none(), "it waits");
        assert_eq!(ALIVE.load(Ordering::SeqCst), 1);
        drop(answer);
        assert_eq!(ALIVE.load(Ordering::SeqCst), 0, "nothing is left of it");
    }
}
