//! `Hall`: the blog with an audit trail that is heard, and requests as clients send them.

use std::env;
use std::io::Write as _;
use std::sync::{Arc, Mutex};

use blog::DemoUser;
use portcullis::audit::Audit;
use portcullis_tests::client::{Reply, send};
use serde_json::{Value, json};

use crate::site::{POSTGRES, Site};

pub const PASSWORD: &str = "planted: a horse that staples";

pub struct Hall {
    pub site: Site,
    events: Arc<Mutex<Vec<String>>>,
}

/// What somebody presents: headers.
pub type Headers<'a> = &'a [(&'a str, &'a str)];

/// Two tokens of a login.
pub struct Tokens {
    pub access: String,
    pub refresh: String,
}

/// Runs `story` in memory, and on the server if there is one, in a schema of its own.
pub fn on_both(schema: &'static str, story: fn(&Hall)) {
    story(&Hall::start(None, schema));
    match env::var(POSTGRES) {
        Ok(url) => story(&Hall::start(Some(url), schema)),
        Err(_) => {
            writeln!(std::io::stderr(), "skipped: {POSTGRES} names no server").ok();
        }
    }
}

impl Hall {
    fn start(url: Option<String>, schema: &'static str) -> Self {
        let events = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&events);
        let audit = Audit::to(move |event| {
            heard.lock().unwrap().push(serde_json::to_string(event).unwrap());
        });
        Self { site: Site::audited(url, schema, &audit), events }
    }

    /// The audit events so far, as JSON.
    pub fn events(&self) -> Vec<String> {
        self.events.lock().unwrap().clone()
    }

    pub fn count(&self, event: &str) -> usize {
        let name = format!("\"event\":\"{event}\"");
        self.events().iter().filter(|event| event.contains(&name)).count()
    }

    pub fn ask(&self, method: &str, path: &str, headers: Headers<'_>, body: &Value) -> Reply {
        let headers = [headers, &[("content-type", "application/json")]].concat();
        let body = (!body.is_null()).then(|| body.to_string());
        send(self.site.address(), method, path, &headers, body.as_deref())
    }

    pub fn post(&self, path: &str, body: &Value) -> Reply {
        self.ask("POST", path, &[], body)
    }

    pub fn get(&self, path: &str, headers: Headers<'_>) -> Reply {
        self.ask("GET", path, headers, &Value::Null)
    }

    pub fn sign_up(&self, email: &str) -> Reply {
        self.post("/sign-up", &json!({"name": "zoe", "email": email, "password": PASSWORD}))
    }

    /// Signs up and logs in.
    pub fn newcomer(&self, email: &str) -> Tokens {
        assert_eq!(self.sign_up(email).status, 202);
        self.log_in(email)
    }

    pub fn log_in(&self, email: &str) -> Tokens {
        tokens(&self.post("/login", &credentials(email)))
    }

    /// The cookie of a new session, as a browser sends it back.
    pub fn session(&self, email: &str) -> String {
        let reply =
            self.ask("POST", "/session", &[("sec-fetch-site", "same-origin")], &credentials(email));
        assert_eq!(reply.status, 204, "{reply:?}");
        let cookie = reply.header("set-cookie").expect("a cookie");
        cookie.split(';').next().unwrap().to_owned()
    }

    /// A demo user's header.
    pub fn demo(&self, user: &DemoUser) -> String {
        bearer(&self.site.token(user))
    }
}

pub fn credentials(email: &str) -> Value {
    json!({"email": email, "password": PASSWORD})
}

pub fn bearer(token: &str) -> String {
    format!("Bearer {token}")
}

pub fn tokens(reply: &Reply) -> Tokens {
    assert_eq!(reply.status, 200, "{reply:?}");
    assert_eq!(reply.header("cache-control"), Some("no-store"));
    let body = json_of(reply);
    let text = |name: &str| body[name].as_str().unwrap().to_owned();
    Tokens { access: text("access_token"), refresh: text("refresh_token") }
}

pub fn json_of(reply: &Reply) -> Value {
    serde_json::from_str(&reply.body).unwrap_or_else(|_| panic!("{reply:?}"))
}

impl Tokens {
    pub fn bearer(&self) -> String {
        bearer(&self.access)
    }

    pub fn to_spend(&self) -> Value {
        json!({"refresh_token": self.refresh})
    }
}
