//! An app with logins, and a session for each.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use actix_web::http::header::{COOKIE, SET_COOKIE};
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use portcullis::audit::{Audit, AuditEvent};
use portcullis::authn::oidc::{
    ClaimsMapper as _, EndSession, ExposeSecret as _, GroupRoles, LoginError, LoginRequest, Oidc,
    OidcBuilder, Prompt, Provider,
};
use portcullis::egress::Egress;
use portcullis::store::{Digest, MemoryStore, ProviderSession, SessionRecord, SessionStore as _};
use portcullis::testing::ManualClock;
use portcullis::{App, Clock as _, Outage, public};
use portcullis_tests::server::Served;
use portcullis_tests::tokens::security;
use portcullis_tests::{Permission, Role};
use serde::Deserialize;
use serde_json::json;

use crate::browser::{APP, Browser};

/// The cookie of the app's own session.
pub(crate) const SESSION: &str = "__Host-session";

/// A served app.
pub(crate) struct TestApp {
    pub(crate) served: Served,
    pub(crate) clock: ManualClock,
    pub(crate) state: State,
}

#[derive(Clone)]
pub(crate) struct State {
    pub(crate) oidc: Oidc,
    pub(crate) store: MemoryStore,
    pub(crate) tokens: Arc<Mutex<HashMap<String, String>>>,
    pub(crate) events: Arc<Mutex<Vec<AuditEvent>>>,
    /// Whether the store of sessions is out of order.
    pub(crate) is_broken: Arc<Mutex<bool>>,
    debugged: Arc<Mutex<Vec<String>>>,
}

impl TestApp {
    pub(crate) fn with(providers: Vec<(&str, Provider)>) -> Self {
        Self::configured(providers, |builder| builder)
    }

    pub(crate) fn configured(
        providers: Vec<(&str, Provider)>,
        more: impl FnOnce(OidcBuilder) -> OidcBuilder,
    ) -> Self {
        let clock = ManualClock::at(SystemTime::now());
        let events = Arc::new(Mutex::new(Vec::new()));
        let record = Arc::clone(&events);
        let mut builder = Oidc::builder()
            .egress(egress())
            .clock(Arc::new(clock.clone()))
            .audit(Audit::to(move |event| record.lock().unwrap().push(event.clone())));
        for (name, provider) in providers {
            builder = builder.provider(name, provider);
        }
        let state = State {
            oidc: more(builder).build().unwrap(),
            store: MemoryStore::new(),
            tokens: Arc::default(),
            events,
            is_broken: Arc::default(),
            debugged: Arc::default(),
        };
        let shared = state.clone();
        let served = Served::start(move || {
            App::new(security())
                .app_data(web::Data::new(shared.clone()))
                .service(begin)
                .service(callback)
                .service(back_channel)
                .service(me)
                .service(log_out)
                .service(bye)
        });
        Self { served, clock, state }
    }

    pub(crate) fn browser(&self) -> Browser {
        Browser::new(self.served.address())
    }

    /// What is on record since this was last asked: the name and the words of each event.
    pub(crate) fn events(&self) -> Vec<(&'static str, String)> {
        let events = std::mem::take(&mut *self.state.events.lock().unwrap());
        events.into_iter().map(|event| (event.event, event.detail.unwrap_or_default())).collect()
    }

    /// The cause of the one refusal that is on record since this was last asked.
    pub(crate) fn cause(&self) -> String {
        let events = self.events();
        assert_eq!(events.len(), 1, "{events:?}");
        events[0].1.clone()
    }

    /// Seconds since 1970, as the app's clock says.
    pub(crate) fn now(&self) -> u64 {
        self.clock.now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs()
    }

    /// Everything that was ever shown of a login by `Debug`.
    pub(crate) fn debugged(&self) -> String {
        self.state.debugged.lock().unwrap().concat()
    }
}

/// Our own calls, in a test: on this machine, and soon at an end.
pub(crate) fn egress() -> Egress {
    Egress::builder()
        .allow_private_addresses()
        .danger_allow_http("a test")
        .timeout(Duration::from_secs(4))
        .build()
        .unwrap()
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default = "home")]
    return_to: String,
    hint: Option<String>,
    prompt: Option<String>,
}

fn home() -> String {
    "/me".to_owned()
}

