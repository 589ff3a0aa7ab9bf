//! `World`: the served app, its users, its clock, its store, and a browser's way to ask.

use std::collections::HashMap;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use actix_web::web;
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use portcullis::audit::{Audit, AuditEvent};
use portcullis::authn::revocation::Revocations;
use portcullis::authn::session::{Sessions, SessionsBuilder};
use portcullis::authn::{Account, Accounts};
use portcullis::testing::ManualClock;
use portcullis::{Outage, Security};
use portcullis_tests::client::{Reply, send};
use portcullis_tests::server::Served;
use portcullis_tests::tokens::jwt;
use serde_json::Value;

use crate::app::{Effects, app};
use crate::store::Spy;
use crate::{Permission, Role};

/// Who there is, and what they hold.
#[derive(Clone, Default)]
pub struct People(Arc<Mutex<HashMap<String, Account<Permission>>>>);

impl People {
    pub fn has(&self, name: &str, role: Option<Role>) {
        let account = Account::new(name);
        let account = role.into_iter().fold(account, Account::role);
        self.answers_for(name, account);
    }

    pub fn answers_for(&self, name: &str, account: Account<Permission>) {
        self.0.lock().unwrap().insert(name.to_owned(), account);
    }

    pub fn lock(&self, name: &str) {
        self.0.lock().unwrap().remove(name);
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
                "nobody can tell" => Err(Outage::of("the table of users")),
                "nobody ever tells" => std::future::pending().await,
                _ => Ok(found),
            }
        }
        .boxed()
    }
}

pub struct World {
    pub sessions: Sessions<Permission>,
    pub people: People,
    pub clock: ManualClock,
    pub store: Spy,
    pub revocations: Revocations,
    pub effects: web::Data<Effects>,
    pub events: Arc<Mutex<Vec<AuditEvent>>>,
    pub served: Served,
}

impl World {
    pub fn new() -> Self {
        Self::with(|builder| builder)
    }

    /// With sessions that are configured like this.
    pub fn with(
        configure: impl FnOnce(SessionsBuilder<Permission>) -> SessionsBuilder<Permission>,
    ) -> Self {
        let (people, store, revocations) =
            (People::default(), Spy::new(), Revocations::in_process());
        people.has("ada", Some(Role::Reader));
        people.has("bob", None);
        let clock = ManualClock::at(SystemTime::now());
        let events: Arc<Mutex<Vec<AuditEvent>>> = Arc::default();
        let sink = Arc::clone(&events);
        let audit = Audit::to(move |event| sink.lock().unwrap().push(event.clone()));
        let builder = Sessions::builder(people.clone())
            .store(store.clone())
            .clock(clock.clone())
            .revocations(revocations.clone())
            .store_timeout(Duration::from_millis(700))
            .audit(audit.clone());
        let sessions = configure(builder).build().unwrap();
        let security = Security::builder()
            .authenticator(jwt())
            .authenticator(sessions.clone())
            .audit(audit)
            .decision_timeout(Duration::from_millis(700))
            .build()
            .unwrap();
        let effects = web::Data::new(Effects::default());
        let (known, counted) = (sessions.clone(), effects.clone());
        let served = Served::start(move || app(security.clone(), known.clone(), counted.clone()));
        Self { sessions, people, clock, store, revocations, effects, events, served }
    }

    /// Asks as one of the app's own pages does.
    pub fn ask(&self, method: &str, path: &str, cookie: &str, body: Option<&str>) -> Reply {
        let headers = [("sec-fetch-site", "same-origin"), ("cookie", cookie)];
        let headers = if cookie.is_empty() { &headers[..1] } else { &headers[..] };
        send(self.served.address(), method, path, headers, body)
    }

    pub fn status(&self, method: &str, path: &str, cookie: &str) -> u16 {
        self.ask(method, path, cookie, None).status
    }

    /// What `/me` says.
    pub fn me(&self, cookie: &str) -> Value {
        let reply = self.ask("GET", "/me", cookie, None);
        assert_eq!(reply.status, 200, "{}", reply.body);
        serde_json::from_str(&reply.body).unwrap()
    }

    /// The cookie of a new session.
    pub fn log_in(&self, subject: &str) -> String {
        self.log_in_with(subject, "")
    }

    /// The cookie of a new session, begun by a browser that has a cookie already.
    pub fn log_in_with(&self, subject: &str, cookie: &str) -> String {
        let reply = self.ask("POST", "/login", cookie, Some(subject));
        assert_eq!(reply.status, 200, "{}", reply.body);
        cookie_of(&reply)
    }

    pub fn effects(&self) -> usize {
        self.effects.0.load(Ordering::SeqCst)
    }

    /// The events since this was last asked, each with its detail.
    pub fn take_events(&self) -> Vec<(&'static str, String)> {
        let events = std::mem::take(&mut *self.events.lock().unwrap());
        let told = |event: AuditEvent| (event.event, event.detail.unwrap_or_default());
        events.into_iter().map(told).collect()
    }
}

/// `name=value` of the cookie that an answer sets.
pub fn cookie_of(reply: &Reply) -> String {
    let set = reply.header("set-cookie").expect("a cookie");
    set.split(';').next().expect("a value").to_owned()
}

/// The id alone.
pub fn id_of(cookie: &str) -> &str {
    cookie.split_once('=').expect("a name and a value").1
}
