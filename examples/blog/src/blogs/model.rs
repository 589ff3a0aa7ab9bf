//! `Blog`, and who may do what to one.

use portcullis::resource::{Action, Create};
use portcullis::{Policy, PolicyFor, Resource, policy};
use sqlx::FromRow;

use crate::vocabulary::Permission;

/// A user's blog.
#[derive(Resource, FromRow)]
#[resource(owner = owner_id, tenant = tenant_id, table = "blogs")]
pub struct Blog {
    pub(crate) id: i64,
    pub(crate) tenant_id: String,
    pub(crate) owner_id: i64,
    pub(crate) title: String,
}

/// Put a post into it, written anew or moved there.
pub enum AddPost {}

impl Action for AddPost {
    const NAME: &'static str = "add_post";
}

policy!(pub(crate) BLOG_AUTHORS: Permission = any(owner(Blog), role(Editor)));

/// For handlers that have a post in hand and need the blog as well.
impl PolicyFor<AddPost> for Blog {
    type Vocabulary = Permission;
    const POLICY: &'static Policy<Permission> = BLOG_AUTHORS;
}

/// Nobody starts a blog in somebody else's name.
impl PolicyFor<Create> for Blog {
    type Vocabulary = Permission;
    const POLICY: &'static Policy<Permission> = OWN_BLOG;
}

policy!(OWN_BLOG: Permission = owner(Blog));
