//! What crosses the wire of a blog.

use garde::Validate;
use portcullis::{SafeCreate, SafeQuery, SafeResponse, SafeUpdate};

use super::model::Blog;
use crate::text::text;

/// A blog as everybody in its organisation sees it.
#[derive(SafeResponse)]
#[safe_response(of = Blog, hide(tenant_id))]
pub struct BlogView {
    id: i64,
    owner_id: i64,
    title: String,
}

/// A new blog; whose it is, the token says.
#[derive(SafeCreate, Validate)]
#[safe_create(of = Blog, server(tenant_id: String, owner_id: i64), default(id))]
pub(super) struct NewBlog {
    #[safe_create(sanitize(trim, nfc))]
    #[garde(custom(text))]
    title: String,
}

/// What its owner may change.
#[derive(SafeUpdate, Validate)]
#[safe_update(of = Blog, deny(id, tenant_id, owner_id))]
pub struct BlogUpdate {
    #[safe_update(sanitize(trim, nfc))]
    #[garde(inner(custom(text)))]
    title: Option<String>,
}

/// By what blogs are found.
#[derive(SafeQuery)]
#[safe_query(of = BlogView, sort(id, title))]
pub struct BlogQuery {
    owner_id: Option<i64>,
}
