//! A guarded API in one file.
use actix_web::{HttpResponse, HttpServer, Responder, delete, get, post, web};
use portcullis::authn::{Authentication, Authenticator, Outcome};
use portcullis::{
    Permissions, Principal, Roles, Security, authenticated, authorize, public, require_permission,
};

#[derive(Permissions, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    #[permission("reports:read")]
    ReadReports,
    #[permission("reports:write")]
    WriteReports,
    #[permission("users:delete")]
    DeleteUsers,
}

#[derive(Roles, Clone, Copy, Debug, PartialEq, Eq)]
#[roles(permission = Permission, admin = Admin)]
pub enum Role {
    #[role(grants(ReadReports))]
    Reader,
    #[role(inherits(Reader), grants(WriteReports))]
    Editor,
    #[role(grants(all))]
    Admin,
}

#[public(reason = "liveness probe")]
#[get("/health")]
async fn health() -> HttpResponse {
    HttpResponse::Ok().finish()
}

#[authenticated]
#[get("/me")]
async fn me(me: Principal<Permission>) -> impl Responder {
    me.subject().to_owned()
}

#[require_permission("users:delete")]
#[delete("/users/{id}")]
async fn delete_user(id: web::Path<i64>) -> impl Responder {
    format!("deleted {id}")
}

#[authorize(all(permission("reports:write"), any(role(Editor), role(Admin))))]
#[post("/reports/{id}/publish")]
async fn publish(id: web::Path<i64>, _: String) -> impl Responder {
    format!("published {id}")
}

struct ByName;
impl Authenticator<Permission> for ByName {
    fn authenticate(&self, request: &actix_web::HttpRequest) -> Authentication<Permission> {
        match request
            .headers()
            .get("x-role")
            .and_then(|v| v.to_str().ok())
        {
            Some(role) => Outcome::Principal(Principal::builder("x").role_named(role).build()),
            None => Outcome::Anonymous,
        }
        .into()
    }
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let security = Security::<Permission>::builder()
        .authenticator(ByName)
        .build()
        .map_err(std::io::Error::other)?;
    let app = move || {
        portcullis::App::new(security.clone())
            .service(health)
            .service(me)
            .service(delete_user)
            .service(portcullis::scope("/x").service(publish))
    };
    println!("{}", app().inventory());
    HttpServer::new(app).bind(("127.0.0.1", 8080))?.run().await
}
