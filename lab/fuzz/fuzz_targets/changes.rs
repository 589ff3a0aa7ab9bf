//! Any bytes as the body of a change, as JSON and as a form: `just fuzz`.
//!
//! Whatever is sent, the answer is 200, 400, 413 or 422, fields that nobody may set stay as they are,
//! and what is accepted is a JSON object of allowed keys alone.
#![no_main]
// The macro of libFuzzer defines its entry point with `unsafe`.
#![allow(unsafe_code)]

use std::cell::RefCell;

use actix_web::http::header::ContentType;
use actix_web::{HttpRequest, HttpResponse, patch, test, web};
use libfuzzer_sys::fuzz_target;
use portcullis::Roles;
use portcullis::allowlist::{Changes, Nested, Patch};
use portcullis::authn::{Authentication, Authenticator, Outcome};
use portcullis::resource::{Load, Update};
use portcullis::{
    App, Authorized, Outage, Permissions, Principal, Resource, SafeCreate, SafeUpdate, Security,
    owner_or_admin,
};
use serde_json::Value;

#[derive(Permissions, Clone, Copy, PartialEq, Eq)]
enum Permission {
    #[permission("posts:write")]
    WritePosts,
}

#[derive(Roles, Clone, Copy, PartialEq, Eq)]
#[roles(permission = Permission, admin = Admin)]
enum Role {
    #[role(grants(all))]
    Admin,
}

#[derive(Resource)]
#[resource(owner = author)]
struct Post {
    id: i64,
    author: String,
    title: String,
    subtitle: Option<String>,
    score: f64,
    tags: Vec<String>,
    place: Place,
    links: Vec<Link>,
    is_featured: bool,
}

#[derive(Resource)]
#[resource(embedded)]
struct Place {
    city: String,
    verified: bool,
}

#[derive(Resource)]
#[resource(embedded)]
struct Link {
    url: String,
    is_trusted: bool,
}

#[derive(SafeUpdate)]
#[safe_update(of = Post, deny(id, author, is_featured))]
struct PostUpdate {
    title: Option<String>,
    subtitle: Patch<String>,
    score: Option<f64>,
    tags: Option<Vec<String>>,
    place: Nested<PlaceUpdate>,
    links: Option<Vec<NewLink>>,
}

#[derive(SafeUpdate)]
#[safe_update(of = Place, deny(verified))]
struct PlaceUpdate {
    city: Option<String>,
}

#[derive(SafeCreate)]
#[safe_create(of = Link, default(is_trusted))]
struct NewLink {
    url: String,
}

impl Load for Post {
    type Store = ();

    async fn load((): &(), id: i64) -> Result<Option<Self>, Outage> {
        Ok(Some(Self {
            id,
            author: "ann".to_owned(),
            title: String::new(),
            subtitle: None,
            score: 0.0,
            tags: Vec::new(),
            place: Place { city: String::new(), verified: false },
            links: Vec::new(),
            is_featured: false,
        }))
    }
}

#[owner_or_admin(Post)]
#[patch("/posts/{id}")]
async fn change(post: Authorized<Post, Update>, changes: Changes<PostUpdate>) -> HttpResponse {
    let mut post = post.into_inner();
    changes.apply(&mut post);
    assert!(post.id == 7 && post.author == "ann" && !post.is_featured && !post.place.verified);
    assert!(post.links.iter().all(|link| !link.is_trusted && link.url.len() < 1 << 20));
    assert!(post.title.len() + post.place.city.len() < 1 << 20 && post.score.is_finite());
    drop((post.subtitle, post.tags));
    HttpResponse::Ok().finish()
}

struct Ann;

impl Authenticator<Permission> for Ann {
    fn authenticate(&self, _: &HttpRequest) -> Authentication<Permission> {
        Outcome::Principal(Principal::builder("ann").build()).into()
    }
}

/// Whether the body is an object whose every key is allowed.
fn is_allowed(body: &[u8]) -> bool {
    let allowed = ["title", "subtitle", "score", "tags", "place", "links"];
    match serde_json::from_slice(body) {
        Ok(Value::Object(members)) => members.keys().all(|key| allowed.contains(&key.as_str())),
        _ => false,
    }
}

fn send(body: &[u8], content_type: ContentType) -> u16 {
    thread_local! {
        static SYSTEM: RefCell<Option<actix_web::rt::SystemRunner>> = const { RefCell::new(None) };
    }
    SYSTEM.with_borrow_mut(|system| {
        let system = system.get_or_insert_with(actix_web::rt::System::new);
        system.block_on(async {
            let security = Security::builder().authenticator(Ann).build().expect("complete");
            let app = App::new(security).app_data(web::Data::new(())).service(change);
            let app = test::init_service(app).await;
            let request = test::TestRequest::patch().uri("/posts/7");
            let request = request.insert_header(content_type).set_payload(body.to_vec());
            test::call_service(&app, request.to_request()).await.status().as_u16()
        })
    })
}

fuzz_target!(|body: &[u8]| {
    let status = send(body, ContentType::json());
    assert!([200, 400, 413, 422].contains(&status), "{status}");
    assert!(status != 200 || is_allowed(body));
    let status = send(body, ContentType::form_url_encoded());
    assert!([200, 400, 413, 422].contains(&status), "{status}");
});
