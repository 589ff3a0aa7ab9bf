//! What crosses the wire of a post.

use garde::Validate;
use portcullis::allowlist::Patch;
use portcullis::{SafeCreate, SafeQuery, SafeResponse, SafeUpdate};

use super::model::Post;
use crate::text::text;

/// A post as its readers see it.
#[derive(SafeResponse)]
#[safe_response(of = Post, hide(tenant_id, moderation_note))]
pub struct PostView {
    id: i64,
    blog_id: i64,
    author_id: i64,
    editor_id: Option<i64>,
    title: String,
    body: String,
    published: bool,
}

/// What support sees: the note is why it looks.
#[derive(SafeResponse)]
#[safe_response(of = Post, hide(blog_id, author_id, editor_id, published))]
pub(super) struct ReportedPostView {
    id: i64,
    tenant_id: String,
    title: String,
    body: String,
    moderation_note: Option<String>,
}

/// A post as its author hands it in: a draft.
#[derive(SafeCreate, Validate)]
#[safe_create(
    of = Post,
    server(tenant_id: String, blog_id: i64, author_id: i64),
    default(id, editor_id, published, moderation_note)
)]
pub(super) struct NewPost {
    #[safe_create(sanitize(trim, nfc))]
    #[garde(custom(text))]
    title: String,
    #[garde(custom(text))]
    body: String,
}

/// What may be changed, and by whom.
#[derive(SafeUpdate, Validate)]
#[safe_update(of = Post, deny(id, tenant_id, blog_id, author_id, editor_id))]
pub struct PostUpdate {
    #[safe_update(sanitize(trim, nfc))]
    #[garde(inner(custom(text)))]
    title: Option<String>,
    #[garde(inner(custom(text)))]
    body: Option<String>,
    #[safe_update(permission("posts:publish"))]
    #[garde(skip)]
    published: Option<bool>,
    #[safe_update(role(Admin))]
    #[garde(inner(custom(text)))]
    moderation_note: Patch<String>,
}

/// By what posts are found.
#[derive(SafeQuery)]
#[safe_query(of = PostView, sort(id, title))]
pub struct PostQuery {
    author_id: Option<i64>,
    published: Option<bool>,
}
