//! Scopes in scopes, `configure`, resources, default services, and what serves an app.
include!("../../vocabulary.rs");
use actix_web::HttpServer;
use portcullis::{App, Security, ServiceConfig, get, resource, route, scope};

portcullis::policy!(ADMINS: Permission = role(Admin));

#[portcullis::authenticated]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

#[portcullis::public(reason = "answers unknown paths")]
async fn missing() -> &'static str {
    "missing"
}

fn configured(config: &mut ServiceConfig<Permission>) {
    config.service(reports).route("/missing", get().to(missing));
}

fn serve(security: Security<Permission>) -> std::io::Result<actix_web::dev::Server> {
    let server = HttpServer::new(move || {
        App::new(security.clone())
            .service(
                scope("/admin")
                    .authorize(ADMINS)
                    .service(scope("/nested").service(reports).configure(configured))
                    .default_service(route().to(missing)),
            )
            .service(resource("/resource").route(get().to(missing)))
            .configure(configured)
            .default_service(route().to(missing))
    });
    Ok(server.bind("127.0.0.1:0")?.run())
}

async fn call(security: Security<Permission>) {
    let app = App::new(security).service(reports);
    let app = actix_web::test::init_service(app).await;
    let request = actix_web::test::TestRequest::get().uri("/reports");
    let answer = actix_web::test::try_call_service(&app, request.to_request()).await;
    assert!(answer.is_ok_and(|answer| answer.status() == 401));
}

#[actix_web::main]
async fn main() {
    call(security()).await;
    let _ = serve;
}

/// An app's security that knows nobody.
fn security() -> portcullis::Security<Permission> {
    struct Nobody;
    impl portcullis::authn::Authenticator<Permission> for Nobody {
        fn authenticate(
            &self,
            _: &actix_web::HttpRequest,
        ) -> portcullis::authn::Authentication<Permission> {
            portcullis::authn::Outcome::Anonymous.into()
        }
    }
    let security = portcullis::Security::builder().authenticator(Nobody);
    security.build().expect("an authenticator is there")
}
