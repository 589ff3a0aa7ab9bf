//! Every route attribute, alone and together.
include!("../../vocabulary.rs");
use actix_web::{connect, delete, get, head, options, patch, post, put, route, routes, trace};
use portcullis::authenticated;

#[authenticated] #[get("/get")] async fn a() -> &'static str { "" }
#[authenticated] #[post("/post")] async fn b() -> &'static str { "" }
#[authenticated] #[put("/put")] async fn c() -> &'static str { "" }
#[authenticated] #[patch("/patch")] async fn d() -> &'static str { "" }
#[authenticated] #[delete("/delete")] async fn e() -> &'static str { "" }
#[authenticated] #[head("/head")] async fn f() -> &'static str { "" }
#[authenticated] #[options("/options")] async fn g() -> &'static str { "" }
#[authenticated] #[trace("/trace")] async fn h() -> &'static str { "" }
#[authenticated] #[connect("/connect")] async fn i() -> &'static str { "" }
#[authenticated] #[route("/route", method = "GET", method = "POST", name = "route")] async fn j() -> &'static str { "" }
#[authenticated] #[routes] #[get("/one")] #[put("/two")] async fn k() -> &'static str { "" }

fn app(security: portcullis::Security<Permission>) {
    let app = portcullis::App::new(security).service(a).service(b).service(c).service(d);
    let app = app.service(e).service(f).service(g).service(h).service(i).service(j).service(k);
    assert_eq!(app.inventory().routes().len(), 12);
}

fn main() {
    app(security());
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
