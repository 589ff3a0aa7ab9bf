//! The test app: tokens without a login, and what they are good for.

use actix_web::{HttpResponse, Responder, delete, get, post, web};
use portcullis::authn::tokens::{IssueError, Issued, Login, RefreshError, TokenIssuer};
use portcullis::{
    App, Outage, Principal, Security, ServiceConfig, authenticated, public, require_permission,
};
use secrecy::SecretString;
use serde_json::json;

use crate::Permission;

type Issuer = web::Data<TokenIssuer<Permission>>;

#[public(reason = "the tests have no passwords")]
#[post("/token")]
async fn log_in(issuer: Issuer, subject: String) -> Result<Issued, IssueError> {
    let login = Login::of(subject).method("pwd").method("mfa").scope("read").scope("write");
    issuer.issue(login.label("a telephone")).await
}

#[public(reason = "the refresh token is the credential")]
#[post("/refresh")]
async fn refresh(issuer: Issuer, token: String) -> Result<Issued, RefreshError> {
    issuer.refresh(&SecretString::from(token)).await
}

#[public(reason = "the refresh token is the credential")]
#[post("/logout")]
async fn logout(issuer: Issuer, token: String) -> Result<HttpResponse, Outage> {
    issuer.logout(&SecretString::from(token)).await?;
    Ok(HttpResponse::NoContent().finish())
}

#[authenticated]
#[get("/me")]
async fn me(principal: Principal<Permission>) -> impl Responder {
    HttpResponse::Ok().json(json!({
        "subject": principal.subject(),
        "tenant": principal.tenant(),
        "roles": principal.role_names().collect::<Vec<_>>(),
        "permissions": principal.permissions().names().collect::<Vec<_>>(),
        "scopes": principal.scopes().to_vec(),
        "methods": principal.methods().to_vec(),
        "session": principal.credential().session(),
    }))
}

#[require_permission("reports:write")]
#[post("/reports")]
async fn write() -> impl Responder {
    HttpResponse::Ok()
}

#[authenticated]
#[get("/logins")]
async fn logins(issuer: Issuer, principal: Principal<Permission>) -> Result<HttpResponse, Outage> {
    let families = issuer.list(principal.subject()).await?;
    let shown = families.iter().map(|family| json!({ "id": family.id, "label": family.label }));
    Ok(HttpResponse::Ok().json(shown.collect::<Vec<_>>()))
}

#[authenticated]
#[delete("/logins/{id}")]
async fn end(
    issuer: Issuer,
    principal: Principal<Permission>,
    id: web::Path<String>,
) -> Result<HttpResponse, Outage> {
    let was_there = issuer.end_family(principal.subject(), &id).await?;
    Ok(if was_there { HttpResponse::NoContent() } else { HttpResponse::NotFound() }.finish())
}

#[authenticated]
#[delete("/logins")]
async fn end_all(issuer: Issuer, principal: Principal<Permission>) -> Result<HttpResponse, Outage> {
    let ended = issuer.end_all(principal.subject()).await?;
    Ok(HttpResponse::Ok().body(ended.to_string()))
}

fn routes(config: &mut ServiceConfig<Permission>) {
    config.service(log_in).service(refresh).service(logout);
    config.service(me).service(write).service(logins).service(end).service(end_all);
}

pub fn app(
    security: Security<Permission>,
    issuer: TokenIssuer<Permission>,
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
    App::new(security).app_data(web::Data::new(issuer)).configure(routes)
}
