//! `Post`, and who may do what to one.

use portcullis::resource::{Action, Create};
use portcullis::{Decision, Policy, PolicyFor, Principal, Resource, policy};
use serde::Deserialize;
use sqlx::FromRow;

use crate::vocabulary::Permission;

/// A post in a blog, by its author and perhaps an editor of its own.
#[derive(Resource, FromRow)]
#[resource(owner = any(author_id, editor_id), tenant = tenant_id, parent = blog_id, table = "posts")]
pub struct Post {
    pub(crate) id: i64,
    pub(crate) tenant_id: String,
    pub(crate) blog_id: i64,
    pub(crate) author_id: i64,
    pub(crate) editor_id: Option<i64>,
    pub(crate) title: String,
    pub(crate) body: String,
    // Whether somebody may comment rests on it.
    #[resource(pinned)]
    pub(crate) published: bool,
    #[resource(sensitive)]
    pub(crate) moderation_note: Option<String>,
}

/// Make it public.
pub enum Publish {}

impl Action for Publish {
    const NAME: &'static str = "publish";
}

/// Put it into another blog.
pub enum Move {}

impl Action for Move {
    const NAME: &'static str = "move";
}

// One rule for a single post and for lists.
policy!(pub(crate) READABLE_POSTS: Permission = any(
    owner(Post),
    role(Editor),
    check(Post, is_published, sql = "{self}.published"),
));

async fn is_published(_: &Principal<Permission>, post: &Post) -> Decision {
    Decision::allow_if(post.published, "the post is a draft")
}

/// Nobody writes in somebody else's name.
impl PolicyFor<Create> for Post {
    type Vocabulary = Permission;
    const POLICY: &'static Policy<Permission> = OWN_POST;
}

policy!(OWN_POST: Permission = owner(Post));

/// Where a post is to go.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Destination {
    pub(crate) blog_id: i64,
}
