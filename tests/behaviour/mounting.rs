//! Scopes, `configure`, wrapping, defaults, several apps, and guarded handlers on a plain app.

use actix_web::dev::Service as _;
use actix_web::middleware::{DefaultHeaders, NormalizePath};
use actix_web::{HttpResponse, HttpServer, get, test as in_process, web};
use portcullis::{
    App, Gate, ServiceConfig, authenticated, policy, public, require_permission, scope,
};
use portcullis_tests::client::send;
use portcullis_tests::server::Served;
use portcullis_tests::tokens::{security, token};

use crate::Permission;

policy!(
    /// Editors and up.
    pub EDITORS: Permission = any(role(Editor), role(Admin))
);
policy!(pub DELETERS: Permission = permission("users:delete"));

#[public(reason = "a test")]
#[get("/open")]
pub(crate) async fn open() -> &'static str {
    "open"
}

#[require_permission("reports:read")]
#[get("/reports")]
pub(crate) async fn reports(prefix: web::Data<&'static str>) -> String {
    format!("{} reports", **prefix)
}

#[require_permission("reports:read")]
#[get("/plain")]
pub(crate) async fn plain() -> &'static str {
    "plain"
}

#[authenticated]
pub(crate) async fn lost() -> HttpResponse {
    HttpResponse::NotFound().body("lost")
}

pub(crate) fn configure(config: &mut ServiceConfig<Permission>) {
    config.service(plain).route("/configured", portcullis::get().to(lost));
}

fn ask(served: &Served, path: &str, role: Option<&str>) -> (u16, String) {
    let bearer = role.map(|role| format!("Bearer {}", token(role)));
    let headers: Vec<_> = bearer.iter().map(|value| ("authorization", value.as_str())).collect();
    let reply = send(served.address(), "GET", path, &headers, None);
    (reply.status, reply.body)
}

#[test]
fn a_scope_tightens_and_a_nested_one_tightens_further() {
    let security = security();
    let served = Served::start(move || {
        App::new(security.clone())
            .app_data(web::Data::new("app"))
            .service(reports)
            .service(
                scope("/a").authorize(EDITORS).service(open).service(reports).service(
                    scope("/b")
                        .app_data(web::Data::new("b"))
                        .service(scope("/c").authorize(DELETERS).service(open).service(reports)),
                ),
            )
            .service(scope("/free").service(open).configure(configure))
            .default_service(portcullis::route().to(lost))
    });
    let table = [
        ("/reports", None, 401),
        ("/reports", Some("reader"), 200),
        ("/a/reports", None, 401),
        ("/a/reports", Some("reader"), 403),
        ("/a/reports", Some("editor"), 200),
        // Public by its own policy, but the scope around it still holds.
        ("/a/open", None, 401),
        ("/a/open", Some("reader"), 403),
        ("/a/open", Some("editor"), 200),
        ("/a/b/c/open", Some("editor"), 403),
        ("/a/b/c/open", Some("admin"), 200),
        ("/a/b/c/reports", Some("editor"), 403),
        ("/a/b/c/reports", Some("admin"), 200),
        ("/free/open", None, 200),
        ("/free/plain", None, 401),
        ("/free/plain", Some("reader"), 200),
        ("/free/configured", Some("reader"), 404),
        // The default service has a policy as well, and answers inside scopes without their own.
        ("/free/nowhere", None, 401),
        ("/free/nowhere", Some("reader"), 404),
        ("/nowhere", None, 401),
        ("/nowhere", Some("reader"), 404),
        ("/%61/reports", Some("reader"), 403),
    ];
    for (path, role, status) in table {
        assert_eq!(ask(&served, path, role).0, status, "{path} as {role:?}");
    }
    assert_eq!(ask(&served, "/a/b/c/reports", Some("admin")).1, "b reports");
    assert_eq!(ask(&served, "/nowhere", Some("reader")).1, "lost");
    assert_eq!(ask(&served, "/free/nowhere", Some("reader")).1, "lost");
}

#[actix_web::test]
async fn middleware_and_in_process_tests_work() {
    let app = in_process::init_service(
        App::new(security())
            .wrap(DefaultHeaders::new().add(("x-outer", "1")))
            .wrap_fn(|request, service| service.call(request))
            .service(
                portcullis::resource("/wrapped")
                    .wrap(DefaultHeaders::new().add(("x-inner", "1")))
                    .route(
                        portcullis::get()
                            .to(lost)
                            .wrap(DefaultHeaders::new().add(("x-route", "1"))),
                    ),
            ),
    )
    .await;
    let bearer = ("authorization", format!("Bearer {}", token("reader")));
    let request = in_process::TestRequest::get().uri("/wrapped").insert_header(bearer).to_request();
    let reply = in_process::call_service(&app, request).await;
    assert_eq!(reply.status(), 404);
    for name in ["x-outer", "x-inner", "x-route"] {
        assert!(reply.headers().contains_key(name), "{name}");
    }
}

#[authenticated]
async fn lost_inside() -> HttpResponse {
    HttpResponse::NotFound().body("lost inside")
}

