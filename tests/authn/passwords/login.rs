//! A login over HTTP: statuses, headers, records, and nothing of a password anywhere.

use std::sync::{Arc, Mutex};

use actix_web::{HttpRequest, HttpResponse, post, web};
use portcullis::audit::{Audit, AuditEvent};
use portcullis::authn::password::{Attempt, LoginThrottle, Passwords, Verdict};
use portcullis::{App, Problem, public};
use portcullis_tests::client::{Reply, send};
use portcullis_tests::server::Served;
use portcullis_tests::tokens::security;
use secrecy::SecretString;
use serde::Deserialize;

use crate::passwords;

#[derive(Deserialize)]
struct Login {
    name: String,
    password: SecretString,
}

struct Desk {
    passwords: Passwords,
    throttle: LoginThrottle,
    anns: String,
}

#[public(reason = "whoever logs in has no credential yet")]
#[post("/login")]
async fn login(
    request: HttpRequest,
    form: web::Json<Login>,
    desk: web::Data<Desk>,
) -> Result<HttpResponse, Problem> {
    let address = request.peer_addr().ok_or(Problem::Internal)?.ip();
    let admitted = desk.throttle.admit(&Attempt::new(&form.name, address))?;
    let stored = (form.name == "ann").then_some(desk.anns.as_str());
    match desk.passwords.verify(stored, &form.password).await? {
        Verdict::Right { .. } => {
            admitted.succeeded("1");
            Ok(HttpResponse::NoContent().finish())
        }
        Verdict::Wrong => {
            admitted.failed(stored.map(|_| "1"));
            Err(Problem::LoginFailed)
        }
    }
}

fn ask(served: &Served, name: &str, password: &str) -> Reply {
    let body = serde_json::json!({"name": name, "password": password}).to_string();
    let headers = [("content-type", "application/json")];
    send(served.address(), "POST", "/login", &headers, Some(&body))
}

const PASSWORD: &str = "planted secret of ann";

#[actix_web::test]
async fn a_login_says_as_little_as_possible_and_records_what_happened() {
    let events: Arc<Mutex<Vec<AuditEvent>>> = Arc::default();
    let sink = Arc::clone(&events);
    let audit = Audit::to(move |event| sink.lock().unwrap().push(event.clone()));
    let passwords = passwords();
    let desk = web::Data::new(Desk {
        anns: passwords.hash(&PASSWORD.into()).await.unwrap(),
        passwords,
        throttle: LoginThrottle::builder().audit(audit).build().unwrap(),
    });
    let served = Served::start(move || App::new(security()).app_data(desk.clone()).service(login));

    assert_eq!(ask(&served, "ann", PASSWORD).status, 204);
    let wrong = ask(&served, "ann", "planted guess at ann");
    let unknown = ask(&served, "planted secret in the wrong field", "x");
    for reply in [&wrong, &unknown] {
        assert_eq!((reply.status, reply.body.as_str()), (401, wrong.body.as_str()));
        assert_eq!(reply.header("www-authenticate"), Some("Bearer"));
        assert!(reply.is_problem_document());
    }
    let refused = (0..20).map(|_| ask(&served, "ann", "a guess")).find(|reply| reply.status == 429);
    let refused = refused.expect("the throttle closes");
    let seconds: u64 = refused.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=30).contains(&seconds), "{seconds}");
    assert!(refused.is_problem_document());

    let events = events.lock().unwrap();
    let named = |name: &str| events.iter().filter(|event| event.event == name).count();
    assert_eq!(named("authn_login_success"), 1);
    assert_eq!(events[0].subject.as_deref(), Some("1"));
    assert_eq!(events[1].subject.as_deref(), Some("1"));
    assert_eq!(events[2].subject, None, "what was typed goes on no record");
    assert!(named("authn_login_fail") >= 2);
    assert_eq!(named("authn_login_lock"), 1);
    assert!(!format!("{events:?}").contains("planted"));
}
