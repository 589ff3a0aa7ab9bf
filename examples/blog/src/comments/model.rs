//! `Comment`, and what may be done to a post because of one.

use portcullis::resource::{Action, Create};
use portcullis::{Policy, PolicyFor, Resource, policy};
use sqlx::FromRow;

use crate::vocabulary::Permission;

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

/// Nobody comments in somebody else's name.
impl PolicyFor<Create> for Comment {
    type Vocabulary = Permission;
    const POLICY: &'static Policy<Permission> = OWN_COMMENT;
}

policy!(OWN_COMMENT: Permission = owner(Comment));
