//! `World`: an app that takes keys and bearer tokens, its accounts, its store, its clock.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use actix_web::{HttpResponse, get};
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use portcullis::audit::{Audit, AuditEvent};
use portcullis::authn::api_key::{ApiKeys, ApiKeysBuilder, Created, ExposeSecret as _, NewKey};
use portcullis::authn::revocation::Revocations;
use portcullis::authn::{Account, Accounts};
use portcullis::store::Environment;
use portcullis::testing::ManualClock;
use portcullis::{
    App, Outage, Principal, Security, authenticated, public, require_permission, require_role,
};
use portcullis_tests::client::{Reply, send};
use portcullis_tests::server::Served;
use portcullis_tests::tokens;
use serde_json::json;

use crate::spy::Spy;
use crate::{Permission, Role};

/// Whoever has an account, with one role each; everybody is in the tenant `north`.
#[derive(Clone, Default)]
pub struct People(Arc<Mutex<HashMap<String, Account<Permission>>>>);

impl People {
    pub fn has(&self, subject: &str, role: Role) {
        self.answers_for(subject, Account::new(subject).tenant("north").role(role));
    }

    pub fn answers_for(&self, subject: &str, account: Account<Permission>) {
        self.0.lock().unwrap().insert(subject.to_owned(), account);
    }

    pub fn lock(&self, subject: &str) {
        self.0.lock().unwrap().remove(subject);
    }
}

impl Accounts<Permission> for People {
    fn find<'a>(
        &'a self,
        subject: &'a str,
    ) -> BoxFuture<'a, Result<Option<Account<Permission>>, Outage>> {
        let found = self.0.lock().unwrap().get(subject).cloned();
        async move {
            match subject {
                "unlucky" => Err(Outage::of("the accounts")),
                "endless" => std::future::pending().await,
                _ => Ok(found),
            }
        }
        .boxed()
    }
}

#[authenticated]
#[get("/me")]
async fn me(principal: Principal<Permission>) -> HttpResponse {
    let credential = principal.credential();
    HttpResponse::Ok().json(json!({
        "subject": principal.subject(),
        "tenant": principal.tenant(),
        "permissions": principal.permissions().names().collect::<Vec<_>>(),
        "roles": principal.role_names().collect::<Vec<_>>(),
        "ignored": principal.ignored_names(),
        "kind": format!("{:?}", credential.kind()),
        "id": credential.id(),
        "issued": credential.issued_at() == Some(start()),
        "fresh": principal.authenticated_at().is_some(),
    }))
}

#[require_permission("reports:read")]
#[get("/reports")]
async fn reports() -> HttpResponse {
    HttpResponse::Ok().finish()
}

#[require_role(Reader)]
#[get("/readers")]
async fn readers() -> HttpResponse {
    HttpResponse::Ok().finish()
}

#[authenticated]
#[get("/paths/{word}")]
async fn paths() -> HttpResponse {
    HttpResponse::Ok().finish()
}

#[public(reason = "a test")]
#[get("/open")]
async fn open() -> HttpResponse {
    HttpResponse::Ok().finish()
}

pub struct World {
    pub keys: ApiKeys<Permission>,
    pub people: People,
    pub store: Spy,
    pub clock: ManualClock,
    pub revocations: Revocations,
    pub events: Arc<Mutex<Vec<AuditEvent>>>,
    pub served: Served,
}

/// When every test begins: on a whole millisecond.
pub fn start() -> SystemTime {
    UNIX_EPOCH + Duration::from_hours(500_000)
}

/// Runs `work` as a worker of a server would.
pub fn run<T>(work: impl Future<Output = T>) -> T {
    actix_web::rt::Runtime::new().unwrap().block_on(work)
}

impl World {
    pub fn new() -> Self {
        Self::with(|keys| keys)
    }

    pub fn with(
        configure: impl FnOnce(ApiKeysBuilder<Permission>) -> ApiKeysBuilder<Permission>,
    ) -> Self {
        let (people, store, clock) = (People::default(), Spy::new(), ManualClock::at(start()));
        let (revocations, events) = (Revocations::in_process(), Arc::<Mutex<Vec<_>>>::default());
        people.has("ada", Role::Editor);
        let note = Arc::clone(&events);
        let keys = ApiKeys::builder("acme", Environment::Live, people.clone())
            .store(store.clone())
            .clock(clock.clone())
            .revocations(&revocations)
            .flush_every(Duration::from_hours(1))
            .audit(Audit::to(move |event| note.lock().unwrap().push(event.clone())));
        let keys = configure(keys).build().unwrap();
        let security = Security::builder()
            .authenticator(tokens::jwt())
            .authenticator(keys.clone())
            .decision_timeout(Duration::from_secs(2))
            .build()
            .unwrap();
        let served = Served::start(move || {
            App::new(security.clone())
                .service(me)
                .service(reports)
                .service(readers)
                .service(paths)
                .service(open)
        });
        Self { keys, people, store, clock, revocations, events, served }
    }

    /// A key of `ada` to read reports, for ten days.
    pub fn key(&self) -> Created {
        run(self.keys.create_for("ada", reading("ci").expires_in(days(10)))).unwrap()
    }

    pub fn ask(&self, path: &str, headers: &[(&str, &str)]) -> Reply {
        send(self.served.address(), "GET", path, headers, None)
    }

    pub fn with_key(&self, path: &str, key: &str) -> u16 {
        self.ask(path, &[("x-api-key", key)]).status
    }

    /// The answer to a request with the key of `created`.
    pub fn status(&self, created: &Created) -> u16 {
        self.with_key("/reports", created.key.expose_secret())
    }

    pub fn take_events(&self) -> Vec<AuditEvent> {
        std::mem::take(&mut *self.events.lock().unwrap())
    }
}

pub fn reading(name: &str) -> NewKey<Permission> {
    NewKey::named(name).permissions([Permission::ReadReports])
}

pub fn days(count: u64) -> Duration {
    Duration::from_hours(24 * count)
}

/// Somebody who logged in, with what `role` grants.
pub fn logged_in(subject: &str, role: Role) -> Principal<Permission> {
    Principal::builder(subject).role(role).build()
}
