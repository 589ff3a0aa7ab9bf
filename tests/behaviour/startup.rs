//! What refuses to be built or to start, and says why.

use std::time::Duration;

use actix_web::{HttpServer, get, guard};
use portcullis::{App, Defect, Defects, Gate, Guarded, Security, SecurityError, public, scope};
use portcullis_tests::tokens::security;

use crate::Permission;

#[public(reason = "a test")]
#[get("/same")]
async fn first() -> &'static str {
    "first"
}

#[public(reason = "a test")]
#[get("/same")]
async fn second() -> &'static str {
    "second"
}

#[public(reason = "a test")]
#[get("/same", guard = "never")]
async fn conditional() -> &'static str {
    "conditional"
}

fn never(_: &guard::GuardContext<'_>) -> bool {
    false
}

#[test]
fn a_route_that_never_runs_is_a_defect() {
    let defects = App::new(security()).service(first).service(second).verify().unwrap_err();
    let [Defect::Duplicate { route, first: winner, second: loser }] = defects.list() else {
        panic!("{defects}");
    };
    assert_eq!(route, "GET /same");
    assert!(winner.name.ends_with("::first") && loser.name.ends_with("::second"));
    let text = defects.to_string();
    assert!(text.contains("`GET /same` is registered twice"), "{text}");

    App::new(security()).service(conditional).service(first).verify().unwrap();
    App::new(security()).service(scope("/a").service(first)).service(first).verify().unwrap();
    let nested = scope("/a").service(first).service(scope("/b").service(first));
    App::new(security()).service(nested).service(scope("/ab").service(first)).verify().unwrap();
}

#[public(reason = "a test")]
#[get("/things/{id}")]
async fn by_id() -> &'static str {
    "by id"
}

#[public(reason = "a test")]
#[get("/things/{name}")]
async fn by_name() -> &'static str {
    "by name"
}

#[public(reason = "a test")]
#[get("/things/{id:\\d+}")]
async fn by_number() -> &'static str {
    "by number"
}

#[test]
fn the_names_of_parameters_and_missing_methods_make_no_difference() {
    let is_duplicate = |result: Result<(), Defects>| {
        result.is_err_and(|defects| matches!(defects.list(), [Defect::Duplicate { .. }]))
    };
    assert!(is_duplicate(App::new(security()).service(by_id).service(by_name).verify()));
    let any_method = || portcullis::resource("/same").to(third);
    assert!(is_duplicate(App::new(security()).service(any_method()).service(first).verify()));
    assert!(is_duplicate(App::new(security()).service(first).service(conditional).verify()));

    App::new(security()).service(by_number).service(by_name).verify().unwrap();
    App::new(security()).service(first).service(any_method()).verify().unwrap();
}

#[test]
fn what_a_scope_swallows_is_a_defect() {
    let twice = App::new(security())
        .service(scope("/a").service(first))
        .service(scope("/a/b").service(second))
        .service(portcullis::resource("/a/late").to(third))
        .verify()
        .unwrap_err();
    let hidden: Vec<_> = twice
        .list()
        .iter()
        .map(|defect| match defect {
            Defect::Hidden { path, scope } => (path.as_str(), scope.as_str()),
            other => panic!("{other}"),
        })
        .collect();
    assert_eq!(hidden, [("/a/b", "/a"), ("/a/late", "/a")]);

    for prefix in ["/{tenant}", "/things/", ""] {
        let app = App::new(security()).service(scope(prefix).service(third_route()));
        let defects = app.service(by_id).verify().unwrap_err();
        assert!(matches!(defects.list(), [Defect::Hidden { .. }]), "{prefix}: {defects}");
    }
    let empty_prefix = scope("/a").service(scope("").service(first));
    App::new(security()).service(empty_prefix).verify().unwrap();
    App::new(security())
        .service(portcullis::resource("/a/early").to(third))
        .service(scope("/a").guard(guard::Host("one.example")).service(first))
        .service(scope("/a").service(first))
        .verify()
        .unwrap();
}

/// It would take the policies of the scopes around it away.
#[test]
fn a_gate_inside_the_app_is_a_defect() {
    let gate = || Gate::new(security());
    let inner = scope("/b").app_data(gate()).service(first);
    let resource = portcullis::resource("/c").app_data(gate()).to(third);
    let configured = scope("/d").configure(|config| {
        config.app_data(Gate::new(security()));
    });
    let defects = App::new(security())
        .app_data(gate())
        .service(scope("/a").service(inner).service(resource).service(configured))
        .configure(|config| {
            config.app_data(gate());
        })
        .verify()
        .unwrap_err();
    let places: Vec<_> = defects
        .list()
        .iter()
        .map(|defect| match defect {
            Defect::MisplacedGate { path } => path.as_str(),
            other => panic!("{other}"),
        })
        .collect();
    assert_eq!(places, ["", "/a/b", "/a", "/a/d", ""]);
}

fn third_route() -> impl Guarded<Vocabulary = Permission> {
    portcullis::resource("/third").to(third)
}

#[public(reason = "a test")]
async fn third() -> &'static str {
    "third"
}

#[test]
fn a_server_with_a_defect_does_not_start() {
    let outcome = actix_web::rt::System::new().block_on(async {
        let security = security();
        let server =
            HttpServer::new(move || App::new(security.clone()).service(first).service(second))
                .workers(1)
                .disable_signals()
                .bind("127.0.0.1:0")
                .unwrap();
        actix_web::rt::time::timeout(Duration::from_secs(10), server.run()).await
    });
    assert!(outcome.expect("the server ends at once").is_err());
}

#[test]
fn incomplete_security_is_an_error_that_names_what_is_missing() {
    let empty = Security::<Permission>::builder().build().unwrap_err();
    assert_eq!(empty, SecurityError::NoAuthenticator);
    assert!(empty.to_string().contains(".authenticator(..)"));
}
