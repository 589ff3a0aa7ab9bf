//! Conditions that only the app or the clock can tell: checks, freshness, factors, scopes.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use actix_web::{HttpRequest, HttpResponse, get, web};
use portcullis::authn::{Authentication, Authenticator, Outcome};
use portcullis::{
    App, Decision, Environment, Outage, Principal, Security, authorize, policy, require_permission,
    scope,
};
use portcullis_tests::client::{Reply, send};
use portcullis_tests::server::Served;
use portcullis_tests::tokens::{claims, hs256, now, security, token, with};
use serde_json::{Value, json};

use crate::Permission;

struct Gates {
    open: bool,
}

static ASKED: AtomicUsize = AtomicUsize::new(0);

async fn gates_open(_: &Principal<Permission>, environment: Environment<'_>) -> Decision {
    ASKED.fetch_add(1, Ordering::SeqCst);
    actix_web::rt::task::yield_now().await;
    match environment.data::<Gates>() {
        Some(gates) => Decision::allow_if(gates.open, "the gates are closed"),
        None => Decision::unavailable("the gates"),
    }
}

async fn owns_path(principal: &Principal<Permission>, environment: Environment<'_>) -> Decision {
    let owner = environment.parameter("owner");
    Decision::allow_if(owner.as_deref() == Some(principal.subject()), "another owner")
}

async fn broken(_: &Principal<Permission>, _: Environment<'_>) -> Decision {
    Decision::Unavailable(Outage::of("a ledger").retry_after(Duration::from_secs(17)))
}

async fn hanging(_: &Principal<Permission>, _: Environment<'_>) -> Decision {
    std::future::pending().await
}

macro_rules! handlers {
    ($($name:ident $path:literal $policy:tt)*) => {$(
        #[authorize $policy]
        #[get($path)]
        async fn $name() -> HttpResponse {
            HttpResponse::Ok().finish()
        }
    )*};
}

handlers! {
    checked "/checked" (all(permission("reports:read"), check(gates_open)))
    own "/own/{owner}" (check(owns_path))
    outage "/outage" (check(broken))
    not_outage "/not-outage" (not(check(broken)))
    any_outage "/any-outage" (any(check(broken), permission("reports:read")))
    all_outage "/all-outage" (all(check(broken), permission("users:delete")))
    hangs "/hangs" (check(hanging))
    fresh "/fresh" (fresh(minutes = 5))
    factors "/factors" (mfa)
    scoped "/scoped" (scope("reports.read"))
    one_factor "/one-factor" (not(mfa))
    excluded "/excluded" (all(permission("reports:read"), not(role(Editor))))
}

fn serve(gates: Option<Gates>) -> Served {
    let jwt = security();
    let gates = gates.map(web::Data::new);
    Served::start(move || {
        let mut app = App::new(jwt.clone());
        if let Some(gates) = gates.clone() {
            app = app.app_data(gates);
        }
        app.service(checked)
            .service(own)
            .service(outage)
            .service(not_outage)
            .service(any_outage)
            .service(all_outage)
            .service(fresh)
            .service(factors)
            .service(one_factor)
            .service(scoped)
            .service(excluded)
    })
}

fn ask(served: &Served, path: &str, token: &str) -> Reply {
    let bearer = format!("Bearer {token}");
    send(served.address(), "GET", path, &[("authorization", &bearer)], None)
}

#[test]
fn a_check_decides_with_the_data_of_the_app() {
    let open = serve(Some(Gates { open: true }));
    let closed = serve(Some(Gates { open: false }));
    let missing = serve(None);
    assert_eq!(ask(&open, "/checked", &token("reader")).status, 200);
    assert_eq!(ask(&closed, "/checked", &token("reader")).status, 403);
    let unavailable = ask(&missing, "/checked", &token("reader"));
    assert_eq!(unavailable.status, 503);
    assert!(!unavailable.body.contains("gates"), "{unavailable:?}");

    let before = ASKED.load(Ordering::SeqCst);
    assert_eq!(ask(&open, "/checked", &token("nobody")).status, 403);
    assert_eq!(ASKED.load(Ordering::SeqCst), before, "what can be told at once is told first");
}

#[test]
fn a_check_sees_path_parameters() {
    let served = serve(None);
    assert_eq!(ask(&served, "/own/somebody", &token("reader")).status, 200);
    assert_eq!(ask(&served, "/own/%73omebody", &token("reader")).status, 200);
    assert_eq!(ask(&served, "/own/another", &token("admin")).status, 403);
}

