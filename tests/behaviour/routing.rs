//! 404, 405 with `Allow`, `HEAD` after `GET`, overlapping patterns: none runs a wrong handler.

use std::sync::atomic::{AtomicUsize, Ordering};

use actix_web::{HttpResponse, delete, get, post, route, routes, web};
use portcullis::{App, public, require_permission, scope};
use portcullis_tests::client::{Reply, send};
use portcullis_tests::server::Served;
use portcullis_tests::tokens::{security, token};

static RAN: AtomicUsize = AtomicUsize::new(0);

fn ran(name: &'static str) -> HttpResponse {
    RAN.fetch_add(1, Ordering::SeqCst);
    HttpResponse::Ok().body(name)
}

#[public(reason = "a test")]
#[get("/users/me")]
async fn me() -> HttpResponse {
    ran("me")
}

#[require_permission("reports:read")]
#[get("/users/{id}")]
async fn user(_: web::Path<String>) -> HttpResponse {
    ran("user")
}

#[require_permission("users:delete")]
#[delete("/users/{id}")]
async fn delete_user(_: web::Path<String>) -> HttpResponse {
    ran("delete")
}

#[public(reason = "a test")]
#[route("/both", method = "GET", method = "POST")]
async fn both() -> HttpResponse {
    ran("both")
}

#[public(reason = "a test")]
#[routes]
#[get("/one")]
#[put("/two")]
async fn one_two() -> HttpResponse {
    ran("one-two")
}

#[public(reason = "a test")]
#[route("/explicit-head", method = "HEAD")]
async fn explicit_head() -> HttpResponse {
    HttpResponse::Ok().insert_header(("x-explicit", "yes")).finish()
}

#[public(reason = "a test")]
#[post("/inside")]
async fn inside() -> HttpResponse {
    ran("inside")
}

#[public(reason = "a test")]
async fn fetch() -> HttpResponse {
    ran("fetch")
}

#[public(reason = "a test")]
async fn store() -> HttpResponse {
    ran("store")
}

fn serve() -> Served {
    let security = security();
    Served::start(move || {
        App::new(security.clone())
            .service(me)
            .service(user)
            .service(delete_user)
            .service(both)
            .service(one_two)
            .service(explicit_head)
            .service(scope("/scope").service(inside))
            .service(portcullis::resource("/split").route(portcullis::get().to(fetch)))
            .service(portcullis::resource("/split").route(portcullis::put().to(store)))
    })
}

fn ask(served: &Served, method: &str, path: &str) -> Reply {
    let bearer = format!("Bearer {}", token("admin"));
    send(served.address(), method, path, &[("authorization", &bearer)], None)
}

/// One test, because the count of handler runs is shared.
#[test]
fn routing_runs_the_right_handler_or_none() {
    let served = serve();

    let wrong_methods = [
        ("POST", "/users/me", "GET, HEAD, DELETE"),
        ("POST", "/users/7", "GET, HEAD, DELETE"),
        ("DELETE", "/both", "GET, HEAD, POST"),
        ("PUT", "/one", "GET, HEAD"),
        ("GET", "/two", "PUT"),
        ("HEAD", "/two", "PUT"),
        ("GET", "/explicit-head", "HEAD"),
        ("GET", "/scope/inside", "POST"),
        ("DELETE", "/split", "GET, HEAD, PUT"),
        ("BREW", "/one", "GET, HEAD"),
        ("OPTIONS", "/one", "GET, HEAD"),
        // The router sees decoded paths, and so does this answer.
        ("PUT", "/%6fne", "GET, HEAD"),
    ];
    for (method, path, allow) in wrong_methods {
        let reply = ask(&served, method, path);
        assert_eq!(reply.status, 405, "{method} {path}");
        assert_eq!(reply.header("allow"), Some(allow), "{method} {path}");
        assert!(method == "HEAD" || reply.is_problem_document(), "{method} {path}: {reply:?}");
    }
    for path in ["/", "/nothing", "/users", "/users/7/more", "/scope", "/scope/nothing", "/One"] {
        for method in ["GET", "POST", "HEAD", "BREW"] {
            let reply = ask(&served, method, path);
            assert_eq!(reply.status, 404, "{method} {path}");
            assert!(method == "HEAD" || reply.is_problem_document(), "{method} {path}: {reply:?}");
        }
    }
    assert_eq!(RAN.load(Ordering::SeqCst), 0, "no handler ran");

    // The control: the right methods do run them.
    let right_methods = [
        ("GET", "/users/me", "me"),
        ("GET", "/users/7", "user"),
        ("DELETE", "/users/7", "delete"),
        // The first pattern that matches path and method: `/users/me` takes no DELETE.
        ("DELETE", "/users/me", "delete"),
        ("GET", "/both", "both"),
        ("POST", "/both", "both"),
        ("GET", "/one", "one-two"),
        ("PUT", "/two", "one-two"),
        ("POST", "/scope/inside", "inside"),
        ("GET", "/split", "fetch"),
        ("PUT", "/split", "store"),
        ("GET", "/%6fne", "one-two"),
    ];
    for (method, path, name) in right_methods {
        let reply = ask(&served, method, path);
        assert_eq!((reply.status, reply.body.as_str()), (200, name), "{method} {path}");
    }
    assert_eq!(RAN.load(Ordering::SeqCst), right_methods.len());

    for path in ["/users/me", "/users/7", "/both", "/one", "/split"] {
        let (head, get) = (ask(&served, "HEAD", path), ask(&served, "GET", path));
        assert_eq!((head.status, head.body.as_str()), (200, ""), "HEAD {path}");
        assert_eq!(head.header("content-length"), get.header("content-length"), "HEAD {path}");
    }
    let explicit = ask(&served, "HEAD", "/explicit-head");
    assert_eq!((explicit.status, explicit.header("x-explicit")), (200, Some("yes")));
    overlapping_patterns_keep_their_own_policies(&served);
}

/// Each overlapping pattern has its own policy, and it is the one of the handler that runs.
fn overlapping_patterns_keep_their_own_policies(served: &Served) {
    let anonymous = |method, path| send(served.address(), method, path, &[], None).status;
    assert_eq!(anonymous("GET", "/users/me"), 200);
    assert_eq!(anonymous("GET", "/users/7"), 401);
    assert_eq!(anonymous("DELETE", "/users/me"), 401);
    assert_eq!(anonymous("HEAD", "/users/7"), 401, "HEAD is guarded as GET is");
    let reader = format!("Bearer {}", token("reader"));
    let ask = |method, path| {
        send(served.address(), method, path, &[("authorization", &reader)], None).status
    };
    assert_eq!(ask("GET", "/users/7"), 200);
    assert_eq!(ask("DELETE", "/users/me"), 403);
}