#[public(reason = "a test")]
#[get("/login/{provider}")]
async fn begin(
    state: web::Data<State>,
    provider: web::Path<String>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, LoginError> {
    let mut request = LoginRequest::to(&asked.return_to);
    if let Some(hint) = &asked.hint {
        request = request.login_hint(hint);
    }
    match asked.prompt.as_deref() {
        Some("none") => request = request.prompt(Prompt::None),
        Some("login") => request = request.prompt(Prompt::Login),
        _ => {}
    }
    state.oidc.begin(&provider, request).await
}

#[public(reason = "a test")]
#[get("/login/{provider}/callback")]
async fn callback(
    state: web::Data<State>,
    provider: web::Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse, LoginError> {
    let login = state.oidc.finish(&provider, &request).await?;
    state.debugged.lock().unwrap().push(format!("{login:?}"));
    let mapper = GroupRoles::<Permission>::of_claim("groups")
        .role("staff", Role::Reader)
        .role("editors", Role::Editor)
        .tenant_claim("tenant");
    let account = mapper.account(&login).expect("everybody may log in");
    let principal = account.principal().build();
    let id = format!("session-of-{}-{}", login.subject(), state.tokens.lock().unwrap().len());
    let now = SystemTime::now();
    let label = json!({
        "roles": principal.role_names().collect::<Vec<_>>(), "tenant": account.in_tenant(),
        "acr": login.acr(), "sid": login.sid().is_some(),
        "authenticated": login.authenticated_at().is_some(), "claims": login.claims(),
    });
    let session = SessionRecord {
        digest: Digest::of(&id),
        handle: id.clone(),
        subject: account.subject().to_owned(),
        created_at: now,
        seen_at: now,
        idle_until: now + Duration::from_hours(1),
        expires_at: now + Duration::from_hours(1),
        authenticated_at: login.authenticated_at().unwrap_or(SystemTime::UNIX_EPOCH),
        methods: login.methods().to_vec(),
        label: Some(label.to_string()),
        provider: Some(login.provider_session().clone()),
    };
    state.store.create(session).await.unwrap();
    let token = login.id_token().expose_secret().to_owned();
    state.tokens.lock().unwrap().insert(id.clone(), token);
    let mut answer = login.redirect();
    let cookie = format!("{SESSION}={id}; Path=/; Secure; HttpOnly; SameSite=Lax");
    answer.headers_mut().append(SET_COOKIE, cookie.parse().unwrap());
    Ok(answer)
}

#[public(reason = "a test")]
#[post("/login/{provider}/logout")]
async fn back_channel(
    state: web::Data<State>,
    provider: web::Path<String>,
    request: HttpRequest,
    body: web::Bytes,
) -> HttpResponse {
    let end = async |session: &ProviderSession| {
        if *state.is_broken.lock().unwrap() {
            return Err(Outage::of("the test's store"));
        }
        Ok(state.store.end_of_provider(session).await?.len())
    };
    state.oidc.back_channel_logout(&provider, &request, &body, end).await
}

#[public(reason = "a test")]
#[get("/me")]
async fn me(state: web::Data<State>, request: HttpRequest) -> HttpResponse {
    let cookies = request.headers().get(COOKIE).map_or("", |value| value.to_str().unwrap());
    let id = cookies.split("; ").find_map(|pair| pair.strip_prefix("__Host-session="));
    let session = state.store.find(Digest::of(id.unwrap_or_default())).await.unwrap();
    match session {
        None => HttpResponse::Unauthorized().finish(),
        Some(session) => HttpResponse::Ok().json(json!({
            "subject": session.subject,
            "methods": session.methods,
            "label": serde_json::from_str::<serde_json::Value>(&session.label.unwrap()).unwrap(),
        })),
    }
}

#[public(reason = "a test")]
#[get("/end/{provider}")]
async fn log_out(
    state: web::Data<State>,
    provider: web::Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse, LoginError> {
    let cookies = request.headers().get(COOKIE).map_or("", |value| value.to_str().unwrap());
    let id = cookies.split("; ").find_map(|pair| pair.strip_prefix("__Host-session="));
    let token = state.tokens.lock().unwrap().get(id.unwrap_or_default()).cloned();
    let mut logout = EndSession::to("/me?after=logout");
    if let Some(token) = token {
        logout = logout.id_token_hint(token.into());
    }
    state.oidc.end_session(&provider, logout).await
}

#[public(reason = "a test")]
#[get("/bye")]
async fn bye(state: web::Data<State>, request: HttpRequest) -> Result<HttpResponse, LoginError> {
    state.oidc.ended(&request)
}

/// Where a login at `provider` begins.
pub(crate) fn login_at(provider: &str) -> String {
    format!("{APP}/login/{provider}")
}
