//! `Post`, and who may do what to one.

use portcullis::resource::Action;
use portcullis::{Decision, Principal, Resource, policy};
use serde::Deserialize;
use sqlx::FromRow;

use crate::text::Text;
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

/// A post as its author hands it in.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewPost {
    pub(crate) title: Text,
    pub(crate) body: Text,
}

/// What may be changed; what is left out stays.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PostChanges {
    pub(crate) title: Option<Text>,
    pub(crate) body: Option<Text>,
}

/// Where a post is to go.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Destination {
    pub(crate) blog_id: i64,
}
