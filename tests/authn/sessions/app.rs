//! The app that is tested: logins, sessions, and handlers with an effect.

use std::sync::atomic::{AtomicUsize, Ordering};

use actix_web::http::Method;
use actix_web::{HttpRequest, HttpResponse, delete, get, post, route, web};
use portcullis::authn::session::{
    CurrentSession, Login, Renewal, SameOrigin, SessionError, Sessions, Started, clear_site_data,
};
use portcullis::{
    App, Outage, Principal, Problem, Security, ServiceConfig, authenticated, public,
    require_permission,
};
use serde_json::json;

use crate::Permission;

type Known = web::Data<Sessions<Permission>>;

/// How often something happened.
#[derive(Default)]
pub struct Effects(pub AtomicUsize);

fn answer(started: &Started) -> HttpResponse {
    let mut answer = HttpResponse::Ok()
        .insert_header(("cache-control", "public"))
        .body(started.handle().to_owned());
    started.cookie().put_on(&mut answer);
    answer
}

fn login(subject: &str) -> Login {
    Login::of(subject).method("pwd").label("a browser")
}

#[public(reason = "where sessions begin")]
#[post("/login")]
async fn log_in(
    _: SameOrigin<Permission>,
    sessions: Known,
    effects: web::Data<Effects>,
    request: HttpRequest,
    subject: String,
) -> Result<HttpResponse, SessionError> {
    effects.0.fetch_add(1, Ordering::SeqCst);
    Ok(answer(&sessions.start(login(&subject), &request).await?))
}

/// Forgets the extractor.
#[public(reason = "where sessions begin, too")]
#[post("/careless-login")]
async fn log_in_carelessly(
    sessions: Known,
    request: HttpRequest,
    subject: String,
) -> Result<HttpResponse, SessionError> {
    Ok(answer(&sessions.start(login(&subject), &request).await?))
}

#[authenticated]
#[post("/renew")]
async fn renew(
    sessions: Known,
    principal: Principal<Permission>,
    request: HttpRequest,
    why: String,
) -> Result<HttpResponse, SessionError> {
    let renewal = match why.as_str() {
        "privileges" => Renewal::of_privileges(),
        "mfa" => Renewal::authenticated(principal.subject()).method("otp").method("mfa"),
        other => Renewal::authenticated(other).method("pwd"),
    };
    Ok(answer(&sessions.renew(&request, renewal).await?))
}

#[public(reason = "also for those whose session is over")]
#[post("/logout")]
async fn log_out(sessions: Known, request: HttpRequest) -> Result<HttpResponse, SessionError> {
    let removal = sessions.end(&request).await?;
    let mut answer = HttpResponse::Ok().insert_header(clear_site_data()).finish();
    removal.put_on(&mut answer);
    Ok(answer)
}

#[authenticated]
#[get("/me")]
async fn me(principal: Principal<Permission>) -> HttpResponse {
    let credential = principal.credential();
    HttpResponse::Ok().json(json!({
        "subject": principal.subject(),
        "kind": format!("{:?}", credential.kind()),
        "id": credential.id(),
        "session": credential.session(),
        "issued_at": credential.issued_at(),
        "authenticated_at": principal.authenticated_at(),
        "methods": principal.methods(),
        "roles": principal.role_names().collect::<Vec<_>>(),
    }))
}

#[require_permission("reports:read")]
#[get("/reports")]
async fn reports() -> HttpResponse {
    HttpResponse::Ok().finish()
}

#[authenticated]
#[route(
    "/effect",
    method = "GET",
    method = "POST",
    method = "PUT",
    method = "PATCH",
    method = "DELETE"
)]
async fn effect(effects: web::Data<Effects>, request: HttpRequest, _: web::Bytes) -> HttpResponse {
    if request.method() != Method::GET {
        effects.0.fetch_add(1, Ordering::SeqCst);
    }
    HttpResponse::Ok().finish()
}

#[public(reason = "asks for nothing")]
#[post("/open")]
async fn open() -> HttpResponse {
    HttpResponse::Ok().finish()
}

#[public(reason = "greets those whom it knows")]
#[post("/greeting")]
async fn greeting(principal: Option<Principal<Permission>>) -> HttpResponse {
    HttpResponse::Ok().body(principal.map_or("stranger".to_owned(), |it| it.subject().to_owned()))
}

#[authenticated]
#[get("/sessions")]
async fn list(
    sessions: Known,
    current: CurrentSession<Permission>,
) -> Result<HttpResponse, Outage> {
    let mine = sessions.list(current.subject(), Some(current.handle())).await?;
    let mine = mine.iter().map(|session| {
        json!({"handle": session.handle, "label": session.label, "is_current": session.is_current})
    });
    Ok(HttpResponse::Ok().json(mine.collect::<Vec<_>>()))
}

#[authenticated]
#[delete("/sessions/{handle}")]
async fn end_one(
    sessions: Known,
    principal: Principal<Permission>,
    handle: web::Path<String>,
) -> Result<HttpResponse, actix_web::Error> {
    if sessions.end_one(principal.subject(), &handle).await? {
        Ok(HttpResponse::Ok().finish())
    } else {
        Err(Problem::NotFound.into())
    }
}

#[authenticated]
#[delete("/sessions")]
async fn end_others(
    sessions: Known,
    current: CurrentSession<Permission>,
) -> Result<String, Outage> {
    let ended = sessions.end_all(current.subject(), Some(current.handle())).await?;
    Ok(ended.to_string())
}

fn routes(config: &mut ServiceConfig<Permission>) {
    config.service(log_in).service(log_in_carelessly).service(renew).service(log_out).service(me);
    config.service(reports).service(effect).service(open).service(greeting).service(list);
    config.service(end_one).service(end_others);
}

pub fn app(
    security: Security<Permission>,
    sessions: Sessions<Permission>,
    effects: web::Data<Effects>,
) -> App<
    Permission,
    impl actix_web::dev::ServiceFactory<
        actix_web::dev::ServiceRequest,
        Config = (),
        Response = actix_web::dev::ServiceResponse<impl actix_web::body::MessageBody>,
        Error = actix_web::Error,
        InitError = (),
    >,
> {
    App::new(security).app_data(web::Data::new(sessions)).app_data(effects).configure(routes)
}
