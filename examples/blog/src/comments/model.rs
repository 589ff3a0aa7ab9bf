//! `Comment`, and what may be done to a post because of one.

use portcullis::Resource;
use portcullis::resource::Action;
use serde::Deserialize;
use sqlx::FromRow;

use crate::text::Text;

/// What a user says about a post.
#[derive(Resource, FromRow)]
#[resource(owner = author_id, tenant = tenant_id, parent = post_id, table = "comments")]
pub struct Comment {
    pub(crate) id: i64,
    pub(crate) tenant_id: String,
    pub(crate) post_id: i64,
    pub(crate) author_id: i64,
    pub(crate) body: String,
}

/// Comment on a post.
pub enum AddComment {}

impl Action for AddComment {
    const NAME: &'static str = "add_comment";
}

/// A comment as its author writes it, at first and later.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommentText {
    pub(crate) body: Text,
}
