//! A guarded API in one file: `cargo run -p quickstart`, then paste the lines that it prints.

use std::env::{var, var_os};
use std::ffi::OsString;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use actix_web::{HttpResponse, HttpServer, Responder, delete, get, post, web};
use jsonwebtoken::{EncodingKey, Header, encode};
use portcullis::authn::jwt::{Jwt, Key};
use portcullis::inventory::{Inventory, page};
use portcullis::{App, Permissions, Principal, Roles, Security, ServiceConfig};
use portcullis::{
    assert_policy, authenticated, authorize, public, require_permission, require_role,
};
use serde::Deserialize;
use serde_json::json;

#[derive(Permissions, Clone, Copy, PartialEq, Eq)]
enum Permission {
    #[permission("reports:read")]
    ReadReports,
    #[permission("reports:write")]
    WriteReports,
    #[permission("users:delete")]
    DeleteUsers,
}

#[derive(Roles, Clone, Copy, PartialEq, Eq)]
#[roles(permission = Permission, admin = Admin)]
enum Role {
    #[role(grants(ReadReports))]
    Reader,
    #[role(inherits(Reader), grants(WriteReports))]
    Editor,
    #[role(grants(all))]
    Admin,
}

const ISSUER: &str = "https://issuer.example";
const AUDIENCE: &str = "quickstart";

type Titles = Mutex<Vec<String>>;

#[derive(Deserialize)]
struct NewReport {
    title: String,
}

#[public(reason = "liveness probe")]
#[get("/health")]
async fn health() -> impl Responder {
    HttpResponse::Ok().json(json!({"status": "up"}))
}

#[authenticated]
#[get("/me")]
async fn me(principal: Principal<Permission>) -> impl Responder {
    HttpResponse::Ok().json(json!({
        "subject": principal.subject(),
        "roles": principal.role_names().collect::<Vec<_>>(),
        "permissions": principal.permissions().names().collect::<Vec<_>>(),
    }))
}

#[require_permission("reports:read")]
#[get("/reports")]
async fn list_reports(titles: web::Data<Titles>) -> impl Responder {
    HttpResponse::Ok().json(&*titles.lock().unwrap_or_else(PoisonError::into_inner))
}

#[require_permission("reports:write")]
#[post("/reports")]
async fn write_report(new: web::Json<NewReport>, titles: web::Data<Titles>) -> impl Responder {
    titles.lock().unwrap_or_else(PoisonError::into_inner).push(new.title.clone());
    HttpResponse::Created().json(json!({"title": new.title}))
}

#[authorize(all(permission("reports:write"), any(role(Editor), role(Admin))))]
#[post("/reports/{id}/publish")]
async fn publish_report(id: web::Path<u64>) -> impl Responder {
    HttpResponse::Ok().json(json!({"published": *id}))
}

#[require_permission("users:delete")]
#[delete("/users/{id}")]
async fn delete_user(id: web::Path<u64>) -> impl Responder {
    HttpResponse::Ok().json(json!({"deleted": *id}))
}

// Where one of these is no longer true, the program does not compile.
assert_policy!(delete_user: denies Reader, denies Editor, allows Admin, requires "users:delete");
assert_policy!(publish_report: denies Reader, allows Editor, allows Admin);

/// The policy page, for a browser that sends an administrator's token.
#[require_role(Admin)]
#[get("/policy")]
async fn policy(app: Inventory) -> HttpResponse {
    page(&app)
}

fn api(config: &mut ServiceConfig<Permission>) {
    config.service(health).service(me).service(list_reports).service(write_report);
    config.service(publish_report).service(delete_user).service(policy);
}

/// Takes tokens that `secret` signs (HS256).
fn security(secret: &[u8]) -> Result<Security<Permission>, Box<dyn std::error::Error>> {
    let jwt = Jwt::bearer(ISSUER, AUDIENCE).key(Key::hs256(secret.to_vec().into())).build()?;
    Ok(Security::builder().authenticator(jwt).build()?)
}

#[actix_web::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut random = vec![0; 32];
    getrandom::fill(&mut random)?;
    let secret = var_os("PORTCULLIS_JWT_SECRET").map_or(random, OsString::into_encoded_bytes);
    let security = security(&secret)?;
    let titles = web::Data::new(Titles::default());
    let app = move || App::new(security.clone()).app_data(titles.clone()).configure(api);
    let port = var("PORT").map_or(Ok(8080), |port| port.parse())?;
    let server = HttpServer::new(app.clone()).bind(("127.0.0.1", port))?;
    let host = server.addrs().first().map(ToString::to_string).unwrap_or_default();
    app().verify()?;
    println!("{}", app().inventory());
    let expires = (SystemTime::now() + Duration::from_hours(1)).duration_since(UNIX_EPOCH)?;
    for (role, request) in [
        ("reader", "-X GET http://HOST/me"),
        ("reader", "-X GET http://HOST/reports"),
        ("editor", "-H content-type:application/json -d '{\"title\": \"Q3\"}' http://HOST/reports"),
        ("editor", "-X DELETE http://HOST/users/7"),
        ("admin", "-X DELETE http://HOST/users/7"),
        ("admin", "-X POST http://HOST/reports/1/publish"),
    ] {
        let (sub, exp) = (format!("demo-{role}"), expires.as_secs());
        let claims =
            json!({"iss": ISSUER, "aud": AUDIENCE, "sub": sub, "exp": exp, "roles": [role]});
        let token = encode(&Header::default(), &claims, &EncodingKey::from_secret(&secret))?;
        let request = request.replace("HOST", &host);
        println!("# as {role}\ncurl -i -H 'Authorization: Bearer {token}' {request}");
    }
    Ok(server.run().await?)
}

#[cfg(test)]
mod tests {
    use portcullis::App;
    use portcullis::testing::assert_policy_lock;

    /// Who may do what is in `policy.lock`; a change of it is a change of that file.
    #[test]
    fn nobody_gains_access_unseen() -> Result<(), Box<dyn std::error::Error>> {
        let security = super::security(&[0; 32])?;
        assert_policy_lock("policy.lock", &App::new(security).configure(super::api));
        Ok(())
    }
}
