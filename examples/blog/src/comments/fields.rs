//! What crosses the wire of a comment.

use garde::Validate;
use portcullis::{SafeCreate, SafeQuery, SafeResponse, SafeUpdate};

use super::model::Comment;
use crate::text::text;

/// A comment as whoever reads the post sees it.
#[derive(SafeResponse)]
#[safe_response(of = Comment, hide(tenant_id, post_id))]
pub struct CommentView {
    id: i64,
    author_id: i64,
    body: String,
}

/// A comment as its author writes it.
#[derive(SafeCreate, Validate)]
#[safe_create(
    of = Comment,
    server(tenant_id: String, post_id: i64, author_id: i64),
    default(id)
)]
pub(super) struct NewComment {
    #[garde(custom(text))]
    body: String,
}

/// What may be changed later.
#[derive(SafeUpdate, Validate)]
#[safe_update(of = Comment, deny(id, tenant_id, post_id, author_id))]
pub struct CommentUpdate {
    #[garde(inner(custom(text)))]
    body: Option<String>,
}

/// By what comments are found.
#[derive(SafeQuery)]
#[safe_query(of = CommentView, sort(id))]
pub struct CommentQuery {
    author_id: Option<i64>,
}
