//! The sides that answer with an entity.

use actix_web::{HttpResponse, get};
use portcullis::allowlist::{View, Visible};
use portcullis::{Authorized, SafeResponse, authorize, resource::Read};
use serde::Serialize;

use crate::input::Post;

#[derive(SafeResponse)]
#[safe_response(of = Post, hide(is_featured))]
struct PostView {
    id: i64,
    author: String,
    title: String,
    subtitle: Option<String>,
    body: String,
    language: String,
    words: u32,
    #[safe_response(permission("posts:write"))]
    score: Visible<f64>,
    published: bool,
    tags: Vec<String>,
    category: Option<i64>,
}

/// What people write, without a copy.
#[derive(Serialize)]
struct HandView<'a> {
    id: i64,
    author: &'a str,
    title: &'a str,
    subtitle: Option<&'a str>,
    body: &'a str,
    language: &'a str,
    words: u32,
    score: f64,
    published: bool,
    tags: &'a [String],
    category: Option<i64>,
}

impl<'a> From<&'a Post> for HandView<'a> {
    fn from(post: &'a Post) -> Self {
        Self {
            id: post.id,
            author: &post.author,
            title: &post.title,
            subtitle: post.subtitle.as_deref(),
            body: &post.body,
            language: &post.language,
            words: post.words,
            score: post.score,
            published: post.published,
            tags: &post.tags,
            category: post.category,
        }
    }
}

#[authorize(permission("posts:write"), object = Post)]
#[get("/posts/{id}")]
pub(crate) async fn silent(post: Authorized<Post, Read>) -> HttpResponse {
    std::hint::black_box(post.id);
    HttpResponse::Ok().finish()
}

#[authorize(permission("posts:write"), object = Post)]
#[get("/posts/{id}")]
pub(crate) async fn view(post: Authorized<Post, Read>) -> View<PostView> {
    View::of(post)
}

#[authorize(permission("posts:write"), object = Post)]
#[get("/posts/{id}")]
pub(crate) async fn by_hand(post: Authorized<Post, Read>) -> HttpResponse {
    HttpResponse::Ok().json(HandView::from(&*post))
}