#[test]
fn what_does_not_answer_never_allows() {
    let served = serve(None);
    let reply = ask(&served, "/outage", &token("admin"));
    assert_eq!((reply.status, reply.header("retry-after")), (503, Some("17")));
    assert!(reply.is_problem_document());
    assert_eq!(ask(&served, "/not-outage", &token("admin")).status, 503);
    assert_eq!(ask(&served, "/any-outage", &token("nobody")).status, 503);
    assert_eq!(ask(&served, "/any-outage", &token("reader")).status, 200);
    assert_eq!(ask(&served, "/all-outage", &token("admin")).status, 503);
    assert_eq!(ask(&served, "/all-outage", &token("reader")).status, 403);
}

/// What another policy on the way denies at once is not held up by a check.
#[test]
fn a_denial_comes_before_a_check_of_another_policy() {
    policy!(SILENT: Permission = check(broken));
    let security = security();
    let served = Served::start(move || {
        App::new(security.clone()).service(scope("/silent").authorize(SILENT).service(scoped))
    });
    assert_eq!(ask(&served, "/silent/scoped", &token("reader")).status, 403);
    let allowed = token_with("scope", json!("reports.read"));
    assert_eq!(ask(&served, "/silent/scoped", &allowed).status, 503);
}

/// Answers late or never, and counts how often it is asked.
struct Slow {
    delay: Option<Duration>,
    asked: &'static AtomicUsize,
}

impl Authenticator<Permission> for Slow {
    fn authenticate(&self, _: &HttpRequest) -> Authentication<Permission> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        let delay = self.delay;
        Authentication::pending(async move {
            match delay {
                Some(delay) => actix_web::rt::time::sleep(delay).await,
                None => std::future::pending().await,
            }
            let principal = Principal::builder("late").permission(Permission::ReadReports);
            Outcome::Principal(principal.build())
        })
    }
}

#[require_permission("reports:read")]
#[get("/thrice")]
async fn thrice(
    first: Principal<Permission>,
    second: Principal<Permission>,
    third: Option<Principal<Permission>>,
) -> String {
    format!("{} {} {}", first.subject(), second.subject(), third.is_some())
}

#[test]
fn a_dependency_that_hangs_is_a_503_after_the_time_limit() {
    static NEVER: AtomicUsize = AtomicUsize::new(0);
    let slow = |delay| {
        Security::builder()
            .authenticator(Slow { delay, asked: &NEVER })
            .decision_timeout(Duration::from_millis(200))
            .build()
            .unwrap()
    };
    let (never, late) = (slow(None), slow(Some(Duration::from_millis(10))));
    let hanging_authentication = {
        let security = never;
        Served::start(move || App::new(security.clone()).service(thrice))
    };
    let hanging_check = {
        let security = late;
        Served::start(move || App::new(security.clone()).service(thrice).service(hangs))
    };
    assert_eq!(send(hanging_authentication.address(), "GET", "/thrice", &[], None).status, 503);
    assert_eq!(send(hanging_check.address(), "GET", "/hangs", &[], None).status, 503);
    assert_eq!(send(hanging_check.address(), "GET", "/thrice", &[], None).status, 200);
}

#[test]
fn a_request_is_authenticated_once_whatever_asks() {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let security = Security::builder()
        .authenticator(Slow { delay: Some(Duration::from_millis(5)), asked: &COUNT })
        .build()
        .unwrap();
    let served = Served::start(move || App::new(security.clone()).service(thrice));
    let reply = send(served.address(), "GET", "/thrice", &[], None);
    assert_eq!((reply.status, reply.body.as_str()), (200, "late late true"));
    assert_eq!(COUNT.load(Ordering::SeqCst), 1);
}

fn token_with(name: &str, value: Value) -> String {
    hs256(&with(claims("somebody", "reader"), name, Some(value)))
}

#[test]
fn freshness_factors_and_scopes_come_from_the_token() {
    let served = serve(None);
    let rows = [
        ("/fresh", "auth_time", json!(now() - 10), 200),
        ("/fresh", "auth_time", json!(now() - 301), 401),
        ("/fresh", "auth_time", json!(now() + 1000), 401),
        ("/fresh", "unrelated", json!(1), 401),
        ("/factors", "amr", json!(["pwd", "otp", "mfa"]), 200),
        ("/factors", "amr", json!(["pwd"]), 401),
        ("/factors", "unrelated", json!(1), 401),
        ("/one-factor", "amr", json!(["pwd"]), 200),
        ("/one-factor", "amr", json!(["mfa"]), 403),
        // Silence proves nothing, neither way.
        ("/one-factor", "unrelated", json!(1), 403),
        ("/scoped", "scope", json!("profile reports.read"), 200),
        ("/scoped", "scope", json!("reports.read.all"), 403),
        ("/scoped", "unrelated", json!(1), 403),
        ("/excluded", "unrelated", json!(1), 200),
        ("/excluded", "roles", json!(["editor"]), 403),
    ];
    for (path, name, value, status) in rows {
        let reply = ask(&served, path, &token_with(name, value.clone()));
        assert_eq!(reply.status, status, "{path} with {name} = {value}");
    }
}
