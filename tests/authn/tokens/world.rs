//! `World`: the served app, its accounts, its clock, its store, and a client's way to ask.

use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use portcullis::Security;
use portcullis::audit::{Audit, AuditEvent};
use portcullis::authn::revocation::Revocations;
use portcullis::authn::tokens::{SigningKey, TokenIssuer, TokenIssuerBuilder};
use portcullis::store::MemoryStore;
use portcullis::testing::ManualClock;
use portcullis_tests::client::{Reply, send};
use portcullis_tests::server::Served;
use serde_json::Value;

use crate::Permission;
use crate::app::app;
use crate::backends::Kept;
use crate::people::People;
use crate::spy::Spy;

pub const ISSUER: &str = "https://api.example";
pub const AUDIENCE: &str = "the-api";

/// RFC 8037 appendix A.1, as PKCS#8.
pub const PRIVATE_KEY: &str = "-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
-----END PRIVATE KEY-----
";

pub struct World {
    pub issuer: TokenIssuer<Permission>,
    pub people: People,
    pub clock: ManualClock,
    pub store: Spy,
    pub revocations: Revocations,
    pub events: Arc<Mutex<Vec<AuditEvent>>>,
    pub served: Served,
}

/// What a client has after a login or a refresh.
#[derive(Clone, Debug)]
pub struct Tokens {
    pub access: String,
    pub refresh: String,
}

impl World {
    pub fn new() -> Self {
        Self::with(|builder| builder)
    }

    /// With an issuer that is configured like this.
    pub fn with(
        configure: impl FnOnce(TokenIssuerBuilder<Permission>) -> TokenIssuerBuilder<Permission>,
    ) -> Self {
        Self::before(Spy::before(Arc::new(MemoryStore::new())), configure)
    }

    /// On one of the stores that there are.
    pub fn on(kept: &Kept) -> Self {
        Self::before(Spy::before(Arc::clone(&kept.store)), |builder| builder)
    }

    pub fn before(
        store: Spy,
        configure: impl FnOnce(TokenIssuerBuilder<Permission>) -> TokenIssuerBuilder<Permission>,
    ) -> Self {
        let (people, revocations) = (People::new(), Revocations::in_process());
        let clock = ManualClock::at(SystemTime::now());
        let events: Arc<Mutex<Vec<AuditEvent>>> = Arc::default();
        let sink = Arc::clone(&events);
        let audit = Audit::to(move |event| sink.lock().unwrap().push(event.clone()));
        let key = SigningKey::eddsa(PRIVATE_KEY.into());
        let builder = TokenIssuer::builder(ISSUER, AUDIENCE, key, people.clone())
            .client_id("the-client")
            .store(store.clone())
            .clock(clock.clone())
            .revocations(&revocations)
            .audit(audit.clone());
        let issuer = configure(builder).build().unwrap();
        let security = Security::builder().authenticator(issuer.verifier()).audit(audit);
        let (security, known) = (security.build().unwrap(), issuer.clone());
        let served = Served::start(move || app(security.clone(), known.clone()));
        Self { issuer, people, clock, store, revocations, events, served }
    }

    pub fn post(&self, path: &str, body: &str) -> Reply {
        send(self.served.address(), "POST", path, &[], Some(body))
    }

    /// Asks with an access token.
    pub fn ask(&self, method: &str, path: &str, access: &str) -> Reply {
        let authorization = format!("Bearer {access}");
        send(self.served.address(), method, path, &[("authorization", &authorization)], None)
    }

    /// The status that an access token gets.
    pub fn status(&self, access: &str) -> u16 {
        self.ask("GET", "/me", access).status
    }

    /// What `/me` says.
    pub fn me(&self, access: &str) -> Value {
        let reply = self.ask("GET", "/me", access);
        assert_eq!(reply.status, 200, "{}", reply.body);
        serde_json::from_str(&reply.body).unwrap()
    }

    pub fn log_in(&self, subject: &str) -> Tokens {
        Tokens::of(&self.post("/token", subject))
    }

    pub fn try_refresh(&self, refresh: &str) -> Reply {
        self.post("/refresh", refresh)
    }

    pub fn refresh(&self, refresh: &str) -> Tokens {
        Tokens::of(&self.try_refresh(refresh))
    }

    /// The refresh token is refused for good.
    #[track_caller]
    pub fn is_refused(&self, refresh: &str) {
        is_invalid_grant(&self.try_refresh(refresh));
    }

    pub fn advance(&self, time: Duration) {
        self.clock.advance(time);
    }

    /// The names of the events since this was last asked.
    pub fn take_events(&self) -> Vec<&'static str> {
        let events = std::mem::take(&mut *self.events.lock().unwrap());
        events.into_iter().map(|event| event.event).collect()
    }

    /// How often the alert was raised.
    pub fn alerts(&self) -> usize {
        let events = self.events.lock().unwrap();
        events.iter().filter(|event| event.event == "authn_token_reuse").count()
    }
}

impl Tokens {
    #[track_caller]
    pub fn of(reply: &Reply) -> Self {
        assert_eq!(reply.status, 200, "{}", reply.body);
        let document: Value = serde_json::from_str(&reply.body).unwrap();
        let text = |name: &str| document[name].as_str().unwrap().to_owned();
        Self { access: text("access_token"), refresh: text("refresh_token") }
    }
}

/// RFC 6749 section 5.2, in words that tell the client what to do.
#[track_caller]
pub fn is_invalid_grant(reply: &Reply) {
    assert_eq!(reply.status, 400, "{}", reply.body);
    let document: Value = serde_json::from_str(&reply.body).unwrap();
    assert_eq!(document["error"], "invalid_grant");
    let description = document["error_description"].as_str().unwrap();
    assert!(description.contains("log in again"), "{description}");
    assert_eq!(reply.header("cache-control"), Some("no-store"));
}