#[test]
fn default_services_are_routes_as_well() {
    let app = || {
        let inside = scope("/a").authorize(EDITORS).service(reports);
        App::new(security())
            .service(inside.default_service(portcullis::get().to(lost_inside)))
            .default_service(portcullis::route().to(lost))
    };
    let inventory = app().inventory();
    let row = |at: usize| {
        let route = &inventory.routes()[at];
        (route.path.as_str(), route.policy.clone(), route.methods.len())
    };
    let editors = "any(role(editor), role(admin))";
    assert_eq!(row(0).0, "/a/reports");
    assert_eq!(row(1), ("/a/*", format!("{editors} and authenticated"), 0));
    assert_eq!(row(2), ("/*", "authenticated".to_owned(), 0));

    let served = Served::start(app);
    assert_eq!(ask(&served, "/a/nowhere", None).0, 401);
    assert_eq!(ask(&served, "/a/nowhere", Some("reader")).0, 403);
    assert_eq!(ask(&served, "/a/nowhere", Some("editor")).1, "lost inside");
    assert_eq!(ask(&served, "/nowhere", Some("reader")).1, "lost");
    let wrong_method = send(served.address(), "PUT", "/a/reports", &[], None);
    assert_eq!((wrong_method.status, wrong_method.header("allow")), (405, Some("GET, HEAD")));
}

/// The path that counts is the one that middleware leaves.
#[test]
fn head_follows_get_behind_middleware_that_changes_the_path() {
    let security = security();
    let served =
        Served::start(move || App::new(security.clone()).wrap(NormalizePath::trim()).service(open));
    for path in ["/open", "/open/"] {
        for method in ["GET", "HEAD"] {
            let reply = send(served.address(), method, path, &[], None);
            assert_eq!(reply.status, 200, "{method} {path}");
        }
    }
}

/// The check is in the handler itself: the app around it does not matter.
#[test]
fn a_guarded_handler_on_a_plain_app_is_guarded_or_fails_closed() {
    let (sender, receiver) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            let security = security();
            let without = HttpServer::new(|| actix_web::App::new().service(plain))
                .workers(1)
                .disable_signals();
            let with = HttpServer::new(move || {
                actix_web::App::new().app_data(Gate::new(security.clone())).service(plain)
            })
            .workers(1)
            .disable_signals();
            let (without, with) =
                (without.bind("127.0.0.1:0").unwrap(), with.bind("127.0.0.1:0").unwrap());
            let addresses = (without.addrs()[0], with.addrs()[0]);
            let (without, with) = (without.run(), with.run());
            sender.send((addresses, without.handle(), with.handle())).unwrap();
            actix_web::rt::spawn(without);
            with.await.unwrap();
        });
    });
    let ((without, with), stop_without, stop_with) = receiver.recv().unwrap();
    let bearer = format!("Bearer {}", token("reader"));
    let headers = [("authorization", bearer.as_str())];
    let closed = send(without, "GET", "/plain", &headers, None);
    assert_eq!(closed.status, 500);
    assert!(closed.is_problem_document());
    assert_eq!(send(with, "GET", "/plain", &headers, None).status, 200);
    assert_eq!(send(with, "GET", "/plain", &[], None).status, 401);
    drop((stop_without.stop(false), stop_with.stop(false)));
}

mod other {
    use actix_web::get;
    use portcullis::{Permissions, require_permission};

    #[derive(Permissions, Clone, Copy, Debug, PartialEq, Eq)]
    #[permissions(no_roles)]
    pub(super) enum Permission {
        #[permission("pump:start")]
        Start,
    }

    #[require_permission("pump:start", vocabulary = Permission)]
    #[get("/start")]
    pub(super) async fn start() -> &'static str {
        "started"
    }
}

/// The same token, two apps in one process: each understands its own vocabulary only.
#[test]
fn two_apps_with_two_vocabularies_do_not_mix() {
    use portcullis::Security;
    use portcullis::authn::jwt::{Jwt, Key};
    use portcullis_tests::tokens::{AUDIENCE, ISSUER, SECRET, claims, hs256, with};

    let reports_security = security();
    let jwt = Jwt::bearer(ISSUER, AUDIENCE).key(Key::hs256(SECRET.to_vec().into()));
    let pump_security: Security<other::Permission> =
        Security::builder().authenticator(jwt.build().unwrap()).build().unwrap();
    let first = Served::start(move || App::new(reports_security.clone()).service(plain));
    let second = Served::start(move || App::new(pump_security.clone()).service(other::start));

    let permissions = Some(serde_json::json!(["pump:start", "nonsense"]));
    let token = hs256(&with(claims("somebody", "reader"), "permissions", permissions));
    let bearer = format!("Bearer {token}");
    let headers = [("authorization", bearer.as_str())];
    assert_eq!(send(first.address(), "GET", "/plain", &headers, None).status, 200);
    assert_eq!(send(second.address(), "GET", "/start", &headers, None).status, 200);
    assert_eq!(ask(&second, "/start", Some("admin")).0, 403);
}
