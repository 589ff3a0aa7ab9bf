//! The sides that read a body.

use std::hint::black_box;

use actix_web::dev::{Service, ServiceResponse};
use actix_web::http::Method;
use actix_web::{Error, HttpRequest, HttpResponse, patch, test, web};
use futures_util::FutureExt as _;
use portcullis::allowlist::{Changes, Patch};
use portcullis::authn::{Authentication, Authenticator, Outcome};
use portcullis::resource::Load;
use portcullis::{App, Outage, Permissions, Principal, Resource, SafeUpdate, Security, authorize};
use serde::Deserialize;

use crate::output;

#[derive(Permissions, Clone, Copy, PartialEq, Eq)]
#[permissions(no_roles)]
pub(crate) enum Permission {
    #[permission("posts:write")]
    WritePosts,
}

#[derive(Resource)]
#[resource(owner = author)]
pub(crate) struct Post {
    pub(crate) id: i64,
    pub(crate) author: String,
    pub(crate) title: String,
    pub(crate) subtitle: Option<String>,
    pub(crate) body: String,
    pub(crate) language: String,
    pub(crate) words: u32,
    pub(crate) score: f64,
    pub(crate) published: bool,
    pub(crate) tags: Vec<String>,
    pub(crate) category: Option<i64>,
    #[expect(dead_code, reason = "nobody may see or set it")]
    pub(crate) is_featured: bool,
}

impl Load for Post {
    type Store = ();

    async fn load((): &(), id: i64) -> Result<Option<Self>, Outage> {
        Ok(Some(Self {
            id,
            author: "42".to_owned(),
            title: "On gates".to_owned(),
            subtitle: None,
            body: text(870),
            language: "en".to_owned(),
            words: 140,
            score: 4.25,
            published: true,
            tags: ["gates", "castles", "safety"].map(str::to_owned).to_vec(),
            category: Some(17),
            is_featured: false,
        }))
    }
}

#[derive(SafeUpdate)]
#[safe_update(of = Post, deny(id, author, is_featured))]
struct PostUpdate {
    title: Option<String>,
    subtitle: Patch<String>,
    body: Option<String>,
    language: Option<String>,
    words: Option<u32>,
    score: Option<f64>,
    published: Option<bool>,
    tags: Option<Vec<String>>,
    category: Patch<i64>,
}

/// What people write.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "only read into")]
struct Plain {
    title: Option<String>,
    subtitle: Option<String>,
    body: Option<String>,
    language: Option<String>,
    words: Option<u32>,
    score: Option<f64>,
    published: Option<bool>,
    tags: Option<Vec<String>>,
    category: Option<i64>,
}

#[authorize(permission("posts:write"), object = Post)]
#[patch("/posts/{id}")]
async fn bare() -> HttpResponse {
    HttpResponse::Ok().finish()
}

#[authorize(permission("posts:write"), object = Post)]
#[patch("/posts/{id}")]
async fn changes(changes: Changes<PostUpdate>) -> HttpResponse {
    black_box(&changes.title);
    HttpResponse::Ok().finish()
}

#[authorize(permission("posts:write"), object = Post)]
#[patch("/posts/{id}")]
async fn json(plain: web::Json<Plain>) -> HttpResponse {
    black_box(&plain.title);
    HttpResponse::Ok().finish()
}

struct Cached(Principal<Permission>);

impl Authenticator<Permission> for Cached {
    fn authenticate(&self, _: &HttpRequest) -> Authentication<Permission> {
        Outcome::Principal(self.0.clone()).into()
    }
}

fn text(length: usize) -> String {
    "A portcullis drops shut by default, and so does this one. "
        .chars()
        .cycle()
        .take(length)
        .collect()
}

/// 1,024 bytes.
fn body() -> String {
    let fixed = r#"{"title":"On gates","subtitle":null,"language":"en","words":140,"score":4.25,"published":true,"tags":["gates","castles","safety"],"category":17,"body":""}"#;
    let text = text(1024 - fixed.len());
    let body = fixed.replace(r#""body":"""#, &format!(r#""body":"{text}""#));
    assert_eq!(body.len(), 1024);
    body
}

/// Runs the side called `name` `count` times.
pub(crate) fn run(name: &str, count: u32) -> Result<(), String> {
    let body = body();
    if name == "parse" {
        for _ in 0..count {
            measured_call_of_parser(body.as_bytes());
        }
        return Ok(());
    }
    let principal = Principal::builder("42").permission(Permission::WritePosts).build();
    let security = Security::builder().authenticator(Cached(principal)).build().expect("complete");
    let app = App::new(security).app_data(web::Data::new(()));
    let app = match name {
        "bare" => app.service(bare),
        "changes" => app.service(changes),
        "json" => app.service(json),
        "silent" => app.service(output::silent),
        "view" => app.service(output::view),
        "by-hand" => app.service(output::by_hand),
        other => return Err(format!("unknown side `{other}`")),
    };
    actix_web::rt::System::new().block_on(async move {
        let app = test::init_service(app).await;
        for _ in 0..count {
            let request = test::TestRequest::default().uri("/posts/7");
            let request = if ["silent", "view", "by-hand"].contains(&name) {
                request
            } else {
                request
                    .method(Method::PATCH)
                    .insert_header(("content-type", "application/json"))
                    .insert_header(("content-length", body.len()))
                    .set_payload(body.clone())
            };
            let request = request.to_request();
            let reply = measured_call(&app, request);
            assert!(reply.is_some_and(|reply| reply.is_ok_and(|reply| reply.status() == 200)));
        }
    });
    Ok(())
}

#[inline(never)]
fn measured_call_of_parser(body: &[u8]) {
    black_box(serde_json::from_slice::<Plain>(body).is_ok_and(|plain| plain.body.is_some()));
}

#[inline(never)]
fn measured_call<S, R, B>(app: &S, request: R) -> Option<Result<ServiceResponse<B>, Error>>
where
    S: Service<R, Response = ServiceResponse<B>, Error = Error>,
{
    app.call(request).now_or_never()
}
