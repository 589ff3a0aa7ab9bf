//! A node that shares revocations by a Redis, and the audit events that it recorded.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use actix_web::{HttpResponse, get};
use portcullis::audit::Audit;
use portcullis::authn::jwt::{Jwt, Key};
use portcullis::authn::revocation::{Revocations, WhenStale};
use portcullis::store::RedisStore;
use portcullis::{App, Security, authenticated};
use portcullis_tests::client::send;
use portcullis_tests::server::Served;
use portcullis_tests::tokens::{AUDIENCE, ISSUER, SECRET, claims, hs256, with};

use crate::Permission;

/// The default bound.
pub(crate) const BOUND: Duration = Duration::from_secs(1);

#[authenticated]
#[get("/me")]
async fn me() -> HttpResponse {
    HttpResponse::Ok().finish()
}

pub(crate) struct Node {
    pub(crate) revocations: Revocations,
    served: Served,
    events: Arc<Mutex<Vec<&'static str>>>,
}

impl Node {
    pub(crate) async fn start(url: &str, when_stale: WhenStale) -> Self {
        let events = Arc::new(Mutex::new(Vec::new()));
        let record = Arc::clone(&events);
        let store = RedisStore::connect(url).await.unwrap();
        let revocations = Revocations::shared(store)
            .when_stale(when_stale)
            .audit(Audit::to(move |event| record.lock().unwrap().push(event.event)))
            .build()
            .unwrap();
        assert!(revocations.wait_until_known(Duration::from_secs(10)).await);
        let jwt = Jwt::bearer(ISSUER, AUDIENCE)
            .key(Key::hs256(SECRET.to_vec().into()))
            .revocations(&revocations)
            .build()
            .unwrap();
        let security: Security<Permission> =
            Security::builder().authenticator(jwt).build().unwrap();
        let served = Served::start(move || App::new(security.clone()).service(me));
        Self { revocations, served, events }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.served.address()
    }

    pub(crate) fn status(&self, token: &str) -> u16 {
        status(self.address(), token)
    }

    pub(crate) fn events(&self) -> Vec<&'static str> {
        self.events.lock().unwrap().clone()
    }

    /// Whether requests with `token` are soon answered so.
    pub(crate) fn soon_answers(&self, token: &str, expected: u16) -> bool {
        let started = Instant::now();
        while started.elapsed() < Duration::from_secs(5) {
            if self.status(token) == expected {
                return true;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        false
    }
}

pub(crate) fn token(jti: &str) -> String {
    hs256(&with(claims("anna", "reader"), "jti", Some(jti.into())))
}

pub(crate) fn status(address: SocketAddr, token: &str) -> u16 {
    let header = format!("Bearer {token}");
    send(address, "GET", "/me", &[("authorization", &header)], None).status
}

pub(crate) fn in_an_hour() -> SystemTime {
    SystemTime::now() + Duration::from_hours(1)
}
